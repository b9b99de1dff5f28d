"""Sentences that pair places and bodies off: "A in Kent, B in Essex and C in Devon", "Kent goes to A, Essex to B"."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import AREA, ORG, Masked, Member

_BETWEEN = r"(?:[,;] (?:and |while |with )?|,? and |,? while )(?:also )?"
_LEADS = r"(?:(?:to|by|with|from) )?(?:the )?"
_DONE = r"(?:(?:is|are|will be|was|were|has been|have been) (?:awarded |given |let |handed |won |run |served |taken |going )?|goes |go |went |has gone |have gone |will go |passes |falls )?"
_LOT = r"(?:(?: [a-z]+)? (?:contracts?|tenders?|franchises?|lots?|areas?|regions?|services?|deals?|ones?|packages?|districts?|routes?|concessions?))?"
_WHERE = r"(?:(?:in|for|at|across|covering|to) )"
#: "A in Kent, B in Essex"; what is done comes before, and is the same for all.
_AFTER = re.compile(rf"{ORG} {_WHERE}(?:the )?{AREA}{_LOT}(?:{_BETWEEN}{_LEADS}{ORG} {_WHERE}(?:the )?{AREA}{_LOT})+")
#: "Kent goes to A, Essex to B", "the contract for Kent was awarded to A and that for Essex to B", "in Kent A, in Essex B".
_SECOND = rf"{_BETWEEN}(?:(?:the (?:contract|one|lot|tender|franchise|service)s?|that|those|one) )?(?:{_WHERE})?(?:the )?{AREA}{_LOT},? (?:it (?:is|was|will be) )?{_DONE}{_LEADS}{ORG}"
_BEFORE = re.compile(
    rf"{AREA}{_LOT}[^{ORG}{AREA};:]{{0,60}}? (?:to|by|with|is|are|was|were|be|of|:) (?:the )?(?:[a-z-]+ ){{0,2}}{ORG}(?:{_SECOND})+"
)


#: What goes on about the last of them alone.
_GOES_ON = re.compile(
    r",? (?:which|who|whose|with|working|supported|backed|led|in partnership|alongside|together|as lead|a consortium|a partnership)\b"
)


def fold_pairs(masked: Masked, own: dict[str, tuple[str, ...]]) -> None:
    """Rewrite ``masked`` in place: the bodies of such a sentence become one group, and ``own`` gets the areas of each."""
    if masked.text.count(ORG) < 2 or masked.text.count(AREA) < 2:
        return
    for pattern in (_AFTER, _BEFORE):
        masked.rewrite(pattern, lambda m, match: _fold(m, match, own))


def _fold(masked: Masked, match: re.Match[str], own: dict[str, tuple[str, ...]]) -> bool:
    bodies = [at for at in range(*match.span()) if masked.text[at] == ORG]
    places = [at for at in range(*match.span()) if masked.text[at] == AREA]
    if len(bodies) != len(places):
        return False
    group: list[Member] = []
    for body, place in zip(bodies, places, strict=True):
        for member in masked.members(body):
            own[member.key] = tuple(dict.fromkeys((*own.get(member.key, ()), *masked.areas(place))))
            group.append(member)
    if len({member.key for member in group}) < len(group) or _GOES_ON.match(masked.text, match.end()):
        return False
    masked.fold(bodies[0], match.end(), ORG, tuple(group))
    return True

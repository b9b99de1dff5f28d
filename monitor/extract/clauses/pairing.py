"""Sentences that pair places and bodies off: "A in Kent, B in Essex and C in Devon", "Kent goes to A, Essex to B"."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import AREA, BUYER, ORG, Masked, Member, places_of

_NUMBERED = r"(?i:lot|area|package|bundle|tranche|zone|region|cpa) \w{1,3}"
#: "lot 1 (Kent)", "(Lot 1: Kent)": the number of a lot before its place.
LOT_AREA = re.compile(
    rf"(?:(?<=\bfor )|(?<=\bin )|(?<=\bof )|(?<=\band )|(?<=, ))(?:the )?{_NUMBERED} \((?:the |covering |for )*{AREA}\)|(?<=\()(?:{_NUMBERED}: |{_NUMBERED} - |{AREA} - ){AREA}(?=\))"
)
_BETWEEN = r"(?:[,;] (?:and |while |with )?|,? and |,? while )(?:also )?"
_LEADS = r"(?:(?:to|by|with|from) )?(?:the )?"
_DONE = r"(?:(?:is|are|will be|was|were|has been|have been) (?:awarded |given |let |handed |won |run |served |taken |going )?|goes |go |went |has gone |have gone |will go |passes |falls )?"
_LOT = r"(?:(?: [a-z]+)? (?:contracts?|tenders?|franchises?|lots?|areas?|regions?|services?|deals?|ones?|packages?|districts?|routes?|concessions?))?"
_WHERE = r"(?:(?:in|for|at|on|across|covering|to) )"
#: "A in Kent, B in Essex"; what is done comes before, and is the same for all.
_AFTER = re.compile(
    rf"{ORG}(?:(?: Ltd)?\.?,)? {_WHERE}(?:the )?{AREA}{_LOT}(?:{_BETWEEN}{_LEADS}[{ORG}{BUYER}](?:(?: Ltd)?\.?,)? {_WHERE}(?:the )?{AREA}{_LOT})+"
)
#: "Kent goes to A, Essex to B", "the contract for Kent was awarded to A and that for Essex to B", "in Kent A, in Essex B".
_SECOND = rf"{_BETWEEN}(?:(?:the (?:contract|one|lot|tender|franchise|service)s?|that|those|one) )?(?:of |{_WHERE})?(?:the )?{AREA}{_LOT},? (?:it (?:is|was|will be) )?{_DONE}{_LEADS}{ORG}"
_BEFORE = re.compile(
    rf"{AREA}{_LOT}[^{ORG}{AREA};:]{{0,60}}? (?:to|by|with|is|are|was|were|be|of|:) (?:the )?(?:[a-z-]+ ){{0,2}}{ORG}(?:{_SECOND})+"
)


#: What goes on about the last of them alone.
_GOES_ON = re.compile(
    r",? (?:which|who|whose|with|working|supported|backed|led|in partnership|alongside|together|as lead|a consortium|a partnership)\b"
)


#: "Kent - A; Essex - B", and the other way round.
_KEYED = re.compile(
    rf"{AREA}(?: -|:) (?:the )?{ORG}(?:[;,] (?:and )?(?:the )?{AREA}(?: -|:) (?:the )?{ORG})+|{ORG}(?: -|:) (?:the )?{AREA}(?:[;,] (?:and )?(?:the )?{ORG}(?: -|:) (?:the )?{AREA})+"
    rf"|{ORG}, (?:the )?{AREA}(?:; (?:and )?(?:the )?{ORG}, (?:the )?{AREA})+"
)
#: "A, for meals in Kent, and B, for that in Essex".
_EACH_FOR = re.compile(
    rf"{ORG}, for (?:the )?(?:[a-z-]+ ){{0,5}}(?:in |at |across )?(?:the )?{AREA}(?:,? (?:and|while) |, |; ){_LEADS}{ORG}, for (?:that|those|the one|(?:the )?(?:[a-z-]+ ){{1,5}})(?: (?:in|at|across|for))? ?(?:in |at |across )?(?:the )?{AREA}"
)

#: "Kent has chosen A, Essex B and Devon C": the verb and its preposition are left out.
_CHOSE = re.compile(
    rf"{AREA} (?:has|have) (?:now |also )?(?:engaged|chosen|picked|selected|appointed|named|opted for|gone (?:for|with|to)|awarded its contract to) (?:the )?{ORG}(?:{_BETWEEN}(?:the )?{AREA},? (?:the )?{ORG})+"
)
#: "A will cover Kent, B Essex and C the city of Exbridge".
_OF = r"(?:the )?(?:(?:city|county|town|borough|district|region|counties) of )?"
_COVERS = re.compile(
    rf"{ORG} (?:(?:will|is to|are to|has|have|to|now) )*(?:covers?|has|have|had|holds?|held|been awarded|was awarded|been given|was given|covered|takes?|taken|took|gets?|got|runs?|serves?|w[io]ns?|keeps?|kept|gained|secured|landed|picks? up|looks? after|look after) {_OF}{AREA}(?:{_BETWEEN}(?:the )?{ORG},? {_OF}{AREA})+"
)
#: "A has won the contract in Kent, and B in Essex": the second time only who and where.
_ELLIPTIC = re.compile(
    rf"{ORG}(?: (?:that|which|who))? (?:has|have|had|is|are|was|were|will|w[io]ns?|got|gets|gained|secured|landed|runs?|keeps?|kept|takes?|took|provides?|delivers?|lost|operates?)\b[^{ORG}{AREA};:]{{0,60}}? {_WHERE}(?:the )?{AREA}{_LOT}(?: under [a-z ]{{1,30}})?"
    rf"(?:{_BETWEEN}(?:the )?{ORG}(?: did| does| has)?(?: (?:a )?\u00a3[\d.,]+ ?(?:m|million|bn|billion|k)?)?(?: (?:the (?:one|other|contract|lot|tender|service)|that|those|one))? {_WHERE}(?:the )?{AREA}{_LOT})+(?=[.;]|$|, (?:under|from)\b)"
)


def fold_pairs(masked: Masked, own: dict[str, tuple[str, ...]]) -> None:
    """Rewrite ``masked`` in place: the bodies of such a sentence become one group, and ``own`` gets the areas of each."""
    if masked.text.count(ORG) < 2 or masked.text.count(AREA) < 2:
        return
    masked.rewrite(_KEYED, lambda m, match: _fold(m, match, own, first=match.start()))
    for pattern in (_EACH_FOR, _AFTER, _BEFORE, _CHOSE):
        masked.rewrite(pattern, lambda m, match: _fold(m, match, own))
    for pattern in (_COVERS, _ELLIPTIC):
        masked.rewrite(pattern, lambda m, match: _gather(m, match, own))


def _fold(masked: Masked, match: re.Match[str], own: dict[str, tuple[str, ...]], *, first: int = -1) -> bool:
    """Make a stretch, from its first body or from ``first`` on, the group of its bodies."""
    group = _paired(masked, match, own)
    if group:
        masked.fold(masked.text.index(ORG, match.start()) if first < 0 else first, match.end(), ORG, group)
    return bool(group)


def _gather(masked: Masked, match: re.Match[str], own: dict[str, tuple[str, ...]]) -> bool:
    """Let what is said of the first body be said of all, and take the others out."""
    group = _paired(masked, match, own)
    if group:
        masked.items[match.start()] = group
        masked.drop(masked.text.index(AREA, match.start()) + 1, match.end())
    return bool(group)


def _paired(masked: Masked, match: re.Match[str], own: dict[str, tuple[str, ...]]) -> tuple[Member, ...]:
    """The bodies of a stretch, each with its places noted in ``own``; nothing if they are not to become one group."""
    bodies = [at for at in range(*match.span()) if masked.text[at] in {ORG, BUYER}]
    places = list(places_of(AREA, masked.text, *match.span()))
    if len(bodies) != len(places):
        return ()
    group: list[Member] = []
    for body, place in zip(bodies, places, strict=True):
        for member in masked.members(body):
            own[member.key] = tuple(dict.fromkeys((*own.get(member.key, ()), *masked.areas(place))))
            group.append(member)
    if len({member.key for member in group}) < len(group) or _GOES_ON.match(masked.text, match.end()):
        return ()
    return tuple(group)

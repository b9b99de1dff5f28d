"""Places that a sentence gives to one body of several: a partner's own, those where another stays or takes over."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import AREA, ORG, Masked, places_of

_KIND = r"(?:partners?|sub-?contractors?|members?|ally|allies)"
_IN = r"(?:in|for|across|throughout|on)"
_DOES = r"(?:working|delivering|operating|serving|covering|helping|running|providing|looking after|supporting|responsible|taking (?:on|over))"
_IT = r"(?: (?:it|this|them|that|people|clients|(?:the )?(?:services?|contract|work|programme)))?"
#: "with its partner X working in Rutland", "its subcontractor X in Eccles".
_PARTNERS = re.compile(
    rf"\b(?:its|their|the)(?: [a-z-]+){{0,2}} {_KIND},? (?:the )?{ORG}(?P<own>(?:,? {_DOES}{_IT})? (?:{_IN} )?(?:the )?{AREA}(?: only| alone)?)"
)
#: "with X as its partner for Tameside", "working with X in Blackpool".
_AS = rf"as (?:its|their|the|an?) (?:[a-z-]+ )?{_KIND}"
_WITH = re.compile(
    rf"\b(?:with|alongside|to) (?:the )?{ORG}(?: {_AS}|(?= {_DOES}))(?P<own>(?: {_DOES}{_IT})? (?:{_IN} )?(?:the )?{AREA}(?: only| alone)?)"
    rf"|\b(?:working|work|works|together) with (?:the )?{ORG}(?P<theirs> {_IN} (?:the )?{AREA}(?: only| alone)?)(?=[.,;)]|$)"
)
#: "will work with X, which covers Dudley only".
_COVERS = re.compile(
    rf"\b(?:with|alongside|{_KIND}|by) (?:the )?{ORG}(?P<own>,? (?:which|who|that) (?:will |is to |are to |only |itself )*(?:covers?|serves?|looks? after|(?:works?|operates?|delivers? (?:it|the service|the work|the contract)) {_IN}|is responsible for) (?:only )?(?:the )?{AREA}(?: only| alone)?)"
)
#: "except Fenland, where the work stays with X".
_WHERE = re.compile(
    rf"{AREA}(?:,|\)? -)? (?:but |though )?where (?:(?:the|its|this|that) [a-z -]{{3,30}}|it|this|they) (?:(?:will|is|are|has|have|was|were|still|now|be|been|to|going) )*"
    rf"(?:stays?|remains?|kept|rests?|lies|goes|go|went|gone|pass(?:es|ed)?|falls?|run|delivered|provided|awarded|given|done|held|won)\b[a-z ]{{0,20}} (?:with|to|by) (?:the )?{ORG}"
)


def note_own(masked: Masked, own: dict[str, tuple[str, ...]], *, placed: bool) -> None:
    """Note in ``own``, by the keys of bodies, the places that ``masked`` gives to them alone; a partner's are taken out of it.

    ``placed``: places of another body have been taken out of it before.
    """
    if placed or masked.text.count(AREA) > 1:
        for pattern in (_PARTNERS, _WITH, _COVERS):
            masked.rewrite(pattern, lambda m, match: _take(m, match, own, placed=placed))
    for match in _WHERE.finditer(masked.text):
        _note(masked, match.end() - 1, match.start(), own)


def _take(masked: Masked, match: re.Match[str], own: dict[str, tuple[str, ...]], *, placed: bool) -> bool:
    """Take the places of a partner for its own where its lead has others before."""
    body = masked.text.index(ORG, match.start())
    group = "own" if match["own"] is not None else "theirs"
    start, end = match.span(group)
    others = [at for at in places_of(AREA, masked.text) if not start <= at < end]
    told = re.match(rf",? {_DOES}\b|,? (?:which|who|that)\b| as\b", masked.text[body + 1 :])
    if not (placed or others):
        return False
    # Where no place stands before it, that of a partner may be its seat: "A and its partner B in Leeds have won Kent".
    with_it = masked.text.endswith(("with ", "With ", "alongside ", "Alongside "), 0, match.start())
    if placed or told or with_it or any(at < body for at in others):
        _note(masked, body, masked.text.index(AREA, start), own)
    masked.drop(start, end)
    return True


def _note(masked: Masked, body: int, place: int, own: dict[str, tuple[str, ...]]) -> None:
    for member in masked.members(body):
        own[member.key] = tuple(dict.fromkeys((*own.get(member.key, ()), *masked.areas(place))))

"""Parts of places, and areas that are called by a side alone: "south-west Kent", "the northern half of the county", "the Southern contract"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from monitor.extract.names.place import Place
from monitor.extract.words.behind import Behind

_COMPASS = r"(?:(?:north|south)(?:[ -]?(?:east|west))(?:ern)?|(?:north|south|east|west)(?:ern)?|central)"
_SIDE = re.compile(rf"(?<![\w-])(?:{_COMPASS}|mid|inner|outer)[ -]$")
#: "South Dorset", where a list knows Dorset alone; not the last word of a longer name.
_CAPITAL = re.compile(
    r"(?<![A-Z]\w{2} )(?<![A-Z]\w{3} )(?<![A-Z]\w{4} )(?<![A-Z]\w{5} )(?<![A-Z]\w{6} )(?<![\w-])(?:(?:North|South|East|West)(?:ern)?|Mid|(?:North|South) (?:East|West)(?:ern)?)[ -]$"
)
#: "North and South Tyneside", where a list knows the second.
_OTHER_SIDE = re.compile(
    r"(?<!\b[Tt]he )(?<!North )(?<!South )\b(?:North|South|East|West|Mid|Central|Upper|Lower|Inner|Outer) (?:and|&) $"
)
_IS_SIDE = re.compile(r"(?:North|South|East|West|Mid|Central|Upper|Lower|Inner|Outer) (?!East\b|West\b)[A-Z]")
_PART = re.compile(r" (?:North|South|East|West|Central)(?= [a-z]|[.,;:?)\n]|$)")
_HALF = r"(?:half|part|parts|end|third|section|districts|boroughs|counties|areas|suburbs)"
#: "the south-east of" Kent, "the northern half of" it.
_PORTION = rf"(?i:(?:far )?(?:{_COMPASS}|upper|lower) {_HALF}|(?:far )?(?:(?:north|south)(?:[ -]?(?:east|west))?|east|west|centre))(?: and (?:north|south|east|west|centre))? of (?:the )?"
_OF = Behind(
    rf"(?:(?<=\b[Tt]he )|(?<=\b[Tt]he whole )|(?<=\b[Tt]he entire )|(?<=[a-z\d] - )|(?<=[a-z\d]: )|(?<=\n)){_PORTION}$|(?<=\b[Tt]he )(?:rest|remainder) of the $"
)
_OF_WHOLE = re.compile(
    rf"(?:\b(?:in|for|across|covers?|covering|serv(?:e|es|ing)|throughout|run|runs|running|within|to) the|(?:(?<=county )|(?<=city )|(?<=town )|(?<=borough )|(?<=district )|(?<=region ))and the|(?:(?<=\n)|(?<=[.;] ))The) (?P<part>{_PORTION}(?:county|country|city|borough|district|town|region|state|province|island|metropolis))\b"
)
#: "those in the west", where the north of the town was spoken of.
_BARE = re.compile(
    r"(?<!\bto )(?<!\bfrom )(?<!\bof )(?:\b[Tt]he|\bthe) (?P<side>(?:(?:north|south)(?:[ -]?(?:east|west))?|east|west|centre)(?: and (?:north|south|east|west))?)(?=[,.;]|$| (?:is|was|will|has|and|by|from|goes|remains|to|under)\b)"
)
#: "and B for the northern half", where the southern half of the country was spoken of.
_BARE_HALF = re.compile(r"(?<=[Tt]he )(?P<side>(?:north|south|east|west)ern (?:half|part|end))(?! of)\b")
_SIDED = r"(?:North|South|East|West|Central|(?:North|South|East|West)ern|(?:North|South)[ -]?(?:East|West)(?:ern)?|Northeast|Northwest|Southeast|Southwest)"
#: "the Southern contract", "the Northern region"; in small letters a region only.
_CALLED = re.compile(
    rf"(?<=[Tt]he )(?P<name>{_SIDED})(?= (?:[a-z]+ )?(?:contracts?|franchises?|lots?|tenders?|packages?|tranches?|one|concessions?)\b)"
    rf"|(?<=[Tt]he )(?P<region>(?i:{_COMPASS}) (?i:region|zone|division|circuit|lot|area))\b(?! \([A-Z])"
)
#: "in the north-east it is Acorn, in the north-west Beacon", "Acorn in the north and Beacon in the south": two that are set side by side.
_S = r"(?:(?:north|south)(?:[ -]?(?:east|west))?|east|west)"
_BY_SIDES = re.compile(
    rf"\b[Ii]n the (?P<one>{_S}),? (?:it (?:is|was|will be)|the [a-z]+|[a-z]+ (?:is|goes|went)) [^.;]{{1,60}}?[,;] (?:and |while )?in the (?P<other>{_S}),? (?:to |it |by )"
    rf"|\b[Ii]n the (?P<first>{_S}) it (?:is|was|will be) [^.;]{{1,60}}?[,;] (?:and |while )?in the (?P<second>{_S}) (?=[A-Z])"
    rf"|\b(?:contract|lot|franchise|tender) (?:in|for) the (?P<this>{_S}) [^.;]{{1,60}}?[,;] (?:and |while )?(?:that|the one) (?:in|for) the (?P<that>{_S}) "
)
#: One that stands before the dash or colon of a line, alone in brackets as others of the text do, or in a list before another.
_IN_LINE = re.compile(rf"(?:(?<=\n)|(?<=\n- )|(?<=\n\u2022 ))(?P<line>{_SIDED})(?=(?: -|:) [A-Z])")
_BRACKETED = re.compile(rf"(?<=\()(?P<name>{_SIDED})(?=\))")
_LISTED = re.compile(
    rf"(?:(?<=[Tt]he )|(?<=, )|(?<=\b[Ii]n )|(?<=\bfor )|(?<=: ))(?P<name>{_SIDED})\*{{0,3}}(?=,? and |, )"
)


def with_side(place: Place, text: str) -> Place:
    """``place`` with the words beside it that say which part of it is meant: "east London", "south of Kent", "West Mercia North"."""
    start, end, name = place
    side = side_of(text, start)
    if pair := _OTHER_SIDE.search(text, max(0, start - 20), start) if not side and _IS_SIDE.match(name) else None:
        side = pair.group()
    part = _PART.match(text, end)
    tail = part.group() if part and not _PART.search(text, start, end) else ""
    return (start - len(side), end + len(tail), side + name + tail) if side or tail else place


def side_of(text: str, start: int) -> str:
    """The words before ``start`` that say which part of the place there is meant, or nothing."""
    before = text[max(0, start - 20) : start]
    side = _SIDE.search(before) or _CAPITAL.search(before) or _OF.search(text[max(0, start - 50) : start])
    return side.group() if side else ""


def sides_in(text: str, found: Sequence[Place]) -> Iterator[Place]:
    """The areas of ``text`` that are called by a side alone, apart from ``found``."""
    near = _near_sides(text)
    if not near:
        return
    taken = [(start, end) for start, end, _ in found]
    starts = {start for start, _ in taken}

    def is_free(start: int, end: int) -> bool:
        return not any(low < end and start < high for low, high in taken)

    for match in _matches(_OF_WHOLE, text, near):
        whole = match["part"].rpartition(" the ")[2]
        for other in _BARE.finditer(text):
            if is_free(*other.span("side")) and not match.start() <= other.start() < match.end():
                yield other.start("side"), other.end("side"), f"{other['side']} of the {whole}"
        yield from (
            (*half.span("side"), half["side"]) for half in _BARE_HALF.finditer(text) if is_free(*half.span("side"))
        )
        break
    for match in _matches(_BY_SIDES, text, near):
        for group, side in match.groupdict().items():
            if side and is_free(*match.span(group)):
                yield match.start(group), match.end(group), side
    bracketed = any(text[start - 1 : start] == "(" and text[end : end + 1] == ")" for start, end in taken)
    for pattern in (_OF_WHOLE, _CALLED, _IN_LINE, *([_BRACKETED] if bracketed else [])):
        for match in _matches(pattern, text, near):
            group = match.lastgroup or ""
            if is_free(match.start(group), match.end(group)):
                yield match.start(group), match.end(group), match[group]
    if not any(True for _ in _matches(_OF_WHOLE, text, near)):
        for match in _matches(_REGION, text, near):
            beside = match["by"] is not None or any(end == match.start() for _, end in taken)
            if beside and is_free(*match.span("name")):
                yield match.start("name"), match.end("name"), match["name"]
    for match in _matches(_LISTED, text, near):
        ahead = _JOINER.match(text, match.end())
        if ahead and ahead.end() in starts and is_free(*match.span("name")):
            yield match.start("name"), match.end("name"), match["name"]


#: Each pattern of ``sides_in`` but ``_BARE`` needs one of these, so far after its beginning and before its end at most.
_SIDES = ("north", "south", "east", "west", "central", "centre of ", "upper", "lower")
_BEFORE, _AFTER = 30, 120


def _near_sides(text: str) -> list[tuple[int, int]]:
    """The stretches of ``text`` round the words for sides, apart from one another: finding a word is far cheaper than a pattern."""
    folded = text.lower()
    if len(folded) != len(text):
        return [(0, len(text))]
    found = []
    for word in _SIDES:
        at = folded.find(word)
        while at != -1:
            # "least" and "forest" have none; "Northwest" begins with one.
            if not at or not folded[at - 1].isalnum():
                found.append(at)
            at = folded.find(word, at + 1)
    stretches: list[tuple[int, int]] = []
    for at in sorted(found):
        start, end = max(0, at - _BEFORE), min(at + _AFTER, len(text))
        if stretches and start <= stretches[-1][1]:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return stretches


def _matches(pattern: re.Pattern[str], text: str, stretches: Sequence[tuple[int, int]]) -> Iterator[re.Match[str]]:
    for start, end in stretches:
        yield from pattern.finditer(text, start, end)


#: "for the north west", "London, the south east and": a region of the country in small letters, where no part of a town or county is spoken of.
_REGION = re.compile(
    r"(?:\b(?:[Aa]cross|[Tt]hroughout|covering|(?:contract|lot|franchise|tender)s? (?:for|in))(?P<by>)|, |(?: and )) ?the (?P<name>(?:north|south)[ -](?:east|west))"
    r"(?=[.,;:)]|$| (?:and the|by|from|after|under|is|was|will|has|since|until)\b)(?!,? and [^.]{0,30} of the )"
)
_JOINER = re.compile(r"\*{0,3}(?:,? and (?:the )?|, (?:the )?)")

"""The places of a text: the areas of the programmes it is about, and any other place it names."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import lru_cache

from monitor.extract.names.kinds import POSSESSIVE, Kind
from monitor.extract.names.lots import lots_in
from monitor.extract.names.spotting import Name
from monitor.extract.words.lexicon import places as known_places
from monitor.programmes.watchlist import FoundArea, Watchlist
from monitor.text import fold

Place = tuple[int, int, str]
_TOO_WIDE = {
    "uk",
    "england",
    "britain",
    "great britain",
    "united kingdom",
    "england and wales",
    "ireland",
    "north",
    "south",
    "east",
    "west",
}
_TAIL = re.compile(r"(?: (?:[A-Z]{3}|region|area|county))$")


def find_places(
    text: str, names: Sequence[Name], areas: Sequence[FoundArea], *, programmes: frozenset[str]
) -> list[Place]:
    """Start, end and canonical name of every place that can be contracted for, in order. ``areas`` are the known ones in ``text``.

    An alias of a programme's area counts as that area only if the text is about that programme: "Hampshire" alone means the
    county.
    """
    nations = {fold(name.surface) for name in names if name.kind is Kind.PLACE} & {
        "scotland",
        "wales",
        "northern ireland",
    }
    wide = _TOO_WIDE - {"england"} if nations and "England and " not in text else _TOO_WIDE
    taken = [(name.start, name.end) for name in names if name.kind is not Kind.PLACE]
    longer = [(name.start, name.end) for name in names if name.kind is Kind.PLACE]
    bodies = {fold(name.surface) for name in names if name.kind is Kind.ORGANISATION and not name.surface.isupper()}
    found: list[Place] = []
    own: set[int] = set()
    for area in areas:
        if any(start < area.end and area.start < end for start, end in taken) and not _whole(area, names):
            continue
        if area.surface.isupper() and len(area.surface) > 4 and not _alone(text, area.start, area.end):
            continue
        if area.programme not in programmes and area.surface.isupper() and fold(area.surface) != fold(area.area.name):
            # A code is its programme's own: elsewhere the same letters are a council's.
            continue
        if area.programme not in programmes and "," in area.surface and fold(area.surface) != fold(area.area.name):
            continue
        if area.programme not in programmes and any(
            start <= area.start and area.end <= end and end - start > area.end - area.start for start, end in longer
        ):
            continue
        canonical = area.area.name if area.programme in programmes else _plain_name(area)
        if fold(canonical) in wide and canonical != area.area.name:
            continue
        found.append((area.start, area.end, canonical))
        if area.programme in programmes:
            own.add(area.start)
    for name in names:
        if (
            name.kind is not Kind.PLACE
            or _ORIGIN.match(text, name.start + len(POSSESSIVE.sub("", name.surface)))
            or (fold(name.surface) in wide and not (_is_region(text, name) or _side_of(text, name.start)))
            or (name.surface.isupper() and len(name.surface) > 3 and not _alone(text, name.start, name.end))
            or (name.surface.isupper() and fold(name.surface) in bodies)
        ):
            continue
        if not any(start < name.end and name.start < end for start, end, _ in found):
            found.append((name.start, name.end, name.surface))
    whole = _compounded(sorted(_with_side(place, text) for place in found), text, own)
    return sorted([*whole, *lots_in(text, whole)])


def _with_side(place: Place, text: str) -> Place:
    """``place`` with the word beside it that says which part of it is meant: "east London", "south-west Kent", "West Mercia North"."""
    start, end, name = place
    side = _side_of(text, start)
    part = _PART.match(text, end)
    tail = part.group() if part and not _PART.search(text, start, end) else ""
    return (start - len(side), end + len(tail), side + name + tail) if side or tail else place


_PART = re.compile(r" (?:North|South|East|West|Central)(?= [a-z]|[.,;:?)\n]|$)")


def _side_of(text: str, start: int) -> str:
    side = _SIDE.search(text[max(0, start - 20) : start])
    return side.group() if side else ""


_SIDE = re.compile(
    r"(?<![\w-])(?:(?:north|south)(?:(?:[ -]?(?:east|west))(?:ern)?|ern)?|(?:east|west)(?:ern)?|central|mid|inner|outer)[ -]$"
)


#: "Osaka's Hanabi": where somebody comes from, not where they serve.
_ORIGIN = re.compile(r"'s? [A-Z]")
_BETWEEN = re.compile(r" (?:and|&) (?:the )?")


def _compounded(found: list[Place], text: str, own: Container[int]) -> list[Place]:
    """``found`` with two places that are spoken of as one area made one: "Lowther and Eskdale", of which no list knows both.

    Areas of the programme itself (they begin at ``own``), two of a longer list, two that each have their article, and two that are told apart ("both", "each") stay two.
    """
    result: list[Place] = []
    index = 0
    while index < len(found):
        start, end, name = found[index]
        if (last := _last_of_line(found, index, text)) and not all(
            place[0] in own for place in found[index : last + 1]
        ):
            result.append((start, found[last][1], text[start : found[last][1]]))
            index = last + 1
            continue
        following = found[index + 1] if index + 1 < len(found) else None
        if (
            following
            and start not in own
            and following[0] not in own
            and _BETWEEN.fullmatch(text, end, following[0])
            and _is_one(found, index, text)
        ):
            words = text[start : following[1]]
            result.append((start, following[1], re.sub(r"^[Tt]he ", "", words)))
            index += 2
            continue
        result.append((start, end, name))
        index += 1
    return result


#: What joins the places of one lot in a line or in the key of one: commas, "and", strokes.
_JOINED = re.compile(r",? (?:and|&|with) (?:the )?|, (?:the )?|/")
#: Before the first word of a line, and after the last of it or of its key.
_LINE_BEGINS = re.compile(
    r"(?:^|\n)[\u2022*\s-]*(?:(?:Area|Region|Location|(?:Lot|Package|Bundle|Tranche|CPA|Contract|Franchise)(?: \w{1,3})?)(?: ?[:.-] |, | \())?(?:[Tt]he )?$"
)
_LINE_ENDS = re.compile(r" (?:regions?|areas?)?(?=\n|$|:)|\)?(?=[.:]?(?:\n|$)|: | - )")


def _last_of_line(found: Sequence[Place], index: int, text: str) -> int:
    """The index of the last of several places that are all that a line, or the key of one, has; 0 if there are none."""
    start = found[index][0]
    if not _LINE_BEGINS.search(text[max(0, start - 40) : start]):
        return 0
    last = index
    while last + 1 < len(found) and _JOINED.fullmatch(text, found[last][1], found[last + 1][0]):
        last += 1
    return last if last > index and _LINE_ENDS.match(text, found[last][1]) else 0


def _is_one(found: Sequence[Place], index: int, text: str) -> bool:
    (start, end, name), (other_start, other_end, other) = found[index], found[index + 1]
    before, after = text[max(0, start - 24) : start], text[other_end : other_end + 12]
    if index and re.fullmatch(r",? (?:and )?(?:the )?|, (?:in |for )?(?:the )?", text[found[index - 1][1] : start]):
        return False
    if re.match(r",? (?:and|&) ", after) or re.search(r"\b(?:both|two|between|from|each of)(?: the)? $", before):
        return False
    if "the " in text[end:other_start] and re.search(r"\bthe $", before):
        return False
    if re.match(r" (?:lot|contract|area|region|franchise|package|tranche|district)\b", after):
        return True
    return not (fold(name) in known_places() and fold(other) in known_places())


def _is_region(text: str, name: Name) -> bool:
    """Whether "the South", with its article and its capital, is a region."""
    return (
        fold(name.surface) in {"north", "south", "east", "west"} and text[name.start - 4 : name.start].lower() == "the "
    )


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a name in capitals is a line of its own, so a heading, not the dateline of a report."""
    return text[start - 1 : start] in {"", "\n"} and text[end : end + 1] in {"", "\n", ":"}


def _whole(area: FoundArea, names: Sequence[Name]) -> bool:
    """Whether the area covers each weak name that it meets ("Durham Tees Valley" is no organisation)."""
    return all(
        area.start <= name.start
        and name.end <= area.end
        and name.kind in {Kind.WEAK, Kind.PLACE, Kind.THING, Kind.PERSON}
        for name in names
        if name.start < area.end and area.start < name.end
    )


def _plain_name(area: FoundArea) -> str:
    surface = re.sub(r"^(?:the|The) ", "", area.surface)
    return area.area.name if fold(surface) == fold(area.area.name) else surface


@lru_cache(maxsize=8)
def _terms(watchlist: Watchlist) -> tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]:
    """For each programme the words that tell that a text is about it, as they are and as a pattern."""
    found = []
    for programme in watchlist.programmes:
        terms = [
            programme.name,
            *(alias for alias in programme.aliases if len(alias) > 3),
            *(term for terms in programme.terms.values() for term in terms),
        ]
        terms = [term for term in terms if term]
        if terms:
            pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, terms)) + r")s?\b")
            found.append((programme.id, tuple(terms), pattern))
    return tuple(found)


def programmes_of(text: str, watchlist: Watchlist, areas: Sequence[FoundArea], *, known: bool) -> frozenset[str]:
    """The programmes that a text is about: it names one or uses its words, or else has an area of several names that one has.

    The latter counts only where the text has something else that is ``known``.
    """
    about = {
        identifier
        for identifier, terms, pattern in _terms(watchlist)
        if any(term in text for term in terms) and pattern.search(text)
    }
    if not about and known:
        about = {
            area.programme for area in areas if area.programme and ("," in area.area.name or " and " in area.area.name)
        }
    return frozenset(about)

"""The places of a text: the areas of the programmes it is about, and any other place it names."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from monitor.extract.names.bracketed import in_brackets
from monitor.extract.names.compounds import compounded, parted, parts_of
from monitor.extract.names.inside import places_inside
from monitor.extract.names.kinds import Kind, bare_of
from monitor.extract.names.line_keys import keys_of_lines, without_explained
from monitor.extract.names.lots import lots_in, with_numbers
from monitor.extract.names.nowhere import begun_with, is_nowhere
from monitor.extract.names.place import Place
from monitor.extract.names.seats import seats_behind
from monitor.extract.names.sides import side_of, sides_in, with_side
from monitor.extract.names.spotting import Name
from monitor.extract.words.behind import Behind
from monitor.extract.words.lexicon import large_places, phrases, places, words
from monitor.extract.words.tally import SEVERAL
from monitor.programmes.watchlist import FoundArea
from monitor.text import fold

_TOO_WIDE = {
    "uk",
    "england",
    "britain",
    "great britain",
    "united kingdom",
    "england and wales",
    "ireland",
    "capital",
    "north",
    "south",
    "east",
    "west",
}
_LONGEST_CODE = 3


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
    found: list[Place] = []
    own: set[int] = set()
    begun = begun_with(names, text)
    for area in areas:
        if any(start < area.end and area.start < end for start, end in taken) and not _whole(area, names):
            continue
        if area.end in begun or _is_part(text, area.start, area.end):
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
    found += _told(names, text, found, wide, begun)
    taken = [(start, end) for start, end, _ in found]
    found += [
        place
        for place in places_inside(names, text)
        if not any(start < place[1] and place[0] < end for start, end in taken)
    ]
    found += sides_in(text, found)
    found += keys_of_lines(text)
    found += in_brackets(names, text, found)
    found = _without_addresses(_widest([with_side(place, text) for place in found]), text)
    whole = compounded(parted(without_explained(found, text), text), text, own)
    whole = with_numbers(whole, text)
    return sorted([*whole, *lots_in(text, whole)])


def _told(
    names: Sequence[Name], text: str, known: Sequence[Place], wide: Container[str], begun: Container[int]
) -> Iterator[Place]:
    """The places among ``names`` that no known area of ``known`` covers."""
    bodies = {fold(name.surface) for name in names if name.kind is Kind.ORGANISATION and not name.surface.isupper()}
    seats = seats_behind(names, text)
    for name in map(_governed, names):
        if (
            name.kind is not Kind.PLACE
            or name.end in begun
            or name.start in seats
            or is_nowhere(name, text)
            or _is_part(text, name.start, name.end)
            or _ORIGIN.match(text, name.start + len(bare_of(name.surface)))
            or _HALL_IN.search(text, max(0, name.start - 24), name.start)
            or (fold(name.surface) in wide and not (_is_region(text, name) or side_of(text, name.start)))
            or _is_of_letters(name, text, bodies)
            or (name.surface in words("lettered") and _NUMBERED.match(text, name.end))
            or _is_stood_at(name, text)
            or (_STYLE.search(name.surface) and _OF_NAME.match(text, name.end))
        ):
            continue
        bare = bare_of(name.surface)
        # A list of two ("Devon, Cornwall" and more) is not one area.
        listed = "," in bare and not re.search(r" (?:and|&) ", bare)
        if not listed and not any(start < name.end and name.start < end for start, end, _ in known):
            yield name.start, name.start + len(bare), bare
            continue
        # Of "Dorset and Somerset" a known area may be the half.
        for low, high, part in parts_of(bare):
            at, end = name.start + low, name.start + high
            if fold(part) in places() and not any(start < end and at < stop for start, stop, _ in known):
                yield at, end, part


#: "a sweep at Alder's": whom somebody works for stands there as readily as a village does; what is run at a place is run there.
_RUN_THERE = (
    r"(?i:centres?|centers?|pools?|gyms?|librar(?:y|ies)|prisons?|jails?|hospitals?|clinics?|schools?|academ(?:y|ies)|colleges?|theatres?|airports?|ports?|plants?|sites?|facilit(?:y|ies)|stations?|camps?|hostels?|refuges?|shelters?|hubs?|museums?|homes?|parks?|surger(?:y|ies)|markets?|campus(?:es)?|"
    r"ferr(?:y|ies)|bridges?|tunnels?|crossings?|terminals?|depots?|docks?|harbours?|piers?|marinas?|barracks|bases?|garrisons?|courts?|kitchens?|caf[e\u00e9]s?|restaurants?|canteens?|shops?|nurser(?:y|ies)|stadiums?|arenas?|courses?|pitches|gardens?|estates?|farms?|landfills?|quarr(?:y|ies)|works|yards?|wards?|units?|services?|toilets?)"
)
_AT = re.compile(r"\b[Aa]t (?:the )?(?:[A-Z][\w'.&-]*[ ,]+(?:and |the )?){0,6}$")
_RUN_AT = re.compile(rf"(?:\b{_RUN_THERE}\b[^.;:\n]{{0,40}} |\bcontracts? (?:for (?:[a-z-]+ ){{1,4}})?){_AT.pattern}")
_RUN_BEHIND = re.compile(
    rf"(?:'s)?(?:,? and (?:the )?(?:[A-Z][\w'-]+ ){{0,3}}[A-Z][\w'-]+)? (?:[a-z]+ )?{_RUN_THERE}\b"
)
_HOUSE = re.compile(r"(?:HMP|HMYOI|YOI|HMPYOI)\b|.* (?:STC|IRC|County (?:Jail|Prison|Detention Center))$")
_BEFORE_AT = 110


def _is_stood_at(name: Name, text: str) -> bool:
    """Whether a name that no list of places knows has an "at" before it wherever a text has it, and nothing says what is run there."""
    bare = bare_of(name.surface)
    if _stands(text, name.start, len(bare)) or fold(bare) in large_places() or _HOUSE.match(bare):
        return False
    at = text.find(bare)
    while at != -1:
        if _stands(text, at, len(bare)):
            return False
        at = text.find(bare, at + 1)
    return True


def _stands(text: str, at: int, length: int) -> bool:
    """Whether what begins at ``at`` stands as a place does."""
    low = max(0, at - _BEFORE_AT)
    if not _AT.search(text, low, at):
        return True
    return _RUN_AT.search(text, low, at) is not None or _RUN_BEHIND.match(text, at + length) is not None


_GOVERNS = re.compile(r"(?:[A-Z]\w+ )?Borough of (?=[A-Z])")


def _governed(name: Name) -> Name:
    """The place of "the London Borough of Merton"; any other name as it is."""
    style = _GOVERNS.match(name.surface) if name.kind is Kind.BUYER else None
    if style is None:
        return name
    return replace(name, start=name.start + style.end(), surface=name.surface[style.end() :], kind=Kind.PLACE)


#: "Ipswich and East Suffolk Clinical Commissioning Group": the beginning of a buyer's name.
_BUYS = re.compile(
    r"(?:,? (?:and|&|,) (?:[A-Z][\w-]+ ){0,3}?[A-Z][\w-]+| \([^)]{1,20}\))? (?:Clinical Commissioning Groups?|CCGs?|ICBs?|Integrated Care Boards?|(?:(?:City|County|Borough|District|Metropolitan|Unitary) )*Councils?|Health Boards?|Primary Care Trusts?|PCTs?|Combined Authority)\b"
)
#: "a Kent council", "London council": one of several that there are.
_SOME_COUNCIL = re.compile(r" (?:[a-z]+ )?(?:councils?|councillors?)\b")
_ONE_OF = re.compile(r"\b(?:[Aa]n?|[Aa]nother|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]everal|[Ss]ome|[Oo]ther) (?:[a-z]+ )?$")


def _is_buyers(text: str, start: int, end: int) -> bool:
    """Whether a place is part of a buyer's name, or only says of one where it is."""
    if _SOME_COUNCIL.match(text, end):
        return text[start:end] in words("shared_by_councils") or bool(_ONE_OF.search(text[max(0, start - 24) : start]))
    return bool(_BUYS.match(text, end))


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether a place is only part of something longer: of a buyer's name, of two nations together, or of what places are called together."""
    both = text.endswith("England and ", 0, start) and text[start:end] in words("nations")
    counted = _SORT.match(text, end) and _THE_TWO.search(text, max(0, start - 12), start)
    return both or bool(counted) or _is_buyers(text, start, end)


#: "in the three London areas": some of the places that were told before.
_THE_TWO = re.compile(rf"\b[Tt]he (?:{SEVERAL}) $")
_SORT = re.compile(r" (?:areas|lots|regions|contracts|zones|boroughs|districts|prisons|sites|centres)\b")


#: "the London Borough of Croydon": what sort of place it is, before its name.
_STYLE = re.compile(r"(?:^|\b)(?:Borough|City|County|District|Town|Parish|Province|State|Region|Island)$")
_OF_NAME = re.compile(r" of (?:the )?[A-Z]")
#: "Platform 3": what is counted is nowhere.
_NUMBERED = re.compile(r" \d")
#: "Osaka's Hanabi": where somebody comes from, not where they serve; "Acre and above": where a line is drawn.
_ORIGIN = re.compile(r"'s? [A-Z]| and (?:above|below|beyond|further (?:north|south|east|west))\b")
#: "the Town Hall in Acre": where one meets.
_HALL_IN = Behind(r"\b(?:(?:Town|City|County|Shire) (?:Hall|House|Offices)|Guildhall|Hotel|Law Courts?) (?:in|at) $")


def _widest(found: Iterable[Place]) -> list[Place]:
    """``found`` in order, without those that lie within another: "South East" of "South East of England"."""
    kept: list[Place] = []
    for place in sorted(found, key=lambda place: (place[0], -place[1])):
        if not kept or place[1] > kept[-1][1]:
            kept.append(place)
    return kept


def _without_addresses(found: Sequence[Place], text: str) -> list[Place]:
    """``found`` without the states that only say which town is meant: "in Dunmere, North Carolina, the trust"."""
    return [
        place
        for index, place in enumerate(found)
        if not (
            index
            and text[found[index - 1][1] : place[0]] == ", "
            and phrases("provinces").fullmatch(place[2])
            and not phrases("provinces").fullmatch(found[index - 1][2])
            and not _GOES_ON.match(text, place[1])
            and (index < 2 or text[found[index - 2][1] : found[index - 1][0]] != ", ")
        )
    ]


#: What makes a place one of a list.
_GOES_ON = re.compile(r",? (?:and|&|or) ")


def _is_region(text: str, name: Name) -> bool:
    """Whether "the South", with its article and its capital, is a region."""
    return (
        fold(name.surface) in {"north", "south", "east", "west"} and text[name.start - 4 : name.start].lower() == "the "
    )


def _is_of_letters(name: Name, text: str, bodies: Container[str]) -> bool:
    """Whether a name in capitals is a dateline, a body's or letters that no list of places knows."""
    if not name.surface.isupper():
        return False
    known = len(name.surface) <= _LONGEST_CODE and fold(name.surface) in places()
    return fold(name.surface) in bodies or not (known or _alone(text, name.start, name.end))


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


def is_whole(area: FoundArea, text: str, unions: Sequence[tuple[int, int]]) -> bool:
    """Whether a known area is not only a part of the name of a longer one: "North East" of "North East Lincolnshire"."""
    start, end = area.start, area.end
    if any(low <= start and end <= high and end - start < high - low for low, high in unions):
        return False
    ahead = _LONGER.match(text, end)
    return ahead is None or fold(text[start : ahead.end()]) not in places()


_LONGER = re.compile(r" [A-Z][\w-]+")

"""What the rest of a document says of an undecided name: one mention vouches for the others, and a list for its members."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.names.commons import without_common
from monitor.extract.names.grounds import is_part_of_map, is_told_as_place
from monitor.extract.names.kinds import BODIES, Kind, bare_of
from monitor.extract.names.paired_off import paired_off
from monitor.extract.names.people import is_one_of_us
from monitor.extract.names.seats import is_seated
from monitor.extract.names.shorts import shorts_as_defined
from monitor.extract.names.spotting import Name
from monitor.extract.names.wares import without_wares
from monitor.extract.words.behind import Behind
from monitor.extract.words.lexicon import large_places, places, words
from monitor.extract.words.vocabulary import words_of
from monitor.text import fold

_LISTED = re.compile(
    r"(?:'s)?(?:,|;|,? and|,? &|,? or|, as well as|;? and also)(?: (?:the|a|an|both|by|from|with|to))*(?: [A-Z][a-z]+(?:ish|an|ese|ch)(?= [a-z]))?(?: (?!(?:which|who|that|is|was|will|has|in|for|of|said)\b)[a-z-]+){0,3} "
)
_TITLES = ("Mr", "Mrs", "Ms", "Miss", "Dr", "Cllr", "Sir", "Prof", "Professor", "Councillor", "Dame", "Lord", "Lady")
_TITLE_WORDS = frozenset(title.casefold() for title in _TITLES)
_TITLED = re.compile(rf"\b(?:{'|'.join(_TITLES)}) ((?:[A-Z][\w'-]+ )?[A-Z][\w'-]+)")
_PERSONAL = re.compile(r",? (?:who (?:joins|chairs|heads|leads|said)|\d\d,|aged \d\d|(?:has |had )?(?:joins|joined|retires|retired|resigned|becomes chief|takes up the post))")  # fmt: skip


def vouched(names: Sequence[Name], text: str) -> list[Name]:
    """``names`` with the undecided ones decided where another mention, a list or a title before a surname does so."""
    names = without_common(names, text)
    if _OPEN.isdisjoint([name.kind for name in names]):
        return names
    names = _under_councils(shorts_as_defined(without_wares(names, text), text))
    names = _without_persons(_parts_as_places(names, text), text)
    fixed = _plainly_places(names, text)
    if any(name.kind is Kind.ORGANISATION for name in names):
        # Only a body vouches for another.
        names = paired_off(_bodies_first(names, fixed), text)
        for _ in range(2):
            names = _as_elsewhere(_as_listed(names, text, fixed), fixed)
    return _as_places(_places_listed(names, text), _acting(names, text) - fixed, fixed)


#: Where no name is of these kinds, nothing is left to decide: a place, a person or a thing alone becomes no body.
_OPEN = BODIES | {Kind.BUYER}
#: What a body does and no place.
_DEEDS = re.compile(
    r" (?:(?:now |currently |also )?(?:provides?|delivers|operates|employs|invests|runs)|won|wins|bid|replaced|replaces|gave up|handed back|pulled out|(?:was|were) (?:forced|stripped|fined|sacked)|took over|takes over|gets \u00a3|(?:will|is to|to) (?:now |also |continue to )?(?:run|provide|take over|deliver|operate)|has (?:won|been (?:awarded|chosen|appointed|named|selected)))\b"
)


def _acting(names: Sequence[Name], text: str) -> frozenset[str]:
    return frozenset(bare_of(name.surface) for name in names if name.kind is Kind.WEAK and _DEEDS.match(text, name.end))


_PLACES_LISTED = re.compile(r",? (?:and|&|or) (?:the |in |for )?|, (?:the |in )?")


def _places_listed(names: list[Name], text: str) -> list[Name]:
    """Undecided names in a list with a place are places ("Selby, Harrogate and Craven"); the list ends after its "and"."""
    decided = list(names)
    run: list[int] = []
    for index, name in enumerate(names):
        link = _PLACES_LISTED.fullmatch(text, names[index - 1].end, name.start) if run else None
        if is_seated(name):
            run = []
            continue
        if run and link is None:
            run = []
        if link and name.kind is Kind.WEAK and (_is_of_a_place(name) or text.startswith(" of ", name.end)):
            run = []
            continue
        run.append(index)
        if not (link and re.search("and|&|or", link.group())):
            continue
        kinds = {names[each].kind for each in run}
        acts = re.match(
            r"'s|,? (?:is|are|was|were|has|have|had|will|won|said|to|which|who|runs?) ", text[name.end : name.end + 9]
        )
        if "," in link.group() and name.kind is Kind.WEAK and _DOES_ITSELF.match(text, name.end):
            # "A has Scotland, and Remly gets Wales": behind the comma another is spoken of.
            run = [index]
            continue
        within = _is_plainly(names[run[0]], text)
        given = names[run[0]].kind is Kind.WEAK and text.endswith(" to ", 0, names[run[0]].start)
        if kinds == {Kind.PLACE, Kind.WEAK} and not given and not (acts and name.kind is Kind.WEAK and not within):
            for each in run:
                decided[each] = replace(names[each], kind=Kind.PLACE)
        run = []
    return decided


_DOES_ITSELF = re.compile(
    r" (?:also |now )?(?:gets|takes|wins|keeps|holds|has|gains|runs|retains|lands|loses|won|took|got|kept|held|lost|picks up|looks after|will (?:run|have|take|keep|deliver)) "
)


def _is_of_a_place(name: Name) -> bool:
    """Whether a name begins with that of a place that everybody knows, as those of its bodies do: "Kirkby Play Forum"."""
    parts = bare_of(name.surface).split()
    return parts[-1] != "County" and any(fold(" ".join(parts[:count])) in places() for count in range(1, len(parts)))


def _as_places(names: list[Name], acting: frozenset[str], fixed: frozenset[str]) -> list[Name]:
    """An undecided name that is a place elsewhere, and an organisation nowhere, is that place; one that acts is none ("the Coperta contract")."""
    names = [
        replace(name, kind=Kind.WEAK)
        if name.kind is Kind.PLACE and (bare := bare_of(name.surface)) in acting and bare not in fixed
        else name
        for name in names
    ]
    where = {bare_of(name.surface) for name in names if name.kind is Kind.PLACE} - acting
    return [
        replace(name, kind=Kind.PLACE) if name.kind is Kind.WEAK and bare_of(name.surface) in where else name
        for name in names
    ]


def _without_persons(names: Sequence[Name], text: str) -> list[Name]:
    titled = () if _TITLE_WORDS.isdisjoint(words_of(text)) else _TITLED.finditer(text)
    surnames = {match.group(1).split()[-1].removesuffix("'s") for match in titled}
    surnames |= {name.surface.split()[-1] for name in names if name.kind is Kind.PERSON and " " in name.surface}
    people = set()
    for name in names:
        parts = bare_of(name.surface).split()
        if len(parts) == 1 and name.kind in {Kind.WEAK, Kind.ORGANISATION} and is_one_of_us(text, name.start, name.end):
            people.add(name.surface)
        if (
            name.kind is not Kind.WEAK
            or len(parts) > 3
            or not all(part.istitle() or part[1:2].isupper() for part in parts)
        ):
            continue
        if parts[-1] in surnames or (len(parts) == 2 and _PERSONAL.match(text, name.end)):
            people.add(name.surface)
    return [replace(name, kind=Kind.PERSON) if name.surface in people and not name.known else name for name in names]


_COUNCIL = re.compile(
    r"(.+?)(?: (?:City|County|District|Borough|Town|Metropolitan|Unitary|Community|Parish))* Council$"
)


def _under_councils(names: Sequence[Name]) -> Sequence[Name]:
    """A place that has a council is one wherever it stands alone: "Holme District Council" makes Holme one."""
    governed = {match.group(1) for name in names if name.kind is Kind.BUYER and (match := _COUNCIL.match(name.surface))}
    return _made_places(names, governed) if governed else names


#: What a company does, and no part of a town.
_ACTS = re.compile(r" (?:gave|left|won|lost|bid|ran|runs|took|operates|said|says|withdrew|pulled|quit)\b")


def _parts_as_places(names: Sequence[Name], text: str) -> Sequence[Name]:
    """Undecided names that are parts of one whole are places: "Dunmere East" beside "Dunmere West", or beside Dunmere."""
    stems: dict[str, set[str]] = {}
    for name in names:
        bare = bare_of(name.surface)
        stem, _, last = bare.rpartition(" ")
        if stem and last in _SIDES and name.kind in {Kind.WEAK, Kind.PLACE} and not _ACTS.match(text, name.end):
            stems.setdefault(stem, set()).add(last)
        elif name.kind is Kind.PLACE:
            stems.setdefault(bare, set()).add("")
    parts = {f"{stem} {last}" for stem, sides in stems.items() if len(sides) > 1 for last in sides if last}
    return _made_places(names, parts) if parts else names


_SIDES = frozenset({"North", "South", "East", "West", "Central"})


def _made_places(names: Sequence[Name], surfaces: set[str]) -> Sequence[Name]:
    return [
        replace(name, kind=Kind.PLACE)
        if name.kind in {Kind.WEAK, Kind.ORGANISATION, Kind.BUYER}
        and not name.known
        and bare_of(name.surface) in surfaces
        else name
        for name in names
    ]


_WITHIN = Behind(
    r"\b(?:in|at|across|throughout|within|near|around|covering|outside|(?:city|county|town|borough|district|region|island|councils|cities|counties|towns|boroughs|districts|regions|islands|communities) of)(?: the| all of| the whole of)? $"
    r"|\b(?:lot|bundle|package|tranche|area|region) \w{1,3} \($",
    re.IGNORECASE,
)


def _plainly_places(names: Sequence[Name], text: str) -> frozenset[str]:
    """The names of places that something is in or across, and those that everybody knows: no body takes these for its own."""
    return frozenset(
        bare_of(name.surface)
        for name in names
        if name.kind is Kind.PLACE and (fold(name.surface) in large_places() or _is_plainly(name, text))
    )


def _is_plainly(name: Name, text: str) -> bool:
    line = text.rfind("\n", 0, name.start) + 1
    before, after = text[max(line, name.start - 60) : name.start], text[name.end : name.end + 90]
    return bool(
        is_part_of_map(name.surface.split(" "))
        or _WITHIN.search(before)
        or is_told_as_place(text, name.start, before, after)
        or after.startswith("-based ")
        or (_ITS.search(before) and _ITS_SERVICE.match(after))
    )


#: "the Eastmere recovery service": what is called after where it is.
_ITS = re.compile(r"\b[Tt]he $")
_ITS_SERVICE = re.compile(r"(?: [a-z]+){0,2} (?:area|contract|franchise|lot|service|region|district)s?\b")


def _bodies_first(names: list[Name], fixed: frozenset[str]) -> list[Name]:
    """A place that no list of places knows, and that is the beginning of an organisation's name elsewhere, is that organisation."""
    bodies = {name.surface.split()[0] for name in names if name.kind is Kind.ORGANISATION and " " in name.surface}
    bodies |= {name.surface for name in names if name.kind is Kind.ORGANISATION}
    return [
        replace(name, kind=Kind.ORGANISATION)
        if name.kind is Kind.PLACE and name.surface in bodies and name.surface not in fixed
        else name
        for name in names
    ]


def _as_listed(names: list[Name], text: str, fixed: frozenset[str]) -> list[Name]:
    """Undecided names in a list with an organisation are organisations; so is one of many that only sounds like a place."""
    runs: list[list[int]] = [[0]] if names else []
    for index, (left, right) in enumerate(itertools.pairwise(names), 1):
        if right.start - left.end < 60 and _LISTED.fullmatch(text, left.end, right.start):
            runs[-1].append(index)
        else:
            runs.append([index])
    decided = list(names)
    for run in runs:
        kinds = {names[index].kind for index in run}
        if len(run) == 1 or Kind.ORGANISATION not in kinds:
            continue
        sounding = {
            index for index in run if names[index].kind is Kind.PLACE and bare_of(names[index].surface) not in fixed
        }
        if len(run) > len(sounding) + _MANY:
            kinds = {names[index].kind for index in run if index not in sounding}
        if Kind.PERSON in kinds and (people := _houses_of_persons(names, run, text)):
            kinds -= {Kind.PERSON}
            sounding |= people
        if Kind.ORGANISATION in kinds and kinds <= {Kind.ORGANISATION, Kind.WEAK, Kind.BUYER}:
            for index in run:
                if index in sounding or (names[index].kind is Kind.WEAK and not names[index].wary):
                    decided[index] = replace(names[index], kind=Kind.ORGANISATION)
    return decided


#: "a consortium comprising", "led by A, and includes": what is listed there are bodies.
_OF_BODIES = Behind(
    r"\b(?:compris(?:es|ing)|consist(?:s|ing) of|made up of|(?:formed|composed) (?:by|of)|(?:consortium|joint venture|alliance|partnership|bid) (?:of|between|including)|"
    r"(?:consortium|bidder|bid|led by|team)\b[^.;]{0,90}\binclud(?:es|ing))(?: the)? $"
)


def _houses_of_persons(names: Sequence[Name], run: Sequence[int], text: str) -> set[int]:
    """The one of a list of bodies that sounds like a person: "Acorn Care, John Marlin and Tarn Homes"."""
    people = {index for index in run if names[index].kind is Kind.PERSON}
    bodies = [index for index in run if names[index].kind is Kind.ORGANISATION]
    two_words = all(names[index].surface.count(" ") == 1 for index in people)
    start = names[run[0]].start
    fewest = 1 if _OF_BODIES.search(text, max(0, start - 130), start) else _MANY
    return people if len(people) == 1 and two_words and len(bodies) >= fewest else set()


#: A list of more bodies than these has no place in its midst.
_MANY = 2


def _as_elsewhere(names: list[Name], fixed: frozenset[str]) -> list[Name]:
    """An undecided name that is an organisation elsewhere, or the beginning of one's name, is one here."""
    full = {bare_of(name.surface) for name in names if name.kind is Kind.ORGANISATION and not name.wary}
    firsts = (
        {surface.split()[0] for surface in full if " " in surface} - words("starters") - words("nationalities") - fixed
    )
    return [
        replace(name, kind=Kind.ORGANISATION)
        if (
            name.kind is Kind.WEAK
            and not name.wary
            and (bare_of(name.surface) in full or (bare_of(name.surface) in firsts and len(name.surface) > 3))
        )
        # "John Marlin", where "the group John Marlin" stands elsewhere.
        or (name.kind is Kind.PERSON and " " in name.surface and bare_of(name.surface) in full)
        else name
        for name in names
    ]

"""A document made ready for reading: its names and who they are, its places, and what is in quotation marks."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TypeVar

from monitor.extract.clauses.masking import Member
from monitor.extract.clauses.modality import quoted_stretches
from monitor.extract.discourse.topics import is_placelike, telling_places
from monitor.extract.names.about import programmes_of
from monitor.extract.names.areas import find_places, is_whole
from monitor.extract.names.buying import with_buyers
from monitor.extract.names.bystanders import without_bystanders
from monitor.extract.names.identity import Identities, identify
from monitor.extract.names.kinds import BODIES, Kind
from monitor.extract.names.listed import with_councils, with_listed
from monitor.extract.names.place import Place
from monitor.extract.names.places_by_list import with_counted_lots, with_listed_places
from monitor.extract.names.seats import without_seats
from monitor.extract.names.spotting import Name, find_names, names_nobody
from monitor.extract.names.vouching import vouched
from monitor.extract.names.wholes import whole
from monitor.extract.words.lexicon import unions_in, words
from monitor.extract.words.statuses import header_kind
from monitor.model import Block, BlockKind, Document
from monitor.programmes.watchlist import FoundArea, Watchlist
from monitor.text import fold, plain

LISTY = frozenset({BlockKind.ITEM, BlockKind.DEFINITION, BlockKind.TERM})
_LINES = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})


@dataclass(frozen=True, slots=True)
class Scene:
    """What is fixed for a whole document."""

    text: str
    names: Sequence[Name]
    places: Sequence[Place]
    ids: Identities
    year: int | None
    quotes: Sequence[tuple[int, int]]
    body: int = 0
    title: str = ""
    name_starts: Sequence[int] = field(init=False)
    place_starts: Sequence[int] = field(init=False)
    telling: Sequence[int] = field(init=False)
    answers: dict[tuple[int, int], tuple[list[Name], list[Place]]] = field(default_factory=dict)
    #: What ``themes.served`` has answered.
    served: dict[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "telling", telling_places(self.text))
        object.__setattr__(self, "name_starts", [name.start for name in self.names])
        object.__setattr__(self, "place_starts", [start for start, _, _ in self.places])

    def in_body(self, member: Member) -> bool:
        """Whether the text names the organisation again, or it bears an organisation's name: headlines capitalise freely."""
        again = [name for name in self.names if self.ids.key(name) == member.key]
        return member.name.kind is Kind.ORGANISATION or any(name.start > self.body for name in again)

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether all between ``start`` and ``end`` is somebody's own words."""
        return any(low <= start and end <= high for low, high in self.quotes)

    def tells(self, start: int, end: int) -> bool:
        """Whether any word between ``start`` and ``end`` may speak of a role or a status."""
        at = bisect_left(self.telling, start)
        return at < len(self.telling) and self.telling[at] < end

    def within(self, start: int, end: int) -> tuple[list[Name], list[Place]]:
        """The names and the places that lie wholly between ``start`` and ``end``; not to be changed.

        Each reader asks it of the same blocks and sentences, so what was answered is kept.
        """
        found = self.answers.get((start, end))
        if found is None:
            found = self.answers[start, end] = self._between(start, end)
        return found

    def _between(self, start: int, end: int) -> tuple[list[Name], list[Place]]:
        names = _from(self.names, self.name_starts, start, end)
        places = _from(self.places, self.place_starts, start, end)
        if not names and not places:
            return _NOTHING
        return [name for name in names if name.end <= end], [place for place in places if place[1] <= end]

    def begins_with_body(self, start: int, end: int) -> bool:
        """Whether the first thing between ``start`` and ``end`` is the name of a body ("Lot 2: Safeline")."""
        names, _ = self.within(start, end)
        return bool(names) and names[0].start == start and names[0].kind in BODIES


_NOTHING: tuple[list[Name], list[Place]] = ([], [])
_Each = TypeVar("_Each")


def _from(each: Sequence[_Each], starts: Sequence[int], start: int, end: int) -> Sequence[_Each]:
    """Those of ``each`` that begin between ``start`` and ``end``: mostly none."""
    low = bisect_left(starts, start)
    return each[low : bisect_left(starts, end, low)] if low < len(starts) and starts[low] < end else ()


@lru_cache(maxsize=8)
def _things(watchlist: Watchlist) -> frozenset[str]:
    """What the programmes are called, folded: nobody's names."""
    return frozenset(
        fold(word)
        for programme in watchlist.programmes
        for word in (
            programme.name,
            *programme.aliases,
            *(term for terms in programme.terms.values() for term in terms),
        )
    )


def make_scene(document: Document, text: str, watchlist: Watchlist) -> Scene:
    """The scene of ``document``, whose plain text is ``text``."""
    names, known, areas = _spotted(text, watchlist)
    return _scene(document, text, watchlist, _decided(document, text, names), known, areas)


def scene_with_bodies(document: Document, text: str, watchlist: Watchlist) -> Scene | None:
    """The same, ``None`` where no body is named: what decides of a name by the others makes none where there was none."""
    spotted = None if names_nobody(text, watchlist.find_organisations(text)) else _spotted(text, watchlist)
    # Most of what opens a sentence or a menu is decided to be none, and nothing makes it one later.
    names = _decided(document, text, spotted[0]) if spotted and _has_body(spotted[0]) else []
    scene = _scene(document, text, watchlist, names, *spotted[1:]) if spotted and _has_body(names) else None
    return scene if scene and _has_body(scene.names) else None


def _has_body(names: Sequence[Name]) -> bool:
    return any(name.kind in BODIES for name in names)


def _spotted(text: str, watchlist: Watchlist) -> tuple[list[Name], bool, list[FoundArea]]:
    """The names of ``text`` as each shows itself, whether the watch-list knows any, and the known areas."""
    found = watchlist.find_organisations(text)
    unions = unions_in(text)
    areas = [area for area in watchlist.find_areas(text) if is_whole(area, text, unions)]
    sites = [(area.start, area.end) for area in areas]
    sites += [one for one in unions if not any(low < one[1] and one[0] < high for low, high in sites)]
    names = whole(find_names(text, found, sites, _things(watchlist)), text)
    return names, bool(found), areas


def _decided(document: Document, text: str, names: list[Name]) -> list[Name]:
    """``names`` with what the layout of ``document`` and its other names say of each."""
    names = with_listed(without_seats(names, document.blocks, text), document.blocks)
    names = with_counted_lots(_titles_as_places(document, _without_site(document, names)), text)
    names = with_listed_places(names, text)
    return vouched(with_councils(_headings_as_places(document, names, text), text), text)


def _scene(
    document: Document, text: str, watchlist: Watchlist, names: list[Name], known: bool, areas: Sequence[FoundArea]  # noqa: FBT001 -- as spotted
) -> Scene:  # fmt: skip
    """The scene of ``document`` by its decided ``names``."""
    about = programmes_of(text, watchlist, areas, known=known)
    published = document.published_at
    places = find_places(text, names, areas, programmes=about)
    ids = identify(names, text)
    names = without_bystanders(with_buyers(_without_sides(names, places), text, ids.key), text, ids.key)
    return Scene(
        text, names, places, ids,
        published.year if published else None, quoted_stretches(text), next((block.start for block in document.blocks if block.kind not in {BlockKind.HEADING, BlockKind.TITLE}), 0),
        document.title,
    )  # fmt: skip


def _without_sides(names: list[Name], places: Sequence[Place]) -> list[Name]:
    """``names`` without the undecided ones that are a place by what stands after them ("the Central contract")."""
    taken = {(start, end) for start, end, _ in places}
    return [name for name in names if name.kind is not Kind.WEAK or (name.start, name.end) not in taken]


def _without_site(document: Document, names: list[Name]) -> list[Name]:
    """``names`` without those of the site at the end of the page's title ("... | Sandmere Gazette")."""
    for block in document.blocks:
        if block.kind is BlockKind.TITLE and (match := _SITE.search(plain(block.text))):
            low, high = block.start + match.start(1), block.end
            names = [name for name in names if not low <= name.start < high]
    return names


_SITE = re.compile(r" (?:\||-|:|\u00b7) ([^|:]{2,60})$")


def _titles_as_places(document: Document, names: list[Name]) -> list[Name]:
    """Headings that could be names of places are such where others beside them are: "Five Towns" after "Aire Valley"."""
    starts = [name.start for name in names]
    likely: list[tuple[Block, list[Name]]] = []
    for block in document.blocks:
        if block.kind is BlockKind.HEADING and is_placelike(plain(block.text)):
            low = bisect_left(starts, block.start)
            likely.append((block, names[low : bisect_left(starts, block.end, low)]))
    kinds = [{name.kind for name in inside} for _, inside in likely]
    sure = sum(Kind.PLACE in each for each in kinds)
    doubtful = [one for one, each in zip(likely, kinds, strict=True) if each <= _UNDECIDED and each - {Kind.PLACE}]
    if sure < max(_FEWEST_PLACES, len(doubtful)):
        return names
    for block, inside in doubtful:
        whole = re.sub(r"^The |[:.]$", "", plain(block.text))
        at = block.start + plain(block.text).index(whole)
        named = Name(start=at, end=at + len(whole), surface=whole, kind=Kind.PLACE)
        names = sorted([*(name for name in names if name not in inside), named], key=lambda name: name.start)
    return names


_LONGEST_LETTERS = 5
_UNDECIDED = frozenset({Kind.WEAK, Kind.PLACE, Kind.THING})
#: So many headings must be places before others are taken for such.
_FEWEST_PLACES = 2
_JOINED = re.compile(r"\b(?:and|the|of)\b|[\s,&]")


def _headings_as_places(document: Document, names: list[Name], text: str) -> list[Name]:
    """A short line that is one undecided name and stands over a list is the area of that list."""
    blocks = document.blocks
    starts = [name.start for name in names]
    over: set[str] = set()
    for block, following in itertools.pairwise(blocks):
        over_a_list = block.kind is not BlockKind.ITEM and (
            following.kind in LISTY or (": " in following.text and ":" not in block.text and is_line(following))
        )
        if not over_a_list and block.kind is not BlockKind.TERM:
            continue
        end = block.end
        low = bisect_left(starts, block.start)
        alone = [name for name in names[low : bisect_left(starts, end, low)] if name.end <= end]
        if not alone:
            continue
        plainly = block.text.strip(" :")
        if (
            over_a_list
            and all(name.kind in _UNDECIDED for name in alone)
            and _PAPER.search(plainly) is None
            and _JOINED.sub("", plainly) == "".join(_JOINED.sub("", name.surface) for name in alone)
        ):
            over.update(name.surface for name in alone)
        if (
            block.kind is BlockKind.TERM
            and following.kind is BlockKind.DEFINITION
            and header_kind(block.text) in _WHERE
        ):
            over.update(name.surface for name in alone if name.kind in {Kind.WEAK, Kind.THING})
    colon = {
        name.surface
        for name in names
        if text.startswith((": ", " -"), name.end)
        and name.kind is Kind.WEAK
        and name.surface.split()[-1] not in words("services")
        and not (name.surface.isupper() and " " not in name.surface and len(name.surface) > _LONGEST_LETTERS)
        and _HEADS_LINE.search(text, max(0, name.start - 18), name.start)
        and name.surface.split()[-1] not in words("titles", "offices")
        and _stands_over_a_body(name, names, text)
    }
    places = {
        surface for surface in over | colon if not (" " in surface and surface.split()[-1] in words("procurement"))
    }
    return [replace(name, kind=Kind.PLACE) if name.surface in places and not name.known else name for name in names]


def _stands_over_a_body(name: Name, names: Sequence[Name], text: str) -> bool:
    """Whether a body follows ``name``, behind its colon or dash, and ends its line."""
    most = _AWARDED_TO if _LOT.search(text, max(0, name.start - 18), name.start) else 4
    return any(
        0 <= other.start - name.end <= most and other.kind in BODIES and _LINE_GOES_ON.match(text, other.end) is None
        for other in names
    )


#: What a list is, over it: "Partnership register".
_PAPER = re.compile(
    r"\b(?:register|lists?|directory|results?|outcomes?|notices?|report|updates?|summary|tables?|index|overview|contents|contracts|partners|providers|suppliers|awards)$",
    re.IGNORECASE,
)
#: A term that says who ("Current provider") or how far it has come names no place.
_WHERE = {"", "area", "service"}
#: Before a place that stands over whom it names: the beginning of a line, or of a part of one.
_HEADS_LINE = re.compile(
    r"(?:^|[\n;:(])[\s\u2022*-]*(?:the |The |[\w.)]{1,3} |(?:Lot|Package|Contract|Zone|CPA) \w{1,3} ?(?:[-\u2013:] )?)?$"
)
_LOT = re.compile(r"(?:^|\n)[\s\u2022*-]*(?:Lot|Package|CPA) \w{1,3} ?(?:[-\u2013:] )?$")
#: "Lot 1 Northfield - awarded to": so far from the place of a lot is whom it went to.
_AWARDED_TO = 24
#: What a line that only names a place and a body does not go on with.
_LINE_GOES_ON = re.compile(r" (?!and\b|with\b|in\b|for\b|to\b|supported\b)[a-z]")


def is_line(block: Block) -> bool:
    """Whether a block has the shape of a line in a list: short, and no sentence."""
    return block.kind in _LINES and len(block.text) < 140 and block.text[-1:] not in ".!?:"

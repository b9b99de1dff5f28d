"""A document made ready for reading: its names and who they are, its places, and what is in quotation marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from monitor.extract.clauses.masking import Member
from monitor.extract.clauses.modality import quoted_stretches
from monitor.extract.discourse.headed import headings_as_places, titles_as_places
from monitor.extract.discourse.topics import telling_places
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
from monitor.extract.words.lexicon import unions_in
from monitor.model import BlockKind, Document
from monitor.programmes.watchlist import Found, FoundArea, Watchlist
from monitor.text import fold, plain


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
    found = watchlist.find_organisations(text)
    names, areas = _spotted(text, watchlist, found)
    return _scene(document, text, watchlist, _decided(document, text, names), areas, known=bool(found))


def scene_with_bodies(document: Document, text: str, watchlist: Watchlist) -> Scene | None:
    """The same, ``None`` where no body is named: what decides of a name by the others makes none where there was none."""
    found = watchlist.find_organisations(text)
    if names_nobody(text, found):
        return None
    names, areas = _spotted(text, watchlist, found)
    # Most of what opens a sentence or a menu is decided to be none, and nothing makes it one later.
    if not _has_body(names) or not _has_body(names := _decided(document, text, names)):
        return None
    scene = _scene(document, text, watchlist, names, areas, known=bool(found))
    return scene if _has_body(scene.names) else None


def _has_body(names: Sequence[Name]) -> bool:
    return any(name.kind in BODIES for name in names)


def _spotted(text: str, watchlist: Watchlist, found: Sequence[Found]) -> tuple[list[Name], list[FoundArea]]:
    """The names of ``text`` as each shows itself, those that the watch-list ``found`` among them, and the known areas."""
    unions = unions_in(text)
    areas = [area for area in watchlist.find_areas(text) if is_whole(area, text, unions)]
    sites = [(area.start, area.end) for area in areas]
    sites += [one for one in unions if not any(low < one[1] and one[0] < high for low, high in sites)]
    return whole(find_names(text, found, sites, _things(watchlist)), text), areas


def _decided(document: Document, text: str, names: list[Name]) -> list[Name]:
    """``names`` with what the layout of ``document`` and its other names say of each."""
    names = with_listed(without_seats(names, document.blocks, text), document.blocks)
    names = with_counted_lots(titles_as_places(document, _without_site(document, names)), text)
    names = with_listed_places(names, text)
    return vouched(with_councils(headings_as_places(document, names, text), text), text)


def _scene(
    document: Document, text: str, watchlist: Watchlist, names: list[Name], areas: Sequence[FoundArea], *, known: bool
) -> Scene:
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

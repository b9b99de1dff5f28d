"""A map of equal tiles, one an area, grouped by who leads there or by whose body that is. Pure: places come from the packs."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.ledger.matrix import Row
from monitor.ledger.wording import STATUS_WORDS
from monitor.model import Role, Sector, Standing, Status
from monitor.programmes.pack import Area, Organisation, Programme
from monitor.text import fold

#: Beyond so many groups, colours can no longer be told apart; the letters still can.
MOST_COLOURS = 9
_SMALL_WORDS = frozenset({"and", "of", "the", "with", "in", "for", "to"})
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"

SECTOR_WORDS = {
    Sector.CHARITY: "charity",
    Sector.SOCIAL_ENTERPRISE: "social enterprise",
    Sector.PRIVATE: "private company",
    Sector.PUBLIC_MUTUAL: "public mutual",
    Sector.PUBLIC_BODY: "public body",
    Sector.UNKNOWN: "sector not stated",
}


class Colouring(StrEnum):
    """What the colour of a tile stands for."""

    PROVIDER = "provider"
    SECTOR = "sector"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Areas of one colour. ``mark`` is the letter that says the same without colour; ``colour`` 0 is no colour of its own."""

    mark: str
    label: str
    areas: int
    colour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """An area on the map. ``short`` is unique on its map; ``status`` is the furthest that a lead has come there."""

    area: Area
    short: str
    column: int
    row: int
    group: Group
    leads: tuple[Standing, ...]

    @property
    def status(self) -> Status | None:
        return max((lead.status for lead in self.leads), key=lambda status: status.rank, default=None)

    @property
    def in_words(self) -> str:
        """``Essex: Acme, preferred bidder``."""
        if not self.leads:
            return f"{self.area.name}: no lead named"
        names = ", ".join(dict.fromkeys(lead.organisation for lead in self.leads))
        return (
            f"{self.area.name}: {names}, {STATUS_WORDS[self.status]}" if self.status else f"{self.area.name}: {names}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMap:
    """The areas of one kind (``scheme``) of a programme, by row and column."""

    scheme: str
    tiles: tuple[Tile, ...]
    groups: tuple[Group, ...]

    @property
    def columns(self) -> int:
        return max(tile.column for tile in self.tiles)

    @property
    def rows(self) -> int:
        return max(tile.row for tile in self.tiles)

    @property
    def named(self) -> int:
        """In how many areas a lead is named."""
        return sum(bool(tile.leads) for tile in self.tiles)


def tile_maps(
    programme: Programme, rows: Iterable[Row], organisations: Mapping[str, Organisation], *, by: Colouring
) -> tuple[TileMap, ...]:
    """A map for each kind of area that has places on one, those with leads first.

    ``rows`` are the matrix of ``programme`` on a day. An area with several leads belongs to a group of its own kind.
    """
    leads = {row.area: _distinct(row.leads) for row in rows}
    label_of = _by_provider if by is Colouring.PROVIDER else _by_sector(organisations)
    schemes: dict[str, list[Area]] = {}
    for area in programme.areas:
        if area.tile is not None:
            schemes.setdefault(area.scheme, []).append(area)
    maps = [_map(scheme, areas, leads, label_of) for scheme, areas in schemes.items()]
    return tuple(sorted(maps, key=lambda each: -bool(each.named)))


def short_names(names: Sequence[str]) -> dict[str, str]:
    """A few letters for each name, different from one another: initials of several words, the beginning of one."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        found[name] = next(choice for choice in _shortenings(name) if choice not in taken)
        taken.add(found[name])
    return found


def _shortenings(name: str) -> Iterator[str]:
    folded = fold(name).split() or ["-"]
    words = [word for word in folded if word not in _SMALL_WORDS] or folded
    whole = "".join(words)
    if len(words) > 1:
        yield "".join(word[0] for word in words).upper()[:4]
    yield from (whole[:size].capitalize() for size in range(3, len(whole) + 1))
    yield from (f"{whole[:3].capitalize()}{number}" for number in itertools.count(1))


def _map(
    scheme: str, areas: Sequence[Area], leads: Mapping[str, tuple[Standing, ...]],
    label_of: Callable[[tuple[Standing, ...]], str],
) -> TileMap:  # fmt: skip
    labels = {area.id: label_of(leads.get(area.name, ())) for area in areas}
    groups = _groups(Counter(labels.values()))
    short = short_names([area.name for area in areas])
    left = min(area.tile[0] for area in areas if area.tile)
    top = min(area.tile[1] for area in areas if area.tile)
    tiles = [
        Tile(
            area=area, short=short[area.name], column=area.tile[0] - left + 1, row=area.tile[1] - top + 1,
            group=groups[labels[area.id]], leads=leads.get(area.name, ()),
        )
        for area in areas
        if area.tile
    ]  # fmt: skip
    tiles.sort(key=lambda tile: (tile.row, tile.column))
    return TileMap(scheme=scheme, tiles=tuple(tiles), groups=tuple(groups.values()))


NOBODY, SEVERAL = "no lead named", "several lead providers"


def _groups(counted: Counter[str]) -> dict[str, Group]:
    """The groups, the largest first; "several" and "nobody" come last and have marks of their own."""
    ordered = sorted(counted.items(), key=lambda each: (each[0] in {SEVERAL, NOBODY}, -each[1], each[0]))
    groups: dict[str, Group] = {}
    number = 0
    for label, areas in ordered:
        if label in {SEVERAL, NOBODY}:
            groups[label] = Group(mark="+" if label == SEVERAL else "\u2013", label=label, areas=areas, colour=0)
            continue
        letter = _LETTERS[number % len(_LETTERS)]
        again = number // len(_LETTERS)
        number += 1
        mark = letter if not again else f"{letter}{again + 1}"
        groups[label] = Group(mark=mark, label=label, areas=areas, colour=number if number <= MOST_COLOURS else 0)
    return groups


def _distinct(leads: Iterable[Standing]) -> tuple[Standing, ...]:
    """One standing for each organisation that leads; who merely owns or holds counts only where nobody leads."""
    held = list(leads)
    first = [lead for lead in held if lead.role is Role.LEAD] or held
    return tuple({lead.organisation_id: lead for lead in first}.values())


def _by_provider(leads: tuple[Standing, ...]) -> str:
    if not leads:
        return NOBODY
    if len(leads) == 1:
        return leads[0].organisation
    # Members of one partnership may each be called its lead.
    together = {lead.partnership or lead.organisation_id for lead in leads}
    return leads[0].partnership or SEVERAL if len(together) == 1 else SEVERAL


def _by_sector(organisations: Mapping[str, Organisation]) -> Callable[[tuple[Standing, ...]], str]:
    def label(leads: tuple[Standing, ...]) -> str:
        if not leads:
            return NOBODY
        sectors = sorted({_sector(lead, organisations.get(lead.organisation_id)) for lead in leads})
        return sectors[0] if len(sectors) == 1 else " and ".join(sectors)

    return label


def _sector(lead: Standing, known: Organisation | None) -> str:
    sector = known.sector if known and known.sector is not Sector.UNKNOWN else lead.sector
    return f"{SECTOR_WORDS[sector]} (contested)" if known and known.contested else SECTOR_WORDS[sector]

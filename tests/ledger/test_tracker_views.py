"""What the tracker's pages are made of: the tile map, the line of days, and finding somebody by a part of a name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.ledger.matrix import matrix
from monitor.ledger.moments import moments
from monitor.ledger.naming import Named, find_named
from monitor.ledger.tilemap import MOST_COLOURS, NOBODY, SEVERAL, Colouring, short_names, tile_maps
from monitor.model import Role, Sector, Standing, Status
from monitor.programmes import load_packs
from monitor.programmes.pack import Area, Organisation, Programme

ROUND = Programme(
    id="round",
    name="Round",
    areas=tuple(Area(id=name.lower(), name=name, scheme="county", tile=(3 + n, 5)) for n, name in enumerate(["North", "South", "East"])),
)  # fmt: skip


def a_standing(name="Acme", *, area="North", **fields):
    values = {"role": Role.LEAD, "status": Status.AWARDED, "valid_from": date(2014, 10, 29)} | fields
    return Standing(organisation=name, organisation_id=name.lower(), area=area, programme="round", **values)


def the_map(*standings, by=Colouring.PROVIDER, organisations=None):
    return tile_maps(ROUND, matrix(standings, [ROUND]), organisations or {}, by=by)[0]


def test_a_tile_says_who_leads_in_words_and_by_a_letter_as_well_as_by_colour():
    found = the_map(a_standing("Acme"), a_standing("Acme", area="South"), a_standing("Beacon", area="East"))

    assert [(group.mark, group.label, group.areas, group.colour) for group in found.groups] == [
        ("A", "Acme", 2, 1), ("B", "Beacon", 1, 2),
    ]  # fmt: skip
    assert found.tiles[0].in_words == "North: Acme, awarded the contract"
    assert (found.tiles[0].column, found.tiles[0].row, found.columns, found.rows) == (1, 1, 3, 1)


def test_nobody_and_several_have_marks_of_their_own_and_come_last():
    found = the_map(a_standing("Acme"), a_standing("Beacon"), a_standing("Cause", area="South"))

    assert [(group.label, group.colour) for group in found.groups] == [("Cause", 1), (NOBODY, 0), (SEVERAL, 0)]


def test_members_of_one_partnership_who_each_lead_are_one_group():
    found = the_map(
        a_standing("Acme", partnership="Acme and Beacon"), a_standing("Beacon", partnership="Acme and Beacon")
    )

    assert [group.label for group in found.groups if group.colour] == ["Acme and Beacon"]


def test_partners_do_not_colour_a_tile():
    assert the_map(a_standing(role=Role.PARTNER)).named == 0


def test_a_contested_sector_is_told_as_contested():
    known = {"acme": Organisation(id="acme", name="Acme", sector=Sector.SOCIAL_ENTERPRISE, contested="either")}

    found = the_map(a_standing("Acme"), by=Colouring.SECTOR, organisations=known)

    assert found.groups[0].label == "social enterprise (contested)"


def test_beyond_the_colours_letters_still_tell_groups_apart():
    areas = tuple(Area(id=f"a{n}", name=f"Area {n}", scheme="s", tile=(n, 0)) for n in range(30))
    pack = Programme(id="round", name="Round", areas=areas)
    held = [a_standing(f"Body {n:02}", area=f"Area {n}") for n in range(30)]

    (found,) = tile_maps(pack, matrix(held, [pack]), {}, by=Colouring.PROVIDER)

    assert len({group.mark for group in found.groups}) == 30
    assert sum(bool(group.colour) for group in found.groups) == MOST_COLOURS


@pytest.mark.parametrize("pack", [pack for pack in load_packs() if pack.areas], ids=lambda pack: pack.id)
def test_every_shipped_pack_has_a_map_on_which_no_two_areas_share_a_place_or_a_short_name(pack):
    maps = tile_maps(pack, matrix([], [pack]), {}, by=Colouring.PROVIDER)

    assert sum(len(each.tiles) for each in maps) == len(pack.areas)
    for each in maps:
        assert len({(tile.column, tile.row) for tile in each.tiles}) == len(each.tiles)
        assert len({tile.short for tile in each.tiles}) == len(each.tiles)


@given(st.lists(st.text(max_size=12), unique=True, max_size=30))
def test_short_names_are_never_empty_and_never_shared(names):
    short = short_names(names)

    assert len(set(short.values())) == len(names)
    assert all(short.values())


def test_the_line_of_days_knows_what_comes_before_and_after():
    days = [(date(2014, 10, 29), 80), (date(2014, 11, 7), 2)]

    line = moments(days, today=date(2015, 1, 1), chosen=date(2014, 11, 1))

    assert (line.earlier, line.later) == (date(2014, 10, 29), date(2014, 11, 7))
    assert (line.first, line.last) == (date(2014, 10, 28), date(2014, 12, 7))
    assert line.day(line.offset) == line.chosen
    assert max(bar.height for bar in line.bars) == 1


def test_an_empty_history_is_a_line_too():
    line = moments([], today=date(2015, 1, 1))

    assert (line.earlier, line.later, line.length, line.bars) == (None, None, 1, ())


@given(
    st.dates(date(1990, 1, 1), date(2040, 1, 1)), st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), unique=True)
)
def test_any_day_has_a_place_on_the_line(chosen, moved):
    line = moments([(day, 1) for day in sorted(moved)], today=date(2026, 1, 1), chosen=chosen)

    assert 0 <= line.offset <= line.length
    assert line.first <= line.day(line.offset) <= line.last
    assert line.earlier is None or line.earlier < chosen
    assert line.later is None or line.later > chosen
    assert all(0 <= bar.at < 160 for bar in line.bars)
    assert line.first <= line.last - timedelta(days=1)


def test_a_name_is_found_by_the_beginnings_of_its_words_and_by_a_former_name():
    bodies = [Named.of("a", "Acme Trust"), Named.of("b", "Trust for Acmeville"), Named.of("c", "Cause", ["Acme Old"])]

    assert [each.id for each in find_named("acm tr", bodies)] == ["a", "b"]
    assert [each.id for each in find_named("ACME", bodies)] == ["a", "c", "b"]
    assert find_named("", bodies) == find_named("zzz", bodies) == ()

"""The packs that ship, the loader, the check, and the names that they give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.errors import ConfigError
from monitor.programmes import Watchlist, load_pack, load_packs
from monitor.programmes.check import problems_of
from monitor.programmes.pack import Alias, Area, Organisation, Programme

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def watchlist() -> Watchlist:
    return Watchlist.of(load_packs())


def programme(identifier: str) -> Programme:
    return next(pack for pack in load_packs() if pack.id == identifier)


def test_every_shipped_pack_passes_the_check() -> None:
    packs = load_packs()

    for one in packs:
        assert problems_of(one, [other for other in packs if other is not one]) == []


def test_r02_areas_resolve_under_all_their_names_and_lead_to_their_successors(watchlist: Watchlist) -> None:
    names = ["BeNCH", "Bedfordshire, Northamptonshire, Cambridgeshire & Hertfordshire", "C13"]
    ids = {area.id for name in names if (area := watchlist.area(name, "transforming-rehabilitation"))}

    (identifier,) = ids
    area = next(a for a in programme("transforming-rehabilitation").areas if a.id == identifier)
    assert area.successors == ("region-east-of-england",)
    region = next(a for a in programme("commissioned-rehabilitative-services").areas if a.id == area.successors[0])
    assert identifier in region.predecessors


def test_the_round_of_2014_has_its_areas_each_with_a_place_on_the_map() -> None:
    areas = programme("transforming-rehabilitation").areas

    assert len(areas) == 21
    assert len({area.tile for area in areas} - {None}) == 21


def test_the_regions_of_2021_are_twelve_with_smaller_areas_inside() -> None:
    areas = programme("commissioned-rehabilitative-services").areas
    regions = {area.id for area in areas if area.id.startswith("region-")}

    assert len(regions) == 12
    assert {area.region for area in areas if area.id not in regions} <= regions
    assert len({(area.scheme, area.tile) for area in areas if area.tile}) == len(areas)


def test_r23_to_r27_denominators_have_a_source_and_a_date_and_say_what_they_overlap() -> None:
    found = {d.value: d for d in programme("transforming-rehabilitation").denominators}

    assert {300, 500, 700, 13500} <= set(found)
    assert all(d.source and d.on for d in found.values())
    assert found[700].overlaps


def test_r22_a_contested_body_carries_both_readings(watchlist: Watchlist) -> None:
    organisation = watchlist.organisation("ARCC")

    assert organisation is not None
    assert organisation.contested


def test_one_organisation_is_one_body_in_every_programme(watchlist: Watchlist) -> None:
    names = ["Willowdene", "Willowdene Rehabilitation Ltd", "WILLOWDENE", "Willowdene Rehabilitation and Training"]

    assert len({organisation.id for name in names if (organisation := watchlist.organisation(name))}) == 1


def test_a_pack_of_another_sector_is_only_data(watchlist: Watchlist) -> None:
    assert watchlist.area("South East", "national-citizen-service") is not None
    assert {"london", "south east", "west midlands"} <= {
        a.name.lower() for a in programme("national-citizen-service").areas
    }


def test_the_code_holds_no_string_of_any_pack() -> None:
    words = {
        "probation",
        "clinks",
        "offender",
        "rehabilitation company",
        "nacro",
        "sodexo",
        "citizen service",
        "hmpps",
        "catch22",
    }
    names = {area.name for one in load_packs() for area in one.areas if " and " in area.name}
    names |= {o.name for one in load_packs() for o in one.organisations if len(o.name.split()) > 1}
    pattern = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in [*words, *names]), re.IGNORECASE)

    for folder in ("extract", "ledger", "model", "programmes", "store"):
        for file in (ROOT / "monitor" / folder).rglob("*.py"):
            text = file.read_text(encoding="utf-8")
            assert not pattern.search(text), f"{file.name}: {pattern.search(text)}"


def test_every_problem_of_a_pack_is_reported_with_its_path(tmp_path: Path) -> None:
    file = tmp_path / "broken.toml"
    file.write_text(
        'name = "Broken"\ncolour = "red"\n[[areas]]\nid = "a"\n[[areas]]\nid = "b"\nname = "B"\nshape = "round"\n'
        '[[organisations]]\nid = "o"\nname = "O"\npart = "spectator"\n[[denominators]]\nid = "d"\nlabel = "x"\nvalue = 1\n'
        'unit = "u"\non = "soon"\nsource = "s"\n',
        encoding="utf-8",
    )

    with pytest.raises(ConfigError) as caught:
        load_pack(file)

    paths = {problem.path for problem in caught.value.problems}
    assert {"colour", "id", "areas[0].name", "areas[1]", "organisations[0]", "denominators[0]"} <= paths


@pytest.mark.parametrize("content", [b"\xff\xfe", b"= = =", b"[[areas]"])
def test_a_file_that_is_no_toml_is_a_clear_error(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.toml"
    file.write_bytes(content)

    with pytest.raises(ConfigError, match=r"x\.toml"):
        load_pack(file)


def test_the_check_finds_what_points_nowhere_and_what_names_two_things() -> None:
    broken = Programme(
        id="p", name="P",
        areas=(
            Area(id="a", name="Quay", successors=("nowhere",), tile=(1, 1), source="s"),
            Area(id="b", name="Moor", aliases=("quay",), tile=(1, 1)),
        ),
        organisations=(
            Organisation(id="o", name="Acme", source="s", renamed_to="nobody"),
            Organisation(id="q", name="Bolt", aliases=(Alias(text="ACME Ltd"),), source="s", identifiers={"VAT": "1"}),
        ),
    )  # fmt: skip

    assert {problem.path for problem in problems_of(broken, [])} == {
        "areas[0].successors", "areas[1].source", "areas[1].aliases", "areas[1].tile", "organisations[0].renamed_to",
        "organisations[1]", "organisations[1].identifiers.VAT",
    }  # fmt: skip


def test_the_command_checks_several_files_and_names_all_faults(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text('id = "g"\nname = "G"\n[[areas]]\nid = "q"\nname = "Quay"\nsource = "s"\n', encoding="utf-8")
    bad.write_text('id = "b"\nname = "B"\n[[areas]]\nid = "q"\nname = "Quay"\n', encoding="utf-8")

    passed = CliRunner().invoke(cli, ["pack", "check", str(good)])
    failed = CliRunner().invoke(cli, ["pack", "check", str(bad), str(good)])

    assert passed.exit_code == 0
    assert "1 areas" in passed.output
    assert isinstance(failed.exception, ConfigError)
    assert "areas[0].source" in str(failed.exception)


def test_a_pack_that_has_something_else_for_a_list_of_words_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "p.toml"
    file.write_text('id = "p"\nname = "P"\naliases = "PP"\nlots = [1]\nnotes = 3\n', encoding="utf-8")

    with pytest.raises(ConfigError) as told:
        load_pack(file)

    assert {problem.path for problem in told.value.problems} == {"aliases", "lots", "notes"}


def test_a_check_of_the_configuration_tells_of_its_packs_what_a_check_of_each_tells(tmp_path: Path) -> None:
    config, packs = tmp_path / "config.toml", tmp_path / "packs"
    packs.mkdir()
    config.write_text(f'[service]\ncontact = "staff@tierwatch.test"\npacks = ["{packs}"]\n', encoding="utf-8")
    (packs / "a.toml").write_text('id = "a"\nname = "A"\n[[areas]]\nid = "q"\nname = "Quay"\n', encoding="utf-8")
    (packs / "b.toml").write_text('id = "b"\nname = "B"\ncolour = 3\n', encoding="utf-8")
    (packs / "c.toml").write_text(
        'id = "c"\nname = "C"\n[[areas]]\nid = "m"\nname = "Moor"\nsource = "s"\npredecessors = ["q"]\n',
        encoding="utf-8",
    )

    def check(*command: str) -> str:
        done = CliRunner().invoke(cli, ["--config", str(config), *command])
        assert isinstance(done.exception, ConfigError)
        return f"{done.stderr}{done.exception}"

    told = check("check")

    assert told == check("pack", "check", *(str(packs / f"{name}.toml") for name in "abc"))
    assert "areas[0].source" in told
    assert "b.toml" in told
    assert "c.toml" not in told
    for name in "ab":
        (packs / f"{name}.toml").unlink()
    assert '"q" is the id of no area' in check("check")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nacro's bid", ["Nacro"]),
        ("NACRO and Shelter", ["NACRO", "Shelter"]),
        ("a shelter was built on the rise", []),
        ("St. Giles Trust", ["St. Giles Trust"]),
        ("the Kent, Surrey and Sussex CRC", ["Kent, Surrey and Sussex CRC"]),
        ("Telef\u00f3nica", ["Telef\u00f3nica"]),
        ("Working Links. Shelter", ["Working Links", "Shelter"]),
        ("Nacropolis", []),
        ("Women in Prison", ["Women in Prison"]),
        ("women in prison", []),
        ("it went to Stepping Stone (Bury), they said", ["Stepping Stone (Bury)"]),
        ("(as did Women in Prison)", ["Women in Prison"]),
    ],
)
def test_names_are_found_whole_in_their_case_and_longest_first(
    watchlist: Watchlist, text: str, found: list[str]
) -> None:
    assert [one.surface for one in watchlist.find_organisations(text)] == found


def test_a_name_that_is_a_word_is_marked_as_wary(watchlist: Watchlist) -> None:
    (one,) = watchlist.find_organisations("Shelter")

    assert one.wary


def test_compound_areas_are_found_whole(watchlist: Watchlist) -> None:
    found = watchlist.find_areas("in Dorset, Devon and Cornwall, in London and in Thames Valley")

    assert [one.area.name for one in found] == ["Dorset, Devon and Cornwall", "London", "Thames Valley"]


def test_taught_names_are_known() -> None:
    watchlist = Watchlist.of(load_packs(), {"the old lamp company": "nacro", "x": "no-such-body"})

    found = watchlist.organisation("The Old Lamp Company")
    assert found is not None
    assert found.id == "nacro"
    assert watchlist.organisation("x") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It covers Devon & Cornwall, Dorset and Somerset.", ["Devon and Cornwall, Dorset and Somerset"]),
        ("It covers Devon & Cornwall, Dorset & Somerset.", ["Devon and Cornwall, Dorset and Somerset"]),
        ("It covers Avon and Esk, and Avon & Esk.", ["Avon & Esk", "Avon & Esk"]),
        ("It covers Avon, Esk.", []),
    ],
)
def test_a_sign_stands_for_and_in_the_names_of_areas(text: str, found: list[str]) -> None:
    areas = (Area(id="a", name="Devon and Cornwall, Dorset and Somerset"), Area(id="b", name="Avon & Esk"))
    watchlist = Watchlist.of([Programme(id="p", name="P", areas=areas)])

    assert [each.area.name for each in watchlist.find_areas(text)] == found

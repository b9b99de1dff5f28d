"""What an organisation was before and what it became, as packs say it."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.errors import ConfigError
from monitor.ledger.organisations import organisations
from monitor.ledger.succession import Succession
from monitor.programmes import load_pack
from monitor.programmes.check import problems_of

PACK = """
id = "p"
name = "P"
[[organisations]]
id = "acorn"
name = "Acorn Trust"
source = "s"
[[organisations]]
id = "oak"
name = "Oak"
renamed_to = "grove"
renamed_on = 2021-05-01
source = "s"
[[organisations]]
id = "grove"
name = "Grove"
source = "s"
[[mergers]]
of = ["acorn", "Elm Housing"]
into = "oak"
on = 2019-04-01
known_to = "month"
source = "https://site.example/merger"
"""


@pytest.fixture
def pack(tmp_path):
    file = tmp_path / "p.toml"
    file.write_text(PACK)
    return load_pack(file)


@pytest.fixture
def family(pack) -> Succession:
    return Succession([pack], organisations([pack]))


def test_a_body_comes_out_of_others_over_mergers_and_renames_the_latest_first(family) -> None:
    told = [(step.former, step.present, step.kind, step.when) for step in family.before("grove")]

    assert told == [
        ("Oak", "Grove", "rename", "2021-05-01"),
        ("Elm Housing", "Oak", "merger", "2019-04"),
        ("Acorn Trust", "Oak", "merger", "2019-04"),
    ]
    assert [step.present for step in family.after("acorn")] == ["Oak", "Grove"]
    assert family.before("acorn") == ()


def test_a_body_has_part_in_the_places_of_those_that_had_gone_into_it_by_a_day(family) -> None:
    assert family.bodies("grove", on=date(2020, 1, 1)) == {"grove", "oak", "acorn", "Elm Housing"}
    assert family.bodies("grove", on=date(2018, 1, 1)) == {"grove", "oak"}


def test_a_merger_that_goes_in_circles_ends(pack, tmp_path) -> None:
    file = tmp_path / "p.toml"
    file.write_text(PACK + '[[mergers]]\nof = ["grove"]\ninto = "acorn"\non = 2022-01-01\nsource = "s"\n')
    family = Succession([load_pack(file)], organisations([load_pack(file)]))

    assert len(family.before("grove")) == 4


@pytest.mark.parametrize(
    ("was", "put", "problem"),
    [
        ("2019-04-01", '"2019"', "on is not a date"),
        ('"month"', '"week"', '"week" is not day or month or year'),
        ('source = "https', 'sauce = "https', "mergers[0]"),
        ('of = ["acorn", "Elm Housing"]', "of = []", "the bodies that went into it"),
    ],
)
def test_a_merger_says_who_when_and_where_it_can_be_read(tmp_path, was, put, problem) -> None:
    file = tmp_path / "p.toml"
    file.write_text(PACK.replace(was, put))

    with pytest.raises(ConfigError, match=problem.replace("[", r"\[").replace("]", r"\]")):
        load_pack(file)


def test_a_pack_whose_merger_points_nowhere_is_told(tmp_path) -> None:
    file = tmp_path / "p.toml"
    file.write_text(PACK.replace('into = "oak"', 'into = "oaks"'))

    assert any(
        problem.path == "mergers[0].into" and "oak" in problem.suggestion
        for problem in problems_of(load_pack(file), [])
    )

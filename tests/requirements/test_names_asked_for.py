"""A name that was mistyped is an error that says what is near; it is never answered with nobody."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.errors import TierwatchError

MOMENT = datetime(2014, 10, 29, 12, tzinfo=UTC)
PAGE = """<h1>Who collects what</h1><table><tr><th>Area</th><th>Provider</th></tr>
<tr><td>Larkmoor and Fenbury</td><td>Pebblework Ltd</td></tr></table>"""


@pytest.fixture
def ask(fresh, site):
    """A ledger in which one body that no pack knows holds one area that no pack knows."""
    fresh.visit(site, PAGE, MOMENT, path="/bins")
    return lambda *arguments: CliRunner().invoke(cli, ["--config", str(fresh.config), *arguments])


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (("standings", "--area", "Warwikshire"), '"Warwickshire"'),
        (("standings", "--area", "Larkmoor"), '"Larkmoor and Fenbury"'),
        (("area", "Warwikshire"), '"Warwickshire"'),
        (("area", "Larkmoor"), '"Larkmoor and Fenbury"'),
        (("area", "Avon & Somerst"), '"Avon and Somerset"'),
        (("standings", "--organisation", "Nacr"), '"Nacro"'),
        (("matrix", "--organisation", "Pebble"), '"Pebblework'),
        (("organisation", "Pebble"), '"Pebblework'),
        (("counts", "--programme", "national-citizen-servic"), '"national-citizen-service"'),
        (("events", "--area", "Warwikshire"), '"Warwickshire"'),
        (("export", "--organisation", "Nacr"), '"Nacro"'),
        (("standings", "--organisation", "Qqqqqqqq"), "tierwatch search"),
    ],
)
def test_a_name_that_nobody_has_met_is_refused_with_what_is_near(ask, arguments, near):
    done = ask(*arguments)

    assert isinstance(done.exception, TierwatchError)
    assert near in str(done.exception)
    assert "Nothing found" not in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("standings", "--organisation", "Nacro"),
        ("standings", "--area", "Wales"),
        ("standings", "--organisation", "Pebblework", "--as-of", "2014-10-28"),
        ("standings", "--area", "Larkmoor and Fenbury", "--as-of", "2014-10-28"),
        ("events", "--organisation", "Pebblework"),
    ],
)
def test_a_name_that_is_known_but_holds_nothing_is_answered_with_nothing(ask, arguments):
    done = ask(*arguments)

    assert (done.exit_code, done.stdout.strip()) == (0, "Nothing found.")


@pytest.mark.parametrize("command", [("area",), ("standings", "--area"), ("events", "--area"), ("matrix", "--area")])
def test_an_area_that_is_no_more_is_answered_with_what_it_became(ask, command):
    done = ask(*command, "Avon and Somerset")

    assert done.exit_code == 0
    assert "Bristol, Gloucestershire, Somerset and Wiltshire" in done.output


def test_an_area_whose_namesake_was_merged_is_answered_with_what_that_became(ask):
    done = ask("area", "Warwickshire")

    kin = [line for line in done.stdout.splitlines() if line.startswith("After: ")]
    assert kin[0].startswith("After: Warwickshire and West Mercia")
    assert len(kin) == len(set(kin))


def test_an_area_that_only_a_source_names_has_a_timeline(ask):
    done = ask("area", "Larkmoor and Fenbury")

    assert "Pebblework Ltd is named as lead provider" in done.stdout

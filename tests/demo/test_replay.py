"""The whole line on real history: every event found in its week, no other, and quiet weeks quiet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from monitor.cli import cli
from monitor.demo.oracle import stories

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


@dataclass(frozen=True)
class Replayed:
    folder: Path
    result: Result

    @property
    def weeks(self) -> dict[str, str]:
        """What was printed of each week, by the words of its date."""
        parts = re.split(
            r"^Week to (\d\d \w+ \d{4}): ", self.result.output.partition("\nQuiet weeks")[0], flags=re.MULTILINE
        )
        return dict(zip(parts[1::2], parts[2::2], strict=True))

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(cli, ["--config", str(self.folder / "config.toml"), *arguments])


@pytest.fixture(scope="module")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Replayed:
    folder = tmp_path_factory.mktemp("replay") / "demo"
    return Replayed(folder=folder, result=CliRunner().invoke(cli, ["demo", "--folder", str(folder), "--port", "0"]))


def test_every_event_that_happened_is_found_in_its_week_and_none_that_did_not(replayed: Replayed) -> None:
    wrong = [line.strip() for line in replayed.result.output.splitlines() if re.match(r" +(MISSED|UNEXPECTED) ", line)]

    assert wrong == []
    assert replayed.result.exit_code == 0, replayed.result.output


def test_a_quiet_week_prints_nothing_but_that_it_was_quiet(replayed: Replayed) -> None:
    told = {f"{day:%d %B %Y}" for day in stories()}
    loud = {
        day: text
        for day, text in replayed.weeks.items()
        if day not in told
        and [line for line in text.split("\n\n")[0].splitlines()[1:] if line.strip() and "not readable" not in line]
    }

    assert len(replayed.weeks) > 40
    assert loud == {}


def test_every_week_has_its_digest_as_a_page_and_a_mail(replayed: Replayed) -> None:
    outbox = replayed.folder / "outbox"

    # The issue of the last week is left on the desk.
    assert len(list(outbox.glob("*.html"))) == len(list(outbox.glob("*.eml"))) == len(replayed.weeks) - 1


@pytest.mark.parametrize("week", ["2014-10-31", "2014-11-07", "2014-12-12"])
def test_the_figures_of_a_digest_count_the_eight_partnerships_as_eight_leads(replayed: Replayed, week: str) -> None:
    (page,) = (replayed.folder / "outbox").glob(f"{week}-*.html")

    assert "Transforming Rehabilitation: leads: 8 (distinct organisations" in page.read_text(encoding="utf-8")


def test_it_leaves_a_state_on_which_other_commands_work(replayed: Replayed) -> None:
    status = replayed.run("status")
    then = replayed.run(
        "standings", "--area", "Warwickshire and West Mercia", "--as-of", "2014-11-01", "--format", "json"
    )
    now = replayed.run("standings", "--area", "Warwickshire and West Mercia", "--format", "json")

    assert status.exit_code == 0, status.output
    assert "Register of contracts" in status.output or "register" in status.output
    assert "GEO Mercia Willowdene" in then.output
    assert "EOS" not in then.output
    assert "EOS" in now.output


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "config.toml"
    precious.write_text("[service]\n", encoding="utf-8")

    result = CliRunner().invoke(cli, ["demo", "--folder", str(tmp_path)])

    assert result.exit_code != 0
    assert "something other than a demonstration" in str(result.exception)
    assert precious.read_text(encoding="utf-8") == "[service]\n"

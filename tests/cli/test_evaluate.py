"""Cases that cannot be scored are named with what is wrong with them, and nothing to score is no full score."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from monitor.cli import cli

GOLD = {"kind": "announcement", "expected_facts": [], "expected_changes": []}


def evaluated(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["evaluate", *map(str, arguments)])
    return done.exit_code, done.output


def test_a_folder_without_a_case_is_a_fault_and_not_a_full_score(tmp_path) -> None:
    status, said = evaluated(tmp_path)

    assert status == 1
    assert f"{tmp_path}: there is no case" in said
    assert "F1 1.000" not in said


def test_a_word_that_no_case_has_in_its_name_is_told(tmp_path) -> None:
    case = tmp_path / "fair"
    case.mkdir()
    (case / "gold.json").write_text(json.dumps(GOLD))
    (case / "source.txt").write_text("The fair was held on Sunday.")

    assert evaluated(tmp_path)[0] == 0
    status, said = evaluated(tmp_path, "--only", "foul")
    assert status == 1
    assert 'no case with "foul" in its name' in said


@pytest.mark.parametrize(
    ("gold", "document", "fault"),
    [
        ("{", "source.txt", "gold.json is not JSON"),
        ("[]", "source.txt", "gold.json lacks kind"),
        (json.dumps({"kind": "negative"}), "source.txt", "gold.json lacks expected_facts"),
        (json.dumps({"kind": "change", "expected_facts": []}), "source.txt", "gold.json lacks expected_changes"),
        (json.dumps(GOLD), "other.txt", "there is no document"),
        (json.dumps({**GOLD, "published": "2014-13-40"}), "source.txt", 'no day: "2014-13-40"'),
    ],
)
def test_a_case_that_cannot_be_run_is_named_with_its_fault(tmp_path, gold, document, fault) -> None:
    case = tmp_path / "broken"
    case.mkdir()
    (case / "gold.json").write_text(gold)
    (case / document).write_text("Words.")

    status, said = evaluated(tmp_path)

    assert status == 1
    assert f"broken: {fault}" in said or (fault in said and "broken: " in said)


def test_floors_that_are_no_toml_are_named(tmp_path) -> None:
    floors = tmp_path / "floors.toml"
    floors.write_text("[")

    done = CliRunner().invoke(cli, ["evaluate", str(tmp_path), "--floors", str(floors)])

    assert f"{floors} is not TOML" in str(done.exception)

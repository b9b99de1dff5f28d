"""The reading is as good as it was: floors of every open split, which only ever rise."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli

GOLD = Path(__file__).resolve().parent
ROOT = GOLD.parents[1]
FLOORS = GOLD / "floors.toml"
CEILINGS = {"false_events", "false_parties", "quotes_missing"}


def evaluated(folder: Path) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["evaluate", str(folder), "--floors", str(FLOORS), "--format", "json"])
    return done.exit_code, done.output


@pytest.mark.parametrize(
    "split",
    [
        "dev",
        "dev-2",
        "dev-3",
        "dev-4",
        "restated",
        "restated-2",
        "restated-3",
        "restated-4",
        "restated-5",
        "restated-6",
        "restated-7",
        "restated-8",
        "restated-10",
        "places",
        "structured",
        "structured-2",
        "programmes-5",
        "histories",
        "histories-2",
        "histories-6",
        "negatives",
        "test",
    ],
)
def test_no_split_falls_below_its_floors(split: str) -> None:
    status, said = evaluated(GOLD / split)

    assert status == 0, said
    assert any(name.partition("/")[0] == split for name in tomllib.loads(FLOORS.read_text(encoding="utf-8")))


def test_the_reference_cases_do_not_fall_below_their_floors() -> None:
    cases = Path(os.environ.get("TIERWATCH_SHARED", ROOT.parent / "shared")) / "cases"
    if not cases.is_dir():
        pytest.skip("the reference material is not here")

    status, said = evaluated(cases)

    assert status == 0, said


def test_a_floor_that_is_not_reached_is_a_fault(tmp_path: Path) -> None:
    case = tmp_path / "few" / "one"
    case.mkdir(parents=True)
    (case / "source.txt").write_text("Nothing is decided.", encoding="utf-8")
    fact = {"organisation": "Acme", "role": "lead", "status": "awarded", "areas": []}
    (case / "gold.json").write_text(
        json.dumps({"id": "one", "kind": "announcement", "expected_facts": [fact]}), encoding="utf-8"
    )
    floors = tmp_path / "floors.toml"
    floors.write_text("[few]\nparty = 0.5\n", encoding="utf-8")

    done = CliRunner().invoke(cli, ["evaluate", str(tmp_path / "few"), "--floors", str(floors)])

    assert done.exit_code == 1
    assert "few: party reached 0.000, the floor is 0.500" in done.output


def test_a_floor_has_never_been_lowered() -> None:
    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip("this is no clone with its history")
        return done.stdout

    name = str(FLOORS.relative_to(ROOT))
    stages = [git("show", f"{commit}:{name}") for commit in git("log", "--reverse", "--format=%H", "--", name).split()]
    stages.append(FLOORS.read_text(encoding="utf-8"))
    lowered = []
    for before, after in pairwise(stages):
        old, new = tomllib.loads(before), tomllib.loads(after)
        for split, limits in old.items():
            for level, limit in limits.items():
                now = new.get(split, {}).get(level)
                worse = now is None or (now > limit if level in CEILINGS else now < limit)
                lowered += [f"{split}: {level} from {limit} to {now}"] if worse else []

    assert lowered == []

"""The power goes: what was recorded and what was sent is known afterwards, whatever of the unsynced writes reached the disk.

The writes of scenario S are recorded call by call; then the disk is put down as it may be found after a cut at some call, opened,
and gone on with. With ``synchronous=NORMAL`` the same proof must fail, or it would prove nothing.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.model.members import DeliveryState
from monitor.store import open_store
from monitor.store.outbox import Outbox
from tests.operations import scenario
from tests.operations.power import Call, Disk, put_down, trace
from tests.operations.steps import ENVIRONMENT, LONG, command

VERSIONS = scenario.VERSIONS if LONG else 2
CUTS = 200 if LONG else 9


@dataclass
class Recording:
    """What a run asked of its disk, and the version that each call belongs to; from ``sending`` on mail leaves."""

    folder: Path
    calls: list[Call]
    versions: list[int]
    sending: int
    issue: str


def recorded(scripted, at: Path, *, mail: bool = True, **env: str) -> Recording:
    folder = at / "state"
    url, log = f"sqlite:///{folder}/tierwatch.db", at / "trace"
    at.mkdir()

    def step(*arguments: object) -> list[Call]:
        return trace(command(*arguments), folder, log, {**ENVIRONMENT, **env})

    calls: list[Call] = []
    versions: list[int] = []
    for version in range(VERSIONS):
        scenario.publish(scripted, version)
        calls += step("poll", scripted.url, url, version)
        versions += [version] * (len(calls) - len(versions))
    if not mail:
        return Recording(folder, calls, versions, len(calls), "")
    drafted = step("issue", scripted.url, url)
    issue = next(call.data for call in reversed(drafted) if call.kind == "said").decode().strip()
    calls += drafted
    sending = len(calls)
    calls += step("send", url, issue, "-")
    return Recording(folder, calls, versions + [VERSIONS] * (len(calls) - len(versions)), sending, issue)


def cuts(run: Recording, dice: random.Random) -> list[int]:
    """Moments to cut at: most right after something was said to be done, where a promise hangs on it; the others anywhere."""
    promised = [n + 1 for n, call in enumerate(run.calls) if call.kind == "said"]
    polled = [n for n in promised if n <= run.sending]
    mailed = [n for n in promised if n > run.sending] or polled
    return [dice.choice((polled, mailed, range(len(run.calls)))[n % 3]) for n in range(CUTS)]


def broken_by(run: Recording, cut: int, scripted, dumps: list[str], at: Path, dice: random.Random) -> list[str]:
    """What is not as promised after the power went at call ``cut``."""
    disk, said = Disk(), []
    for call in run.calls[:cut]:
        disk.do(call)
        said += call.data.decode().split("\n") if call.kind == "said" else []
    put_down(disk.after_power_loss(dice), run.folder, at)
    url, version = f"sqlite:///{at}/tierwatch.db", min(run.versions[cut - 1], VERSIONS - 1)
    try:
        with open_store(url) as store:
            wrong = list(store.integrity())
            held = set(scenario.found(store))
    except StoreError as error:
        return [f"cannot be opened: {error}"]
    known = [line.split() for line in said if line.startswith("recorded")]
    for source, then in {each[1]: int(each[2]) for each in known}.items():
        place = scenario.area(int(source[1:]))
        wrong += [
            f"{name} of {source} is forgotten" for name, area in scenario.truth(until=then) - held if area == place
        ]
    if cut <= run.sending:
        scenario.publish(scripted, version)
        scenario.poll(scripted.url, url, version)
        with open_store(url) as store:
            wrong += [] if store.dump() == dumps[version] or run.versions[cut - 1] == VERSIONS else ["another history"]
        return wrong
    return wrong + twice(run, url, [line for line in said if "@" in line], at / "taken")


def twice(run: Recording, url: str, before: list[str], taken: Path) -> list[str]:
    """Who got a second mail when sending went on."""
    scenario.send(url, run.issue, str(taken))
    counted = Counter(before + (taken.read_text().split() if taken.exists() else []))
    with open_store(url) as store:
        counts = Outbox(store.database).counts(run.issue)
    wrong = [f"{who} has it {times} times" for who, times in counted.items() if times > 1]
    if sum(counts.values()) != scenario.MEMBERS or set(counts) - {DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN}:
        wrong.append(f"of {scenario.MEMBERS} mails {counts}")
    return wrong


@pytest.mark.slow
@pytest.mark.timeout(3000 if LONG else 240)
def test_nothing_that_was_said_to_be_done_is_lost_with_the_power(scripted, oracle, strace, tmp_path) -> None:
    run, dice = recorded(scripted, tmp_path / "run"), random.Random(19)
    broken = {
        cut: wrong
        for n, cut in enumerate(cuts(run, dice))
        if (wrong := broken_by(run, cut, scripted, oracle.dumps, tmp_path / f"cut{n}", dice))
    }
    print(f"{CUTS} cuts of {len(run.calls)} calls, {len(broken)} with a loss")

    assert broken == {}


@pytest.mark.slow
@pytest.mark.timeout(3000 if LONG else 240)
def test_with_commits_that_are_not_synced_the_same_proof_fails(scripted, oracle, strace, tmp_path) -> None:
    run, dice = recorded(scripted, tmp_path / "run", mail=LONG, SCENARIO_FORGETS="1"), random.Random(19)
    broken = (
        broken_by(run, cut, scripted, oracle.dumps, tmp_path / f"cut{n}", dice) for n, cut in enumerate(cuts(run, dice))
    )

    first = next((wrong for wrong in broken if wrong), [])
    print(first)

    assert first

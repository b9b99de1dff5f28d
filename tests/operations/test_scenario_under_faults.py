"""Scenario S: whatever is done to a run, after a restart it ends where an undisturbed one ends, and nobody gets a mail twice.

The short counts run with every change; ``make soak`` takes the long ones.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import random
import shutil
import signal
import subprocess
import time
from collections import Counter
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from monitor.errors import ExtractError, StoreError
from monitor.model import Harvest, Snapshot
from monitor.model.members import DeliveryState
from monitor.sources import source_types
from monitor.store import open_store
from monitor.store.outbox import Outbox
from tests.operations import scenario
from tests.operations.steps import ENVIRONMENT, LONG, WRITES, command, step

#: About as many calls that write as the process of a round makes.
CALLS = 600
soak = pytest.mark.skipif(not LONG, reason="a long proof: set TIERWATCH_SOAK=1")


def test_the_scenario_is_what_it_says_and_all_of_it_is_found_once_and_nothing_else(oracle) -> None:
    assert len(scenario.PLAN) == len(scenario.truth()) == 40
    assert len(scenario.FURNITURE) == 25
    assert oracle.found == sorted(scenario.truth())


def disturbed(scripted, oracle, folder: Path, disturb, versions=range(scenario.VERSIONS)) -> None:
    """Each version once disturbed and once in peace; the state must be the oracle's each time."""
    url = f"sqlite:///{folder}/state/tierwatch.db"
    for version in range(scenario.VERSIONS):
        scenario.publish(scripted, version)
        if version in versions:
            disturb(url, version)
        scenario.poll(scripted.url, url, version)
        with open_store(url) as store:
            assert store.integrity() == ()
            assert store.dump() == oracle.dumps[version], f"version {version}"
    left = {file.name for file in (folder / "state").iterdir()}
    assert left <= {"tierwatch.db", "tierwatch.db-wal", "tierwatch.db-shm", "tierwatch.db.lock", "sends"}


@pytest.mark.slow
@pytest.mark.timeout(6000 if LONG else 240)
def test_killed_at_a_write_call_it_ends_as_if_it_had_not_been(scripted, oracle, strace, tmp_path) -> None:
    kills = Counter()
    places = random.Random(7)
    rounds = 30 if LONG else 1

    def kill(url: str, version: int) -> None:
        for number in range(rounds):
            # A version that is recorded already takes few calls more.
            place = places.randint(1, 40 if number else CALLS)
            done = step("poll", scripted.url, url, version, inject=f"{WRITES}:signal=KILL:when={place}")
            kills[done.returncode != 0] += 1
            assert "Traceback" not in done.stderr

    disturbed(scripted, oracle, tmp_path, kill, versions=range(scenario.VERSIONS) if LONG else (0, 1, 3, 4, 6, 8))
    print(f"killed {kills[True]} of {sum(kills.values())} runs")
    assert kills[True] >= (150 if LONG else 4)


@soak
@pytest.mark.soak
@pytest.mark.timeout(6000)
def test_killed_at_each_write_call_in_turn_it_ends_as_if_it_had_not_been(scripted, oracle, strace, tmp_path) -> None:
    # The first version in which a page, a feed and a register all have news.
    version, before = 2, tmp_path / "before"
    for earlier in range(version):
        scenario.publish(scripted, earlier)
        scenario.poll(scripted.url, f"sqlite:///{before}/tierwatch.db", earlier)
    scenario.publish(scripted, version)
    kills = 0
    for place in itertools.count(1):
        folder = tmp_path / "state"
        shutil.copytree(before, folder)
        url = f"sqlite:///{folder}/tierwatch.db"
        done = step("poll", scripted.url, url, version, inject=f"{WRITES}:signal=KILL:when={place}")
        assert "Traceback" not in done.stderr
        if done.returncode == 0:
            break
        kills += 1
        scenario.poll(scripted.url, url, version)
        with open_store(url) as store:
            assert store.integrity() == ()
            assert store.dump() == oracle.dumps[version], f"call {place}"
        shutil.rmtree(folder)
    print(f"killed at {kills} calls, one after the other")
    assert kills >= CALLS / 2


@pytest.mark.slow
@pytest.mark.timeout(1500 if LONG else 240)
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_disk_that_refuses_costs_the_visit_and_nothing_else(scripted, oracle, strace, tmp_path, error) -> None:
    places, refused = random.Random(11), Counter()

    def refuse(url: str, version: int) -> None:
        for _ in range(10 if LONG else 1):
            done = step(
                "poll",
                scripted.url,
                url,
                version,
                inject=f"pwrite64,fdatasync:error={error}:when={places.randint(1, 150)}+",
            )
            refused[done.returncode != 0] += 1

    disturbed(scripted, oracle, tmp_path, refuse, versions=range(scenario.VERSIONS) if LONG else (0, 4))
    print(f"refused {refused[True]} of {sum(refused.values())} runs")
    assert refused[True] >= (50 if LONG else 1)


@soak
@pytest.mark.soak
@pytest.mark.timeout(3000)
def test_killed_at_any_moment_it_ends_as_if_it_had_not_been(scripted, oracle, tmp_path) -> None:
    moments = random.Random(13)

    def kill(url: str, version: int) -> None:
        for _ in range(30):
            child = subprocess.Popen(
                command("poll", scripted.url, url, version),
                env={**os.environ, **ENVIRONMENT},
                stderr=subprocess.DEVNULL,
            )
            time.sleep(moments.uniform(0.2, 3.0))
            child.send_signal(signal.SIGKILL)
            child.wait()

    disturbed(scripted, oracle, tmp_path, kill)


@pytest.mark.slow
@pytest.mark.timeout(1500 if LONG else 240)
def test_a_sender_that_is_killed_again_and_again_sends_to_nobody_twice(scripted, strace, tmp_path) -> None:
    url, taken = f"sqlite:///{tmp_path}/state/tierwatch.db", tmp_path / "taken"
    scenario.publish(scripted, 0)
    scenario.poll(scripted.url, url, 0)
    issue, kills = scenario.issue(scripted.url, url), 0
    places = random.Random(17)
    for _ in range(60 if LONG else 6):
        done = step("send", url, issue, taken, inject=f"{WRITES}:signal=KILL:when={places.randint(2, 60)}")
        kills += done.returncode != 0
        assert "Traceback" not in done.stderr
    scenario.send(url, issue, str(taken))

    recipients = taken.read_text().split()
    with open_store(url) as store:
        counts = Outbox(store.database).counts(issue)
        assert store.integrity() == ()
    # Once all is sent, a run makes too few calls to be killed.
    assert kills >= (25 if LONG else 4)
    assert len(recipients) == len(set(recipients))
    assert sum(counts.values()) == scenario.MEMBERS
    assert set(counts) <= {DeliveryState.ACCEPTED, DeliveryState.UNCERTAIN}
    assert counts.get(DeliveryState.UNCERTAIN, 0) <= kills
    assert scenario.MEMBERS - len(recipients) <= counts.get(DeliveryState.UNCERTAIN, 0)


def test_clocks_that_jump_back_and_forth_and_rounds_that_are_repeated_add_nothing(scripted, tmp_path) -> None:
    url = f"sqlite:///{tmp_path}/state/tierwatch.db"
    # (what is published, what the clock of this machine says)
    for version, moment in ((0, 0), (1, 1), (1, 1), (1, 0), (2, 9000), (2, 2), (2, 3), (2, 9001)):
        scenario.publish(scripted, version)
        scenario.poll(scripted.url, url, moment)
    with open_store(url) as store:
        found = scenario.found(store)

    assert found == sorted(scenario.truth(until=2))


def reads_unless(file: str, kind: str, snapshot: Snapshot, *others: object) -> Harvest:
    """The reader of ``kind``, which fails while there is a ``file``."""
    if Path(file).exists():
        raise ExtractError(snapshot.url, "this reader does not know the new form yet")
    return source_types()[kind].extract(snapshot, *others)


def test_what_a_reader_could_not_read_is_found_once_it_is_mended_though_nothing_is_published_anew(
    scripted, oracle, tmp_path, monkeypatch
) -> None:
    url, broken = f"sqlite:///{tmp_path}/state/tierwatch.db", tmp_path / "broken"
    mended = {
        kind: replace(known, extract=partial(reads_unless, str(broken), kind)) for kind, known in source_types().items()
    }
    monkeypatch.setattr("monitor.sources.visit.source_types", lambda: mended)
    for version in range(4):
        scenario.publish(scripted, version)
        scenario.poll(scripted.url, url, version)
    # Whatever is asked for from here on, the server would answer that nothing changed to who shows its marks.
    scenario.publish(scripted, 4)
    broken.touch()
    for _ in range(2):
        scenario.poll(scripted.url, url, 4)
    with open_store(url) as store:
        found_while_broken = scenario.found(store)
        failing = [state.failures for state in store.sources.all().values()]
    broken.unlink()
    scenario.poll(scripted.url, url, 4)
    with open_store(url) as store:
        found = scenario.found(store)

    assert found_while_broken == sorted(scenario.truth(until=3))
    assert sum(1 for count in failing if count) >= 4
    assert found == sorted(scenario.truth(until=4))


@pytest.mark.slow
@pytest.mark.parametrize("how", [pytest.param("fast", marks=[soak, pytest.mark.soak]), "immediate"])
def test_a_postgresql_that_is_stopped_or_crashes_under_an_open_state_costs_nothing(
    scripted, oracle, postgres_server, how
) -> None:
    url = postgres_server.new_database()
    with open_store(url) as store:
        for version in range(3):
            scenario.publish(scripted, version)
            postgres_server.stop(how)
            try:
                with pytest.raises((StoreError, ExceptionGroup)):
                    scenario.poll_with(store, scripted.url, version)
            finally:
                postgres_server.start()
            scenario.poll_with(store, scripted.url, version)
        assert store.integrity() == ()
        assert store.dump() == oracle.dumps[2]


@pytest.mark.slow
def test_a_postgresql_that_is_restarted_in_the_midst_of_a_visit_costs_nothing(
    scripted, oracle, postgres_server
) -> None:
    url = postgres_server.new_database()
    with open_store(url) as store:
        for version, how in enumerate(["immediate", "fast"] * (5 if LONG else 1)):

            def restart(address: str, how: str = how, number: int = version) -> None:
                # Between the question to the site and what is recorded of its answer.
                if address.endswith(f"/{(5 * number) % 12}"):
                    postgres_server.stop(how)
                    postgres_server.start()

            scenario.publish(scripted, version)
            with contextlib.suppress(StoreError, ExceptionGroup):
                scenario.poll_with(store, scripted.url, version, asked=restart)
            scenario.poll_with(store, scripted.url, version)
            assert store.dump() == oracle.dumps[version]
        assert store.integrity() == ()

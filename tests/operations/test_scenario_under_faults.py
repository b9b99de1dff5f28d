"""Scenario S: whatever is done to a run, after a restart it ends where an undisturbed one ends, and nobody gets a mail twice.

The short counts run with every change; ``make soak`` takes the long ones.
"""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.model.members import DeliveryState
from monitor.store import open_store
from monitor.store.outbox import Outbox
from tests.operations import scenario

HERE = Path(__file__).parent
WRITES = "pwrite64,write,fsync,fdatasync,ftruncate,rename,unlink"
LONG = "TIERWATCH_SOAK" in os.environ
soak = pytest.mark.skipif(not LONG, reason="a long proof: set TIERWATCH_SOAK=1")


def needs_strace() -> None:
    if not shutil.which("strace"):
        pytest.skip("strace is not installed")
    seen = subprocess.run(["strace", "-qq", "-o", "/dev/null", "true"], capture_output=True, check=False)
    if seen.returncode:
        pytest.skip("strace may not trace here")


def step(*arguments: object, inject: str = "") -> subprocess.CompletedProcess[str]:
    """One step in a process of its own; ``inject`` is strace's word for what to do to which call."""
    command = [sys.executable, str(HERE / "scenario_process.py"), *map(str, arguments)]
    if inject:
        calls = inject.partition(":")[0]
        traced = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={inject}"]
        command = [*traced, *command]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=100, check=False,
        env={**os.environ, "PYTHONPATH": str(HERE.parents[1]), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def scripted():
    from tests.site import running_site

    with running_site() as site:
        yield site


@pytest.fixture(scope="module")
def oracle(scripted, tmp_path_factory):
    """The dump of an undisturbed run, version by version, and what it found."""
    url = f"sqlite:///{tmp_path_factory.mktemp('calm')}/state/tierwatch.db"
    dumps = []
    for version in range(scenario.VERSIONS):
        scenario.publish(scripted, version)
        scenario.poll(scripted.url, url, version)
        with open_store(url) as store:
            dumps.append(store.dump())
    with open_store(url) as store:
        return dumps, scenario.found(store)


def test_the_scenario_is_what_it_says_and_all_of_it_is_found_once_and_nothing_else(oracle) -> None:
    _, found = oracle

    assert len(scenario.PLAN) == len(scenario.truth()) == 40
    assert len(scenario.FURNITURE) == 25
    assert found == sorted(scenario.truth())


def disturbed(scripted, oracle, folder: Path, disturb, versions=range(scenario.VERSIONS)) -> None:
    """Each version once disturbed and once in peace; the state must be the oracle's each time."""
    url, (dumps, _) = f"sqlite:///{folder}/state/tierwatch.db", oracle
    for version in range(scenario.VERSIONS):
        scenario.publish(scripted, version)
        if version in versions:
            disturb(url, version)
        scenario.poll(scripted.url, url, version)
        with open_store(url) as store:
            assert store.integrity() == ()
            assert store.dump() == dumps[version], f"version {version}"
    left = {file.name for file in (folder / "state").iterdir()}
    assert left <= {"tierwatch.db", "tierwatch.db-wal", "tierwatch.db-shm", "tierwatch.db.lock", "sends"}


@pytest.mark.slow
@pytest.mark.timeout(3000 if LONG else 240)
def test_killed_at_a_write_call_it_ends_as_if_it_had_not_been(scripted, oracle, tmp_path) -> None:
    needs_strace()
    kills = Counter()
    places = random.Random(7)
    rounds = 30 if LONG else 1

    def kill(url: str, version: int) -> None:
        for _ in range(rounds):
            done = step("poll", scripted.url, url, version, inject=f"{WRITES}:signal=KILL:when={places.randint(1, 40)}")
            kills[done.returncode != 0] += 1
            assert "Traceback" not in done.stderr

    disturbed(scripted, oracle, tmp_path, kill, versions=range(scenario.VERSIONS) if LONG else (0, 1, 3, 4, 6, 8))
    print(f"killed {kills[True]} of {sum(kills.values())} runs")
    assert kills[True] >= (150 if LONG else 4)


@pytest.mark.slow
@pytest.mark.timeout(1500 if LONG else 240)
@pytest.mark.parametrize("error", ["ENOSPC", "EIO"])
def test_a_disk_that_refuses_costs_the_visit_and_nothing_else(scripted, oracle, tmp_path, error) -> None:
    needs_strace()
    places, refused = random.Random(11), Counter()

    def refuse(url: str, version: int) -> None:
        for _ in range(10 if LONG else 1):
            done = step(
                "poll",
                scripted.url,
                url,
                version,
                inject=f"pwrite64,fdatasync:error={error}:when={places.randint(1, 12)}+",
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
    env = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}

    def kill(url: str, version: int) -> None:
        for _ in range(30):
            child = subprocess.Popen(
                [sys.executable, str(HERE / "scenario_process.py"), "poll", scripted.url, url, str(version)],
                env=env, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            time.sleep(moments.uniform(0.2, 3.0))
            child.send_signal(signal.SIGKILL)
            child.wait()

    disturbed(scripted, oracle, tmp_path, kill)


@pytest.mark.slow
@pytest.mark.timeout(1500 if LONG else 240)
def test_a_sender_that_is_killed_again_and_again_sends_to_nobody_twice(scripted, tmp_path) -> None:
    needs_strace()
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
    assert kills >= (40 if LONG else 4)
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


@pytest.mark.slow
@pytest.mark.parametrize("how", [pytest.param("fast", marks=[soak, pytest.mark.soak]), "immediate"])
def test_a_postgresql_that_is_stopped_or_crashes_under_an_open_state_costs_nothing(
    scripted, oracle, postgres_server, how
) -> None:
    dumps, _ = oracle
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
        assert store.dump() == dumps[2]


@pytest.mark.slow
def test_a_postgresql_that_is_restarted_in_the_midst_of_a_visit_costs_nothing(
    scripted, oracle, postgres_server
) -> None:
    dumps, _ = oracle
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
            assert store.dump() == dumps[version]
        assert store.integrity() == ()

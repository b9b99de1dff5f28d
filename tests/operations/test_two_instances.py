"""Two instances on one state, one of them stopped in its sleep: never do both write."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from monitor.store import open_store

HERE = Path(__file__).parent
LONG = "TIERWATCH_SOAK" in os.environ


class Holder:
    def __init__(self, database: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "holder_process.py"), database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
        )  # fmt: skip

    def says(self) -> str:
        return self.process.stdout.readline().strip()

    def writes(self, what: str) -> str:
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()
        return self.says()

    def sleeps(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def wakes(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


@contextmanager
def holders(database: str, number: int) -> Iterator[list[Holder]]:
    with open_store(database):
        pass
    found = [Holder(database) for _ in range(number)]
    try:
        yield found
    finally:
        for each in found:
            each.end()


def drop_connections(database: str) -> None:
    """What a server does with the connections of a machine that no longer answers."""
    with psycopg.connect(database.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
        name = database.rpartition("/")[2]
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_of_several_that_start_at_once_one_holds_the_state(kind, tmp_path, request) -> None:
    for _ in range(20 if LONG else 1):
        database = (
            f"sqlite:///{tmp_path}/t.db"
            if kind == "sqlite"
            else request.getfixturevalue("postgres_server").new_database()
        )
        with holders(database, 4) as found:
            said = sorted(each.says().partition(":")[0] for each in found)

        assert said == ["holds", "not first", "not first", "not first"]


@pytest.mark.slow
def test_a_stopped_instance_keeps_its_place_on_sqlite_and_goes_on_when_it_wakes(tmp_path) -> None:
    database = f"sqlite:///{tmp_path}/t.db"
    with holders(database, 1) as (first,):
        assert first.says() == "holds"
        first.sleeps()
        second = Holder(database)
        assert str(first.process.pid) in second.says()
        second.end()
        first.wakes()
        assert first.writes("a") == "written"


@pytest.mark.slow
def test_a_stopped_instance_whose_place_was_taken_on_postgresql_writes_nothing_when_it_wakes(postgres_server) -> None:
    dice = random.Random(23)
    for round_ in range(25 if LONG else 1):
        database = postgres_server.new_database()
        with holders(database, 1) as (first,):
            assert first.says() == "holds"
            for n in range(dice.randint(0, 3)):
                assert first.writes(f"before {n}") == "written"
            first.sleeps()
            drop_connections(database)
            second = Holder(database)
            try:
                assert second.says() == "holds"
                assert second.writes(f"second {round_}") == "written"
                first.wakes()
                # The first words may fail for the connections that are gone; those after them find that the place is taken.
                assert first.writes("woken").startswith("refused")
                assert second.writes("second again") == "written"
            finally:
                second.end()
            with open_store(database) as store:
                assert "woken" not in {run.period for run in store.runs.list("test")}

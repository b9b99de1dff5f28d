"""States of earlier schemas, as the programs of their time made them (``keep.py``), are brought up to date whole or not at all."""

import lzma
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.store import open_store
from monitor.store.schema import HEAD, known_revisions, migrate
from monitor.store.tables import metadata

KEPT = sorted((Path(__file__).parent / "kept").glob("*.db.xz"))
#: What a migration is for is to keep these; other tables may be parted, joined or dropped.
LASTING = ("sources", "documents", "versions", "claims", "standings", "events", "decisions", "digests", "audit")
STANDINGS = "SELECT area, organisation_id, role, status, valid_from, valid_to, claim_id FROM standings ORDER BY 1, 2, 3, 4, 5, 6, 7"

_KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from monitor.store import open_store
left = int(sys.argv[2])
@event.listens_for(Engine, "before_cursor_execute")
def count(_connection, _cursor, statement, *_rest):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
open_store(sys.argv[1]).close()
"""


def unpacked(kept, folder):
    file = folder / "tierwatch.db"
    file.write_bytes(lzma.decompress(kept.read_bytes()))
    return file


def rows(file):
    with sqlite3.connect(file) as state:
        counts = {table: state.execute(f"SELECT count(*) FROM {table}").fetchone() for table in LASTING}
        return counts, state.execute(STANDINGS).fetchall()


def killed_at(url, statement):
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, url, str(statement)], timeout=60, check=False, cwd=Path(__file__).parents[2]
    )
    return done.returncode == -signal.SIGKILL


def test_every_kept_state_is_of_a_schema_that_has_a_way_up():
    assert {file.name.partition(".")[0] for file in KEPT} <= set(known_revisions())
    assert len(KEPT) >= 7


@pytest.mark.parametrize("kept", KEPT, ids=lambda file: file.name.partition(".")[0])
def test_a_state_of_an_earlier_schema_is_read_whole_by_this_one(kept, tmp_path):
    file = unpacked(kept, tmp_path)
    before = rows(file)

    with open_store(f"sqlite:///{file}", create=False) as store:
        assert store.integrity() == ()
        digests, events = store.digests.list(), store.events.list()
        assert store.dump()
        store.full_text.catch_up()
        assert store.full_text.count("Nacro") > 0

    assert rows(file) == before
    assert len(digests) == before[0]["digests"][0] > 0
    assert len(events) > 0


def test_the_day_of_a_visit_is_no_more_the_day_of_what_it_saw_but_a_published_day_stays(tmp_path):
    file = unpacked(KEPT[-1], tmp_path)
    with sqlite3.connect(file) as state:
        days = dict(
            state.execute("SELECT id, occurred_on FROM events WHERE NOT concerns_source AND occurred_on IS NOT NULL")
        )

    with open_store(f"sqlite:///{file}", create=False) as store:
        dated = {event.id: event for event in store.events.list() if event.id in days}

    told = {event.type.value: event.change.occurred_on for event in dated.values() if event.change.occurred_on}
    assert set(told) == {"contact_retired"}
    assert {event.id: str(event.change.occurred_on or event.change.seen_on) for event in dated.values()} == days
    assert len(dated) > len(told)


def test_a_kill_inside_a_migration_leaves_the_old_state_or_the_new_one(tmp_path):
    file = unpacked(KEPT[0], tmp_path)
    old, before = file.read_bytes(), rows(file)
    killed = 0
    for statement in range(5, 31, 2):  # some thirty statements lead from the first schema to the seventh
        killed += killed_at(f"sqlite:///{file}", statement)
        with sqlite3.connect(file) as state:
            (revision,) = state.execute("SELECT version_num FROM alembic_version").fetchone()
        assert revision in {"0001", HEAD}
        with open_store(f"sqlite:///{file}", create=False) as store:
            assert store.integrity() == ()
        assert rows(file) == before
        for beside in file.parent.glob("tierwatch.db*"):
            beside.unlink()
        file.write_bytes(old)
    assert killed == 13


def test_a_kill_inside_a_migration_leaves_either_database_whole(url):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from monitor.store.database import Database

    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    database = Database(url)
    migrate(database, "0001")
    database.close()

    assert killed_at(url, 24)

    with open_store(url, create=False) as store, store.database.read() as connection:
        options = {"compare_type": False, "include_name": lambda name, *_: not str(name).startswith("search_")}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []

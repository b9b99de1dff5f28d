"""A state that cannot be used says so in words; one program works on it; a killed one leaves it whole."""

import os
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from monitor.errors import AlreadyRunningError, StoreError
from monitor.store import open_store
from monitor.store.schema import HEAD, known_revisions
from monitor.store.tables import metadata

HERE = Path(__file__).parent
NOBODY = 65534
NOON = datetime(2014, 10, 30, 12, tzinfo=UTC)


def _run(code, *arguments, **options):
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False,
        cwd=HERE.parents[1], **options,
    )  # fmt: skip


def test_the_migrations_make_exactly_the_tables_that_the_program_works_with(store):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with store.database.read() as connection:
        # The index of words is derived, and each database has its own kind.
        options = {"compare_type": False, "include_name": lambda name, *_: not str(name).startswith("search_")}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    assert known_revisions()[0] == HEAD


def test_a_state_of_a_newer_version_is_refused_and_left_alone(url):
    with open_store(url) as store, store.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreError, match="newer Tierwatch"):
        open_store(url)


def test_a_database_of_another_program_is_refused(url):
    with open_store(url) as store, store.database.write() as connection:
        connection.execute(text("DROP TABLE alembic_version"))

    with pytest.raises(StoreError, match="another program"):
        open_store(url)


def test_a_second_instance_is_refused_with_the_number_of_the_first(url):
    with (
        open_store(url) as one,
        open_store(url) as two,
        one.sole_instance(),
        pytest.raises(AlreadyRunningError, match=str(os.getpid())),
        two.sole_instance(),
    ):
        pytest.fail("both instances hold the state")

    with open_store(url) as three, three.sole_instance():
        assert three.integrity() == ()


def test_the_lock_of_a_killed_process_is_free_again(tmp_path):
    url = f"sqlite:///{tmp_path}/t.db"
    code = (
        "import os, signal, sys\nfrom monitor.store import open_store\n"
        "with open_store(sys.argv[1]) as s, s.sole_instance():\n    os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert _run(code, url).returncode == -signal.SIGKILL

    with open_store(url) as store, store.sole_instance():
        assert store.integrity() == ()


def test_several_programs_may_open_a_new_state_at_the_same_time(url):
    faults, opened = [], []

    def open_it():
        try:
            open_store(url).close()
            opened.append(url)
        except (StoreError, OSError) as error:
            faults.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (faults, len(opened)) == ([], 4)


def test_a_program_that_finds_another_at_the_beginning_of_a_new_state_waits_for_it(tmp_path):
    file = tmp_path / "t.db"
    with sqlite3.connect(file, check_same_thread=False, isolation_level=None) as other:
        # As a program does that has not come to write ahead yet.
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.2, other.rollback).start()

        open_store(f"sqlite:///{file}").close()
    other.close()


def test_writers_in_several_threads_all_get_their_turn(store):
    def write(number):
        for turn in range(10):
            store.audit.add("count", subject=str(turn), by=str(number), at=NOON)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(store.audit.list()) == 40
    assert store.audit.verify() == ()


def test_a_state_that_should_be_there_and_is_not_is_named(tmp_path):
    with pytest.raises(StoreError, match=r"t\.db does not exist"):
        open_store(f"sqlite:///{tmp_path}/t.db", create=False)


@pytest.mark.parametrize("url", ["mysql://u@h/d", "no address"])
def test_an_address_of_no_supported_database_is_refused(url):
    with pytest.raises(StoreError, match="sqlite:///"):
        open_store(url)


def test_a_file_that_is_no_database_is_refused(tmp_path):
    (tmp_path / "t.db").write_bytes(b"this is a letter, not a database" * 100)

    with pytest.raises(StoreError, match="damaged or no database"):
        open_store(f"sqlite:///{tmp_path}/t.db")


def test_a_damaged_file_is_named_and_not_taken_for_an_empty_week(tmp_path):
    url = f"sqlite:///{tmp_path}/t.db"
    # Closing the last connection brings the write-ahead log into the file.
    open_store(url).close()
    file = tmp_path / "t.db"
    for leftover in (tmp_path / "t.db-wal", tmp_path / "t.db-shm"):
        leftover.unlink(missing_ok=True)
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))

    with pytest.raises(StoreError, match="damaged"):
        open_store(url).events.list()


def test_a_folder_that_cannot_be_written_is_named():
    code = (
        "import os, sys\nfrom monitor.errors import StoreError\nfrom monitor.store import open_store\n"
        "import alembic.command, sqlite3, sqlalchemy.dialects.sqlite.pysqlite\n"
        f"os.geteuid() or os.seteuid({NOBODY})\n"
        "try:\n    open_store(sys.argv[1])\nexcept StoreError as error:\n    print(error)"
    )
    # Not below pytest's own folder: another user may not enter that one.
    with tempfile.TemporaryDirectory() as outer:
        folder = Path(outer) / "state"
        folder.mkdir()
        Path(outer).chmod(0o755)
        folder.chmod(0o555)
        done = _run(code, f"sqlite:///{folder}/t.db")
        assert list(folder.iterdir()) == []

    assert "cannot be opened" in done.stdout, done.stderr


_FILL = """
import resource, signal, sys
from monitor.errors import StoreError
from monitor.store import open_store
from tests.store import builders as b
import os
store = open_store(sys.argv[1])
store.record(b.a_poll("Acme"))
before = store.dump()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
limit = 2_000_000
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    for day in range(1, 200):
        big = b.a_snapshot(os.urandom(200_000), at=b.NOON.replace(day=1 + day % 28))
        store.record(b.a_poll("Acme", f"Bond{day}", at=b.NOON.replace(day=1 + day % 28), snapshots=(big,), begun=(), events=()))
        before = store.dump()
except StoreError as error:
    print(error)
assert store.dump() == before
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.record(b.a_poll("Acme", "After"))
assert store.integrity() == (), store.integrity()
print("went on")
"""


def test_a_full_disk_fails_one_visit_in_words_and_the_store_goes_on_when_there_is_space(tmp_path):
    done = _run(_FILL, f"sqlite:///{tmp_path}/t.db")

    assert "disk" in done.stdout, done.stdout + done.stderr
    assert done.stdout.endswith("went on\n"), done.stderr
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 2_000_000

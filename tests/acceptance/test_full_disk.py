"""A disk that is full costs the source whose news found no room: it is named, the others go on where they can, nothing is lost."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.poll.published import bidders

#: What a small change needs and a large one does not find: of a file system, and of one file beyond the database as it is.
ROOM, FURTHER = 600 * 1024, 200 * 1024


def publish(site, partner: str, *, areas: int) -> None:
    site.put("/before", bidders(("Northvale", "Harbour Trust", f"Quayside Housing{partner}")))
    site.put("/large", bidders(*[(f"Area {n}", f"Trust {n}", f"Partner {n}{partner}") for n in range(areas)]))
    site.put("/after", bidders(("Southvale", "Lantern", f"Hope House{partner}")))


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """``folder`` as a file system of its own of a few megabytes, where this user may make one."""
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.fixture
def visited(site, tierwatch):
    """The command with three sources of one host that were visited once; the second is about to grow very much."""
    (tierwatch.folder / "state").mkdir()
    publish(site, "", areas=4)
    tierwatch.configure(*(f'id = "{n}"\nkind = "page"\nurl = "{site.url}/{n}"' for n in ("before", "large", "after")))
    return tierwatch


def assert_the_large_one_alone_is_named(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.findall(r"^fault: source (\w+): not recorded: .*disk", done.stderr, flags=re.MULTILINE) == ["large"]
    assert "before: 1 document new or changed, 1 event" in done.stderr
    assert "after: 1 document new or changed, 1 event" in done.stderr
    assert "Traceback" not in done.stderr


def assert_nothing_was_lost(tierwatch) -> None:
    again = tierwatch("poll")
    assert again.returncode == 0
    assert again.stdout.count("Open Door joins") == 60
    assert "2 unchanged" in again.stdout


def test_the_source_that_found_no_room_is_named_and_those_around_it_are_recorded(visited, site) -> None:
    assert visited("poll").returncode == 0
    publish(site, ", Open Door", areas=60)

    done = visited.process("poll", max_file_bytes=visited.database.stat().st_size + FURTHER)

    assert_the_large_one_alone_is_named(done)
    assert_nothing_was_lost(visited)


def test_so_it_is_on_a_small_file_system_and_on_one_without_any_room_all_are_named(visited, site) -> None:
    state = visited.folder / "state"
    with small_disk(state):
        assert visited("poll").returncode == 0
        publish(site, ", Open Door", areas=60)
        filler, free = state / "filler", os.statvfs(state).f_bavail * os.statvfs(state).f_bsize
        filler.write_bytes(bytes(free))
        without = visited("poll")
        filler.write_bytes(bytes(free - ROOM))
        done = visited.process("poll")
        filler.unlink()

        assert without.returncode == 1
        assert "not visited: before, large, after" in without.stderr
        assert_the_large_one_alone_is_named(done)
        assert_nothing_was_lost(visited)

"""A day of service with a moved clock: memory, open files and the write-ahead log stay where they are (``make soak``)."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model import Source
from monitor.poll import Tools, poll_sources
from monitor.programmes import Watchlist
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.store import Keep, open_store

START = datetime(2026, 3, 2, tzinfo=UTC)
SOURCES = int(os.environ.get("TIERWATCH_SOAK_SOURCES", "2000"))
HOURS = int(os.environ.get("TIERWATCH_SOAK_HOURS", "24"))


def resident_mib() -> float:
    """Of this process and of those that read for it."""
    me, pages = str(os.getpid()), 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.name == me or (folder / "stat").read_text().rpartition(") ")[2].split()[1] == me:
                pages += int((folder / "statm").read_text().split()[1])
        except OSError:
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


def slope(values: list[float]) -> float:
    """MiB an hour by least squares."""
    middle = (len(values) - 1) / 2
    mean = sum(values) / len(values)
    return sum((n - middle) * (v - mean) for n, v in enumerate(values)) / sum(
        (n - middle) ** 2 for n in range(len(values))
    )


def _word(hour: int) -> str:
    # Numbers alone are furniture: a page with another count of readers is no new version.
    return " ".join("abcdefghijklmnopqrstuvwxyz"[int(digit)] * 4 for digit in str(hour))


@pytest.mark.soak
@pytest.mark.timeout(3000)
@pytest.mark.skipif("TIERWATCH_SOAK" not in os.environ, reason="a long proof: set TIERWATCH_SOAK=1")
def test_a_day_of_many_sources_leaves_memory_and_files_as_they_were(site, tmp_path) -> None:
    sources = [
        Source(id=f"s{n}", kind="page", url=f"{site.url}/{n}", internal=True, every_hours=1) for n in range(SOURCES)
    ]
    memory, handles, logs = [], [], []
    url = f"sqlite:///{tmp_path}/state/tierwatch.db"
    with open_store(url) as store, Fetcher(FetchSettings(delay_seconds=0, obey_robots=False)) as fetcher:
        tools = Tools(fetch=fetcher.fetch, store=store, watchlist=Watchlist.of([]))
        for hour in range(HOURS):
            for n in range(SOURCES):
                # One page in fifty has news each hour; the others answer 304.
                news = hour if n % 50 == hour % 50 else 0
                if hour == 0 or news:
                    site.put(
                        f"/{n}",
                        f"<html><body><main><h1>Board of {n}</h1><p>The board met {_word(news)} of the old town hall.</p></main></body></html>",
                    )
            list(poll_sources(sources, tools, clock=lambda at=START + timedelta(hours=hour): at))
            site.requests.clear()
            if hour % 6 == 5:
                store.prune(Keep(before=None, newest=3))
            memory.append(resident_mib())
            handles.append(len(list(Path("/proc/self/fd").iterdir())))
            wal = tmp_path / "state" / "tierwatch.db-wal"
            logs.append(wal.stat().st_size if wal.exists() else 0)
        versions = store.documents.history(store.documents.of_source("s1")[0].document_id)
        assert len(versions) > 1
        assert store.integrity() == ()
    settled = memory[len(memory) // 4 :]
    size = (tmp_path / "state" / "tierwatch.db").stat().st_size
    print(
        f"{SOURCES} sources, {HOURS} h: {slope(settled):.2f} MiB an hour, {handles[-1] - handles[2]:+} files, "
        f"log {max(logs) / 1024**2:.1f} MiB, {size / (SOURCES * HOURS):.0f} bytes a poll"
    )
    assert slope(settled) < 1
    assert handles[-1] - handles[2] <= 2
    assert max(logs) < 64 * 1024**2

"""The clock of the machine jumps under the running service (libfaketime), and the night of the October change comes: every week is
drafted once, and the visits go on at their pace.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.clock import WeeklyAt
from monitor.health import due_of
from monitor.model import Source, SourceState
from monitor.schedule import Duties, build_scheduler, follow_clock
from monitor.store import open_store

ROOT = Path(__file__).parents[2]
LONG = "TIERWATCH_SOAK" in os.environ
FAKED = next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)
soak = [pytest.mark.soak, pytest.mark.skipif(not LONG, reason="a long proof: set TIERWATCH_SOAK=1")]
#: Where a week ends at which time of a Sunday, when that is, and how far on the same time comes again: in London, where half past one
#: does; on Lord Howe, where the clock goes back by half an hour; and in Nepal, which is three quarters of an hour off and changes nothing.
SUNDAYS = [
    pytest.param("Europe/London", "01:30:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), timedelta(hours=1), id="London"),
    pytest.param("Australia/Lord_Howe", "01:45:00", datetime(2026, 4, 4, 14, 45, tzinfo=UTC), timedelta(minutes=30), id="Lord Howe", marks=soak),
    pytest.param("Asia/Kathmandu", "01:45:00", datetime(2026, 10, 24, 20, tzinfo=UTC), timedelta(hours=1), id="Kathmandu", marks=soak),
]  # fmt: skip
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Running:
    """``tierwatch run`` with a clock of its own."""

    def __init__(self, config: Path, folder: Path, at: datetime) -> None:
        self.clock, self.lines = folder / "clock", []
        self.at = at - datetime.now(UTC)
        self.set(timedelta(0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "monitor", "--config", str(config), "run"], stderr=subprocess.PIPE, text=True,
            env={
                **os.environ, "PYTHONPATH": str(ROOT), "LD_PRELOAD": str(FAKED), "FAKETIME_NO_CACHE": "1",
                "FAKETIME_TIMESTAMP_FILE": str(self.clock), "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            },
        )  # fmt: skip

    def set(self, further: timedelta) -> None:
        self._show(self.at + further)

    def set_to(self, moment: datetime) -> None:
        self._show(moment - datetime.now(UTC))

    def _show(self, at: timedelta) -> None:
        self.at = at
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(f"{int(self.at.total_seconds()):+d}\n")
        fresh.rename(self.clock)

    def wait_for(self, *words: str) -> None:
        """Until each of ``words`` has been logged from now on, in whatever order."""
        wanted = set(words)
        enough = threading.Timer(45, self.process.kill)
        enough.start()
        while wanted:
            line = self.process.stderr.readline()
            assert line, f"waited for {wanted} after {self.lines[-12:]}"
            self.lines.append(json.loads(line)["event"])
            wanted = {each for each in wanted if each not in self.lines[-1]}
        enough.cancel()


@pytest.mark.slow
@pytest.mark.skipif(FAKED is None, reason="libfaketime is not installed")
@pytest.mark.parametrize(("zone", "at", "ends", "again"), SUNDAYS)
def test_a_clock_that_jumps_under_the_running_service_drafts_each_week_once_and_stops_no_visit(
    site, tierwatch, tmp_path, zone, at, ends, again
) -> None:
    site.put("/n", "<html><body><main><h1>Board</h1><p>The board met in the old town hall.</p></main></body></html>")
    tierwatch.configure(
        f'[service]\ntimezone = "{zone}"\n[web]\nlisten = "127.0.0.1:0"\n[digest]\nweekday = "sunday"\nat = {at}\n'
        f'[[sources]]\nid = "n"\nkind = "page"\nurl = "{site.url}/n"\ninternal = true\nevery_hours = 0.25'
    )
    jumps = [timedelta(hours=3), timedelta(hours=-3), timedelta(days=25 * 365)]
    jumps += [timedelta(days=3), timedelta(days=30), timedelta(days=-30), timedelta(days=-2)] if LONG else []
    running = Running(tierwatch.config, tmp_path, ends - timedelta(hours=1))
    try:
        running.wait_for("n: 1 document")
        running.set_to(ends - timedelta(seconds=3))
        running.wait_for("set forward", f"drafted the digest of the week ending {ends:%Y-%m-%dT%H:%MZ}")
        running.set(again)
        running.wait_for("n: unchanged", "set forward")
        for jump in jumps:
            running.set(jump)
            running.wait_for("set forward" if jump > timedelta(0) else "set back")
            running.set(timedelta(minutes=16))
            running.wait_for("n: unchanged", "set forward")
    finally:
        running.process.terminate()
        _, rest = running.process.communicate(timeout=40)
        running.lines += [json.loads(line)["event"] for line in rest.splitlines()]
    drafted = [line for line in running.lines if line.startswith("drafted the digest")]
    with open_store(f"sqlite:///{tierwatch.state}/tierwatch.db") as store:
        periods = [each.period.key for each in store.digests.list()]

    print(*running.lines, sep="\n")
    assert any(
        line.startswith(("the clock was set back by 3:0", "the clock was set back by 2:5")) for line in running.lines
    )
    assert len(drafted) == len(set(drafted)) == len(periods) == len(set(periods))
    assert drafted.count(drafted[-1]) == 1


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.skipif(FAKED is None, reason="libfaketime is not installed")
def test_a_postgresql_that_is_away_for_a_while_costs_visits_and_they_are_made_up_for(
    site, tierwatch, postgres_server, tmp_path
) -> None:
    page = "<html><body><main><h1>Board</h1><p>The board met in the {} town hall.</p></main></body></html>"
    site.put("/n", page.format("old"))
    tierwatch.configure(
        f'[web]\nlisten = "127.0.0.1:0"\n[store]\nurl = "{postgres_server.new_database()}"\n'
        f'[[sources]]\nid = "n"\nkind = "page"\nurl = "{site.url}/n"\ninternal = true\nevery_hours = 0.25'
    )
    running = Running(tierwatch.config, tmp_path, NOW)
    try:
        running.wait_for("n: 1 document")
        postgres_server.stop("immediate")
        try:
            site.put("/n", page.format("new"))
            running.set(timedelta(minutes=16))
            running.wait_for("n: not recorded")
            time.sleep(150 if LONG else 0)
        finally:
            postgres_server.start()
        running.set(timedelta(minutes=16))
        running.wait_for("n: 1 document")
    finally:
        running.process.terminate()
        running.process.communicate(timeout=40)
    assert running.process.returncode == 0


def test_after_a_clock_was_set_back_every_job_waits_as_long_as_before() -> None:
    weekly = WeeklyAt(weekday="friday", at=datetime(2026, 1, 1, 7).time(), zone="Europe/London")
    source = Source(id="s", kind="page", url="https://s.example/", every_hours=6)
    duties = Duties(poll=lambda _source: None, publish=lambda: None, heartbeat=lambda: None)
    later = NOW + timedelta(days=9131)
    scheduler = build_scheduler([source], duties, weekly=weekly, due_at={"s": later + timedelta(hours=5)}, now=later)
    scheduler.start(paused=True)
    try:
        follow_clock(scheduler, later - NOW, NOW)
        due = {job.id: job.next_run_time for job in scheduler.get_jobs()}
    finally:
        scheduler.shutdown(wait=False)

    assert due["poll:s"] == NOW + timedelta(hours=5)
    assert due["digest"] == datetime(2026, 11, 27, 7, tzinfo=UTC)
    assert due["upkeep"] < NOW + timedelta(days=1)


def test_a_visit_in_the_future_is_nothing_to_wait_for() -> None:
    later = NOW + timedelta(days=9131)

    assert due_of(SourceState(source_id="s", last_polled_at=later, next_due_at=later + timedelta(hours=6)), NOW) is None
    assert due_of(SourceState(source_id="s", last_polled_at=NOW, next_due_at=later), NOW) == later

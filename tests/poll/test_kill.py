"""Killed at any moment: the next run goes on from what was recorded, and ends where an undisturbed one ends."""

from __future__ import annotations

import os
import random
import signal
import time
from datetime import timedelta

import pytest

from monitor.model import Source
from monitor.poll import Tools, poll_sources
from monitor.programmes import Watchlist, load_packs
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.store import open_store
from tests.poll.published import FEED, START, bidders

#: Fewer seldom hit a write: with every statement committed by itself on PostgreSQL, 15 found nothing wrong.
KILLS = 50
STEPS = 6


def publish(site, step: int) -> None:
    """The site as it is at ``step``: each step has a new partner, a new lead or a new entry, and one moves furniture only."""
    partners = ["Lantern", "Quayside Housing", "Open Door", "Saltmarsh Trust"][: 1 + min(step, 3)]
    lead = "Harbour Trust" if step < 4 else "Beacon Group Ltd"
    site.put("/bidders", bidders(("Northvale", lead, ", ".join(partners)), menu=f"News {step}"))
    site.put("/feed", FEED(step), content_type="application/rss+xml")


def poll_once(url: str, database: str, now) -> None:
    sources = [
        Source(id="page", kind="page", url=f"{url}/bidders", internal=True),
        Source(id="feed", kind="feed", url=f"{url}/feed", internal=True),
    ]
    with open_store(database) as store, Fetcher(FetchSettings(delay_seconds=0, obey_robots=False)) as fetcher:
        tools = Tools(fetch=fetcher.fetch, store=store, watchlist=Watchlist.of(load_packs()))
        list(poll_sources(sources, tools, clock=lambda: now))


def killed_after(seconds: float, work) -> bool:
    """Do ``work`` in a child and kill it after ``seconds``; whether it was still at it."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request) -> str:
    """Which database is killed at work."""
    return request.param


@pytest.fixture
def states(kind, request, tmp_path) -> tuple[str, str]:
    """The addresses of two states that do not exist yet."""
    if kind == "sqlite":
        return f"sqlite:///{tmp_path}/calm/tierwatch.db", f"sqlite:///{tmp_path}/shaken/tierwatch.db"
    server = request.getfixturevalue("postgres_server")
    return server.new_database(), server.new_database()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_kill_at_any_point_loses_nothing_and_repeats_nothing(site, states) -> None:
    random_moments = random.Random(20141029)
    calm, shaken = states
    kills = 0
    for step in range(STEPS):
        publish(site, step)
        now = START + timedelta(days=step)
        begun = time.monotonic()
        poll_once(site.url, calm, now)
        duration = time.monotonic() - begun
        for _ in range(40):
            if kills >= (step + 1) * KILLS / STEPS:
                break
            kills += killed_after(random_moments.uniform(0, duration), lambda at=now: poll_once(site.url, shaken, at))
        poll_once(site.url, shaken, now)
    with open_store(calm) as undisturbed, open_store(shaken) as disturbed:
        assert disturbed.integrity() == ()
        assert disturbed.dump() == undisturbed.dump()
        assert len(undisturbed.events.list()) >= STEPS - 2
    assert kills >= KILLS

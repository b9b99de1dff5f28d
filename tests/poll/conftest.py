"""A site, a state and a poller; time is an argument and nothing sleeps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model import Event, Source
from monitor.poll import Outcome, Tools, poll_source
from monitor.programmes import Watchlist, load_packs
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.store import Store, open_store
from tests.site import running_site

START = datetime(2014, 10, 28, 9, 0, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[object]:
    with running_site() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'state' / 'tierwatch.db'}") as opened:
        yield opened


@dataclass
class Poller:
    """Polls one source day by day."""

    tools: Tools
    source: Source
    now: datetime = START
    outcomes: list[Outcome] = field(default_factory=list)

    def poll(self, *, after: timedelta = timedelta(days=1)) -> list[Event]:
        self.now += after
        outcome = poll_source(self.source, self.tools, now=self.now)
        self.outcomes.append(outcome)
        return list(outcome.events)

    @property
    def last(self) -> Outcome:
        return self.outcomes[-1]


@pytest.fixture
def poller(site, store) -> Iterator[object]:
    watchlist = Watchlist.of(load_packs())
    with Fetcher(FetchSettings(delay_seconds=0, retries=0), sleep=lambda _seconds: None) as fetcher:
        tools = Tools(fetch=fetcher.fetch, store=store, watchlist=watchlist)

        def make(path: str, kind: str = "page", **fields: object) -> Poller:
            source = Source(id=kind, kind=kind, url=site.url + path, internal=True, **fields)
            return Poller(tools, source)

        yield make

"""Whatever type a source is of: a server that stalls, drips or never ends costs that source its bounds, and the others nothing."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from monitor.model import Source
from monitor.poll import Tools, poll_sources
from monitor.programmes import Watchlist
from monitor.sources import source_types
from monitor.store import open_store
from tests.fetch.test_fetch_bounds import BEHAVIOURS, LIMIT, SECONDS

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
GOOD = b"<html><head><title>Board</title></head><body><main><h1>Board</h1><p>The board met in the hall.</p></main></body></html>"


class Always(dict):
    """The same answer for every address."""

    def __init__(self, answer) -> None:
        self.answer = answer

    def get(self, _target, _otherwise=None):
        return self.answer


def source_of(kind: str, site) -> Source:
    # An archive is asked for an address that another server has.
    options = source_types()[kind].options(**({"service": site.url("")} if kind == "archive" else {}))
    return Source(id=kind, kind=kind, url=site.url("/board"), internal=True, options=options)


@pytest.mark.slow
def test_a_hostile_server_behind_any_type_of_source_costs_that_source_alone(
    open_site, fetcher_with, answer, tmp_path
) -> None:
    sites = {kind: open_site() for kind in source_types()}
    healthy = open_site(answers=Always(answer(GOOD, "Content-Type: text/html")))
    sources = [*(source_of(kind, site) for kind, site in sites.items())]
    sources.append(Source(id="healthy", kind="page", url=healthy.url("/board"), internal=True))
    fetcher = fetcher_with(
        total_seconds=SECONDS, idle_seconds=10.0, max_bytes=LIMIT, max_header_bytes=32 * 1024, obey_robots=False
    )
    with open_store(f"sqlite:///{tmp_path}/state.db") as store:
        tools, took = Tools(fetch=fetcher.fetch, store=store, watchlist=Watchlist.of([])), {}
        for behaviour in BEHAVIOURS:
            for site in sites.values():
                site.answers, site.questions[:] = Always(behaviour), []
            began = time.monotonic()
            outcomes = {each.source.id: each for each in poll_sources(sources, tools, clock=lambda: NOW)}
            took[behaviour.__name__] = time.monotonic() - began

            assert not outcomes.pop("healthy").failure
            assert set(outcomes) == set(sites), behaviour.__name__
            for kind, outcome in outcomes.items():
                assert outcome.failure, (behaviour.__name__, kind)
                assert not outcome.documents
                assert store.sources.state(kind).baseline_at is None
            asked = {kind: len(site.questions) for kind, site in sites.items()}
            most = max(asked.values())
            assert min(asked.values()) >= 1, asked
            # A type that asks several addresses may wait for each; all types are asked at once.
            assert took[behaviour.__name__] < most * SECONDS + 2
        print({name: round(seconds, 1) for name, seconds in took.items()})

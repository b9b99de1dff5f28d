"""A source that falls silent and speaks again: one notice when it turns quiet, one when it has something new."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.ledger.taught import Lessons
from monitor.model import EventType, HealthState
from tests.poll.published import bidders

NORTH = ("Northvale", "Harbour Trust", "Quayside Housing, Lantern")
SOUTH = ("Southmere", "Beacon Group Ltd", "Lantern")


@pytest.fixture
def silent(site, poller):
    """A page that has had nothing new for forty days and turned quiet for it."""
    site.put("/bidders", bidders(NORTH))
    page = poller("/bidders", quiet_after_days=30)
    page.poll()
    (turned,) = page.poll(after=timedelta(days=40))
    assert turned.type is EventType.QUIET
    return page


def test_a_quiet_source_that_speaks_again_recovers_once(site, silent, store) -> None:
    site.put("/bidders", bidders(NORTH, SOUTH))

    events = silent.poll(after=timedelta(days=10))

    (notice,) = [event for event in events if event.change.organisation_id == "source:page"]
    assert (notice.type, notice.change.reason) == (EventType.RECOVERED, "something new again after 50 days")
    assert store.sources.state("page").health is HealthState.GOOD
    assert silent.poll() == []


def test_good_visits_with_nothing_new_leave_a_quiet_source_quiet_without_a_word(silent, site, store) -> None:
    since = store.sources.state("page").health_since
    site.put("/bidders", bidders(NORTH, menu="Latest (3 new)"))

    assert [event for _ in range(3) for event in silent.poll()] == []
    assert (store.sources.state("page").health, store.sources.state("page").health_since) == (HealthState.QUIET, since)


def test_what_is_only_read_anew_after_a_lesson_is_nothing_new(silent, store) -> None:
    (page,) = store.documents.of_source("page")
    body = next(claim for claim in page.reading.claims if claim.organisation == "Lantern")
    lessons = Lessons(nobodies=frozenset({(page.document_id, body.organisation_id)}), taught=1)
    silent.tools = replace(silent.tools, lessons=lessons)

    assert silent.poll() == []
    assert silent.last.documents == 1
    assert store.sources.state("page").health is HealthState.QUIET

"""The service's weekly draft: one run a period, and every week that was missed while the service was down."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from monitor.cli.context import Composition
from monitor.clock import Period, utc_now
from monitor.errors import ReviewError, StoreError
from monitor.store import Store
from monitor.upkeep.nightly import keep_up

log = logging.getLogger("tierwatch")
_MOST_MISSED = 8


def draft_missed(composition: Composition, *, by: str) -> None:
    """Draft each week that has ended and has no issue yet."""
    now = utc_now()
    try:
        with composition.open_store() as store:
            for period in missed_periods(composition, store):
                if store.runs.claim("digest", period.key, at=now, by=by):
                    _draft(composition, store, period)
                    store.runs.finish("digest", period.key, at=utc_now(), outcome="drafted")
    except (StoreError, ReviewError) as error:
        log.error("the weekly digest was not drafted: %s", error)  # noqa: TRY400 -- the message says it all


def missed_periods(composition: Composition, store: Store) -> tuple[Period, ...]:
    """The weeks without an issue, oldest first: back to the last one that has one, else the last week alone."""
    return tuple(reversed(list(_missed(composition, store))))


def _missed(composition: Composition, store: Store) -> Iterator[Period]:
    weekly = composition.config.weekly
    period = weekly.last_period(utc_now())
    if not store.digests.list():
        yield period
        return
    for _ in range(_MOST_MISSED):
        if store.digests.of_period(period.key):
            return
        yield period
        period = weekly.last_period(period.start)


def _draft(composition: Composition, store: Store, period: Period) -> None:
    from monitor.cli.digest import masthead_of
    from monitor.digest.issue import draft_digest

    config, now = composition.config, utc_now()
    keep_up(store, composition.packs(), config.sources, now=now)
    _, stored = draft_digest(
        store,
        period=period,
        sources=config.sources,
        masthead=masthead_of(composition),
        programmes={pack.id: pack.name for pack in composition.packs() if pack.id},
        packs=composition.packs(),
        now=now,
    )
    for event_id in store.digests.event_ids(stored.id):
        event = store.events.get(event_id)
        if event is not None:
            marks = {"issue": stored.id, "event_id": event_id, "poll": event.poll_id, "source": event.source_id}
            log.info("printed: %s", event.wording, extra=marks)
    log.info("drafted the digest of the week ending %s; `tierwatch digest show` prints it", period.key)

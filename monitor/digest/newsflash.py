"""A newsflash: one urgent change in a mail of its own, drafted, approved and sent like any issue, and capped a week."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.clock import Period
from monitor.digest.changes import Told, change_items
from monitor.digest.issue import Masthead
from monitor.digest.quoting import quoted_whole
from monitor.encoding import to_json
from monitor.errors import ReviewError, UnknownIdError
from monitor.model import Digest, EventState, Section, SectionKind
from monitor.store import Store, StoredDigest

#: News that waited longer than this is for the weekly issue.
EXPIRES_AFTER = timedelta(days=1)


def draft_newsflash(store: Store, event_id: str, *, masthead: Masthead, now: datetime) -> StoredDigest:
    """Draft the flash that tells one accepted event. The weekly issue tells it as well. Raises ReviewError."""
    event = store.events.get(event_id)
    if event is None:
        raise UnknownIdError(f"there is no event {event_id}")
    if event.state is not EventState.ACCEPTED:
        raise ReviewError("only an accepted event is told; accept it first")
    end = now.replace(second=0, microsecond=0)
    (whole,) = quoted_whole([event], store)
    (item,) = change_items([Told(event=whole, wording=event.wording)], zone=masthead.zone)
    digest = Digest(
        kind="newsflash", cadence="immediate", number=0, title=masthead.title, publisher=masthead.publisher,
        zone=masthead.zone, period=Period(start=event.detected_at, end=end), made_at=now,
        sections=(Section(kind=SectionKind.CONTRACTS, items=(item,)),),
    )  # fmt: skip
    if event.id in store.digests.printed(audience="newsflash", cadence="immediate"):
        raise ReviewError("a newsflash told this already")
    present = store.digests.get(digest.id)
    if present is not None and event.id not in store.digests.event_ids(present.id):
        raise ReviewError("another newsflash was drafted in this very minute; try again in the next")
    return store.digests.draft(
        digest.period, to_json(digest), at=now, event_ids=[event.id], audience="newsflash", cadence="immediate",
        expires_at=now + EXPIRES_AFTER,
    )  # fmt: skip

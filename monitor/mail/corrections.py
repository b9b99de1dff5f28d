"""Who has to hear that we were wrong: exactly those who got the wrong item, or may have got it."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.clock import Period
from monitor.digest.issue import Masthead, read_digest
from monitor.encoding import to_json
from monitor.errors import ReviewError, UnknownIdError
from monitor.mail.mailing import kept_bulletin
from monitor.model import Digest, DigestItem, Section, SectionKind
from monitor.store import Store, StoredDigest
from monitor.store.outbox import Outbox
from monitor.text import fingerprint

EXPIRES_AFTER = timedelta(days=14)
#: States in which an issue has left, at least in part.
_LEFT = ("sending", "paused", "sent")


def draft_correction(
    store: Store, stored: StoredDigest, *, item_id: str, headline: str, words: str, masthead: Masthead, now: datetime
) -> StoredDigest:
    """Draft the issue that corrects one item of ``stored``. It is approved and sent like any other. Raises ReviewError."""
    wrong = read_digest(stored)
    item = next((each for each in wrong.items if each.id.startswith(item_id)), None)
    if item is None or not item_id:
        raise UnknownIdError(f"the digest has no item {item_id}")
    if stored.state.value not in _LEFT:
        raise ReviewError("nobody got this digest yet: change it instead")
    right = DigestItem(
        id=fingerprint("correction", wrong.id, item.id, headline, words), headline=headline, summary=words, links=item.links,
        said=item.headline, said_on=wrong.made_at.date(), said_in=wrong.number, areas=item.areas, programme=item.programme,
    )  # fmt: skip
    digest = Digest(
        kind="correction", cadence="immediate", number=wrong.number, title=masthead.title, publisher=masthead.publisher,
        zone=masthead.zone, period=Period(start=wrong.period.start, end=now.replace(second=0, microsecond=0)), made_at=now,
        sections=(Section(kind=SectionKind.CORRECTIONS, items=(right,)),), corrects=wrong.id, corrects_item=item.id,
    )  # fmt: skip
    return store.digests.draft(
        digest.period, to_json(digest), at=now, audience="correction", cadence=digest.cadence,
        expires_at=now + EXPIRES_AFTER,
    )  # fmt: skip


def receivers_of(store: Store, correction: Digest) -> frozenset[str]:
    """The members whose bulletin had the wrong item in it, and whose mail was taken or may have been."""
    outbox = Outbox(store.database)
    told = [
        variant
        for variant in outbox.variants(correction.corrects)
        if correction.corrects_item in kept_bulletin(store, correction.corrects, variant).item_ids
    ]
    return frozenset(each.member_id for each in outbox.receivers(correction.corrects, told))

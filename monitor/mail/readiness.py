"""Whether an issue may go out: what there is to say of it, and how many would get it. The desk and the command line ask the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from monitor.digest.comments import comments_of
from monitor.digest.gates import LOOK_BACK, Finding, look_over
from monitor.digest.issue import Masthead, read_digest
from monitor.mail.mailing import bulletin_for
from monitor.model import Audience, Bulletin, Digest, DigestState
from monitor.model.members import Cadence, DeliveryState, MemberState
from monitor.store import Store, StoredDigest
from monitor.store.mail import Members
from monitor.store.outbox import Outbox


def findings(
    store: Store, stored: StoredDigest, *, masthead: Masthead, today: date, links: Mapping[str, str | None]
) -> tuple[Finding, ...]:
    """What is to be said of an issue before it may go out. ``links``: what is wrong with each address that was tried."""
    digest = read_digest(stored)
    open_comments = sum(each.settled_by is None for each in comments_of(store, stored.id))
    earlier = store.digests.list(
        state=DigestState.SENT, audience=stored.audience, ended_before=stored.period.end, limit=LOOK_BACK
    )
    return look_over(
        digest,
        as_sent(digest, masthead),
        sent=[read_digest(each) for each in earlier],
        today=today,
        links=links,
        recipients=recipients(store),
        recipients_before=_recipients_before(store, stored),
        open_comments=open_comments,
    )


def as_sent(digest: Digest, masthead: Masthead, audience: Audience | None = None) -> Bulletin:
    """The issue as that audience gets it; by default as everybody does."""
    identity = masthead.identity or masthead.publisher
    return bulletin_for(digest, audience or Audience(), base_url=masthead.base_url, identity=identity)


def recipients(store: Store) -> int:
    """How many members would get the weekly issue now."""
    members = Members(store.database)
    confirmed = {member.id for member in members.list(state=MemberState.CONFIRMED)}
    return len(
        {
            each.member_id
            for each in members.subscriptions()
            if each.member_id in confirmed and each.cadence is Cadence.WEEKLY and each.ended_at is None
        }
    )


def _recipients_before(store: Store, stored: StoredDigest) -> int | None:
    for each in store.digests.list(state=DigestState.SENT, ended_before=stored.period.end, limit=1):
        counts = Outbox(store.database).counts(each.id)
        return sum(counts.values()) - counts.get(DeliveryState.SKIPPED, 0) or None
    return None

"""What the pages about issues share: finding one, compiling it anew, looking it over."""

from __future__ import annotations

from itertools import islice

from flask import abort

from monitor.clock import Period
from monitor.digest.approval import Letterhead
from monitor.digest.gates import LOOK_BACK, Finding, look_over
from monitor.digest.issue import compile_issue, draft_digest, read_digest
from monitor.mail.mailing import bulletin_for
from monitor.model import Audience, Bulletin, Digest, DigestState
from monitor.model.members import Cadence, DeliveryState, MemberState
from monitor.store import StoredDigest
from monitor.store.mail import Members
from monitor.store.outbox import Outbox
from monitor.web.site import Site, site


def found(digest_id: str) -> StoredDigest:
    """The issue of that id, or a page that says that there is none."""
    stored = site().store.digests.get(digest_id)
    if stored is None:
        abort(404)
    return stored


def is_weekly(stored: StoredDigest) -> bool:
    """Whether it is the issue of a week, and no newsflash or correction."""
    return stored.audience == "all" and stored.cadence == "weekly"


def letterhead() -> Letterhead:
    """What issues look like from outside."""
    return Letterhead(masthead=site().masthead, sender=site().sender)


def compiled(period: Period) -> tuple[Digest, StoredDigest]:
    """Compile the issue of a period anew, with what staff did to it, and keep it."""
    here = site()
    return draft_digest(
        here.store,
        period=period,
        sources=here.sources(),
        masthead=here.masthead,
        programmes={pack.id: pack.name for pack in here.programmes if pack.id},
        packs=here.programmes,
        now=here.now,
    )


def is_behind(stored: StoredDigest) -> bool:
    """Whether compiling it anew would make another issue of it."""
    here = site()
    kept = read_digest(stored)
    fresh = compile_issue(
        here.store,
        period=stored.period,
        sources=here.sources(),
        masthead=here.masthead,
        programmes={pack.id: pack.name for pack in here.programmes if pack.id},
        packs=here.programmes,
        now=here.now,
    )
    return fresh.content_hash != kept.content_hash


def rendered(digest: Digest, audience: Audience | None = None) -> Bulletin:
    """The issue as that audience gets it."""
    masthead = site().masthead
    identity = masthead.identity or masthead.publisher
    return bulletin_for(digest, audience or Audience(), base_url=masthead.base_url, identity=identity)


def findings(stored: StoredDigest) -> tuple[Finding, ...]:
    """What is to be said of an issue before it may go out."""
    here = site()
    digest = read_digest(stored)
    before = (
        each
        for each in here.store.digests.list(state=DigestState.SENT)
        if each.period.end < stored.period.end and each.audience == stored.audience
    )
    earlier = [read_digest(each) for each in islice(before, LOOK_BACK)]
    return look_over(
        digest,
        rendered(digest),
        sent=earlier,
        today=here.today,
        links=here.keeper.link_faults() if here.keeper else {},
        recipients=recipients(here),
        recipients_before=_recipients_before(here, stored),
    )


def recipients(here: Site) -> int:
    """How many members would get the weekly issue now."""
    members = Members(here.store.database)
    confirmed = {member.id for member in members.list(state=MemberState.CONFIRMED)}
    return len(
        {
            each.member_id
            for each in members.subscriptions()
            if each.member_id in confirmed and each.cadence is Cadence.WEEKLY and each.ended_at is None
        }
    )


def _recipients_before(here: Site, stored: StoredDigest) -> int | None:
    for each in here.store.digests.list(state=DigestState.SENT):
        if each.period.end < stored.period.end:
            counts = Outbox(here.store.database).counts(each.id)
            return sum(counts.values()) - counts.get(DeliveryState.SKIPPED, 0) or None
    return None

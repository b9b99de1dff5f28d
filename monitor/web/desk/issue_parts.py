"""What the pages about issues share: finding one, compiling it anew, looking it over."""

from __future__ import annotations

from flask import abort

from monitor.clock import Period
from monitor.digest.approval import Letterhead
from monitor.digest.gates import Finding
from monitor.digest.issue import compile_issue, draft_digest, read_digest
from monitor.mail import readiness
from monitor.model import Audience, Bulletin, Digest
from monitor.store import StoredDigest
from monitor.web.site import site


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
    return readiness.as_sent(digest, site().masthead, audience)


def findings(stored: StoredDigest) -> tuple[Finding, ...]:
    """What is to be said of an issue before it may go out."""
    here = site()
    links = here.keeper.link_faults() if here.keeper else {}
    return readiness.findings(here.store, stored, masthead=here.masthead, today=here.today, links=links)

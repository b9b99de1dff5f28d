"""Issues that are ready to be sent, and members who want them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from monitor.clock import Period
from monitor.digest.approval import approve, submit
from monitor.digest.compile import compile_digest
from monitor.encoding import to_json
from monitor.mail.members import Choice, Membership
from monitor.mail.tokens import Keys
from monitor.model import Change, DigestState, Event, EventState, EventType, StaffRole
from monitor.model.members import Basis, Consent

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
SECRET = "a-secret-of-more-than-sixteen-bytes"
KEYS = Keys.parsed(SECRET)
CONSENT = Consent(basis=Basis.CONSENT, wording="w", source="s", at=NOW)


def join(store, address, **choice):
    membership = Membership(store, KEYS)
    return membership.confirm(membership.ask(address, Choice(**choice), CONSENT, now=NOW), now=NOW)


def an_event(area="North", **over):
    change = Change(
        type=EventType.ADDED, organisation=f"Org {area}", organisation_id=area.lower(), area=area,
        occurred_on=date(2026, 11, 26),
    )  # fmt: skip
    fields = {
        "id": f"e{area}", "source_id": "s", "document_id": f"d{area}", "version_id": None, "publisher": "P",
        "url": f"https://s.example/{area}", "title": f"Notice {area}", "detected_at": NOW - timedelta(days=1),
        "state": EventState.ACCEPTED, "change": change,
    }  # fmt: skip
    return Event(**(fields | over))


def drafted(store, *, end=NOW, cadence="weekly"):
    period = Period(start=end - timedelta(days=7), end=end)
    digest = compile_digest(
        period=period, number=1, title="The weekly", events=[an_event("North"), an_event("South")], now=end
    )
    body = to_json(replace(digest, cadence=cadence))
    return store.digests.draft(period, body, at=end, expires_at=end + timedelta(days=5), cadence=cadence)


def approved(store, *, end=NOW, cadence="weekly"):
    stored = drafted(store, end=end, cadence=cadence)
    return store.digests.move(stored.id, DigestState.APPROVED, at=end, by="ann")


def sealed(letterhead, store, stored, *, at=None):
    """Hand a draft in and approve it, as two people do at the desk: only so will a command or the service send it."""
    now = at or datetime.now(UTC)
    stored = submit(store, stored, findings=(), reason="", by="ann", now=now)
    if store.users.named("bea") is None:
        store.users.add("bea", role=StaffRole.APPROVER, password_hash="never signs in", at=now)
    terms = {"findings": (), "user": store.users.named("bea"), "now": now, "deadline": now + timedelta(hours=1)}
    return approve(store, stored, letterhead, **terms)

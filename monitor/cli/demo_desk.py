"""What the demonstration leaves on the desk: changes to decide, one held, an issue in review, and logins to try it with."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from monitor.cli.context import Composition
from monitor.cli.digest import masthead_of
from monitor.clock import Period
from monitor.demo.replay import Week
from monitor.digest import approval
from monitor.digest.editing import edit
from monitor.digest.issue import draft_digest
from monitor.model import Digest, EventType, StaffRole, Verdict
from monitor.review import deciding
from monitor.review.deciding import Say
from monitor.store import Store, StoredDigest

#: From this year on the replay decides nothing: that is left to whoever tries the desk.
UNDECIDED_FROM = 2026
#: Two, because nobody approves what they were the last to edit.
LOGINS = (("editor", StaffRole.EDITOR), ("manager", StaffRole.ADMINISTRATOR))


def is_left(week: Week) -> bool:
    """Whether the events of ``week`` are left to whoever tries the desk."""
    return week.ends_on.year >= UNDECIDED_FROM


def leave_work(composition: Composition, store: Store, week: Week) -> None:
    """After the last week: one change accepted, one held, and the issue that tells the first handed in for approval."""
    now, by = week.period.end + timedelta(minutes=20), LOGINS[0][0]
    waiting = deciding.queue(store, today=now.date())
    ends = [card for card in waiting if card.event.type is EventType.STATUS_CHANGED]
    for card in ends[:1]:
        deciding.decide(store, card, Say(verdict=Verdict.ACCEPT), by=by, at=now)
    for card in ends[1:2]:
        until = (week.period.end + timedelta(days=7)).date()
        say = Say(verdict=Verdict.HOLD, reason="asked the ministry whether it was by agreement", hold_until=until)
        deciding.decide(store, card, say, by=by, at=now)

    def compiled(_period: Period) -> tuple[Digest, StoredDigest]:
        return draft_digest(
            store, period=week.period, sources=composition.config.sources, masthead=masthead_of(composition), now=now,
            programmes={pack.id: pack.name for pack in composition.packs()},
        )  # fmt: skip

    _, stored = compiled(week.period)
    fields = {
        "section": "funding", "headline": "Small grants for resettlement at the gate",
        "summary": "Up to £10,000 for charities that meet people on the day of their release. Decisions within six weeks.",
        "closes_on": (week.period.end + timedelta(days=21)).date().isoformat(), "amount": "up to £10,000",
        "takes_place": "Apply online",
    }  # fmt: skip
    stored = edit(store, stored, "write", compiled=compiled, by=by, now=now, fields=fields)
    approval.submit(store, stored, findings=(), reason="", by=by, now=now)


def make_logins(store: Store, *, now: datetime) -> dict[str, str]:
    """Users to try the desk with: each name with its password, made anew each time."""
    from monitor.web import passwords

    made = {name: secrets.token_urlsafe(12) for name, _ in LOGINS}
    with store.transaction():
        for name, role in LOGINS:
            store.users.add(name, role=role, password_hash=passwords.hashed(made[name]), at=now)
            store.audit.add("user added", subject=f"user {name}", by="the demonstration", at=now)
    return made

"""An approval for tests that are about something else: handed in by one person, approved by another."""

from __future__ import annotations

from datetime import datetime

from monitor.digest import approval
from monitor.digest.approval import Letterhead
from monitor.digest.issue import Masthead
from monitor.digest.message import Sender
from monitor.model import StaffRole, User
from monitor.store import Store, StoredDigest

NELL = "nell"


def approve(store: Store, stored: StoredDigest, *, masthead: Masthead, now: datetime) -> StoredDigest:
    """Approve ``stored`` as the desk would, by ``NELL``."""
    user = User(id=NELL, name=NELL, role=StaffRole.APPROVER, password_hash="", created_at=now, password_at=now)
    sender = Sender(name="The Network", address="b@network.example", list_id="weekly.network.example")
    stored = approval.submit(store, stored, findings=(), reason="", by="bob", now=now)
    return approval.approve(
        store, stored, Letterhead(masthead=masthead, sender=sender), findings=(), user=user, now=now, deadline=now
    )

"""Proving who somebody is, by name, password and one-time code: for signing in, and for what is done at the command line."""

from __future__ import annotations

from datetime import datetime

from monitor.model import User
from monitor.store import Store
from monitor.web import onetime, passwords


def proved(store: Store, name: str, password: str, code: str, *, key: str, now: datetime) -> User | None:
    """The user of that name, if all of it is right. It takes as long for nobody as for somebody; a failure is put on record.

    ``key`` is the site's secret.
    """
    user = store.users.named(name)
    right = passwords.is_right(password, user.password_hash if user and user.disabled_at is None else None)
    if user is not None and right and onetime.accepts(store, user, code, key=key, now=now):
        store.users.clear_failures(user.id)
        return user
    # A name that nobody has is put on record too, without the name: else it would be told by an answer that waits for no disk.
    with store.transaction():
        if user:
            store.users.note_failure(user.id, at=now)
        who = user.name if user else ""
        store.audit.add("sign-in refused", subject=f"user {who}" if who else "no such user", by=who, at=now)
    return None

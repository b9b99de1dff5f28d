"""Telling administrators by mail that something was taken out of the state, so that nobody does it unseen."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from monitor.errors import TierwatchError
from monitor.model import StaffRole
from monitor.store import Store

log = logging.getLogger(__name__)

#: Hands over one mail of the service itself: address, subject, text. Raises TierwatchError where it cannot.
Post = Callable[[str, str, str], None]


def note_taken_out(store: Store, post: Post, what: str, *, subject: str, by: str, now: datetime) -> int:
    """Put on record that ``what`` was taken out, and tell every administrator with an address; how many were told.

    The row in the log is what counts: mail that cannot be sent is logged, and nothing else.
    """
    store.audit.add(f"{what} taken out", subject=subject, by=by, at=now)
    told = 0
    text = (
        f"{by} took out {what} on {now:%d %B %Y at %H:%M} UTC.\n\n"
        "You get this because you are an administrator. If it should not have happened, look at the log of the desk.\n"
    )
    for user in store.users.list():
        if not user.email or not user.may(StaffRole.ADMINISTRATOR):
            continue
        try:
            post(user.email, f"Taken out of Tierwatch: {what}", text)
        except TierwatchError as error:
            log.error("%s could not be told by mail: %s", user.name, error)  # noqa: TRY400 -- the message says it all
        else:
            told += 1
    return told

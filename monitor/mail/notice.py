"""Telling staff by mail: of what went wrong, of what is well again, and that something was taken out, so that nobody does it unseen."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import TierwatchError
from monitor.model import StaffRole
from monitor.store import Store

log = logging.getLogger(__name__)

#: Hands over one mail of the service itself: address, subject, text. Raises TierwatchError where it cannot.
Post = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True)
class Told:
    """How many of the staff were told, and how many should have been."""

    told: int = 0
    wanted: int = 0


def tell_staff(store: Store, post: Post, subject: str, text: str, *, least: StaffRole = StaffRole.READER) -> Told:
    """Mail everybody with an address who may do what needs ``least``. Mail that cannot be sent is logged, and nothing else."""
    told = wanted = 0
    for user in store.users.list():
        if not user.email or not user.may(least):
            continue
        wanted += 1
        try:
            post(user.email, subject, text)
        except TierwatchError as error:
            log.error("%s could not be told by mail: %s", user.name, error)  # noqa: TRY400 -- the message says it all
        else:
            told += 1
    return Told(told, wanted)


def note_taken_out(store: Store, post: Post, what: str, *, subject: str, by: str, now: datetime) -> int:
    """Put on record that ``what`` was taken out, which is what counts, and tell every administrator; how many were told."""
    store.audit.add(f"{what} taken out", subject=subject, by=by, at=now)
    text = (
        f"{by} took out {what} on {now:%d %B %Y at %H:%M} UTC.\n\n"
        "You get this because you are an administrator. If it should not have happened, look at the log of the desk.\n"
    )
    return tell_staff(store, post, f"Taken out of Tierwatch: {what}", text, least=StaffRole.ADMINISTRATOR).told

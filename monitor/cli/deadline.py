"""Nothing approved by the deadline: nothing is sent, and the team is told once, in the log and by mail where a relay is set."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial

from monitor.cli.context import Composition
from monitor.cli.post import post
from monitor.clock import utc_now
from monitor.digest.approval import deadline_of
from monitor.errors import StoreError
from monitor.mail.notice import tell_staff
from monitor.model import DigestState
from monitor.store import Store

log = logging.getLogger("tierwatch")
_WAITING = {DigestState.DRAFT, DigestState.IN_REVIEW}


def tell_of_missed_deadline(composition: Composition, store: Store, *, now: datetime, by: str) -> bool:
    """Tell the team if the issue of the last week was not approved in time; whether it was told now."""
    config = composition.config
    stored = store.digests.of_period(config.weekly.last_period(now).key)
    if stored is None or stored.state not in _WAITING:
        return False
    deadline = deadline_of(stored, hours=config.digest.approve_within_hours)
    if now <= deadline or not store.runs.claim("deadline", stored.period.key, at=now, by=by):
        return False
    store.audit.add("digest not approved in time", subject=stored.id, by="the service", at=now)
    log.warning("the issue of the week to %s was not approved in time; nothing is sent", stored.period.key)
    base = config.web.public_url or f"http://{config.web.listen}"
    text = (
        f"The issue of the week to {stored.period.end:%d %B %Y} was not approved in time, so nothing was sent to members.\n\n"
        f"Look at it: {base}/desk/digests/{stored.id}\n"
    )
    subject = "This week's bulletin was not approved, and was not sent"
    told = tell_staff(store, partial(post, composition), subject, text).told
    store.runs.finish("deadline", stored.period.key, at=now, outcome=f"told {told} by mail")
    return True


def check_deadline(composition: Composition, *, by: str) -> None:
    """The service's turn of it; a state that cannot be read is logged and tried again."""
    try:
        with composition.open_store() as store:
            tell_of_missed_deadline(composition, store, now=utc_now(), by=by)
    except StoreError as error:
        log.error("the deadline was not looked at: %s", error)  # noqa: TRY400 -- the message says it all

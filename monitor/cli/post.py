"""One mail of the service itself: handed to the relay, or kept in the outbox folder where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.cli.context import Composition
from monitor.clock import utc_now
from monitor.errors import DeliveryError
from monitor.text import fingerprint

#: Somebody waits in front of a page for it.
_PATIENCE_SECONDS = 15.0


def post(composition: Composition, address: str, subject: str, text: str, now: datetime | None = None) -> None:
    """Send ``text`` to ``address``. Raises DeliveryError where the relay does not take it."""
    from monitor.cli.digest import sender_of
    from monitor.cli.relay import relay_of
    from monitor.digest.message import system_message
    from monitor.digest.outbox import write_whole
    from monitor.mail.smtp import Session
    from monitor.model.members import DeliveryState

    sender, now = sender_of(composition), now or utc_now()
    key = f"{subject} {now.isoformat()}"
    mail = system_message(subject=subject, text=text, to=address, sender=sender, date=now, key=key)
    if not composition.config.mail.host:
        write_whole(composition.config.state / "outbox" / f"system-{fingerprint(address, key)[:12]}.eml", mail)
        return
    session = Session(replace(relay_of(composition), timeout_seconds=_PATIENCE_SECONDS))
    try:
        outcome = session.send(mail, sender=sender.address, recipient=address)
    finally:
        session.close()
    if outcome.state is not DeliveryState.ACCEPTED:
        raise DeliveryError(outcome.reason or outcome.state.value, transient=outcome.state is DeliveryState.DEFERRED)

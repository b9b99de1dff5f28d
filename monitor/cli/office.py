"""How mail leaves, put together from the configuration; what the commands about mail and the service share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click

from monitor.cli.context import Composition
from monitor.cli.digest import masthead_of, sender_of
from monitor.cli.relay import FolderCarrier, relay_of
from monitor.cli.web import web_secret
from monitor.errors import ConfigError, Problem
from monitor.mail.dispatch import PostOffice
from monitor.mail.dkim import signed
from monitor.mail.lanes import Carrier
from monitor.mail.send import Rules, Sent
from monitor.mail.smtp import Session
from monitor.mail.tokens import Keys
from monitor.model.members import DeliveryState
from monitor.store import StoredDigest


def keys_of(composition: Composition) -> Keys:
    """What members' links are signed with: the secret of the pages, since those have to read them."""
    return Keys.parsed(web_secret(composition))


def office_of(composition: Composition, *, to_folder: bool = False) -> PostOffice:
    """How mail leaves. Without a server in the configuration, or ``to_folder``, it goes to the outbox folder."""
    mail, sender = composition.config.mail, sender_of(composition)
    relay = relay_of(composition) if mail.host and not to_folder else None

    def connect(stored: StoredDigest) -> Carrier:
        return Session(relay) if relay else FolderCarrier(folder_of(composition, stored))

    return PostOffice(
        sender=sender,
        masthead=masthead_of(composition),
        reports_to=mail.bounces or f"bounces@{sender.domain}",
        connect=connect,
        rules=Rules(
            connections=mail.connections if relay else 1, rate=mail.rate if relay else 0.0,
            domain_rate=mail.domain_rate if relay else 0.0, seeds=mail.seeds,
        ),
        sign=_signer(composition),
        undo=timedelta(seconds=composition.config.digest.undo_seconds) if relay else timedelta(0),
        flashes_a_week=composition.config.digest.flashes_a_week,
    )  # fmt: skip


def folder_of(composition: Composition, stored: StoredDigest) -> Path:
    """Where the mails of an issue go that nobody sends."""
    return composition.config.state / "outbox" / f"{stored.period.end:%Y-%m-%d}-{stored.id[:8]}"


def tell(sent: Sent) -> None:
    """Say how a run of sending ended."""
    counts = ", ".join(f"{number} {state.value}" for state, number in sorted(sent.counts.items())) or "no mails"
    click.echo(f"{sent.state}: {counts}" + (f"; {sent.why}" if sent.why else ""))
    for alert in sent.alerts:
        click.echo(f"  alert: {alert}")
    if sent.counts.get(DeliveryState.UNCERTAIN):
        click.echo("  the uncertain mails wait for you: `tierwatch digest deliveries --state uncertain`")
    if sent.next_due:
        click.echo(f"  call it again after {sent.next_due:%Y-%m-%d %H:%M} UTC for what waits")


def _signer(composition: Composition) -> Callable[[bytes], bytes]:
    mail, domain = composition.config.mail, sender_of(composition).domain
    if mail.dkim_key_file is None:
        return bytes
    try:
        key = mail.dkim_key_file.read_bytes()
    except OSError as error:
        problem = Problem("mail.dkim_key_file", f"cannot be read: {error.strerror}")
        raise ConfigError(str(composition.config_file), [problem]) from error
    return lambda message: signed(message, domain=domain, selector=mail.dkim_selector, private_key=key)

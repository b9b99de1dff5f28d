"""A test of an issue: to one address, with a subject that says so, and without touching anything that concerns members."""

from __future__ import annotations

from dataclasses import replace

from monitor.digest.issue import read_digest
from monitor.digest.message import Letter, compose, message_id
from monitor.digest.render import public_links
from monitor.digest.speech import speech_of
from monitor.errors import DeliveryError
from monitor.mail.dispatch import PostOffice
from monitor.mail.mailing import bulletin_for
from monitor.mail.members import checked_address
from monitor.model import Audience
from monitor.model.members import DeliveryState
from monitor.store import StoredDigest


def send_trial(office: PostOffice, stored: StoredDigest, *, address: str, language: str = "en") -> None:
    """Send it. Raises MemberError for what is no address, DeliveryError unless it is taken."""
    address, made = checked_address(address), read_digest(stored)
    masthead = office.masthead
    bulletin = bulletin_for(
        made, Audience(language=language), base_url=masthead.base_url, identity=masthead.identity or masthead.publisher
    )
    bulletin = replace(bulletin, subject=f"[{speech_of(language).gettext('Test')}] {bulletin.subject}")
    links = public_links(masthead.base_url)
    letter = Letter(
        to=address, message_id=message_id(f"test {stored.content_hash}", address, office.sender.domain), personal=links,
        unsubscribe_url=links["unsubscribe_url"], unsubscribe_mailto=f"{office.reports_to}?subject=unsubscribe",
    )  # fmt: skip
    carrier = office.connect(stored)
    try:
        mail = office.sign(compose(bulletin, letter, sender=office.sender, date=made.made_at))
        outcome = carrier.send(mail, sender=office.reports_to, recipient=address)
    finally:
        carrier.close()
    if outcome.state is not DeliveryState.ACCEPTED:
        raise DeliveryError(f"{address} did not take it: {outcome.reason}", transient=False)

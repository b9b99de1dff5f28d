"""Answering a form with a link by mail: to an address that may have one, and with the same page whether it may or not."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import render_template, request

from monitor.errors import DeliveryError, TierwatchError
from monitor.mail.members import MemberError, checked_address
from monitor.mail.tokens import folded
from monitor.model.members import Member
from monitor.text import fingerprint
from monitor.web.rates import seconds_to_wait, seconds_to_wait_for
from monitor.web.site import site
from monitor.web.unhurried import refuse_machines

log = logging.getLogger(__name__)


def send_by_mail(
    purpose: str, *, form: Callable[[str], str], letter: Callable[[Member | None], tuple[str, str] | None]
) -> str | tuple[str, int]:
    """Send the ``letter`` (subject and text) for the member at the address of the form, where there is one for them.

    ``form`` shows the form again with what is wrong. A machine, an address that is none, and too many tries are told so; whether
    somebody is a member is told to nobody.
    """
    here = site()
    try:
        refuse_machines()
        address = checked_address(request.form.get("address", ""))
    except MemberError:
        return form("That is not an address that mail can go to."), 400
    except TierwatchError as error:
        return form(str(error)), 400
    if seconds_to_wait(purpose, a_minute=0.5, burst=8):
        return form("There were many requests from here. Please try again in a few minutes."), 429
    member = here.membership.members.by_address(address)
    made = letter(member)
    mailbox = fingerprint(folded(address))
    if member and made and not seconds_to_wait_for("links to", mailbox, a_minute=1 / 240, burst=3):
        try:
            here.send_mail(member.address, *made)
        except DeliveryError as error:
            log.error("a link could not be sent: %s", error)  # noqa: TRY400 -- the message says it all
    return render_template("subscriptions/sent.html", address=address)

"""Joining in two steps: a form, then a link in a mail to the address that was given, and a button behind the link."""

from __future__ import annotations

import logging

from flask import Blueprint, render_template, request

from monitor.errors import DeliveryError, TierwatchError
from monitor.mail.members import CONFIRM, MemberError, checked_address
from monitor.mail.tokens import CONFIRMATION_VALID, TokenError, folded, verify
from monitor.mail.welcome import confirmation, known_already
from monitor.model.members import Basis, Consent, MemberState
from monitor.text import fingerprint
from monitor.web.forms import by_link_alone
from monitor.web.rates import seconds_to_wait, seconds_to_wait_for
from monitor.web.site import site
from monitor.web.subscriptions.form import Chosen, choice_of_form, filled_in, options
from monitor.web.unhurried import asked_at, refuse_machines

log = logging.getLogger(__name__)

#: What people agree to; the words are kept with their consent. Change them, and the version with them.
WORDING = "I want this bulletin by mail at this address. I can change or end it at any time by the links in every mail."
WORDING_VERSION = "2026-11"

Answer = str | tuple[str, int]


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/subscribe", endpoint="home", view_func=subscribe)
    blueprint.add_url_rule("/subscribe", view_func=ask, methods=["POST"])
    blueprint.add_url_rule("/confirm/<token>", view_func=look)
    blueprint.add_url_rule("/confirm/<token>", view_func=confirm, methods=["POST"])


def subscribe() -> str:
    """The form."""
    return _form(Chosen())


def ask() -> Answer:
    """Send the link. The answer is the same whether or not the address is known, so that nobody learns who is a member."""
    here = site()
    try:
        refuse_machines()
        choice = choice_of_form()
        address = checked_address(request.form.get("address", ""))
        _refuse_without_consent()
    except MemberError:
        return _form(filled_in(), "That is not an address that mail can go to."), 400
    except TierwatchError as error:
        return _form(filled_in(), str(error)), 400
    if seconds_to_wait("subscribe", a_minute=0.5, burst=8):
        return _form(filled_in(), "There were many requests from here. Please try again in a few minutes."), 429
    consent = Consent(
        basis=Basis.CONSENT, wording=f"{WORDING} ({WORDING_VERSION})", source="page /subscribe", at=here.now
    )
    # A stranger must not be able to fill somebody's mailbox with links: a few an address, and then silence.
    if not seconds_to_wait_for("links to", fingerprint(folded(address)), a_minute=1 / 240, burst=3):
        token = here.membership.ask(address, choice, consent, now=here.now)
        try:
            _send(address, token, language=choice.language)
        except DeliveryError as error:
            log.error("a confirmation could not be sent: %s", error)  # noqa: TRY400 -- the message says it all
            return _form(filled_in(), "The mail could not be sent just now. Please try again later."), 503
    return render_template("subscriptions/asked.html", address=address, days=CONFIRMATION_VALID.days)


def look(token: str) -> Answer:
    """The page behind the link; looking at it changes nothing, because programs look at links too."""
    try:
        verify(site().membership.keys, CONFIRM, token, max_age=CONFIRMATION_VALID)
    except TokenError as error:
        return render_template("subscriptions/refused.html", problem=str(error)), 400
    return render_template("subscriptions/confirm.html", masthead=site().masthead, wording=WORDING)


@by_link_alone
def confirm(token: str) -> Answer:
    """The person at the address says yes. The signed link is all that it takes."""
    here = site()
    try:
        member = here.membership.confirm(token, now=here.now)
    except (TokenError, MemberError) as error:
        return render_template("subscriptions/refused.html", problem=str(error)), 400
    links = here.membership.links(member.id, "")
    return render_template("subscriptions/confirmed.html", member=member, masthead=here.masthead, links=links)


def _refuse_without_consent() -> None:
    if request.form.get("agree") != "yes":
        raise TierwatchError("Tick that you want the bulletin, so that we may send it.")


def _form(chosen: Chosen, problem: str = "") -> str:
    values = {name: request.form.get(name, "") for name in ("address", "agree")}
    return render_template(
        "subscriptions/subscribe.html", chosen=chosen, problem=problem, asked_at=asked_at(), wording=WORDING,
        masthead=site().masthead, values=values, **options(),
    )  # fmt: skip


def _send(address: str, token: str | None, *, language: str) -> None:
    here = site()
    if token is not None:
        here.send_mail(address, *confirmation(here.masthead, token, language=language))
        return
    member = here.membership.members.by_address(address)
    if member is not None and member.state is MemberState.CONFIRMED:
        link = here.membership.links(member.id, here.masthead.base_url)["preferences_url"]
        here.send_mail(address, *known_already(here.masthead, link, language=member.language))

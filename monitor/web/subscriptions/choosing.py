"""Choosing, pausing and leaving by the signed links of every mail; no password, and no cookie for leaving."""

from __future__ import annotations

import logging

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from monitor.errors import DeliveryError, TierwatchError
from monitor.mail.members import UNSUBSCRIBE, MemberError, checked_address
from monitor.mail.tokens import TokenError, folded, verify
from monitor.model.members import MemberState, Subscription
from monitor.text import fingerprint
from monitor.web.rates import seconds_to_wait, seconds_to_wait_for
from monitor.web.security import by_link_alone
from monitor.web.site import site
from monitor.web.subscriptions.form import choice_of_form, chosen_of, filled_in, options, paused_until
from monitor.web.unhurried import asked_at, refuse_machines

log = logging.getLogger(__name__)
Answer = str | tuple[str, int] | Response


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/preferences/<token>", view_func=preferences)
    blueprint.add_url_rule("/preferences/<token>", view_func=choose, methods=["POST"])
    blueprint.add_url_rule("/unsubscribe/<token>", view_func=leaving)
    blueprint.add_url_rule("/unsubscribe/<token>", view_func=leave, methods=["POST"])
    for address in ("/preferences", "/unsubscribe"):
        blueprint.add_url_rule(address, view_func=lost)
        blueprint.add_url_rule(address, view_func=send_link, methods=["POST"])


def preferences(token: str) -> Answer:
    """What a member gets, as a form."""
    return _form(token)


def choose(token: str) -> Answer:
    """Keep what the member chose."""
    here = site()
    try:
        _, present = here.membership.preferences(token)
    except (TokenError, MemberError) as error:
        return _refused(error)
    try:
        choice = choice_of_form(themes=[theme for each in _live(present) for theme in each.themes])
    except TierwatchError as error:
        return _form(token, problem=str(error))
    here.membership.choose(token, choice, now=here.now, paused_until=paused_until(here.now))
    flash("Kept. The next bulletin follows it.")
    return redirect(url_for(".preferences", token=token), code=303)


def leaving(token: str) -> Answer:
    """The page with the button. Looking at it ends nothing, because programs look at links too."""
    try:
        verify(site().membership.keys, UNSUBSCRIBE, token)
    except TokenError as error:
        return _refused(error)
    return render_template("subscriptions/leaving.html", masthead=site().masthead)


@by_link_alone
def leave(token: str) -> Answer:
    """End all mail, at once and for good: by our button, or by the mail program's own (RFC 8058), which brings no cookie."""
    here = site()
    try:
        here.membership.unsubscribe(
            token, now=here.now, by="one click" if request.form.get("List-Unsubscribe") else "page"
        )
    except TokenError as error:
        return _refused(error)
    return render_template("subscriptions/left.html", masthead=here.masthead)


def lost() -> str:
    """For who has no link at hand: it can be sent."""
    return _lost()


def send_link() -> Answer:
    """Send the links to an address, if it is a member's. The answer is the same if it is not."""
    here = site()
    try:
        refuse_machines()
        address = checked_address(request.form.get("address", ""))
    except MemberError:
        return _lost("That is not an address that mail can go to."), 400
    except TierwatchError as error:
        return _lost(str(error)), 400
    if seconds_to_wait("links", a_minute=0.5, burst=8):
        return _lost("There were many requests from here. Please try again in a few minutes."), 429
    member = here.membership.members.by_address(address)
    known = member is not None and member.state is MemberState.CONFIRMED
    if (
        known
        and member
        and not seconds_to_wait_for("links to", fingerprint(folded(address)), a_minute=1 / 240, burst=3)
    ):
        links = here.membership.links(member.id, here.masthead.base_url)
        text = (
            f"What you get of {here.masthead.title}, and how often:\n\n{links['preferences_url']}\n\n"
            f"To end it:\n\n{links['unsubscribe_url']}\n"
        )
        try:
            here.send_mail(member.address, f"Your links: {here.masthead.title}", text)
        except DeliveryError as error:
            log.error("a link could not be sent: %s", error)  # noqa: TRY400 -- the message says it all
    return render_template("subscriptions/sent.html", address=address)


def _form(token: str, problem: str = "") -> Answer:
    here = site()
    try:
        member, subscriptions = here.membership.preferences(token)
    except (TokenError, MemberError) as error:
        return _refused(error)
    live = _live(subscriptions)
    present = live[0] if live else None
    until = present.paused_until if present and present.paused_until and present.paused_until > here.now else None
    page = render_template(
        "subscriptions/preferences.html", member=member, until=until, problem=problem, masthead=here.masthead,
        chosen=filled_in() if problem else chosen_of(present, member.language),
        has_left=member.state is MemberState.ENDED, links=here.membership.links(member.id, ""), **options(),
    )  # fmt: skip
    return (page, 400) if problem else page


def _live(subscriptions: tuple[Subscription, ...]) -> list[Subscription]:
    return [each for each in subscriptions if each.ended_at is None]


def _lost(problem: str = "") -> str:
    return render_template(
        "subscriptions/lost.html", problem=problem, asked_at=asked_at(), address=request.form.get("address", "")
    )


def _refused(error: Exception) -> tuple[str, int]:
    return render_template("subscriptions/refused.html", problem=str(error)), 400

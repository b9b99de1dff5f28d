"""Coming in where the tracker is for members alone: a link in a mail, and a button behind it."""

from __future__ import annotations

import logging
from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from monitor.errors import DeliveryError, TierwatchError
from monitor.mail.members import MemberError, checked_address
from monitor.mail.tokens import TokenError, folded, sign, verify
from monitor.model.members import Member, MemberState
from monitor.text import fingerprint
from monitor.web.rates import seconds_to_wait, seconds_to_wait_for
from monitor.web.site import site
from monitor.web.tracker.door import let_in
from monitor.web.unhurried import asked_at, refuse_machines

log = logging.getLogger(__name__)
ENTER = "enter"
_VALID = timedelta(minutes=30)
Answer = str | tuple[str, int] | Response


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/enter", view_func=enter)
    blueprint.add_url_rule("/enter", view_func=send_way_in, methods=["POST"])
    blueprint.add_url_rule("/enter/<token>", view_func=threshold)
    blueprint.add_url_rule("/enter/<token>", view_func=come_in, methods=["POST"])


def enter() -> str:
    """The page for who is not let in yet."""
    return _page()


def send_way_in() -> Answer:
    """Send the link, if the address is a member's. The answer is the same if it is not."""
    here = site()
    try:
        refuse_machines()
        address = checked_address(request.form.get("address", ""))
    except MemberError:
        return _page("That is not an address that mail can go to."), 400
    except TierwatchError as error:
        return _page(str(error)), 400
    if seconds_to_wait("enter", a_minute=0.5, burst=8):
        return _page("There were many requests from here. Please try again in a few minutes."), 429
    member = here.membership.members.by_address(address)
    mailbox = fingerprint(folded(address))
    if _may_read(member) and member and not seconds_to_wait_for("links to", mailbox, a_minute=1 / 240, burst=3):
        link = url_for(
            ".threshold", token=sign(here.membership.keys, ENTER, member.id), next=request.form.get("next") or None
        )
        text = f"To read the tracker, open this page within half an hour and press the button:\n\n{here.masthead.base_url.rstrip('/')}{link}\n"
        try:
            here.send_mail(member.address, "Your way into the tracker", text)
        except DeliveryError as error:
            log.error("a way in could not be sent: %s", error)  # noqa: TRY400 -- the message says it all
    return render_template("subscriptions/sent.html", address=address)


def threshold(token: str) -> Answer:
    """The page with the button."""
    try:
        verify(site().membership.keys, ENTER, token, max_age=_VALID)
    except TokenError as error:
        return render_template("subscriptions/refused.html", problem=str(error)), 400
    return render_template("subscriptions/threshold.html")


def come_in(token: str) -> Answer:
    """Let the browser in."""
    try:
        member = site().membership.members.get(verify(site().membership.keys, ENTER, token, max_age=_VALID))
    except TokenError as error:
        return render_template("subscriptions/refused.html", problem=str(error)), 400
    if not _may_read(member):
        return render_template("subscriptions/refused.html", problem="this address is no member's any more"), 403
    let_in()
    wanted = request.args.get("next", "")
    return redirect(wanted if _is_ours(wanted) else url_for("tracker.home"), code=303)


def _may_read(member: Member | None) -> bool:
    return member is not None and member.is_member and member.state is MemberState.CONFIRMED


def _is_ours(address: str) -> bool:
    """Whether ``address`` is a path on this site and nothing that a browser takes for another site."""
    return address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()


def _page(problem: str = "") -> str:
    wanted = request.values.get("next", "")
    return render_template(
        "subscriptions/enter.html", problem=problem, asked_at=asked_at(), next=wanted if _is_ours(wanted) else "",
        address=request.form.get("address", ""),
    )  # fmt: skip

"""Coming in where the tracker is for members alone: a link in a mail, and a button behind it."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from monitor.mail.tokens import TokenError, sign, verify
from monitor.model.members import Member, MemberState
from monitor.web.site import site
from monitor.web.subscriptions.by_mail import send_by_mail
from monitor.web.tracker.door import let_in
from monitor.web.unhurried import asked_at

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
    return send_by_mail("enter", form=_page, letter=_way_in)


def _way_in(member: Member | None) -> tuple[str, str] | None:
    if member is None or not _may_read(member):
        return None
    here = site()
    link = url_for(
        ".threshold", token=sign(here.membership.keys, ENTER, member.id), next=request.form.get("next") or None
    )
    address = f"{here.masthead.base_url.rstrip('/')}{link}"
    text = f"To read the tracker, open this page within half an hour and press the button:\n\n{address}\n"
    return "Your way into the tracker", text


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

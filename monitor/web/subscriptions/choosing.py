"""Choosing, pausing and leaving by the signed links of every mail; no password, and no cookie for leaving."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from monitor.errors import TierwatchError
from monitor.mail.members import UNSUBSCRIBE, MemberError
from monitor.mail.tokens import TokenError, verify
from monitor.model.members import Member, MemberState, Subscription
from monitor.web.forms import by_link_alone
from monitor.web.site import site
from monitor.web.subscriptions.by_mail import send_by_mail
from monitor.web.subscriptions.form import choice_of_form, chosen_of, filled_in, options, paused_until
from monitor.web.unhurried import asked_at

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
        choice = choice_of_form(kept=[theme for each in _live(present) for theme in each.themes])
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
    return send_by_mail("links", form=_lost, letter=_links_letter)


def _links_letter(member: Member | None) -> tuple[str, str] | None:
    if member is None or member.state is not MemberState.CONFIRMED:
        return None
    here = site()
    links = here.membership.links(member.id, here.masthead.base_url)
    text = (
        f"What you get of {here.masthead.title}, and how often:\n\n{links['preferences_url']}\n\n"
        f"To end it:\n\n{links['unsubscribe_url']}\n"
    )
    return f"Your links: {here.masthead.title}", text


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

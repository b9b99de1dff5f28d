"""“This is wrong”: a reader's objection to something shown. It waits for staff; it changes nothing by itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from monitor.digest.words import one_line, safe_url
from monitor.errors import TierwatchError
from monitor.mail.members import MemberError, checked_address
from monitor.store import Objection
from monitor.text import storable
from monitor.web.rates import seconds_to_wait
from monitor.web.site import site
from monitor.web.tracker.directory import directory
from monitor.web.unhurried import asked_at, refuse_machines

MOST_CHARACTERS = 2000
#: More than staff could read; beyond it nobody's form is taken until some are closed.
MOST_OPEN = 500
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an objection is about."""

    kind: str
    id: str
    name: str
    address: str


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/wrong/<kind>/<path:identifier>", view_func=form, methods=["GET"])
    blueprint.add_url_rule("/wrong/<kind>/<path:identifier>", view_func=object_to, methods=["POST"])


def form(kind: str, identifier: str) -> str:
    """The form."""
    return _form(_about(kind, identifier))


def object_to(kind: str, identifier: str) -> Response | tuple[str, int]:
    """Keep what the reader says, if it is a person who says it."""
    about, here = _about(kind, identifier), site()
    try:
        made = _objection(about)
    except TierwatchError as error:
        return _form(about, problem=str(error)), 400
    if seconds_to_wait("objections", a_minute=0.2, burst=5) or here.store.objections.count_open() >= MOST_OPEN:
        return _form(about, problem="There are many such messages just now. Please try again later."), 429
    here.store.objections.add(made)
    flash("Thank you. A person will look at it; if you left an address, they will answer you.")
    return redirect(about.address, code=303)


def _form(about: About, problem: str = "") -> str:
    return render_template(
        "tracker/wrong.html", about=about, problem=problem, most=MOST_CHARACTERS, asked_at=asked_at(),
        values={name: request.form.get(name, "") for name in ("words", "evidence_url", "reply_to")},
    )  # fmt: skip


def _objection(about: About) -> Objection:
    """What the form says. Raises TierwatchError with what is wrong with it, in words."""
    words = storable(request.form.get("words", "")).strip()
    reply_to, evidence = request.form.get("reply_to", "").strip(), request.form.get("evidence_url", "").strip()
    refuse_machines()
    if len(words) < 10:
        raise TierwatchError("Say in a sentence what is wrong, and what is right.")
    if len(words) > MOST_CHARACTERS:
        raise TierwatchError(f"Please say it in at most {MOST_CHARACTERS:,} characters.")
    if len(_LINK.findall(words)) > 1:
        raise TierwatchError("Please put the link into its own field; a message with several links is not taken.")
    if evidence and safe_url(evidence) is None:
        raise TierwatchError("The link must be a whole address that begins with https:// or http://.")
    if reply_to:
        try:
            reply_to = checked_address(reply_to)
        except MemberError as error:
            raise TierwatchError("That is not an address that we could answer to.") from error
    return Objection(
        about_kind=about.kind, about_id=about.id, about_name=about.name, words=words, at=site().now,
        evidence_url=evidence, reply_to=reply_to,
    )  # fmt: skip


def _about(kind: str, identifier: str) -> About:
    if kind == "organisation":
        body = directory().body(identifier) or abort(404)
        return About(kind=kind, id=body.id, name=body.name, address=url_for("tracker.organisation", identifier=body.id))
    if kind == "area":
        programme, _, name = identifier.partition("/")
        place = directory().place(programme, name)
        address = url_for("tracker.area", programme_id=programme, name=name)
        return About(kind=kind, id=identifier, name=place.name, address=address)
    if kind != "fact":
        abort(404)
    found = site().store.standings.by_id(identifier) or abort(404)
    last = found[-1]
    name = one_line(f"{last.organisation}{f', {last.area}' if last.area else ''}", limit=200)
    return About(kind=kind, id=identifier, name=name, address=url_for("tracker.fact_page", fact=identifier))

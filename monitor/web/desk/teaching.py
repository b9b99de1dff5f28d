"""Lessons: what a card was read wrongly for, said once and applied from the next poll; listed, and taken back."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from monitor.errors import ReviewError
from monitor.model import Event, Role, StaffRole
from monitor.programmes import Watchlist
from monitor.review import teaching
from monitor.web.guard import needs, the_user
from monitor.web.site import site

BLUEPRINT = Blueprint("teaching", __name__, url_prefix="/desk/lessons")


@BLUEPRINT.get("/")
@needs(StaffRole.READER)
def home() -> str:
    """The lessons, those in force first."""
    given = teaching.taught(site().store, undone=True)
    rows = [(lesson, teaching.in_words(lesson)) for lesson in reversed(given)]
    return render_template(
        "desk/lessons.html",
        in_force=[row for row in rows if row[0].undone_at is None],
        taken_back=[row for row in rows if row[0].undone_at is not None],
    )


@BLUEPRINT.post("/about/<event_id>")
@needs(StaffRole.EDITOR)
def teach(event_id: str) -> Response:
    """Say what a change was read wrongly for."""
    event = site().store.events.get(event_id)
    if event is None:
        abort(404)
    lesson = _LESSONS.get(request.form.get("lesson", ""))
    if lesson is None:
        abort(400)
    try:
        lesson(event)
    except ReviewError as error:
        flash(str(error)[:1].upper() + str(error)[1:] + ".", "bad")
    else:
        then = "what waits of it here is rejected" if lesson is _nobody else "decide about this change now"
        flash(f"Learnt. It applies from the next visit to each source, in silence; {then}.")
    return redirect(url_for("queue.card", event_id=event_id), code=303)


@BLUEPRINT.post("/<lesson_id>/back")
@needs(StaffRole.EDITOR)
def take_back(lesson_id: str) -> Response:
    """Take a lesson back."""
    teaching.take_back(site().store, lesson_id, by=the_user().name, at=site().now)
    flash("Taken back: from the next visit on it is read as before.")
    return redirect(url_for("teaching.home"), code=303)


def _same(event: Event) -> None:
    here = site()
    name = request.form.get("name", "").strip() or event.change.organisation
    other = request.form.get("organisation", "")
    teaching.same_organisation(
        here.store,
        _watchlist(),
        name,
        other,
        by=the_user().name,
        at=here.now,
        reason=_reason(),
    )


def _body(event: Event) -> None:
    here = site()
    other = request.form.get("organisation", "")
    teaching.another_body(
        here.store, _watchlist(), _claim_of(event), other, by=the_user().name, at=here.now, reason=_reason()
    )


def _role(event: Event) -> None:
    here = site()
    chosen = request.form.get("role", "")
    if chosen not in set(Role):
        abort(400)
    teaching.another_role(here.store, _claim_of(event), Role(chosen), by=the_user().name, at=here.now, reason=_reason())


def _nobody(event: Event) -> None:
    here = site()
    teaching.no_party(here.store, _claim_of(event), by=the_user().name, at=here.now, reason=_reason())


def _claim_of(event: Event) -> str:
    if event.change.claim_id is None:
        raise ReviewError("this change was not made of one claim; reject it instead")
    return event.change.claim_id


def _area(event: Event) -> None:
    here = site()
    name = request.form.get("name", "").strip() or event.change.organisation
    teaching.an_area(here.store, _watchlist(), name, by=the_user().name, at=here.now, reason=_reason())


def _reason() -> str:
    return request.form.get("reason", "")[:300]


def _watchlist() -> Watchlist:
    here = site()
    return teaching.watchlist_with(Watchlist.of(here.programmes), here.store)


_LESSONS: dict[str, Callable[[Event], None]] = {
    "same": _same, "body": _body, "role": _role, "nobody": _nobody, "area": _area,
}  # fmt: skip

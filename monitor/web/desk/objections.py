"""What readers say is wrong: each objection, and what became of it."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from monitor.errors import ReviewError
from monitor.model import StaffRole
from monitor.web.desk.counting import counts
from monitor.web.guard import needs, the_user
from monitor.web.site import site

BLUEPRINT = Blueprint("objections", __name__, url_prefix="/desk/objections")


@BLUEPRINT.get("/")
@needs(StaffRole.READER)
def home() -> str:
    """Those that wait, oldest first, and those that were answered lately."""
    store = site().store
    closed = list(reversed(store.objections.list(is_open=False)))[:40]
    return render_template(
        "desk/objections.html", waiting=store.objections.list(is_open=True), closed=closed, counts=counts(),
        tab="objections",
    )  # fmt: skip


@BLUEPRINT.post("/<objection_id>")
@needs(StaffRole.EDITOR)
def close(objection_id: str) -> Response:
    """Note what became of one."""
    here, outcome = site(), request.form.get("outcome", "").strip()[:500]
    if not outcome:
        raise ReviewError("say what became of it")
    with here.store.transaction():
        if here.store.objections.close(objection_id, by=the_user().name, at=here.now, outcome=outcome):
            here.store.audit.add(
                "objection closed", subject=f"objection {objection_id}", by=the_user().name, at=here.now,
                details={"outcome": outcome},
            )  # fmt: skip
            flash("Noted.")
    return redirect(url_for("objections.home"), code=303)

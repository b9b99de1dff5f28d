"""People: who may sign in and as what; and the log of who did what, which nobody can change unseen."""

from __future__ import annotations

import csv
import io
import json
import re

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from monitor.digest.words import humanised
from monitor.errors import ReviewError
from monitor.mail.notice import note_taken_out
from monitor.model import StaffRole, User
from monitor.web import account, passwords
from monitor.web.guard import needs, the_user
from monitor.web.site import site

BLUEPRINT = Blueprint("people", __name__, url_prefix="/desk/people")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_ROWS = 200


@BLUEPRINT.get("/")
@needs(StaffRole.ADMINISTRATOR)
def home() -> str:
    """Everybody."""
    return _page()


@BLUEPRINT.post("/")
@needs(StaffRole.ADMINISTRATOR)
def add() -> BaseResponse | tuple[str, int]:
    """Let somebody sign in."""
    here, form = site(), request.form
    name, password = form.get("name", "").strip().lower(), form.get("password", "")
    problem = "" if _NAME.fullmatch(name) else "A name has 2 to 40 letters, digits, dots, hyphens or underscores."
    about = (
        name,
        form.get("display_name", ""),
        form.get("email", ""),
        *passwords.known_to_all(here.masthead, here.programmes),
    )
    problem = problem or passwords.fault_in(password, about=about)
    role = _role()
    if not problem:
        try:
            with here.store.transaction():
                here.store.users.add(
                    name,
                    role=role,
                    password_hash=passwords.hashed(password),
                    at=here.now,
                    display_name=form.get("display_name", "")[:80],
                    email=form.get("email", "")[:200],
                )
                _note("user added", name, role=role.value)
        except ReviewError as error:
            problem = f"{error}."
    if problem:
        return _page(problem=problem), 422
    flash(f"{name} may sign in. Give them the password in person; they can change it.")
    return redirect(url_for("people.home"), code=303)


@BLUEPRINT.post("/<name>/role")
@needs(StaffRole.ADMINISTRATOR)
def role(name: str) -> BaseResponse:
    """Change what somebody may do; they have to sign in again."""
    here, user, wanted = site(), _other(name), _role()
    with here.store.transaction():
        here.store.users.set_role(user.id, wanted, at=here.now)
        _note("role changed", user.name, role=wanted.value, before=user.role.value)
    flash(f"{user.label} is {wanted.value} from now on.")
    return redirect(url_for("people.home"), code=303)


@BLUEPRINT.post("/<name>/door")
@needs(StaffRole.ADMINISTRATOR)
def door(name: str) -> BaseResponse:
    """Shut somebody out, or let them in again."""
    here, user = site(), _other(name)
    shut = user.disabled_at is None
    with here.store.transaction():
        here.store.users.set_disabled(user.id, disabled=shut, at=here.now)
        _note("user disabled" if shut else "user enabled", user.name)
    flash(f"{user.label} is {'shut out' if shut else 'let in again'}.")
    return redirect(url_for("people.home"), code=303)


@BLUEPRINT.get("/log")
@needs(StaffRole.APPROVER)
def log() -> str:
    """The audit log, newest first, and whether it is whole."""
    return _log_page()


@BLUEPRINT.post("/log.csv")
@needs(StaffRole.APPROVER)
def log_csv() -> Response | tuple[str, int]:
    """The whole log as a table, against the password once more; administrators are told."""
    here, user = site(), the_user()
    problem = account.fault_in_own_password(request.form.get("old", ""))
    if problem:
        return _log_page(problem=problem), 422
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["number", "at", "by", "action", "subject", "details", "previous hash", "hash"])
    for row in reversed(here.store.audit.list()):
        cells = (row.seq, row.at.isoformat(), row.by, row.action, row.subject, row.details, row.previous_hash, row.hash)
        table.writerow([_plain(cell) for cell in cells])
    note_taken_out(here.store, here.send_mail, "the log", subject="log", by=user.name, now=here.now)
    answer = Response(out.getvalue(), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=tierwatch-log.csv"
    return answer


def _log_page(*, problem: str = "") -> str:
    audit = site().store.audit
    return render_template(
        "desk/log.html",
        rows=[(row, _in_words(row.details)) for row in audit.list(limit=_ROWS)],
        faults=audit.verify(),
        head=audit.head(),
        problem=problem,
    )


def _in_words(details: str) -> str:
    """``reason: asked the ministry; hold until: 2026-06-01``: what a row holds, without what is empty and the numbers of events."""
    told = json.loads(details)
    return "; ".join(
        f"{humanised(name)}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
        for name, value in told.items()
        if name != "events" and value not in ("", [], None, False)
    )


def _plain(cell: object) -> object:
    """A cell that a spreadsheet does not take for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" else cell


def _page(*, problem: str = "") -> str:
    return render_template(
        "desk/people.html",
        users=site().store.users.list(),
        roles=[(r.value, r.value) for r in StaffRole],
        problem=problem,
    )


def _role() -> StaffRole:
    try:
        return StaffRole(request.form.get("role", ""))
    except ValueError:
        abort(400)


def _other(name: str) -> User:
    """Somebody else: nobody takes their own keys away and locks the house from outside."""
    user = site().store.users.named(name)
    if user is None:
        abort(404)
    if user.id == the_user().id:
        raise ReviewError("another administrator has to change your own role and access")
    return user


def _note(action: str, name: str, **details: str) -> None:
    here = site()
    here.store.audit.add(action, subject=f"user {name}", by=the_user().name, at=here.now, details=details)

"""The digest desk: the week's issue by its sections; its order, its words, items of staff's own."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from monitor.digest.approval import approvals_of, approved_against_the_rules, deadline_of, why_not
from monitor.digest.comments import comments_of, last_reviewed
from monitor.digest.editing import edit, move_item, undo_last
from monitor.digest.issue import edits_of, read_digest
from monitor.errors import ReviewError
from monitor.mail.readiness import recipients
from monitor.model import Digest, DigestItem, DigestState, SectionKind, StaffRole
from monitor.store import StoredDigest
from monitor.store.outbox import Outbox
from monitor.web.desk import issue_parts as parts
from monitor.web.guard import needs, the_user
from monitor.web.kept import kept
from monitor.web.site import site

BLUEPRINT = Blueprint("issues", __name__, url_prefix="/desk/digests")
OPEN = {DigestState.DRAFT, DigestState.IN_REVIEW, DigestState.APPROVED}
_SHOWN = 60
SECTIONS = tuple(kind for kind in SectionKind if kind is not SectionKind.TO_CHECK)
_FIELDS = ("headline", "summary", "url", "label", "publisher", "closes_on", "takes_place", "amount")


@BLUEPRINT.get("/")
@needs(StaffRole.READER)
def home() -> str:
    """Every issue, newest first."""
    here = site()
    stored = here.store.digests.list(limit=_SHOWN)
    present = here.weekly.last_period(here.now)
    following = here.weekly.current_period(here.now)
    drafted = {each.period.key for each in stored}
    flagged = approved_against_the_rules(here.store)
    return render_template(
        "desk/issues.html",
        rows=[(each, _read(each), each.id in flagged) for each in stored],
        draftable=[period for period in (present, following) if period.key not in drafted],
    )


@BLUEPRINT.post("/")
@needs(StaffRole.EDITOR)
def draft() -> Response:
    """Compile the issue of a week."""
    here = site()
    periods = {p.key: p for p in (here.weekly.last_period(here.now), here.weekly.current_period(here.now))}
    period = periods.get(request.form.get("period", ""))
    if period is None:
        abort(400)
    _, stored = parts.compiled(period)
    here.store.audit.add("digest drafted", subject=stored.id, by=the_user().name, at=here.now)
    return redirect(url_for("issues.one", digest_id=stored.id), code=303)


@BLUEPRINT.get("/<digest_id>")
@needs(StaffRole.READER)
def one(digest_id: str) -> str:
    """One issue, and what can be done to it."""
    here, user = site(), the_user()
    stored = parts.found(digest_id)
    digest = read_digest(stored)
    deadline = deadline_of(stored, hours=here.approve_within_hours)
    is_open = stored.state in OPEN
    return render_template(
        "desk/issue.html",
        stored=stored,
        digest=digest,
        bulletin=parts.rendered(digest),
        findings=parts.findings(stored) if is_open else (),
        is_open=is_open,
        is_weekly=parts.is_weekly(stored),
        deliveries=Outbox(here.store.database).counts(stored.id),
        behind=is_open and parts.is_weekly(stored) and parts.is_behind(stored),
        deadline=deadline,
        late=here.now > deadline and stored.state in {DigestState.DRAFT, DigestState.IN_REVIEW},
        faults=why_not(here.store, stored, user=user, now=here.now, deadline=deadline),
        approvals=approvals_of(here.store, stored.id),
        steps=edits_of(here.store, stored.period),
        comments=comments_of(here.store, stored.id),
        item_ids={item.id for item in digest.items},
        reviewed=last_reviewed(here.store, stored.id) is not None,
        trail=here.store.audit.list(subject=stored.id, limit=40),
        recipients=recipients(here.store),
        links=sum(len(item.links) for item in digest.items),
    )


@BLUEPRINT.post("/<digest_id>/compile")
@needs(StaffRole.EDITOR)
def compile_again(digest_id: str) -> Response:
    """Take in what was decided since; staff's own steps are kept."""
    here = site()
    stored = parts.found(digest_id)
    if not parts.is_weekly(stored):
        raise ReviewError("only the week's issue is compiled here")
    before = stored.content_hash
    _, stored = parts.compiled(stored.period)
    if stored.content_hash != before:
        here.store.audit.add("digest compiled again", subject=stored.id, by=the_user().name, at=here.now)
    flash("Nothing was new." if stored.content_hash == before else "Compiled again, with your edits kept.")
    return _back(digest_id)


@BLUEPRINT.post("/<digest_id>/note")
@needs(StaffRole.EDITOR)
def note(digest_id: str) -> Response:
    """The editor's note at the head."""
    return _step(digest_id, "note", fields={"text": request.form.get("text", "")[:1000]})


@BLUEPRINT.post("/<digest_id>/items/<item_id>/move")
@needs(StaffRole.EDITOR)
def move(digest_id: str, item_id: str) -> Response:
    """One place up or down, to the front of the issue, or into another section."""
    to = request.form.get("to", "")
    if to not in {"front", "up", "down", *SECTIONS}:
        abort(400)
    if to == "front":
        return _step(digest_id, "lead", item=item_id)
    if to in {"up", "down"}:
        digest = read_digest(parts.found(digest_id))
        return _step(digest_id, "place", item=item_id, fields=move_item(digest, item_id, down=to == "down"))
    return _step(digest_id, "place", item=item_id, fields={"section": to, "before": ""})


@BLUEPRINT.post("/<digest_id>/items/<item_id>/drop")
@needs(StaffRole.EDITOR)
def drop(digest_id: str, item_id: str) -> Response:
    """Leave an item out of this issue; what was accepted goes into the next."""
    return _step(digest_id, "drop", item=item_id)


@BLUEPRINT.get("/<digest_id>/items/<item_id>")
@needs(StaffRole.EDITOR)
def item(digest_id: str, item_id: str) -> str:
    """The words of an item."""
    stored = parts.found(digest_id)
    digest = read_digest(stored)
    section, shown = _in(digest, item_id)
    return render_template(
        "desk/item.html", stored=stored, digest=digest, item=shown, section=section, sections=SECTIONS
    )


@BLUEPRINT.post("/<digest_id>/items/<item_id>")
@needs(StaffRole.EDITOR)
def word(digest_id: str, item_id: str) -> Response:
    """Other words for an item; those that it was compiled with are kept."""
    words = {name: request.form.get(name, "")[:1000] for name in ("headline", "summary")}
    if not words["headline"].strip():
        flash("An item needs a headline.", "bad")
        return redirect(url_for("issues.item", digest_id=digest_id, item_id=item_id), code=303)
    return _step(digest_id, "word", item=item_id, fields=words)


@BLUEPRINT.get("/<digest_id>/write")
@needs(StaffRole.EDITOR)
def write(digest_id: str) -> str:
    """A form for an item of staff's own."""
    stored = parts.found(digest_id)
    return render_template("desk/write.html", stored=stored, digest=read_digest(stored), sections=SECTIONS)


@BLUEPRINT.post("/<digest_id>/write")
@needs(StaffRole.EDITOR)
def written(digest_id: str) -> Response:
    """Add an item of staff's own."""
    fields: dict[str, Any] = {name: request.form.get(name, "").strip()[:1000] for name in _FIELDS}
    fields["section"] = request.form.get("section", "")
    fields["areas"] = [area.strip() for area in request.form.get("areas", "").split(",") if area.strip()][:40]
    return _step(digest_id, "write", fields=fields)


@BLUEPRINT.post("/<digest_id>/undo")
@needs(StaffRole.EDITOR)
def undo(digest_id: str) -> Response:
    """Take the last step back."""
    try:
        undo_last(site().store, parts.found(digest_id), compiled=parts.compiled, by=the_user().name, now=site().now)
    except ReviewError as error:
        flash(str(error), "bad")
    return _back(digest_id)


def _step(digest_id: str, step: str, *, item: str = "", fields: dict[str, Any] | None = None) -> Response:
    here = site()
    stored = parts.found(digest_id)
    if not parts.is_weekly(stored):
        raise ReviewError("only the week's issue is edited here")
    try:
        edit(
            here.store,
            stored,
            step,
            compiled=parts.compiled,
            by=the_user().name,
            now=here.now,
            item=item,
            fields=fields,
        )
    except ReviewError as error:
        flash(str(error)[:1].upper() + str(error)[1:] + ".", "bad")
    else:
        if stored.state is DigestState.APPROVED:
            flash("It was approved; after this change it needs approval anew.", "warn")
    return _back(digest_id)


def _back(digest_id: str) -> Response:
    return redirect(url_for("issues.one", digest_id=digest_id), code=303)


def _in(digest: Digest, item_id: str) -> tuple[SectionKind, DigestItem]:
    found = [(section.kind, shown) for section in digest.sections for shown in section.items if shown.id == item_id]
    if not found:
        abort(404)
    return found[0]


def _read(stored: StoredDigest) -> Digest:
    """The issue, kept for whoever opens the list next: its content has a name, so a change of it is another."""
    return kept().value(("issue", stored.id, stored.content_hash, stored.state), lambda: read_digest(stored))

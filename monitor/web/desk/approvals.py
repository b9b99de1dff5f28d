"""From draft to approved: handing in, approving, sending back, cancelling; and approval against the rules, told for ever."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from monitor.digest import approval
from monitor.digest.issue import read_digest
from monitor.errors import ReviewError
from monitor.mail import dispatch
from monitor.model import DigestState, StaffRole
from monitor.store import StoredDigest
from monitor.web.desk import issue_parts as parts
from monitor.web.guard import needs, the_user
from monitor.web.site import site

BLUEPRINT = Blueprint("approvals", __name__, url_prefix="/desk/digests")


@BLUEPRINT.post("/<digest_id>/submit")
@needs(StaffRole.EDITOR)
def submit(digest_id: str) -> Response:
    """Hand an issue to an approver."""
    here = site()
    stored = parts.found(digest_id)
    if not _is_as_seen(stored):
        return _back(digest_id)
    reason = request.form.get("reason", "")[:500]
    try:
        approval.submit(
            here.store, stored, findings=parts.findings(stored), reason=reason, by=the_user().name, now=here.now
        )
    except ReviewError as error:
        return _back(digest_id, error)
    flash("Handed in. Somebody who did not edit it last can approve it.")
    return _back(digest_id)


@BLUEPRINT.post("/<digest_id>/approve")
@needs(StaffRole.APPROVER)
def approve(digest_id: str) -> Response:
    """Approve an issue as it is shown."""
    here = site()
    stored = parts.found(digest_id)
    if not _is_as_seen(stored):
        return _back(digest_id)
    try:
        approval.approve(
            here.store,
            stored,
            parts.letterhead(),
            findings=parts.findings(stored),
            user=the_user(),
            now=here.now,
            deadline=approval.deadline_of(stored, hours=here.approve_within_hours),
            break_glass=request.form.get("break_glass", "")[:500],
        )
    except ReviewError as error:
        return _back(digest_id, error)
    flash("Approved, exactly as shown. Any change takes the approval away.")
    return _back(digest_id)


@BLUEPRINT.post("/<digest_id>/state")
@needs(StaffRole.EDITOR)
def move(digest_id: str) -> Response:
    """Send an issue back to its editors, cancel it, or take it up again."""
    here, user = site(), the_user()
    stored = parts.found(digest_id)
    wanted, reason = request.form.get("to", ""), request.form.get("reason", "").strip()[:500]
    to = {"cancel": DigestState.CANCELLED, "again": DigestState.DRAFT}.get(wanted)
    if wanted == "back":
        try:
            approval.send_back(here.store, stored, reason=reason, by=user.name, now=here.now)
        except ReviewError as error:
            return _back(digest_id, error)
        return _back(digest_id)
    if to is None:
        return _back(digest_id, ReviewError("that is no state of an issue"))
    if to is DigestState.CANCELLED and not user.may(StaffRole.APPROVER):
        return _back(digest_id, ReviewError("an approver cancels an issue"))
    try:
        with here.store.transaction():
            here.store.digests.move(stored.id, to, at=here.now, by=user.name, content_hash=stored.content_hash)
            details = {"from": stored.state.value, "reason": reason}
            here.store.audit.add(f"digest: {to.value}", subject=stored.id, by=user.name, at=here.now, details=details)
    except ReviewError as error:
        return _back(digest_id, error)
    return _back(digest_id)


@BLUEPRINT.post("/<digest_id>/sending")
@needs(StaffRole.APPROVER)
def sending(digest_id: str) -> Response:
    """Stop an issue that is on its way, let it go on, or end it for good."""
    here, user = site(), the_user()
    stored = parts.found(digest_id)
    reason = request.form.get("reason", "").strip()[:500]
    try:
        match request.form.get("to", ""):
            case "pause":
                dispatch.pause(here.store, stored.id, by=user.name, now=here.now, reason=reason)
            case "resume":
                dispatch.resume(here.store, stored.id, by=user.name, now=here.now)
            case "cancel":
                dispatch.cancel(here.store, stored.id, by=user.name, now=here.now, reason=reason)
            case _:
                return _back(digest_id, ReviewError("that is nothing that can be done to an issue on its way"))
    except ReviewError as error:
        return _back(digest_id, error)
    return _back(digest_id)


@BLUEPRINT.post("/<digest_id>/links")
@needs(StaffRole.EDITOR)
def try_links(digest_id: str) -> Response:
    """Ask for every address that the issue links."""
    here = site()
    digest = read_digest(parts.found(digest_id))
    if here.keeper:
        here.keeper.try_links([link.url for item in digest.items for link in item.links])
        flash("The links are being tried. Load this page again in a moment.")
    return _back(digest_id)


def _is_as_seen(stored: StoredDigest) -> bool:
    if request.form.get("content") == stored.content_hash:
        return True
    flash("It changed after you opened the page. Look at it again before you decide.", "warn")
    return False


def _back(digest_id: str, error: ReviewError | None = None) -> Response:
    if error is not None:
        flash(str(error)[:1].upper() + str(error)[1:] + ".", "bad")
    return redirect(url_for("issues.one", digest_id=digest_id), code=303)

"""Comments on an issue and its items, and what became of an issue since it was last reviewed."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from monitor.digest import comments
from monitor.digest.issue import read_digest
from monitor.errors import ReviewError
from monitor.model import StaffRole
from monitor.review.differing import lines
from monitor.web.desk import issue_parts as parts
from monitor.web.guard import needs, the_user
from monitor.web.site import site

BLUEPRINT = Blueprint("comments", __name__, url_prefix="/desk/digests")


@BLUEPRINT.post("/<digest_id>/comments")
@needs(StaffRole.EDITOR)
def say(digest_id: str) -> Response:
    """Say something of an item, or of the whole issue."""
    here, item = site(), request.form.get("item", "")
    stored = parts.found(digest_id)
    try:
        comments.comment(
            here.store, stored, item=item, words=request.form.get("words", ""), by=the_user().name, now=here.now
        )
    except ReviewError as error:
        flash(str(error)[:1].upper() + str(error)[1:] + ".", "bad")
    return _back(digest_id, item)


@BLUEPRINT.post("/<digest_id>/comments/<comment_id>")
@needs(StaffRole.EDITOR)
def settle(digest_id: str, comment_id: str) -> Response:
    """Say that it is dealt with."""
    here = site()
    stored = parts.found(digest_id)
    try:
        comments.settle(here.store, stored, comment_id, by=the_user().name, now=here.now)
    except ReviewError as error:
        flash(str(error)[:1].upper() + str(error)[1:] + ".", "bad")
    return _back(digest_id, request.form.get("item", ""))


@BLUEPRINT.get("/<digest_id>/difference")
@needs(StaffRole.READER)
def difference(digest_id: str) -> str:
    """The issue as it was last reviewed beside the issue as it is."""
    stored = parts.found(digest_id)
    digest, before = read_digest(stored), comments.last_reviewed(site().store, stored.id)
    groups = lines(before.text, comments.as_lines(digest)) if before else ()
    return render_template("desk/difference.html", stored=stored, digest=digest, before=before, groups=groups)


def _back(digest_id: str, item: str) -> Response:
    return redirect(url_for("issues.one", digest_id=digest_id, _anchor=item or "comments"), code=303)

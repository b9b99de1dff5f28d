"""Documents: their stored versions, and what differs between any two of them."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from monitor.model import StaffRole
from monitor.review.differing import lines
from monitor.store import Version
from monitor.web.guard import needs
from monitor.web.site import site

BLUEPRINT = Blueprint("documents", __name__, url_prefix="/desk/documents")
_LONGEST_COMPARED = 400_000


@BLUEPRINT.get("/<document_id>")
@needs(StaffRole.READER)
def versions(document_id: str) -> str:
    """The versions of a document, and a comparison of two of them: the last two unless others are asked for."""
    history = site().store.documents.history(document_id)
    if not history:
        abort(404)
    newer = _chosen(history, request.args.get("to"), history[-1])
    older = _chosen(history, request.args.get("from"), history[max(0, history.index(newer) - 1)])
    too_long = max(len(older.document.text), len(newer.document.text)) > _LONGEST_COMPARED
    return render_template(
        "desk/versions.html",
        document=newer.document,
        history=history,
        older=older,
        newer=newer,
        groups=() if too_long else lines(older.document.text, newer.document.text),
        too_long=too_long,
    )


def _chosen(history: tuple[Version, ...], version_id: str | None, default: Version) -> Version:
    return next((version for version in history if version.id == version_id), default)

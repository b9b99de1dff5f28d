"""Documents: their stored versions, and what differs between any two of them."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, abort, render_template, request

from monitor.model import StaffRole
from monitor.review.differing import lines
from monitor.store import Outline, Version
from monitor.web.guard import needs
from monitor.web.site import site

BLUEPRINT = Blueprint("documents", __name__, url_prefix="/desk/documents")
_LONGEST_COMPARED = 400_000
#: A page that changes each hour has thousands of versions; older ones are offered once they are asked for.
_MOST_OFFERED = 100


@BLUEPRINT.get("/<document_id>")
@needs(StaffRole.READER)
def versions(document_id: str) -> str:
    """The versions of a document, and a comparison of two of them: the last two unless others are asked for."""
    history = site().store.documents.outlines(document_id)
    if not history:
        abort(404)
    to = _chosen(history, request.args.get("to"), history[-1])
    older = _whole(_chosen(history, request.args.get("from"), history[max(0, history.index(to) - 1)]))
    newer = _whole(to)
    too_long = max(len(older.document.text), len(newer.document.text)) > _LONGEST_COMPARED
    return render_template(
        "desk/versions.html",
        document=newer.document,
        source=site().source(newer.document.source_id),
        history=[each for each in history[:-_MOST_OFFERED] if each.id in {older.id, newer.id}]
        + [*history[-_MOST_OFFERED:]],
        hidden=max(0, len(history) - _MOST_OFFERED),
        older=older,
        newer=newer,
        groups=() if too_long else lines(older.document.text, newer.document.text),
        too_long=too_long,
    )


def _chosen(history: Sequence[Outline], version_id: str | None, default: Outline) -> Outline:
    return next((version for version in history if version.id == version_id), default)


def _whole(outline: Outline) -> Version:
    return site().store.documents.version(outline.id) or abort(404)

"""The pages on which members subscribe, choose and leave. What GET asks for changes nothing; what changes says so on a button."""

from __future__ import annotations

from flask import Blueprint, Response

from monitor.web.subscriptions import choosing, entering, joining

BLUEPRINT = Blueprint("subscriptions", __name__)
for part in (joining, choosing, entering):
    part.add_to(BLUEPRINT)


@BLUEPRINT.after_request
def keep_quiet(answer: Response) -> Response:
    """What a personal link shows is for one person."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer

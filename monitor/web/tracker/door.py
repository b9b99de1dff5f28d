"""Who may read the tracker: everybody, or members alone, as the configuration says. Members come in by a link in a mail."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, redirect, request, session, url_for
from werkzeug.wrappers import Response

from monitor.web.guard import current_user
from monitor.web.site import site

#: How long a browser that came in by a link stays in.
STAYS = timedelta(days=30)
_KEY = "reader"


def guard(blueprint: Blueprint) -> Blueprint:
    """Put ``blueprint`` behind the door."""
    blueprint.before_request(_only_readers)
    return blueprint


def is_reader() -> bool:
    """Whether who is asking may read."""
    if site().settings.tracker == "public" or current_user() is not None:
        return True
    until = session.get(_KEY)
    return isinstance(until, float | int) and until > site().now.timestamp()


def let_in() -> None:
    """Remember that this browser may read."""
    session.permanent = True
    session[_KEY] = (site().now + STAYS).timestamp()


def _only_readers() -> Response | None:
    if is_reader():
        return None
    if request.path.startswith(("/api/", "/embed/", "/data/")):
        abort(401)
    wanted = request.full_path.rstrip("?")
    return redirect(url_for("subscriptions.enter", next=wanted), code=303)

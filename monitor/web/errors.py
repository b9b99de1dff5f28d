"""What people read when something cannot be done: what happened, and what they can do about it."""

from __future__ import annotations

import logging

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from monitor.errors import ReviewError, StoreError, TierwatchError
from monitor.web.forms import ForgedFormError

log = logging.getLogger(__name__)

_WORDS = {
    400: ("That request was not understood", "Go back, look at what you filled in, and try again."),
    401: ("Please sign in", "This page is for members."),
    403: ("You may not do that", "Your role does not allow it. An administrator can change your role."),
    404: ("There is no such page", "The address may be mistyped, or what it showed may be gone."),
    405: ("That cannot be done here", "Go back and use the buttons of the page."),
    409: ("That is no longer possible", ""),
    410: ("This is gone", "What was here has been taken away for good."),
    413: ("That is too much at once", "A form may hold one mebibyte."),
    429: ("Too many requests", "Please wait a little and try again."),
    500: ("Something went wrong on our side", "It has been logged. Nothing that you sent was half done."),
    503: ("The records cannot be reached", "Nothing was changed. Please try again in a minute."),
}


def install(app: Flask) -> None:
    """Answer every error with a page, or with JSON below ``/api/``."""
    app.register_error_handler(ForgedFormError, _forged)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(ReviewError, _too_late)
    app.register_error_handler(StoreError, _no_store)
    app.register_error_handler(TierwatchError, lambda error: _page(400, str(error)))
    app.register_error_handler(Exception, _fault)


def _refused(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    answer = _page(error.code or 500)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            answer.headers[name] = value
    return answer


def _forged(_error: ForgedFormError) -> Response:
    return _page(400, "This form was open for too long, or came from another site. Load the page again and repeat it.")


def _too_late(error: ReviewError) -> Response:
    return _page(409, str(error))


def _no_store(error: StoreError) -> Response:
    log.error("the state could not be used: %s", error)
    return _page(503)


def _fault(error: Exception) -> Response:
    log.error("a fault while answering %s %s", request.method, request.path, exc_info=error)
    return _page(500)


def _page(code: int, details: str = "") -> Response:
    title, advice = _WORDS.get(code, _WORDS[400 if code < 500 else 500])
    if request.path.startswith("/api/"):
        answer = jsonify({"error": {"status": code, "title": title, "detail": details or advice}})
    else:
        answer = make_response(render_template("error.html", code=code, title=title, advice=details or advice))
    answer.status_code = code
    return answer

"""The guard against forged forms: what changes anything has to come from a page that this site gave to the same visitor.

Each form carries a random number and its HMAC (SHA-256) under a secret that only the visitor's signed session holds. No two tokens
are alike, so that nothing can be learnt of the secret from the sizes of compressed pages.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request, session

from monitor.errors import TierwatchError

FIELD = "csrf_token"
_CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
View = TypeVar("View", bound=Callable[..., Any])


class ForgedFormError(TierwatchError):
    """A form without the token of the visitor's own session."""


def install(app: Flask) -> None:
    """Guard every view of ``app``, and give templates ``csrf_token()``."""
    app.before_request(_refuse_forged)
    app.add_template_global(token, "csrf_token")


def by_link_alone(view: View) -> View:
    """A view that a signed link in its address authorises, so that it works without a cookie and so without a form's token."""
    view.by_link_alone = True  # type: ignore[attr-defined]
    return view


def token() -> str:
    """The token for the forms of the present page."""
    made: str | None = g.get(FIELD)
    if made is None:
        nonce = secrets.token_urlsafe(12)
        made = g.csrf_token = f"{nonce}.{_mark(_secret(), nonce)}"
    return made


def _refuse_forged() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method not in _CHANGING or view is None or getattr(view, "by_link_alone", False):
        return
    nonce, _, mark = request.form.get(FIELD, "").partition(".")
    kept = session.get(FIELD)
    if not isinstance(kept, str) or not hmac.compare_digest(_mark(kept, nonce).encode(), mark.encode()):
        raise ForgedFormError("the form does not carry its token")
    # Over HTTPS browsers say where a form comes from; whoever reads the token some other way is refused all the same.
    if request.is_secure and urlsplit(request.headers.get("Origin") or request.referrer or "")[:2] != (
        "https",
        request.host,
    ):
        raise ForgedFormError("the form comes from another site")


def _secret() -> str:
    if not isinstance(session.get(FIELD), str):
        session[FIELD] = secrets.token_urlsafe(32)
    return str(session[FIELD])


def _mark(secret: str, nonce: str) -> str:
    return hmac.digest(secret.encode(), nonce.encode(), "sha256").hex()

"""Telling people from machines without asking them anything: a field that nobody sees, and the time that a form was open."""

from __future__ import annotations

from datetime import timedelta

from flask import request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from monitor.errors import TierwatchError
from monitor.web.signing import signer
from monitor.web.site import site

_QUICKEST = timedelta(seconds=3)
_LONGEST = timedelta(hours=12)


def asked_at() -> str:
    """The present moment, signed, for a hidden field."""
    return str(_signer().dumps(site().now.timestamp()))


def refuse_machines() -> None:
    """Raise TierwatchError unless the form was open as long as a person needs, and the unseen field is empty."""
    # No person sees the field "website"; no person fills in a form in three seconds.
    if request.form.get("website") or not _is_unhurried(request.form.get("asked_at", "")):
        raise TierwatchError("That did not work. Wait a moment, then send it once more.")


def _signer() -> URLSafeTimedSerializer:
    return signer(site().secret, "when a form was asked for")


def _is_unhurried(token: str) -> bool:
    try:
        then = float(_signer().loads(token))
    except (BadSignature, TypeError, ValueError):
        return False
    return _QUICKEST <= timedelta(seconds=site().now.timestamp() - then) <= _LONGEST

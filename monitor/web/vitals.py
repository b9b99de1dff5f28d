"""The addresses that machines ask: ``/healthz`` (alive), ``/readyz`` (able to work), ``/metrics`` (figures, not for everybody)."""

from __future__ import annotations

import hmac
import ipaddress

from flask import Blueprint, Response, abort, request
from prometheus_client import CONTENT_TYPE_LATEST

from monitor.operations.vitals import Vitals
from monitor.web.site import site

BLUEPRINT = Blueprint("vitals", __name__)


@BLUEPRINT.get("/healthz")
def health() -> Response:
    """Whether the process works. Touches neither disk nor network."""
    return _answer(_vitals().why_not_alive())


@BLUEPRINT.get("/readyz")
def ready() -> Response:
    """Whether it can do its work now, with one plain reason where it cannot."""
    return _answer(_vitals().why_not_ready())


@BLUEPRINT.get("/metrics")
def metrics() -> Response:
    """The figures, for this machine or for who shows the token; for everybody else there is no such page."""
    if not _may_see():
        abort(404)
    return Response(_vitals().metrics(), content_type=CONTENT_TYPE_LATEST)


def _vitals() -> Vitals:
    found = site().vitals
    if found is None:
        abort(404)
    return found


def _answer(reason: str | None) -> Response:
    return Response(f"{reason or 'ok'}\n", status=503 if reason else 200, mimetype="text/plain")


def _may_see() -> bool:
    token = site().metrics_token
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token and hmac.compare_digest(shown.encode(), token.encode()):
        return True
    # Where the pages are public there is a proxy on this machine, and behind it everybody comes from this machine.
    if site().settings.public_url or site().settings.trusted_proxy:
        return False
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False

"""What every answer carries: no script or style but our own files, no framing, no sniffing."""

from __future__ import annotations

from flask import Flask, Response, g, request

from monitor.web.site import site

_POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
)


def install(app: Flask) -> None:
    """Dress the answers of ``app``."""
    app.after_request(_dress)


def allow_framing_by(*origins: str) -> None:
    """Let other pages show the present answer in a frame: ``'self'``, or ``*`` for the cell that anybody may embed."""
    g.frame_ancestors = " ".join(origins)


def set_policy(policy: str) -> None:
    """Answer with another content policy; for what is not a page of ours, such as a bulletin with its own styles."""
    g.policy = policy


def _dress(response: Response) -> Response:
    ancestors = g.get("frame_ancestors", "'none'")
    policy = g.get("policy") or "; ".join(_POLICY)
    headers = response.headers
    headers["Content-Security-Policy"] = f"{policy}; frame-ancestors {ancestors}"
    if ancestors == "'none'":
        headers["X-Frame-Options"] = "DENY"
    elif ancestors == "'self'":
        headers["X-Frame-Options"] = "SAMEORIGIN"
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    # The mark of the site is asked for by previews too, which are sandboxed and so of no origin.
    shared = ancestors == "*" or request.path == "/favicon.ico"
    headers["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    if site().settings.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if g.get("user") is not None and not request.path.startswith("/assets/"):
        # What somebody saw signed in must not stay in a shared machine's cache.
        headers["Cache-Control"] = "no-store"
    return response

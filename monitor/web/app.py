"""The application: built from what it is given, its pages in blueprints, each in a module of its own."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from monitor.web import assets, errors, forms, guard, kept, navigation, rates, security
from monitor.web.filters import FILTERS
from monitor.web.signing import SignedSessions
from monitor.web.site import EXTENSION, Site

#: Modules of this package with a ``BLUEPRINT``.
ROOMS = (
    "account",
    "desk.home",
    "desk.queue",
    "desk.objections",
    "desk.documents",
    "desk.sources",
    "desk.issues",
    "desk.approvals",
    "desk.comments",
    "desk.previews",
    "desk.post",
    "desk.people",
    "desk.teaching",
    "tracker",
    "tracker.changes",
    "tracker.search",
    "tracker.data",
    "tracker.archive",
    "api",
    "subscriptions",
    "oneclick",
    "vitals",
)
MAX_BODY_BYTES = 1024 * 1024


def create_app(site: Site) -> Flask:
    """The application on ``site``. It keeps no state of its own beyond what ``site.store`` holds."""
    app = Flask(__name__, static_folder=None)
    app.extensions[EXTENSION] = site
    app.secret_key = site.secret
    app.session_interface = SignedSessions()
    secure = site.settings.is_secure
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_BODY_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_BODY_BYTES,
        MAX_FORM_PARTS=500,
        # The prefix binds the cookie to this host and to HTTPS (RFC 6265bis); browsers refuse it without TLS.
        SESSION_COOKIE_NAME="__Host-tierwatch" if secure else "tierwatch",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=7),
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    for part in (security, forms, guard, assets, kept, navigation, rates, errors):
        part.install(app)
    for room in ROOMS:
        app.register_blueprint(import_module(f"monitor.web.{room}").BLUEPRINT)
    if site.settings.trusted_proxy:
        # waitress lets these headers through from the trusted proxy alone (monitor.web.serve).
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]
    return app

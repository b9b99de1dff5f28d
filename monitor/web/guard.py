"""Who is asking: the signed-in user of a request, and which role a page needs."""

from __future__ import annotations

import functools
import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any, ParamSpec, TypeVar

from flask import Flask, abort, flash, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from monitor.model import SignedIn, StaffRole, User
from monitor.web.site import site

IDLE = timedelta(hours=8)
LONGEST = timedelta(days=7)
#: A visit's last use is written down at most this often, so that reading does not mean writing.
_TOUCH_EVERY = timedelta(minutes=1)

P = ParamSpec("P")
R = TypeVar("R")


def install(app: Flask) -> None:
    """Find out before each request who is asking; templates know them as ``user``."""
    app.before_request(_recognise)
    app.context_processor(lambda: {"user": g.get("user"), "StaffRole": StaffRole})


def current_user() -> User | None:
    """Who is signed in, if anybody is."""
    user: User | None = g.get("user")
    return user


def the_user() -> User:
    """Who is signed in; for views that ``needs`` guards."""
    user = current_user()
    assert user is not None
    return user


def needs(role: StaffRole) -> Callable[[Callable[P, R]], Callable[P, R | BaseResponse]]:
    """Guard a view: whoever is not signed in is asked to, and whoever may not do it is told so."""

    def guarded(view: Callable[P, R]) -> Callable[P, R | BaseResponse]:
        @functools.wraps(view)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R | BaseResponse:
            user = current_user()
            if user is None:
                wanted = request.full_path.rstrip("?") if request.method == "GET" else ""
                return redirect(url_for("account.sign_in", next=wanted or None), code=303)
            if site().settings.wants_codes and not user.totp_secret and request.blueprint != "account":
                flash("Nobody comes to the desk here without one-time codes. Switch yours on first.", "warn")
                return redirect(url_for("account.own"), code=303)
            if not user.may(role):
                abort(403)
            return view(*args, **kwargs)

        wrapper.needs = role  # type: ignore[attr-defined]
        return wrapper

    return guarded


def begin_session(user: User) -> None:
    """Sign ``user`` in: a new session, with nothing of what was there before."""
    token = secrets.token_urlsafe(32)
    session.clear()
    session["token"] = token
    session.permanent = True
    g.user = user
    site().store.sessions.begin(_hash(token), user.id, at=site().now)


def end_session() -> None:
    """Sign out."""
    token = session.get("token")
    session.clear()
    if token:
        site().store.sessions.end(_hash(token), at=site().now)
    g.user = None


def own_visits() -> tuple[SignedIn, ...]:
    """The visits of who is signed in that go on, the present one too."""
    here, user = site(), the_user()
    return here.store.sessions.list(user.id, used_since=here.now - IDLE, begun_since=here.now - LONGEST)


def is_this_visit(visit: SignedIn) -> bool:
    """Whether ``visit`` is the one that the request belongs to."""
    return visit.token_hash == _hash(str(session.get("token", "")))


def _recognise() -> None:
    g.user = None
    token: Any = None if request.path.startswith("/assets/") else session.get("token")
    if not isinstance(token, str):
        return
    here, now = site(), site().now
    visit = here.store.sessions.find(_hash(token))
    user = here.store.users.get(visit.user_id) if visit else None
    if visit is None or user is None or user.disabled_at or _is_over(visit.created_at, visit.used_at, now):
        session.clear()
        return
    if now - visit.used_at > _TOUCH_EVERY:
        here.store.sessions.touch(visit.token_hash, at=now)
    g.user = user


def _is_over(created_at: Any, used_at: Any, now: Any) -> bool:
    return bool(now - used_at > IDLE or now - created_at > LONGEST)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

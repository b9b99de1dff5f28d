"""Signing in and out, and one's own account."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response as BaseResponse

from monitor.model import SignedIn, StaffRole, User
from monitor.web import onetime, passwords
from monitor.web.guard import begin_session, current_user, end_session, is_this_visit, needs, own_visits, the_user
from monitor.web.proving import proved
from monitor.web.signing import signer
from monitor.web.site import site
from monitor.web.throttle import Throttle

BLUEPRINT = Blueprint("account", __name__, url_prefix="/account")
_BROWSER_KNOWN_FOR = timedelta(days=180)
_WRONG = "That name and password do not fit together."


@BLUEPRINT.get("/sign-in")
def sign_in() -> BaseResponse | str:
    """The form."""
    if current_user():
        return redirect(_wanted() or url_for("desk.home"), code=303)
    return render_template("account/sign_in.html", problem="", name="", wanted=_wanted())


@BLUEPRINT.post("/sign-in")
def signed_in() -> BaseResponse | str:
    """Check name, password and one-time password; the answer is the same whichever of them is wrong."""
    here = site()
    name, password = request.form.get("name", "")[:200], request.form.get("password", "")
    code = request.form.get("code", "")
    keys = _keys(name, here.store.users.named(name))
    wait = _throttle().wait(*keys, now=here.now)
    if wait:
        return _refused(f"Too many tries. Wait {_spoken(wait)} before the next one.", name, status=429)
    user = proved(here.store, name, password, code, key=here.secret, now=here.now)
    if user is None:
        _throttle().failed(*keys, now=here.now)
        return _refused(_WRONG, name, status=401)
    _throttle().succeeded(*keys)
    begin_session(user)
    here.store.audit.add("signed in", subject=f"user {user.name}", by=user.name, at=here.now)
    answer = make_response(redirect(_wanted() or url_for("desk.home"), code=303))
    return _remembering(answer, user)


@BLUEPRINT.post("/sign-out")
def sign_out() -> BaseResponse:
    """End the visit."""
    user = current_user()
    if user:
        site().store.audit.add("signed out", subject=f"user {user.name}", by=user.name, at=site().now)
    end_session()
    flash("You are signed out.")
    return redirect(url_for("account.sign_in"), code=303)


@BLUEPRINT.get("/")
@needs(StaffRole.READER)
def own() -> str:
    """One's own account."""
    return _own_page()


@BLUEPRINT.post("/password")
@needs(StaffRole.READER)
def change_password() -> BaseResponse | tuple[str, int]:
    """A new password, against the present one; every other visit ends."""
    here, user = site(), the_user()
    old, new, again = (request.form.get(field, "") for field in ("old", "new", "again"))
    problem = fault_in_own_password(old)
    problem = problem or passwords.fault_in(
        new, about=(user.name, user.display_name, user.email, *passwords.known_to_all(here.masthead, here.programmes))
    )
    if not problem and new != again:
        problem = "The two new passwords differ."
    if problem:
        return _own_page(problem=problem), 422
    with here.store.transaction():
        here.store.users.set_password(user.id, passwords.hashed(new), at=here.now)
        here.store.audit.add("password changed", subject=f"user {user.name}", by=user.name, at=here.now)
    begin_session(user)
    flash("Your password is changed. Every other place where you were signed in is signed out.")
    return redirect(url_for("account.own"), code=303)


@BLUEPRINT.post("/one-time")
@needs(StaffRole.READER)
def one_time() -> BaseResponse | tuple[str, int]:
    """Switch one-time codes on, once a code shows that the authenticator has the secret, or off; each against the password."""
    here, user = site(), the_user()
    secret = None if user.totp_secret else _offered(request.form.get("secret", ""))
    problem = fault_in_own_password(request.form.get("old", ""))
    if user.totp_secret and here.settings.wants_codes:
        problem = "Nobody comes to the desk here without one-time codes."
    if not problem and secret and onetime.step_of(secret, request.form.get("code", ""), now=here.now) is None:
        problem = "That code is not right. Look at the clock of your telephone, and try the next one."
    if problem:
        return _own_page(problem=problem, secret=secret or ""), 422
    action = "one-time codes switched on" if secret else "one-time codes switched off"
    with here.store.transaction():
        onetime.switch(here.store, user, secret, key=here.secret, at=here.now)
        here.store.audit.add(action, subject=f"user {user.name}", by=user.name, at=here.now)
    begin_session(user)
    flash("One-time codes are on. You need one whenever you sign in." if secret else "One-time codes are off.")
    return redirect(url_for("account.own"), code=303)


@BLUEPRINT.post("/visits")
@needs(StaffRole.READER)
def end_visit() -> BaseResponse:
    """End one of one's own visits; the present one is ended by signing out."""
    here, user = site(), the_user()
    wanted = request.form.get("visit", "")
    for visit in own_visits():
        if _name_of(visit) == wanted and not is_this_visit(visit):
            with here.store.transaction():
                here.store.sessions.end(visit.token_hash, at=here.now)
                here.store.audit.add("visit ended", subject=f"user {user.name}", by=user.name, at=here.now)
            flash("You are signed out there.")
            break
    else:
        flash("That visit is over already.")
    return redirect(url_for("account.own"), code=303)


def _name_of(visit: SignedIn) -> str:
    """What a visit is called on its owner's page: nothing that another browser could sign in with."""
    return hashlib.sha256(visit.token_hash.encode()).hexdigest()[:16]


def fault_in_own_password(given: str) -> str:
    """What is wrong with the password that whoever is signed in gives once more; empty if it is theirs. Guesses are slowed down."""
    here, user = site(), the_user()
    key = f"own {user.id}"
    wait = _throttle().wait(key, now=here.now)
    if wait:
        return f"Too many tries. Wait {_spoken(wait)}."
    if passwords.is_right(given, user.password_hash):
        return ""
    _throttle().failed(key, now=here.now)
    return "The present password is not right."


def _own_page(*, problem: str = "", secret: str = "") -> str:
    user = the_user()
    secret = secret or onetime.new_secret()
    return render_template(
        "account/own.html",
        problem=problem,
        visits=sorted(((_name_of(v), v, is_this_visit(v)) for v in own_visits()), key=lambda each: not each[2]),
        wants_codes=site().settings.wants_codes,
        secret=secret,
        signed=_secrets().dumps([user.id, secret]),
        otpauth=onetime.address_of(secret, name=user.name, issuer="Tierwatch"),
    )


def _offered(signed: str) -> str:
    """The secret that the page offered, so that nobody is given one of somebody else's choice."""
    try:
        owner, secret = _secrets().loads(signed, max_age=3600)
    except BadSignature:
        abort(400)
    if owner != the_user().id:
        abort(400)
    return str(secret)


def _secrets() -> URLSafeTimedSerializer:
    return signer(site().secret, "a secret for one-time codes")


def _refused(problem: str, name: str, *, status: int) -> Response:
    page = render_template("account/sign_in.html", problem=problem, name=name, wanted=_wanted())
    return make_response(page, status)


def _wanted() -> str:
    """Where to go afterwards: a path of this site, whatever the request says."""
    wanted = request.values.get("next", "")
    parts = urlsplit(wanted)
    fit = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return wanted if fit and "\\" not in wanted and wanted.isprintable() else ""


def _throttle() -> Throttle:
    throttle: Throttle = current_app.extensions.setdefault("tierwatch throttle", Throttle())
    return throttle


def _keys(name: str, user: User | None) -> tuple[str, ...]:
    known = user is not None and _known_browser() == user.id
    account = hashlib.sha256(name.strip().lower().encode()).hexdigest()
    return (f"browser {account}",) if known else (f"address {request.remote_addr}", f"account {account}")


def _known_browser() -> str:
    try:
        seen = _signer().loads(request.cookies.get(_cookie(), ""), max_age=int(_BROWSER_KNOWN_FOR.total_seconds()))
    except BadSignature:
        return ""
    return str(seen)


def _remembering(answer: Response, user: User) -> Response:
    answer.set_cookie(
        _cookie(), _signer().dumps(user.id), max_age=_BROWSER_KNOWN_FOR, secure=site().settings.is_secure,
        httponly=True, samesite="Strict",
    )  # fmt: skip
    return answer


def _cookie() -> str:
    return "__Host-tierwatch-browser" if site().settings.is_secure else "tierwatch-browser"


def _signer() -> URLSafeTimedSerializer:
    return signer(site().secret, "a browser that has signed in before")


def _spoken(wait: timedelta) -> str:
    seconds = max(1, round(wait.total_seconds()))
    return f"{seconds} seconds" if seconds < 120 else f"{seconds // 60} minutes"

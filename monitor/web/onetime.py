"""One-time passwords (RFC 6238), for those who asked for them. Their secrets are kept locked with the site's secret."""

from __future__ import annotations

import hmac
import logging
from datetime import datetime

import pyotp

from monitor.model import User
from monitor.store import Store
from monitor.web.signing import locked, unlocked

log = logging.getLogger(__name__)


def new_secret() -> str:
    """A secret for an authenticator."""
    return pyotp.random_base32()


def address_of(secret: str, *, name: str, issuer: str) -> str:
    """What an authenticator takes up: an ``otpauth://`` address."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step_of(secret: str, code: str, *, now: datetime) -> int | None:
    """The step of time that ``code`` belongs to: the present one, or its neighbour where clocks differ; ``None`` if it is wrong."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit()):
        return None
    totp = pyotp.TOTP(secret)
    present = totp.timecode(now)
    steps = (present, present - 1, present + 1)
    return next((step for step in steps if hmac.compare_digest(totp.generate_otp(step), digits)), None)


def switch(store: Store, user: User, secret: str | None, *, key: str, at: datetime) -> None:
    """Ask ``user`` for codes of ``secret`` from now on, or for none. ``key`` is the site's secret."""
    store.users.set_totp(user.id, locked(key, secret, owner=user.id) if secret else None, at=at)


def accepts(store: Store, user: User, code: str, *, key: str, now: datetime) -> bool:
    """Whether ``user`` may sign in with ``code``, which is spent by that; who did not ask for one-time passwords needs none.

    What is spent is kept in the store: a code that somebody looked at over a shoulder is worth nothing, after a restart too.
    """
    if user.totp_secret is None:
        return True
    secret = unlocked(key, user.totp_secret, owner=user.id)
    if secret is None:
        log.error("the one-time codes of %s were made under another secret; give them a new password", user.name)
        return False
    step = step_of(secret, code, now=now)
    return step is not None and store.users.spend_code(user.id, step)

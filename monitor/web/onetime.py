"""One-time passwords (RFC 6238), for those who asked for them."""

from __future__ import annotations

import hmac
import threading
from datetime import datetime

import pyotp

from monitor.model import User


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


class Spent:
    """The last step that each user signed in with: a code that somebody looked over their shoulder for is worth nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: dict[str, int] = {}

    def accepts(self, user: User, code: str, *, now: datetime) -> bool:
        """Whether ``user`` may sign in with ``code``, which is spent by that; who did not ask for one-time passwords needs none."""
        if user.totp_secret is None:
            return True
        step = step_of(user.totp_secret, code, now=now)
        with self._lock:
            if step is None or step <= self._last.get(user.id, -1):
                return False
            self._last[user.id] = step
            return True

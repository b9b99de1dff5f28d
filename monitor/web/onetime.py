"""One-time passwords (RFC 6238), for those who asked for them."""

from __future__ import annotations

from datetime import datetime

import pyotp

from monitor.model import User


def new_secret() -> str:
    """A secret for an authenticator."""
    return pyotp.random_base32()


def address_of(secret: str, *, name: str, issuer: str) -> str:
    """What an authenticator takes up: an ``otpauth://`` address."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def fits(secret: str, code: str, *, now: datetime) -> bool:
    """Whether ``code`` is the present one, or its neighbour where clocks differ."""
    digits = "".join(code.split())
    return digits.isascii() and digits.isdigit() and pyotp.TOTP(secret).verify(digits, for_time=now, valid_window=1)


def accepts(user: User, code: str, *, now: datetime) -> bool:
    """Whether ``user`` may sign in with ``code``; who did not ask for one-time passwords needs none."""
    return user.totp_secret is None or fits(user.totp_secret, code, now=now)

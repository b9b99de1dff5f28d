"""Passwords: which are good enough, how they are kept (argon2id), and the check that takes as long for nobody as for somebody."""

from __future__ import annotations

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 256
_HASHER = PasswordHasher()
#: Parts that make a long password as easy to guess as a short one.
_COMMON = (
    "password", "passwort", "qwerty", "123456", "abcdef", "letmein", "welcome", "iloveyou", "administrator", "tierwatch",
    "changeme", "dragon", "monkey", "football", "111111", "000000", "asdfgh", "zxcvbn", "trustno1", "sunshine",
)  # fmt: skip
_LEAST_OTHER = 8
_LEAST_DIFFERENT = 5


def fault_in(password: str, *, name: str = "") -> str:
    """What is wrong with a new password, in words; empty when it will do."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. Four unrelated words make a good password."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if len(set(password)) < _LEAST_DIFFERENT:
        return "Use more different characters."
    rest = password.lower()
    for part in (*_COMMON, name.lower()):
        rest = rest.replace(part, "") if part else rest
    if len(rest) < _LEAST_OTHER:
        return "That is among the first that a stranger would try. Four unrelated words make a good password."
    return ""


def hashed(password: str) -> str:
    """What is kept instead of ``password``."""
    return _HASHER.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether ``password`` is the one that ``kept`` was made of. Without ``kept`` it takes as long, and is never right."""
    if len(password) > LONGEST:
        return False
    try:
        return _HASHER.verify(kept or _nobody(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@lru_cache(maxsize=1)
def _nobody() -> str:
    return hashed("nobody has this password")

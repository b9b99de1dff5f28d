"""Passwords: which are good enough, how they are kept (argon2id), and the check that takes as long for nobody as for somebody."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from monitor.digest.issue import Masthead
from monitor.programmes.pack import Programme
from monitor.web import guessable

SHORTEST, LONGEST = 12, 256
_HASHER = PasswordHasher()
_LEAST_DIFFERENT = 5
#: What a stranger tries first is worth nothing; so many characters have to be something else.
_LEAST_OTHER = 8
_GOOD = "Four unrelated words make a good password."


def fault_in(password: str, *, about: Iterable[str] = ()) -> str:
    """What is wrong with a new password, in words; empty when it will do.

    ``about`` is what anybody knows: the names and the address of its owner, what the service and its programmes are called.
    """
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters. {_GOOD}"
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if len(set(password.casefold())) < _LEAST_DIFFERENT:
        return "Use more different characters."
    if guessable.rest_of(password, about) < _LEAST_OTHER:
        return f"That is among the first that a stranger would try. {_GOOD}"
    return ""


def known_to_all(masthead: Masthead, programmes: Iterable[Programme]) -> tuple[str, ...]:
    """What the service, who publishes it, and its programmes are called: in a password that is worth nothing."""
    return (masthead.title, masthead.publisher, *(programme.name for programme in programmes))


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

"""The people who work at the desk: who they are, what they may do, and the visits in which they are signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class StaffRole(StrEnum):
    """What a user may do; each may do what those before it may."""

    READER = "reader"
    EDITOR = "editor"
    APPROVER = "approver"
    ADMINISTRATOR = "administrator"

    def includes(self, other: StaffRole) -> bool:
        """Whether this role may do what ``other`` may."""
        return _ORDER.index(self) >= _ORDER.index(other)


_ORDER = tuple(StaffRole)


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who can sign in. ``name`` is what they sign in with; decisions and the audit log name them by it.

    ``failures`` counts wrong passwords since the last right one.
    """

    id: str
    name: str
    role: StaffRole
    password_hash: str
    created_at: datetime
    password_at: datetime
    display_name: str = ""
    email: str = ""
    totp_secret: str | None = None
    disabled_at: datetime | None = None
    failures: int = 0
    last_failure_at: datetime | None = None

    @property
    def label(self) -> str:
        """How pages call this user."""
        return self.display_name or self.name

    def may(self, role: StaffRole) -> bool:
        """Whether this user may do what needs ``role``."""
        return self.disabled_at is None and self.role.includes(role)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """One visit of a user, from signing in to its end. ``token_hash`` names it; the token itself is kept by the browser only."""

    token_hash: str
    user_id: str
    created_at: datetime
    used_at: datetime

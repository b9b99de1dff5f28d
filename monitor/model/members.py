"""Members, what they asked for, and what became of each mail to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.model.digests import Audience


class MemberState(StrEnum):
    """A member gets mail only while ``confirmed``."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    ENDED = "ended"


class Basis(StrEnum):
    """Why we may write to somebody (PECR regulation 22, UK GDPR article 6)."""

    CONSENT = "consent"
    CHARITY_SOFT_OPT_IN = "charity_soft_opt_in"
    CORPORATE = "corporate"
    MEMBER_SERVICE = "member_service"


class Cadence(StrEnum):
    """How often a subscription brings mail."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class DeliveryState(StrEnum):
    """What is known of one mail. Only ``ready`` and ``deferred`` are ever sent; ``uncertain`` waits for a person."""

    READY = "ready"
    CLAIMED = "claimed"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REJECTED = "rejected"
    UNCERTAIN = "uncertain"
    SKIPPED = "skipped"

    @property
    def is_final(self) -> bool:
        """Whether nothing more becomes of the mail."""
        return self in {DeliveryState.ACCEPTED, DeliveryState.REJECTED, DeliveryState.SKIPPED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The evidence that somebody may be written to: on what ground, to which wording, where and when."""

    basis: Basis
    wording: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody at an address. Addresses that differ in case alone are one."""

    id: str
    address: str
    state: MemberState
    created_at: datetime
    name: str = ""
    organisation: str = ""
    is_member: bool = False
    language: str = "en"
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    ended_reason: str = ""
    consent: Consent | None = None
    bounce_score: float = 0.0
    bounced_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """What a mail needs to know of the member that it goes to."""

    name: str = ""
    language: str = "en"
    consent: Consent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a member asked for; empty lists mean everything. ``quiet`` is ``paragraph`` or ``nothing``."""

    id: str
    member_id: str
    created_at: datetime
    cadence: Cadence = Cadence.WEEKLY
    areas: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    specialisms: tuple[str, ...] = ()
    quiet: str = "paragraph"
    paused_until: datetime | None = None
    ended_at: datetime | None = None

    def audience(self, language: str) -> Audience:
        """The group of members who get the same bulletin."""
        return Audience(
            areas=tuple(sorted(self.areas)),
            themes=tuple(sorted(self.themes)),
            specialisms=tuple(sorted(self.specialisms)),
            language=language,
            cadence=self.cadence.value,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One mail of one digest to one member."""

    seq: int
    digest_id: str
    member_id: str
    address: str
    variant: str
    message_id: str
    state: DeliveryState
    attempts: int = 0
    next_at: datetime | None = None
    claimed_at: datetime | None = None
    smtp_code: int | None = None
    enhanced_code: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a server said of one mail. ``code`` is its answer (RFC 5321), ``enhanced`` the status code (RFC 3463)."""

    state: DeliveryState
    code: int | None = None
    enhanced: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one incoming mail says about our mail: ``kind`` is ``bounce``, ``complaint``, ``unsubscribe`` or ``other``.

    ``status`` is the code of RFC 3463 where one is given. ``permanent`` is ``None`` where nothing sure is said.
    """

    kind: str
    recipients: tuple[str, ...] = ()
    status: str = ""
    permanent: bool | None = None
    reason: str = ""
    token: str = ""
    message_id: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

"""What follows from an answer: when to try again, when to stop, whose fault it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.model.members import DeliveryState, Member, Outcome
from monitor.text import fingerprint

#: Minutes until the next try after the first, second, ... refusal for now; after the last one it is given up.
RETRY_MINUTES = (5, 20, 60, 240, 720, 1440)
_JITTER = 0.25
#: How long the mails to a domain wait that said "too much" (421, 4.7.x).
COOL_FOR = timedelta(minutes=15)
#: Codes that say that there is nobody at the address (RFC 3463): it is suppressed at once.
DEAD = frozenset({"5.1.1", "5.1.2", "5.1.10"})
SUPPRESS_ABOVE = 3.0
SOFT, HARD = 0.5, 1.0
#: The score that a delivery takes off again.
DECAY = 0.5


def next_try(outcome: Outcome, *, attempts: int, message_id: str, now: datetime) -> tuple[Outcome, datetime | None]:
    """The outcome as it is kept, and when the mail is due again; a mail refused for now too often is rejected."""
    if outcome.state is not DeliveryState.DEFERRED:
        return outcome, None
    if attempts > len(RETRY_MINUTES):
        return replace(
            outcome, state=DeliveryState.REJECTED, reason=f"given up after {attempts} tries: {outcome.reason}"
        ), None
    minutes = RETRY_MINUTES[max(0, attempts - 1)]
    # The same mail and attempt always wait equally long: no random number, yet no two mails come back at one moment.
    share = int(fingerprint("jitter", message_id, attempts)[:8], 16) / 0xFFFFFFFF
    return outcome, now + timedelta(minutes=minutes * (1 + _JITTER * (2 * share - 1)))


def is_ours(outcome: Outcome) -> bool:
    """Whether the refusal is about us (authentication, reputation, policy: 5.7.x) and not about the member."""
    return outcome.enhanced.startswith(("5.7.", "4.7."))


def is_hard(outcome: Outcome) -> bool:
    """Whether a refusal counts against the address list: permanent, and not about us."""
    return outcome.state is DeliveryState.REJECTED and (outcome.code or 0) >= 500


def wants_slower(outcome: Outcome) -> bool:
    """Whether the receiving side asked for a pause."""
    return outcome.code == 421 or outcome.enhanced.startswith("4.7.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a report does to a member: the new score, and why the address is suppressed, if it is."""

    score: float
    counted: bool
    suppress: str | None = None
    alert: str | None = None


def judge(member: Member, *, status: str, permanent: bool, now: datetime) -> Judgement:
    """A report about ``member``. Dead addresses go at once; the rest adds up, at most once a day, and decays with deliveries."""
    if status.startswith("5.7."):
        return Judgement(
            score=member.bounce_score, counted=False, alert=f"mail to members is refused as {status}: our side"
        )
    if permanent and status in DEAD:
        return Judgement(score=member.bounce_score, counted=True, suppress=f"no such address ({status})")
    if member.bounced_at is not None and now - member.bounced_at < timedelta(days=1):
        return Judgement(score=member.bounce_score, counted=False)
    soft = not permanent or status == "5.2.2" or not status.startswith("5")
    score = member.bounce_score + (SOFT if soft else HARD)
    reason = f"mail came back too often (score {score:g})" if score > SUPPRESS_ABOVE else None
    return Judgement(score=score, counted=True, suppress=reason)


def after_delivery(score: float) -> float:
    """The score after a mail that was taken."""
    return max(0.0, score - DECAY)

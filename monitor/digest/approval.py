"""Approval: of exactly these words, in this form, to these people, from this sender; by somebody who was not the last to edit it.

A seal names all of that. It is kept with the approval, looked at again before the issue leaves, and anything that changed in
between takes the approval away. Nothing approved by the deadline means that nothing is sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from monitor.digest.comments import APPROVED, HANDED_IN, SENT_BACK, note_reviewed
from monitor.digest.edits import authors_of
from monitor.digest.gates import Finding
from monitor.digest.issue import Masthead, edits_of, read_digest
from monitor.digest.message import Sender
from monitor.digest.render import FOLDER, render
from monitor.errors import ReviewError
from monitor.model import DigestState, StaffRole, User, Verdict
from monitor.store import Store, StoredDigest, Teaching
from monitor.text import fingerprint

KIND = "approval"
#: The whole list; a digest for some of the members alone would be another audience.
EVERYBODY = "everybody who asked for this cadence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What an issue looks like from outside: its masthead and its sender."""

    masthead: Masthead
    sender: Sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One approval, as it was given. ``broken_glass``: against the rules, by an administrator, with a reason; told for ever."""

    seal: str
    by: str
    at: datetime
    reason: str = ""
    broken_glass: bool = False


def deadline_of(stored: StoredDigest, *, hours: float) -> datetime:
    """Until when the issue has to be approved."""
    return stored.period.end + timedelta(hours=hours)


def seal_of(store: Store, stored: StoredDigest, letterhead: Letterhead) -> str:
    """The name of everything that an approval is about: content, templates, subject, preview, audience, time and sender."""
    digest, masthead, sender = read_digest(stored), letterhead.masthead, letterhead.sender
    bulletin = render(digest, base_url=masthead.base_url, identity=masthead.identity or masthead.publisher)
    told = [
        (event.id, event.state, event.wording) for event_id in digest.event_ids if (event := store.events.get(event_id))
    ]
    return fingerprint(
        "seal", stored.content_hash, _templates(), bulletin.subject, bulletin.preview, EVERYBODY, stored.cadence,
        str(stored.expires_at), repr(masthead), repr(sender), told,
    )  # fmt: skip


def submit(
    store: Store, stored: StoredDigest, *, findings: Sequence[Finding], reason: str, by: str, now: datetime
) -> StoredDigest:
    """Hand an issue to an approver. Raises ReviewError while there are errors, or warnings without a reason."""
    _refuse_errors(findings)
    if findings and not reason.strip():
        raise ReviewError("say why the warnings do not matter")
    with store.transaction():
        moved = store.digests.move(stored.id, DigestState.IN_REVIEW, at=now, by=by, content_hash=stored.content_hash)
        note_reviewed(store, stored, HANDED_IN, by=by, now=now)
        details = {"reason": reason, "warnings": [finding.words for finding in findings]}
        store.audit.add("digest submitted", subject=stored.id, by=by, at=now, details=details)
    return moved


def approve(
    store: Store,
    stored: StoredDigest,
    letterhead: Letterhead,
    *,
    findings: Sequence[Finding],
    user: User,
    now: datetime,
    deadline: datetime,
    break_glass: str = "",
) -> StoredDigest:
    """Approve ``stored`` as ``user`` sees it. ``break_glass`` is an administrator's reason to do so against the rules."""
    faults = why_not(store, stored, user=user, now=now, deadline=deadline)
    if break_glass.strip():
        if not user.may(StaffRole.ADMINISTRATOR):
            raise ReviewError("only an administrator approves against the rules")
    else:
        _refuse_errors(findings)
        if faults:
            raise ReviewError(faults[0])
    seal = seal_of(store, stored, letterhead)
    value = {"seal": seal, "content": stored.content_hash, "broken_glass": bool(break_glass.strip())}
    with store.transaction():
        moved = store.digests.move(
            stored.id, DigestState.APPROVED, at=now, by=user.name, content_hash=stored.content_hash
        )
        lesson = Teaching(kind=KIND, subject=stored.id, value=value, reason=break_glass.strip(), by=user.name, at=now)
        store.teachings.add(lesson)
        note_reviewed(store, stored, APPROVED, by=user.name, now=now)
        action = "digest approved against the rules" if break_glass.strip() else "digest approved"
        details = {**value, "reason": break_glass.strip(), "rules": list(faults) if break_glass.strip() else []}
        store.audit.add(action, subject=stored.id, by=user.name, at=now, details=details)
    return moved


def send_back(store: Store, stored: StoredDigest, *, reason: str, by: str, now: datetime) -> StoredDigest:
    """Give an issue back: from review to its editors, from approved to review."""
    to = DigestState.DRAFT if stored.state is DigestState.IN_REVIEW else DigestState.IN_REVIEW
    with store.transaction():
        moved = store.digests.move(stored.id, to, at=now, by=by, content_hash=stored.content_hash)
        note_reviewed(store, stored, SENT_BACK, by=by, now=now)
        details = {"from": stored.state.value, "reason": reason}
        store.audit.add(f"digest: {to.value}", subject=stored.id, by=by, at=now, details=details)
    return moved


def why_not(store: Store, stored: StoredDigest, *, user: User, now: datetime, deadline: datetime) -> tuple[str, ...]:
    """Which rules keep ``user`` from approving ``stored``, in words; none when they may."""
    found = []
    if not user.may(StaffRole.APPROVER):
        found.append("your role does not allow you to approve")
    if user.name in editors_of(store, stored):
        found.append("you were the last to edit something in it; somebody else has to approve it")
    if stored.state is not DigestState.IN_REVIEW:
        found.append(f"it is {stored.state.value.replace('_', ' ')}, and only an issue in review is approved")
    if now > deadline:
        found.append("the deadline has passed, so it is not sent")
    return tuple(found)


def editors_of(store: Store, stored: StoredDigest) -> frozenset[str]:
    """Who was the last to edit something that the issue tells: an item, its order, the wording of a change."""
    digest = read_digest(stored)
    names = set(authors_of(digest, edits_of(store, stored.period)))
    for event_id in digest.event_ids:
        edited = [each.by for each in store.events.decisions(event_id) if each.verdict is Verdict.EDIT]
        names.update(edited[-1:])
    return frozenset(names)


def approvals_of(store: Store, digest_id: str) -> tuple[Approval, ...]:
    """Every approval that an issue was given, oldest first, also those that no longer hold."""
    return tuple(
        Approval(
            seal=str(lesson.value["seal"]), by=lesson.by, at=lesson.at, reason=lesson.reason,
            broken_glass=bool(lesson.value["broken_glass"]),
        )
        for lesson in store.teachings.list(KIND, subject=digest_id, undone=True)
    )  # fmt: skip


def approved_against_the_rules(store: Store) -> frozenset[str]:
    """The ids of all issues that were ever approved against the rules; asked for the list of them, so in one go."""
    given = store.teachings.list(KIND, undone=True)
    return frozenset(lesson.subject for lesson in given if lesson.value["broken_glass"])


def require_seal(store: Store, stored: StoredDigest, letterhead: Letterhead, *, by: str, now: datetime) -> None:
    """Take the approval away, and raise ReviewError, if it was not given here or anything that it was about has changed since."""
    if stored.state is not DigestState.APPROVED:
        return
    given = [each for each in approvals_of(store, stored.id) if each.at == stored.approved_at]
    seal = given[-1].seal if given else ""
    if seal == seal_of(store, stored, letterhead):
        return
    with store.transaction():
        store.digests.move(stored.id, DigestState.IN_REVIEW, at=now, by=by)
        store.audit.add("digest approval lapsed", subject=stored.id, by=by, at=now, details={"seal": seal})
    raise ReviewError("something that the approval was about has changed since; look at the issue and approve it again")


def _refuse_errors(findings: Sequence[Finding]) -> None:
    errors = [finding.words for finding in findings if finding.error]
    if errors:
        raise ReviewError(f"this has to be put right first: {errors[0]}")


@lru_cache(maxsize=1)
def _templates() -> str:
    """The name of what all templates say."""
    digest = hashlib.sha256()
    for file in sorted([*FOLDER.rglob("*.*"), *(Path(FOLDER).parent / "locale").rglob("*.po")]):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()

"""An approved issue on its way: begun once, worked on until nothing waits, paused, taken up again, cancelled.

What staff decide moves the digest's state; whoever sends (a command, the service) looks at that state between two groups of mails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.clock import Clock, utc_now
from monitor.digest.issue import Masthead, is_replay, read_digest
from monitor.digest.message import Sender
from monitor.errors import ReviewError
from monitor.mail.corrections import receivers_of
from monitor.mail.lanes import Carrier
from monitor.mail.mailing import LetterWriter, Mailing, freeze, keep_in
from monitor.mail.members import Membership
from monitor.mail.outcomes import DECAY
from monitor.mail.send import Rules, Sending, Sent
from monitor.mail.tokens import Keys, hash_of
from monitor.model import Bulletin, DigestState
from monitor.model.members import DeliveryState, Outcome
from monitor.store import Store, StoredDigest
from monitor.store.mail import Members
from monitor.store.outbox import Outbox
from monitor.store.rates import SendRates

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class PostOffice:
    """How mail leaves: who it is from, where reports go, how fast, and what hands it over (``connect`` is told which issue)."""

    sender: Sender
    masthead: Masthead
    reports_to: str
    connect: Callable[[StoredDigest], Carrier]
    rules: Rules = field(default_factory=Rules)
    sign: Callable[[bytes], bytes] = bytes
    flashes_a_week: int = 2
    #: How long what a person sends can be taken back, before the first mail leaves.
    undo: timedelta = timedelta(0)


def mailing_of(
    store: Store, keys: Keys, office: PostOffice, stored: StoredDigest, *, now: datetime,
    keep: Callable[[str, Bulletin], None] = lambda _audience, _bulletin: None,
) -> Mailing:  # fmt: skip
    """Who gets an issue as what. ``keep`` is handed each bulletin as it is made."""
    digest = read_digest(stored)
    return Mailing(
        digest, Membership(store, keys), keys, sender=office.sender, base_url=office.masthead.base_url,
        identity=office.masthead.identity or office.masthead.publisher, now=now,
        only=receivers_of(store, digest) if digest.kind == "correction" else None, keep=keep,
    )  # fmt: skip


def begin(
    store: Store,
    keys: Keys,
    office: PostOffice,
    stored: StoredDigest,
    *,
    by: str,
    now: datetime,
    hold: bool = False,
) -> Mailing:
    """Put the mails of an approved issue in the outbox and let it be sent: all of that, or nothing. Raises ReviewError.

    ``hold``: a person sends it just now, and may want to take it back before the first mail leaves.
    """
    if stored.state is not DigestState.APPROVED:
        raise ReviewError(f"a digest that is {stored.state.value.replace('_', ' ')} is not sent; approve it first")
    if stored.expires_at is not None and now > stored.expires_at and not is_replay(stored, now):
        raise ReviewError(f"this digest expired on {stored.expires_at:%d %B %Y}; draft and approve it again")
    if read_digest(stored).kind == "newsflash":
        _refuse_too_many(store, office, now=now)
    with store.transaction():
        mailing = mailing_of(store, keys, office, stored, now=now, keep=keep_in(store, stored.id))
        store.digests.move(stored.id, DigestState.SENDING, at=now, by=by, content_hash=stored.content_hash)
        freeze(store, mailing, now=now, leaves_at=now + office.undo if hold else now)
        details = {"mails": mailing.addressed, "versions": mailing.versions, **mailing.skipped}
        store.audit.add("digest sending", subject=stored.id, by=by, at=now, details=details)
    return mailing


def work(
    store: Store, keys: Keys, office: PostOffice, stored: StoredDigest, *, clock: Clock = utc_now,
    progress: Callable[[Outcome], None] = lambda _outcome: None,
) -> Sent:  # fmt: skip
    """Send what is due of an issue that is being sent; ``sent`` when nothing waits any more.

    Raises AlreadyRunningError while another process sends, DeliveryError when the relay cannot be used.
    """
    if stored.state is not DigestState.SENDING:
        raise ReviewError(f"a digest that is {stored.state.value.replace('_', ' ')} is not being sent")
    membership, digest = Membership(store, keys), read_digest(stored)
    writer = LetterWriter(
        store, digest, membership, keys, sender=office.sender, base_url=office.masthead.base_url,
        reports_to=office.reports_to, sign=office.sign,
    )  # fmt: skip
    sent = Sending(
        stored.id,
        outbox=Outbox(store.database),
        suppressions=membership.suppressions,
        hash_of=lambda address: hash_of(keys, address),
        writer=writer,
        connect=lambda: office.connect(stored),
        may_go_on=lambda: _reason_to_stop(store, stored, clock()),
        rules=office.rules,
        rates=SendRates(store.database),
        clock=clock,
        progress=progress,
        after=lambda outcomes: _remember(store, membership, stored.id, outcomes, now=clock()),
    ).run()
    if sent.state == "finished":
        store.digests.move(stored.id, DigestState.SENT, at=clock(), by="outbox")
        counts = {state.value: number for state, number in sent.counts.items()}
        store.audit.add("digest sent", subject=stored.id, by="outbox", at=clock(), details=counts)
    return sent


def pause(store: Store, digest_id: str, *, by: str, now: datetime, reason: str = "") -> StoredDigest:
    """Stop after the mails in flight. Raises ReviewError unless the issue is being sent."""
    return _move(store, digest_id, DigestState.PAUSED, by=by, now=now, reason=reason)


def resume(store: Store, digest_id: str, *, by: str, now: datetime) -> StoredDigest:
    """Go on with a paused issue. Raises ReviewError unless it is paused."""
    return _move(store, digest_id, DigestState.SENDING, by=by, now=now)


def take_back(store: Store, digest_id: str, *, by: str, now: datetime) -> StoredDigest:
    """Undo a sending of which no mail was tried yet: it is as if it had not begun, and needs a new approval. Raises ReviewError."""
    with store.transaction():
        moved = store.digests.move(digest_id, DigestState.IN_REVIEW, at=now, by=by)
        if not Outbox(store.database).withdraw(digest_id):
            raise ReviewError("some of it has left already; pause it, or cancel what has not left")
        store.audit.add("digest taken back", subject=digest_id, by=by, at=now)
    return moved


def held_until(store: Store, digest_id: str, *, now: datetime) -> datetime | None:
    """Until when an issue that is being sent can be taken back; ``None`` once that is over."""
    due = Outbox(store.database).next_due(digest_id)
    untried = set(Outbox(store.database).counts(digest_id)) == {DeliveryState.READY}
    return due if untried and due is not None and due > now else None


def cancel(store: Store, digest_id: str, *, by: str, now: datetime, reason: str = "") -> StoredDigest:
    """End the sending for good: what has not left yet never leaves. Raises ReviewError when it was sent already."""
    with store.transaction():
        moved = _move(store, digest_id, DigestState.CANCELLED, by=by, now=now, reason=reason)
        Outbox(store.database).cancel(digest_id, at=now, reason=f"cancelled by {by}")
    return moved


def resolve(store: Store, seq: int, *, resend: bool, by: str, now: datetime) -> None:
    """Decide about an uncertain mail: send it again under the same Message-ID, or leave it. Raises ReviewError."""
    outbox = Outbox(store.database)
    delivery = outbox.get(seq)
    with store.transaction():
        words = f"{by}: {'resend' if resend else 'leave'}"
        if delivery is None or not outbox.resolve(seq, resend=resend, at=now, reason=words):
            raise ReviewError(f"mail {seq} is not uncertain")
        store.audit.add("delivery resolved", subject=str(seq), by=by, at=now, details={"resend": resend})
        present = store.digests.standing(delivery.digest_id)
        if resend and present and present[0] is DigestState.SENT:
            store.digests.move(delivery.digest_id, DigestState.SENDING, at=now, by=by)


def unfinished(store: Store, *, now: datetime) -> tuple[StoredDigest, ...]:
    """The issues that are being sent and have a mail that is due, or none left to send."""
    outbox, sending = Outbox(store.database), store.digests.list(state=DigestState.SENDING)
    return tuple(each for each in sending if outbox.is_due(each.id, now=now) or outbox.next_due(each.id) is None)


def sent_flashes(store: Store, *, now: datetime) -> int:
    """How many newsflashes went out in the last seven days, or are about to."""
    states = {DigestState.SENDING, DigestState.PAUSED, DigestState.SENT}
    recent = (each for each in store.digests.list() if each.audience.startswith("newsflash") and each.state in states)
    return sum(1 for each in recent if each.changed_at > now - _WEEK)


def _refuse_too_many(store: Store, office: PostOffice, *, now: datetime) -> None:
    sent = sent_flashes(store, now=now)
    if sent >= office.flashes_a_week:
        raise ReviewError(
            f"{sent} newsflashes went out in the last seven days, which is as many as digest.flashes_a_week allows; "
            "the weekly issue tells this one"
        )


def _reason_to_stop(store: Store, stored: StoredDigest, now: datetime) -> str | None:
    present = store.digests.standing(stored.id)
    if present is None or present[0] is not DigestState.SENDING:
        return f"the digest is {present[0].value if present else 'gone'}"
    late = present[1] is not None and now > present[1] and not is_replay(stored, now)
    return "the digest expired: what it says is old by now" if late else None


def _move(
    store: Store, digest_id: str, to: DigestState, *, by: str, now: datetime, reason: str = ""
) -> StoredDigest:  # fmt: skip
    with store.transaction():
        moved = store.digests.move(digest_id, to, at=now, by=by)
        action = "digest resumed" if to is DigestState.SENDING else f"digest {to.value}"
        store.audit.add(action, subject=digest_id, by=by, at=now, details={"reason": reason} if reason else {})
    return moved


def _remember(
    store: Store, membership: Membership, digest_id: str, outcomes: Mapping[str, Outcome], *, now: datetime
) -> None:
    """Count refusals against their addresses, and let old ones fade where mail arrives again."""
    taken = [member_id for member_id, outcome in outcomes.items() if outcome.state is DeliveryState.ACCEPTED]
    Members(store.database).delivered(taken, digest_id=digest_id, by=DECAY)
    for member_id, outcome in outcomes.items():
        if outcome.state is not DeliveryState.REJECTED or (outcome.code or 0) < 500:
            continue
        member = membership.members.get(member_id)
        if member is not None:
            membership.counted(member, status=outcome.enhanced or "5.0.0", permanent=True, now=now)

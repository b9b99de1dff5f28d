"""From an approved digest to mails: who gets which bulletin, rendered once for all who asked for the same, frozen in the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.digest.message import Letter, Sender, compose, message_id
from monitor.digest.render import render
from monitor.errors import StoreError
from monitor.mail.members import Membership
from monitor.mail.send import Envelope
from monitor.mail.tokens import Keys, hash_of, return_path
from monitor.model import Audience, Bulletin, Digest
from monitor.model.members import Basis, Cadence, Delivery, Member, MemberState, Subscription
from monitor.store import Store
from monitor.store.codec import from_json, to_json
from monitor.store.outbox import Outbox

_WHY = {
    Basis.CONSENT: "You get this because you asked for it on {day}.",
    Basis.CHARITY_SOFT_OPT_IN: "You get this because you gave us your address on {day} when you showed interest in our work.",
    Basis.CORPORATE: "You get this at your address at work because of what your organisation does.",
    Basis.MEMBER_SERVICE: "You get this because it is part of your organisation's membership.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """One issue ready to send: the bulletins by audience, and the rows for the outbox."""

    digest: Digest
    bulletins: Mapping[str, Bulletin]
    rows: tuple[Mapping[str, str], ...]
    skipped: Mapping[str, int]


def prepare(
    digest: Digest,
    membership: Membership,
    keys: Keys,
    *,
    sender: Sender,
    base_url: str,
    identity: str,
    now: datetime,
    cadence: Cadence = Cadence.WEEKLY,
    only: Iterable[str] | None = None,
) -> Mailing:
    """Who gets ``digest`` and as what. ``only``: these members alone (a correction goes to exactly those who got the error)."""
    wanted = None if only is None else frozenset(only)
    members = {member.id: member for member in membership.members.list(state=MemberState.CONFIRMED)}
    hashes = {member.id: hash_of(keys, member.address) for member in members.values()}
    suppressed = membership.suppressions.among(hashes.values())
    bulletins: dict[str, Bulletin] = {}
    rows: list[Mapping[str, str]] = []
    skipped = {"suppressed": 0, "paused": 0, "quiet": 0}
    for subscription in membership.members.subscriptions():
        member = members.get(subscription.member_id)
        if member is None or not _is_for(subscription, cadence) or (wanted is not None and member.id not in wanted):
            continue
        if hashes[member.id] in suppressed:
            skipped["suppressed"] += 1
            continue
        if subscription.paused_until is not None and subscription.paused_until > now:
            skipped["paused"] += 1
            continue
        audience = subscription.audience(member.language)
        if audience.id not in bulletins:
            bulletins[audience.id] = bulletin_for(digest, audience, base_url=base_url, identity=identity)
        if bulletins[audience.id].quiet and subscription.quiet == "nothing":
            skipped["quiet"] += 1
            continue
        rows.append(
            {
                "digest_id": digest.id, "member_id": member.id, "address": member.address, "variant": audience.id,
                "message_id": message_id(digest.id, member.id, sender.domain),
            }
        )  # fmt: skip
    return Mailing(digest=digest, bulletins=bulletins, rows=tuple(rows), skipped=skipped)


def freeze(store: Store, mailing: Mailing, *, now: datetime) -> None:
    """Put the mails in the outbox and keep each bulletin as it was rendered, so that a later run sends the same bytes."""
    with store.transaction():
        for audience_id, bulletin in mailing.bulletins.items():
            content = to_json(bulletin).encode()
            store.digests.keep_rendering(
                mailing.digest.id, _kept(audience_id), subject=bulletin.subject, content=content
            )
        Outbox(store.database).freeze(mailing.rows, at=now)


class EnvelopeMaker:
    """Makes the mail of a delivery: the kept bulletin of its audience, with the member's own links and words of reason."""

    def __init__(
        self,
        store: Store,
        digest: Digest,
        membership: Membership,
        keys: Keys,
        *,
        sender: Sender,
        base_url: str,
        reports_to: str,
    ) -> None:
        self._store, self._digest, self._membership, self._keys = store, digest, membership, keys
        self._sender, self._base_url, self._reports_to = sender, base_url, reports_to
        self._bulletins: dict[str, Bulletin] = {}

    def __call__(self, delivery: Delivery) -> Envelope:
        member = self._membership.members.get(delivery.member_id)
        links = self._membership.links(delivery.member_id, self._base_url)
        back = return_path(self._keys, str(delivery.seq), self._reports_to)
        letter = Letter(
            to=delivery.address,
            name=member.name if member else "",
            message_id=delivery.message_id,
            personal={**links, "why": why(member) if member else ""},
            unsubscribe_url=links["unsubscribe_url"],
            unsubscribe_mailto=f"{back}?subject=unsubscribe",
        )
        message = compose(self._bulletin(delivery.variant), letter, sender=self._sender, date=self._digest.made_at)
        return Envelope(message=message, return_path=back)

    def _bulletin(self, audience_id: str) -> Bulletin:
        if audience_id not in self._bulletins:
            content = self._store.digests.rendering(self._digest.id, _kept(audience_id))
            if content is None:
                raise StoreError(f"the bulletin {audience_id} of this digest is not kept")
            self._bulletins[audience_id] = from_json(Bulletin, content.decode())
        return self._bulletins[audience_id]


def _kept(audience_id: str) -> str:
    return f"bulletin {audience_id}"


def why(member: Member) -> str:
    """The words that say why a member gets the mail."""
    if member.consent is None:
        return ""
    day = member.consent.at
    return _WHY[member.consent.basis].format(day=f"{day.day} {day:%B %Y}")


def _is_for(subscription: Subscription, cadence: Cadence) -> bool:
    return subscription.cadence is cadence and subscription.ended_at is None


def bulletin_for(digest: Digest, audience: Audience, *, base_url: str, identity: str) -> Bulletin:
    """What that audience gets, also in a preview."""
    base = base_url.rstrip("/")
    return render(
        digest,
        audience,
        base_url=base,
        identity=identity,
        web_url=f"{base}/archive/{digest.id[:12]}",
        archive_url=f"{base}/archive",
    )

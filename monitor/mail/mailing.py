"""From an approved digest to mails: who gets which bulletin, rendered once for all who asked for the same, frozen in the outbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial

from monitor.digest.filters import day
from monitor.digest.message import Letter, Sender, compose, message_id
from monitor.digest.render import render
from monitor.digest.speech import speech_of
from monitor.encoding import from_json, to_bytes
from monitor.errors import StoreError, TierwatchError
from monitor.mail.lanes import Maker
from monitor.mail.members import Membership
from monitor.mail.tokens import Keys, hash_of, return_path
from monitor.mail.wire import Envelope
from monitor.model import Audience, Bulletin, Digest
from monitor.model.members import Addressee, Basis, Cadence, Delivery, DeliveryState, Member, Outcome, Subscription
from monitor.store import Store
from monitor.store.outbox import Outbox

_WHY = {
    Basis.CONSENT: "You get this because you asked for it on %(day)s.",
    Basis.CHARITY_SOFT_OPT_IN: "You get this because you gave us your address on %(day)s when you showed interest in our work.",
    Basis.CORPORATE: "You get this at your address at work because of what your organisation does.",
    Basis.MEMBER_SERVICE: "You get this because it is part of your organisation's membership.",
}
#: How many bulletins are held ready at once; mails go in the order of their bulletin.
_HELD = 16


class Mailing:
    """One issue and who gets it as what. ``rows`` yields the mails one by one; what is told apart is rendered when it first comes.

    ``only``: these members alone (a correction goes to exactly those who got the error), whatever cadence they chose.
    ``keep`` is handed each bulletin as it is made.
    """

    def __init__(
        self,
        digest: Digest,
        membership: Membership,
        keys: Keys,
        *,
        sender: Sender,
        base_url: str,
        identity: str,
        now: datetime,
        only: Collection[str] | None = None,
        keep: Callable[[str, Bulletin], None] = lambda _audience, _bulletin: None,
    ) -> None:
        self.digest, self._membership, self._keys = digest, membership, keys
        self._sender, self._base_url, self._identity, self._now = sender, base_url, identity, now
        self._only = None if only is None else frozenset(only)
        self._keep = keep
        self._is_quiet: dict[str, bool] = {}
        self.skipped: Counter[str] = Counter()
        self.addressed = 0

    @property
    def versions(self) -> int:
        """How many bulletins were told apart."""
        return len(self._is_quiet)

    def rows(self) -> Iterator[Mapping[str, str]]:
        """The rows for the outbox, and nothing held of those that went before."""
        cadence = None if self._only is not None else Cadence(self.digest.cadence)
        for page in self._membership.members.addressees(cadence):
            hashes = {member.id: hash_of(self._keys, member.address) for member, _ in page}
            suppressed = self._membership.suppressions.among(hashes.values())
            for member, subscription in page:
                if self._only is not None and member.id not in self._only:
                    continue
                audience = self._audience(member, subscription)
                reason = (
                    "suppressed" if hashes[member.id] in suppressed else self._reason_against(subscription, audience)
                )
                if reason:
                    self.skipped[reason] += 1
                    continue
                self.addressed += 1
                yield {
                    "digest_id": self.digest.id, "member_id": member.id, "address": member.address,
                    "variant": audience.id, "message_id": message_id(self.digest.id, member.id, self._sender.domain),
                }  # fmt: skip

    def _audience(self, member: Member, subscription: Subscription) -> Audience:
        return subscription.audience(member.language) if self._only is None else Audience(language=member.language)

    def _reason_against(self, subscription: Subscription, audience: Audience) -> str | None:
        is_quiet = self._rendered(audience)
        if self._only is not None:
            return None
        if subscription.paused_until is not None and subscription.paused_until > self._now:
            return "paused"
        no_use = subscription.quiet == "nothing" or self.digest.kind != "digest"
        return "quiet" if is_quiet and no_use else None

    def _rendered(self, audience: Audience) -> bool:
        """Make the bulletin of an audience unless it was made; whether nothing in it concerns them."""
        if audience.id not in self._is_quiet:
            bulletin = bulletin_for(self.digest, audience, base_url=self._base_url, identity=self._identity)
            self._keep(audience.id, bulletin)
            self._is_quiet[audience.id] = bulletin.quiet
        return self._is_quiet[audience.id]


def freeze(store: Store, mailing: Mailing, *, now: datetime, leaves_at: datetime | None = None) -> None:
    """Put the mails in the outbox; none of them is claimed before ``leaves_at``.

    ``mailing`` must ``keep_in`` the store, so that a later run sends the same bytes.
    """
    Outbox(store.database).freeze(mailing.rows(), at=now, due=leaves_at)


def keep_in(store: Store, digest_id: str) -> Callable[[str, Bulletin], None]:
    """Keeps each bulletin of a digest as it was rendered."""

    def keep(audience_id: str, bulletin: Bulletin) -> None:
        content = to_bytes(bulletin)
        store.digests.keep_rendering(digest_id, _kept(audience_id), subject=bulletin.subject, content=content)

    return keep


def kept_bulletin(store: Store, digest_id: str, audience_id: str) -> Bulletin:
    """The bulletin of an audience as it was frozen. Raises StoreError if it was not."""
    content = store.digests.rendering(digest_id, _kept(audience_id))
    if content is None:
        raise StoreError(f"the bulletin {audience_id} of this digest is not kept")
    return from_json(Bulletin, content)


class LetterWriter:
    """Makes the mails of deliveries: the kept bulletin of each audience, with the member's own links and words of reason.

    ``bulletin`` finds the bulletin of an audience elsewhere, for an issue that nothing was frozen of yet.
    """

    def __init__(
        self, store: Store, digest: Digest, membership: Membership, keys: Keys, *, sender: Sender, base_url: str,
        reports_to: str, sign: Callable[[bytes], bytes] = bytes, bulletin: Callable[[str], Bulletin] | None = None,
    ) -> None:  # fmt: skip
        self._digest, self._membership, self._keys = digest, membership, keys
        self._sender, self._base_url, self._reports_to, self._sign = sender, base_url, reports_to, sign
        kept = partial(kept_bulletin, store, digest.id)
        self._bulletin = lru_cache(maxsize=_HELD)(bulletin or kept)

    def __call__(self, deliveries: Sequence[Delivery]) -> Maker:
        """What makes the mails of a group; their members are read at once."""
        addressees = self._membership.members.addressees_among(each.member_id for each in deliveries)
        return lambda delivery: self._made(delivery, addressees.get(delivery.member_id))

    def _made(self, delivery: Delivery, member: Addressee | None) -> Envelope | Outcome:
        bulletin = self._bulletin(delivery.variant)
        links = self._membership.links(delivery.member_id, self._base_url)
        back = return_path(self._keys, str(delivery.seq), self._reports_to)
        letter = Letter(
            to=delivery.address,
            name=member.name if member else "",
            message_id=delivery.message_id,
            personal={**links, "why": why(member, self._digest.zone) if member else ""},
            unsubscribe_url=links["one_click_url"],
            unsubscribe_mailto=f"{back}?subject=unsubscribe",
        )
        try:
            message = self._sign(compose(bulletin, letter, sender=self._sender, date=self._digest.made_at))
        except TierwatchError as error:
            # One address that no mail can be made for must not hold up the others.
            return Outcome(state=DeliveryState.REJECTED, reason=str(error))
        return Envelope(message=message, return_path=back, is_dotless=True)


def _kept(audience_id: str) -> str:
    return f"bulletin {audience_id}"


def why(member: Member | Addressee, zone: str = "Europe/London") -> str:
    """The words that say why a member gets the mail, in the member's language."""
    if member.consent is None:
        return ""
    said = speech_of(member.language).gettext(_WHY[member.consent.basis])
    return said % {"day": day(member.consent.at, member.language, zone)}


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

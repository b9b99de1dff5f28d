"""Members: joining in two steps, choosing, pausing, leaving, being forgotten. What a link does, a command does with the same code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from email_validator import EmailNotValidError, validate_email

from monitor.encoding import to_plain
from monitor.errors import TierwatchError
from monitor.mail.outcomes import Judgement, judge
from monitor.mail.tokens import CONFIRMATION_VALID, PREFERENCES_VALID, Keys, TokenError, folded, hash_of, sign, verify
from monitor.model.members import Cadence, Consent, Member, MemberState, Subscription
from monitor.store import Store
from monitor.store.bounces import Bounces
from monitor.store.mail import Members, Suppressions
from monitor.store.outbox import Outbox
from monitor.text import fingerprint

CONFIRM, UNSUBSCRIBE, PREFERENCES = "confirm", "unsubscribe", "preferences"


class MemberError(TierwatchError):
    """An address, choice or import that cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody asks for. Empty lists mean everything."""

    areas: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    specialisms: tuple[str, ...] = ()
    cadence: Cadence = Cadence.WEEKLY
    quiet: str = "paragraph"
    language: str = "en"


class Membership:
    """The members of one store; ``keys`` sign their links."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store, self.keys = store, keys
        self.members, self.suppressions = Members(store.database), Suppressions(store.database)

    def ask(self, address: str, choice: Choice, consent: Consent, *, name: str = "", now: datetime) -> str | None:
        """Somebody (perhaps somebody else) typed this address: the token for a confirmation mail, nothing more.

        ``None`` where the address is confirmed already, so that a form cannot be used to learn who is a member.
        """
        address = checked_address(address)
        member = self.members.by_address(address)
        if member is not None and member.state is MemberState.CONFIRMED:
            return None
        fresh = Member(
            id=member.id if member else fingerprint("member", folded(address)),
            address=address,
            name=name,
            state=MemberState.PENDING,
            created_at=member.created_at if member else now,
            language=choice.language,
            organisation=member.organisation if member else "",
            is_member=member.is_member if member else False,
            consent=consent,
        )
        with self._store.transaction():
            self.members.save(fresh)
            self.members.subscribe(subscription_of(fresh.id, choice, now))
        return sign(self.keys, CONFIRM, fresh.id)

    def confirm(self, token: str, *, now: datetime) -> Member:
        """The person at the address says yes. Their word lifts an earlier unsubscription or bounce."""
        member = self._member(verify(self.keys, CONFIRM, token, max_age=CONFIRMATION_VALID))
        if member.state is MemberState.CONFIRMED:
            return member
        if member.consent is None:
            raise MemberError("there is no record of what this member agreed to")
        confirmed = replace(
            member, state=MemberState.CONFIRMED, confirmed_at=now, ended_at=None, ended_reason="", bounce_score=0.0
        )
        with self._store.transaction():
            self.members.save(confirmed)
            self.suppressions.lift(hash_of(self.keys, member.address), at=now)
            self._store.audit.add("member confirmed", subject=member.id, by="member", at=now)
        return confirmed

    def unsubscribe(self, token: str, *, now: datetime, by: str = "one click") -> bool:
        """End all mail to the member of a link; whether it was not ended before. Links never expire, doing it twice is fine."""
        try:
            member = self._member(verify(self.keys, UNSUBSCRIBE, token))
        except MemberError:
            # Erased since: there is nothing to send and nothing to end.
            return False
        return self._end(member, reason="unsubscribed", by=by, now=now)

    def preferences(self, token: str) -> tuple[Member, tuple[Subscription, ...]]:
        """The member of a preference link and what they asked for. Changes nothing."""
        member = self._member(verify(self.keys, PREFERENCES, token, max_age=PREFERENCES_VALID))
        return member, self.members.subscriptions(member.id)

    def choose(self, token: str, choice: Choice, *, now: datetime, paused_until: datetime | None = None) -> None:
        """Save what the member of a preference link chose."""
        member, present = self.preferences(token)
        with self._store.transaction():
            self.members.save(replace(member, language=choice.language))
            for old in present:
                if old.cadence is not choice.cadence and old.ended_at is None:
                    self.members.subscribe(replace(old, ended_at=now))
            self.members.subscribe(replace(subscription_of(member.id, choice, now), paused_until=paused_until))

    def pause(self, address: str, *, until: datetime) -> None:
        """Let the mail of the member at an address rest."""
        member = self._at(address)
        with self._store.transaction():
            for each in self.members.subscriptions(member.id):
                self.members.subscribe(replace(each, paused_until=until))

    def flag(self, address: str, *, is_member: bool, now: datetime, by: str) -> None:
        """Note whether the person at an address belongs to a member organisation, which they cannot say themselves."""
        member = self._at(address)
        with self._store.transaction():
            self.members.save(replace(member, is_member=is_member))
            details = {"is_member": is_member}
            self._store.audit.add("member flagged", subject=member.id, by=by, at=now, details=details)

    def links_at(self, address: str, base_url: str) -> dict[str, str]:
        """The signed links of the member at an address."""
        return self.links(self._at(address).id, base_url)

    def links(self, member_id: str, base_url: str) -> dict[str, str]:
        """The signed links that go into a mail to a member. ``one_click_url`` is for mail programs, the others are for people."""
        base, leave = base_url.rstrip("/"), sign(self.keys, UNSUBSCRIBE, member_id)
        return {
            "preferences_url": f"{base}/preferences/{sign(self.keys, PREFERENCES, member_id)}",
            "unsubscribe_url": f"{base}/unsubscribe/{leave}",
            "one_click_url": f"{base}/u/{leave}",
        }

    def end(self, member: Member, *, reason: str, by: str, now: datetime) -> bool:
        """End all mail to a member; whether it was not ended before."""
        return self._end(member, reason=reason, by=by, now=now)

    def stop(self, address: str, *, reason: str, by: str, now: datetime) -> bool:
        """Write to an address no more, whether or not a member is known there; whether that was not so before."""
        member = self.members.by_address(address)
        if member is not None:
            return self._end(member, reason=reason, by=by, now=now)
        hashed = hash_of(self.keys, checked_address(address))
        with self._store.transaction():
            self._store.audit.add("address suppressed", subject=hashed, by=by, at=now, details={"reason": reason})
            return self.suppressions.add(hashed, reason=reason, at=now)

    def counted(self, member: Member, *, status: str, permanent: bool, now: datetime) -> Judgement:
        """Count a mail that came back against its address: the score moves, and past the limit the mail ends."""
        judged = judge(member, status=status, permanent=permanent, now=now)
        if judged.counted:
            with self._store.transaction():
                scored = replace(member, bounce_score=judged.score, bounced_at=now)
                self.members.save(scored)
                if judged.suppress:
                    self._end(scored, reason=judged.suppress, by="bounces", now=now)
        return judged

    def export(self, address: str) -> Mapping[str, Any]:
        """Everything that is kept about one person, as JSON holds it (UK GDPR article 15)."""
        member = self._at(address)
        return {
            "member": to_plain(member),
            "subscriptions": [to_plain(each) for each in self.members.subscriptions(member.id)],
            "suppressed": self.suppressions.reason(hash_of(self.keys, member.address)),
            "mails": [to_plain(each) for each in Outbox(self._store.database).to_member(member.id)],
            "reports": Bounces(self._store.database).about(member.id),
            "decisions": [
                {"at": each.at.isoformat(), "by": each.by, "action": each.action, "details": each.details}
                for each in self._store.audit.list(subject=member.id)
            ],
        }

    def erase(self, address: str, *, now: datetime, by: str) -> None:
        """Forget a person; a keyed hash stays, so that no import brings them back."""
        member = self._at(address)
        with self._store.transaction():
            self.suppressions.add(hash_of(self.keys, member.address), reason="erased", at=now)
            self.members.erase(member.id)
            self._store.audit.add("member erased", subject=fingerprint("erased", member.id), by=by, at=now)

    def _end(self, member: Member, *, reason: str, by: str, now: datetime) -> bool:
        with self._store.transaction():
            new = self.suppressions.add(hash_of(self.keys, member.address), reason=reason, at=now)
            if new or member.state is not MemberState.ENDED:
                self.members.save(replace(member, state=MemberState.ENDED, ended_at=now, ended_reason=reason))
                self._store.audit.add(f"member {reason}", subject=member.id, by=by, at=now)
        return new

    def _member(self, member_id: str) -> Member:
        member = self.members.get(member_id)
        if member is None:
            raise MemberError("there is no such member any more")
        return member

    def _at(self, address: str) -> Member:
        member = self.members.by_address(address)
        if member is None:
            raise MemberError(f"nobody is known at {address}")
        return member


def checked_address(address: str) -> str:
    """``address`` in its normal form. Raises MemberError; no name server is asked."""
    # Blanks come with pasting; a line break is never part of an address, and what has one is not cleaned but refused.
    stated = address.strip(" \t\u00a0")
    try:
        found = validate_email(stated, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as error:
        raise MemberError(f"{stated!r} is not an address: {error}") from error
    return found.ascii_email or found.normalized


def subscription_of(member_id: str, choice: Choice, now: datetime) -> Subscription:
    """What ``choice`` is as a subscription of a member."""
    return Subscription(
        id=fingerprint("subscription", member_id, choice.cadence),
        member_id=member_id,
        created_at=now,
        cadence=choice.cadence,
        areas=choice.areas,
        themes=choice.themes,
        specialisms=choice.specialisms,
        quiet=choice.quiet,
    )


__all__: Sequence[str] = [
    "Choice",
    "MemberError",
    "Membership",
    "TokenError",
    "checked_address",
    "subscription_of",
]

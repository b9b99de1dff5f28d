"""What comes back, put into effect: bounces count against an address, complaints and "unsubscribe" end the mail.

Only a return path that we made ourselves names a member: an address that a report merely claims is never believed, so a forged
report changes nothing. Every report is kept raw and works once, however often the mailbox is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from monitor.mail.bounces import read_report
from monitor.mail.members import Membership
from monitor.mail.tokens import Keys, delivery_of
from monitor.model.members import Delivery, Member, Report
from monitor.store import Store
from monitor.store.bounces import Bounces
from monitor.store.outbox import Outbox

#: Headers in which servers write whom they took a mail for; the original's return path stands in a report's copy of it.
_TO = re.compile(rb"(?im)^(?:delivered-to|x-original-to|envelope-to|to|cc|return-path):(.*(?:\r?\n[ \t].*)*)")
_ADDRESS = re.compile(rb"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")
_MOST_READ = 200_000


class Mailbox(Protocol):
    """Where replies arrive. Each mail read is marked only when the next one is asked for, so that a crash loses none."""

    def mails(self) -> Iterator[bytes]: ...


class Replies:
    """Takes the mails of a mailbox, one by one."""

    def __init__(self, store: Store, keys: Keys) -> None:
        self._store, self._keys = store, keys
        self._membership, self._outbox = Membership(store, keys), Outbox(store.database)
        self._bounces = Bounces(store.database)

    def read(self, mailbox: AbstractContextManager[Mailbox], *, now: datetime) -> Counter[str]:
        """Take all that is in ``mailbox``; how many of what."""
        found: Counter[str] = Counter()
        with mailbox as opened:
            for raw in opened.mails():
                found[self.take(raw, now=now)] += 1
        return found

    def take(self, raw: bytes, *, now: datetime) -> str:
        """What one mail did: ``suppressed``, ``counted``, ``ours``, ``unsubscribed``, ``complained``, ``stranger``, ``nothing``, ``known``."""
        if self._bounces.knows(raw):
            return "known"
        report = read_report(raw)
        delivery = self._delivery(raw)
        member = self._membership.members.get(delivery.member_id) if delivery else None
        with self._store.transaction():
            done = self._effect(report, member, now=now)
            self._bounces.add(
                raw, kind=done if done == "ours" else report.kind, status=report.status, reason=report.reason, at=now,
                member_id=member.id if member else None, message_id=delivery.message_id if delivery else None,
            )  # fmt: skip
        return done

    def _effect(self, report: Report, member: Member | None, *, now: datetime) -> str:
        if report.kind == "other":
            return "nothing"
        if member is None:
            return "stranger"
        if report.kind in {"complaint", "unsubscribe"}:
            reason = "complained" if report.kind == "complaint" else "unsubscribed"
            self._membership.end(member, reason=reason, by="mail", now=now)
            return reason
        judged = self._membership.counted(member, status=report.status, permanent=bool(report.permanent), now=now)
        if judged.alert:
            self._store.audit.add(
                "mail refused", subject=member.id, by="bounces", at=now, details={"status": report.status}
            )
            return "ours"
        return "suppressed" if judged.suppress else "counted"

    def _delivery(self, raw: bytes) -> Delivery | None:
        for line in _TO.findall(raw[:_MOST_READ]):
            for address in _ADDRESS.findall(line):
                number = delivery_of(self._keys, address.decode("ascii"))
                found = self._outbox.get(int(number)) if number and number.isdigit() else None
                if found is not None:
                    return found
        return None

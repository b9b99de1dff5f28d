"""Sending an issue: claim, hand over, confirm, until nothing is due. Started again after any crash it goes on where it was.

A mail is claimed durably before it leaves and confirmed after; a claim that a dead process left behind becomes ``uncertain`` and
is never sent again by itself. One process sends at a time. First a seed list, then a hundredth, then the rest; too many dead
addresses, a pause, a cancelled or expired issue stop it between two groups.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from monitor.clock import Clock, utc_now
from monitor.errors import DeliveryError, TierwatchError
from monitor.mail.limits import Bucket, Cooling
from monitor.mail.outcomes import is_hard, is_ours, next_try, wants_slower
from monitor.model.members import Delivery, DeliveryState, Outcome
from monitor.store.mail import Suppressions
from monitor.store.outbox import Outbox

SMALL_SENDING = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One mail ready to go: its bytes, and where reports about it come back to."""

    message: bytes
    return_path: str


class Carrier(Protocol):
    """What hands mails over: a session with a relay, or a folder."""

    def send(self, message: bytes, *, sender: str, recipient: str) -> Outcome: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How to send. ``group``: mails claimed at once (``None``: 1 below 20,000 recipients, else 20); rates in mails a second."""

    connections: int = 4
    group: int | None = None
    rate: float = 0.0
    domain_rate: float = 0.0
    burst: int = 20
    first_share: float = 0.01
    most_hard_share: float = 0.05
    #: Below so many answers a share says nothing: one dead address among three is no broken list.
    least_sample: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How a run of sending ended: ``finished`` (nothing waits), ``waiting`` (until ``next_due``) or ``stopped`` (``why``)."""

    state: str
    counts: dict[DeliveryState, int]
    why: str = ""
    next_due: datetime | None = None
    alerts: tuple[str, ...] = ()


class Sending:
    """One run of sending one digest."""

    def __init__(
        self,
        digest_id: str,
        *,
        outbox: Outbox,
        suppressions: Suppressions,
        hash_of: Callable[[str], str],
        envelope: Callable[[Delivery], Envelope],
        connect: Callable[[], Carrier],
        may_go_on: Callable[[], str | None] = lambda: None,
        rules: Rules | None = None,
        clock: Clock = utc_now,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
        progress: Callable[[Outcome], None] = lambda _outcome: None,
    ) -> None:
        self._id, self._outbox, self._suppressions = digest_id, outbox, suppressions
        self._hash_of, self._envelope, self._connect = hash_of, envelope, connect
        self._may_go_on, self._rules = may_go_on, rules or Rules()
        self._clock, self._sleep, self._monotonic, self._progress = clock, sleep, monotonic, progress
        self._bucket = Bucket(self._rules.rate, self._rules.burst, monotonic=monotonic)
        self._domain_buckets: dict[str, Bucket] = {}
        self._cooling = Cooling()
        self._tally: Counter[str] = Counter()
        self._alerts: dict[str, None] = {}
        self._stopped: str | None = None
        self._lock = threading.Lock()
        self._budget: int | None = None

    def run(self) -> Sent:
        """Send all that is due now. Raises AlreadyRunningError when another process sends, DeliveryError without a relay."""
        with self._outbox.sole_sender():
            self._outbox.abandoned(at=self._clock(), digest_id=self._id)
            total = sum(self._outbox.counts(self._id).values())
            fresh = self._outbox.counts(self._id).get(DeliveryState.READY, 0) == total
            group = self._rules.group or (1 if total < SMALL_SENDING else 20)
            if fresh and total > self._rules.least_sample:
                # The first hundredth, but enough of it to judge by, on one connection.
                self._budget = max(self._rules.least_sample, round(total * self._rules.first_share))
                self._work(group)
                self._budget = None
            if self._stopped is None:
                with ThreadPoolExecutor(self._rules.connections) as pool:
                    for worker in [pool.submit(self._work, group) for _ in range(self._rules.connections)]:
                        worker.result()
        return self._ended()

    def canary(self, seeds: Sequence[Delivery]) -> None:
        """Send to the seed list, which has no rows in the outbox. Raises DeliveryError unless each of them is taken."""
        carrier = self._connect()
        try:
            for seed in seeds:
                envelope = self._envelope(seed)
                outcome = carrier.send(envelope.message, sender=envelope.return_path, recipient=seed.address)
                if outcome.state is not DeliveryState.ACCEPTED:
                    raise DeliveryError(f"the seed {seed.address} was not taken: {outcome.reason}", transient=False)
        finally:
            carrier.close()

    def _work(self, group: int) -> None:
        carrier = self._connect()
        try:
            while (size := self._next_size(group)) and (claimed := self._claim(size)):
                self._settle(claimed, carrier)
        finally:
            carrier.close()

    def _next_size(self, group: int) -> int:
        """How many mails to claim now; none once something stopped the run or its share is done."""
        with self._lock:
            if self._stopped is None:
                self._stopped = self._may_go_on() or self._too_many_dead()
            if self._stopped is not None:
                return 0
            if self._budget is None:
                return group
            size = min(group, self._budget)
            self._budget -= size
            return size

    def _claim(self, size: int) -> tuple[Delivery, ...]:
        now = self._clock()
        return self._outbox.claim(self._id, now=now, limit=size, not_domains=self._cooling.domains(now=now))

    def _settle(self, claimed: Sequence[Delivery], carrier: Carrier) -> None:
        # Read anew for every group: whoever unsubscribed a moment ago gets nothing.
        hashes = {delivery.seq: self._hash_of(delivery.address) for delivery in claimed}
        suppressed = self._suppressions.among(hashes.values())
        outcomes: dict[int, tuple[Outcome, datetime | None]] = {}
        try:
            for delivery in claimed:
                if hashes[delivery.seq] in suppressed or not delivery.address:
                    outcome = Outcome(state=DeliveryState.SKIPPED, reason="suppressed")
                else:
                    outcome = self._hand_over(delivery, carrier)
                self._note(delivery, outcome)
                outcomes[delivery.seq] = next_try(
                    outcome, attempts=delivery.attempts, message_id=delivery.message_id, now=self._clock()
                )
        finally:
            # What was not reached, because the relay is gone, was never handed over and waits for the next run.
            for delivery in claimed:
                unsent = Outcome(state=DeliveryState.DEFERRED, reason="the relay could not be used")
                outcomes.setdefault(delivery.seq, (unsent, self._clock()))
            self._outbox.settle(outcomes, at=self._clock())

    def _hand_over(self, delivery: Delivery, carrier: Carrier) -> Outcome:
        domain = delivery.address.rpartition("@")[2].lower()
        pause = max(self._bucket.wait(), self._of_domain(domain).wait())
        if pause > 0:
            self._sleep(pause)
        try:
            envelope = self._envelope(delivery)
        except TierwatchError as error:
            # One address that no mail can be made for must not hold up the others.
            return Outcome(state=DeliveryState.REJECTED, reason=str(error))
        outcome = carrier.send(envelope.message, sender=envelope.return_path, recipient=delivery.address)
        if wants_slower(outcome):
            self._cooling.slow(domain, now=self._clock())
        return outcome

    def _of_domain(self, domain: str) -> Bucket:
        with self._lock:
            rate, burst = self._rules.domain_rate, self._rules.burst
            return self._domain_buckets.setdefault(domain, Bucket(rate, burst, monotonic=self._monotonic))

    def _note(self, delivery: Delivery, outcome: Outcome) -> None:
        with self._lock:
            self._tally["answers"] += outcome.code is not None
            self._tally["hard"] += is_hard(outcome) and not is_ours(outcome)
            if is_ours(outcome):
                domain = delivery.address.rpartition("@")[2]
                self._alerts[f"{domain} refuses our mail ({outcome.enhanced}): {outcome.reason}"] = None
        self._progress(outcome)

    def _too_many_dead(self) -> str | None:
        answers, hard = self._tally["answers"], self._tally["hard"]
        if answers < self._rules.least_sample or hard <= answers * self._rules.most_hard_share:
            return None
        return f"{hard} of {answers} addresses are refused for good; look at the list before going on"

    def _ended(self) -> Sent:
        counts, alerts = self._outbox.counts(self._id), tuple(self._alerts)
        if self._stopped is not None:
            return Sent(state="stopped", counts=counts, why=self._stopped, alerts=alerts)
        due = self._outbox.next_due(self._id)
        return Sent(state="finished" if due is None else "waiting", counts=counts, next_due=due, alerts=alerts)

"""Sending an issue: claim, hand over, confirm, until nothing is due. Started again after any crash it goes on where it was.

A mail is claimed durably before it leaves and confirmed after; a claim that a dead process left behind becomes ``uncertain`` and
is never sent again by itself. One process sends at a time. First a seed list, then a hundredth, then the rest; too many dead
addresses, a pause, a cancelled or expired issue stop it between two groups.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from monitor.clock import Clock, utc_now
from monitor.errors import DeliveryError
from monitor.mail.limits import Pace
from monitor.mail.outcomes import COOL_FOR, is_hard, is_ours, next_try, wants_slower
from monitor.model.members import Delivery, DeliveryState, Outcome
from monitor.store.mail import Suppressions
from monitor.store.outbox import Outbox
from monitor.store.rates import SendRates
from monitor.text import fingerprint

SMALL_SENDING = 20_000
LEFT_BEFORE = Outcome(
    state=DeliveryState.UNCERTAIN, reason="it left before this database was put back from an older copy"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One mail ready to go: its bytes, and where reports about it come back to."""

    message: bytes
    return_path: str


#: Makes the mails of a group at once; an outcome in place of a mail where none can be made.
Writer = Callable[[Sequence[Delivery]], Mapping[int, Envelope | Outcome]]


#: An outcome as it is kept, and when the mail is due again.
Tried = tuple[Outcome, datetime | None]


class Carrier(Protocol):
    """What hands mails over: a session with a relay, or a folder."""

    def send(
        self, message: bytes, *, sender: str, recipient: str, ahead: tuple[str, str] | None = None
    ) -> Outcome: ...  # fmt: skip
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How to send. ``group``: mails claimed at once (``None``: 1 below 20,000 recipients, else 20); rates in mails a second."""

    connections: int = 8
    group: int | None = None
    rate: float = 0.0
    domain_rate: float = 0.0
    burst: int = 20
    #: Addresses of our own that get the issue before any member does.
    seeds: tuple[str, ...] = ()
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
    """One run of sending one digest. ``after`` hears what became of each group, once it is on record."""

    def __init__(
        self,
        digest_id: str,
        *,
        outbox: Outbox,
        suppressions: Suppressions,
        hash_of: Callable[[str], str],
        writer: Writer,
        connect: Callable[[], Carrier],
        may_go_on: Callable[[], str | None] = lambda: None,
        rules: Rules | None = None,
        rates: SendRates | None = None,
        clock: Clock = utc_now,
        sleep: Callable[[float], None] = time.sleep,
        progress: Callable[[Outcome], None] = lambda _outcome: None,
        after: Callable[[Mapping[str, Outcome]], None] = lambda _outcomes: None,
    ) -> None:
        self._id, self._outbox, self._suppressions = digest_id, outbox, suppressions
        self._hash_of, self._writer, self._connect = hash_of, writer, connect
        self._may_go_on, self._rules = may_go_on, rules or Rules()
        self._clock, self._sleep, self._progress, self._after = clock, sleep, progress, after
        each = self._rules
        self._pace = Pace(rates, relay=each.rate, domain=each.domain_rate, burst=each.burst, clock=clock)
        self._tally: Counter[str] = Counter()
        self._alerts: dict[str, None] = {}
        self._stopped: str | None = None
        self._lock = threading.Lock()
        self._budget: int | None = None

    def run(self) -> Sent:
        """Send all that is due now. Raises AlreadyRunningError when another process sends, DeliveryError without a relay."""
        with self._outbox.sole_sender():
            self._outbox.abandoned(at=self._clock(), digest_id=self._id)
            counts = self._outbox.counts(self._id)
            total = sum(counts.values())
            group = self._rules.group or (1 if total < SMALL_SENDING else 20)
            if total and counts.get(DeliveryState.READY, 0) == total:
                self._begin_small(total, group)
            if self._stopped is None:
                with ThreadPoolExecutor(self._rules.connections) as pool:
                    for worker in [pool.submit(self._work, group) for _ in range(self._rules.connections)]:
                        worker.result()
        return self._ended()

    def _begin_small(self, total: int, group: int) -> None:
        """The seed list, then a hundredth, but enough of it to judge by, on one connection."""
        self._stopped = self._may_go_on()
        if self._stopped is None and self._rules.seeds:
            (first,) = self._outbox.first(self._id)
            self.canary([replace(first, seq=0, member_id="", address=seed) for seed in self._rules.seeds])
        if self._stopped is None and total > self._rules.least_sample:
            self._budget = max(self._rules.least_sample, round(total * self._rules.first_share))
            self._work(group)
            self._budget = None
            # Nobody asks again before the rest goes out.
            self._stopped = self._stopped or self._too_many_dead()

    def canary(self, seeds: Sequence[Delivery]) -> None:
        """Send to the seed list, which has no rows in the outbox. Raises DeliveryError unless each of them is taken."""
        carrier = self._connect()
        try:
            for seed in seeds:
                copy = replace(seed, message_id=_apart(seed.message_id, seed.address))
                made = self._writer([copy])[copy.seq]
                outcome = (
                    made
                    if isinstance(made, Outcome)
                    else carrier.send(made.message, sender=made.return_path, recipient=seed.address)
                )
                if outcome.state is not DeliveryState.ACCEPTED:
                    raise DeliveryError(f"the seed {seed.address} was not taken: {outcome.reason}", transient=False)
        finally:
            carrier.close()

    def _work(self, group: int) -> None:
        carrier = self._connect()
        try:
            claimed = self._claimed(group)
            while claimed:
                outcomes = self._outcomes(claimed, carrier)
                # What became of one group and the claim of the next are one transaction: one wait for the disk.
                with self._outbox.together():
                    self._settle(claimed, outcomes)
                    claimed = self._claimed(group)
        finally:
            carrier.close()

    def _claimed(self, group: int) -> tuple[Delivery, ...]:
        size = self._next_size(group)
        return self._outbox.claim(self._id, now=self._clock(), limit=size) if size else ()

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

    def _outcomes(self, claimed: Sequence[Delivery], carrier: Carrier) -> dict[int, Tried]:
        outcomes: dict[int, Tried] = {}
        try:
            for delivery, outcome in self._handed_over(claimed, carrier):
                self._note(delivery, outcome)
                outcomes[delivery.seq] = next_try(
                    outcome, attempts=delivery.attempts, message_id=delivery.message_id, now=self._clock()
                )
        except DeliveryError:
            # The relay is gone: what was not reached was never handed over and waits for the next run.
            unsent = Outcome(state=DeliveryState.DEFERRED, reason="the relay could not be used")
            self._settle(claimed, {each.seq: (unsent, self._clock()) for each in claimed} | outcomes)
            raise
        except BaseException:
            # Anything else may have struck between handing over and hearing: what has no answer stays claimed, and so uncertain.
            self._settle([each for each in claimed if each.seq in outcomes], outcomes)
            raise
        return outcomes

    def _settle(self, claimed: Sequence[Delivery], outcomes: Mapping[int, Tried]) -> None:
        self._outbox.settle(outcomes, at=self._clock())
        self._pace.keep()
        self._after({delivery.member_id: outcomes[delivery.seq][0] for delivery in claimed})

    def _handed_over(self, claimed: Sequence[Delivery], carrier: Carrier) -> Iterator[tuple[Delivery, Outcome]]:
        # Read anew for every group: whoever unsubscribed a moment ago gets nothing.
        hashes = {delivery.seq: self._hash_of(delivery.address) for delivery in claimed}
        suppressed = self._suppressions.among(hashes.values())
        wanted = [each for each in claimed if each.address and hashes[each.seq] not in suppressed]
        left = self._outbox.about_to_leave(self._id, wanted)
        made = {**self._writer([each for each in wanted if each.seq not in left]), **dict.fromkeys(left, LEFT_BEFORE)}
        envelopes = {seq: each for seq, each in made.items() if isinstance(each, Envelope)}
        following = self._following([each for each in claimed if each.seq in envelopes], envelopes)
        for delivery in claimed:
            envelope = made.get(delivery.seq) or Outcome(state=DeliveryState.SKIPPED, reason="suppressed")
            if isinstance(envelope, Outcome):
                yield delivery, envelope
                continue
            domain = delivery.address.rpartition("@")[2].lower()
            pause = self._pace.wait(domain)
            if pause > 0:
                self._sleep(pause)
            outcome = carrier.send(
                envelope.message, sender=envelope.return_path, recipient=delivery.address,
                ahead=following.get(delivery.seq),
            )  # fmt: skip
            if wants_slower(outcome):
                self._outbox.postpone(
                    self._id,
                    domain,
                    until=self._clock() + COOL_FOR,
                    reason=f"{domain} asked for a pause: {outcome.reason}",
                )
            yield delivery, outcome

    def _following(
        self, going: Sequence[Delivery], envelopes: Mapping[int, Envelope]
    ) -> dict[int, tuple[str, str]]:  # fmt: skip
        """Sender and recipient of the mail that goes after each one; none where mails may have to wait for one another."""
        if self._pace.is_limited:
            return {}
        return {one.seq: (envelopes[other.seq].return_path, other.address) for one, other in pairwise(going)}

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


def _apart(message_id: str, address: str) -> str:
    """The Message-ID of a seed's copy: not that of the member whose version it shows, and the same each time."""
    local, _, domain = message_id.strip("<>").rpartition("@")
    return f"<seed.{fingerprint('seed', local, address)}@{domain}>"

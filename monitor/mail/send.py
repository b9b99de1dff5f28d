"""Sending an issue: claim, hand over, confirm, until nothing is due. Started again after any crash it goes on where it was.

A mail is claimed durably before it leaves and confirmed after; a claim that a dead process left behind becomes ``uncertain`` and
is never sent again by itself. One process sends at a time. First a seed list, then a hundredth, then the rest; too many dead
addresses, a pause, a cancelled or expired issue stop it between two groups.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from monitor.clock import Clock, utc_now
from monitor.errors import DeliveryError
from monitor.mail.lanes import Carrier, Event, Lane, Lanes, Maker
from monitor.mail.limits import Pace
from monitor.mail.outcomes import COOL_FOR, is_hard, is_ours, next_try, wants_slower
from monitor.mail.wire import Envelope
from monitor.model.members import Delivery, DeliveryState, Outcome
from monitor.store.mail import Suppressions
from monitor.store.outbox import Outbox
from monitor.store.rates import SendRates
from monitor.text import fingerprint

SMALL_SENDING = 20_000
LEFT_BEFORE = Outcome(
    state=DeliveryState.UNCERTAIN, reason="it left before this database was put back from an older copy"
)


#: Is told of a group of mails, and makes each of them when its turn comes.
Writer = Callable[[Sequence[Delivery]], Maker]


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
        self._budget: int | None = None
        self._was_answered = False

    def run(self) -> Sent:
        """Send all that is due now. Raises AlreadyRunningError when another process sends, DeliveryError without a relay."""
        with self._outbox.sole_sender():
            self._outbox.abandoned(at=self._clock(), digest_id=self._id)
            counts = self._outbox.counts(self._id)
            total = sum(counts.values())
            group = self._rules.group or (1 if total < SMALL_SENDING else 20)
            due = self._outbox.next_due(self._id)
            if due is None or due > self._clock():
                return self._ended()
            if counts.get(DeliveryState.READY, 0) == total:
                self._begin_small(total, group)
            if self._stopped is None:
                self._work(group, self._rules.connections)
        return self._ended()

    def _begin_small(self, total: int, group: int) -> None:
        """The seed list, then a hundredth, but enough of it to judge by, on one connection."""
        self._stopped = self._may_go_on()
        if self._stopped is None and self._rules.seeds:
            (first,) = self._outbox.first(self._id)
            self.canary([replace(first, seq=0, member_id="", address=seed) for seed in self._rules.seeds])
        if self._stopped is None and total > self._rules.least_sample:
            self._budget = max(self._rules.least_sample, round(total * self._rules.first_share))
            self._work(group, 1)
            self._budget = None
            # Nobody asks again before the rest goes out.
            self._stopped = self._stopped or self._too_many_dead()

    def canary(self, seeds: Sequence[Delivery]) -> None:
        """Send to the seed list, which has no rows in the outbox. Raises DeliveryError unless each of them is taken."""
        carrier = self._connect()
        try:
            for seed in seeds:
                copy = replace(seed, message_id=_apart(seed.message_id, seed.address))
                made = self._writer([copy])(copy)
                outcome = (
                    made
                    if isinstance(made, Outcome)
                    else carrier.send(made.message, sender=made.return_path, recipient=seed.address)
                )
                if outcome.state is not DeliveryState.ACCEPTED:
                    raise DeliveryError(f"the seed {seed.address} was not taken: {outcome.reason}", transient=False)
        finally:
            carrier.close()

    def _work(self, group: int, connections: int) -> None:
        """Claim, hand over and confirm over so many connections until nothing is due or something stops it."""
        self._was_answered = False
        # Where mails may have to wait for one another, none is announced before it may go.
        with Lanes(self._connect, connections, announce=not self._pace.is_limited) as lanes:
            try:
                away = self._drive(lanes, group)
            except BaseException:
                # It may have struck between handing over and hearing: what was begun stays claimed, and so uncertain.
                self._stopped = self._stopped or "something went wrong"
                lanes.settle_asides()
                for lane in lanes.all:
                    self._put_back(lane, "the sending broke off before its turn")
                raise
        # Where only some connections were refused, the others did their work.
        if away and not self._was_answered:
            raise away[0]

    def _drive(self, lanes: Lanes, group: int) -> list[DeliveryError]:
        """Send; the errors of those lanes whose relay is away. The others do their work."""
        away: list[DeliveryError] = []
        resting: dict[Lane, float] = {}
        idle, turning = list(lanes.all), None
        while idle or resting or lanes.is_busy:
            if idle and (turning is None or turning.done()):
                # Beside the mails, because it waits for the disk: once for all the groups that came to an end meanwhile.
                turning = lanes.aside(partial(self._turned_over, tuple(idle), group))
                idle.clear()
            going = self._awaited(lanes, resting, away)
            idle += [lane for lane in going if self._goes_through(lane, lanes, resting)]
        return away

    def _turned_over(self, idle: Sequence[Lane], group: int) -> Sequence[Event]:
        """Write down what became of these lanes' mails and claim their next, in one transaction; the lanes that got any."""
        with self._outbox.together():
            self._settle(idle)
            size = self._next_size(group * len(idle))
            claimed = self._outbox.claim(self._id, now=self._clock(), limit=size) if size else ()
        make = self._maker(claimed)
        for number, lane in enumerate(idle):
            lane.load(claimed[number * group : (number + 1) * group], make)
        return [(lane, None) for lane in idle if lane.claimed]

    def _maker(self, claimed: Sequence[Delivery]) -> Maker:
        # Suppression is read anew for every group: whoever unsubscribed a moment ago gets nothing.
        hashes = {delivery.seq: self._hash_of(delivery.address) for delivery in claimed}
        suppressed = self._suppressions.among(hashes.values())
        unwanted = Outcome(state=DeliveryState.SKIPPED, reason="suppressed")
        ended = {each.seq: unwanted for each in claimed if not each.address or hashes[each.seq] in suppressed}
        wanted = [each for each in claimed if each.seq not in ended]
        ended |= dict.fromkeys(self._outbox.about_to_leave(self._id, wanted), LEFT_BEFORE)
        write = self._writer(wanted)
        return lambda delivery: ended.get(delivery.seq) or write(delivery)

    def _goes_through(self, lane: Lane, lanes: Lanes, resting: dict[Lane, float]) -> bool:
        """Let the lane go on with its group; whether that is done. If not, it waits for its server or for its turn."""
        while (coming := lane.coming()) is not None:
            delivery, letter = coming
            if not lane.may_go and isinstance(letter, Envelope):
                pause = self._pace.wait(delivery.address.rpartition("@")[2].lower())
                lane.may_go = True
                if pause > 0:
                    resting[lane] = time.monotonic() + pause
                    return False
            outcome = lanes.begin(lane)
            if outcome is None:
                return False
            self._take(lane, outcome)
        return True

    def _awaited(self, lanes: Lanes, resting: dict[Lane, float], away: list[DeliveryError]) -> list[Lane]:
        """Wait until some lane can go on: its server answered, or its turn has come."""
        now = time.monotonic()
        if resting and not lanes.is_busy:
            first = min(resting, key=resting.__getitem__)
            self._sleep(max(0.0, resting.pop(first) - now))
            return [first]
        due = [lane for lane, at in resting.items() if at <= now]
        for lane in due:
            del resting[lane]
        pause = 0.0 if due else min(resting.values()) - now if resting else None
        for lane, outcome in lanes.wait(pause):
            if isinstance(outcome, DeliveryError):
                away.append(outcome)
                self._put_back(lane, "the relay could not be used")
                continue
            if outcome is not None:
                self._take(lane, outcome)
            due.append(lane)
        return due

    def _put_back(self, lane: Lane, reason: str) -> None:
        """End the work of a lane: what it did not begin was never handed over, and waits."""
        lane.give_back((Outcome(state=DeliveryState.DEFERRED, reason=reason), self._clock()))
        self._settle([lane])

    def _take(self, lane: Lane, outcome: Outcome) -> None:
        delivery = lane.done()
        if wants_slower(outcome):
            domain = delivery.address.rpartition("@")[2].lower()
            reason = f"{domain} asked for a pause: {outcome.reason}"
            self._outbox.postpone(self._id, domain, until=self._clock() + COOL_FOR, reason=reason)
        self._was_answered |= outcome.code is not None
        self._note(delivery, outcome)
        lane.outcomes[delivery.seq] = next_try(
            outcome, attempts=delivery.attempts, message_id=delivery.message_id, now=self._clock()
        )

    def _settle(self, lanes: Sequence[Lane]) -> None:
        outcomes = {seq: tried for lane in lanes for seq, tried in lane.outcomes.items()}
        if not outcomes:
            return
        self._outbox.settle(outcomes, at=self._clock())
        self._pace.keep()
        claimed = (delivery for lane in lanes for delivery in lane.claimed)
        self._after({each.member_id: outcomes[each.seq][0] for each in claimed if each.seq in outcomes})

    def _next_size(self, wanted: int) -> int:
        """How many mails to claim now; none once something stopped the run or its share is done."""
        self._stopped = self._stopped or self._may_go_on() or self._too_many_dead()
        if self._stopped is not None:
            return 0
        if self._budget is None:
            return wanted
        size = min(wanted, self._budget)
        self._budget -= size
        return size

    def _note(self, delivery: Delivery, outcome: Outcome) -> None:
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

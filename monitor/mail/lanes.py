"""Several mails on their way at once, driven by one thread: whichever server answers first goes on first.

One thread rather than one a connection: only one thread of the interpreter runs at a time, and passing its lock from one to the next
cost more than the mails themselves. What became of several mails at one moment is also written down in one transaction.
"""

from __future__ import annotations

import select
import socket
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent import futures
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from monitor.errors import DeliveryError
from monitor.mail.wire import Envelope
from monitor.model.members import Delivery, Outcome


class Carrier(Protocol):
    """What hands mails over: a session with a relay, or a folder."""

    def send(self, message: bytes, *, sender: str, recipient: str) -> Outcome:
        """Hand over one mail and wait for what becomes of it."""

    def close(self) -> None: ...


@runtime_checkable
class Talk(Carrier, Protocol):
    """A carrier that need not be waited for: it is begun, and goes on whenever its server has said something."""

    @property
    def is_open(self) -> bool: ...
    @property
    def patience_seconds(self) -> float: ...
    def open(self) -> None: ...
    def begin(self, letter: Envelope, *, recipient: str, ahead: tuple[str, str] | None = None) -> Outcome | None: ...
    def go_on(self) -> Outcome | None: ...
    def give_up(self) -> Outcome: ...
    def fileno(self) -> int: ...


#: An outcome as it is kept, and when the mail is due again.
Tried = tuple[Outcome, datetime | None]
#: Makes a mail; an outcome where none can be made.
Maker = Callable[[Delivery], Envelope | Outcome]
#: A lane and what became of its mail: nothing where it can just go on, an error where its relay is away.
Event = tuple["Lane", Outcome | DeliveryError | None]


#: A server that answered waits for its next mail until the thread that writes to the store lets go of the interpreter, which by
#: default is after 5 ms: long enough for twenty mails. Measured: 15 per cent more mails a second.
_SWITCH_SECONDS = 0.0005


@dataclass(slots=True, eq=False)
class Lane:
    """One carrier, the group of mails that was claimed for it, and how far it is with them."""

    carrier: Carrier
    #: The same, where it need not be waited for.
    talk: Talk | None = None
    claimed: tuple[Delivery, ...] = ()
    outcomes: dict[int, Tried] = field(default_factory=dict)
    under_way: Delivery | None = None
    may_go: bool = False
    due: float = 0.0
    _waiting: deque[Delivery] = field(default_factory=deque)
    _make: Maker | None = None
    _made: tuple[Delivery, Envelope | Outcome] | None = None

    def load(self, claimed: tuple[Delivery, ...], make: Maker) -> None:
        """Take over a group. Each mail is made when its turn comes."""
        self.claimed, self.outcomes = claimed, {}
        self._waiting, self._make = deque(claimed), make

    def coming(self) -> tuple[Delivery, Envelope | Outcome] | None:
        """The mail that goes next, or the outcome where none can be made; ``None`` after the last."""
        if self._made is None and self._waiting:
            assert self._make is not None
            self._made = self._waiting[0], self._make(self._waiting[0])
            self._waiting.popleft()
        return self._made

    def start(self) -> Envelope | Outcome:
        """The mail that goes next, which is under way from now on."""
        made, self._made = self._made, None
        assert made is not None
        self.under_way = made[0]
        return made[1]

    def done(self) -> Delivery:
        """The mail that was under way, which it is no more."""
        delivery, self.under_way, self.may_go = self.under_way, None, False
        assert delivery is not None
        return delivery

    def give_back(self, outcome: Tried) -> None:
        """Stop: what was not begun, and so never handed over, ends with ``outcome``."""
        begun = self.under_way.seq if self.under_way else None
        self.outcomes = {each.seq: outcome for each in self.claimed if each.seq != begun} | self.outcomes
        self._waiting.clear()
        self._made = None


class Lanes:
    """Lanes side by side. ``begin`` starts a mail, ``wait`` says what has come to an end since.

    ``announce``: tell the server of a lane's next mail together with the last byte of the one before it.
    """

    def __init__(self, connect: Callable[[], Carrier], number: int, *, announce: bool) -> None:
        self._announce = announce
        self.all = [_lane(connect()) for _ in range(number)]
        self._poll = select.poll()
        self._talking: dict[int, Lane] = {}
        self._asides: list[Future[Sequence[Event]]] = []
        self._helpers = ThreadPoolExecutor(number + 1)
        self._bell, self._rope = socket.socketpair()
        self._bell.setblocking(False)
        self._poll.register(self._bell, select.POLLIN)

    def __enter__(self) -> Self:
        self._interval = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH_SECONDS)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None
    ) -> None:
        sys.setswitchinterval(self._interval)
        self._helpers.shutdown(cancel_futures=True)
        for lane in self.all:
            lane.carrier.close()
        self._bell.close()
        self._rope.close()

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._talking or self._asides)

    def aside(self, work: Callable[[], Sequence[Event]]) -> Future[Sequence[Event]]:
        """Let ``work`` be done beside the mails; ``wait`` gives what came of it."""
        doing = self._helpers.submit(work)
        self._asides.append(doing)
        doing.add_done_callback(lambda _done: self._rope.send(b"."))
        return doing

    def settle_asides(self) -> None:
        """Wait for what is being done aside, whatever comes of it."""
        futures.wait(self._asides)

    def begin(self, lane: Lane) -> Outcome | None:
        """Start the lane's next mail; its outcome where that is known at once.

        A connection is made aside, while the other lanes go on; ``wait`` then gives the lane back without an outcome.
        """
        talk = lane.talk
        if talk is not None and not talk.is_open:
            self.aside(partial(_opened, lane, talk))
            return None
        letter = lane.start()
        delivery = lane.under_way
        assert delivery is not None
        if isinstance(letter, Outcome):
            return letter
        if talk is None:
            return lane.carrier.send(letter.message, sender=letter.return_path, recipient=delivery.address)
        following = lane.coming() if self._announce else None
        ahead = (
            (following[1].return_path, following[0].address)
            if following and isinstance(following[1], Envelope)
            else None
        )
        outcome = talk.begin(letter, recipient=delivery.address, ahead=ahead)
        if outcome is None:
            self._watch(lane, talk)
        return outcome

    def wait(self, seconds: float | None) -> list[Event]:
        """Wait for a server to say something; the lanes whose mail came to an end, and what was done aside."""
        patience = min((lane.due for lane in self._talking.values()), default=None)
        if patience is not None:
            left = max(0.0, patience - time.monotonic())
            seconds = left if seconds is None else min(seconds, left)
        ready = self._poll.poll(None if seconds is None else seconds * 1000 + 1)
        ended: list[Event] = []
        for number, _event in ready:
            lane = self._talking.get(number)
            if lane is None:
                ended += self._done_aside()
                continue
            assert lane.talk is not None
            outcome = lane.talk.go_on()
            if outcome is None:
                lane.due = time.monotonic() + lane.talk.patience_seconds
            else:
                self._forget(number)
                ended.append((lane, outcome))
        return ended if ready else self._late()

    def _done_aside(self) -> Iterable[Event]:
        self._bell.recv(4096)
        done = [each for each in self._asides if each.done()]
        for each in done:
            self._asides.remove(each)
            yield from each.result()

    def _watch(self, lane: Lane, talk: Talk) -> None:
        number = talk.fileno()
        lane.due = time.monotonic() + talk.patience_seconds
        self._talking[number] = lane
        self._poll.register(number, select.POLLIN)

    def _forget(self, number: int) -> None:
        self._poll.unregister(number)
        del self._talking[number]

    def _late(self) -> list[Event]:
        now = time.monotonic()
        late = [(number, lane) for number, lane in self._talking.items() if lane.due <= now]
        ended: list[Event] = []
        for number, lane in late:
            assert lane.talk is not None
            self._forget(number)
            ended.append((lane, lane.talk.give_up()))
        return ended


def _opened(lane: Lane, talk: Talk) -> Sequence[Event]:
    try:
        talk.open()
    except DeliveryError as error:
        return [(lane, error)]
    return [(lane, None)]


def _lane(carrier: Carrier) -> Lane:
    return Lane(carrier, talk=carrier if isinstance(carrier, Talk) else None)

"""Reading what comes from outside in processes of its own, so that neither its time, nor its memory, nor its crash becomes ours.

One child is kept and takes one answer after the other; it is made when it is first needed. A further one helps only where that
one is kept busy, since each costs the memory of its parsers. A child is a fresh interpreter, since a poll has threads and a fork of a process with threads may never wake. It is handed the snapshot and the name
of the reader over a pipe, limits itself (address space, processor time), and answers with a Harvest or the words of an
ExtractError. A child that takes too long is ended with all that it started; the same answer is then tried once in a fresh one,
because a machine that is short of something is not the document's fault. Twice is: that is a PoisonError.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import Pipe

from monitor.encoding import NotWritten, from_json
from monitor.errors import ExtractError, FetchError, PoisonError
from monitor.model import Harvest, Look, Snapshot, Source
from monitor.sources.answer import Answer
from monitor.sources.base import SourceType, State

CHILDREN = 2
#: So long an answer waits for the one child before a further one is made.
_PATIENCE_SECONDS = 1.0
_START_SECONDS = 60.0
#: What a child finds of our environment: the rest may hold secrets.
_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TZ", "PYTHONDONTWRITEBYTECODE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``seconds`` of wall clock and ``megabytes`` of address space that the reading of one answer may take."""

    seconds: float = 10.0
    megabytes: int = 512


USUAL = Limits()


def extract_guarded(
    source_type: SourceType,
    snapshot: Snapshot,
    source: Source,
    state: State,
    *,
    limits: Limits = USUAL,
    wary: bool = False,
) -> Harvest:
    """``source_type.extract`` in a child. Raises ExtractError, PoisonError where the answer ended two children, and FetchError
    for a page that is not the page where that is to be told (``wary``).

    What only a bug of the reader raises is raised here as well, with where it happened.
    """
    answer = _read(source_type.extract, snapshot, source, dict(state), limits=limits, wary=wary)
    if answer.harvest is None:
        raise RuntimeError(f"a fault of the reader of {source_type.kind!r}:\n{answer.fault}")
    return answer.harvest


def look_guarded(look: Callable[[Snapshot], Look], snapshot: Snapshot) -> Look:
    """``look`` in a child, with the limits and errors of ``extract_guarded``."""
    answer = _read(look, snapshot, limits=USUAL, wary=False)
    if answer.look is None:
        raise RuntimeError(f"a fault of {look.__name__}:\n{answer.fault}")
    return answer.look


def _read(read: Callable[..., object], snapshot: Snapshot, *others: object, limits: Limits, wary: bool) -> Answer:
    """What ``read`` makes of ``snapshot`` in a child, or how our own code failed in it, in words."""
    task = pickle.dumps((read, (snapshot, *others), wary), protocol=pickle.HIGHEST_PROTOCOL)
    ended = ""
    for _ in range(2):
        with _READERS.one(limits) as child:
            try:
                answer = child.ask(task)
            except _ChildEndedError as end:
                ended = str(end)
                continue
        if answer.refused:
            raise ExtractError(*answer.refused)
        if answer.blocked:
            raise FetchError(
                snapshot.requested_url, answer.blocked, kind="blocked", transient=True, status=snapshot.status
            )
        return answer
    raise PoisonError(snapshot.url, ended, expected="a smaller or less broken document")


class _ChildEndedError(Exception):
    """The child is no more; the words say why."""


class _Child:
    """One reading process. ``well`` until it was ended, crashed, or says itself that it has grown too large to go on."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.well = limits, True
        self._pipe, theirs = Pipe()
        self._ready, self._asked = False, 0
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and our own module
                [sys.executable, "-m", "monitor.sources.reading", str(theirs.fileno()), str(limits.seconds), str(limits.megabytes)],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()], start_new_session=True, env=_environment(),
            )  # fmt: skip
        except BaseException:
            self._pipe.close()
            raise
        finally:
            theirs.close()

    def ask(self, task: bytes) -> Answer:
        """Its answer. Raises _ChildEndedError."""
        self.well = False
        try:
            if not self._ready:
                self._hear(_START_SECONDS)
                self._ready = True
            self._asked += 1
            self._pipe.send_bytes(task)
            written = self._hear(self.limits.seconds)
        except (EOFError, OSError) as error:
            raise _ChildEndedError(f"could not be read: the reader ended ({self._last_word()})") from error
        try:
            # A child may have been taken over: what it says is read as values, and holds no code.
            answer = from_json(Answer, written)
        except NotWritten as error:
            raise _ChildEndedError(f"was answered with what no reader answers ({error})") from error
        if answer.number != self._asked:
            raise _ChildEndedError("was answered out of turn")
        self.well = answer.well
        return answer

    def _hear(self, seconds: float) -> bytes:
        if not self._pipe.poll(seconds):
            raise _ChildEndedError(f"took longer than {seconds:g} s to read")
        return self._pipe.recv_bytes()

    def _last_word(self) -> str:
        try:
            status = self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return "it closed its door"
        return signal.Signals(-status).name if status < 0 else f"status {status}"

    def end(self) -> None:
        """End it and all that it started."""
        self._pipe.close()
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class _Readers:
    """The children of this process: one, and up to ``CHILDREN`` while that one is busy."""

    def __init__(self) -> None:
        self._idle: list[_Child] = []
        self._not_ours: list[_Child] = []
        self.forget()

    def forget(self) -> None:
        """In a process that was forked off: the children belong to the other, and two that ask one would get each other's answers."""
        self._turn, self._further = threading.BoundedSemaphore(1), threading.BoundedSemaphore(CHILDREN - 1)
        self._lock = threading.Lock()
        self._not_ours += self._idle
        self._idle = []

    @contextmanager
    def one(self, limits: Limits) -> Iterator[_Child]:
        """A child for one answer; one that is no longer well is ended afterwards."""
        with self._a_turn():
            child = self._taken(limits)
            try:
                yield child
            finally:
                self._given_back(child)

    @contextmanager
    def _a_turn(self) -> Iterator[None]:
        turn = self._turn
        while not turn.acquire(timeout=_PATIENCE_SECONDS):
            if self._further.acquire(blocking=False):
                turn = self._further
                break
        try:
            yield
        finally:
            turn.release()

    def _given_back(self, child: _Child) -> None:
        """Keep ``child`` for the next answer, in place of any other, if it is well."""
        if not child.well:
            child.end()
            return
        self.end()
        with self._lock:
            self._idle.append(child)

    def _taken(self, limits: Limits) -> _Child:
        with self._lock:
            for child in self._idle:
                if child.limits == limits:
                    self._idle.remove(child)
                    return child
        return _Child(limits)

    def end(self) -> None:
        """End those that have nothing to do."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()


_READERS = _Readers()
atexit.register(_READERS.end)
os.register_at_fork(after_in_child=_READERS.forget)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}

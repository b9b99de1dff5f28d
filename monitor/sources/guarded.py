"""Reading a large or dangerous answer in a process of its own, so that neither its time nor its memory becomes ours.

The child is a fresh interpreter: a poll has threads, and a fork of a process with threads may never wake. It is handed the
snapshot and the name of the reader over a pipe, limits itself (address space, processor time), and answers with a Harvest or the words of an ExtractError.
"""

from __future__ import annotations

import os
import pickle
import resource
import signal
import subprocess
import sys
from dataclasses import dataclass

from monitor.errors import ExtractError
from monitor.model import Harvest, Snapshot, Source
from monitor.sources.base import Extract, SourceType, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """``seconds`` of wall clock and ``megabytes`` of address space that the reading of one answer may take."""

    seconds: float = 20.0
    megabytes: int = 1024


def extract_guarded(
    source_type: SourceType, snapshot: Snapshot, source: Source, state: State, *, limits: Limits | None = None
) -> Harvest:
    """``source_type.extract``, in a child process if the answer is large. Raises ExtractError, also when a limit is reached."""
    if len(snapshot.body) <= source_type.guard_above:
        return source_type.extract(snapshot, source, state)
    return _in_child(source_type.extract, snapshot, source, state, limits or Limits())


def _in_child(extract: Extract, snapshot: Snapshot, source: Source, state: State, limits: Limits) -> Harvest:
    task = pickle.dumps((limits, extract, snapshot, source, dict(state)))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(part for part in sys.path if part)}
    with subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    ) as child:
        try:
            answer, _ = child.communicate(task, timeout=limits.seconds)
        except subprocess.TimeoutExpired as error:
            _stop(child)
            raise ExtractError(
                snapshot.url, f"took longer than {limits.seconds:g} s to read", expected="a smaller document"
            ) from error
        except BaseException:
            _stop(child)
            raise
    return _result(answer, snapshot, child.returncode)


def _stop(child: subprocess.Popen[bytes]) -> None:
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _result(answer: bytes, snapshot: Snapshot, status: int) -> Harvest:
    if status != 0 or not answer:
        raise ExtractError(
            snapshot.url,
            f"could not be read within the memory allowed (status {status})",
            expected="a smaller document",
        )
    found = pickle.loads(answer)  # noqa: S301 - written by our own child
    if isinstance(found, Harvest):
        return found
    url, reason, expected = found
    raise ExtractError(url, reason, expected=expected)


def main() -> None:
    """The child: one task from standard input, one answer to standard output."""
    limits, extract, snapshot, source, state = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own parent
    room = limits.megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    seconds = int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    answer: object
    try:
        answer = extract(snapshot, source, state)
    except ExtractError as error:
        answer = (error.url, error.reason, "")
    except (MemoryError, RecursionError) as error:
        answer = (snapshot.url, f"could not be read within the memory allowed ({type(error).__name__})", "")
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    main()

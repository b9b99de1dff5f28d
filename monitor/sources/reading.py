"""A reading process: it takes answers over a pipe, one after the other, and says what each holds. See ``monitor.sources.guarded``.

A page that only pretends to be the page (a wall, an error with status 200) is told before it is read.

Its address space is limited for good, its processor time for each answer. A child that an answer has made large goes when it has
answered: what a large document leaves behind in an interpreter is not given back otherwise.
"""

from __future__ import annotations

import pickle
import resource
import sys
import traceback
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from monitor.encoding import to_bytes
from monitor.errors import ExtractError
from monitor.model import Harvest, Look, Snapshot
from monitor.sources.answer import Answer
from monitor.sources.decode import decode_text

_MANY = 1_000
_GROWN = 160 * 1024 * 1024
_ROOM_TO_WRITE = 256 * 1024 * 1024
_PAGES = ("text/html", "application/xhtml+xml")
_MEMORY = "could not be read within the memory allowed"


def main() -> None:
    """Work until the other side closes the pipe: ``reading FD SECONDS MEGABYTES``."""
    handle, seconds, megabytes = int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    room = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    # A crash must not write what it read to the disk, nor take the time to.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    depth = sys.getrecursionlimit()
    with Connection(handle) as pipe:
        pipe.send_bytes(b"ready")
        for number in range(1, _MANY + 1):
            try:
                task = pipe.recv_bytes()
            except EOFError:
                return
            _limit_time(seconds)
            sys.setrecursionlimit(depth)
            pipe.send_bytes(_answer(task, number))


def _limit_time(seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _resident() -> int:
    # Not ru_maxrss, which counts what the process was before it became an interpreter of its own: the whole service.
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def _answer(task: bytes, number: int) -> bytes:
    url = ""
    try:
        read, arguments, wary = pickle.loads(task)  # noqa: S301 -- written by our own parent
        snapshot = arguments[0]
        url = snapshot.url
        if wary and (blocked := _why_blocked(snapshot)):
            return _written(Answer(blocked=blocked), number)
        return _written(_told(read(*arguments)), number)
    except ExtractError as error:
        answer = Answer(refused=(error.url, error.reason))
    except (MemoryError, RecursionError) as error:
        answer = Answer(refused=(url, f"{_MEMORY} ({type(error).__name__})"))
    except Exception:  # noqa: BLE001 -- the other side raises it
        answer = Answer(fault=traceback.format_exc())
    return _written(answer, number)


def _told(found: object) -> Answer:
    if _resident() > _ROOM_TO_WRITE:
        # Where memory ends in the midst of writing, the process does.
        raise MemoryError
    match found:
        case Harvest():
            return Answer(harvest=found)
        case Look():
            return Answer(look=found)
    raise TypeError(f"a reader gives a Harvest or a Look, not {type(found).__name__}")


def _written(answer: Answer, number: int) -> bytes:
    return to_bytes(replace(answer, number=number, well=number < _MANY and _resident() < _GROWN))


def _why_blocked(snapshot: Snapshot) -> str | None:
    if snapshot.media_type not in _PAGES and (snapshot.media_type or not snapshot.body.lstrip().startswith(b"<")):
        return None
    from monitor.sources.blocked import why_blocked

    text = decode_text(snapshot.body, content_type=snapshot.content_type, charset=snapshot.charset)
    return why_blocked(snapshot.url, text, content_type=snapshot.content_type)


if __name__ == "__main__":
    main()

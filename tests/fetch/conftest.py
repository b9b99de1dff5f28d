"""A web site on loopback that answers byte for byte as a test says, and the folder of other projects' test data."""

from __future__ import annotations

import os
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.model import Request
from monitor.sources.fetch import Fetcher, FetchSettings

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass
class Question:
    """A request as it came in: its target, its headers in lower case, and the connection to answer on."""

    target: str
    headers: dict[str, str]
    connection: socket.socket
    number: int
    closing: threading.Event

    def send(self, data: bytes) -> bool:
        """Send ``data``; false once the other side is gone or the site closes."""
        try:
            self.connection.sendall(data)
        except OSError:
            return False
        return not self.closing.is_set()

    def drip(self, data: bytes, seconds: float) -> None:
        """Send ``data`` one byte at a time."""
        for byte in data:
            if not self.send(bytes([byte])) or self.closing.wait(seconds):
                return

    def reset(self) -> None:
        """Break the connection off with a TCP reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


Answer = Callable[[Question], object]


def make_answer(body: bytes = b"", *headers: str, status: str = "200 OK", length: bool = True) -> bytes:
    """An HTTP answer as bytes."""
    lines = [f"HTTP/1.1 {status}", *headers]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@dataclass
class Site:
    """``answers`` by target; a target that is not there gets 404. ``questions`` are what was asked, ``connections`` how many."""

    host: str = "127.0.0.1"
    answers: dict[str, Answer | bytes] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    connections: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    wrap: Callable[[socket.socket], socket.socket] | None = None
    at_once: int = 0
    most_at_once: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._listener = socket.create_server((self.host, 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def asked(self) -> list[str]:
        """The targets asked for, without robots.txt."""
        return [question.target for question in self.questions if question.target != "/robots.txt"]

    def url(self, target: str = "/") -> str:
        return f"http{'s' if self.wrap else ''}://{self.host}:{self.port}{target}"

    def request(self, target: str = "/", **fields: object) -> Request:
        return Request(url=self.url(target), internal=True, **fields)

    def close(self) -> None:
        self.closing.set()
        self._listener.close()
        with self._lock:
            for connection in self._open:
                connection.close()

    def _accept(self) -> None:
        while not self.closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                self._open.append(connection)
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self.wrap:
                connection = self.wrap(connection)
                with self._lock:
                    self._open.append(connection)
            with connection:
                while self._one(connection):
                    pass
        except (OSError, ValueError):
            connection.close()

    def _one(self, connection: socket.socket) -> bool:
        head = b""
        while b"\r\n\r\n" not in head:
            received = connection.recv(65536)
            if not received:
                return False
            head += received
        first, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        target = first.split(" ")[1]
        with self._lock:
            question = Question(target, headers, connection, len(self.questions), self.closing)
            self.questions.append(question)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            given = self.answers.get(target, make_answer(b"not here", status="404 Not Found"))
            if isinstance(given, bytes):
                connection.sendall(given)
                return True
            return given(question) is not False
        finally:
            with self._lock:
                self.at_once -= 1


@pytest.fixture(scope="session")
def answer() -> Callable[..., bytes]:
    return make_answer


@pytest.fixture
def open_site() -> Iterator[Callable[..., Site]]:
    sites: list[Site] = []

    def open_one(**fields: object) -> Site:
        sites.append(Site(**fields))
        return sites[-1]

    yield open_one
    for site in sites:
        site.close()


@pytest.fixture
def site(open_site: Callable[..., Site]) -> Site:
    return open_site()


class Time:
    """A clock that moves only when someone sleeps."""

    def __init__(self) -> None:
        self.now = MIDNIGHT
        self.slept: list[float] = []

    def clock(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def time_() -> Time:
    return Time()


@pytest.fixture
def fetcher_with(time_: Time) -> Iterator[Callable[..., Fetcher]]:
    made: list[Fetcher] = []

    def make(*, resolver: object = None, **settings: object) -> Fetcher:
        fields = {"delay_seconds": 0.0, "total_seconds": 5.0, "retries": 0, **settings}
        extra = {"resolver": resolver} if resolver else {}
        made.append(Fetcher(FetchSettings(**fields), clock=time_.clock, sleep=time_.sleep, **extra))
        return made[-1]

    yield make
    for fetcher in made:
        fetcher.close()


@pytest.fixture
def fetcher(fetcher_with: Callable[..., Fetcher]) -> Fetcher:
    return fetcher_with()


@pytest.fixture(scope="session")
def corpora() -> Path:
    """The folder of other projects' test data."""
    here = Path(__file__).resolve().parents[2]
    folder = Path(os.environ.get("TIERWATCH_SHARED", here.parent / "shared")) / "corpora"
    if not folder.is_dir():
        pytest.skip(f"no corpora at {folder}")
    return folder


@pytest.fixture(scope="session")
def cases(corpora: Path) -> Path:
    return corpora.parent / "cases"

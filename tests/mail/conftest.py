"""A real SMTP server on loopback that can be told to refuse, delay or hang up, and a store with a digest to send."""

from __future__ import annotations

import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller

from monitor.clock import Period
from monitor.mail.send import Rules, Sending
from monitor.mail.smtp import Relay, Session
from monitor.mail.wire import Envelope
from monitor.store import open_store
from monitor.store.mail import Suppressions
from monitor.store.outbox import Outbox

# What the tests of this folder share stands in modules beside them.
NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
WEEK = Period(start=NOW - timedelta(days=7), end=NOW)


class Sink:
    """Keeps the Message-ID of everything it takes; ``rcpt`` and ``data`` answer by address where a test says so."""

    def __init__(self):
        self.taken, self.recipients, self.raw = [], [], []
        self.rcpt, self.data = {}, {}
        self.lock = threading.Lock()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- the server's name
        domain = address.rpartition("@")[2]
        for key in (address, domain):
            if key in self.rcpt:
                answer = self.rcpt[key]
                return answer() if callable(answer) else answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- the server's name
        address = envelope.rcpt_tos[0]
        if address in self.data:
            answer = self.data[address]
            if answer == "hang up":
                server.transport.close()
                return "451 never seen"
            if answer != "take and hang up":
                return answer
        head = envelope.content.split(b"\r\n\r\n")[0]
        found = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id:"))
        with self.lock:
            self.taken.append(found.split(b":", 1)[1].strip().decode())
            self.recipients.append(address)
            self.raw.append((envelope.mail_from, envelope.content))
        if self.data.get(address) == "take and hang up":
            server.transport.close()
        return "250 2.0.0 taken"


@pytest.fixture
def sink():
    handler = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        handler.port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port, ready_timeout=20)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def store(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/s.db") as opened:
        yield opened


@pytest.fixture
def issue(store):
    """A digest in the store; its id."""
    return store.digests.draft(WEEK, "{}", at=NOW).id


def frozen(store, digest_id, count, *, domain="m.example"):
    """``count`` mails of a digest in the outbox."""
    rows = [
        {"digest_id": digest_id, "member_id": f"m{n}.{domain}", "address": f"m{n}@{domain}", "variant": "v",
         "message_id": f"<{digest_id[:8]}.m{n}.{domain}@own.example>"}
        for n in range(count)
    ]  # fmt: skip
    Outbox(store.database).freeze(rows, at=NOW)
    return rows


@pytest.fixture
def put():
    return frozen


def plain_mails(_deliveries):
    return lambda d: Envelope(
        message=f"Message-ID: {d.message_id}\r\n\r\n.dot\r\n".encode(), return_path="b@own.example"
    )


@pytest.fixture
def sending(store, issue, sink):
    """A run of sending ``issue`` to ``sink``; the clock stands at NOW unless a test moves it."""

    def make(**over):
        relay = Relay(host="127.0.0.1", port=sink.port, security="none", timeout_seconds=5)
        arguments = {
            "outbox": Outbox(store.database), "suppressions": Suppressions(store.database), "hash_of": str,
            "writer": plain_mails,
            "connect": lambda: Session(relay), "clock": lambda: NOW, "rules": Rules(connections=2), "sleep": lambda _s: None,
        }  # fmt: skip
        return Sending(issue, **(arguments | over))

    return make

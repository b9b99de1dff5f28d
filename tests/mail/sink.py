"""A real SMTP server on loopback that can be told to refuse, delay or hang up."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager

from aiosmtpd.controller import Controller


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


@contextmanager
def running_sink():
    handler = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        handler.port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port, ready_timeout=20)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()

"""A process that sends a digest over SMTP until it is done or killed: ``python sender_process.py DATABASE DIGEST PORT``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from monitor.mail.send import Rules, Sending
from monitor.mail.smtp import Relay, Session
from monitor.mail.wire import Envelope
from monitor.store import open_store
from monitor.store.mail import Suppressions
from monitor.store.outbox import Outbox


def plain_mails(_deliveries):
    return lambda d: Envelope(
        message=f"Message-ID: {d.message_id}\r\n\r\nHello\r\n".encode(), return_path="bounces@own.example"
    )


def main(url: str, digest_id: str, port: str) -> None:
    relay = Relay(host="127.0.0.1", port=int(port), security="none", timeout_seconds=20)
    with open_store(url) as store:
        Sending(
            digest_id,
            outbox=Outbox(store.database),
            suppressions=Suppressions(store.database),
            hash_of=str,
            writer=plain_mails,
            connect=lambda: Session(relay),
            rules=Rules(connections=2),
            clock=lambda: datetime(2026, 11, 27, 8, tzinfo=UTC),
        ).run()


if __name__ == "__main__":
    main(*sys.argv[1:])

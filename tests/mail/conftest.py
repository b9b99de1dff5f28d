"""A server to send to, and a store with a digest to send."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from monitor.clock import Period
from monitor.mail.members import Choice, Membership
from monitor.mail.send import Rules, Sending
from monitor.mail.smtp import Relay, Session
from monitor.mail.wire import Envelope
from monitor.model.members import Basis, Consent
from monitor.store import open_store
from monitor.store.mail import Suppressions
from monitor.store.outbox import Outbox
from tests.mail.issues import KEYS
from tests.mail.sink import running_sink

# What the tests of this folder share stands in modules beside them.
NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
WEEK = Period(start=NOW - timedelta(days=7), end=NOW)


@pytest.fixture
def sink():
    with running_sink() as running:
        yield running


@pytest.fixture
def store(empty_state, tmp_path):
    shutil.copy(empty_state, tmp_path / "s.db")
    with open_store(f"sqlite:///{tmp_path}/s.db") as opened:
        yield opened


@pytest.fixture
def issue(store):
    """A digest in the store; its id."""
    return store.digests.draft(WEEK, "{}", at=NOW).id


@pytest.fixture
def membership(store):
    return Membership(store, KEYS)


@pytest.fixture
def delivery(store, issue, membership):
    """A mail that was sent to Ann."""
    consent = Consent(basis=Basis.CONSENT, wording="w", source="s", at=NOW)
    member = membership.confirm(membership.ask("ann@m.example", Choice(), consent, now=NOW), now=NOW)
    row = {
        "digest_id": issue,
        "member_id": member.id,
        "address": member.address,
        "variant": "v",
        "message_id": "<1@o.example>",
    }
    Outbox(store.database).freeze([row], at=NOW)
    return Outbox(store.database).list(issue)[0]


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

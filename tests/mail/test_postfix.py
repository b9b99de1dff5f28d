"""A whole issue through a real Postfix: every mail arrives once and as it was written, and what comes back is put into effect."""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.clock import Period
from monitor.digest.compile import compile_digest
from monitor.digest.issue import Masthead
from monitor.digest.message import Sender
from monitor.encoding import to_json
from monitor.mail import dispatch
from monitor.mail.dispatch import PostOffice
from monitor.mail.mailboxes import open_mailbox
from monitor.mail.members import Choice, Membership
from monitor.mail.replies import Replies
from monitor.mail.send import Rules
from monitor.mail.smtp import Relay, Session
from monitor.mail.tokens import Keys
from monitor.model import Change, DigestState, Event, EventState, EventType
from monitor.model.members import Basis, Consent, DeliveryState, MemberState
from monitor.store.outbox import Outbox
from tests.mail.postfix import DEAD, running

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
KEYS = Keys.of("a secret of more than sixteen bytes")
PEOPLE = 240


@pytest.fixture(scope="module")
def postfix():
    with running() as server:
        yield server


def office(port, **rules):
    relay = Relay(host="127.0.0.1", port=port, security="none", timeout_seconds=30, local_name="own.example")
    return PostOffice(
        sender=Sender(name="The Nétwork", address="bulletin@own.example", list_id="weekly.own.example", list_name="Weekly"),
        masthead=Masthead(title="The weekly", base_url="https://own.example", identity="The Network, EX1 1EX"),
        reports_to="bounces@own.example", connect=lambda _stored: Session(relay), rules=Rules(**rules),
    )  # fmt: skip


def an_approved_issue(store):
    change = Change(
        type=EventType.ADDED, organisation="Órg", organisation_id="o", area="North", occurred_on=date(2026, 11, 26)
    )
    event = Event(
        id="e", source_id="s", document_id="d", version_id=None, url="https://s.example/", title="Notice", publisher="P",
        detected_at=NOW - timedelta(days=1), state=EventState.ACCEPTED, change=change,
    )  # fmt: skip
    period = Period(start=NOW - timedelta(days=7), end=NOW)
    digest = compile_digest(period=period, number=1, title="The weekly", events=[event], now=NOW, note=".dot\n" * 3)
    stored = store.digests.draft(period, to_json(digest), at=NOW, expires_at=NOW + timedelta(days=5))
    return store.digests.move(stored.id, DigestState.APPROVED, at=NOW, by="ann")


def join(store, addresses):
    membership = Membership(store, KEYS)
    for address in addresses:
        consent = Consent(basis=Basis.CONSENT, wording="w", source="s", at=NOW)
        membership.confirm(membership.ask(address, Choice(), consent, now=NOW), now=NOW)


def test_a_real_postfix_takes_the_whole_issue_and_its_reports_end_dead_addresses(store, postfix):
    join(store, [f"m{n}@m.example" for n in range(PEOPLE)] + [f"gone@{DEAD}"])
    stored = an_approved_issue(store)
    post = office(postfix.port, seeds=("seed@own.example",))

    mailing = dispatch.begin(store, KEYS, post, stored, by="ann", now=NOW)
    sent = dispatch.work(store, KEYS, post, store.digests.get(stored.id), clock=lambda: NOW)

    assert mailing.addressed == PEOPLE + 1
    # Postfix takes the mail to the dead address and returns it later, as most of the world does.
    assert (sent.state, sent.counts) == ("finished", {DeliveryState.ACCEPTED: PEOPLE + 1})
    raws = postfix.wait_for(PEOPLE + 2)
    mails = [email.message_from_bytes(raw, policy=email.policy.default) for raw in raws]
    bulletins = [mail for mail in mails if mail["Message-ID"] and "List-Id" in mail]
    recipients = Counter(mail["To"].addresses[0].addr_spec for mail in bulletins)
    assert recipients == {**{f"m{n}@m.example": 1 for n in range(PEOPLE)}, "seed@own.example": 1}
    assert len({mail["Message-ID"] for mail in bulletins}) == PEOPLE + 1
    assert all(".dot .dot .dot" in " ".join(mail.get_body(("plain",)).get_content().split()) for mail in bulletins[:5])
    assert all(mail.defects == [] for mail in bulletins)
    found = Replies(store, KEYS).read(open_mailbox(f"maildir:{postfix.mailbox}"), now=NOW)
    assert found["suppressed"] == 1
    dead = Membership(store, KEYS).members.by_address(f"gone@{DEAD}")
    assert (dead.state, dead.ended_reason) == (MemberState.ENDED, "no such address (5.1.1)")
    assert store.digests.get(stored.id).state is DigestState.SENT


def test_a_refusal_in_the_session_is_on_record_and_counts(store, postfix):
    join(store, ["one@m.example", "two@elsewhere.example"])
    stored = an_approved_issue(store)
    post = office(postfix.port)

    dispatch.begin(store, KEYS, post, stored, by="ann", now=NOW)
    sent = dispatch.work(store, KEYS, post, store.digests.get(stored.id), clock=lambda: NOW)

    (refused,) = Outbox(store.database).list(stored.id, state=DeliveryState.REJECTED)
    assert (refused.address, refused.smtp_code, refused.enhanced_code) == ("two@elsewhere.example", 554, "5.7.1")
    # 5.7.1 is about us: an alert, and nothing against the member.
    assert any("5.7.1" in alert for alert in sent.alerts)
    assert Membership(store, KEYS).members.by_address("two@elsewhere.example").bounce_score == 0.0

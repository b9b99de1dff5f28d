"""Broken and hostile mail is read without harm, its words never become headers of ours, and odd addresses are refused in plain words."""

from __future__ import annotations

import email
import email.policy
import os
import time
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.digest.message import Letter, MessageError, Sender, compose, message_id
from monitor.mail.bounces import read_report
from monitor.mail.members import Choice, MemberError, Membership, checked_address
from monitor.mail.replies import Replies
from monitor.mail.tokens import Keys
from monitor.model import Bulletin
from monitor.model.members import Basis, Consent

SHARED = Path(os.environ.get("TIERWATCH_SHARED", Path(__file__).parents[3] / "shared")) / "corpora"
NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
KEYS = Keys.of("a secret of more than sixteen bytes")
BULLETIN = Bulletin(subject="The weekly", preview="p", text="Hello\n", html="<p>Hello</p>\n")
SENDER = Sender(name="N", address="b@own.example", list_id="b.own.example")
LETTER = Letter(
    to="ann@m.example", message_id=message_id("d", "m", "own.example"), unsubscribe_url="https://own.example/u/k1.t",
    unsubscribe_mailto="bounces@own.example?subject=unsubscribe",
)  # fmt: skip


def torture():
    file = SHARED / "email-torture" / "messages.zip"
    if not file.exists():
        pytest.skip("email-torture is not beside the repository")
    with zipfile.ZipFile(file) as held:
        return {name: held.read(name) for name in held.namelist() if not name.endswith("/")}


def test_every_odd_mail_is_read_in_time_and_ends_nobodys_mail(store):
    membership = Membership(store, KEYS)
    consent = Consent(basis=Basis.CONSENT, wording="w", source="s", at=NOW)
    member = membership.confirm(membership.ask("ann@m.example", Choice(), consent, now=NOW), now=NOW)
    replies = Replies(store, KEYS)
    for name, raw in torture().items():
        began = time.process_time()
        report = read_report(raw)
        done = replies.take(raw, now=NOW)
        assert time.process_time() - began < 1, name
        assert done in {"nothing", "stranger", "known"}, name
        assert "\n" not in report.reason + report.status, name
    assert membership.members.get(member.id) == member


def test_no_word_of_an_odd_mail_becomes_a_header_or_a_body_line_of_ours():
    plain = email.message_from_bytes(compose(BULLETIN, LETTER, sender=SENDER, date=NOW), policy=email.policy.SMTP)
    tried = refused = 0
    for raw in torture().values():
        odd = email.message_from_bytes(raw, policy=email.policy.compat32)
        for words in {str(odd.get(name, "")) for name in ("Subject", "From", "To", "Message-ID")} - {""}:
            tried += 1
            try:
                mail = compose(
                    replace(BULLETIN, subject=words), replace(LETTER, name=words[:200]), sender=SENDER, date=NOW
                )
            except (MessageError, UnicodeEncodeError):
                refused += 1
                continue
            parsed = email.message_from_bytes(mail, policy=email.policy.SMTP)
            assert parsed.keys() == plain.keys(), words
            assert parsed.defects == []
            assert max(map(len, mail.split(b"\r\n"))) <= 998
            assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            assert parsed["List-Unsubscribe"] == plain["List-Unsubscribe"]
            assert parsed.get_body(("plain",)).get_content().strip() == "Hello"
    assert tried > 100
    assert refused < tried / 2


def addresses():
    file = SHARED / "email-addresses" / "isemail-tests.xml"
    if not file.exists():
        pytest.skip("email-addresses is not beside the repository")
    for test in ET.parse(file).getroot().iter("test"):
        shown = test.findtext("address") or ""
        address = "".join(chr(ord(c) - 0x2400) if 0x2400 <= ord(c) <= 0x2420 or ord(c) == 0x2421 else c for c in shown)
        yield address, test.findtext("category"), test.findtext("diagnosis")


def test_what_is_no_address_is_refused_and_plain_ones_are_taken_as_they_are():
    wrong, taken = [], 0
    for address, category, diagnosis in addresses():
        try:
            kept = checked_address(address)
        except MemberError:
            # Quoted local parts, address literals and names without a dot are refused, as the folder's README allows.
            is_plain = not set('"[') & set(address) and "." in address.rpartition("@")[2]
            if category == "ISEMAIL_VALID_CATEGORY" and is_plain:
                wrong.append((address, diagnosis, "refused"))
            continue
        taken += 1
        local, _, domain = address.strip().rpartition("@")
        assert kept.isascii()
        assert not any(ord(c) < 33 or ord(c) == 127 for c in kept), address
        assert kept.rpartition("@")[0] == local
        assert kept.rpartition("@")[2] == domain.lower() or not domain.isascii()
        if category == "ISEMAIL_ERR":
            wrong.append((address, diagnosis, "taken"))
    assert wrong == []
    assert taken > 10


def test_the_answer_is_the_same_for_who_is_known_and_who_is_not(store):
    membership = Membership(store, KEYS)
    consent = Consent(basis=Basis.CONSENT, wording="w", source="s", at=NOW)
    membership.confirm(membership.ask("ann@m.example", Choice(), consent, now=NOW), now=NOW)

    # Only the page knows whether a link was made, and it says the same for both (tests/web).
    assert membership.ask("ANN@m.example", Choice(), consent, now=NOW) is None
    assert membership.members.by_address("ann@m.example").address == "ann@m.example"

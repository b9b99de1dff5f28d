"""Replies read from a real Dovecot, with and without TLS: each once, nothing deleted, and a mailbox that grows is read on."""

from __future__ import annotations

import ssl
from urllib.parse import quote

import pytest

from monitor.mail.mailboxes import ImapAccount, MailboxError, open_imap, open_mailbox
from monitor.mail.replies import Replies
from monitor.model.members import MemberState
from tests.mail.dovecot import PASSWORD, USER, running
from tests.mail.reports import KEYS, NOW, a_bounce, back_to


@pytest.fixture(scope="module")
def dovecot():
    with running() as server:
        yield server


@pytest.fixture
def mailbox(dovecot):
    for file in dovecot.mailbox.rglob("*"):
        if file.is_file():
            file.unlink()
    return f"imap://{quote(USER)}@127.0.0.1:{dovecot.port}/INBOX"


def flags(dovecot):
    return sorted(file.name.partition(":2,")[2] for file in (dovecot.mailbox / "cur").iterdir())


def test_a_report_ends_a_dead_address_and_is_read_once(store, membership, delivery, dovecot, mailbox):
    dovecot.put(b"From: a@b.example\r\nSubject: hello\r\n\r\nHi\r\n", a_bounce(back_to(delivery)))
    replies = Replies(store, KEYS)

    first = replies.read(open_mailbox(mailbox, password=PASSWORD), now=NOW)
    second = replies.read(open_mailbox(mailbox, password=PASSWORD), now=NOW)

    assert (first, second) == ({"nothing": 1, "suppressed": 1}, {})
    assert membership.members.get(delivery.member_id).state is MemberState.ENDED
    assert flags(dovecot) == ["S", "S"]


def test_what_breaks_off_is_taken_up_where_it_was(store, delivery, dovecot, mailbox):
    dovecot.put(*(f"From: a@b.example\r\nSubject: {n}\r\n\r\nHi\r\n".encode() for n in range(3)))
    with open_mailbox(mailbox, password=PASSWORD) as opened:
        mails = opened.mails()
        Replies(store, KEYS).take(next(mails), now=NOW)
        next(mails)

    rest = Replies(store, KEYS).read(open_mailbox(mailbox, password=PASSWORD), now=NOW)

    # The second was handed out and not marked, so it comes again; no mail is passed over.
    assert rest == {"nothing": 2}
    assert flags(dovecot) == ["S", "S", "S"]


def test_over_tls_the_servers_name_is_checked(dovecot, mailbox):
    dovecot.put(b"From: a@b.example\r\nSubject: hello\r\n\r\nHi\r\n")
    account = ImapAccount(host="127.0.0.1", port=dovecot.tls_port, user=USER, password=PASSWORD)

    with open_imap(account, tls=lambda: ssl.create_default_context(cafile=str(dovecot.certificate))) as opened:
        mails = list(opened.mails())
    with pytest.raises(MailboxError, match="certificate"), open_imap(account):
        pass

    assert [b"Subject: hello" in mail for mail in mails] == [True]


def test_a_wrong_password_and_a_folder_that_is_not_there_are_said(store, dovecot, mailbox):
    for address, password, why in (
        (mailbox, "wrong", "cannot be read"),
        (mailbox.replace("INBOX", "Nowhere"), PASSWORD, "no mailbox Nowhere"),
    ):
        with pytest.raises(MailboxError, match=why):
            Replies(store, KEYS).read(open_mailbox(address, password=password), now=NOW)

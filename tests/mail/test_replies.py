"""What comes back is put into effect: from a Maildir and from an IMAP server, once, and only for mails of ours."""

from __future__ import annotations

import socketserver
import threading
from datetime import timedelta

import pytest

from monitor.mail.mailboxes import MailboxError, account_of, open_mailbox
from monitor.mail.replies import Replies
from monitor.model.members import MemberState
from monitor.store.bounces import Bounces
from tests.mail.reports import KEYS, NOW, a_bounce, back_to


def a_complaint(to):
    return (
        f"From: feedback@big.example\r\nTo: {to}\r\nSubject: report\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="x"\r\n\r\n--x\r\n\r\nThis is a report.\r\n--x\r\n'
        "Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: Big/1\r\nVersion: 1\r\n"
        "Original-Rcpt-To: ann@m.example\r\n\r\n--x--\r\n"
    ).encode()


def test_a_dead_address_ends_the_mail_at_once_and_the_raw_report_is_kept(store, membership, delivery):
    assert Replies(store, KEYS).take(a_bounce(back_to(delivery)), now=NOW) == "suppressed"

    assert membership.members.get(delivery.member_id).state is MemberState.ENDED
    assert Bounces(store.database).knows(a_bounce(back_to(delivery)))


def test_the_same_report_works_once_and_a_full_mailbox_only_counts(store, membership, delivery):
    replies = Replies(store, KEYS)

    done = [replies.take(a_bounce(back_to(delivery), "5.2.2"), now=NOW + timedelta(days=n)) for n in (0, 3)]

    assert done == ["counted", "known"]
    assert membership.members.get(delivery.member_id).bounce_score == 0.5


def test_a_full_mailbox_of_many_weeks_is_given_up_in_the_end(store, membership, delivery):
    replies = Replies(store, KEYS)
    done = [
        replies.take(a_bounce(back_to(delivery), "4.2.2", f"week {n}"), now=NOW + timedelta(weeks=n)) for n in range(7)
    ]

    assert done == ["counted"] * 6 + ["suppressed"]


def test_a_refusal_of_ourselves_alerts_us_and_spares_the_member(store, membership, delivery):
    assert Replies(store, KEYS).take(a_bounce(back_to(delivery), "5.7.26", "no DMARC"), now=NOW) == "ours"

    member = membership.members.get(delivery.member_id)
    assert (member.state, member.bounce_score) == (MemberState.CONFIRMED, 0.0)
    assert Bounces(store.database).alerts(since=NOW) == ("5.7.26 smtp; no DMARC",)


def test_a_forged_report_changes_nothing(store, membership, delivery):
    made_up = back_to(delivery).replace("-", "-aaaa")
    for to in ("bounces@own.example", made_up, "bounces+1@own.example"):
        assert Replies(store, KEYS).take(a_bounce(to), now=NOW) == "stranger"

    assert membership.members.get(delivery.member_id).state is MemberState.CONFIRMED


def test_a_complaint_ends_the_mail_for_good(store, membership, delivery):
    assert Replies(store, KEYS).take(a_complaint(back_to(delivery)), now=NOW) == "complained"

    assert membership.members.get(delivery.member_id).ended_reason == "complained"


def test_check_19_a_mailed_unsubscription_is_put_into_effect(store, membership, delivery):
    raw = f"From: someone.else@m.example\r\nTo: <{back_to(delivery)}>\r\nSubject: unsubscribe\r\n\r\n".encode()

    assert Replies(store, KEYS).take(raw, now=NOW) == "unsubscribed"

    member = membership.members.get(delivery.member_id)
    assert (member.state, member.ended_reason) == (MemberState.ENDED, "unsubscribed")


def test_check_19_an_unsubscription_without_a_link_of_ours_ends_nothing(store, membership, delivery):
    raw = b"From: ann@m.example\r\nTo: bounces@own.example\r\nSubject: unsubscribe\r\n\r\n"

    assert Replies(store, KEYS).take(raw, now=NOW) == "stranger"
    assert membership.members.get(delivery.member_id).state is MemberState.CONFIRMED


def test_a_maildir_is_read_once_and_keeps_what_was_read(store, delivery, tmp_path):
    box = tmp_path / "box"
    for name in ("new", "cur", "tmp"):
        (box / name).mkdir(parents=True)
    (box / "new" / "1.a.host").write_bytes(a_bounce(back_to(delivery)))
    (box / "cur" / "2.b.host:2,").write_bytes(b"From: ann@m.example\r\nSubject: thanks\r\n\r\nHello")
    replies = Replies(store, KEYS)

    first = replies.read(open_mailbox(f"maildir:{box}"), now=NOW)
    second = replies.read(open_mailbox(f"maildir:{box}"), now=NOW)

    assert first == {"suppressed": 1, "nothing": 1}
    assert second == {}
    assert sorted(path.name for path in (box / "cur").iterdir()) == ["1.a.host:2,S", "2.b.host:2,S"]


class ImapServer(socketserver.ThreadingTCPServer):
    """The few commands of RFC 3501 that a reader of a mailbox uses, on loopback."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, mails):
        self.mails, self.seen = list(mails), set()
        super().__init__(("127.0.0.1", 0), ImapSession)


class ImapSession(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, command, *rest = line.decode().strip().split(" ", 2)
            answer = getattr(self, f"do_{command.lower()}", lambda _rest: b"OK")(" ".join(rest))
            self.wfile.write(tag.encode() + b" " + answer + b" done\r\n")
            if command.upper() == "LOGOUT":
                return

    def do_capability(self, _rest):
        self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
        return b"OK"

    def do_login(self, rest):
        return b"OK" if rest == 'reader "pass word"' else b"NO"

    def do_select(self, rest):
        self.wfile.write(f"* {len(self.server.mails)} EXISTS\r\n".encode())
        return b"OK" if rest == '"INBOX"' else b"NO"

    def do_uid(self, rest):
        command, _, arguments = rest.partition(" ")
        number = int(arguments.split()[0]) if arguments[:1].isdigit() else 0
        if command == "SEARCH":
            unseen = [str(n) for n in range(1, len(self.server.mails) + 1) if n not in self.server.seen]
            self.wfile.write(f"* SEARCH {' '.join(unseen)}\r\n".encode())
        elif command == "FETCH":
            raw = self.server.mails[number - 1]
            self.wfile.write(f"* {number} FETCH (UID {number} BODY[]<0> {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        elif command == "STORE":
            self.server.seen.add(number)
        return b"OK"


@pytest.fixture
def imap():
    servers = []

    def start(mails):
        server = ImapServer(mails)
        servers.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_an_imap_mailbox_is_read_once_and_nothing_in_it_is_deleted(store, delivery, imap):
    server = imap([b"From: a@b.example\r\nSubject: hello\r\n\r\nHi", a_bounce(back_to(delivery))])
    address = f"imap://reader@127.0.0.1:{server.server_address[1]}/INBOX"
    replies = Replies(store, KEYS)

    first = replies.read(open_mailbox(address, password="pass word"), now=NOW)
    second = replies.read(open_mailbox(address, password="pass word"), now=NOW)

    assert first == {"nothing": 1, "suppressed": 1}
    assert second == {}
    assert server.seen == {1, 2}


def test_a_mailbox_that_cannot_be_read_says_why(store, imap, tmp_path):
    server = imap([])
    port = server.server_address[1]
    for address, password, why in (
        (f"imap://reader@127.0.0.1:{port}/INBOX", "wrong", "cannot be read"),
        (f"imap://reader@127.0.0.1:{port}/Other", "pass word", "no mailbox"),
        ("imap://reader@127.0.0.1:1/INBOX", "x", "cannot be read"),
        (f"maildir:{tmp_path}/none", "", "no Maildir"),
        ("pop3://x", "", "names no mailbox"),
    ):
        with pytest.raises(MailboxError, match=why):
            Replies(store, KEYS).read(open_mailbox(address, password=password), now=NOW)
    assert account_of("imaps://a%40b.example@mail.example").user == "a@b.example"

"""Each way in which a server can fail a mail, and all of them mixed: nobody gets a mail twice, and every mail is accounted for."""

from __future__ import annotations

import contextlib
import random
import socket
import threading
from collections import Counter
from datetime import timedelta

import pytest

from monitor.errors import DeliveryError
from monitor.mail.send import Rules
from monitor.mail.smtp import Relay, Session
from monitor.mail.wire import Envelope
from monitor.model.members import DeliveryState
from monitor.store.outbox import Outbox
from tests.mail.conftest import NOW
from tests.operations.steps import LONG

#: So long our side waits for a word, and a server that is late is silent.
PATIENCE, LATE = 0.5, 0.9
HANG_UP = "hang up"
#: Where in the exchange a mail is failed, once: at which command, or after how much of the mail, and what is said then.
FAULTS = {
    "hangs up at the sender": ("MAIL", HANG_UP),
    "wants no sender now": ("MAIL", "451 4.3.0 not now"),
    "hangs up at the recipient": ("RCPT", HANG_UP),
    "wants no recipient now": ("RCPT", "450 4.2.1 not now"),
    "is too busy for the recipient": ("RCPT", "421 4.3.2 too many"),
    "has no such recipient": ("RCPT", "550 5.1.1 nobody here"),
    "hangs up before the mail": ("DATA", HANG_UP),
    "wants no mail now": ("DATA", "451 4.3.0 not now"),
    "hangs up after the head": ("head", HANG_UP),
    "hangs up within the body": ("body", HANG_UP),
    "hangs up after the mail, untaken": ("end", HANG_UP),
    "refuses the mail for now": ("end", "452 4.3.1 no room"),
    "refuses the mail": ("end", "554 5.6.0 no such mail"),
    "says after the mail what nobody understands": ("end", "so be it"),
    "takes the mail and hangs up": ("taken", HANG_UP),
    "takes the mail and says it too late": ("taken", "late"),
}
ORDERLY = {"EHLO": "250-PIPELINING\r\n250 SIZE", "DATA": "354 go on", "QUIT": "221 bye"}
#: What may have arrived, for all that our side can know of a mail that left it whole: only a person can say whether it is sent again.
MAY_HAVE_ARRIVED = {
    "hangs up after the head", "hangs up within the body", "hangs up after the mail, untaken", "says after the mail what nobody understands",
    "takes the mail and hangs up", "takes the mail and says it too late",
}  # fmt: skip
REFUSED = {"has no such recipient", "refuses the mail"}


class Failing:
    """A server that fails each mail once in the way that ``faults`` names for its recipient."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults, self.hit, self.taken = dict(faults), Counter(), []
        self._door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port, self._closing = self._door.getsockname()[1], threading.Event()
        threading.Thread(target=self._let_in, daemon=True).start()

    def close(self) -> None:
        self._closing.set()
        self._door.close()

    def _let_in(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with near, near.makefile("rb") as lines:
            try:
                self._talk(near, lines)
            except OSError:
                return

    def _answer_at(self, place: str, recipient: str) -> str:
        """What is said at ``place`` instead of what should be, if that is where this mail is failed."""
        fault = self.faults.get(recipient, "")
        if not fault or FAULTS[fault][0] != place:
            return ""
        del self.faults[recipient]
        self.hit[fault] += 1
        return FAULTS[fault][1]

    def _talk(self, near: socket.socket, lines) -> None:
        def say(words: str) -> None:
            near.sendall(words.encode() + b"\r\n")

        say("220 here")
        recipient, refused = "", False
        for line in lines:
            words = line.decode().strip()
            place = words.partition(" ")[0].upper()
            said = ORDERLY.get(place, "250 2.0.0 ok")
            if place == "MAIL":
                # The address to return to names the recipient, so that the sender can be refused for one of them.
                recipient, refused = f"{words.partition('+')[2].partition('@')[0]}@m.example", False
            if place in {"MAIL", "RCPT", "DATA"}:
                said = "503 5.5.1 no recipient" if refused else self._answer_at(place, recipient) or said
                refused = refused or not said.startswith(("2", "3"))
            if said == HANG_UP:
                return
            say(said)
            if place == "QUIT" or said.startswith("421"):
                return
            if said.startswith("354") and not self._read(lines, say, recipient):
                return

    def _read(self, lines, say, recipient: str) -> bool:
        """Read one mail; whether the connection goes on."""
        message_id = ""
        for read in lines:
            if read == b".\r\n":
                break
            if read.lower().startswith(b"message-id:"):
                message_id = read.split(b":", 1)[1].strip().decode()
            if self._answer_at("head" if read == b"\r\n" else "body" if read.startswith(b"..dot") else "", recipient):
                return False
        else:
            return False
        said = self._answer_at("end", recipient)
        if said != HANG_UP and not said.startswith(("4", "5")):
            self.taken.append(message_id)
        said = said or self._answer_at("taken", recipient) or "250 2.0.0 taken"
        if said == "late":
            self._closing.wait(LATE)
            said = "250 2.0.0 taken"
        if said == HANG_UP:
            return False
        say(said)
        return True


def mails(_deliveries):
    def write(delivery):
        local = delivery.address.partition("@")[0]
        text = f"Message-ID: {delivery.message_id}\r\n\r\n" + "Hello\r\n" * 40 + ".dot\r\n" + "Hello\r\n" * 40
        return Envelope(message=text.encode(), return_path=f"b+{local}@own.example")

    return write


def sent_through(faults: dict[str, str], store, issue, sending, *, connections: int) -> Failing:
    """Send until nothing is due any more, a day later each time, to a server with ``faults``; the server."""
    server = Failing(faults)
    relay = Relay(host="127.0.0.1", port=server.port, security="none", timeout_seconds=PATIENCE)
    # Dead addresses are what is tried here, and are not to stop the run.
    rules = Rules(connections=connections, most_hard_share=1.0)
    try:
        for day in range(12):
            moment = NOW + timedelta(days=day)
            with contextlib.suppress(DeliveryError):
                sending(connect=lambda: Session(relay), rules=rules, writer=mails, clock=lambda now=moment: now).run()
            if Outbox(store.database).next_due(issue) is None:
                break
    finally:
        server.close()
    return server


def assert_each_is_accounted_for(server: Failing, faults: dict[str, str], store, issue) -> None:
    found = {each.address: each for each in Outbox(store.database).list(issue)}
    ended = {
        state: {address for address, each in found.items() if each.state is state} for state in {each.state for each in found.values()}
    }  # fmt: skip
    taken = set(server.taken)

    assert server.faults == {}
    assert [message for message, number in Counter(server.taken).items() if number > 1] == []
    assert set(ended) <= {DeliveryState.ACCEPTED, DeliveryState.REJECTED, DeliveryState.UNCERTAIN}
    assert ended.get(DeliveryState.UNCERTAIN, set()) == {a for a, fault in faults.items() if fault in MAY_HAVE_ARRIVED}
    assert ended.get(DeliveryState.REJECTED, set()) == {a for a, fault in faults.items() if fault in REFUSED}
    assert {found[address].message_id for address in ended[DeliveryState.ACCEPTED]} <= taken


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.skipif(not LONG, reason="a long proof: set TIERWATCH_SOAK=1")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_fifty_mails_meet_costs_no_mail_and_sends_none_twice(store, issue, put, sending, fault) -> None:
    put(store, issue, 100)
    faults = {f"m{number}@m.example": fault for number in range(0, 100, 2)}

    server = sent_through(faults, store, issue, sending, connections=3)

    print(f"{fault}: {server.hit.total()} times, {len(server.taken)} taken, {Outbox(store.database).counts(issue)}")
    assert server.hit == {fault: 50}
    assert_each_is_accounted_for(server, faults, store, issue)


@pytest.mark.timeout(600 if LONG else 60)
def test_of_all_faults_at_random_no_mail_is_lost_and_none_goes_twice(store, issue, put, sending) -> None:
    count, chance = (300, random.Random()) if LONG else (32, random.Random(5))  # fmt: skip
    put(store, issue, count + 10)
    kinds = [*FAULTS, *chance.choices(list(FAULTS), k=count)][:count]
    chance.shuffle(kinds)
    faults = {f"m{number}@m.example": fault for number, fault in enumerate(kinds)}

    server = sent_through(faults, store, issue, sending, connections=4)

    print(f"{server.hit.total()} faults, {len(server.taken)} taken, {Outbox(store.database).counts(issue)}")
    assert server.hit == Counter(kinds)
    assert_each_is_accounted_for(server, faults, store, issue)

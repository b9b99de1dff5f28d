"""Talking to servers of many kinds at once: with TLS and a password, without pipelining, slow ones, and such as hang up midway."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import time

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from monitor.errors import DeliveryError
from monitor.mail.send import Rules
from monitor.mail.smtp import Relay, Session
from monitor.model.members import DeliveryState
from monitor.store.outbox import Outbox
from tests.mail.sink import Sink


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl on this machine to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    command = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=relay"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(folder / "key"), "-out", str(folder / "pem")]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture
def served():
    running = []

    def start(kind=Controller, **options):
        handler = Sink()
        with socket.create_server(("127.0.0.1", 0)) as free:
            handler.port = free.getsockname()[1]
        controller = kind(handler, hostname="127.0.0.1", port=handler.port, ready_timeout=20, **options)
        controller.start()
        running.append(controller)
        return handler

    yield start
    for controller in running:
        controller.stop()


def taking(user, password):
    def check(_server, _session, _envelope, _mechanism, given):
        return AuthResult(success=(given.login, given.password) == (user.encode(), password.encode()), handled=False)

    return check


# The server warns of what is harmless here: it does not count TLS that began with the connection.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_over_tls_with_a_password_everything_arrives_over_all_connections(
    store, issue, put, sending, served, certificate, security
):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "pem", certificate / "key")
    how = (
        {"tls_context": context, "require_starttls": True}
        if security == "starttls"
        else {"ssl_context": context, "auth_require_tls": False}
    )
    server = served(
        authenticator=taking("bulletin", "a password"),
        auth_required=True,
        **how,
    )
    relay = Relay(
        host="127.0.0.1", port=server.port, security=security, user="bulletin", password="a password",
        timeout_seconds=10, messages_a_connection=7,
    )  # fmt: skip
    put(store, issue, 60)

    def connect():
        return Session(relay, tls=lambda: ssl.create_default_context(cafile=certificate / "pem"))

    sent = sending(connect=connect, rules=Rules(connections=4, group=5)).run()

    assert (sent.state, sent.counts) == ("finished", {DeliveryState.ACCEPTED: 60})
    assert len(server.taken) == len(set(server.taken)) == 60


def test_a_wrong_certificate_or_password_leaves_every_mail_waiting(store, issue, put, sending, served, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "pem", certificate / "key")
    server = served(tls_context=context, authenticator=taking("bulletin", "right"), auth_required=True)
    put(store, issue, 3)
    trusted = ssl.create_default_context(cafile=certificate / "pem")
    for tls, why in ((ssl.create_default_context(), "certificate"), (trusted, "cannot be used")):
        relay = Relay(host="127.0.0.1", port=server.port, user="bulletin", password="wrong", timeout_seconds=5)
        with pytest.raises(DeliveryError, match=why) as error:
            sending(connect=lambda relay=relay, tls=tls: Session(relay, tls=lambda: tls)).run()
        assert not error.value.transient

    assert server.taken == []
    assert set(Outbox(store.database).counts(issue)) <= {DeliveryState.READY, DeliveryState.DEFERRED}


class Scripted:
    """A server that says what a test tells it: ``talk`` is given the line and the number of the connection."""

    def __init__(self, talk, *, extensions=("PIPELINING",), most=99):
        self.talk, self.extensions, self.most = talk, extensions, most
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]
        self.open, self.taken = 0, []
        threading.Thread(target=self._let_in, daemon=True).start()

    def _let_in(self):
        number = 0
        while True:
            try:
                near, _ = self.door.accept()
            except OSError:
                return
            number += 1
            threading.Thread(target=self._serve, args=(near, number), daemon=True).start()

    def _serve(self, near, number):
        with near, near.makefile("rwb") as lines:

            def say(words):
                lines.write(words.encode() + b"\r\n")
                lines.flush()

            if number > self.most:
                say("421 4.3.2 too many connections")
                return
            say("220 here")
            for line in lines:
                word = line.split(b" ")[0].strip().upper()
                if word == b"EHLO":
                    for extension in self.extensions:
                        say(f"250-{extension}")
                    say("250 SIZE")
                elif word == b"DATA":
                    say("354 go on")
                    while (read := lines.readline()) not in (b".\r\n", b""):
                        if read.lower().startswith(b"message-id:"):
                            message_id = read.split(b":", 1)[1].strip().decode()
                    answer = self.talk(message_id, number)
                    if answer is None:
                        return
                    self.taken.append(message_id)
                    say(answer)
                elif word == b"QUIT":
                    say("221 bye")
                    return
                else:
                    say("250 2.0.0 ok")

    def close(self):
        self.door.close()


@pytest.fixture
def scripted():
    servers = []

    def start(talk, **options):
        servers.append(Scripted(talk, **options))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def to(server, **over):
    relay = Relay(host="127.0.0.1", port=server.port, security="none", **({"timeout_seconds": 5} | over))
    return lambda: Session(relay)


@pytest.mark.parametrize("extensions", [("PIPELINING",), ()])
def test_a_server_is_told_in_one_turn_only_what_it_can_take(store, issue, put, sending, scripted, extensions):
    server = scripted(lambda _id, _number: "250 2.0.0 taken", extensions=extensions)
    put(store, issue, 30)

    sent = sending(connect=to(server), rules=Rules(connections=3, group=4)).run()

    assert (sent.state, len(server.taken), len(set(server.taken))) == ("finished", 30, 30)


def test_one_connection_that_dawdles_holds_up_no_other(store, issue, put, sending, scripted):
    ended = threading.Event()

    def talk(message_id, _number):
        # The first mail is answered only when all others have gone.
        if ".m0." in message_id:
            ended.wait(20)
        elif len(server.taken) >= 28:
            ended.set()
        return "250 2.0.0 taken"

    server = scripted(talk)
    put(store, issue, 30)

    sent = sending(connect=to(server, timeout_seconds=30), rules=Rules(connections=3, group=1, least_sample=40)).run()

    assert ended.is_set()
    assert (sent.state, sent.counts) == ("finished", {DeliveryState.ACCEPTED: 30})
    assert ".m0." in server.taken[-1] or ".m0." in server.taken[-2]


def test_a_server_that_never_answers_leaves_its_mail_uncertain_and_the_rest_goes(store, issue, put, sending, scripted):
    server = scripted(lambda message_id, _number: time.sleep(8) if ".m3." in message_id else "250 2.0.0 taken")
    put(store, issue, 12)

    sent = sending(connect=to(server, timeout_seconds=1), rules=Rules(connections=2, group=1)).run()

    assert sent.counts == {DeliveryState.ACCEPTED: 11, DeliveryState.UNCERTAIN: 1}
    (uncertain,) = Outbox(store.database).list(issue, state=DeliveryState.UNCERTAIN)
    assert uncertain.address == "m3@m.example"


def test_a_server_that_takes_fewer_connections_gets_everything_over_those(store, issue, put, sending, scripted):
    server = scripted(lambda _id, _number: "250 2.0.0 taken", most=2)
    put(store, issue, 30)

    first = sending(connect=to(server), rules=Rules(connections=6, group=2, least_sample=40)).run()
    server.most = 99
    second = sending(connect=to(server), rules=Rules(connections=6, group=2, least_sample=40)).run()

    assert first.counts[DeliveryState.ACCEPTED] >= 20
    assert (second.state, second.counts) == ("finished", {DeliveryState.ACCEPTED: 30})
    assert len(server.taken) == len(set(server.taken)) == 30


def test_hanging_up_before_the_final_dot_leaves_the_mail_waiting_and_after_it_uncertain(
    store, issue, put, sending, scripted
):
    server = scripted(lambda message_id, _number: None if ".m1." in message_id else "250 2.0.0 taken")
    put(store, issue, 6)

    sent = sending(connect=to(server), rules=Rules(connections=1, group=6)).run()

    # The mail after it was announced on the connection that broke, and was never handed over.
    states = {each.address: each.state for each in Outbox(store.database).list(issue)}
    assert states["m1@m.example"] is DeliveryState.UNCERTAIN
    assert sent.counts[DeliveryState.ACCEPTED] + sent.counts.get(DeliveryState.DEFERRED, 0) == 5

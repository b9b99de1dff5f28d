"""Handing mails to the relay (RFC 5321): one connection a thread, kept open, and an answer for every mail.

The one thing that matters here is *when* a connection broke: before the final dot the mail was never handed over and may be sent
again; after it, it may have been taken, so it is uncertain and stays so until a person decides.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Literal

from monitor.errors import DeliveryError
from monitor.mail import wire
from monitor.model.members import DeliveryState, Outcome

#: The codes that mean "go on" after MAIL, RCPT and DATA.
_GOOD = ({250}, {250, 251}, {354})


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay:
    """The server that takes our mail. ``messages_a_connection``: after so many a new connection is made."""

    host: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = ""
    timeout_seconds: float = 60.0
    messages_a_connection: int = 500
    local_name: str = ""


#: What the talk about one mail waits for, one reply at a time, and what becomes of that mail.
_Talk = Generator[None, "_Reply", Outcome]
_Reply = tuple[int, bytes]
_CHUNK, _LONGEST_REPLY = 65536, 200_000
#: A mail of any size that we make fits in here, so that writing it never waits for the server.
_SEND_BUFFER = 256 * 1024


class Session:
    """A connection to the relay, made when it is needed and made again when it broke. For one thread at a time.

    ``send`` waits for what becomes of a mail. ``begin`` does not: whoever drives several sessions calls ``go_on`` when there is
    something to read at ``fileno``.
    """

    def __init__(self, relay: Relay, *, tls: Callable[[], ssl.SSLContext] = ssl.create_default_context) -> None:
        self._relay, self._tls = relay, tls
        self._server: smtplib.SMTP | None = None
        self._sent = 0
        self._ahead: tuple[str, str] | None = None
        self._talk: _Talk | None = None
        self._unread = b""

    @property
    def is_open(self) -> bool:
        """Whether there is a connection."""
        return self._server is not None

    @property
    def patience_seconds(self) -> float:
        """How long an answer is waited for."""
        return self._relay.timeout_seconds

    def fileno(self) -> int:
        """The number of the open connection, to wait for."""
        return self._socket().fileno()

    def open(self) -> None:
        """Make the connection unless it is there. Raises DeliveryError."""
        if self._server is None:
            self._server = self._connect()

    def send(self, message: bytes, *, sender: str, recipient: str) -> Outcome:
        """Hand over one mail. Raises DeliveryError only when the relay itself cannot be used; the mail is then untouched."""
        outcome = self.begin(wire.Envelope(message=message, return_path=sender), recipient=recipient)
        while outcome is None:
            outcome = self.go_on()
        return outcome

    def begin(
        self, letter: wire.Envelope, *, recipient: str, ahead: tuple[str, str] | None = None
    ) -> Outcome | None:  # fmt: skip
        """Begin to hand over one mail; its outcome where that is known at once. Raises DeliveryError like ``send``.

        ``ahead``: sender and recipient of the mail that comes next for certain. They are told in the same turn, where the server
        allows it, so that a relay far away is waited for once a mail and not twice.
        """
        envelope = letter.return_path, recipient
        if not wire.fit(*envelope):
            return Outcome(state=DeliveryState.REJECTED, reason="this is no address that SMTP can carry")
        if self._ahead not in (None, envelope):
            self.close()
        self.open()
        self._talk = self._talk_about(letter, envelope, ahead)
        return self._step(next) or self._heard()

    def go_on(self) -> Outcome | None:
        """Take in what the server said, waiting for it if it said nothing yet; the outcome once it is known."""
        try:
            said = self._socket().recv(_CHUNK)
            if not said or len(self._unread) > _LONGEST_REPLY:
                raise ConnectionError(
                    "the server closed the connection" if not said else "the server's answer never ends"
                )
        except OSError as error:
            return self._fail(error)
        self._unread += said
        return self._heard()

    def give_up(self) -> Outcome:
        """Stop waiting for an answer."""
        return self._fail(TimeoutError("no answer in time"))

    def close(self) -> None:
        """Let go of the connection."""
        # In the middle of a turn that goes on no QUIT can be said: it would be taken for the mail.
        midway, self._ahead = self._ahead is not None or self._talk is not None, None
        server, self._server, self._sent = self._server, None, 0
        self._talk, self._unread = None, b""
        if server is not None and midway:
            server.close()
            return
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def _connect(self) -> smtplib.SMTP:
        relay = self._relay
        where = f"{relay.host}:{relay.port}"
        options = {"timeout": relay.timeout_seconds, "local_hostname": relay.local_name or None}
        server: smtplib.SMTP | None = None
        try:
            if relay.security == "tls":
                server = smtplib.SMTP_SSL(relay.host, relay.port, context=self._tls(), **options)  # type: ignore[arg-type]
            else:
                server = smtplib.SMTP(relay.host, relay.port, **options)  # type: ignore[arg-type]
            server.ehlo_or_helo_if_needed()
            if relay.security == "starttls":
                server.starttls(context=self._tls())
                server.ehlo()
            if relay.user:
                server.login(relay.user, relay.password)
            assert server.sock is not None
            server.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        except (smtplib.SMTPException, OSError) as error:
            if server is not None:
                server.close()
            wrong = isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPNotSupportedError | ssl.SSLError)
            raise DeliveryError(f"the relay {where} cannot be used: {error}", transient=not wrong) from error
        return server

    def _socket(self) -> socket.socket:
        if self._server is None or self._server.sock is None:
            raise ConnectionError("there is no connection")
        return self._server.sock

    def _heard(self) -> Outcome | None:
        """Go on for as long as there are whole replies."""
        outcome = None
        while outcome is None and (reply := self._next_reply()) is not None:
            outcome = self._step(lambda talk, reply=reply: talk.send(reply))  # type: ignore[misc]
        return outcome

    def _fail(self, error: OSError) -> Outcome:
        outcome = self._step(lambda talk: talk.throw(error))
        assert outcome is not None, "a broken connection ends the talk"
        return outcome

    def _step(self, act: Callable[[_Talk], None]) -> Outcome | None:
        talk = self._talk
        assert talk is not None
        try:
            act(talk)
        except StopIteration as ended:
            self._talk = None
            outcome: Outcome = ended.value
            return outcome
        return None

    def _next_reply(self) -> _Reply | None:
        """The next whole reply (RFC 5321 section 4.2.1) of what was read, taken out of it."""
        words: list[bytes] = []
        start = 0
        while (end := self._unread.find(b"\n", start)) >= 0:
            line, start = self._unread[start:end], end + 1
            words.append(line[4:].strip())
            if line[3:4] != b"-":
                self._unread = self._unread[start:]
                return int(line[:3]) if line[:3].isdigit() else -1, b"\n".join(words)
        return None

    def _talk_about(self, letter: wire.Envelope, envelope: tuple[str, str], ahead: tuple[str, str] | None) -> _Talk:
        server = self._server
        assert server is not None
        announced, self._ahead = self._ahead is not None, None
        following = self._following(server, ahead)
        try:
            code, words = yield from self._announced(server, envelope, is_said=announced)
            if code != 354:
                return (yield from self._refused(code, words))
        except OSError as error:
            self._drop()
            return wire.broken(error, handed_over=False)
        try:
            # An error here means that the last bytes did not leave this machine: the final dot, unless something follows it.
            self._socket().sendall(wire.stuffed(letter, following))
        except OSError as error:
            self._drop()
            return wire.broken(error, handed_over=bool(following))
        try:
            code, words = yield
        except OSError as error:
            self._drop()
            return wire.broken(error, handed_over=True)
        self._sent += 1
        self._ahead = ahead if following else None
        if 400 <= code < 600:
            return (yield from self._refused(code, words))
        if not 200 <= code < 300:
            # Whether it was taken nobody can say, nor what the next words will be the answer to.
            self._drop()
            return wire.unclear(words)
        if self._sent >= self._relay.messages_a_connection:
            self._talk = None
            self.close()
        return wire.answered(DeliveryState.ACCEPTED, code, words)

    def _announced(
        self, server: smtplib.SMTP, envelope: tuple[str, str], *, is_said: bool
    ) -> Generator[None, _Reply, _Reply]:
        """Sender, recipient and DATA, in one turn where the server allows it (RFC 2920): the answer that counts."""
        together = is_said or server.has_extn("pipelining")
        if together and not is_said:
            self._socket().sendall(wire.envelope(*envelope))
        refusal: _Reply | None = None
        code, words = 0, b""
        for line, good in zip(wire.lines(*envelope), _GOOD, strict=True):
            if not together:
                self._socket().sendall(f"{line}\r\n".encode("ascii"))
            code, words = yield
            if refusal is None and code not in good:
                refusal = code, words
            if code == 421 or (refusal and not together):
                break
        if refusal is not None and code == 354:
            # DATA was taken although nobody is there to write to: end it with nothing in it.
            self._socket().sendall(b".\r\n")
            yield
        return refusal or (code, words)

    def _following(self, server: smtplib.SMTP, ahead: tuple[str, str] | None) -> bytes:
        last = self._sent + 1 >= self._relay.messages_a_connection
        if ahead is None or last or not wire.fit(*ahead) or not server.has_extn("pipelining"):
            return b""
        return wire.envelope(*ahead)

    def _refused(self, code: int, words: bytes) -> _Talk:
        state = DeliveryState.REJECTED if 500 <= code < 600 else DeliveryState.DEFERRED
        outcome = wire.answered(state, code, words)
        if self._ahead is not None:
            # The next mail is announced already, which ends this one's turn as RSET would.
            return outcome
        if code == 421:
            # The server closes the connection by itself (RFC 5321 section 3.8).
            self._drop()
            return outcome
        try:
            self._socket().sendall(b"RSET\r\n")
            yield
        except OSError:
            self._drop()
        return outcome

    def _drop(self) -> None:
        """Let go of a connection that is no use any more."""
        server, self._server, self._sent, self._ahead, self._unread = self._server, None, 0, None, b""
        if server is not None:
            server.close()

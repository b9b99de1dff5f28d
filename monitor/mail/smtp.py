"""Handing mails to the relay (RFC 5321): one connection a thread, kept open, and an answer for every mail.

The one thing that matters here is *when* a connection broke: before the final dot the mail was never handed over and may be sent
again; after it, it may have been taken, so it is uncertain and stays so until a person decides.
"""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from monitor.errors import DeliveryError
from monitor.model.members import DeliveryState, Outcome

#: The codes that mean "go on" after MAIL, RCPT and DATA.
_GOOD = ({250}, {250, 251}, {354})
_UNFIT = re.compile(r"[\x00-\x20<>\x7f]")
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


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


class Session:
    """A connection to the relay, made when it is needed and made again when it broke. For one thread."""

    def __init__(self, relay: Relay, *, tls: Callable[[], ssl.SSLContext] = ssl.create_default_context) -> None:
        self._relay, self._tls = relay, tls
        self._server: smtplib.SMTP | None = None
        self._sent = 0
        self._ahead: tuple[str, str] | None = None

    def send(
        self, message: bytes, *, sender: str, recipient: str, ahead: tuple[str, str] | None = None
    ) -> Outcome:  # fmt: skip
        """Hand over one mail. Raises DeliveryError only when the relay itself cannot be used; the mail is then untouched.

        ``ahead``: sender and recipient of the mail that comes next for certain. They are told in the same turn, where the server
        allows it, so that a relay far away is waited for once a mail and not twice.
        """
        if not _fit(sender, recipient):
            return Outcome(state=DeliveryState.REJECTED, reason="this is no address that SMTP can carry")
        announced, self._ahead = self._ahead, None
        if announced is not None and announced != (sender, recipient):
            self.close()
            announced = None
        server = self._connected()
        following = self._following(server, ahead)
        try:
            code, words = self._answers(server) if announced else self._announced(server, sender, recipient)
            if code != 354:
                return self._refused(server, code, words)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.close()
            return _broken(error, handed_over=False)
        try:
            # An error here means that the last bytes did not leave this machine: the final dot, unless something follows it.
            server.send(_stuffed(message) + following)
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.close()
            return _broken(error, handed_over=bool(following))
        try:
            code, words = server.getreply()
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.close()
            return _broken(error, handed_over=True)
        self._sent += 1
        self._ahead = ahead if following else None
        if code != 250:
            return self._refused(server, code, words)
        if self._sent >= self._relay.messages_a_connection:
            self.close()
        return Outcome(state=DeliveryState.ACCEPTED, code=code, enhanced=_enhanced(words), reason=_said(words))

    def close(self) -> None:
        """Let go of the connection."""
        # In the middle of a turn that goes on no QUIT can be said: it would be taken for the mail.
        midway, self._ahead = self._ahead is not None, None
        server, self._server, self._sent = self._server, None, 0
        if server is not None and midway:
            server.close()
            return
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = self._connect()
        return self._server

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
        except (smtplib.SMTPException, OSError) as error:
            if server is not None:
                server.close()
            wrong = isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPNotSupportedError | ssl.SSLError)
            raise DeliveryError(f"the relay {where} cannot be used: {error}", transient=not wrong) from error
        return server

    def _announced(self, server: smtplib.SMTP, sender: str, recipient: str) -> tuple[int, bytes]:
        """Sender, recipient and DATA, in one turn where the server allows it (RFC 2920): the answer that counts."""
        if server.has_extn("pipelining"):
            server.send(_envelope(sender, recipient))
            return self._answers(server)
        code, words = 0, b""
        for line, good in zip(_lines(sender, recipient), _GOOD, strict=True):
            code, words = server.docmd(line)
            if code not in good:
                break
        return code, words

    def _answers(self, server: smtplib.SMTP) -> tuple[int, bytes]:
        """What is answered to three lines that were sent in one turn: the first refusal, or the word to go on."""
        refusal: tuple[int, bytes] | None = None
        code, words = 0, b""
        for good in _GOOD:
            code, words = server.getreply()
            if refusal is None and code not in good:
                refusal = code, words
            if code == 421:
                break
        if refusal is None:
            return code, words
        if code == 354:
            # DATA was taken although nobody is there to write to: end it with nothing in it.
            server.send(b".\r\n")
            server.getreply()
        return refusal

    def _following(self, server: smtplib.SMTP, ahead: tuple[str, str] | None) -> bytes:
        last = self._sent + 1 >= self._relay.messages_a_connection
        if ahead is None or last or not _fit(*ahead) or not server.has_extn("pipelining"):
            return b""
        return _envelope(*ahead)

    def _refused(self, server: smtplib.SMTP, code: int, words: bytes) -> Outcome:
        enhanced, said = _enhanced(words), _said(words)
        if self._ahead is not None:
            # The next mail is announced already, which ends this one's turn as RSET would.
            pass
        elif code == 421:
            # The server closes the connection by itself (RFC 5321 section 3.8).
            self.close()
        else:
            try:
                server.rset()
            except (smtplib.SMTPException, OSError):
                self.close()
        state = DeliveryState.REJECTED if 500 <= code < 600 else DeliveryState.DEFERRED
        return Outcome(state=state, code=code, enhanced=enhanced, reason=said)


def _lines(sender: str, recipient: str) -> tuple[str, str, str]:
    return f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA"


def _envelope(sender: str, recipient: str) -> bytes:
    return "".join(f"{line}\r\n" for line in _lines(sender, recipient)).encode("ascii")


def _fit(sender: str, recipient: str) -> bool:
    both = sender + recipient
    return both.isascii() and not _UNFIT.search(both)


def _broken(error: Exception, *, handed_over: bool) -> Outcome:
    if handed_over:
        words = f"the connection broke after the mail was handed over, before an answer: {error}"
        return Outcome(state=DeliveryState.UNCERTAIN, reason=words)
    return Outcome(
        state=DeliveryState.DEFERRED, reason=f"the connection broke before the mail was handed over: {error}"
    )


def _stuffed(message: bytes) -> bytes:
    """``message`` with dots stuffed and the final dot (RFC 5321 section 4.5.2)."""
    if message.startswith(b"."):
        message = b"." + message
    stuffed = message.replace(b"\r\n.", b"\r\n..")
    return stuffed + (b"" if stuffed.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _said(words: bytes) -> str:
    return " ".join(words.decode("utf-8", "replace").split())


def _enhanced(words: bytes) -> str:
    found = _ENHANCED.search(_said(words))
    return found[0] if found else ""

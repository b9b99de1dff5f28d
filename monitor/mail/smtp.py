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

    def send(self, message: bytes, *, sender: str, recipient: str) -> Outcome:
        """Hand over one mail. Raises DeliveryError only when the relay itself cannot be used; the mail is then untouched."""
        if not (sender + recipient).isascii() or _UNFIT.search(sender + recipient):
            return Outcome(state=DeliveryState.REJECTED, reason="this is no address that SMTP can carry")
        server = self._connected()
        try:
            code, words = self._announced(server, sender, recipient)
            if code != 354:
                return self._refused(server, code, words)
            # An error here means that the final dot did not leave this machine.
            server.send(_stuffed(message))
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.close()
            return _broken(error, handed_over=False)
        try:
            code, words = server.getreply()
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            self.close()
            return _broken(error, handed_over=True)
        self._sent += 1
        if code != 250:
            return self._refused(server, code, words)
        if self._sent >= self._relay.messages_a_connection:
            self.close()
        return Outcome(state=DeliveryState.ACCEPTED, code=code, enhanced=_enhanced(words), reason=_said(words))

    def close(self) -> None:
        """Let go of the connection."""
        server, self._server, self._sent = self._server, None, 0
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
        lines = (f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA")
        if not server.has_extn("pipelining"):
            code, words = 0, b""
            for line, good in zip(lines, _GOOD, strict=True):
                code, words = server.docmd(line)
                if code not in good:
                    break
            return code, words
        server.send("".join(f"{line}\r\n" for line in lines).encode("ascii"))
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

    def _refused(self, server: smtplib.SMTP, code: int, words: bytes) -> Outcome:
        enhanced, said = _enhanced(words), _said(words)
        if code == 421:
            # The server closes the connection by itself (RFC 5321 section 3.8).
            self.close()
        else:
            try:
                server.rset()
            except (smtplib.SMTPException, OSError):
                self.close()
        state = DeliveryState.REJECTED if 500 <= code < 600 else DeliveryState.DEFERRED
        return Outcome(state=state, code=code, enhanced=enhanced, reason=said)


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

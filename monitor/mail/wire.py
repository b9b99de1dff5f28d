"""What is said to a mail server and what its answers mean (RFC 5321), as bytes and values. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.model.members import DeliveryState, Outcome

_UNFIT = re.compile(r"[\x00-\x20<>\x7f]")
_END = b".\r\n"
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One mail ready to go: its bytes, and where reports about it come back to.

    ``is_dotless``: no line of it begins with a dot, which is known of what we compose and need not be looked for again.
    """

    message: bytes
    return_path: str
    is_dotless: bool = False


def lines(sender: str, recipient: str) -> tuple[str, str, str]:
    """What announces a mail."""
    return f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA"


def envelope(sender: str, recipient: str) -> bytes:
    """The same, to be said in one turn."""
    return "".join(f"{line}\r\n" for line in lines(sender, recipient)).encode("ascii")


def fit(sender: str, recipient: str) -> bool:
    """Whether SMTP can carry these addresses without any extension."""
    both = sender + recipient
    return both.isascii() and not _UNFIT.search(both)


def broken(error: Exception, *, handed_over: bool) -> Outcome:
    """What is known of a mail whose connection broke before or after it was handed over."""
    if handed_over:
        words = f"the connection broke after the mail was handed over, before an answer: {error}"
        return Outcome(state=DeliveryState.UNCERTAIN, reason=words)
    return Outcome(
        state=DeliveryState.DEFERRED, reason=f"the connection broke before the mail was handed over: {error}"
    )


def unclear(words: bytes) -> Outcome:
    """What is known of a mail that was handed over and answered by what is neither a yes nor a no."""
    return Outcome(
        state=DeliveryState.UNCERTAIN, reason=f"the server's answer to the mail was not understood: {said(words)}"
    )


def stuffed(letter: Envelope, following: bytes = b"") -> bytes:
    """The mail as it goes over the line: dots stuffed (RFC 5321 section 4.5.2), the final dot, and what is said right after it."""
    message = letter.message
    if not letter.is_dotless:
        message = (b"\r\n" + message).replace(b"\r\n.", b"\r\n..")[2:]
    return b"".join((message, _END if message.endswith(b"\r\n") else b"\r\n" + _END, following))


def said(words: bytes) -> str:
    """A server's words, on one line."""
    return " ".join(words.decode("utf-8", "replace").split())


def answered(state: DeliveryState, code: int, words: bytes) -> Outcome:
    """What a server's answer makes of a mail, with the status code (RFC 3463) if it gives one."""
    reason = said(words)
    found = _ENHANCED.search(reason)
    return Outcome(state=state, code=code, enhanced=found[0] if found else "", reason=reason)

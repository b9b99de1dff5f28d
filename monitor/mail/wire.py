"""What is said to a mail server and what its answers mean (RFC 5321), as bytes and values. Pure."""

from __future__ import annotations

import re

from monitor.model.members import DeliveryState, Outcome

_UNFIT = re.compile(r"[\x00-\x20<>\x7f]")
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")


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


def stuffed(message: bytes) -> bytes:
    """``message`` with dots stuffed and the final dot (RFC 5321 section 4.5.2)."""
    if message.startswith(b"."):
        message = b"." + message
    dotted = message.replace(b"\r\n.", b"\r\n..")
    return dotted + (b"" if dotted.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def said(words: bytes) -> str:
    """A server's words, on one line."""
    return " ".join(words.decode("utf-8", "replace").split())


def enhanced(words: bytes) -> str:
    """The status code (RFC 3463) in a server's words, if there is one."""
    found = _ENHANCED.search(said(words))
    return found[0] if found else ""

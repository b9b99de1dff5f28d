"""A bulletin as the bytes of one mail to one address (RFC 5322, RFC 2045 to 2047), the same for the same issue and address.

The bytes are put together here rather than by the standard library's composer, which takes six times as long; the tests read
them back with the standard library. No clock and no random number is used: ``Date`` is the issue's, ``Message-ID`` comes from
the issue and the recipient, so that a copy sent twice can be told as one by whoever receives it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from functools import lru_cache

from monitor.digest.encoding import encoded, quoted_printable
from monitor.errors import TierwatchError
from monitor.model import Bulletin
from monitor.text import fingerprint

_ADDRESS = re.compile(r"[^\s@<>(),;:\"\\\x00-\x1f\x7f]{1,64}@[^\s@<>(),;:\"\\\x00-\x1f\x7f]{1,253}")
_UNFIT = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_LINE_LIMIT = 998


class MessageError(TierwatchError):
    """A mail that may not be made: a line break in a name or subject, an address that is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who the bulletin comes from. ``list_id`` names the bulletin for ever (RFC 2919); ``domain`` makes the Message-IDs."""

    name: str
    address: str
    list_id: str = ""
    list_name: str = ""
    reply_to: str = ""
    archive_url: str = ""
    help_url: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What differs from one recipient to the next: the address, the signed links, and the words why they get it."""

    to: str
    message_id: str
    name: str = ""
    personal: Mapping[str, str] = field(default_factory=dict)
    unsubscribe_url: str = ""
    unsubscribe_mailto: str = ""


def message_id(digest_id: str, recipient_id: str, domain: str) -> str:
    """The Message-ID of one issue to one recipient: stable over retries, without the address in it."""
    return f"<{fingerprint('message', digest_id, recipient_id)}@{domain}>"


def compose(bulletin: Bulletin, letter: Letter, *, sender: Sender, date: datetime) -> bytes:
    """The mail, CRLF throughout. Raises MessageError rather than let a name or subject add a header."""
    frame = _frame(bulletin, sender, date)
    parts = [
        frame.sender,
        *(_line(name, value) for name, value in _personal_headers(letter)),
        frame.headers,
        frame.text_head,
        encoded(bulletin.text, letter.personal, markup=False),
        frame.html_head,
        encoded(bulletin.html, letter.personal, markup=True),
        frame.end,
    ]
    return b"".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What all mails of a bulletin have in common beside its words."""

    sender: bytes
    headers: bytes
    text_head: bytes
    html_head: bytes
    end: bytes


@lru_cache(maxsize=128)
def _frame(bulletin: Bulletin, sender: Sender, date: datetime) -> _Frame:
    boundary = f"=_{fingerprint('boundary', bulletin.subject, bulletin.text, bulletin.html)}"
    head = [
        *_shared_headers(bulletin, sender, date),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="{boundary}"'),
    ]
    return _Frame(
        sender=_line("From", _mailbox(sender.name, sender.address)),
        headers=b"".join(_line(name, value) for name, value in head),
        text_head=b"\r\n" + _part_head(boundary, "plain", bulletin.language),
        html_head=b"\r\n" + _part_head(boundary, "html", bulletin.language),
        end=f"\r\n--{boundary}--\r\n".encode(),
    )


def system_message(*, subject: str, text: str, to: str, sender: Sender, date: datetime, key: str) -> bytes:
    """A plain mail of the service itself (a confirmation, a notice), marked so that no machine answers it (RFC 3834)."""
    _check_address(to)
    head = [
        ("From", _mailbox(sender.name, sender.address)),
        ("To", to),
        ("Subject", _words("Subject", subject)),
        ("Date", format_datetime(date)),
        ("Message-ID", message_id(key, to.lower(), sender.domain)),
        ("Auto-Submitted", "auto-generated"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ]
    return b"".join(_line(name, value) for name, value in head) + b"\r\n" + quoted_printable(text.rstrip("\n") + "\n")


def _personal_headers(letter: Letter) -> Iterable[tuple[str, str]]:
    _check_address(letter.to)
    yield "To", _mailbox(letter.name, letter.to)
    yield "Message-ID", letter.message_id
    mailto = f"<mailto:{letter.unsubscribe_mailto}>" if letter.unsubscribe_mailto else ""
    if letter.unsubscribe_url:
        yield "List-Unsubscribe", f"<{letter.unsubscribe_url}>{', ' if mailto else ''}{mailto}"
        yield "List-Unsubscribe-Post", "List-Unsubscribe=One-Click"
    elif mailto:
        yield "List-Unsubscribe", mailto


def _shared_headers(bulletin: Bulletin, sender: Sender, date: datetime) -> Iterable[tuple[str, str]]:
    _check_address(sender.address)
    yield "Subject", _words("Subject", bulletin.subject)
    yield "Date", format_datetime(date)
    if sender.reply_to:
        _check_address(sender.reply_to)
        yield "Reply-To", sender.reply_to
    if sender.list_id:
        yield "List-Id", f"{_phrase(sender.list_name)} <{sender.list_id}>".strip()
    for name, url in (("List-Archive", sender.archive_url), ("List-Help", sender.help_url)):
        if url:
            yield name, f"<{url}>"
    yield "Content-Language", bulletin.language


def _check_address(address: str) -> None:
    if not address.isascii() or not _ADDRESS.fullmatch(address):
        raise MessageError(f"{address!r} is not an address that mail can be sent to")


def _checked(value: str) -> str:
    if _UNFIT.search(value):
        raise MessageError(f"a line break or control character in {value!r} could add a header")
    return value


def _words(name: str, value: str) -> str:
    return value if _checked(value).isascii() else _encoded_words(value, name)


def _phrase(name: str) -> str:
    if not name:
        return ""
    if _checked(name).isascii():
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return _encoded_words(name)


@lru_cache(maxsize=1024)
def _encoded_words(value: str, header: str | None = None) -> str:
    """RFC 2047. Kept, because a subject and a sender are the same in thousands of mails, and encoding them is slow."""
    return Header(value, "utf-8", header_name=header, maxlinelen=76).encode(linesep="\r\n")


def _mailbox(name: str, address: str) -> str:
    return f"{_phrase(name)} <{address}>" if name else address


def _line(name: str, value: str) -> bytes:
    # Only the folding that Header itself makes (CRLF and a blank) may be inside a value.
    bare = value.replace("\r\n ", "")
    if _UNFIT.search(bare) or not bare.isascii():
        raise MessageError(f"the header {name} cannot hold {value!r}")
    line = f"{name}: {value}\r\n".encode("ascii")
    if len(line) > _LINE_LIMIT and max(map(len, line.split(b"\r\n"))) > _LINE_LIMIT:
        raise MessageError(f"the header {name} is longer than {_LINE_LIMIT} bytes")
    return line


def _part_head(boundary: str, kind: str, language: str) -> bytes:
    return (
        f"--{boundary}\r\nContent-Type: text/{kind}; charset=utf-8\r\n"
        f"Content-Language: {language}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    ).encode("ascii")

"""Quoted-printable (RFC 2045) for bodies that are alike but for a few words: what does not differ is encoded once.

Each mark stands on lines of its own between two soft line breaks, which vanish when the mail is read. So what is around it is
encoded once for all, and the words put in its place are encoded by themselves. Replacing words in what is already encoded would
miss those that a soft line break parts.
"""

from __future__ import annotations

import binascii
import html
import re
from collections.abc import Mapping
from functools import lru_cache

from monitor.digest.words import MARK_END, MARK_START

MARK = re.compile(f"{MARK_START}([a-z_]+){MARK_END}")
#: Bodies kept ready: as many as there are wishes that are told apart at one time. The others are made ready again when needed.
_KEPT = 128
_SOFT_BREAK = b"=\r\n"
_LEADING_DOT, _DOT_ALONE = re.compile(rb"(?m)^\."), b"=2E=\n"


def personalised(body: str, values: Mapping[str, str], *, markup: bool) -> str:
    """``body`` with its marks replaced by one member's ``values`` (escaped where it is ``markup``); an unknown mark is an error."""

    def value(match: re.Match[str]) -> str:
        found = values[match[1]]
        return html.escape(found) if markup else found

    return MARK.sub(value, body)


def encoded(body: str, values: Mapping[str, str], *, markup: bool) -> bytes:
    """``body`` filled in and encoded, CRLF throughout."""
    filled: dict[str, bytes] = {}
    parts: list[bytes] = []
    for piece in _pieces(body):
        if isinstance(piece, bytes):
            parts.append(piece)
            continue
        if piece not in filled:
            value = html.escape(values[piece]) if markup else values[piece]
            filled[piece] = quoted_printable(value)
        parts.append(filled[piece])
    return b"".join(parts)


def quoted_printable(text: str) -> bytes:
    """``text`` in quoted-printable, CRLF throughout. No line begins with a dot, so that no mail server doubles any."""
    coded = binascii.b2a_qp(_unix(text).encode("utf-8", "replace"), istext=True)
    while coded.startswith(b".") or b"\n." in coded:
        coded = _LEADING_DOT.sub(_DOT_ALONE, coded)
    return coded if b"\n" not in coded else coded.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@lru_cache(maxsize=_KEPT)
def _pieces(body: str) -> tuple[bytes | str, ...]:
    """What stands between the marks, encoded, and the names of the marks."""
    between = MARK.split(f"{_unix(body).rstrip(chr(10))}\n")
    found: list[bytes | str] = [quoted_printable(between[0])]
    for name, after in zip(between[1::2], between[2::2], strict=True):
        found += [_SOFT_BREAK, name, _SOFT_BREAK, quoted_printable(after)]
    return tuple(found)


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

"""Quoted-printable (RFC 2045) for bodies that are alike but for a few words: what does not differ is encoded once.

Encoding goes line by line, so a line without a mark comes out the same in every mail. A line with one is filled in first and then
encoded: replacing words in what is already encoded would miss those that a soft line break parts.
"""

from __future__ import annotations

import binascii
import html
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import groupby

from monitor.digest.words import MARK_END, MARK_START

MARK = re.compile(f"{MARK_START}([a-z_]+){MARK_END}")
#: Bodies kept ready: as many as there are wishes that are told apart at one time. The others are made ready again when needed.
_KEPT = 128


def personalised(body: str, values: Mapping[str, str], *, markup: bool) -> str:
    """``body`` with its marks replaced by one member's ``values`` (escaped where it is ``markup``); an unknown mark is an error."""

    def value(match: re.Match[str]) -> str:
        found = values[match[1]]
        return html.escape(found) if markup else found

    return MARK.sub(value, body)


def encoded(body: str, values: Mapping[str, str], *, markup: bool) -> bytes:
    """``body`` filled in and then encoded, CRLF throughout."""
    pieces = _pieces(body)
    return b"".join(
        piece if isinstance(piece, bytes) else quoted_printable(personalised(piece, values, markup=markup))
        for piece in pieces
    )


def quoted_printable(text: str) -> bytes:
    """``text`` in quoted-printable, CRLF throughout."""
    coded = binascii.b2a_qp(_unix(text).encode("utf-8", "replace"), istext=True)
    return coded.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


@lru_cache(maxsize=_KEPT)
def _pieces(body: str) -> tuple[bytes | str, ...]:
    """Runs of lines: encoded where they hold no mark, as text where they do."""
    return tuple(_runs(_unix(body).rstrip("\n").split("\n")))


def _runs(lines: list[str]) -> Iterator[bytes | str]:
    for marked, run in groupby(lines, key=lambda line: MARK_START in line):
        text = "".join(f"{line}\n" for line in run)
        yield text if marked else quoted_printable(text)


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

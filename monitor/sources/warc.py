"""WARC files (ISO 28500) read record by record within bounds: enough of the format to replay what an archive captured.

Records of type ``response`` (with a status of 200) and ``resource`` become snapshots dated as captured. Compressed files, one
gzip member a record or one for all, are inflated in pieces and never beyond ``MAX_INFLATED`` bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from monitor.errors import ExtractError
from monitor.model import Snapshot
from monitor.sources.jsons import parse_moment

MAX_INFLATED = 256 * 1024 * 1024
MAX_RECORDS = 20_000
MAX_BODY = 16 * 1024 * 1024
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Message:
    """A head and what follows it: a WARC record, or the HTTP answer inside one."""

    first: str
    headers: Mapping[str, str]
    body: bytes


def captures(body: bytes, url: str) -> Iterator[Snapshot]:
    """The captures in a WARC file, in its order. Raises ExtractError if it is none, is damaged, or unfolds too far."""
    content = inflate(body, url, zlib.MAX_WBITS | 16, MAX_INFLATED) if body.startswith(b"\x1f\x8b") else body
    if not content.startswith(b"WARC/"):
        raise ExtractError(url, "the answer is no WARC file", expected="WARC, plain or gzip")
    for record in _records(content, url):
        found = _capture(record, url)
        if found is not None:
            yield found


def inflate(body: bytes, url: str, window: int, most: int) -> bytes:
    """All members of a compressed body, up to ``most`` bytes. ``window`` is zlib's ``wbits``. Raises ExtractError."""
    pieces: list[bytes] = []
    room = most
    while body:
        member = zlib.decompressobj(window)
        try:
            while not member.eof:
                piece = member.decompress(body, _PIECE)
                room -= len(piece)
                if room < 0:
                    raise ExtractError(
                        url, f"unfolds to more than {most // 1024 // 1024} MB", expected="an ordinary archive"
                    )
                pieces.append(piece)
                body = member.unconsumed_tail
                if not piece and not body:
                    break
        except zlib.error as error:
            raise ExtractError(url, f"is damaged ({error})", expected="whole compressed data") from error
        if not member.eof:
            raise ExtractError(url, "ends in the middle of a record", expected="whole compressed data")
        body = member.unused_data.lstrip(b"\x00")
    return b"".join(pieces)


def _records(content: bytes, url: str) -> Iterator[_Message]:
    place = 0
    for _ in range(MAX_RECORDS):
        if place >= len(content):
            return
        end = content.find(b"\r\n\r\n", place, place + 64 * 1024)
        if end < 0 or not content.startswith(b"WARC/", place):
            raise ExtractError(url, "a record has no head", expected="a whole WARC file")
        first, headers = _head(content[place:end])
        length = headers.get("content-length", "")
        if not length.isdigit() or end + 4 + int(length) > len(content):
            raise ExtractError(url, "a record is cut short", expected="a whole WARC file")
        start, place = end + 4, end + 4 + int(length)
        yield _Message(first, headers, content[start:place])
        while content.startswith(b"\r\n", place):
            place += 2
    raise ExtractError(url, f"holds more than {MAX_RECORDS} records", expected="a smaller archive")


def _head(head: bytes) -> tuple[str, dict[str, str]]:
    first, *lines = head.decode("utf-8", "replace").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    return first, {name.strip().lower(): value.strip() for name, _, value in pairs}


def _capture(record: _Message, url: str) -> Snapshot | None:
    kind = record.headers.get("warc-type")
    captured = parse_moment(record.headers.get("warc-date", ""))
    target = record.headers.get("warc-target-uri", "").strip("<>")
    if kind not in {"response", "resource"} or captured is None or not target.startswith(("http://", "https://")):
        return None
    content_type, body = record.headers.get("content-type", ""), record.body
    if kind == "response":
        answer = _answer(body)
        if answer is None:
            return None
        content_type, body = answer.headers.get("content-type", ""), _decoded(answer, url)
    media, _, rest = content_type.partition(";")
    charset = rest.partition("charset=")[2].partition(";")[0].strip(" \"'") or None
    return Snapshot(
        url=target,
        requested_url=target,
        fetched_at=captured,
        status=200,
        body=body,
        content_type=media.strip().lower(),
        charset=charset,
    )


def _answer(message: bytes) -> _Message | None:
    head, separator, body = message.partition(b"\r\n\r\n")
    first, headers = _head(head)
    if not separator or not first.startswith("HTTP/") or first.split(" ")[1:2] != ["200"]:
        return None
    return _Message(first, headers, body)


def _decoded(answer: _Message, url: str) -> bytes:
    body = _unchunked(answer.body) if "chunked" in answer.headers.get("transfer-encoding", "").lower() else answer.body
    match answer.headers.get("content-encoding", "").strip().lower():
        case "gzip" | "x-gzip" if body.startswith(b"\x1f\x8b"):
            return inflate(body, url, zlib.MAX_WBITS | 16, MAX_BODY)
        case "deflate" if body:
            return inflate(body, url, zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS, MAX_BODY)
        case "" | "identity" | "gzip" | "x-gzip" | "deflate":
            # Archives often store what they inflated under the header that it came with.
            return body[:MAX_BODY]
        case other:
            raise ExtractError(url, f'a capture is compressed with "{other[:20]}"', expected="gzip or deflate")


def _unchunked(body: bytes) -> bytes:
    """The content of a chunked body (RFC 9112 section 7.1); as it is where it turns out not to be chunked."""
    pieces: list[bytes] = []
    place = 0
    while place < len(body):
        end = body.find(b"\r\n", place, place + 200)
        size = body[place:end].partition(b";")[0].strip() if end > 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            return body if not pieces else b"".join(pieces)
        if length <= 0:
            break
        pieces.append(body[end + 2 : end + 2 + length])
        place = end + 2 + length + 2
    return b"".join(pieces)

"""What is fuzzed: each parser of input from outside, as a function of bytes that may only fail in the way it is documented to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from tempfile import mkdtemp
from zipfile import ZipFile

from monitor.config import parse_config
from monitor.errors import ConfigError, ExtractError
from monitor.extract.claims import find_claims
from monitor.mail.bounces import read_report
from monitor.mail.importing import import_members
from monitor.mail.members import MemberError
from monitor.mail.tokens import Keys, TokenError, delivery_of, verify
from monitor.model import Document, Snapshot, Source
from monitor.programmes import Watchlist, load_packs
from monitor.sources import source_types
from monitor.sources.blocked import why_blocked
from monitor.sources.decode import decode_text
from monitor.sources.fetch.address import parse_address
from monitor.sources.fetch.answers import charset_of, retry_after
from monitor.sources.fetch.inflate import CodingError, DamagedBodyError, Inflater, TooLargeError
from monitor.sources.fetch.robots import parse_robots
from monitor.store import Store, open_store

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("TIERWATCH_SHARED", ROOT.parent / "shared"))
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
KEYS = Keys.of("a secret of the fuzzer only, long enough")
CODINGS = ("gzip", "deflate", "gzip, deflate", "br")
#: Nothing that is read may become larger than this.
MOST_BYTES = 5_000_000
#: Nor is anybody told to wait longer than a day.
MOST_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Target:
    """``seeds`` are patterns below the repository, or below the shared corpora where those are present; ``written``: inputs themselves."""

    name: str
    run: Callable[[bytes], None]
    seeds: tuple[str, ...] = ()
    most_bytes: int = 20_000
    written: tuple[bytes, ...] = ()

    def samples(self) -> Iterator[bytes]:
        """Inputs to start from."""
        yield from self.written
        for pattern in self.seeds:
            for file in sorted([*ROOT.glob(pattern), *SHARED.glob(pattern)]):
                for content in _contents(file):
                    if len(content) <= self.most_bytes:
                        yield content


def _contents(file: Path) -> Iterator[bytes]:
    if file.suffix != ".zip":
        yield file.read_bytes()
        return
    with ZipFile(file) as kept:
        yield from (kept.read(each) for each in kept.infolist() if not each.is_dir())


@cache
def _watchlist() -> Watchlist:
    return Watchlist.of(load_packs())


@cache
def _store() -> Store:
    return open_store(f"sqlite:///{mkdtemp(prefix='tierwatch-fuzz-')}/tierwatch.db")


def _source(kind: str, data: bytes) -> None:
    url = "https://site.example/x"
    if kind == "archive":
        url = f"https://site.example/web/20141029120000id_/{url}"
    answer = Snapshot(url=url, requested_url=url, fetched_at=NOW, status=200, body=data, content_type="")
    try:
        harvest = source_types()[kind].extract(
            answer, Source(id="s", kind=kind, url=url, options=source_types()[kind].options()), {}
        )
    except ExtractError:
        return
    for document in harvest.documents:
        _sound(document)


def _sound(document: Document) -> None:
    document.text.encode()
    assert "\x00" not in document.text
    assert all(document.text[block.start : block.end] == block.text for block in document.blocks)


def _claims(data: bytes) -> None:
    url = "https://site.example/x"
    answer = Snapshot(url=url, requested_url=url, fetched_at=NOW, status=200, body=data, content_type="text/html")
    source = Source(id="s", kind="page", url=url, options=source_types()["page"].options())
    try:
        documents = source_types()["page"].extract(answer, source, {}).documents
    except ExtractError:
        return
    for document in documents:
        for claim in find_claims(document, _watchlist()).claims:
            assert claim.evidence.quote in document.text


def _inflate(data: bytes) -> None:
    coding = CODINGS[data[0] % len(CODINGS)] if data else CODINGS[0]
    try:
        inflater = Inflater(coding, most_bytes=MOST_BYTES)
        inflater.feed(data[1:])
        assert len(inflater.body()) <= MOST_BYTES
    except (CodingError, DamagedBodyError, TooLargeError):
        return


def _address(data: bytes) -> None:
    try:
        address = parse_address(data.decode("utf-8", "surrogateescape"))
    except ValueError:
        return
    assert parse_address(str(address)) == address


def _robots(data: bytes) -> None:
    rules = parse_robots(data, "text/plain", until=NOW + timedelta(days=1), product="tierwatch")
    assert rules.delay_seconds >= 0


def _token(data: bytes) -> None:
    text = data.decode("utf-8", "surrogateescape")
    try:
        verify(KEYS, "preferences", text)
    except TokenError:
        pass
    else:
        raise AssertionError("a token that nobody signed was taken")
    assert delivery_of(KEYS, text) is None


def _configuration(data: bytes) -> None:
    try:
        parse_config(data.decode("utf-8", "replace"), Path("config.toml"))
    except ConfigError:
        return


def _members(data: bytes) -> None:
    try:
        import_members(_store(), KEYS, data.decode("utf-8", "replace"), now=NOW, by="fuzzer", dry_run=True)
    except MemberError:
        return


def _report(data: bytes) -> None:
    read_report(data)


def _content_type(data: bytes) -> None:
    """The first line is the header, the rest the body."""
    header, _, body = data.partition(b"\n")
    said = header.decode("latin-1")
    answer = Snapshot(
        url="https://site.example/x", requested_url="https://site.example/x", fetched_at=NOW, status=200, body=body,
        content_type=said, charset=charset_of(said),
    )  # fmt: skip
    text = decode_text(body, content_type=answer.content_type, charset=answer.charset)
    text.encode()
    assert ";" not in answer.media_type
    assert why_blocked(answer.url, text, content_type=said) != ""


def _retry_after(data: bytes) -> None:
    seconds = retry_after(data.decode("latin-1"), now=NOW)
    assert seconds is None or 0 <= seconds <= MOST_SECONDS


def _text(data: bytes) -> None:
    decode_text(data, content_type="text/html; charset=utf-8").encode()


TARGETS = {
    each.name: each
    for each in (
        *(
            Target(f"source-{kind}", partial(_source, kind), (f"tests/sources/{kind}/*/*",), most_bytes=60_000)
            for kind in sorted(source_types())
        ),
        Target("claims", _claims, ("tests/gold/dev/*/source.html", "cases/*/source.html")),
        Target("address", _address, most_bytes=300, written=(b"https://a.example:443/b/../c?d=e#f", b"http://[::1]:80/", b"//x")),
        Target("charset", _text, ("corpora/charsets/*", "tests/sources/page/*/*.html")),
        Target("content-type", _content_type, most_bytes=2_000, written=(
            b"text/html; charset=utf-8\n<p>caf\xc3\xa9</p>", b'Text/HTML ; Charset="iso-8859-2"\n<p>\xb1</p>', b"text/plain;charset=utf-16le\na\x00",
            b"application/xhtml+xml;x=y;charset='shift_jis'\n<html/>", b'multipart/form-data; boundary="a;charset=b"\n', b"\n<?xml version='1.0'?>",
        )),
        Target("configuration", _configuration, ("config.toml",)),
        Target("inflate", _inflate, ("corpora/compression/*",)),
        Target("members", _members, written=(b"address,name\nann@members.example,Ann\n",)),
        Target("report", _report, ("corpora/bounces-flufl/*.zip",)),
        Target("retry-after", _retry_after, most_bytes=300, written=(
            b"120", b"Wed, 21 Oct 2026 07:28:00 GMT", b"Wednesday, 21-Oct-26 07:28:00 GMT", b"Wed Oct 21 07:28:00 2026", b"21 Oct 0001 00:00 +2359",
        )),
        Target("robots", _robots, ("corpora/robots/*.zip",)),
        Target("token", _token, most_bytes=300, written=(b"a.b.c", b"~~~")),
    )
}  # fmt: skip

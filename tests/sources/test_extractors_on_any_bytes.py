"""Whatever the bytes: an extractor gives a harvest or an ExtractError, and never anything else."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.errors import ExtractError
from monitor.model import Harvest, Snapshot, Source
from monitor.sources import source_types

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
HERE = Path(__file__).parent
STARTS = [
    b"",
    b"<rss><channel><item>",
    b"<feed>",
    b"{",
    b"[",
    b"%PDF-1.4\n",
    b"WARC/1.0\r\n",
    b"\x1f\x8b\x08",
    b"<html><a href=x>",
    b"a,b\n",
]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
        ["results", "value", "id", "uin", "records", "releases", "ocid", "parties", "awards", "tender", "links", "next", "base_path",
         "details", "body", "change_history", "withdrawn_notice", "items", "version", "title", "link", "start", "total", "attachments",
         "totalResults", "buyer", "name", "roles", "documents", "url", "date", "download_url", "sha", "questionText", "schema_name"]
    ), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
saved = sorted(path for path in HERE.glob("*/*/*") if path.name not in {"case.toml", "expected.json"})


def read(kind: str, body: bytes, content_type: str = "", cursor: str = "") -> None:
    url = (
        "https://site.example/web/20141029120000id_/https://site.example/x"
        if kind == "archive"
        else "https://site.example/x?skip=1"
    )
    answer = Snapshot(url=url, requested_url=url, fetched_at=NOW, status=200, body=body, content_type=content_type)
    source = Source(id="s", kind=kind, url="https://site.example/x", options=source_types()[kind].options())
    try:
        harvest = source_types()[kind].extract(answer, source, {"cursor": cursor})
    except ExtractError:
        return
    assert isinstance(harvest, Harvest)
    for document in harvest.documents:
        assert len(document.content_hash) == 32
        document.text.encode()
        assert "\x00" not in document.text
        assert all(document.text[block.start : block.end] == block.text for block in document.blocks)


kinds = pytest.mark.parametrize("kind", sorted(source_types()))
quietly = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@kinds
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=300))
@quietly
def test_any_bytes(kind, start, rest) -> None:
    read(kind, start + rest)


@kinds
@given(value=json_values)
@quietly
def test_any_json(kind, value) -> None:
    read(kind, json.dumps(value).encode(), "application/json")


@kinds
@given(data=st.data())
@quietly
def test_any_damage_to_a_saved_document(kind, data) -> None:
    body = data.draw(st.sampled_from([path for path in saved if path.parts[-3] == kind])).read_bytes()
    place = data.draw(st.integers(0, len(body)))
    length = data.draw(st.integers(0, 40))
    read(kind, body[:place] + data.draw(st.binary(max_size=20)) + body[place + length :])


@kinds
@given(cursor=st.text(max_size=20) | json_values.map(json.dumps))
@quietly
def test_any_memory_of_another_kind(kind, cursor) -> None:
    body = next(path for path in saved if path.parts[-3] == kind and path.parts[-2].startswith("plain")).read_bytes()
    read(kind, body, cursor=cursor)


@kinds
@pytest.mark.parametrize(
    "body",
    [b"[" * 100_000, b'{"a":' * 50_000, b"<a>" * 100_000, b"<rss>" + b"<item>" * 20_000, b"\x00" * 1000, b"9" * 10_000],
)
def test_deep_and_odd_documents(kind, body) -> None:
    read(kind, body)

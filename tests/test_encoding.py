"""Values are the same when they were written and read back, whatever their words and whoever wrote them when."""

from __future__ import annotations

import json
from datetime import UTC, date, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.encoding import NotWritten, from_json, to_bytes, to_json, to_plain
from monitor.model import Block, BlockKind, Document, Evidence, Frame, Mode, Reading
from monitor.model.claims import Claim
from monitor.model.vocabulary import Role, Status
from monitor.store.codec import pack, unpack_value

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
MOMENTS = st.datetimes(
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=1)), timezone(-timedelta(hours=9, minutes=30))])
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
)
RECORDS = st.dictionaries(
    WORDS,
    st.recursive(
        LEAVES, lambda each: st.lists(each, max_size=3) | st.dictionaries(WORDS, each, max_size=3), max_leaves=8
    ),
    max_size=4,
)
DOCUMENTS = st.builds(
    Document,
    source_id=WORDS,
    identity=WORDS,
    url=WORDS,
    text=WORDS,
    published_at=st.none() | MOMENTS,
    record=st.none() | RECORDS,
    blocks=st.lists(
        st.builds(
            Block,
            kind=st.sampled_from(BlockKind),
            text=WORDS,
            links=st.lists(st.tuples(WORDS, WORDS), max_size=2).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
)
CLAIM = Claim(
    organisation="Acorn Care", organisation_id="acorn-care", surface="Acorn", role=Role.LEAD, status=Status.AWARDED,
    evidence=Evidence(quote="Acorn", start=0, end=5), mode=Mode.REPORTED, event_date=date(2026, 11, 5), services=("housing",),
)  # fmt: skip


@given(DOCUMENTS)
def test_a_document_is_the_same_when_it_was_written_and_read_back(document: Document) -> None:
    read = from_json(Document, to_json(document))

    assert read == document
    if document.published_at:
        # The same moment and the same day: a zone that is lost moves a date.
        assert read.published_at is not None
        assert read.published_at.isoformat() == document.published_at.isoformat()


@given(WORDS)
def test_equal_values_are_written_the_same(word: str) -> None:
    first = Frame(document_id=word, host="", places={"b": word, "a": "1"})
    second = Frame(document_id=word, host="", places={"a": "1", "b": word})

    assert to_bytes(first) == to_bytes(second)
    assert "\n" not in to_json(first)


def test_a_value_that_an_earlier_version_wrote_is_read() -> None:
    # Until November 2026 what had its default was left out, and a type may have lost a key since.
    written = {key: value for key, value in to_plain(CLAIM).items() if value not in (None, [], "", "unknown")} | {
        "gone": 1
    }

    assert from_json(Claim, json.dumps(written)) == CLAIM
    assert unpack_value(Reading, pack(b"{}")) == Reading()


def test_an_infinite_number_that_an_earlier_version_wrote_is_read() -> None:
    read = unpack_value(Document, pack(b'{"source_id":"s","identity":"i","url":"u","record":{"n":Infinity}}'))

    assert read.record == {"n": float("inf")}


def test_halves_of_surrogate_pairs_are_written_as_what_can_be_kept() -> None:
    document = Document(source_id="s", identity="\ud83d", url="u", record={"a\udc9a": ["\ud83d\udc9a", 1]})

    read = from_json(Document, to_bytes(document))

    assert (read.identity, read.record) == ("\ufffd", {"a\ufffd": ["\ufffd\ufffd", 1]})
    earlier = '{"source_id":"s","identity":"\ud83d","url":"u"}'.encode("utf-8", "surrogatepass")
    assert unpack_value(Document, pack(earlier)).identity == "\ufffd"


@pytest.mark.parametrize(
    "written", [b"", b"{", b"[]", b'{"source_id": 1}', b"\xff", b"[" * 100_000, b'{"kind": "nothing"}']
)
def test_what_was_written_by_nobody_is_refused(written: bytes) -> None:
    with pytest.raises(NotWritten):
        from_json(Document, written)

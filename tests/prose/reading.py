"""Builders for the tests of prose: a text read as a document, and its claims in few words."""

from __future__ import annotations

from datetime import UTC, datetime

from monitor.extract.discourse.prose import read_prose
from monitor.extract.layout.blocks import text_to_blocks
from monitor.model import Document, Reading, document_of
from monitor.programmes import Watchlist

NOBODY = Watchlist.of(())


def a_document(text: str, *, year: int = 2024) -> Document:
    return document_of(
        text_to_blocks(text),
        source_id="s",
        identity="d",
        url="https://example.org/d",
        published_at=datetime(year, 6, 1, tzinfo=UTC),
    )


def read(text: str, watchlist: Watchlist = NOBODY) -> Reading:
    return read_prose(a_document(text), watchlist)[0]


def told(text: str, watchlist: Watchlist = NOBODY) -> set[tuple[str, str, str, tuple[str, ...]]]:
    """What is stated: organisation, role, status, areas."""
    return {
        (c.organisation, c.role.value, c.status.value, tuple(sorted(c.areas))) for c in read(text, watchlist).stated()
    }


def parties(text: str, watchlist: Watchlist = NOBODY) -> set[str]:
    return {claim.organisation for claim in read(text, watchlist).stated()}

"""Builders for the tests of prose: a text read as a document, and its claims in few words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from monitor.extract.discourse.prose import read_prose
from monitor.extract.layout.blocks import text_to_blocks
from monitor.model import Document, Reading, document_of
from monitor.programmes import Watchlist

NOBODY = Watchlist.of(())
#: Below this a claim is not told.
TOLD = 0.5
GROUPS = {"joint_venture_member": "partner", "staff_mutual": "partner"}


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


def lines_of(file: str, *, comment: str = "#") -> Iterator[tuple[int, str, str]]:
    """The number of each line of a file of this folder, its text and what is told in it, which stands behind " => "."""
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line and not line.startswith(comment):
            text, _, told = line.partition(" => ")
            yield number, text, told


def parts_of(told: str) -> set[str]:
    """What a line tells: "Acme: lead awarded" and so on, parted by bars; nothing is a dash."""
    return set() if told == "-" else set(told.split(" | "))


def parts_in(text: str) -> set[str]:
    """Each organisation that ``text`` tells of with its role and status, as a line has it."""
    return {
        f"{claim.organisation}: {GROUPS.get(claim.role.value, claim.role.value)} {claim.status.value}"
        for claim in read(text).stated()
        if claim.confidence >= TOLD
    }

"""Fixtures of the tests of extraction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from monitor.extract.claims import find_claims
from monitor.model import Claim
from monitor.programmes import Watchlist, load_packs
from monitor.sources.files import read_file

Told = set[tuple[str, str, str, str]]


@cache
def shipped() -> Watchlist:
    return Watchlist.of(load_packs())


@pytest.fixture
def claims_in(tmp_path: Path) -> Callable[..., list[Claim]]:
    """The stated claims of a file with some text; each quote is checked to be the document's own words."""

    def read(text: str, ending: str, *, published: date | None = None) -> list[Claim]:
        file = tmp_path / f"document.{ending}"
        file.write_text(text, encoding="utf-8")
        found = []
        for document in read_file(file, url="https://e.org/d", published=published):
            for claim in find_claims(document, shipped()).stated():
                evidence = claim.evidence
                assert document.text[evidence.start : evidence.end] == evidence.quote
                found.append(claim)
        return found

    return read


@pytest.fixture
def told(claims_in: Callable[..., list[Claim]]) -> Callable[..., Told]:
    """Organisation, role, status and areas of each claim of a file with some text."""

    def read(text: str, ending: str, *, published: date | None = None) -> Told:
        return {
            (c.organisation, c.role.value, c.status.value, "; ".join(c.areas))
            for c in claims_in(text, ending, published=published)
        }

    return read

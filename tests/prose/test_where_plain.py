"""Where a contract is, in plain short passages: each line of ``where.txt`` gives each organisation its areas, and no others."""

from __future__ import annotations

from functools import cache
from html import escape

import pytest

from monitor.extract.claims import find_claims
from monitor.extract.layout.blocks import html_to_blocks
from monitor.model import document_of
from monitor.programmes import Watchlist, load_packs
from monitor.text import fold
from tests.prose.reading import lines_of

#: What stands over each passage and before it.
PAGE = "<h1>Contract news</h1><p>There is news of the contracts that were put out to tender last year.</p>"
Areas = dict[str, set[str]]


def parted(told: str) -> tuple[str, set[str]]:
    name, _, areas = told.partition(" @ ")
    return name, set() if areas == "-" else set(map(fold, areas.split(" | ")))


def part(words: str) -> str:
    tag = {"# ": "h2", "* ": "li"}.get(words[:2], "p")
    return f"<{tag}>{escape(words if tag == 'p' else words[2:], quote=False)}</{tag}>"


@cache
def packs() -> Watchlist:
    return Watchlist.of(load_packs())


def areas_in(text: str) -> Areas:
    """The areas of each organisation of which something is stated."""
    html = f"<html><body>{PAGE}{''.join(map(part, text.split(' // ')))}</body></html>"
    document = document_of(html_to_blocks(html), source_id="s", identity="d", url="https://example.org/d")
    found: Areas = {}
    for claim in find_claims(document, packs()).stated():
        found.setdefault(claim.organisation, set()).update(map(fold, claim.areas))
    return found


PASSAGES = [(text, dict(map(parted, told.split("; ")))) for _, text, told in lines_of("where.txt", comment="##")]


@pytest.mark.parametrize(("text", "expected"), PASSAGES, ids=[text[:60] for text, _ in PASSAGES])
def test_a_passage_gives_each_organisation_its_areas(text: str, expected: Areas) -> None:
    found = areas_in(text)

    assert {name: found.get(name) for name in expected} == expected

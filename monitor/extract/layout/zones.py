"""Zones that are learned: what recurs on a site's other pages, and what changes at every visit. Labels, never a knife.

A block that stands on several pages of one site is its frame. A place whose words changed in two of the last five visits is a
ticker, a date, a "popular now". Both lower confidence and keep events down; neither removes a block, for on a listing page
the block that changes is the news.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from urllib.parse import urlsplit

from monitor.model import Block, BlockKind, Document, DocumentKind, Frame, Zone
from monitor.text import fingerprint, fold

#: On so many sister pages the same words are the frame.
PAGES = 3
#: So many changes of a place among the last visits make it volatile.
CHANGES, VISITS = 2, 5
#: A page of more blocks than these is a list in itself; its places move with every entry.
MOST_BLOCKS = 2_000


def frame_of(document: Document) -> Frame | None:
    """The frame of a page as it is now; ``None`` for what is no page of a site."""
    host = urlsplit(document.url).netloc
    if document.kind is not DocumentKind.PAGE or not host or not 0 < len(document.blocks) <= MOST_BLOCKS:
        return None
    if not any(block.signature for block in document.blocks):
        return None
    return Frame(document_id=document.id, host=host, places={place: _words(b) for place, b in _placed(document.blocks)})


def with_zones(document: Document, *, earlier: Sequence[Frame], sisters: Iterable[Frame]) -> Document:
    """``document`` with the zones that its frames at ``earlier`` visits (latest last) and its ``sisters`` teach."""
    blocks = with_volatile(with_recurring(document.blocks, sisters), earlier)
    return document if blocks == list(document.blocks) else replace(document, blocks=tuple(blocks))


def with_recurring(blocks: Sequence[Block], sisters: Iterable[Frame], *, pages: int = PAGES) -> list[Block]:
    """``blocks``, those labelled ``recurring`` whose words stand on at least ``pages`` of ``sisters``, other pages of the site.

    Rows of tables and short words that any page may have ("Contact us") count like all others: words are compared whole.
    """
    sisters = list(sisters)
    if len(sisters) < pages:
        return list(blocks)
    seen: Counter[str] = Counter()
    for page in sisters:
        seen.update(set(page.places.values()))
    return [
        replace(block, zone=Zone.RECURRING) if seen[_words(block)] >= pages and block.zone is Zone.MAIN else block
        for block in blocks
    ]


def with_volatile(blocks: Sequence[Block], earlier: Sequence[Frame]) -> list[Block]:
    """``blocks``, those labelled ``volatile`` whose place on the page held other words at most of the last visits.

    Tables are never volatile, and lists whose lines moved but are all still there are not.
    """
    versions = [frame.places for frame in earlier[-VISITS:]]
    if len(versions) < CHANGES:
        return list(blocks)
    placed = list(_placed(blocks))
    history = [*versions, {place: _words(block) for place, block in placed}]
    changed: Counter[str] = Counter()
    for before, after in pairwise(history):
        known = set(before.values())
        changed.update(place for place, words in after.items() if place in before and words not in known)
    return [
        replace(block, zone=Zone.VOLATILE)
        if block.zone is Zone.MAIN and block.kind is not BlockKind.ROW and changed[place] >= CHANGES
        else block
        for place, block in placed
    ]


def _words(block: Block) -> str:
    return _words_of(block.text)


@lru_cache(maxsize=4096)
def _words_of(text: str) -> str:
    """The same menu stands on every page of a site, and each page is looked at from several sides."""
    return fingerprint(fold(text))[:12]


def _placed(blocks: Sequence[Block]) -> Iterator[tuple[str, Block]]:
    """Each block with its place: one more item in a list moves only what follows it in that list."""
    counts: dict[str, int] = {}
    for block in blocks:
        before = counts.get(block.signature, 0)
        yield f"{block.signature} {before}", block
        counts[block.signature] = before + 1

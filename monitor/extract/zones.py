"""Zones that are learned: what recurs on a site's other pages, and what changes at every visit. Labels, never a knife.

A block that stands on several pages of one site is its frame. A place whose words changed in two of the last five visits is a
ticker, a date, a "popular now". Both lower confidence and keep events down; neither removes a block, for on a listing page
the block that changes is the news.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from monitor.model import Block, BlockKind, Zone
from monitor.text import fingerprint, fold

#: On so many sister pages the same words are the frame.
PAGES = 3
#: So many changes of a place among the last visits make it volatile.
CHANGES, VISITS = 2, 5


def with_recurring(blocks: Sequence[Block], sisters: Iterable[Sequence[Block]], *, pages: int = PAGES) -> list[Block]:
    """``blocks``, those labelled ``recurring`` whose words stand on at least ``pages`` of ``sisters``, other pages of the site.

    Rows of tables and short words that any page may have ("Contact us") count like all others: words are compared whole.
    """
    seen: Counter[str] = Counter()
    for page in sisters:
        seen.update({_words(block) for block in page})
    return [
        replace(block, zone=Zone.RECURRING) if seen[_words(block)] >= pages and block.zone is Zone.MAIN else block
        for block in blocks
    ]


def with_volatile(blocks: Sequence[Block], earlier: Sequence[Sequence[Block]]) -> list[Block]:
    """``blocks``, those labelled ``volatile`` whose place on the page held other words at most of the last visits.

    ``earlier`` are the versions before, latest last. A place is the path of tags and classes with the number of the block
    under it, so that one more item in a list moves only what follows it in that list. Tables and lists whose lines moved but
    are all still there are not volatile.
    """
    versions = [_by_place(version) for version in earlier[-VISITS:]]
    if len(versions) < CHANGES:
        return list(blocks)
    now = _by_place(blocks)
    places = {id(block): place for place, block in now.items()}
    history = [*versions, now]
    changed: Counter[tuple[str, int]] = Counter()
    for before, after in pairwise(history):
        known = {_words(block) for block in before.values()}
        for place, block in after.items():
            if place in before and _words(block) not in known:
                changed[place] += 1
    return [
        replace(block, zone=Zone.VOLATILE)
        if block.zone is Zone.MAIN and block.kind is not BlockKind.ROW and changed[places[id(block)]] >= CHANGES
        else block
        for block in blocks
    ]


def _words(block: Block) -> str:
    return fingerprint(fold(block.text))


def _by_place(blocks: Sequence[Block]) -> dict[tuple[str, int], Block]:
    counts: Counter[str] = Counter()
    placed: dict[tuple[str, int], Block] = {}
    for block in blocks:
        placed[block.signature, counts[block.signature]] = block
        counts[block.signature] += 1
    return placed

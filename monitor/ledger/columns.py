"""Columns of places that only one of two versions of a table has: what stands in them is told newly, or told no more, and has not changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from monitor.ledger.places import LISTS, area_key
from monitor.model import BlockKind, Claim, Document, block_at
from monitor.text import fold


def columns_apart(before: Document, after: Document) -> tuple[frozenset[str], frozenset[str]]:
    """The keys of what stands only in columns that ``after`` has no more, and of what stands only in columns that are new in it.

    A column is the same under the same header, or under another where the two share half of what the smaller holds.
    """
    old, new = _columns(before), _columns(after)
    if not (old and new):
        return frozenset(), frozenset()
    return _only_in_others(old, new), _only_in_others(new, old)


def told_in_rows(claims: Iterable[Claim], old: Iterable[Claim], before: Document) -> frozenset[tuple[str, str]]:
    """The bodies of those of ``claims`` that stand in lists, with the keys of their areas that a row of ``before`` has in any cell beside a claim of them there."""
    rows = [block for block in before.blocks if block.kind is BlockKind.ROW]
    rows_of: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for claim in old if rows else ():
        index = block_at(rows, claim.evidence.start)
        if index is not None:
            for word in fold(rows[index].text).split():
                rows_of[claim.organisation_id][word].add(index)
    return frozenset(
        (claim.organisation_id, key)
        for claim in claims
        if claim.layer in LISTS
        for key in map(area_key, claim.areas)
        if key.split() and set.intersection(*_rows_with(key.split(), rows_of.get(claim.organisation_id, {})))
    )


def _rows_with(said: Iterable[str], rows: Mapping[str, set[int]]) -> list[set[int]]:
    """The rows that have each of the words ``said``, the fewest first."""
    return sorted((rows.get(word, set()) for word in said), key=len)


def _columns(document: Document) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for block in document.blocks:
        for cell in block.cells if block.kind is BlockKind.ROW else ():
            if cell.header and cell.text:
                found[fold(cell.header)].add(area_key(cell.text))
    return found


def _only_in_others(mine: Mapping[str, set[str]], theirs: Mapping[str, set[str]]) -> frozenset[str]:
    kept = {
        header for header, cells in mine.items() if header in theirs or any(_are_one(cells, c) for c in theirs.values())
    }
    told = {cell for header in kept for cell in mine[header]}
    return frozenset(cell for header, cells in mine.items() if header not in kept for cell in cells) - told


def _are_one(one: set[str], other: set[str]) -> bool:
    return 2 * len(one & other) >= min(len(one), len(other))

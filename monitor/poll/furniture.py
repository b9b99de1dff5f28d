"""Whether a new version of a document says anything new, told before it is read where only its furniture moved. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from monitor.model import Block, Document, DocumentRecord, Layer, Reading, Zone, document_of


def only_furniture_moved(before: Document, after: Document, read: Callable[[Document], Reading]) -> bool:
    """Whether the two differ in their furniture alone, and what came and went there says nothing of anybody.

    What is furniture is told by the markup, which errs: a list of bidders may stand in a box at the side. So the words that differ are
    read by themselves. The rest is not read again, and cannot mean something else for what stands beside it.
    """
    if (before.title, before.record, before.withdrawn) != (after.title, after.record, after.withdrawn):
        return False
    if after.record is not None or _content(before) != _content(after):
        return False
    old, new = _furniture(before), _furniture(after)
    counts = Counter(block.text for block in old), Counter(block.text for block in new)
    parts = [_without(old, counts[1]), _without(new, counts[0])]
    return not any(_says_something(read(_part_of(after, part))) for part in parts if part)


def is_cosmetic(before: DocumentRecord, document: Document, reading: Reading) -> bool:
    """Whether only furniture, counters or dates moved: such a version is not kept, or a page that counts its readers fills the disk."""
    # What was read first: most versions differ there, and both texts need not be gone through for their numbers.
    return _said(before.reading) == _said(reading) and before.document.quiet_hash == document.quiet_hash


def _content(document: Document) -> list[tuple[str, str]]:
    # Not the learned zones: a place that became one of those at this visit has moved nothing.
    return [(block.kind, block.text) for block in document.blocks if block.zone is not Zone.CHROME]


def _furniture(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.zone is Zone.CHROME]


def _without(blocks: Sequence[Block], others: Counter[str]) -> list[Block]:
    left = Counter(others)
    found = []
    for block in blocks:
        if left[block.text]:
            left[block.text] -= 1
        else:
            found.append(block)
    return found


def _part_of(document: Document, blocks: Sequence[Block]) -> Document:
    return document_of(
        blocks,
        source_id=document.source_id,
        identity=document.identity,
        url=document.url,
        kind=document.kind,
        publisher=document.publisher,
        published_at=document.published_at,
    )


def _says_something(reading: Reading) -> bool:
    return bool(reading.claims or reading.weighed or reading.renames or reading.contacts)


def _said(reading: Reading) -> tuple[object, ...]:
    claims = sorted((c.id, c.volume or "") for c in reading.claims if c.layer is not Layer.LLM)
    return (
        claims,
        [(r.former_id, r.present_id) for r in reading.renames],
        [(c.address, c.retired) for c in reading.contacts],
    )

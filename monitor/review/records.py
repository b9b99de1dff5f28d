"""The record of a register or feed that some words stand in, and the same record in another version. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import Block, BlockKind, Document

Record = tuple[Block, ...]
#: Two records with fewer lines in common than this are not the same one.
_LEAST_ALIKE = 0.4


def record_of(document: Document, block: Block | None) -> Record:
    """The blocks of the record that ``block`` is a line of; empty where the document holds no records."""
    if block is None or block.kind is not BlockKind.RECORD:
        return ()
    return tuple(each for each in document.blocks if each.kind is BlockKind.RECORD and _path(each) == _path(block))


def same_record(document: Document, record: Record, contract: str | None = None) -> Record:
    """What ``record`` of another version is in ``document``: that of the same contract, else the one that is most alike."""
    records = _records(document)
    named = [each for each in records if contract and any(contract in block.text for block in each)]
    if named:
        return named[0]
    wanted = {block.text for block in record}
    best = max(records, key=lambda each: _alikeness(each, wanted), default=())
    return best if best and _alikeness(best, wanted) >= _LEAST_ALIKE else ()


def are_one(record: Record, other: Record) -> bool:
    """Whether the two are one record in two versions rather than two contracts."""
    return _alikeness(record, {block.text for block in other}) >= _LEAST_ALIKE


def in_lines(record: Record, first: Block | None, other: Record, *, most: int) -> str:
    """The lines of ``record`` in their order, at most ``most`` characters: ``first``, then what ``other`` has not, then the rest."""
    known = {block.text for block in other}
    wanted = sorted(record, key=lambda block: (block is not first, block.text in known))
    chosen: list[Block] = []
    for block in wanted:
        if sum(len(each.text) + 1 for each in chosen) + len(block.text) > most and chosen:
            continue
        chosen.append(block)
    return "\n".join(block.text for block in sorted(chosen, key=lambda block: block.start))


def _records(document: Document) -> Sequence[Record]:
    found: dict[str, list[Block]] = {}
    for block in document.blocks:
        if block.kind is BlockKind.RECORD:
            found.setdefault(_path(block), []).append(block)
    return [tuple(blocks) for blocks in found.values()]


def _path(block: Block) -> str:
    """``records.3`` of ``records.3.providers.0``: the way to the entry of the outermost list."""
    parts = block.signature.split(".")
    number = next((place for place, part in enumerate(parts) if part.isdigit()), -1)
    return ".".join(parts[: number + 1])


def _alikeness(record: Record, wanted: set[str]) -> float:
    have = {block.text for block in record}
    return len(have & wanted) / len(have | wanted) if have and wanted else 0.0

"""Lines taken out of a list that otherwise stands: the one way in which prose says, by leaving out, that somebody is gone."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.ledger.mentioned import is_named
from monitor.model import Block, BlockKind, Document, Reading, Zone
from monitor.text import fold

#: A longer block is a sentence; sentences are rewritten, lines of a list are not.
_LONGEST_LINE = 160


def dropped_from_lists(before: Document, reading: Reading, after: Document, new: Reading) -> frozenset[str]:
    """The ids of the claims in ``reading`` (of ``before``) whose line is gone from a list of which most lines remain.

    At least one line beside it and half of the lines of its list must still be there, and the organisation may be named
    nowhere else in ``after`` (read as ``new``), or not for the area of the line: a list that was rewritten or emptied as a
    whole says nothing about anybody.
    """
    held = {(claim.organisation_id, fold(area)) for claim in new.claims for area in claim.areas}
    present = {fold(block.text) for block in after.blocks}
    text = f" {fold(after.text)} "
    dropped: set[str] = set()
    for listed in _lists(before.blocks):
        gone = [line for line in listed if fold(line.text) not in present]
        if not gone or 2 * len(gone) > len(listed) or len(listed) < 2:
            continue
        for claim in reading.claims:
            inside = any(line.start <= claim.evidence.start < line.end for line in gone)
            named = is_named(claim, text)
            elsewhere = claim.areas and not any((claim.organisation_id, fold(area)) in held for area in claim.areas)
            if inside and (not named or elsewhere):
                dropped.add(claim.id)
    return frozenset(dropped)


def _lists(blocks: Sequence[Block]) -> list[list[Block]]:
    """Runs of at least two neighbouring short lines of one kind under one heading."""
    runs: list[list[Block]] = []
    for block in blocks:
        if not _is_line(block):
            runs.append([])
            continue
        last = runs[-1][-1] if runs and runs[-1] else None
        if last and (last.kind, last.group, last.headings) == (block.kind, block.group, block.headings):
            runs[-1].append(block)
        else:
            runs.append([block])
    return [run for run in runs if len(run) > 1]


def _is_line(block: Block) -> bool:
    if block.zone is Zone.CHROME or len(block.text) > _LONGEST_LINE:
        return False
    if block.kind in {BlockKind.ITEM, BlockKind.ROW, BlockKind.DEFINITION}:
        return True
    return block.kind is BlockKind.PARAGRAPH and not block.text.endswith((".", ":", "?", "!"))

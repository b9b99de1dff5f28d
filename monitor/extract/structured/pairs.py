"""Pages that set each label and its value in a paragraph of its own: "Awarded supplier:", and below it "Acme Ltd"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.model import Block, BlockKind

#: So many labels with their values make a record; one or two may lead in a list or a quotation.
_FEWEST = 3
_LONGEST_LABEL, _LONGEST_VALUE = 7, 400


def paired(blocks: Sequence[Block]) -> Iterator[Block]:
    """``blocks`` with such labels as terms and their values as definitions."""
    position = 0
    while position < len(blocks):
        end = position
        while _is_pair(blocks[end : end + 2]) and blocks[end].headings == blocks[position].headings:
            end += 2
        if end - position < 2 * _FEWEST:
            end = max(end, position + 1)
            yield from blocks[position:end]
        else:
            for label, value in zip(blocks[position:end:2], blocks[position + 1 : end : 2], strict=True):
                yield replace(label, kind=BlockKind.TERM, text=label.text.rstrip(" :"))
                yield replace(value, kind=BlockKind.DEFINITION)
        position = end


def _is_pair(blocks: Sequence[Block]) -> bool:
    if len(blocks) < 2 or any(block.kind is not BlockKind.PARAGRAPH for block in blocks):
        return False
    label, value = (block.text.rstrip() for block in blocks)
    return (
        label.endswith(":")
        and len(label.split()) <= _LONGEST_LABEL
        and value[-1:] != ":"
        and len(value) < _LONGEST_VALUE
    )

"""Pages that set each label and its value in a paragraph of its own: "Awarded supplier:", and below it "Acme Ltd"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from monitor.extract.words.statuses import ROLES, header_kind, role_in
from monitor.model import Block, BlockKind

#: So many labels with their values make a record; one or two may lead in a list or a quotation.
_FEWEST = 3
_LONGEST_LABEL, _LONGEST_VALUE = 7, 400


def paired(blocks: Sequence[Block]) -> Iterable[Block]:
    """``blocks`` with such labels as terms and their values as definitions."""
    blocks = _under_labels(blocks)
    return _paired(blocks) if sum(map(_is_label, blocks)) >= _FEWEST else blocks


def _paired(blocks: Sequence[Block]) -> Iterator[Block]:
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


def _under_labels(blocks: Sequence[Block]) -> Sequence[Block]:
    """``blocks`` with a label that comes again and again in paragraphs of its own as a term, and what stands below it as its value."""
    short = Counter(b.text for b in blocks if b.kind is BlockKind.PARAGRAPH and len(b.text) <= _LONGEST_REPEATED)
    labels = {text for text, times in short.items() if times > 1 and text[-1:] not in ":.?!" and header_kind(text)}
    if not any(header_kind(text) in ROLES for text in labels):
        return blocks
    # Beside labels that come again, one that names a part may stand only once: "Subcontractor".
    labels |= {text for text in short if len(text.split()) <= _MOST_ONCE and _is_part(text)}
    told: list[Block] = []
    before: Block | None = None
    listed = False
    for block in blocks:
        below = before is not None and before.text in labels and block.headings == before.headings
        listed = block.kind is BlockKind.ITEM and (below or listed)
        kind = block.kind
        if kind is BlockKind.PARAGRAPH and block.text in labels:
            kind = BlockKind.TERM
        elif listed or (kind is BlockKind.PARAGRAPH and below and len(block.text) < _LONGEST_VALUE):
            kind = BlockKind.DEFINITION
        told.append(replace(block, kind=kind))
        before = block
    return told


_MOST_ONCE = 2


def _is_part(text: str) -> bool:
    """Whether ``text`` is a label of a part and nothing else: "Subcontractors", "Lead provider"."""
    return text[-1:] not in ":.?!" and header_kind(text) in ROLES and role_in(text.rstrip("s")) is not None


_LONGEST_REPEATED = 30


def _is_pair(blocks: Sequence[Block]) -> bool:
    if len(blocks) < 2 or not _is_label(blocks[0]) or blocks[1].kind is not BlockKind.PARAGRAPH:
        return False
    value = blocks[1].text.rstrip()
    return value[-1:] != ":" and len(value) < _LONGEST_VALUE


def _is_label(block: Block) -> bool:
    if block.kind is not BlockKind.PARAGRAPH or ":" not in block.text:
        return False
    return block.text.rstrip().endswith(":") and len(block.text.split()) <= _LONGEST_LABEL

"""Whether a document is laid out at all: in rows, lists, labelled lines or headings, or only in sentences under a title."""

from __future__ import annotations

from monitor.model import BlockKind, Document

_ENDS = ".!?"


def is_laid_out(document: Document) -> bool:
    """Whether ``document`` has anything that the readers of tables, lists and notices look for.

    What has only a title and paragraphs that end as sentences do, with no colon in any of them, has nothing for these: no row and
    no item, no label and no line.
    """
    if document.record_kind or ":" in document.text:
        return True
    return any(
        block.kind is not BlockKind.TITLE and (block.kind is not BlockKind.PARAGRAPH or block.text[-1:] not in _ENDS)
        for block in document.blocks
    )

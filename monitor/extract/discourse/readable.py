"""What of a document is read as prose: its lines, and of its tables the sentences that tell a decision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from monitor.model import Block, BlockKind, Document


def worth_reading(document: Document) -> Iterator[Block]:
    """The blocks without what rows hold but decisions, and without what a page says of itself ("From: the Department", "Published")."""
    term = ""
    for block in document.blocks:
        if block.kind is BlockKind.TERM:
            term = block.text
        if block.kind is BlockKind.ROW:
            yield from decisions_in(block)
        elif block.kind is not BlockKind.DEFINITION or not _OF_THE_PAGE.match(term):
            yield block


_OF_THE_PAGE = re.compile(r"(?:from|published|updated|author|by|contact|address|telephone|email|source|topic|part of|department|date|posted)\b[^?]{0,12}:?$", re.IGNORECASE)  # fmt: skip


_DECIDING = re.compile(
    r"(?:decisions?|resolutions?|resolved|agreed|minutes?|outcome)(?: (?:made|taken|reached|and reasons?))?",
    re.IGNORECASE,
)
_FEWEST_WORDS = 6


def decisions_in(row: Block) -> Iterator[Block]:
    """Each cell of ``row`` that tells a decision in a sentence, as a paragraph: "That the contract be awarded to Acme"."""
    for cell in row.cells:
        if cell.text.endswith(".") and len(cell.text.split()) >= _FEWEST_WORDS and _DECIDING.fullmatch(cell.header):
            yield replace(row, kind=BlockKind.PARAGRAPH, text=cell.text, start=cell.start, cells=())


def in_a_menu(text: str, at: int) -> bool:
    """Whether what stands at ``at`` in ``text`` is one of the short pieces of a line that bars part, and no sentence among them."""
    begin = text.rfind("\n", 0, at) + 1
    line = text[begin:].partition("\n")[0]
    if " | " not in line:
        return False
    before = line.rfind(" | ", 0, at - begin)
    piece = line[before + 3 if before >= 0 else 0 :].partition(" | ")[0]
    return not piece.endswith(".") or len(piece.split()) < _FEWEST_WORDS

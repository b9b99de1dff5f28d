"""What of a document is read as prose: its lines, and of its tables the sentences that tell a decision."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from monitor.extract.words.lexicon import places
from monitor.model import Block, BlockKind, Document
from monitor.text import fold, plain


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
#: What was put to those who decide, and what they did with it.
_RECOMMENDING = re.compile(
    r"(?:(?:subject|item|matter|title)s? and )?(?:(?:staff|officers?'?) )?(?:recommendations?|recommended action|request)",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"(?:(?:board|council|committee|commission) )?(?:action|decision|outcome|result|vote)s?(?: taken)?", re.IGNORECASE
)
_CARRIED = re.compile(
    r"(?:unanimously |motion )?(?:approved|adopted|carried|agreed|passed|accepted|authori[sz]ed|awarded|endorsed|ratified|resolved)\b(?! subject)",
    re.IGNORECASE,
)
#: What happened, beside when it did.
_HAPPENED = re.compile(
    r"(?:what|what (?:has )?happened|what (?:we|was|has been) (?:did|done|decided)|events?|milestones?|steps?|progress|updates?|news|developments?|history|action taken)",
    re.IGNORECASE,
)
_WHEN = re.compile(r"(?:when|dates?|month|year|day|time)", re.IGNORECASE)
_FEWEST_WORDS = 6


def decisions_in(row: Block) -> Iterator[Block]:
    """Each cell of ``row`` that tells a decision in a sentence, as a paragraph: "That the contract be awarded to Acme"."""
    carried = any(_ACTION.fullmatch(cell.header) and _CARRIED.match(cell.text) for cell in row.cells)
    dated = any(_WHEN.fullmatch(cell.header) for cell in row.cells)
    for cell in row.cells:
        if not cell.text.endswith(".") or len(cell.text.split()) < _FEWEST_WORDS:
            continue
        told = _DECIDING.fullmatch(cell.header) or (dated and _HAPPENED.fullmatch(cell.header))
        if told or (carried and _RECOMMENDING.fullmatch(cell.header)):
            yield replace(row, kind=BlockKind.PARAGRAPH, text=cell.text, start=cell.start, cells=())


#: "South West and Essex. Prospects again.": a place that a paragraph is headed with, in its first line.
_HEADED = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,4}\.? )?(?P<key>(?:The )?[A-Z][\w'-]+(?:(?: (?:and|&|of|the|on|upon)(?: the)?)*,? [A-Z][\w'-]+){0,6}(?: \([A-Z][^()\n]{2,60}\))?)\. (?=[\"A-Z])"
)
_FEWEST_HEADED, _LONGEST_HEAD = 3, 160


def with_keys(document: Document) -> Document:
    """``document`` with a colon behind the places that several of its paragraphs are headed with, so that each is read as the line of a list."""
    headed = [
        (block, match.end("key"))
        for before, block in itertools.pairwise((None, *document.blocks))
        # What stands right below a heading goes on about it.
        if block is not None
        and (before is None or before.kind is not BlockKind.HEADING)
        and block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}
        and block.text.find(". ", 0, _LONGEST_HEAD) > 0
        and (match := _HEADED.match(plain(block.text)))
    ]
    placed = sum(_is_of_places(block.text[:end]) for block, end in headed)
    if len(headed) < _FEWEST_HEADED or placed * 3 < len(headed) * 2:
        return document
    letters = list(document.text)
    for block, end in headed:
        letters[block.start + end] = ":"
    text = "".join(letters)
    ends = {block.start: end for block, end in headed}
    blocks = tuple(
        replace(block, text=text[block.start : block.start + len(block.text)]) if block.start in ends else block
        for block in document.blocks
    )
    return replace(document, text=text, blocks=blocks)


def _is_of_places(key: str) -> bool:
    """Whether one of the names of a key is a known place."""
    bare = re.sub(r"^[\d. ]+|\(.*", "", key)
    return any(
        fold(part.removeprefix("The ")) in places() for part in re.split(r",? and (?:the )?|, | & ", bare.strip())
    )


def in_a_menu(text: str, at: int) -> bool:
    """Whether what stands at ``at`` in ``text`` is one of the short pieces of a line that bars part, and no sentence among them."""
    begin = text.rfind("\n", 0, at) + 1
    line = text[begin:].partition("\n")[0]
    if " | " not in line:
        return False
    before = line.rfind(" | ", 0, at - begin)
    piece = line[before + 3 if before >= 0 else 0 :].partition(" | ")[0]
    return not piece.endswith(".") or len(piece.split()) < _FEWEST_WORDS

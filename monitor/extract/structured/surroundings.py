"""What surrounds a table: the words near it, the notes below it, and the frame in which its rows are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from monitor.extract.names.about import programmes_of
from monitor.extract.structured.footnotes import Note, is_note, stages_of_notes
from monitor.extract.structured.parties import Party, parties_in
from monitor.extract.structured.rows import Frame
from monitor.extract.words.statuses import ROLES, header_kind
from monitor.model import Block, BlockKind, Cell, Document, Status, Zone, first_behind
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold


class Page:
    """A document and the list of known names, with what holds for every table in it; this is found when the first needs it."""

    def __init__(self, document: Document, watchlist: Watchlist) -> None:
        self.document = document
        self.watchlist = watchlist

    def frame(self, rows: Sequence[Block], notes: Sequence[Note], default: Status) -> Frame:
        """The frame of the table of ``rows`` with the ``notes`` below it; ``default`` is the status where a row gives none."""
        alone = frozenset(fold(party.surface) for row in rows for cell in row.cells for party in self._alone(cell, row))
        # A table beside the main text may be as good as one in it: it is read, and trusted less.
        confidence = 0.6 if rows[0].zone is Zone.CHROME else 0.95
        return replace(self._whole, default=default, confidence=confidence, vouched=alone, noted=stages_of_notes(notes))

    @cached_property
    def _whole(self) -> Frame:
        text = self.document.text
        areas = self.watchlist.find_areas(text)
        about = programmes_of(text, self.watchlist, areas, known=bool(areas))
        legend = _LEGEND.search(text)
        return Frame(
            document=self.document,
            watchlist=self.watchlist,
            default=Status.AWARDED,
            about=about,
            mark=legend[1] if legend else "",
        )

    def _alone(self, cell: Cell, row: Block) -> list[Party]:
        """The bodies in a cell whose names hold no "and", of more than a word: they vouch for their like in other cells."""
        kinds = {header_kind(cell.header), header_kind(row.cells[0].text)}
        if len(cell.text) > _LONGEST_LIST or not kinds & ROLES.keys():
            return []
        named = parties_in(cell.text, self.watchlist)
        return [party for party in named if " " in party.surface and not _AND.search(party.surface)]


_LONGEST_LIST = 400
_AND = re.compile(r" (?:and|&) ")
#: "* denotes lead organisation"
_LEGEND = re.compile(
    r"(?<!\w)([*#^\u2020\u2021])+ ?(?:(?:denotes?|indicates?|means|signifies|marks|shows|is|=|:|-) ?)?(?:the |a )?(?:lead|prime|accountable) (?:organi[sz]ation|provider|partner|body|contractor|member|agency|bidder)"
)


def words_around(document: Document, first: Block) -> list[str]:
    """The words that say what the table is that begins with ``first``, nearest first: caption, lines before it, headings, title."""
    number = first_behind(document.blocks, first.start) - 1
    tabled = any(block.kind is BlockKind.ROW for block in document.blocks[:number])
    near = [
        block.text
        for block in reversed(document.blocks[max(0, number - _LINES_BEFORE) : number])
        if (block.group == first.group or block.kind is not BlockKind.ROW) and not (tabled and is_note(block.text))
    ]
    return [*near, *reversed(first.headings), document.title]


_LINES_BEFORE = 4

"""Renames that a cell of a table or a field of a record states: "Brightline (formerly Beacon Carers)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.extract.structured.footnotes import mark_at_end, noted_tables
from monitor.extract.structured.parties import parties_in
from monitor.extract.words.statuses import header_kind
from monitor.model import BlockKind, Document, Evidence, Rename, organisation_id_of
from monitor.programmes.watchlist import Watchlist

#: Columns whose values may bear another name than before and are nobody: "Call-Off 3 (was Lot 15)".
_OF_NO_BODIES = frozenset({"area", "service", "status", "ignored"})
_SAID = re.compile(r"\((?:formerly|previously|was|now|renamed)\b", re.IGNORECASE)


def renames_of_records(document: Document, watchlist: Watchlist) -> Iterator[Rename]:
    """The renames in the rows and fields of ``document``, and in the notes to which its rows point; prose is read elsewhere."""
    yield from _in_notes(document, watchlist)
    for block in document.blocks:
        if not (block.kind is BlockKind.ROW or document.record_kind) or not _SAID.search(block.text):
            continue
        label = f"{block.text.partition(': ')[0]}: " if block.kind is BlockKind.RECORD else ""
        whole = (block.text.removeprefix(label), block.start + len(label))
        cells = [(cell.text, cell.start) for cell in block.cells if header_kind(cell.header) not in _OF_NO_BODIES]
        for text, start in cells if block.cells else [whole]:
            for party in parties_in(text, watchlist) if _SAID.search(text) else ():
                other = text.find(party.former)
                if not party.former or other < 0 or party.former == party.name:
                    continue
                first = start + min(party.start, other)
                last = start + max(party.end, other + len(party.former))
                known = watchlist.organisation(party.former)
                yield Rename(
                    former=known.name if known else party.former,
                    former_id=known.id if known else organisation_id_of(party.former),
                    present=party.name,
                    present_id=party.id,
                    evidence=Evidence(quote=document.text[first:last], start=first, end=last),
                    confidence=0.95,
                )


def _in_notes(document: Document, watchlist: Watchlist) -> Iterator[Rename]:
    """What notes below tables say of those behind whose names their marks stand: "* Formerly Beacon Carers"."""
    for rows, mark, note, said in noted_tables(document):
        match = _FORMERLY.match(said)
        former = parties_in(match["former"], watchlist) if match else []
        marked = [cell for row in rows for cell in row.cells if mark_at_end(cell.text) == mark]
        present = {p.id: p for cell in marked for p in parties_in(cell.text, watchlist)[-1:]}
        if match is None or len(former) != 1 or len(present) != 1 or former[0].id in present:
            continue
        (now,) = present.values()
        start = note.start + note.text.find(said)
        end = start + match.end()
        yield Rename(
            former=former[0].name,
            former_id=former[0].id,
            present=now.name,
            present_id=now.id,
            evidence=Evidence(quote=document.text[start:end], start=start, end=end),
            confidence=0.95,
        )


_FORMERLY = re.compile(
    r"(?:formerly|previously|until (?:then|recently)|before (?:then|that))(?: known as| called| named| trading as)?:? (?:the )?"
    r"(?P<former>(?-i:[A-Z0-9])[^;()]*?)(?=\s*(?:[;(,]|\.?$|\. (?-i:[A-Z])|\b(?:until|till|up to|before)\b))",
    re.IGNORECASE,
)

"""Renames that a cell of a table or a field of a record states: "Brightline (formerly Beacon Carers)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.extract.structured.parties import parties_in
from monitor.extract.words.statuses import header_kind
from monitor.model import BlockKind, Document, Evidence, Rename, organisation_id_of
from monitor.programmes.watchlist import Watchlist

#: Columns whose values may bear another name than before and are nobody: "Call-Off 3 (was Lot 15)".
_OF_NO_BODIES = frozenset({"area", "service", "status", "ignored"})
_SAID = re.compile(r"\((?:formerly|previously|was|now|renamed)\b", re.IGNORECASE)


def renames_of_records(document: Document, watchlist: Watchlist) -> Iterator[Rename]:
    """The renames in the rows and fields of ``document``; prose is read elsewhere."""
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

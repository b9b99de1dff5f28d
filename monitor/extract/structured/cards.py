"""Records that stand under what names them: cards of bodies, and labelled lines below the place that they are of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from monitor.extract.structured.placelike import is_of_department, is_placelike
from monitor.extract.structured.subjects import speaks_of_contracts
from monitor.extract.structured.titles import place_of_heading
from monitor.extract.structured.values import is_bodily
from monitor.extract.words.statuses import header_kind
from monitor.model import Block, BlockKind, Cell, Document
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

#: What a label says of its value, the value, and the block in which it stands.
Line = tuple[str, Cell, Block]
TYPED = {"lead", "partner", "subcontractor", "owner", "unsuccessful"}


def are_cards(records: Sequence[Sequence[Line]]) -> bool:
    """Whether the records say the same of one after another, each under the heading that names it, and speak of contracts."""
    labels = {tuple(cell.header for _, cell, _ in record) for record in records}
    heads = {record[0][2].headings for record in records}
    return (
        len(records) > 1
        and len(labels) == 1
        and len(heads) == len(records)
        and any(map(speaks_of_contracts, labels.pop()))
    )


def body_over(record: Sequence[Line], document: Document, watchlist: Watchlist, *, carded: bool) -> Line | None:
    """The body whose name is the heading over a record that says where it works, on a page that says what they are."""
    first = record[0][2]
    if (
        {kind for kind, _, _ in record} & TYPED
        or not any(kind == "area" and SERVED.match(fold(cell.header)) for kind, cell, _ in record)
        or not first.headings
    ):
        return None
    *above, name = first.headings
    awarded = any(cell.header.startswith(LOTS) for _, cell, _ in record)
    if not (carded or awarded or any(header_kind(text) == "lead" for text in (*above, document.title))):
        return None
    heading = next(
        (b for b in document.blocks if b.kind is BlockKind.HEADING and b.text == name and b.start < first.start), None
    )
    bodily = is_bodily(name, watchlist) or (carded and not is_of_department(name) and not is_placelike(name, watchlist))
    if heading is None or not bodily or header_kind(name) == "lead":
        return None
    return "lead", Cell(header="", text=name, start=heading.start), first


def tells_lots(label: str, value: str) -> bool:
    """Whether ``value`` says which lots somebody was awarded ("Awarded: Lot 2 Harbour"), and not to whom one was."""
    return bool(_WON.fullmatch(fold(label))) and all(map(_NUMBERED.match, re.split(r"\s*[;\n]\s*", value)))


#: What the label of such a value becomes, which alone says who was.
LOTS = "Lots: "
_WON = re.compile(r"(?:(?:what|lots?) )?(?:awarded|won|winning|successful)(?: in| for)?")
_NUMBERED = re.compile(r"lots? ?\d", re.IGNORECASE)
#: What a body serves, not where it sits ("Region").
SERVED = re.compile(
    r"(?:(?:contract|contract package|delivery|local authority|service|geographical|operating|which|what) )?"
    r"(?:areas?|coverage|covers|covering|serves|serving|counties|districts|boroughs|regions|localities|lots)\b"
)


def places_before(records: Sequence[Sequence[Line]], document: Document, watchlist: Watchlist) -> dict[int, str]:
    """The place in the short line over each record, by where the record begins; none unless there are several and each has one."""
    if len(records) < 2:
        return {}
    above = {block.start: before for before, block in pairwise(document.blocks)}
    found: dict[int, str] = {}
    for record in records:
        first = record[0][2]
        line = above.get(first.start)
        if line is None or line.kind is not BlockKind.PARAGRAPH or line.headings != first.headings:
            return {}
        if len(line.text) > _LONGEST_LINE or ":" in line.text or line.text[-1:] in ".?!":
            return {}
        found[first.start] = place_of_heading(line.text, watchlist)
    return found if all(found.values()) else {}


_LONGEST_LINE = 60

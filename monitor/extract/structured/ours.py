"""Records of whoever publishes a page: "Our partners: Acme Ltd" names those who work with it, and not itself."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.extract.structured.cards import Line
from monitor.model import Cell, Document

_BESIDE = frozenset({"partner", "subcontractor"})


def publisher_of(record: Sequence[Line], document: Document) -> Line | None:
    """Who speaks of "our" partners or subcontractors in ``record``, which names no lead: the publisher, by its name in the text."""
    ours = any(kind in _BESIDE and cell.header.startswith("Our ") for kind, cell, _ in record)
    if not ours or not document.publisher or any(kind == "lead" for kind, _, _ in record):
        return None
    start = document.text.find(document.publisher)
    return ("lead", Cell(header="", text=document.publisher, start=start), record[0][2]) if start >= 0 else None

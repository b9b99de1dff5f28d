"""Structured records to claims: each shape to its reader."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.extract.structured.nested import Quotes, in_one_language
from monitor.extract.structured.notices import Release
from monitor.extract.structured.registers import Entry, entries_of
from monitor.extract.structured.tables import claims_of_tables
from monitor.model import BlockKind, Claim, Document
from monitor.programmes.watchlist import Watchlist


def claims_of_records(document: Document, watchlist: Watchlist) -> list[Claim]:
    """The claims of a document whose ``record_kind`` is ``ocds`` or ``register``."""
    record = document.record or {}
    if document.record_kind == "ocds":
        return list(Release(document, record, watchlist).claims())
    if any(block.kind is BlockKind.ROW for block in document.blocks):
        return claims_of_tables(document, watchlist)
    found: list[Claim] = []
    quotes = Quotes(document)
    for entry in record.get("records") or ():
        if isinstance(entry, Mapping):
            for inner in entries_of(in_one_language(entry), record, watchlist):
                found.extend(Entry(document, inner, record, watchlist, quotes).claims())
    return found

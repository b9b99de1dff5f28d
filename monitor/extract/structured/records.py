"""Structured records to claims: each shape to its reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.extract.structured.nested import Quotes, in_one_language
from monitor.extract.structured.noted_out import claims_of_notes
from monitor.extract.structured.notices import Release
from monitor.extract.structured.registers import Entry, entries_of
from monitor.extract.structured.tables import claims_of_tables
from monitor.extract.words.statuses import header_kind
from monitor.model import BlockKind, Claim, Document
from monitor.programmes.watchlist import Watchlist

#: The facts of a record that name somebody.
WHO = frozenset({"lead", "partners", "subcontractors", "owner", "listed", "description"})
_BODIES = {"lead", "partner", "subcontractor", "owner", "unsuccessful"}


def claims_of_records(document: Document, watchlist: Watchlist) -> list[Claim]:
    """The claims of a document whose ``record_kind`` is ``ocds`` or ``register``."""
    record = document.record or {}
    if document.record_kind == "ocds":
        return list(Release(document, record, watchlist).claims())
    # What a person mapped is read by that, be it a table or not.
    if _is_table(document) and not WHO & set(record.get("fields") or ()):
        claims = claims_of_tables(document, watchlist)
        return [*claims, *claims_of_notes(document, claims, watchlist)]
    return [claim for entry in _entries(document, watchlist) for claim in entry.claims()]


def tells_nobody(document: Document, watchlist: Watchlist) -> bool:
    """Whether a register has no key for who provides what, mapped or understood as one, so that nobody will ever be read in it."""
    if any(WHO & set(entry.fields) for entry in _entries(document, watchlist)):
        return False
    if not _is_table(document):
        return True
    headers = {str(key) for entry in _entries(document, watchlist) for key in entry.entry}
    return not any(header_kind(header) in _BODIES for header in headers) and not claims_of_tables(document, watchlist)


def _is_table(document: Document) -> bool:
    return any(block.kind is BlockKind.ROW for block in document.blocks)


def _entries(document: Document, watchlist: Watchlist) -> Iterator[Entry]:
    record = document.record or {}
    quotes = Quotes(document)
    for entry in record.get("records") or ():
        if isinstance(entry, Mapping):
            for inner in entries_of(in_one_language(entry), record, watchlist):
                yield Entry(document, inner, record, watchlist, quotes)

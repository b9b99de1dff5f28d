"""Changes of a document itself rather than of who is named in it: a restated budget, a withdrawal. Pure."""

from __future__ import annotations

from monitor.ledger.volumes import budget_change
from monitor.model import Change, Document, EventType


def document_changes(before: Document | None, after: Document) -> tuple[Change, ...]:
    """What became of a document between two states of it, or of a process between two of its notices."""
    if before is None:
        return ()
    found = []
    if after.record_kind == before.record_kind == "ocds":
        found.append(budget_change(before.record, after.record, after.text))
    if after.withdrawn and not before.withdrawn and after.id == before.id:
        found.append(
            Change(
                type=EventType.DOCUMENT_WITHDRAWN, organisation=after.title or after.url, organisation_id=f"document:{after.id}",
                reason=after.withdrawn,
            )
        )  # fmt: skip
    return tuple(change for change in found if change)

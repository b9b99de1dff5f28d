"""Changes that only the layout of a table makes: a column that came, went or was put elsewhere."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from monitor.ledger.edits import Edits
from monitor.ledger.places import area_key
from monitor.model import Change, EventType


def is_relaid(identity: str, change: Change, here: AbstractSet[str | None], edits: Edits) -> bool:
    """Whether only the layout of a table makes ``change``: the other version has no column for the place, or has it in another one.

    Who left is out of the places that both versions have a column for, if it had one there (``here`` are all that it had).
    """
    key = area_key(change.area or "")
    if change.type is EventType.AREA_ADDED:
        return key in edits.column_come or (identity, key) in edits.in_rows
    left = change.type is EventType.REMOVED and bool(here - edits.column_gone)
    return key in edits.column_gone and (left or change.type is EventType.AREA_REMOVED)

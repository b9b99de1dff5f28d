"""A step of a body whose place the two versions tell otherwise, since the earlier one gave it only by words far round: one step, no new place."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from monitor.ledger.places import Place, change
from monitor.ledger.precedence import role_group
from monitor.model import Change, EventType


def stepped(old: Mapping[str | None, Place], new: Mapping[str | None, Place], vague: AbstractSet[str]) -> Change | None:
    """How far one body has come since, where none of its places of ``old``, all of them ``vague``, is one of ``new``.

    ``vague`` are the ids of claims of the earlier version in a sentence without their areas. Who stands at several stages in either version has taken no one step.
    """
    if not old or not new or None in old or None in new or old.keys() & new.keys():
        return None
    was, now = next(iter(old.values())).claim, next(iter(new.values())).claim
    before, after = ([c for place in places.values() for c in place.claims] for places in (old, new))
    alike = all(c.status is was.status for c in before) and all(c.status is now.status for c in after)
    if not alike or any(c.id not in vague for c in before) or len({role_group(c.role) for c in (*before, *after)}) > 1:
        return None
    if was.status.is_exit or now.status.is_exit or now.status.rank <= was.status.rank:
        return None
    return change(EventType.STATUS_CHANGED, now, None, before=was.status.value, after=now.status.value, was=was)

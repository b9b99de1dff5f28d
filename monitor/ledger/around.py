"""What stands round a body in two versions of a document: who else had its areas, and who came into them."""

from __future__ import annotations

from typing import NamedTuple

from monitor.ledger.edits import Edits
from monitor.ledger.heirs import heirs
from monitor.ledger.leads import with_one_lead
from monitor.ledger.places import Places, claims_in


class Around(NamedTuple):
    """What stands round one body in both versions.

    ``held``: who had each area and is named still and not said to be out. ``stays``: the areas in which one body leads in both.
    ``came``: the claims of who took another's place, ``aside`` those of the later version that are told only beside another body's.
    """

    held: dict[str | None, set[str]]
    stays: set[str | None]
    came: frozenset[str]
    aside: frozenset[str]


def around_of(old: Places, new: Places, edits: Edits) -> Around:
    """What stands round the bodies of both versions."""
    held: dict[str | None, set[str]] = {}
    for identity in old.keys() & edits.still:
        for area in old[identity]:
            now = new.get(identity, {}).get(area)
            if not (now and now.exit):
                held.setdefault(area, set()).add(identity)
    return Around(held, with_one_lead(old, new), heirs(new, edits), _aside(new))


#: Who are the members and owners of a body says nothing of a step of theirs.
_OF_A_VENTURE = frozenset({"link.venture", "link.owner"})


def _aside(new: Places) -> frozenset[str]:
    return frozenset(claim.id for claim in claims_in(new) if claim.rule in _OF_A_VENTURE and not claim.status.is_exit)

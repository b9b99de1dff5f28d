"""Who leads in an area in both versions, and who leads there no more as another is told to."""

from __future__ import annotations

import re

from monitor.ledger.edits import Edits
from monitor.ledger.places import Place, Places, removed
from monitor.ledger.precedence import role_group
from monitor.model import Change, Status


def displaced(old: Places, new: Places, changes: list[Change], edits: Edits) -> list[Change]:
    """Leads that prose no longer names where it now names another, alone, at the same stage in the same area.

    An article that named one winner and now names another has been corrected or overtaken; the same article merely falling
    silent has not, nor has one whose line about the first stands word for word, or that names the first still and puts the other in words that tell no change. One to whom the contract "has now passed" displaces the other though the old words stand.
    """
    found = []
    for area in dict.fromkeys(area for areas in old.values() for area in areas if area is not None):
        was = [(i, areas[area]) for i, areas in old.items() if area in areas and _leads(areas[area])]
        now = [(i, areas[area]) for i, areas in new.items() if area in areas and _leads(areas[area])]
        heirs = [each for each in now if each[0] not in old and _PASSED.search(each[1].claim.evidence.quote)]
        now = heirs or now
        if len(was) == len(now) == 1 and was[0][0] != now[0][0] and was[0][1].claim.status is now[0][1].claim.status:
            gone = removed(was[0][1])
            claim = now[0][1].claim
            beside = (
                was[0][0] in edits.still and claim.id in edits.reworded and not _PUT_IN.search(claim.evidence.quote)
            )
            stands = was[0][1].claim.id in edits.unchanged
            if (
                (heirs or (was[0][0] not in new and not stands))
                and not (beside or claim.id in edits.steady)
                and not any(c.key == gone.key for c in changes)
            ):
                found.append(gone)
    return found


#: What is said of a contract that somebody had and another has.
_PASSED = re.compile(
    r"\b(?:ha(?:s|ve) (?:now|since) (?:passed|gone over|moved|been (?:passed|transferred|handed|moved))|now passes) "
)
#: What is said of one that was chosen of late.
_PUT_IN = re.compile(
    r"\b(?:has|have) (?:now |since )?(?:been )?(?:appointed|chosen|selected|picked|named|hired|awarded|given|handed|won)\b"
)


def with_one_lead(old: Places, new: Places) -> set[str | None]:
    """The areas in which one body leads in both versions: who was there before it has long been out."""
    return {
        place.area
        for identity, areas in new.items()
        for area, place in areas.items()
        if _leads(place) and (was := old.get(identity, {}).get(area)) and _leads(was)
        if was.claim.status is place.claim.status is Status.AWARDED
    }


def _leads(place: Place) -> bool:
    return role_group(place.claim.role) == "holder" and not place.claim.status.is_exit

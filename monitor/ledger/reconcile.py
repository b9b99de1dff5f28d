"""One document against its former version and against the ledger: which changes are news, which wait, and what moves.

Three rules stand above the rest. A source seen for the first time, and a document read again by a newer extractor, set a
baseline in silence. A name that is merely missing is *absent*, and becomes a removal only when a second good visit misses it
too. And a visit that loses too much at once is a redesign until a person says otherwise: its changes are held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.ledger.compare import compare_readings, compare_with_ledger
from monitor.ledger.edits import NONE, Edits
from monitor.ledger.precedence import role_group
from monitor.model import Change, EventType, Reading, Standing

_ABSENCES = {EventType.REMOVED, EventType.AREA_REMOVED}
#: More losses than this in one visit, and more than this share of what was known, look like a redesign (R12, R13).
FLOOD_COUNT = 5
FLOOD_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What one document brought: ``changes`` that are news now, ``absent`` ones that a second visit must confirm."""

    changes: tuple[Change, ...] = ()
    absent: tuple[Change, ...] = ()
    flooded: bool = False


def reconcile(
    reading: Reading,
    *,
    before: Reading | None,
    standings: Sequence[Standing],
    complete: bool,
    on: date,
    edits: Edits = NONE,
    known_renames: Mapping[str, str] | None = None,
) -> Findings:
    """The findings of a document read as ``reading`` against its version ``before`` (``None``: a new document).

    ``edits`` and ``known_renames`` are as in ``compare_readings``.
    """
    if before is None:
        return Findings(
            changes=tuple(
                compare_with_ledger(standings, reading, published_on=on, known_renames=known_renames, edits=edits)
            )
        )
    found = [
        replace(change, seen_on=None if change.occurred_on else on)
        for change in compare_readings(before, reading, complete=complete, edits=edits, known_renames=known_renames)
    ]
    renamed = set(_renamed_since(before, reading, standings, known_renames or {}))
    if renamed:
        told = replace(reading, claims=tuple(c for c in reading.claims if c.organisation_id in renamed), renames=())
        found = [change for change in found if change.organisation_id not in renamed]
        found += compare_with_ledger(standings, told, published_on=on, known_renames=known_renames)
    stated = {claim.organisation_id for claim in reading.stated() if claim.status.is_exit}
    found = [change for change in found if not _already_known(change, standings)]
    absent = [c for c in found if c.type in _ABSENCES and c.organisation_id not in stated]
    news = [c for c in found if c not in absent]
    if _is_flood(absent, before):
        held = [replace(c, question=FLOOD_QUESTION) for c in absent]
        return Findings(changes=(*news, *held), flooded=True)
    return Findings(changes=tuple(news), absent=tuple(absent))


#: News from more documents than this in one visit look like a list that gave all its entries new names, not like news.
FLOOD_DOCUMENTS = 50
RESET_QUESTION = (
    "Very many documents of this source are new at once. Were they all published now, or did its list begin anew?"
)
FLOOD_QUESTION = "Many names went missing from this page at once. Is this a redesign, or have they all left?"


def still_absent(change: Change, reading: Reading) -> bool:
    """Whether what ``change`` says is missing is still missing from ``reading``, the latest of its document."""
    for claim in reading.stated():
        if claim.organisation_id != change.organisation_id or claim.status.is_exit:
            continue
        if change.area is None or change.area in claim.areas:
            return False
    return True


def _renamed_since(
    before: Reading, reading: Reading, standings: Sequence[Standing], known_renames: Mapping[str, str]
) -> Iterator[str]:
    """Who is new to a page and stands in the ledger under a name that the page never had."""
    held = {each.organisation_id for each in standings if each.valid_to is None and not each.status.is_exit}
    there = {claim.organisation_id for claim in before.claims}
    told = {claim.organisation_id for claim in reading.stated()}
    for former, present in known_renames.items():
        if present in told and former in held and not {former, present} & there and present not in held:
            yield present


def _is_flood(absent: Sequence[Change], before: Reading) -> bool:
    known = sum(len(claim.areas) or 1 for claim in before.stated())
    return len(absent) > FLOOD_COUNT and len(absent) > FLOOD_SHARE * known


def _already_known(change: Change, standings: Sequence[Standing]) -> bool:
    """Whether the ledger stands already as ``change`` says: an outlet that follows confirms, it does not make news again."""
    here = [
        standing
        for standing in standings
        if standing.valid_to is None
        and (change.area is None or standing.area == change.area)
        and (change.programme is None or standing.programme in {None, change.programme})
    ]
    own = [standing for standing in here if standing.organisation_id == change.organisation_id]
    out = not any(not standing.status.is_exit for standing in own)
    match change.type:
        case EventType.ADDED | EventType.AREA_ADDED:
            return _stands(change, own)
        case EventType.REPLACED:
            successor = [standing for standing in here if standing.organisation_id == change.organisation_to_id]
            return out and _stands(change, successor)
        case EventType.REMOVED | EventType.AREA_REMOVED:
            # Nobody can go missing of whom it is known that they are out.
            return bool(own) and out
        case EventType.STATUS_CHANGED:
            return any(standing.status is change.status for standing in own)
    return False


def _stands(change: Change, own: Sequence[Standing]) -> bool:
    return any(
        (change.role is None or role_group(standing.role) == role_group(change.role))
        and (change.status is None or standing.status.rank >= change.status.rank > 0)
        for standing in own
    )

"""Which of the days that documents give are those of a change: what is edited now in a contract of old did not happen when it began. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from monitor.model import Change, Claim, DocumentRecord, Reading, Standing, Status

_IN_FORCE_OR_OVER = {Status.AWARDED, Status.TERMINATED}


def with_days_of_change(
    reading: Reading, before: DocumentRecord | None, standings: Sequence[Standing], *, today: date
) -> tuple[Reading, DocumentRecord | None]:
    """``reading`` with those days alone on which what it newly says came about, and ``before`` without any.

    ``before`` is the version before it (``None``: a new document): what is gone from a list did not go on the day on which it
    began. ``standings`` is what the ledger knows. A day that lies ahead of ``today`` is none of a change, nor is one of a claim
    that ``before`` makes too. That a contract is over counts from its last day, unless it was over before. That somebody has
    it counts from its first day, unless it was in force by then for another or had ended: who has it has changed since, and
    nothing says when.
    """
    earlier = _by_contract(before.reading.claims if before else ())
    if any(claim.event_date for claim in reading.claims):
        known: dict[str | None, list[Standing]] = defaultdict(list)
        for standing in standings:
            known[standing.contract].append(standing)
        reading = _undated(
            reading, lambda claim: not _is_of_change(claim, earlier.get(_contract(claim), ()), known, today)
        )
    return reading, before and replace(before, reading=_undated(before.reading, lambda _claim: True))


def day_out(change: Change, stated: Iterable[Claim]) -> date | None:
    """The day that ``stated``, of one document, give for the end of whom ``change`` puts out; who follows may have begun on another."""
    days = (
        claim.event_date
        for claim in stated
        if claim.event_date and claim.status.is_exit and claim.organisation_id == change.organisation_id
        if not claim.areas or change.area in {None, *claim.areas}
    )
    return next(days, None)


def _undated(reading: Reading, which: Callable[[Claim], bool]) -> Reading:
    if not any(claim.event_date for claim in reading.claims):
        return reading
    claims = (
        replace(claim, event_date=None) if claim.event_date and which(claim) else claim for claim in reading.claims
    )
    return replace(reading, claims=tuple(claims))


def _contract(claim: Claim) -> object:
    """What tells one contract from the others of its document: its key, else where it is and what for."""
    return claim.contract or (claim.programme, claim.areas, claim.services)


def _by_contract(claims: Iterable[Claim]) -> Mapping[object, Sequence[Claim]]:
    found: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.status in _IN_FORCE_OR_OVER:
            found[_contract(claim)].append(claim)
    return found


def _is_of_change(
    claim: Claim, earlier: Sequence[Claim], known: Mapping[str | None, Sequence[Standing]], today: date
) -> bool:
    day = claim.event_date
    if day is None or day > today or any(each.id == claim.id for each in earlier):
        return False
    if claim.status.is_exit:
        return not any(each.status.is_exit for each in earlier)
    held = [each.valid_from for each in known.get(claim.contract, ()) if _was_held(each, claim)]
    return all(was is not None and was < day for was in (*(each.event_date for each in earlier), *held))


def _was_held(standing: Standing, claim: Claim) -> bool:
    """Whether ``standing`` is another's in the contract of ``claim``, or its own of a time that is over."""
    if standing.organisation_id != claim.organisation_id:
        return claim.contract is not None
    return standing.valid_to is not None and (not claim.areas or standing.area in claim.areas)

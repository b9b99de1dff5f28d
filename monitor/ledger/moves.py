"""How claims and changes move the ledger: which standings end and which begin. Pure; the store writes what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from monitor.model import Change, Claim, EventType, Reading, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """Standings that end (as they were, with ``valid_to`` set) and standings that begin."""

    ended: tuple[Standing, ...] = ()
    begun: tuple[Standing, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ended or self.begun)


def moves(
    standings: Sequence[Standing],
    reading: Reading,
    changes: Iterable[Change],
    *,
    on: date,
    known_at: datetime,
    url: str,
    source_id: str,
) -> Moves:
    """What ``reading`` and the ``changes`` it makes do to ``standings`` (those now open, of any area).

    ``on`` is the day from which a claim without a date of its own holds. A claim that repeats an open standing moves nothing.
    A claim older than the standing it meets takes its place in history: it begins on its day and ends when the other began.
    """
    ledger = {(standing.slot, standing.partnership): standing for standing in standings}
    ended: list[Standing] = []
    begun: dict[tuple[object, ...], Standing] = {}
    for change in changes:
        if change.type is EventType.RENAMED and not change.question:
            _rename(change, ledger, ended, begun, change.occurred_on or on)
        if change.question or not _is_exit(change):
            continue
        gone = [key for key, standing in ledger.items() if _concerns(change, standing)]
        ended.extend(_ended(ledger.pop(key), change.occurred_on or on) for key in gone)
    for new in _standings_of(reading.stated(), standings, on=on, known_at=known_at, url=url, source_id=source_id):
        key = (new.slot, new.partnership)
        known = ledger.get(key) or _same_slot(ledger, new)
        if known and (known.role, known.status) == (new.role, new.status):
            continue
        if known and _older(new, known):
            begun[(*key, new.status, new.valid_from)] = replace(new, valid_to=known.valid_from)
            continue
        if known:
            ledger.pop((known.slot, known.partnership), None)
            ended.append(_ended(known, new.valid_from or on))
        ledger[key] = new
        begun[(*key, new.status, new.valid_from)] = new
    fresh = {id(standing) for standing in begun.values()}
    return Moves(ended=tuple(s for s in ended if id(s) not in fresh and s.claim_id), begun=tuple(begun.values()))


def _rename(
    change: Change, ledger: dict[Any, Standing], ended: list[Standing], begun: dict[Any, Standing], on: date
) -> None:
    """Carry the places of the former name over to the present one, from the day of the rename."""
    for key in [key for key, standing in ledger.items() if standing.organisation_id == change.organisation_id]:
        former = ledger.pop(key)
        present = replace(
            former,
            organisation=change.organisation_to or former.organisation,
            organisation_id=change.organisation_to_id or former.organisation_id,
            partnership=change.organisation_to if former.partnership == former.organisation else former.partnership,
            valid_from=on,
            quote=change.evidence.quote if change.evidence else former.quote,
        )
        ended.append(_ended(former, on))
        ledger[present.slot, present.partnership] = present
        begun[(present.slot, present.partnership, present.status, on)] = present


def _is_exit(change: Change) -> bool:
    return change.type in {EventType.REMOVED, EventType.REPLACED, EventType.AREA_REMOVED}


def _concerns(change: Change, standing: Standing) -> bool:
    if standing.organisation_id != change.organisation_id:
        return False
    if change.area is not None and standing.area != change.area:
        return False
    if change.contract is not None and standing.contract not in {None, change.contract}:
        return False
    return change.programme is None or standing.programme in {None, change.programme}


def _ended(standing: Standing, on: date) -> Standing:
    # A standing cannot end before it began: a late correction ends it on the day it began.
    return replace(standing, valid_to=max(on, standing.valid_from) if standing.valid_from else on)


def _older(new: Standing, known: Standing) -> bool:
    return bool(new.valid_from and known.valid_from and new.valid_from < known.valid_from)


def _same_slot(ledger: Mapping[Any, Standing], new: Standing) -> Standing | None:
    found = [standing for standing in ledger.values() if standing.slot == new.slot]
    if len(found) == 1 and (new.partnership is None or found[0].partnership is None):
        return found[0]
    return None


def _standings_of(
    claims: Iterable[Claim],
    standings: Sequence[Standing],
    *,
    on: date,
    known_at: datetime,
    url: str,
    source_id: str,
) -> Iterable[Standing]:
    placed = {(standing.programme, standing.organisation_id) for standing in standings if standing.area}
    for claim in claims:
        areas: tuple[str | None, ...] = claim.areas or (None,)
        if areas == (None,) and (claim.programme, claim.organisation_id) in placed:
            # An unknown area is a wildcard that never overwrites a known one.
            continue
        for area in areas:
            yield Standing(
                organisation=claim.organisation,
                organisation_id=claim.organisation_id,
                role=claim.role,
                status=claim.status,
                area=area,
                partnership=claim.partnership,
                programme=claim.programme,
                contract=claim.contract,
                sector=claim.sector,
                valid_from=claim.event_date or on,
                known_from=known_at,
                quote=claim.evidence.quote,
                url=url,
                claim_id=claim.id,
                source_id=source_id,
                confidence=claim.confidence,
            )

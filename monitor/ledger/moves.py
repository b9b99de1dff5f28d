"""How claims and changes move the ledger: which standings end and which begin. Pure; the store writes what comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from monitor.ledger.days import day_out
from monitor.ledger.precedence import is_filled_in, is_repeated, is_same, overtakes, role_group
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
    """What ``reading`` and the ``changes`` it makes do to ``standings`` (all that are known, of any area, those that have ended too).

    ``on`` is the day from which a claim without a date of its own holds. A claim that repeats an open standing moves nothing,
    nor does one that ``precedence`` puts behind it. A claim older than the standing it meets takes its place in history: it
    begins on its day and ends when the other began. A claim without an area moves the places that ``changes`` found for it.
    """
    told, stated = list(changes), reading.stated()
    if not (told or stated):
        return Moves()
    ledger = {(standing.slot, standing.partnership): standing for standing in standings if standing.valid_to is None}
    past = [standing for standing in standings if standing.valid_to is not None]
    ended: list[Standing] = []
    begun: dict[tuple[object, ...], Standing] = {}
    for change in told:
        out_on = day_out(change, stated) or change.occurred_on or on
        if change.type is EventType.RENAMED and not change.question:
            _rename(change, ledger, ended, begun, change.occurred_on or on)
        if change.question or not _takes_out(change):
            continue
        own = [s for s in ledger.values() if s.organisation_id == change.organisation_id and _is_exit(change)]
        alone = len({standing.area for standing in own}) == 1
        gone = [key for key, standing in ledger.items() if standing in own and _concerns(change, standing, alone=alone)]
        for key in gone:
            _close(ledger.pop(key), ended, begun, out_on)
        for key in [key for key, standing in ledger.items() if _follows(change, standing)]:
            _close(ledger.pop(key), ended, begun, out_on)
    for claim in stated:
        for area in _areas_of(claim, told, ledger.values()):
            new = _standing(claim, area, on=on, known_at=known_at, url=url, source_id=source_id)
            new = _of_the_programme(new, ledger.values())
            before = [standing for standing in past if standing.slot == new.slot]
            known = ledger.get((new.slot, new.partnership)) or _same_slot(ledger, new)
            if known and area is not None and not claim.areas:
                new = _in_known_role(new, known)
            if _is_told(claim, area, told):
                _begin(new, known, ledger, ended, begun, told=True)
            elif known and _holds(known, new, before, dated=claim.event_date is not None):
                if _names_the_partnership(known, new):
                    _begin(_within(known, new), known, ledger, ended, begun)
            elif not _is_history(new, before, begun):
                _begin(new, known, ledger, ended, begun)
    return Moves(ended=tuple(ended), begun=tuple(begun.values()))


def _rename(
    change: Change, ledger: dict[Any, Standing], ended: list[Standing], begun: dict[Any, Standing], on: date
) -> None:
    """Carry the places of the former name over to the present one, from the day of the rename.

    Their words stay those that say who has the place: that the body has another name is an event with words of its own.
    """
    for key in [key for key, standing in ledger.items() if standing.organisation_id == change.organisation_id]:
        former = ledger.pop(key)
        present = replace(
            former,
            organisation=change.organisation_to or former.organisation,
            organisation_id=change.organisation_to_id or former.organisation_id,
            partnership=change.organisation_to if former.partnership == former.organisation else former.partnership,
            valid_from=on,
        )
        _close(former, ended, begun, on)
        ledger[present.slot, present.partnership] = present
        begun[(present.slot, present.partnership, present.status, on)] = present


def _takes_out(change: Change) -> bool:
    """Whether ``change`` puts somebody out of a place, by leaving a list or in so many words."""
    return _is_exit(change) or (
        change.type is EventType.STATUS_CHANGED and change.status is not None and change.status.is_exit
    )


def _follows(change: Change, standing: Standing) -> bool:
    """Whether ``standing`` is a member's in the partnership that ``change`` puts out: what it was part of is no more."""
    return (
        standing.partnership == change.organisation != standing.organisation
        and standing.area == change.area
        and not standing.status.is_exit
        and (change.programme is None or standing.programme in {None, change.programme})
    )


def _is_exit(change: Change) -> bool:
    return change.type in {EventType.REMOVED, EventType.REPLACED, EventType.AREA_REMOVED}


def _concerns(change: Change, standing: Standing, *, alone: bool) -> bool:
    """Whether ``standing`` ends by ``change``; of a body in several areas, one that names none says not which. ``alone``: it
    is the body's only place.
    """
    if standing.organisation_id != change.organisation_id:
        return False
    if standing.area != change.area and (change.area is not None or not alone):
        return False
    if change.contract is not None and standing.contract not in {None, change.contract}:
        return False
    return change.programme is None or standing.programme in {None, change.programme}


def _close(standing: Standing, ended: list[Standing], begun: dict[Any, Standing], on: date) -> None:
    """End ``standing``; one that the same document began never was, or was for the days between its two dates."""
    over = _ended(standing, on)
    key = next((key for key, each in begun.items() if each is standing), None)
    if key is None:
        ended.append(over)
    elif over.valid_to == over.valid_from:
        del begun[key]
    else:
        begun[key] = over


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


def _begin(
    new: Standing,
    known: Standing | None,
    ledger: dict[Any, Standing],
    ended: list[Standing],
    begun: dict[Any, Standing],
    *,
    told: bool = False,
) -> None:
    """Let ``new`` take its place in ``ledger``, where ``known`` stands; one older than that goes before it.

    Not where it is ``told`` as a change by the source of ``known``, which was seen there before its day was published.
    """
    if known and (known.role, known.status) == (new.role, new.status) and new.partnership in {None, known.partnership}:
        return
    if known and _older(new, known) and not (told and new.source_id == known.source_id):
        begun[new.slot, new.partnership, new.status, new.valid_from] = replace(new, valid_to=known.valid_from)
        return
    if known:
        ledger.pop((known.slot, known.partnership), None)
        _close(known, ended, begun, new.valid_from or date.min)
        if not (new.status.is_exit or known.status.is_exit):
            # A bid keeps its name when a text speaks of one of its members alone.
            new = replace(new, partnership=new.partnership or known.partnership)
    for key, wildcard in [(key, each) for key, each in ledger.items() if is_filled_in(each, new)]:
        _close(wildcard, ended, begun, new.valid_from or date.min)
        del ledger[key]
    ledger[new.slot, new.partnership] = new
    begun[new.slot, new.partnership, new.status, new.valid_from] = new


def _holds(known: Standing, new: Standing, past: Sequence[Standing], *, dated: bool) -> bool:
    """Whether what stands holds against ``new``, which is neither older nor told as a change."""
    if _older(new, known):
        return False
    if known.valid_from != new.valid_from and is_same(new.status, new.role, known):
        return True
    again = is_repeated(new.status, new.role, past, on=new.valid_from)
    return again or not overtakes(new.status, new.role, known, on=new.valid_from, dated=dated)


def _names_the_partnership(known: Standing, new: Standing) -> bool:
    """Whether ``new`` says in which partnership ``known`` is."""
    return bool(new.partnership) and not (known.partnership or known.status.is_exit or new.status.is_exit)


def _within(known: Standing, new: Standing) -> Standing:
    """``known`` with the partnership that ``new`` names, and with its words if they say the role that stands."""
    if role_group(known.role) != role_group(new.role):
        return replace(known, partnership=new.partnership)
    return replace(known, partnership=new.partnership, quote=new.quote, url=new.url, claim_id=new.claim_id)


def _is_history(new: Standing, past: Sequence[Standing], begun: dict[Any, Standing]) -> bool:
    """Whether ``new`` is of a time that is over; where nothing is known of its day yet, it is put there."""
    if is_repeated(new.status, new.role, past, on=new.valid_from):
        return True
    later = [s for s in past if new.valid_from and s.valid_to and new.valid_from < s.valid_to]
    if not later:
        return False
    first = min(later, key=lambda standing: standing.valid_from or date.min)
    if first.valid_from and new.valid_from and new.valid_from < first.valid_from:
        begun[new.slot, new.partnership, new.status, new.valid_from] = replace(new, valid_to=first.valid_from)
    return True


def _is_told(claim: Claim, area: str | None, changes: Iterable[Change]) -> bool:
    return any(c.claim_id == claim.id and c.area in {None, area} and not c.question for c in changes)


def _places(change: Change, claim: Claim) -> bool:
    """Whether ``change`` says of which place ``claim``, which names no area, is true."""
    if change.type is EventType.REPLACED and claim.status.is_exit:
        return change.organisation_id == claim.organisation_id
    return change.type in _STEPS and change.claim_id == claim.id


_STEPS = {EventType.STATUS_CHANGED, EventType.ROLE_CHANGED, EventType.REPLACED}


def _areas_of(claim: Claim, changes: Sequence[Change], standings: Iterable[Standing]) -> tuple[str | None, ...]:
    """The places that ``claim`` speaks of. An unknown area, and programme, is a wildcard that never overwrites a known one."""
    if claim.areas:
        return claim.areas
    found = [c.area for c in changes if _places(c, claim) and not c.question]
    if any(found):
        return tuple(dict.fromkeys(area for area in found if area))
    own = [each for each in standings if each.area and each.organisation_id == claim.organisation_id]
    placed = any(claim.programme in {None, each.programme} for each in own)
    return () if placed else (None,)


def _in_known_role(new: Standing, known: Standing) -> Standing:
    """``new``, of a claim that names no area, in the role that stands here: it says nothing of the role in this area."""
    return new if "outcome" in {role_group(known.role), role_group(new.role)} else replace(new, role=known.role)


def _of_the_programme(new: Standing, standings: Iterable[Standing]) -> Standing:
    """``new`` in the programme in which its body is known to be there, where it names none: it speaks of that place."""
    if new.programme is not None:
        return new
    here = {
        s.programme for s in standings if s.organisation_id == new.organisation_id and s.area == new.area and s.area
    }
    return replace(new, programme=here.pop()) if len(here) == 1 else new


def _standing(claim: Claim, area: str | None, *, on: date, known_at: datetime, url: str, source_id: str) -> Standing:
    return Standing(
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

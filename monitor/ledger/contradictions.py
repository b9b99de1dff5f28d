"""Contradictions: standings that cannot all hold. Both sides are shown, and neither is averaged away. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.model import Claim, Role, Standing, Status

_HELD = frozenset({Status.PREFERRED_BIDDER, Status.AWARDED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two or more standings that cannot all hold, with why, and since when both were known."""

    subject: str
    reason: str
    sides: tuple[Standing, ...]
    since: date | None

    def age_days(self, today: date) -> int | None:
        """For how many days it has stood open."""
        return (today - self.since).days if self.since else None


def contradictions(standings: Iterable[Standing]) -> tuple[Contradiction, ...]:
    """What does not go together among ``standings`` (all that hold on one day)."""
    held = list(standings)
    found = [*_two_leads(held), *_two_stages(held)]
    return tuple(sorted(found, key=lambda each: (each.subject, each.reason)))


@dataclass(frozen=True, slots=True, kw_only=True)
class StillSaid:
    """What a page still says of a place that, by all else that is known, somebody else has or nobody."""

    claim: Claim
    area: str
    url: str
    now: tuple[Standing, ...] = ()

    def in_words(self) -> str:
        """``still says that Acme is lead in Essex; the ledger has Beacon there``."""
        names = " and ".join(sorted({standing.organisation for standing in self.now}))
        role = self.claim.role.value.replace("_", " ")
        return f"still says that {self.claim.organisation} is {role} in {self.area}; the ledger has {names or 'nobody'} there"


def still_said(claims: Iterable[tuple[Claim, str]], standings: Iterable[Standing]) -> tuple[StillSaid, ...]:
    """Which ``claims`` (those that a page makes now, with its address) the ledger of today does not bear out."""
    places: dict[tuple[str | None, str], list[Standing]] = defaultdict(list)
    for standing in standings:
        if standing.area and not standing.status.is_exit:
            places[standing.programme, standing.area].append(standing)
    found = []
    for claim, url in claims:
        if not claim.mode.makes_events or claim.status.is_exit:
            continue
        for area in claim.areas:
            held = places.get((claim.programme, area), [])
            if claim.organisation_id not in {standing.organisation_id for standing in held}:
                same = tuple(standing for standing in held if standing.role is claim.role)
                found.append(StillSaid(claim=claim, area=area, url=url, now=same))
    return tuple(found)


def _two_leads(standings: list[Standing]) -> Iterable[Contradiction]:
    places: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
    for standing in standings:
        if standing.role is Role.LEAD and standing.status in _HELD and standing.area and not standing.contract:
            places[standing.programme, standing.area].append(standing)
    for (_programme, area), leads in places.items():
        # Members of one partnership may each be called its lead; two partnerships cannot both lead an area.
        sides = {lead.partnership or lead.organisation_id: lead for lead in leads}
        organisations = {lead.organisation_id for lead in sides.values()}
        if len(sides) > 1 and len(organisations) > 1:
            names = " and ".join(sorted({lead.organisation for lead in sides.values()}))
            yield _contradiction(str(area), f"{names} are each named as the lead", sides.values())


def _two_stages(standings: list[Standing]) -> Iterable[Contradiction]:
    # Few have left: only the others of their places need be put together.
    left = {_stage_of(standing) for standing in standings if standing.status.is_exit}
    leavers = {organisation_id for *_, organisation_id, _role in left}
    places: dict[tuple[object, ...], list[Standing]] = defaultdict(list)
    for standing in standings:
        if standing.organisation_id in leavers and (key := _stage_of(standing)) in left:
            places[key].append(standing)
    for (_programme, area, *_rest), same in places.items():
        out = [standing for standing in same if standing.status.is_exit]
        within = [standing for standing in same if standing.status in _HELD]
        if out and within:
            subject = same[0].organisation + (f", {area}" if area else "")
            reason = f"is both {within[0].status.value} and {out[0].status.value}"
            yield _contradiction(subject, reason, [*within, *out])


def _stage_of(standing: Standing) -> tuple[object, ...]:
    return standing.programme, standing.area, standing.contract, standing.organisation_id, standing.role


def _contradiction(subject: str, reason: str, sides: Iterable[Standing]) -> Contradiction:
    ordered = tuple(sorted(sides, key=lambda side: (str(side.known_from), side.organisation)))
    known = [side.known_from.date() for side in ordered if side.known_from]
    return Contradiction(subject=subject, reason=reason, sides=ordered, since=max(known, default=None))

"""Claims laid out by slot: who stands where, in which roles and with which statuses, before two states are compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.model import Claim, Layer, Role, Status
from monitor.text import fold

#: A table row or a record is a state of a list: what is missing from it is missing. Prose may merely be silent.
LISTING = frozenset({Layer.TABLE, Layer.JSON})

_GROUPS = {
    Role.LEAD: "lead",
    Role.CONTRACT_HOLDER: "lead",
    Role.PARTNER: "partner",
    Role.JOINT_VENTURE_MEMBER: "partner",
    Role.STAFF_MUTUAL: "partner",
    Role.SUBCONTRACTOR: "subcontractor",
    Role.OWNER: "owner",
}
#: What an exit without a status of its own means: "unsuccessful bidder" says how it ended, not what it was.
OUTCOMES = frozenset({Role.BIDDER_UNSUCCESSFUL, Role.WITHDRAWN})


def role_group(role: Role) -> str:
    """Roles of one group are told apart by some publishers and not by others, so a move inside a group is no change."""
    return _GROUPS.get(role, "outcome")


@dataclass(frozen=True, slots=True)
class Slot:
    """One organisation in one area (``""``: none stated), under one contract where the contract tells places apart."""

    organisation_id: str
    area: str
    contract: str = ""


Slots = dict[Slot, list[Claim]]


def slots_of(claims: Iterable[Claim], *, same: Mapping[str, str], by_contract: frozenset[tuple[str, str]]) -> Slots:
    """``claims`` by slot. ``same`` maps an organisation's id to the id it is compared under (after a rename)."""
    placed: Slots = {}
    for claim in claims:
        organisation_id = same.get(claim.organisation_id, claim.organisation_id)
        for area in claim.areas or ("",):
            key = (organisation_id, fold(area))
            contract = fold(claim.contract or "") if key in by_contract else ""
            placed.setdefault(Slot(*key, contract), []).append(claim)
    return placed


def several_contracts(claims: Iterable[Claim], same: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    """The places where one organisation holds more than one contract at once, so that the contract belongs to the slot."""
    contracts: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        for area in claim.areas or ("",):
            key = (same.get(claim.organisation_id, claim.organisation_id), fold(area))
            contracts.setdefault(key, set()).add(claim.contract or "")
    return frozenset(key for key, named in contracts.items() if len(named) > 1)


def without_wildcards(first: Slots, second: Slots) -> tuple[Slots, Slots]:
    """Both states without the slots in no stated area whose organisation has known areas in either state.

    An unknown area is a wildcard: "somewhere" is neither gained nor lost beside "Essex". Where one state knows areas and the
    other none, the unplaced claims are compared as if they stood in each known area.
    """
    return _filled(first, second), _filled(second, first)


def _filled(these: Slots, others: Slots) -> Slots:
    filled: Slots = {}
    for slot, claims in these.items():
        if slot.area:
            filled.setdefault(slot, []).extend(claims)
            continue
        own = [s for s in these if s.organisation_id == slot.organisation_id and s.area]
        foreign = [s for s in others if s.organisation_id == slot.organisation_id and s.area]
        if own:
            continue
        for target in foreign or [slot]:
            filled.setdefault(target, []).extend(claims)
    return filled


def statuses_of(claims: Iterable[Claim]) -> set[Status]:
    """Every status that ``claims`` give."""
    return {claim.status for claim in claims}


def groups_of(claims: Iterable[Claim]) -> set[str]:
    """The groups of the roles that ``claims`` give, outcomes left out."""
    return {role_group(claim.role) for claim in claims if claim.role not in OUTCOMES}


def area_name(claims: Iterable[Claim], slot: Slot) -> str | None:
    """The area of ``slot`` as the claims write it."""
    return next((area for claim in claims for area in claim.areas if fold(area) == slot.area), None)


def weight(status: Status) -> int:
    """How much a status says of the present: an exit says most, then the later stage."""
    return 10 if status.is_exit else status.rank

"""Claims laid out by organisation and area, and the changes that two such places make: what all comparing stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from monitor.ledger.precedence import role_group, strength
from monitor.ledger.volumes import volume_of
from monitor.model import Change, Claim, EventType, Layer, Reading, Rename, Role, Status
from monitor.text import fold

#: A table row or a record is a state of a list: what is missing from it is missing. Prose may merely be silent.
SURE = 0.5
LISTS = frozenset({Layer.TABLE, Layer.JSON})


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation in one area (or none) in one version of a document: the claim that counts, and every other."""

    area: str | None
    claim: Claim
    others: tuple[Claim, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim of the place, the one that counts first."""
        return self.claim, *self.others

    @property
    def listed(self) -> bool:
        return self.claim.layer in LISTS

    @property
    def is_sure(self) -> bool:
        """Whether the claim that counts stands without a person's word."""
        return _is_sure(self.claim)

    @property
    def exit(self) -> Claim | None:
        """A claim that the organisation has left, if there is one."""
        exits = [claim for claim in self.claims if claim.status.is_exit]
        return max(exits, key=lambda claim: strength(claim.status, claim.role), default=None)

    @property
    def groups(self) -> set[str]:
        return {role_group(claim.role) for claim in self.claims} - {"outcome"}


Places = dict[str, dict[str | None, Place]]


def places_of(reading: Reading, successor: Mapping[str, str], *, unsure: bool = False) -> Places:
    """The places of ``reading`` by organisation and area. Areas are the same whatever their case and punctuation.

    ``successor`` maps an identifier to the one that it is compared under. The claim that counts is the furthest on the way to
    the award. What is said once without an area and once with it is said of the area. Only stated claims have a place; a mere
    entry in a list of names (low confidence, from a record) has one too, so that its coming and going shows. With ``unsure``
    also what was read with too little confidence to stand without a person's word.
    """
    found: dict[str, dict[str | None, tuple[str | None, list[Claim]]]] = {}
    for claim in reading.claims:
        if not claim.mode.makes_events or claim.layer is Layer.LLM or not (unsure or _is_sure(claim)):
            continue
        areas = found.setdefault(successor.get(claim.organisation_id, claim.organisation_id), {})
        for area in claim.areas or (None,):
            areas.setdefault(area_key(area) if area else None, (area, []))[1].append(claim)
    return {identity: _without_wildcard(areas) for identity, areas in found.items()}


def claims_in(places: Places) -> Iterator[Claim]:
    """Every claim of ``places``, whoever's and wherever it is."""
    return (claim for areas in places.values() for place in areas.values() for claim in place.claims)


def area_key(area: str) -> str:
    """What is the same for one area however it is written: "the Fens", "St Agnes", "Saint Agnes"."""
    return " ".join("saint" if word == "st" else word for word in fold(area).removeprefix("the ").split())


def _is_sure(claim: Claim) -> bool:
    return claim.confidence >= SURE or claim.layer is Layer.JSON


def _without_wildcard(areas: dict[str | None, tuple[str | None, list[Claim]]]) -> dict[str | None, Place]:
    if len(areas) > 1:
        areas.pop(None, None)
    return {key: _place(area, claims) for key, (area, claims) in areas.items()}


def _place(area: str | None, claims: list[Claim]) -> Place:
    best = max(claims, key=lambda claim: (claim.status.rank, claim.role is Role.LEAD, claim.confidence))
    return Place(area, best, tuple(claim for claim in claims if claim is not best))


def added(place: Place, *, reason: str = "") -> Change:
    """The organisation of ``place`` comes in."""
    return change(EventType.ADDED, place.claim, place.area, after=place.claim.role.value, reason=reason)


def removed(place: Place) -> Change:
    """The organisation of ``place`` is not in the list any more; nobody says that it left."""
    return change(EventType.REMOVED, place.claim, place.area, before=place.claim.role.value, reason="no longer listed")


def moved(old: Place, new: Place) -> Iterable[Change]:
    """What became of an organisation that stands in both versions: its status, its role, its volume."""
    if apart := _by_service(old, new):
        for was_there, is_there in apart:
            yield from moved(was_there, is_there)
        return
    was, now = old.claim, new.claim
    if new.exit and not old.exit:
        now = new.exit
    # Whose contract had ended has lost nothing more by a bid.
    still_out = was.status is Status.TERMINATED and now.status.is_exit
    if was.status is not now.status and not still_out:
        step = change(EventType.STATUS_CHANGED, now, new.area, before=was.status.value, after=now.status.value, was=was)
        # Who was told to own what is run there is out as its owner.
        owned = now.status is Status.TERMINATED and was.role is Role.OWNER
        yield replace(step, role=Role.OWNER) if owned else step
    if old.groups and new.groups and not old.groups & new.groups and not now.status.is_exit:
        yield change(EventType.ROLE_CHANGED, now, new.area, before=was.role.value, after=now.role.value, was=was)
    elif was.status is now.status and now.layer is Layer.JSON and was.layer not in LISTS:
        # What a record only described before it now lists: the register itself has taken the name in.
        yield added(new, reason="now in the list of the record")
    if was.volume and now.volume and _of_one_ground(was, now) and not _is_one_amount(was.volume, now.volume):
        yield change(EventType.VALUE_CHANGED, now, new.area, before=was.volume, after=now.volume, was=was)


def _of_one_ground(first: Claim, second: Claim) -> bool:
    """Whether two claims are of the same areas: what is paid for two areas says nothing of what is paid for one of them."""
    return {area_key(area) for area in first.areas} == {area_key(area) for area in second.areas}


def _is_one_amount(first: str, second: str) -> bool:
    """Whether two volumes are one, however they are written: "£1.2m", "£1,200,000.00"."""
    return fold(first) == fold(second) or volume_of(first) == volume_of(second) is not None


def _by_service(old: Place, new: Place) -> list[tuple[Place, Place]]:
    """The lots of one body of which a table gives no area, each with itself: what becomes of one says nothing of another."""
    parts = [{claim.services: claim for claim in place.claims} for place in (old, new)]
    if any(len(part) == 1 for part in parts) or not all(
        claim.layer in LISTS for part in parts for claim in part.values()
    ):
        return []
    return [
        (Place(old.area, claim), Place(new.area, parts[1][lot])) for lot, claim in parts[0].items() if lot in parts[1]
    ]


def renamed(rename: Rename) -> Change:
    """The change that a stated rename makes."""
    return Change(
        type=EventType.RENAMED,
        organisation=rename.former,
        organisation_id=rename.former_id,
        organisation_to=rename.present,
        organisation_to_id=rename.present_id,
        before=rename.former,
        after=rename.present,
        evidence=rename.evidence,
        confidence=rename.confidence,
        occurred_on=rename.event_date,
    )


def change(
    kind: EventType,
    claim: Claim,
    area: str | None,
    *,
    before: str | None = None,
    after: str | None = None,
    was: Claim | None = None,
    reason: str = "",
) -> Change:
    """A change that ``claim`` shows; of what is gone the words stand in the version before."""
    gone = kind in {EventType.REMOVED, EventType.AREA_REMOVED}
    return Change(
        type=kind,
        organisation=claim.organisation,
        organisation_id=claim.organisation_id,
        area=area,
        before=before,
        after=after,
        role=claim.role,
        status=claim.status,
        partnership=claim.partnership,
        programme=claim.programme,
        contract=claim.contract,
        evidence=None if gone else claim.evidence,
        evidence_before=claim.evidence if gone else (was.evidence if was else None),
        confidence=claim.confidence,
        occurred_on=claim.event_date,
        claim_id=claim.id,
        reason=reason,
    )

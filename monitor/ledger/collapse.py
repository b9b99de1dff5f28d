"""Where somebody is out: one that has gone under of every place that it held, any other of those that it is known to have had."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import replace

from monitor.ledger.precedence import BIDDING
from monitor.model import Claim, Reading, Status
from monitor.text import fold

_GONE_UNDER = re.compile(
    r"\b(?:administration|administrators|liquidat\w+|insolven\w+|bankrupt\w*|receivership|ceased (?:trading|to exist|operating)|"
    r"wound up|winding up|gone (?:under|bust)|went (?:under|bust)|collaps\w+|closed (?:down|its doors))\b"
)


def with_whole_exits(before: Reading, after: Reading) -> Reading:
    """``after``, where who has gone under is out of all the areas of ``before`` in which nothing else is said of it."""
    out = {claim.organisation_id for claim in after.stated() if _has_gone_under(claim)}
    if not out:
        return after
    held: dict[str, list[str]] = {}
    for claim in before.stated():
        held.setdefault(claim.organisation_id, []).extend(claim.areas)
    said = {(claim.organisation_id, fold(area)) for claim in after.stated() for area in claim.areas}
    return replace(after, claims=tuple(_whole(claim, held, said) for claim in after.claims))


def with_known_places(before: Reading, after: Reading, unplaced: AbstractSet[str]) -> Reading:
    """``after``, where who is out is out of the one place that ``before`` gives, if the area of an exit only stands round its
    sentence (``unplaced``); of several of those in which nothing else is said of the body. Who was out of some of them already
    is told to be so once more, and who lost a contest lost it where it was in one.
    """
    unplaced = {claim.id for claim in after.claims if claim.status.is_exit and claim.id in unplaced}
    if not unplaced:
        return after
    held: dict[str, dict[str, str]] = {}
    gone: dict[str, dict[str, str]] = {}
    bid: dict[str, dict[str, str]] = {}
    for claim in before.stated():
        areas = {fold(area): area for area in claim.areas}
        held.setdefault(claim.organisation_id, {}).update(areas)
        if claim.status in BIDDING:
            bid.setdefault(claim.organisation_id, {}).update(areas)
        if claim.status.is_exit:
            gone.setdefault(claim.organisation_id, {}).update(areas)
    said: dict[str, set[str]] = {}
    for claim in after.stated():
        if claim.id not in unplaced:
            said.setdefault(claim.organisation_id, set()).update(map(fold, claim.areas))

    def placed(claim: Claim) -> Claim:
        had = held.get(claim.organisation_id, {})
        if claim.id not in unplaced or had.keys() & set(map(fold, claim.areas)):
            return claim
        had = gone.get(claim.organisation_id, had)
        if claim.status is Status.UNSUCCESSFUL:
            had = bid.get(claim.organisation_id, had)
        spoken = said.get(claim.organisation_id, set()) if len(had) > 1 else ()
        left = tuple(area for key, area in sorted(had.items()) if key not in spoken)
        return replace(claim, areas=left) if left else claim

    return replace(after, claims=tuple(map(placed, after.claims)))


def _whole(claim: Claim, held: dict[str, list[str]], said: set[tuple[str, str]]) -> Claim:
    if not (claim.mode.makes_events and _has_gone_under(claim)):
        return claim
    more = [area for area in held.get(claim.organisation_id, ()) if (claim.organisation_id, fold(area)) not in said]
    return replace(claim, areas=tuple(dict.fromkeys((*claim.areas, *more)))) if more else claim


def _has_gone_under(claim: Claim) -> bool:
    return claim.status.is_exit and bool(_GONE_UNDER.search(claim.evidence.quote))

"""What changed between two versions of one document. Claims are compared, never text.

Matching is by organisation and area: order, markup, spelling, codes and duplicates are no change. Silence is no change either:
a name that is missing counts as removed only where both versions are states of one list (a table, a register, a page that
says that it is complete, a list that lost one line).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from monitor.ledger.against import PLACELESS, compare_with_ledger
from monitor.ledger.around import Around, around_of
from monitor.ledger.collapse import with_known_places, with_whole_exits
from monitor.ledger.compounds import with_equal_areas
from monitor.ledger.doubts import NO_BODY, as_weighed, asked, doubted, no_bodies
from monitor.ledger.edits import NONE, Edits
from monitor.ledger.leads import displaced
from monitor.ledger.pairing import paired, placed_alike, without_followers
from monitor.ledger.places import LISTS, Place, Places, added, area_key, change, moved, places_of, removed, renamed
from monitor.ledger.precedence import BIDDING, role_group
from monitor.ledger.relaid import is_relaid
from monitor.ledger.retired import retired
from monitor.ledger.sameness import is_begun, is_cut_short, is_respelling, is_shortened, successors
from monitor.ledger.steady import is_steady
from monitor.ledger.steps import stepped
from monitor.ledger.wording import CORRECTED
from monitor.model import Change, EventType, Reading, Rename, Status

__all__ = ["compare_readings", "compare_with_ledger"]


def compare_readings(
    before: Reading,
    after: Reading,
    *,
    complete: bool = False,
    edits: Edits = NONE,
    known_renames: Mapping[str, str] | None = None,
) -> list[Change]:
    """The changes from ``before`` to ``after``, two versions of one document.

    ``complete`` says that the document lists everyone, whatever its layout. ``edits`` is what the words say beside
    the claims. ``known_renames`` maps identifiers as packs give them, former to present. An empty ``after`` is never a removal
    of all: a page without a claim is a matter of its source's health, and only those are out of whom it says so. What was read unsurely in one version and surely in the
    other is no change: the reading differs there, not the document.
    """
    disbelieved = no_bodies(before, after)
    listing = complete or any(claim.layer in LISTS for claim in after.claims)
    kept = (claim for claim in after.claims if claim.id not in edits.retracted)
    after = replace(after, claims=(*kept, *edits.lost))
    before = replace(before, claims=(*before.claims, *edits.mistaken))
    as_read = before, after
    after = with_known_places(before, with_whole_exits(before, after), edits.unplaced)
    before, after = with_equal_areas(before, after)
    edits = edits.followed(*as_read, before, after)
    dropped = edits.dropped
    renames = [rename for rename in after.renames if _is_news(rename, before)]
    edits = replace(edits, named=edits.named | {rename.present_id for rename in renames})
    successor = {**edits.traded, **successors(before, after)}
    # Who goes by another name now was not taken out of the sentence that has the other name.
    dropped -= {claim.id for claim in before.claims if claim.organisation_id in successor}
    old, new = places_of(before, successor, unsure=True), places_of(after, successor)
    changes = [renamed(rename) for rename in renames]
    given = {
        **(known_renames or {}),
        **{former: present for former, present in edits.one.items() if former not in successor},
    }
    for former, present in _same_under_another_name(old, new, given).items():
        if given.get(former) == present:
            reason = "they share a number" if former in edits.one else "a rename that a programme pack gives"
            changes.append(_renamed(next(iter(old[former].values())), next(iter(new[present].values())), reason))
        old[present] = old.pop(former)
    still, around = places_of(after, successor, unsure=True), around_of(old, new, edits)
    for identity in dict.fromkeys([*old, *new]):
        here, there = old.get(identity, {}), new.get(identity, {})
        left = {
            area
            for area, place in still.get(identity, {}).items()
            if _is_there(place, here.get(area)) or not _claims(here.get(area)) & dropped
        }
        missed = [place for area, place in here.items() if area not in left and _stood(place)]
        gone = [p for p in missed if (p.listed and listing) or complete or _claims(p) & dropped]
        gone = gone if new else [p for p in gone if _claims(p) & edits.out]
        there = _without(there, here, gone, dropped)
        found = [as_weighed(each, before) for each in _judged(identity, here, there, gone, edits, around)]
        changes.extend(asked(c, NO_BODY) if identity in disbelieved and not c.question else c for c in found)
    told = without_followers(paired(placed_alike([*changes, *displaced(old, new, changes, edits)])))
    return [*_marked(told, edits), *retired(before, after)]


def _marked(told: list[Change], edits: Edits) -> Iterable[Change]:
    """``told`` with what else is known of them: that a correction told them, and that no reading holds the claims of who ``lost``."""
    made = {claim.id for claim in edits.lost}
    for each in told:
        held = replace(each, claim_id=None) if each.claim_id in made else each
        yield replace(held, reason=held.reason or CORRECTED) if edits.corrected else held


def _judged(
    identity: str, here: dict[str | None, Place], there: dict[str | None, Place], gone: list[Place], edits: Edits,
    around: Around,
) -> list[Change]:  # fmt: skip
    """The changes of one body, those put as questions in which the words may differ and nothing else."""
    listed = {(identity, place.area) for place in there.values() if place.listed}
    known = not here and identity in edits.named and listed <= edits.placed
    elsewhere = not here.keys() & there.keys()
    # Whose words stand in full beside another place has one more; where they were rewritten, that place may be one of those that it had.
    rewritten = any(_claims(place) - edits.unchanged for place in here.values())
    # What is told in sentences in one version and stands in a column in the other is put otherwise as well.
    retold = any(place.listed for place in there.values()) != any(place.listed for place in here.values())
    inferred = {c.id for place in there.values() for c in place.claims if "incumbent" in c.rule and c.status.is_exit}
    if step := stepped(here, there, edits.vague):
        return [step]
    return [
        doubted(
            each,
            known=known and each.claim_id not in around.came and (identity, each.area) not in edits.newly,
            bygone=not here and identity not in edits.named and each.area in around.stays,
            reworded=each.claim_id in edits.reworded or (retold and each.type in _PUT_OTHERWISE),
            unplaced=each.claim_id in edits.unplaced,
            aside=each.claim_id in around.aside,
            inferred=not here and each.claim_id in inferred,
            listed=(identity, each.area) in listed,
            steady=is_steady(each, edits.steady, stages=edits.stages),
            relaid=is_relaid(identity, each, here.keys(), edits),
            elsewhere=elsewhere
            or (rewritten and each.claim_id in edits.reworded)
            or bool(each.area and around.held.get(area_key(each.area), set()) - {identity}),
        )
        for each in _of_organisation(here, there, gone)
    ]


#: What a column may only say otherwise than a sentence did.
_PUT_OTHERWISE = frozenset({EventType.ROLE_CHANGED, EventType.AREA_ADDED})


def _without(
    there: dict[str | None, Place], here: dict[str | None, Place], gone: Sequence[Place], dropped: AbstractSet[str]
) -> dict[str | None, Place]:
    """``there`` without the places of ``gone``: who is out of one is not in it, though the words name them there still.

    Who was taken out of every place that the earlier version (``here``) gives is in none that the words leave open either.
    """
    out = {place.area for place in gone}
    if gone and len(gone) == len(here) and all(_claims(place) & dropped for place in gone):
        out.add(None)
    return {area: place for area, place in there.items() if place.area not in out}


def _stood(place: Place) -> bool:
    """Whether the earlier version surely had somebody in ``place`` who could be missed."""
    return not place.claim.status.is_exit and place.is_sure


_CLEARLY = 0.6  # Who was taken out of a sentence may be named elsewhere in it; only a clear claim shows them in still.


def _is_there(place: Place, before: Place | None) -> bool:
    """Whether who was taken out of a sentence is clearly in ``place`` still, or has only changed sides in that sentence."""
    if place.claim.confidence >= _CLEARLY:
        return True
    moved_on = before is not None and role_group(before.claim.role) != role_group(place.claim.role)
    return moved_on and place.is_sure and not place.claim.status.is_exit


def _claims(place: Place | None) -> set[str]:
    if place is None:
        return set()
    return {claim.id for claim in place.claims}


def _is_news(rename: Rename, before: Reading) -> bool:
    """Whether ``before`` neither tells of ``rename`` nor goes by the present name alone."""
    named = {claim.organisation_id for claim in before.claims}
    if rename.present_id in named and rename.former_id not in named:
        return False
    return rename.former_id != rename.present_id and all(
        rename.former_id != known.former_id for known in before.renames
    )


def _renamed(old: Place, new: Place, reason: str) -> Change:
    return Change(
        type=EventType.RENAMED,
        organisation=old.claim.organisation,
        organisation_id=old.claim.organisation_id,
        organisation_to=new.claim.organisation,
        organisation_to_id=new.claim.organisation_id,
        before=old.claim.organisation,
        after=new.claim.organisation,
        evidence=new.claim.evidence,
        evidence_before=old.claim.evidence,
        reason=reason,
    )


def _same_under_another_name(old: Places, new: Places, known_renames: Mapping[str, str]) -> dict[str, str]:
    """Identifiers that went to those that came and are the same body: by a pack, or as the name was only respelt or put in letters."""
    lost = [identity for identity in old if identity not in new]
    gained = [identity for identity in new if identity not in old]
    found: dict[str, str] = {}
    for former in lost:
        fits = [
            present
            for present in gained
            if present not in found.values() and _is_same(old, new, former, present, known_renames)
        ]
        if len(fits) == 1:
            found[former] = fits[0]
    return found


def _is_same(old: Places, new: Places, former: str, present: str, known_renames: Mapping[str, str]) -> bool:
    if known_renames.get(former) == present:
        return True
    if not (former.startswith("~") or present.startswith("~")):
        return False
    one, other = next(iter(old[former].values())).claim, next(iter(new[present].values())).claim
    names = one.organisation, other.organisation
    if role_group(one.role) != role_group(other.role):
        return False
    shared = old[former].keys() & new[present].keys() - {None}
    return (
        is_respelling(*names) or is_shortened(*names) or (bool(shared) and (is_begun(*names) or is_cut_short(*names)))
    )


def _of_organisation(old: dict[str | None, Place], new: dict[str | None, Place], gone: list[Place]) -> Iterable[Change]:
    if not old:
        yield from (added(place) for place in new.values() if not place.claim.status.is_exit)
        yield from (_stated_exit(place) for place in new.values() if place.claim.status in _STATED)
        return
    if not new:
        yield from (removed(place) for place in gone)
        return
    shared = [area for area in old if area in new]
    if not shared and (None in old or None in new):
        yield from _between_known_and_unknown_areas(old, new)
        return
    steps = [(area, area) for area in shared] or _won_about(old, new)
    for was, now in steps:
        yield from moved(old[was], new[now])
    reached = {now for _, now in steps}
    for area, place in new.items():
        if area in old or area in reached:
            continue
        if place.claim.status in _STATED and not shared:
            yield _stated_exit(place)
        elif not place.claim.status.is_exit:
            yield change(EventType.AREA_ADDED, place.claim, place.area, after=place.area)
    stepped_on = {was for was, _ in steps}
    for place in gone:
        if area_key(place.area or "") not in stepped_on:
            yield change(EventType.AREA_REMOVED, place.claim, place.area, before=place.area)


def _won_about(old: dict[str | None, Place], new: dict[str | None, Place]) -> list[tuple[str | None, str | None]]:
    """The places for which a body bid with those that it has won and that one name tells of both: "Westphalia", "North Rhine-Westphalia"."""
    return [
        (was, now)
        for was, place in old.items()
        for now, target in new.items()
        if place.claim.status in BIDDING and target.claim.status is Status.AWARDED
        if was and now and _is_part_of(was, now)
    ]


def _is_part_of(one: str, other: str) -> bool:
    """Whether every word of one area is in the other's name."""
    mine, theirs = set(one.split()), set(other.split())
    return mine <= theirs or theirs <= mine


#: Who comes into view already out has not joined. That a bidder was unsuccessful is a fact; that one left is news.
_STATED = {Status.WITHDRAWN, Status.TERMINATED}


def _stated_exit(place: Place) -> Change:
    claim = place.claim
    return change(EventType.STATUS_CHANGED, claim, place.area, after=claim.status.value)


def _between_known_and_unknown_areas(old: dict[str | None, Place], new: dict[str | None, Place]) -> Iterable[Change]:
    """An unknown area is a wildcard: naming the area later is no gain, and leaving it out no loss."""
    pairs = [(place, target) for place in old.values() for target in new.values()]
    for was, now in pairs:
        for each in moved(was, now if now.area is not None else Place(was.area, now.claim, now.others)):
            # Of several areas nobody can say in which the role is another.
            unclear = len(pairs) > 1 and each.type is EventType.ROLE_CHANGED
            yield replace(each, question=f"{PLACELESS} {each.area}?") if unclear else each

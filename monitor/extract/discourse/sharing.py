"""Areas that are shared: by the claims of one body, by those of a partnership, by neighbours in a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.extract.discourse.facts import LIVE, Fact, Facts
from monitor.model import Mode, Status


def share_areas(facts: Facts, found: list[Fact], text: str) -> None:
    """A claim without an area takes those that the same body, its partnership or the whole text gives."""
    for _ in range(2):
        for fact in found:
            if fact.areas or fact.area_count:
                continue
            own = [
                other
                for other in found
                if other.key == fact.key and other.areas and other.mode in {*LIVE, Mode.HISTORIC} and other is not fact
            ]
            same = [other for other in own if other.status == fact.status] or own
            if same:
                fact.areas = tuple(dict.fromkeys(area for other in same for area in other.areas))
        for tie, _ in facts.ties:
            group = {member.key for member in (*tie.first, *tie.second)}
            areas = next(
                (fact.areas for fact in found if fact.key in {m.key for m in tie.first} and fact.areas), ()
            ) or next((fact.areas for fact in found if fact.key in group and fact.areas), ())
            for fact in found:
                if fact.key in group and not fact.areas and not fact.area_count and tie.kind != "owner":
                    fact.areas = areas
    _borrow(found, text)
    sets = {fact.areas for fact in found if fact.areas}
    whole = facts.title_areas or (next(iter(sets)) if len(sets) == 1 else () if sets else facts.opening_areas)
    if whole and len(sets) <= 1 and (not sets or set(next(iter(sets))) <= set(whole)):
        for fact in found:
            if (
                not fact.areas
                and not fact.area_count
                and (facts.title_areas or whole == facts.opening_areas or _near(fact, found, whole))
            ):
                fact.areas = whole
    for fact in found:
        if not fact.areas and not fact.area_count:
            fact.areas = fact.hint


def _borrow(found: list[Fact], text: str) -> None:
    """A claim without an area takes that of its neighbours in the same paragraph, if they have but one."""
    for fact in found:
        if fact.areas or fact.area_count:
            continue
        around = [
            other
            for other in found
            if other.areas
            and abs(other.start - fact.start) < 350
            and "\n" not in text[min(fact.start, other.start) : max(fact.end, other.end)]
        ]
        if len({other.areas for other in around}) == 1 and (
            fact.status is not Status.AWARDED or any(o.status is not Status.AWARDED for o in around)
        ):
            fact.areas = around[0].areas


def _near(fact: Fact, found: Sequence[Fact], areas: tuple[str, ...]) -> bool:
    return fact.status.is_exit and any(other.areas == areas and abs(other.start - fact.start) < 400 for other in found)

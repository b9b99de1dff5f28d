"""Areas that are shared: by the claims of one body, by those of a partnership, by all that is said of a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from monitor.extract.discourse.facts import LIVE, Fact, Facts
from monitor.extract.discourse.resolving import WON
from monitor.extract.discourse.served import Areas
from monitor.extract.discourse.themes import Themes
from monitor.model import Mode, Role, Status


def share_areas(facts: Facts, found: list[Fact], themes: Themes, text: str) -> None:
    """A claim without an area takes those that the same body, its partnership, its paragraph or the whole text gives.

    The nearest comes first: what else is said of the same body in the same way, its partnership, what the
    paragraph is about, what is said of the body in any way, and last what the text as a whole is about.
    """
    for fact in found:
        told = facts.sites.get(fact.key) or (() if fact.status.is_exit else facts.where.get(fact.key, ()))
        if told and not fact.areas:
            fact.areas, fact.inferred = told, True
    _hand_over(found, text)
    for _ in range(2):
        _share_own(found, any_status=False)
        _share_ties(facts, found)
    _lose_beside(found)
    for fact in _bare(found):
        if fact.confidence >= _UNSURE:
            fact.areas = _spoken_of(fact, found, themes)
    _share_own(found, any_status=True)
    _share_ties(facts, found)
    _share_whole(facts, found, themes)
    _share_counted(found, themes)
    for fact in _bare(found):
        fact.areas = facts.spread.get(fact.key, ())
    _share_contract(facts, found)
    _share_ties(facts, found)
    for fact in found:
        if fact.key in facts.more and not fact.beside:
            fact.areas = _joined((fact.areas, facts.more[fact.key]))


def _share_counted(found: Sequence[Fact], themes: Themes) -> None:
    """Who has so many places takes the only list of so many that the text has."""
    for fact in found:
        if fact.areas or not fact.area_count or fact.area_count < _FEWEST_COUNTED:
            continue
        lists = {areas for areas in themes.areas if len(areas) == fact.area_count}
        if len(lists) == 1:
            fact.areas, fact.inferred = lists.pop(), True


#: One place of a text is not told by its number.
_FEWEST_COUNTED = 2
#: What is hardly believed of a body is placed by what the whole text is about, not by what stands near.
_UNSURE = 0.6


def _bare(found: Iterable[Fact]) -> Iterator[Fact]:
    """The claims that say neither where nor in how many places; what they get is inferred."""
    for fact in found:
        if not fact.areas and not fact.area_count:
            fact.inferred = True
            yield fact


def _spoken_of(fact: Fact, found: Sequence[Fact], themes: Themes) -> Areas:
    """What the text speaks of at ``fact``, unless other bodies beside it have each some of those places, or may have."""
    areas = themes.at(fact.start)
    beside = [other for other in found if other.key != fact.key and themes.at(other.start) == areas]
    if len(areas) > 1 and any(other.areas and set(other.areas) < set(areas) for other in beside):
        return ()
    return () if len(areas) > _MOST_SHARED and beside else areas


#: A sentence that names several bodies and more places than these hardly says that each is in all of them.
_MOST_SHARED = 2


def _share_own(found: Sequence[Fact], *, any_status: bool) -> None:
    for fact in _bare(found):
        own = [
            other
            for other in found
            if other.key == fact.key
            and other.areas
            and not other.beside
            and other.mode in {*LIVE, Mode.HISTORIC}
            and other is not fact
        ]
        if fact.status is Status.UNSUCCESSFUL:
            # Where a body has won it has not lost.
            own = [other for other in own if other.status not in WON]
        same = [other for other in own if other.status == fact.status] or (own if any_status else [])
        fact.areas = _joined(other.areas for other in same)


def _lose_beside(found: Sequence[Fact]) -> None:
    """Who lost, having won elsewhere, lost where another has won of whom the text spoke just before."""
    winning = {fact.key for fact in found if fact.status in WON and fact.mode in LIVE}
    for fact in [each for each in _bare(found) if each.key in winning and each.status is Status.UNSUCCESSFUL]:
        winners = [
            other
            for other in found
            if other.status in WON
            and other.mode in LIVE
            and other.areas
            and not other.beside
            and 0 < fact.start - other.end < _JUST_BEFORE
        ]
        won = max(winners, key=lambda other: other.end) if winners else fact
        fact.areas = won.areas if won.key != fact.key else ()


#: So near is the paragraph before.
_JUST_BEFORE = 300


def _joined(sets: Iterable[Areas]) -> Areas:
    return tuple(dict.fromkeys(area for areas in sets for area in areas))


_MEMBERS = {Role.PARTNER, Role.SUBCONTRACTOR, Role.JOINT_VENTURE_MEMBER}


def _share_ties(facts: Facts, found: Sequence[Fact]) -> None:
    for tie, _ in facts.ties:
        first = {member.key for member in tie.first}
        group = first | {member.key for member in tie.second}
        placed = [
            fact
            for fact in found
            if fact.key in group
            and fact.areas
            and not fact.beside
            and not (fact.inferred and fact.role in _MEMBERS and fact.key not in first)
        ]
        areas = next((fact.areas for fact in sorted(placed, key=lambda fact: fact.key not in first)), ())
        for fact in _bare(found):
            if fact.key in group and tie.kind != "owner":
                fact.areas = areas


def _hand_over(found: Sequence[Fact], text: str) -> None:
    """Who comes in behind one that goes comes in there, whatever else it has: "A has handed back the Kent contract. B takes it on"."""
    for fact in found:
        if fact.area_count or fact.status.is_exit or fact.confidence < _UNSURE or (fact.areas and not fact.inferred):
            continue
        before = [
            other
            for other in found
            if other.status.is_exit
            and other.key != fact.key
            and not other.inferred
            and 0 < fact.start - other.end < _NEXT
            and "\n" not in text[other.end : fact.start]
        ]
        if before and len({other.areas for other in before}) == 1 and fact.areas in {(), before[0].areas}:
            fact.areas, fact.inferred = before[0].areas, not before[0].areas


#: So near is the next sentence.
_NEXT = 100


def _share_contract(facts: Facts, found: Sequence[Fact]) -> None:
    """Where the text says once what the whole contract covers, and nobody has a place outside it, all share that."""
    if len(facts.whole) == 1:
        (whole,) = facts.whole
        if all(set(fact.areas) <= set(whole) for fact in found if not fact.beside):
            for fact in _bare(found):
                fact.areas = whole


def _share_whole(facts: Facts, found: Sequence[Fact], themes: Themes) -> None:
    """Where no claim says another place, all take that of the title or of the beginning."""
    sets = {fact.areas for fact in found if fact.areas and not fact.beside}
    whole = facts.title_areas or themes.opening
    only = next(iter(sets), ())
    if len(sets) > 1 or not (set(only) <= set(whole) if facts.title_areas else only in {(), whole}):
        return
    for fact in _bare(found):
        fact.areas = whole

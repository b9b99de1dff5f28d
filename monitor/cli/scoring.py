"""Answers against labels, from coarse to fine: party, role, status, area, change. Pure; ``evaluate`` runs and prints it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from monitor.programmes import Watchlist
from monitor.programmes.names import core_of
from monitor.text import fold

LEVELS = ("party", "role", "status", "area", "change")
_GROUPS = {
    "joint_venture_member": "partner",
    "staff_mutual": "partner",
    "bidder_unsuccessful": "unsuccessful",
    "contract_holder": "lead",
}
Key = tuple[Any, ...]


@dataclass(slots=True)
class Tally:
    """How many answers were right, how many wrong, how many labels were missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to find and nothing was said."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0


@dataclass(slots=True)
class Score:
    """The tallies of some cases, and what is held apart from them because its floor is zero or one."""

    levels: dict[str, Tally] = field(default_factory=lambda: {level: Tally() for level in LEVELS})
    false_events: int = 0
    false_parties: int = 0
    quotes: int = 0
    quotes_missing: int = 0

    def add(self, other: Score) -> None:
        """Count the cases of ``other`` too."""
        for level, tally in other.levels.items():
            mine = self.levels[level]
            mine.right, mine.wrong, mine.missed = (
                mine.right + tally.right,
                mine.wrong + tally.wrong,
                mine.missed + tally.missed,
            )
        self.false_events += other.false_events
        self.false_parties += other.false_parties
        self.quotes += other.quotes
        self.quotes_missing += other.quotes_missing


class Names:
    """Names as one key each, by the packs and by a folder's own aliases."""

    def __init__(self, watchlist: Watchlist, aliases: Mapping[str, str]) -> None:
        self._watchlist = watchlist
        self._aliases = {core_of(alias): core_of(name) for alias, name in aliases.items()}

    def organisation(self, name: str | None) -> str:
        """The key of an organisation; brackets behind a name do not count."""
        core = core_of(re.sub(r"\([^)]*\)", " ", name or ""))
        core = self._aliases.get(core, core)
        known = self._watchlist.organisation(name or "") or self._watchlist.organisation(core)
        return known.id if known else core

    def area(self, name: str | None) -> str:
        """The key of an area."""
        known = self._watchlist.area(name or "")
        return fold(known.name if known else name or "").removeprefix("the ")


def score_case(
    gold: Mapping[str, Any],
    claims: Sequence[Mapping[str, Any]],
    events: Sequence[Mapping[str, Any]] | None,
    names: Names,
) -> tuple[Score, list[str]]:
    """The score of one case, and a line for each wrong and each missed answer. ``events`` is ``None`` for a single document.

    A tolerated answer counts neither as right nor as wrong, and forgives the missing one of the same organisation.
    """
    score, said = Score(), []
    want, got = _views(gold["expected_facts"], names), _views(claims, names)
    loose = _views(gold.get("tolerated_facts") or [], names)
    for level in LEVELS[:-1]:
        said += _count(score, level, got[level], want[level], loose[level])
    negative = gold["kind"] == "negative"
    if events is None:
        score.false_parties += negative and score.levels["party"].wrong > 0
        return score, said
    patterns = gold.get("tolerated_changes") or []
    tolerated = _changes([event for event in events if _is_tolerated(event, patterns, names)], names)
    found, wanted = _changes(events, names), _changes(gold.get("expected_changes", ()), names)
    said += _count(score, "change", found, wanted, tolerated)
    score.false_events += negative and bool(found - wanted - tolerated)
    return score, said


def _views(facts: Iterable[Mapping[str, Any]], names: Names) -> dict[str, set[Key]]:
    views: dict[str, set[Key]] = {level: set() for level in LEVELS[:-1]}
    for fact in facts:
        organisation = names.organisation(fact["organisation"])
        role = str(fact.get("role"))
        views["party"].add((organisation,))
        views["role"].add((organisation, _GROUPS.get(role, role)))
        views["status"].add((organisation, fact.get("status")))
        views["area"] |= {(organisation, names.area(area)) for area in fact.get("areas") or []}
    return views


def _changes(events: Iterable[Mapping[str, Any]], names: Names) -> set[Key]:
    keys: Counter[Key] = Counter()
    for event in events:
        listed = event.get("areas") or [part for part in str(event.get("area") or "").split(";") if part.strip()]
        first, second = names.organisation(event["organisation"]), event.get("organisation_to") or event.get("to")
        placed: tuple[str | None, ...] = tuple(names.area(area.strip()) for area in listed)
        for area in placed or (None,):
            if event["type"] == "replaced":
                keys[first, "removed", area] += 1
                keys[names.organisation(second), "added", area] += 1
            elif event["type"] == "renamed":
                keys["|".join(sorted([first, names.organisation(second)])), "renamed", None] += 1
            else:
                keys[first, event["type"], area] += 1
    return set(keys)


def _is_tolerated(event: Mapping[str, Any], patterns: Iterable[Mapping[str, Any]], names: Names) -> bool:
    either = {
        names.organisation(event.get(key))
        for key in ("organisation", "organisation_to", "from", "to")
        if event.get(key)
    }
    return any(
        pattern["type"] == event["type"]
        and ("organisation" not in pattern or names.organisation(pattern["organisation"]) in either)
        for pattern in patterns
    )


def _count(score: Score, level: str, got: set[Key], want: set[Key], tolerated: set[Key]) -> list[str]:
    forgiven = {key[0] for key in got & tolerated - want} if level != "party" else set()
    wrong = got - want - tolerated
    missed = {key for key in want - got if key[0] not in forgiven}
    tally = score.levels[level]
    tally.right, tally.wrong, tally.missed = len(got & want), len(wrong), len(missed)
    return [
        f"{level}: {word} {_shown(key)}"
        for word, keys in (("wrong", wrong), ("missed", missed))
        for key in sorted(keys, key=str)
    ]


def _shown(key: Key) -> str:
    return ", ".join(str(part) for part in key if part is not None)


def below_floors(scores: Mapping[str, Score], floors: Mapping[str, Mapping[str, float]]) -> list[str]:
    """What falls short of ``floors``: for each split the least F1 of a level, and ``false_events``, ``false_parties`` and
    ``quotes_missing`` at most. A split without floors is only reported.
    """
    found = []
    for split, limits in floors.items():
        score = scores.get(split)
        if score is None:
            continue
        for name, limit in limits.items():
            found += _shortfall(split, name, limit, score)
    return found


def _shortfall(split: str, name: str, limit: float, score: Score) -> list[str]:
    if name in LEVELS:
        reached = score.levels[name].f1
        return [f"{split}: {name} reached {reached:.3f}, the floor is {limit:.3f}"] if reached < limit - 5e-4 else []
    counts: dict[str, Callable[[], int]] = {
        "false_events": lambda: score.false_events,
        "false_parties": lambda: score.false_parties,
        "quotes_missing": lambda: score.quotes_missing,
    }
    if name not in counts:
        return [f'{split}: "{name}" is no level and no count']
    reached_count = counts[name]()
    return [f"{split}: {name} is {reached_count}, the ceiling is {limit:.0f}"] if reached_count > limit else []

"""The oracle: what the histories say happened in each week, held against what the replay found."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any

from monitor.demo.replay import Week
from monitor.model import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One event that must be found. An empty ``organisation`` stands for any; ``area`` of ``None`` for any or none. ``or_before``: found a week early will do."""

    types: tuple[str, ...]
    organisation: str = ""
    to: str | None = None
    area: str | None = None
    or_before: bool = False

    def fits(self, event: Event) -> bool:
        change = event.change
        return (
            change.type.value in self.types
            and self.organisation in {"", change.organisation}
            and self.to in {None, change.organisation_to}
            and self.area in {None, change.area}
        )

    def __str__(self) -> str:
        to = f" by {self.to}" if self.to and "replaced" in self.types else f" to {self.to}" if self.to else ""
        place = f" in {self.area}" if self.area else ""
        return f"{' or '.join(self.types)}: {self.organisation or 'any'}{to}{place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What one week is about: ``what`` in words, what must be found, what may be, and which sources turn."""

    what: str
    expected: tuple[Expected, ...] = ()
    optional: tuple[Expected, ...] = ()
    health: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a week compares: what of the expected was ``missed``, and what was found that nobody expected."""

    story: Story | None
    found: int = 0
    missed: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = field(default=())

    @property
    def is_right(self) -> bool:
        return not self.missed and not self.unexpected


def stories() -> Mapping[date, Story]:
    """What happened, by the Friday on which its week ends. A week that is not here was quiet."""
    tables = tomllib.loads((files("monitor.demo") / "site" / "expected.toml").read_text(encoding="utf-8"))
    return {week["ends"]: _story(week, tables["partnerships"]) for week in tables["weeks"]}


def judge(week: Week, story: Story | None, *, earlier: Sequence[Event] = ()) -> Verdict:
    """``week`` held against its ``story``; without one, anything found is unexpected. ``earlier`` are last week's events."""
    expected, optional = (story.expected, story.optional) if story else ((), ())
    missed = [str(want) for want in expected if not _is_found(want, week.partner_events, earlier)]
    wanted = (*expected, *optional)
    unexpected = [event.wording for event in week.partner_events if not any(want.fits(event) for want in wanted)]
    turned = [(event.type.value, event.source_id) for event in week.source_events]
    turns = list(story.health) if story else []
    missed += [f"{kind}: {source}" for kind, source in turns if (kind, source) not in turned]
    unexpected += [event.wording for event in week.source_events if (event.type.value, event.source_id) not in turns]
    found = len(expected) + len(turns) - len(missed)
    return Verdict(story=story, found=found, missed=tuple(missed), unexpected=tuple(unexpected))


def _is_found(want: Expected, events: Sequence[Event], earlier: Sequence[Event]) -> bool:
    return any(want.fits(event) for event in (*events, *(earlier if want.or_before else ())))


def _story(week: Mapping[str, Any], partnerships: Mapping[str, Any]) -> Story:
    expected = [want for table in week.get("events", []) for want in _each(table)]
    optional = [want for table in week.get("optional", []) for want in _each(table)]
    if "partnerships" in week:
        moved = list(_of_partnerships(week["partnerships"], partnerships.values()))
        bidders = {partnership["members"][0] for partnership in partnerships.values()}
        told_once = week["partnerships"] == "status_changed"
        expected += [want for want in moved if not told_once or want.organisation in bidders]
        optional += [want for want in moved if told_once and want.organisation not in bidders]
    return Story(
        what=week["what"],
        expected=tuple(expected),
        optional=tuple(optional),
        health=tuple((turn["type"], turn["source"]) for turn in week.get("health", [])),
    )


def _each(table: Mapping[str, Any]) -> Iterator[Expected]:
    for organisation in table["organisations"] or [""]:
        for area in table.get("areas", [None]):
            yield Expected(
                types=tuple(table["types"]),
                organisation=organisation,
                to=table.get("to"),
                area=area,
                or_before=table.get("or_before", False),
            )


def _of_partnerships(kind: str, partnerships: Iterable[Mapping[str, Any]]) -> Iterator[Expected]:
    for partnership in partnerships:
        if kind != "added" and not partnership.get("awarded", True):
            continue
        for organisation in partnership["members"]:
            for area in partnership["areas"]:
                yield Expected(types=(kind,), organisation=organisation, area=area)

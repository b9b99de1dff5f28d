"""The replay: the real poller visits the demonstration's site over simulated weeks. Nothing sleeps; the clock is an argument."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from monitor.clock import Period
from monitor.config import Config, load_config
from monitor.model import Event, Source
from monitor.poll import Tools, poll_sources

_SITE = files("monitor.demo") / "site"
#: When the sources are visited, before the end of the week. The last visit comes an hour before the digest.
VISITS_BEFORE = (timedelta(days=2, hours=18), timedelta(hours=1))


class SimulatedClock:
    """A clock that stands still until it is set."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One simulated week: what was visited and found. ``failures`` are (source id, reason in words), once each."""

    period: Period
    sources: tuple[Source, ...]
    visits: int
    unchanged: int
    events: tuple[Event, ...]
    failures: tuple[tuple[str, str], ...] = ()
    first: bool = field(default=False)

    @property
    def ends_on(self) -> date:
        return self.period.end.date()

    @property
    def partner_events(self) -> tuple[Event, ...]:
        """What is told of partners, contacts and documents; the rest is about the health of sources."""
        return tuple(event for event in self.events if not event.type.concerns_source)

    @property
    def source_events(self) -> tuple[Event, ...]:
        return tuple(event for event in self.events if event.type.concerns_source)


def write_config(folder: Path, site_url: str) -> Config:
    """The demonstration's ``config.toml`` in ``folder``, with the folder as its state."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / "config.toml"
    template = (_SITE / "config.toml").read_text(encoding="utf-8")
    file.write_text(Template(template).substitute(url=site_url), encoding="utf-8")
    return load_config(file)


def replay(config: Config, tools: Tools, clock: SimulatedClock) -> Iterator[Week]:
    """Each week in order, polled as it goes; setting ``clock`` is left to this function until the last week is taken."""
    for run in _runs():
        sources = tuple(source for source in config.sources if source.id in run["sources"])
        for period in _periods(config, run["from"], run["to"]):
            yield _week(period, sources, tools, clock, first=period.end.date() == run["from"])


def last_week() -> date:
    """The day on which the last replayed week ends."""
    last: date = _runs()[-1]["to"]
    return last


def _runs() -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = tomllib.loads((_SITE / "weeks.toml").read_text(encoding="utf-8"))["runs"]
    return runs


def _periods(config: Config, first: date, last: date) -> Iterator[Period]:
    day = first
    while day <= last:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        yield config.weekly.last_period(noon)
        day += timedelta(days=7)


def _week(period: Period, sources: Sequence[Source], tools: Tools, clock: SimulatedClock, *, first: bool) -> Week:
    events: list[Event] = []
    failures: dict[str, str] = {}
    unchanged = 0
    for before in VISITS_BEFORE:
        clock.moment = period.end - before
        # One worker, so that the replay is the same at every run.
        outcomes = list(poll_sources(sources, tools, clock=clock, workers=1))
        unchanged += sum(outcome.unchanged for outcome in outcomes)
        failures.update({outcome.source.id: outcome.failure for outcome in outcomes if outcome.failure})
        events += [event for outcome in outcomes for event in outcome.events]
    clock.moment = period.end
    return Week(
        period=period,
        sources=tuple(sources),
        visits=len(sources) * len(VISITS_BEFORE),
        unchanged=unchanged,
        events=tuple(events),
        failures=tuple(failures.items()),
        first=first,
    )

"""What changed since a day, or since the last bulletin: what a person has approved, the newest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, render_template, request

from monitor.model import Event, EventState
from monitor.web.kept import kept_page
from monitor.web.site import site
from monitor.web.tracker.asof import asked_day
from monitor.web.tracker.directory import Place, directory
from monitor.web.tracker.door import guard
from monitor.web.tracker.pages import asked_page

BLUEPRINT = guard(Blueprint("changes", __name__))
_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which changes are asked for."""

    since: date | None
    programme: str
    place: Place | None


@BLUEPRINT.get("/changes")
@kept_page
def home() -> str:
    """The changes."""
    here, known = site(), directory()
    last = here.store.overview.last_sent()
    since = _bulletin_day(last) if request.args.get("since") == "bulletin" else asked_day("since")
    programme = request.args.get("programme", "")
    place = known.places.get((programme, request.args.get("area", "")))
    number = asked_page()
    found = here.store.events.list(
        since=datetime.combine(since, time(), tzinfo=UTC) if since else None,
        state=EventState.ACCEPTED,
        concerns_source=False,
        programme=programme or None,
        area=place.name if place else None,
        newest_first=True,
        limit=_A_PAGE + 1,
        offset=(number - 1) * _A_PAGE,
    )
    return render_template(
        "tracker/changes.html",
        days=_by_day(found[:_A_PAGE]),
        choice=Choice(since=since, programme=programme, place=place),
        programmes=known.programmes.values(),
        number=number,
        has_more=len(found) > _A_PAGE,
        last=last,
        shortcuts=_shortcuts(here.today),
    )


def _bulletin_day(last: datetime | None) -> date | None:
    """The first day that the latest bulletin said nothing of."""
    return last.date() if last else None


def _shortcuts(today: date) -> tuple[tuple[str, date], ...]:
    return (
        ("a week", today - timedelta(days=7)),
        ("a month", today - timedelta(days=30)),
        ("a year", today - timedelta(days=365)),
    )


def _by_day(events: Iterable[Event]) -> dict[date, list[Event]]:
    rows: dict[date, list[Event]] = defaultdict(list)
    for event in events:
        rows[event.detected_at.date()].append(event)
    return dict(rows)

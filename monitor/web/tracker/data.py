"""Open data: the standings of a day and the changes as files, the changes as a feed, the days of the programmes as a calendar."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, abort, render_template, request

from monitor.ledger.feeds import to_atom, to_ics
from monitor.ledger.opendata import (
    EVENT_COLUMNS,
    STANDING_COLUMNS,
    Row,
    event_row,
    json_schema,
    standing_row,
    to_csv,
    to_xlsx,
)
from monitor.model import Event, EventState, Standing
from monitor.text import fingerprint
from monitor.upkeep.documents import calendar_days
from monitor.web.kept import edition, kept_page, with_tag
from monitor.web.site import site
from monitor.web.tracker.asof import asked_day
from monitor.web.tracker.directory import directory
from monitor.web.tracker.door import guard

BLUEPRINT = guard(Blueprint("data", __name__))
_IN_A_FEED = 100
#: Files of a whole ledger are large; more than this is for `tierwatch export`.
_MOST_ROWS = 50_000
ABOUT = "Tierwatch open data. Every row quotes its source. Empty means: not stated."


@BLUEPRINT.get("/data")
@kept_page
def home() -> str:
    """What there is to take away."""
    return render_template(
        "tracker/data.html", programmes=directory().programmes.values(), standing=STANDING_COLUMNS, event=EVENT_COLUMNS
    )


@BLUEPRINT.get("/data/standings.<kind>")
def standings(kind: str) -> Response:
    """Who holds what on a day."""
    day = asked_day() or site().today
    return _file("standings", kind, day, STANDING_COLUMNS, lambda: [standing_row(each) for each in _held(day)])


@BLUEPRINT.get("/data/changes.<kind>")
def changes(kind: str) -> Response:
    """The approved changes, or the latest of them as a feed."""
    if kind == "atom":
        return _feed()
    return _file(
        "changes", kind, site().today, EVENT_COLUMNS, lambda: [event_row(each) for each in _events(_MOST_ROWS)]
    )


@BLUEPRINT.get("/data/days.ics")
def days() -> Response:
    """The days on which programmes begin and end, and the closing dates that lie ahead, as a calendar."""
    found = calendar_days(site().store, directory().programmes.values(), today=site().now.date())
    return _tagged(to_ics(found, stamp=site().now).encode(), "text/calendar")


@BLUEPRINT.get("/data/schema.json")
def schema() -> Response:
    """The JSON Schema of the JSON files."""
    return _tagged(json.dumps(json_schema(), ensure_ascii=False, indent=1).encode(), "application/schema+json")


def _feed() -> Response:
    events = _events(_IN_A_FEED)
    about = " ".join(filter(None, (request.args.get(name) for name in ("programme", "area", "organisation")))) or "all"
    newest = events[0].detected_at if events else site().now
    written = to_atom(events, title=f"Tierwatch: what changed ({about})", feed_id=f"changes:{about}", updated=newest)
    return _tagged(written, "application/atom+xml")


def _held(day: date) -> tuple[Standing, ...]:
    programme, area, body = _where()
    held = site().store.standings
    return held.as_of(day, programme=programme, area=area, organisation_id=body, limit=_MOST_ROWS)


def _events(most: int) -> tuple[Event, ...]:
    programme, area, body = _where()
    return site().store.events.list(
        state=EventState.ACCEPTED, concerns_source=False, programme=programme, area=area, organisation_id=body,
        newest_first=True, limit=most,
    )  # fmt: skip


def _where() -> tuple[str | None, str | None, str | None]:
    """The programme, the area by name, and the organisation that the address asks for; 404 for what nobody knows."""
    known = directory()
    programme, area, body = (request.args.get(name) or None for name in ("programme", "area", "organisation"))
    if programme and programme not in known.programmes:
        abort(404)
    if area:
        found = next(
            (place for key, place in known.places.items() if key[1] == area and programme in {None, key[0]}), None
        )
        area = (found or abort(404)).name
    if body:
        body = (known.body(body) or abort(404)).id
    return programme, area, body


def _file(name: str, kind: str, day: date, columns: dict[str, str], rows: Callable[[], list[Row]]) -> Response:
    if kind == "csv":
        content, mimetype = to_csv(columns, rows()).encode(), "text/csv"
    elif kind == "json":
        content = json.dumps({"as_of": day.isoformat(), name: rows()}, ensure_ascii=False).encode()
        mimetype = "application/json"
    elif kind == "xlsx":
        content = to_xlsx({name: (columns, rows())}, about=[ABOUT, f"As of {day.isoformat()}"])
        mimetype = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        abort(404)
    answer = _tagged(content, mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="tierwatch-{name}-{day.isoformat()}.{kind}"'
    return answer


def _tagged(content: bytes, mimetype: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return with_tag(answer, fingerprint("file", edition(), request.full_path)[:20])  # type: ignore[return-value]

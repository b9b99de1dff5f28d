"""The day that a page shows: asked for by date, or by its place on the line of days that the slider moves along."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import abort, redirect, request, url_for

from monitor.errors import TierwatchError
from monitor.ledger.moments import Moments, moments
from monitor.web.kept import kept_of_ledger
from monitor.web.site import site


def asked_day(name: str = "as_of") -> date | None:
    """The day in the address, if there is one. Raises TierwatchError for what is no day."""
    written = request.args.get(name, "").strip()
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise TierwatchError(f"\u201c{written[:40]}\u201d is not a date; write it as 2014-10-29") from error


def asked_knowledge() -> datetime | None:
    """The end of the day up to which knowledge counts (``?known_at=``); ``None`` for all that is known by now."""
    day = asked_day("known_at")
    if day is None or day >= site().today:
        return None
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(site().masthead.zone))


def line_of_days(programme: str | None = None) -> Moments:
    """The history as a line of days with the asked day on it.

    A place on the line (``?day=17``, what the slider sends without a script) is answered with the address of its date.
    """
    today = site().today
    whole = kept_of_ledger("line", lambda: _whole_line(programme, today), programme, today)
    line = replace(whole, chosen=asked_day() or today)
    place = request.args.get("day", "")
    if place.isascii() and place.isdigit() and not request.args.get("as_of"):
        abort(redirect(here(as_of=line.day(int(place[:7])).isoformat()), code=303))
    return line


def _whole_line(programme: str | None, today: date) -> Moments:
    return moments(site().store.overview.days(programme=programme), today=today)


def here(**changed: Any) -> str:
    """The address of this page with some of its questions changed; ``None`` takes one away."""
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "day"}
    asked |= request.view_args or {}
    asked |= changed
    return url_for(
        request.endpoint or "tracker.home", **{name: value for name, value in asked.items() if value is not None}
    )

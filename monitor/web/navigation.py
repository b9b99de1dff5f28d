"""The links at the top of every page. A page that the user may not see, or that is not there, is not linked."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from monitor.model import StaffRole
from monitor.web.guard import current_user


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One link: to ``endpoint``; ``below`` is the beginning of the addresses for which it is the present one."""

    endpoint: str
    label: str
    below: str


TRACKER = (
    Place(endpoint="tracker.home", label="Who runs what", below="/"),
    Place(endpoint="changes.home", label="What changed", below="/changes"),
    Place(endpoint="search.home", label="Search", below="/search"),
    Place(endpoint="archive.home", label="Bulletins", below="/archive"),
    Place(endpoint="subscriptions.home", label="Subscribe", below="/subscribe"),
)
DESK = (
    Place(endpoint="desk.home", label="Today", below="/desk"),
    Place(endpoint="queue.home", label="Changes", below="/desk/changes"),
    Place(endpoint="issues.home", label="Digest", below="/desk/digests"),
    Place(endpoint="sources.home", label="Sources", below="/desk/sources"),
    Place(endpoint="teaching.home", label="Lessons", below="/desk/lessons"),
    Place(endpoint="people.home", label="People", below="/desk/people"),
    Place(endpoint="people.log", label="Log", below="/desk/people/log"),
)


def install(app: Flask) -> None:
    """Give templates the links."""
    app.context_processor(lambda: {"places": _places, "at_desk": _at_desk})


def _at_desk() -> bool:
    return request.path.startswith(("/desk", "/account"))


def _places() -> list[tuple[str, str, bool]]:
    """(address, label, is the present one) of each link for this user, in the room that they are in."""
    user = current_user()
    rows = DESK if _at_desk() and user else TRACKER
    views = current_app.view_functions
    there = [
        place
        for place in rows
        if place.endpoint in views
        and ((role := getattr(views[place.endpoint], "needs", None)) is None or (user and user.may(StaffRole(role))))
    ]
    here = max((place.below for place in there if _is_below(request.path, place.below)), key=len, default=None)
    return [(url_for(place.endpoint), place.label, place.below == here) for place in there]


def _is_below(path: str, beginning: str) -> bool:
    return path == beginning or (beginning != "/" and path.startswith(f"{beginning}/"))

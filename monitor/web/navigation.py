"""The links at the top of every page. A page that the user may not see, or that is not there, is not linked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Flask, current_app, request, url_for

from monitor.model import StaffRole
from monitor.web.guard import current_user


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One link: to ``endpoint``; ``below`` are the beginnings of the addresses for which it is the present one."""

    endpoint: str
    label: str
    below: tuple[str, ...]


TRACKER = (
    Place(endpoint="tracker.home", label="Who runs what", below=("/", "/programmes", "/organisations", "/facts")),
    Place(endpoint="changes.home", label="What changed", below=("/changes",)),
    Place(endpoint="search.home", label="Search", below=("/search", "/documents")),
    Place(endpoint="archive.home", label="Bulletins", below=("/archive",)),
    Place(endpoint="subscriptions.home", label="Subscribe", below=("/subscribe",)),
)
DESK = (
    Place(endpoint="desk.home", label="Today", below=("/desk",)),
    Place(endpoint="queue.home", label="Changes", below=("/desk/changes", "/desk/objections")),
    Place(endpoint="issues.home", label="Digest", below=("/desk/digests",)),
    Place(endpoint="sources.home", label="Sources", below=("/desk/sources", "/desk/documents")),
    Place(endpoint="teaching.home", label="Lessons", below=("/desk/lessons",)),
    Place(endpoint="people.home", label="People", below=("/desk/people",)),
    Place(endpoint="people.log", label="Log", below=("/desk/people/log",)),
)


def install(app: Flask) -> None:
    """Give templates the links."""
    app.context_processor(lambda: {"places": _places, "at_desk": _at_desk})


def _at_desk() -> bool:
    return request.path.startswith(("/desk", "/account"))


def _places() -> list[tuple[str, str, str]]:
    """(address, label, what ``aria-current`` says of it) of each link for this user, in the room that they are in."""
    user = current_user()
    rows = DESK if _at_desk() and user else TRACKER
    views = current_app.view_functions
    there = [
        place
        for place in rows
        if place.endpoint in views
        and ((role := getattr(views[place.endpoint], "needs", None)) is None or (user and user.may(StaffRole(role))))
    ]
    here = max(there, key=_nearness, default=None)
    near = here is not None and _nearness(here) > 0
    return [
        (address, place.label, _said(address) if near and place is here else "") for place, address in _addressed(there)
    ]


def _addressed(places: Iterable[Place]) -> list[tuple[Place, str]]:
    return [(place, url_for(place.endpoint)) for place in places]


def _nearness(place: Place) -> int:
    """How much of the present address the place stands for; 0 if it is elsewhere."""
    path = request.path
    fitting = [each for each in place.below if path == each or (each != "/" and path.startswith(f"{each}/"))]
    return max(map(len, fitting), default=0)


def _said(address: str) -> str:
    return "page" if request.path == address else "true"

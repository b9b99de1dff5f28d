"""An organisation: what it is, its roles over all programmes, its names over time. A partnership: its members over time."""

from __future__ import annotations

from collections import defaultdict

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from monitor.ledger.histories import Stay, stays
from monitor.ledger.partnerships import partnerships
from monitor.model import Event, EventState, EventType
from monitor.web.kept import kept_page
from monitor.web.site import site
from monitor.web.tracker.asof import line_of_days
from monitor.web.tracker.directory import Body, directory
from monitor.web.tracker.pages import page_of

_STAYS_A_PAGE = 100
_MOST_CHANGES = 30


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/organisations/<path:identifier>", view_func=organisation)
    blueprint.add_url_rule("/programmes/<programme_id>/partnerships/<name>", view_func=partnership)


@kept_page
def organisation(identifier: str) -> str | Response:
    """One organisation, under all its names."""
    body = directory().body(identifier) or abort(404)
    if body.id != identifier:
        # A former identifier leads to the body as it is called now.
        return redirect(url_for(".organisation", identifier=body.id), code=301)
    store = site().store
    changes = _changes(body)
    held = stays(store.standings.history(organisation_ids=body.ids))
    page = page_of(held[::-1], _STAYS_A_PAGE)
    return render_template(
        "tracker/organisation.html",
        body=body,
        page=page,
        programmes=_by_programme(page.shown),
        partnerships=sorted({(stay.programme or "", stay.partnership) for stay in held if stay.partnership}),
        renames=[each for each in changes if each.type is EventType.RENAMED],
        changes=changes[:_MOST_CHANGES],
    )


@kept_page
def partnership(programme_id: str, name: str) -> str:
    """One partnership with everyone who ever was in it."""
    known = directory()
    pack = known.programme(programme_id)
    title = known.partnerships.get((programme_id, name)) or abort(404)
    line = line_of_days(programme_id)
    history = site().store.standings.history(programme=programme_id, partnership=title)
    found = next(iter(partnerships(history)), None) or abort(404)
    areas: dict[str, list[str]] = defaultdict(list)
    for member in found.members_on(line.chosen):
        for area in member.areas:
            areas[area].append(member.organisation)
    return render_template(
        "tracker/partnership.html", programme=pack, slug=name, found=found, line=line,
        present=found.members_on(line.chosen), areas=dict(sorted(areas.items())),
    )  # fmt: skip


def _changes(body: Body) -> list[Event]:
    found = {
        event.id: event
        for identifier in sorted(body.ids)
        for event in site().store.events.list(
            organisation_id=identifier, state=EventState.ACCEPTED, concerns_source=False, newest_first=True,
            limit=_MOST_CHANGES,
        )
    }  # fmt: skip
    return sorted(found.values(), key=lambda event: event.detected_at, reverse=True)


def _by_programme(shown: tuple[Stay, ...]) -> dict[str, list[Stay]]:
    rows: dict[str, list[Stay]] = defaultdict(list)
    for stay in shown:
        rows[stay.programme or ""].append(stay)
    return dict(rows)

"""A cell for other sites: who runs one area today, small, read-only, in a frame that anybody may show."""

from __future__ import annotations

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from monitor.ledger.matrix import matrix
from monitor.web.kept import kept_page
from monitor.web.security import allow_framing_by
from monitor.web.site import site
from monitor.web.tracker.asof import line_of_days
from monitor.web.tracker.directory import directory
from monitor.web.tracker.programme import with_all_areas


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/embed/<programme_id>/<name>", view_func=framed)


def framed(programme_id: str, name: str) -> Response:
    """The cell, with leave for every site to show it."""
    allow_framing_by("*")
    return make_response(cell(programme_id, name))


@kept_page
def cell(programme_id: str, name: str) -> str:
    """Who has a place in an area."""
    here, known = site(), directory()
    pack, place = known.programme(programme_id), known.place(programme_id, name)
    line = line_of_days(programme_id)
    held = here.store.standings.as_of(line.chosen, programme=programme_id, area=place.name)
    row = next(row for row in matrix(held, [with_all_areas(pack, known)]) if row.area == place.name)
    return render_template("tracker/cell.html", programme=pack, place=place, line=line, row=row)

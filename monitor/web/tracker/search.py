"""Search: organisations and areas by a part of any of their names, documents by the words in them."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, request

from monitor.ledger.naming import find_named
from monitor.text import storable
from monitor.web.kept import kept_page
from monitor.web.rates import seconds_to_wait
from monitor.web.site import site
from monitor.web.tracker.directory import directory
from monitor.web.tracker.door import guard
from monitor.web.tracker.pages import asked_page

BLUEPRINT = guard(Blueprint("search", __name__))
_MOST_NAMES = 12
_A_PAGE = 15
_LONGEST = 200


@BLUEPRINT.get("/search")
@kept_page
def home() -> str:
    """The page with the field, and what was found."""
    wanted = " ".join(storable(request.args.get("q", ""))[:_LONGEST].split())
    if not wanted:
        return render_template(
            "tracker/search.html", wanted="", bodies=(), areas=(), passages=(), count=0, number=1, more=False
        )
    if seconds_to_wait("search", a_minute=120, burst=60):
        abort(429)
    known, full_text, number = directory(), site().store.full_text, asked_page()
    passages = full_text.find(wanted, limit=_A_PAGE, offset=(number - 1) * _A_PAGE)
    count = full_text.count(wanted)
    bodies = (
        [known.body(each.id) for each in find_named(wanted, known.named_bodies, limit=_MOST_NAMES)]
        if number == 1
        else []
    )
    found = find_named(wanted, known.named_places, limit=_MOST_NAMES) if number == 1 else ()
    return render_template(
        "tracker/search.html",
        wanted=wanted,
        bodies=list({body.id: body for body in bodies if body}.values()),
        areas=[known.places[owner, name] for each in found for owner, _, name in [each.id.partition("/")]],
        passages=passages,
        count=count,
        number=number,
        more=number * _A_PAGE < count,
    )

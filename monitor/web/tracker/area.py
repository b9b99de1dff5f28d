"""An area: who is there on a day, its history with stages, whom to ask, what was before it and after, and what nobody says of it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template

from monitor.ledger.facts import FIELDS, Facts
from monitor.ledger.matrix import matrix
from monitor.ledger.opendata import is_personal
from monitor.ledger.questions import Question, questions
from monitor.ledger.timeline import timeline
from monitor.model import EventState, Standing
from monitor.programmes.pack import Area, Programme
from monitor.store import ContactSighting, KnownContact
from monitor.web.kept import kept_page
from monitor.web.site import site
from monitor.web.tracker.asof import asked_knowledge, line_of_days
from monitor.web.tracker.directory import Place, directory
from monitor.web.tracker.pages import page_of
from monitor.web.tracker.programme import with_all_areas
from monitor.web.tracker.saved import facts_of

_ENTRIES_A_PAGE = 60
_MOST_CONTACTS = 12


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/programmes/<programme_id>/areas/<name>", view_func=area)


@kept_page
def area(programme_id: str, name: str) -> str:
    """One area."""
    here, known = site(), directory()
    pack, place = known.programme(programme_id), known.place(programme_id, name)
    line = line_of_days(programme_id)
    known_at = asked_knowledge()
    held = here.store.standings.as_of(line.chosen, programme=programme_id, area=place.name, known_at=known_at)
    stated = here.store.claims.completeness({standing.claim_id for standing in held})
    row = next(row for row in matrix(held, [with_all_areas(pack, known)], stated) if row.area == place.name)
    history = here.store.standings.history(area=place.name, programme=programme_id)
    if known_at:
        history = tuple(each for each in history if each.known_from is None or each.known_from < known_at)
    events = here.store.events.list(area=place.name, programme=programme_id, state=EventState.ACCEPTED, until=known_at)
    entries = tuple(reversed(timeline(history, events)))
    facts = facts_of(programme_id, known_at)
    page = page_of(entries, _ENTRIES_A_PAGE)
    shown = [*held, *(entry.standing for entry in page.shown if entry.standing)]
    return render_template(
        "tracker/area.html",
        programme=pack,
        place=place,
        line=line,
        row=row,
        known_area=next((area for area in pack.areas if area.id == place.id), None),
        namesakes=known.namesakes(place),
        page=page,
        publishers=here.store.claims.publishers({standing.claim_id for standing in shown}),
        facts={standing: said for standing in held if (said := facts.of(standing))},
        fields=FIELDS,
        asked=_asked(place, held, facts, pack, line.chosen),
        contacts=_contacts(place),
        before=known.lineage.before(place.id) if place.id else (),
        after=known.lineage.after(place.id) if place.id else (),
        within=known.lineage.within(place.id) if place.id else (),
    )


def _contacts(place: Place) -> list[tuple[KnownContact, ContactSighting]]:
    """Whom to ask: the addresses of offices that documents about the area give out, with where each stood last."""
    contacts = site().store.contacts
    known = [each for each in contacts.of_area(place.name) if not is_personal(each.address)][:_MOST_CONTACTS]
    return [(each, seen[-1]) for each in known if (seen := contacts.sightings(each.address))]


def _asked(place: Place, held: tuple[Standing, ...], facts: Facts, pack: Programme, day: date) -> list[Question]:
    alone = Programme(id=pack.id, name=pack.name, areas=(Area(id=place.slug, name=place.name),))
    return [each for each in questions(held, facts, [alone], as_of=day) if each.subject == place.name]

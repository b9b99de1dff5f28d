"""Permanent pages: a fact with its words and what was known of it when, a change, and a document with what was read in it.

A fact and a document say when they were last looked at, which moves with every visit: they are made anew each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, render_template

from monitor.model import Event, EventState, Standing
from monitor.review.around import confirmation
from monitor.store import Sighting
from monitor.web.guard import current_user
from monitor.web.kept import kept_page
from monitor.web.site import site

_MOST_CLAIMS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was known of a fact from one moment to another."""

    standing: Standing
    since: datetime | None
    until: datetime | None


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/facts/<fact>", view_func=fact_page)
    blueprint.add_url_rule("/changes/<event_id>", view_func=change)
    blueprint.add_url_rule("/documents/<document_id>", view_func=document)


def fact_page(fact: str) -> str:
    """One fact, for ever at this address; also when it no longer holds, and when it was taken back."""
    store = site().store
    found = store.standings.by_id(fact) or abort(404)
    latest = found[-1]
    sightings = store.claims.by_id(latest.claim_id)
    return render_template(
        "tracker/fact.html",
        fact=fact,
        latest=latest,
        taken_back=latest.known_to is not None,
        first_known=found[0].known_from,
        knowledge=[Known(standing=each, since=each.known_from, until=each.known_to) for each in found],
        sightings=sightings,
        confirmation=confirmation(sightings[0].claim, latest.source_id, store) if sightings else None,
        events=[each for each in store.events.of_standing(fact) if is_public(each)],
    )


@kept_page
def change(event_id: str) -> str:
    """One change: before and after, its words, and where they stand."""
    store = site().store
    event = store.events.get(event_id)
    if event is None or event.type.concerns_source or not (is_public(event) or current_user()):
        abort(404)
    decisions = store.events.decisions(event_id)
    begun = store.standings.of_event(event_id)
    return render_template(
        "tracker/change.html",
        event=event,
        reviewed_at=decisions[-1].at if decisions and is_public(event) else None,
        begun=begun,
        publishers=store.claims.publishers({standing.claim_id for standing in begun}),
        document=store.documents.latest_version(event.document_id) if event.document_id else None,
    )


def document(document_id: str) -> str:
    """One document: who published it, its versions, and what was read in it. Its text stays with its publisher."""
    store = site().store
    version = store.documents.latest_version(document_id) or abort(404)
    claims: dict[str, Sighting] = {
        claim.id: found
        for claim in version.reading.stated()
        for found in store.claims.by_id(claim.id)
        if found.document_id == document_id
    }
    return render_template(
        "tracker/document.html",
        document=version.document,
        seen=[each.first_seen for each in store.documents.outlines(document_id)],
        claims=list(claims.values())[:_MOST_CLAIMS],
        more=max(0, len(claims) - _MOST_CLAIMS),
    )


def is_public(event: Event) -> bool:
    """Whether a person has approved the change, so that everybody may read it."""
    return event.state is EventState.ACCEPTED

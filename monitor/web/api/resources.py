"""The resources of the API: what each is called, what may be asked of it, and how it is found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from monitor.ledger.naming import find_named
from monitor.model import EventState, EventType
from monitor.programmes.pack import Area
from monitor.web.api import making
from monitor.web.api import values as v
from monitor.web.site import site
from monitor.web.tracker.archive import ID_DIGITS, read_sent, sent_digests
from monitor.web.tracker.directory import Body, Place, directory

#: A page of entries, and what the next page begins after (``None``: there is none).
Found = tuple[Sequence[v.Answer], str | None]
_MOST_NAMES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One kind of thing: a list with filters, and each entry at an address of its own."""

    name: str
    summary: str
    question: type[v.Question]
    entry: type[v.Answer]
    list: Callable[[Any], Found]
    get: Callable[..., v.Answer | None]
    key: tuple[str, ...] = ("id",)


def _standings(asked: v.StandingsQuestion) -> Found:
    known_at = _end(asked.known_at)
    rows = site().store.paging.standings(
        asked.as_of or site().today, known_at=known_at, after=_number(asked.after), limit=asked.limit + 1,
        programme=asked.programme, area=_area_name(asked.area, asked.programme),
        organisation_id=_body_id(asked.organisation), role=asked.role, status=asked.status,
    )  # fmt: skip
    return [making.standing(each) for _, each in rows[: asked.limit]], _next(rows, asked.limit)


def _standing(identifier: str) -> v.Answer | None:
    found = site().store.standings.by_id(identifier)
    return making.standing(found[-1]) if found else None


def _events(asked: v.EventsQuestion) -> Found:
    if asked.type is not None and EventType(asked.type).concerns_source:
        return [], None
    rows = site().store.paging.events(
        since=datetime.combine(asked.since, time(), tzinfo=UTC) if asked.since else None, until=_end(asked.until),
        organisation_id=_body_id(asked.organisation), after=_number(asked.after), limit=asked.limit + 1,
        state=EventState.ACCEPTED.value, programme=asked.programme, area=_area_name(asked.area, asked.programme),
        type=asked.type,
    )  # fmt: skip
    return [making.event(each) for _, each in rows[: asked.limit]], _next(rows, asked.limit)


def _event(identifier: str) -> v.Answer | None:
    found = site().store.events.get(identifier)
    is_public = found is not None and found.state is EventState.ACCEPTED and not found.type.concerns_source
    return making.event(found) if found and is_public else None


def _organisations(asked: v.OrganisationsQuestion) -> Found:
    known = directory()
    if asked.q:
        ids = [each.id for each in find_named(asked.q, known.named_bodies, limit=_MOST_NAMES)]
    else:
        ids = list(known.ledger)
    bodies: dict[str, Body] = {body.id: body for each in ids if (body := known.body(each))}
    wanted = [body for body in bodies.values() if asked.sector in {None, body.sector}]
    return _part(wanted, asked, making.organisation)


def _organisation(identifier: str) -> v.Answer | None:
    body = directory().body(identifier)
    return making.organisation(body) if body else None


def _areas(asked: v.AreasQuestion) -> Found:
    known = directory()
    places: Sequence[Place] = list(known.by_name.values())
    if asked.q:
        found = find_named(asked.q, known.named_places, limit=_MOST_NAMES)
        places = [known.places[owner, name] for each in found for owner, _, name in [each.id.partition("/")]]
    wanted = [place for place in places if asked.programme in {None, place.programme}]
    return _part(wanted, asked, lambda place: making.area(place, _pack_area(place)))


def _area(programme: str, identifier: str) -> v.Answer | None:
    place = directory().places.get((programme, identifier))
    return making.area(place, _pack_area(place)) if place else None


def _documents(asked: v.DocumentsQuestion) -> Found:
    store, since = site().store, datetime.combine(asked.since, time(), tzinfo=UTC) if asked.since else None
    if asked.q:
        first = _number(asked.after)
        passages = store.full_text.find(asked.q, limit=asked.limit + 1, offset=first)
        shown = [making.document(each) for each in passages[: asked.limit] if since is None or each.first_seen >= since]
        return shown, str(first + asked.limit) if len(passages) > asked.limit else None
    rows = store.paging.documents(since=since, after=asked.after, limit=asked.limit + 1)
    more = rows[asked.limit - 1].id if len(rows) > asked.limit else None
    return [making.document(row) for row in rows[: asked.limit]], more


def _document(identifier: str) -> v.Answer | None:
    row = site().store.paging.document(identifier)
    return making.document(row) if row else None


def _digests(asked: v.Question) -> Found:
    return _part(sent_digests(), asked, lambda stored: making.digest(stored, read_sent(stored)))


def _digest(identifier: str) -> v.Answer | None:
    found = next((each for each in sent_digests() if each.id[:ID_DIGITS] == identifier), None)
    return making.digest(found, read_sent(found)) if found else None


RESOURCES = (
    Resource(name="standings", summary="Who holds what on a day", question=v.StandingsQuestion, entry=v.Standing,
             list=_standings, get=_standing),
    Resource(name="events", summary="Changes that a person has approved, in the order in which they were found",
             question=v.EventsQuestion, entry=v.Event, list=_events, get=_event),
    Resource(name="organisations", summary="Organisations under all their names", question=v.OrganisationsQuestion,
             entry=v.Organisation, list=_organisations, get=_organisation),
    Resource(name="areas", summary="Areas of the programmes", question=v.AreasQuestion, entry=v.Area, list=_areas,
             get=_area, key=("programme", "id")),
    Resource(name="documents", summary="Documents that were read", question=v.DocumentsQuestion, entry=v.Document,
             list=_documents, get=_document),
    Resource(name="digests", summary="Bulletins that went out, the newest first", question=v.Question, entry=v.Digest,
             list=_digests, get=_digest),
)  # fmt: skip


def _part(entries: Sequence[Any], asked: v.Question, make: Callable[[Any], v.Answer]) -> Found:
    first = _number(asked.after)
    shown = entries[first : first + asked.limit]
    more = first + asked.limit < len(entries)
    return [make(each) for each in shown], str(first + asked.limit) if more else None


def _next(rows: Sequence[tuple[int, Any]], limit: int) -> str | None:
    return str(rows[limit - 1][0]) if len(rows) > limit else None


def _number(after: str) -> int:
    """The number that a page begins after; what is none begins at the beginning."""
    return int(after[:18]) if after.isascii() and after.isdigit() else 0


def _end(day: date | None) -> datetime | None:
    if day is None:
        return None
    # The last day that there is has no day after it.
    return datetime.combine(min(day, date(9998, 12, 31)) + timedelta(days=1), time(), tzinfo=UTC)


def _area_name(wanted: str | None, programme: str | None) -> str | None:
    if wanted is None:
        return None
    found = directory().place_of(wanted, programme)
    return found.name if found else wanted


def _body_id(wanted: str | None) -> str | None:
    body = directory().body(wanted) if wanted else None
    return body.id if body else wanted


def _pack_area(place: Place) -> Area | None:
    pack = directory().programmes[place.programme]
    return next((area for area in pack.areas if area.id == place.id), None)

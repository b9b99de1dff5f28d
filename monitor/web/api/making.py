"""Values of the ledger as the API gives them. Addresses of people are held back."""

from __future__ import annotations

from typing import Any

from flask import url_for

from monitor.ledger.opendata import event_row, hold_back_addresses, standing_row
from monitor.model import Digest, Event, Standing
from monitor.programmes.pack import Area
from monitor.store import Passage, StoredDigest
from monitor.web.api import values as v
from monitor.web.site import site
from monitor.web.tracker.archive import ID_DIGITS
from monitor.web.tracker.directory import Body, Place


def standing(each: Standing) -> v.Standing:
    row = standing_row(each)
    return v.Standing(
        organisation_id=each.organisation_id,
        source=row.pop("url"),
        url=_page("tracker.fact_page", fact=row["id"]),
        **row,
    )


def event(each: Event) -> v.Event:
    row, change = event_row(each), each.change
    row["before"], row["after"], row["source"] = row.pop("from"), row.pop("to"), row.pop("url")
    row.pop("state")
    return v.Event(
        url=_page("tracker.change", event_id=each.id),
        organisation_id=change.organisation_id,
        organisation_to_id=change.organisation_to_id,
        **row,
    )


def organisation(body: Body) -> v.Organisation:
    known = body.known
    return v.Organisation(
        id=body.id,
        url=_page("tracker.organisation", identifier=body.id),
        name=body.name,
        former_names=list(body.former_names),
        sector=body.sector,
        legal_form=known.legal_form if known else "",
        contested=known.contested if known else "",
        identifiers=dict(known.identifiers) if known else {},
    )


def area(place: Place, known: Area | None) -> v.Area:
    return v.Area(
        id=place.slug,
        url=_page("tracker.area", programme_id=place.programme, name=place.slug),
        programme=place.programme,
        name=place.name,
        scheme=known.scheme if known else "",
        codes=list(known.codes) if known else [],
        predecessors=list(known.predecessors) if known else [],
        successors=list(known.successors) if known else [],
    )


def document(row: Any) -> v.Document:
    """From a row of :class:`monitor.store.paging.Paging`, or a passage that was found by its words."""
    found = isinstance(row, Passage)
    identifier = row.document_id if found else row.id
    return v.Document(
        id=identifier,
        url=_page("tracker.document", document_id=identifier),
        title=hold_back_addresses(row.title),
        kind=row.kind,
        publisher=row.publisher,
        published_at=row.published_at,
        first_seen=row.first_seen,
        versions=None if found else row.ordinal,
        source=row.url,
    )


def digest(stored: StoredDigest, read: Digest) -> v.Digest:
    items = [
        v.DigestItem(
            headline=hold_back_addresses(item.headline),
            areas=list(item.areas),
            summary=hold_back_addresses(item.summary),
            quotes=[hold_back_addresses(text) for quote in item.quotes for text in (quote.text, *quote.alike)],
            links=[link.url for link in item.links],
            events=list(item.event_ids),
        )
        for item in read.items
    ]
    identifier = stored.id[:ID_DIGITS]
    return v.Digest(
        id=identifier,
        url=_page("archive.issue", issue_id=identifier),
        number=read.number,
        title=read.title,
        period_start=stored.period.start,
        period_end=stored.period.end,
        sent_at=stored.sent_at,
        items=items,
    )


def _page(endpoint: str, **values: Any) -> str:
    return site().masthead.base_url.rstrip("/") + url_for(endpoint, **values)

"""Values for the tests of the store: each builder fills in what a test is not about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from monitor.model import (
    Address,
    Block,
    BlockKind,
    Change,
    Claim,
    DocumentRecord,
    Event,
    EventType,
    Evidence,
    PollRecord,
    Reading,
    Role,
    Snapshot,
    SourceState,
    Standing,
    Status,
    Validators,
    document_of,
)
from monitor.text import fingerprint

NOON = datetime(2014, 10, 30, 12, tzinfo=UTC)
DAY = date(2014, 10, 29)
URL = "http://source.test/list"


def a_document(*names, source_id="list", identity="page", **fields):
    blocks = [Block(kind=BlockKind.ITEM, text=f"{name} leads in Northshire") for name in names or ("Acme",)]
    return document_of(blocks, source_id=source_id, identity=identity, url=URL, title="Who leads", **fields)


def a_claim(name="Acme", *, areas=("Northshire",), **fields):
    values = {"role": Role.LEAD, "status": Status.PREFERRED_BIDDER, "programme": "round"} | fields
    quote = f"{name} leads in Northshire"
    return Claim(
        organisation=name, organisation_id=name.lower(), surface=name, areas=areas,
        evidence=Evidence(quote=quote, start=0, end=len(quote)), **values,
    )  # fmt: skip


def a_reading(*names, **fields):
    return Reading(claims=tuple(a_claim(name, **fields) for name in names or ("Acme",)))


def a_standing(name="Acme", **fields):
    values = {
        "role": Role.LEAD, "status": Status.PREFERRED_BIDDER, "area": "Northshire", "programme": "round",
        "valid_from": DAY, "claim_id": fingerprint(name), "url": URL, "source_id": "list",
    } | fields  # fmt: skip
    return Standing(organisation=name, organisation_id=name.lower(), **values)


def a_change(name="Acme", *, type=EventType.ADDED, **fields):  # noqa: A002 -- the field's name
    values = {"area": "Northshire", "programme": "round"} | fields
    return Change(type=type, organisation=name, organisation_id=name.lower(), **values)


def an_event(change=None, *, document=None, at=NOON, **fields):
    change = change or a_change()
    document = document or a_document()
    values = {
        "id": fingerprint("event", document.id, change.key, document.content_hash), "source_id": document.source_id,
        "document_id": document.id, "version_id": None, "url": document.url, "title": document.title,
        "publisher": "Ministry", "detected_at": at, "wording": f"{change.organisation} {change.type.value}",
    } | fields  # fmt: skip
    return Event(change=change, **values)


def a_snapshot(body=b"<p>Acme</p>", *, at=NOON, etag='"1"'):
    return Snapshot(
        url=URL, requested_url=URL, fetched_at=at, status=200, body=body, content_type="text/html",
        validators=Validators(etag=etag),
    )  # fmt: skip


def a_state(source_id="list", *, at=NOON, etag='"1"', **fields):
    addresses = {URL: Address(validators=Validators(etag=etag), body_hash="00")}
    return SourceState(source_id=source_id, addresses=addresses, last_polled_at=at, extractor_revision=1, **fields)


def a_poll(*names, at=NOON, document=None, **fields):
    """A visit that read ``names`` on one page, all new to the ledger."""
    document = document or a_document(*names)
    names = names or ("Acme",)
    values = {
        "poll_id": fingerprint("poll", at.isoformat()), "source_id": document.source_id, "at": at,
        "state": a_state(document.source_id, at=at), "snapshots": (a_snapshot(document.text.encode(), at=at),),
        "documents": (DocumentRecord(document=document, reading=a_reading(*names)),),
        "seen_document_ids": (document.id,), "begun": tuple(a_standing(name) for name in names),
        "events": tuple(an_event(a_change(name), document=document, at=at) for name in names),
    } | fields  # fmt: skip
    return PollRecord(**values)


def ended(standing, on):
    return replace(standing, valid_to=on)

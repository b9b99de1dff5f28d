"""Addresses and numbers that documents give out: where they stand, until when they were good, and what replaced them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from monitor.model import Contact, Document, Reading
from monitor.store.database import Database
from monitor.store.tables import desk as t
from monitor.store.tables.ledger import claim_areas
from monitor.store.upsert import insert_missing, upsert

#: A contact that nobody verified for longer is shown as unsure.
STALE_AFTER_DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownContact:
    """A contact over all its sightings. ``state`` is ``active`` or ``retired``."""

    address: str
    state: str
    first_seen: datetime
    verified_on: date | None = None
    retired_on: date | None = None
    replaced_by: str | None = None
    note: str = ""

    def is_stale(self, today: date) -> bool:
        """Whether nobody has reached it for three months: it is shown, in grey."""
        return self.verified_on is None or (today - self.verified_on).days > STALE_AFTER_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactSighting:
    """One place that gives a contact out: a document, or one of our own past bulletins (``where_kind`` ``digest``)."""

    address: str
    where_kind: str
    where_id: str
    url: str
    title: str
    quote: str
    seen_at: datetime
    retired: bool = False


class Contacts:
    """The contact book."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def list(self, *, state: str | None = None) -> tuple[KnownContact, ...]:
        """Every contact, or those in a state."""
        query = select(t.contacts).order_by(t.contacts.c.address)
        query = query if state is None else query.where(t.contacts.c.state == state)
        with self._db.read() as connection:
            return tuple(KnownContact(**row._asdict()) for row in connection.execute(query))

    def sightings(self, address: str) -> tuple[ContactSighting, ...]:
        """Everywhere that an address stands: what a retirement concerns."""
        query = select(t.contact_sightings).where(t.contact_sightings.c.address == key_of(address))
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(t.contact_sightings.c.seen_at, t.contact_sightings.c.where_id))
            return tuple(_sighting(row) for row in rows)

    def add(self, sighting: ContactSighting) -> None:
        """Note a place that gives a contact out."""
        with self._db.write() as connection:
            _add(connection, [sighting], retired={})

    def given_out(self, where_kind: str) -> tuple[ContactSighting, ...]:
        """Every sighting in places of that kind: ``document``, ``digest``."""
        query = select(t.contact_sightings).where(t.contact_sightings.c.where_kind == where_kind)
        with self._db.read() as connection:
            return tuple(_sighting(row) for row in connection.execute(query.order_by(t.contact_sightings.c.address)))

    def of_area(self, area: str) -> tuple[KnownContact, ...]:
        """The contacts that documents give out which now say something of ``area``: whom to ask there."""
        s, a, c = t.contact_sightings.c, claim_areas.c, t.contacts.c
        named = select(s.address).where(s.where_kind == "document", s.where_id == a.document_id, a.area == area)
        query = select(t.contacts).where(c.address.in_(named)).order_by(c.state, c.address)
        with self._db.read() as connection:
            return tuple(KnownContact(**row._asdict()) for row in connection.execute(query))

    def know(self, address: str, *, at: datetime) -> None:
        """Have the address in the book, also if nothing was seen to give it out."""
        with self._db.write() as connection:
            insert_missing(connection, t.contacts, [{"address": key_of(address), "first_seen": at}])

    def retire(
        self, address: str, *, on: date, replaced_by: str | None = None, note: str = ""
    ) -> tuple[ContactSighting, ...]:
        """Mark an address as dead; every place that still gives it out."""
        with self._db.write() as connection:
            moved = {"state": "retired", "retired_on": on, "replaced_by": replaced_by, "note": note}
            connection.execute(update(t.contacts).where(t.contacts.c.address == key_of(address)).values(moved))
        return tuple(each for each in self.sightings(address) if not each.retired)

    def verify(self, address: str, *, on: date) -> None:
        """Note that somebody reached the address on that day."""
        with self._db.write() as connection:
            connection.execute(update(t.contacts).where(t.contacts.c.address == key_of(address)).values(verified_on=on))


def key_of(address: str) -> str:
    """``address`` as it is kept: mail addresses whatever their case, links as they are."""
    return address if address.startswith(("http://", "https://")) else address.casefold()


def add_contacts(connection: Connection, document: Document, reading: Reading, *, at: datetime) -> None:
    """Keep the contacts that a version gives out."""
    if not reading.contacts:
        return
    sightings = {
        key_of(contact.address): ContactSighting(
            address=key_of(contact.address),
            where_kind="document",
            where_id=document.id,
            url=document.url,
            title=document.title,
            quote=contact.evidence.quote,
            seen_at=at,
            retired=contact.retired,
        )
        for contact in reading.contacts
    }
    retired = {key_of(each.address): each for each in reading.contacts if each.retired}
    _add(connection, list(sightings.values()), retired=retired)


def _add(connection: Connection, sightings: list[ContactSighting], *, retired: dict[str, Contact]) -> None:
    insert_missing(
        connection, t.contacts, [{"address": key_of(each.address), "first_seen": each.seen_at} for each in sightings]
    )
    upsert(connection, t.contact_sightings, [_row(each) for each in sightings])
    for each in sightings:
        if each.retired:
            said = retired.get(key_of(each.address))
            moved = {
                "state": "retired",
                "retired_on": (said.retired_on if said else None) or each.seen_at.date(),
                "replaced_by": said.replaced_by if said else None,
            }
            active = (t.contacts.c.address == key_of(each.address)) & (t.contacts.c.state == "active")
            connection.execute(update(t.contacts).where(active).values(moved))


def _row(sighting: ContactSighting) -> dict[str, Any]:
    return {name: getattr(sighting, name) for name in _FIELDS} | {"address": key_of(sighting.address)}


_FIELDS = ("address", "where_kind", "where_id", "url", "title", "quote", "seen_at", "retired")


def _sighting(row: Row[Any]) -> ContactSighting:
    return ContactSighting(**{name: getattr(row, name) for name in _FIELDS})

"""Addresses and numbers that documents give out: where they stand, until when they were good, and what replaced them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from monitor.model import Document, Reading
from monitor.store.database import Database
from monitor.store.tables import desk as t
from monitor.store.upsert import insert_missing, upsert


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
        query = select(t.contact_sightings).where(t.contact_sightings.c.address == address.casefold())
        with self._db.read() as connection:
            rows = connection.execute(query.order_by(t.contact_sightings.c.seen_at, t.contact_sightings.c.where_id))
            return tuple(_sighting(row) for row in rows)

    def add(self, sighting: ContactSighting) -> None:
        """Note a place that gives a contact out."""
        with self._db.write() as connection:
            _add(connection, [sighting], replaced_by={})

    def retire(
        self, address: str, *, on: date, replaced_by: str | None = None, note: str = ""
    ) -> tuple[ContactSighting, ...]:
        """Mark an address as dead; every place that still gives it out."""
        with self._db.write() as connection:
            moved = {"state": "retired", "retired_on": on, "replaced_by": replaced_by, "note": note}
            connection.execute(update(t.contacts).where(t.contacts.c.address == address.casefold()).values(moved))
        return tuple(each for each in self.sightings(address) if not each.retired)

    def verify(self, address: str, *, on: date) -> None:
        """Note that somebody reached the address on that day."""
        with self._db.write() as connection:
            connection.execute(
                update(t.contacts).where(t.contacts.c.address == address.casefold()).values(verified_on=on)
            )


def add_contacts(connection: Connection, document: Document, reading: Reading, *, at: datetime) -> None:
    """Keep the contacts that a version gives out."""
    sightings = {
        contact.address.casefold(): ContactSighting(
            address=contact.address.casefold(),
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
    replaced = {each.address.casefold(): each.replaced_by for each in reading.contacts if each.retired}
    _add(connection, list(sightings.values()), replaced_by=replaced)


def _add(connection: Connection, sightings: list[ContactSighting], *, replaced_by: dict[str, str | None]) -> None:
    insert_missing(
        connection, t.contacts, [{"address": each.address.casefold(), "first_seen": each.seen_at} for each in sightings]
    )
    upsert(connection, t.contact_sightings, [_row(each) for each in sightings])
    for each in sightings:
        if each.retired:
            moved = {
                "state": "retired",
                "retired_on": each.seen_at.date(),
                "replaced_by": replaced_by.get(each.address.casefold()),
            }
            active = (t.contacts.c.address == each.address.casefold()) & (t.contacts.c.state == "active")
            connection.execute(update(t.contacts).where(active).values(moved))


def _row(sighting: ContactSighting) -> dict[str, Any]:
    return {name: getattr(sighting, name) for name in _FIELDS} | {"address": sighting.address.casefold()}


_FIELDS = ("address", "where_kind", "where_id", "url", "title", "quote", "seen_at", "retired")


def _sighting(row: Row[Any]) -> ContactSighting:
    return ContactSighting(**{name: getattr(row, name) for name in _FIELDS})

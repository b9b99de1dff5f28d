"""``tierwatch contacts``: the addresses that documents and our own issues give out, and retiring one everywhere."""

from __future__ import annotations

import getpass
from datetime import date
from typing import Any

import click

from monitor.cli import selection as select
from monitor.cli.context import Composition
from monitor.cli.meant import area_name
from monitor.cli.output import FORMATS, print_rows
from monitor.clock import utc_now
from monitor.ledger.opendata import is_personal
from monitor.store import ContactSighting, KnownContact
from monitor.upkeep.contacts import note_places, retire_contact

_BY = click.option("--by", default=getpass.getuser, help="Who says so; default: the user of this machine.")
_FORMAT = click.option("--format", "form", type=FORMATS, default="table", show_default=True)
_COLUMNS = {
    "address": "address of mail, telephone number or link",
    "state": "active or retired",
    "verified_on": "day on which somebody reached it last",
    "unsure": "whether nobody reached it in the last 90 days",
    "retired_on": "day from which it is dead",
    "replaced_by": "what to use instead",
    "note": "why",
}
_PLACE_COLUMNS = {
    "kind": "a document, or an issue of ours (digest)",
    "title": "title",
    "seen_at": "when it was seen there (UTC)",
    "retired": "whether the place itself says that it is retired",
    "url": "where it stands",
}


@click.group("contacts")
def contacts() -> None:
    """Addresses, numbers and links that are given out, where they stand, and until when they were good."""


@contacts.command("list")
@click.option("--state", type=click.Choice(["active", "retired"]), help="Only those in this state.")
@click.option("--area", metavar="A", help="Only those that documents about this area give out.")
@click.option("--people", is_flag=True, help="Also the addresses of persons, which are held back otherwise.")
@_FORMAT
@click.pass_obj
def list_contacts(composition: Composition, state: str | None, area: str | None, form: str, *, people: bool) -> None:
    """Print the contact book."""
    today = utc_now().date()
    with composition.open_store() as store:
        name = area_name(composition.watchlist(store), area, None)
        found = store.contacts.of_area(name) if name else store.contacts.list(state=state)
    rows = [
        _row(each, today) for each in found if (people or not is_personal(each.address)) and state in {None, each.state}
    ]
    print_rows("contacts", _COLUMNS, rows, form=form, shown=tuple(_COLUMNS)[:-1], below=("note",))


@contacts.command("show")
@click.argument("address")
@_FORMAT
@click.pass_obj
def show_contact(composition: Composition, address: str, form: str) -> None:
    """Print every page and every past issue of ours that gives ADDRESS out."""
    with composition.open_store() as store:
        note_places(store, address, now=utc_now())
        places = store.contacts.sightings(address)
    print_rows("places", _PLACE_COLUMNS, [_place(each) for each in places], form=form)


@contacts.command("verify")
@click.argument("address")
@click.option("--on", callback=select.day, metavar="DATE", help="The day on which it was reached; default: today.")
@_BY
@click.pass_obj
def verify(composition: Composition, address: str, on: date | None, by: str) -> None:
    """Note that somebody reached ADDRESS."""
    now = utc_now()
    day = on or now.date()
    with composition.open_store() as store, store.transaction():
        store.contacts.know(address, at=now)
        store.contacts.verify(address, on=day)
        store.audit.add("contact verified", subject=address, by=by, at=now, details={"on": day.isoformat()})
    click.echo(f"{address}: reached on {day.isoformat()}")


@contacts.command("retire")
@click.argument("address")
@click.option("--on", callback=select.day, metavar="DATE", help="The day from which it is dead; default: today.")
@click.option("--replaced-by", metavar="ADDRESS", help="What to use instead.")
@click.option("--reason", default="", help="Why; it goes into the correction.")
@_BY
@click.pass_obj
def retire(
    composition: Composition, address: str, on: date | None, replaced_by: str | None, reason: str, by: str
) -> None:
    """Retire ADDRESS: list every page and past issue that repeats it, and draft the correction.

    The next digest corrects the issues that gave it out; advice that rests on it comes back for checking.
    """
    now = utc_now()
    with composition.open_store() as store:
        done = retire_contact(
            store, address, on=on or now.date(), replaced_by=replaced_by, reason=reason, by=by, now=now
        )
    for heading, places in (
        ("Pages that still give it out", done.pages),
        ("Issues of ours that gave it out", done.issues),
    ):
        click.echo(f"{heading}: {len(places)}")
        for place in places:
            click.echo(f"  {place.title or place.where_id}" + (f"  {place.url}" if place.url else ""))
    click.echo("\nDraft of the correction:\n" + done.correction)


def _row(contact: KnownContact, today: date) -> dict[str, Any]:
    return {
        "address": contact.address,
        "state": contact.state,
        "verified_on": contact.verified_on.isoformat() if contact.verified_on else None,
        "unsure": contact.is_stale(today),
        "retired_on": contact.retired_on.isoformat() if contact.retired_on else None,
        "replaced_by": contact.replaced_by,
        "note": contact.note,
    }


def _place(sighting: ContactSighting) -> dict[str, Any]:
    return {
        "kind": sighting.where_kind,
        "title": sighting.title,
        "seen_at": sighting.seen_at.isoformat(),
        "retired": sighting.retired,
        "url": sighting.url,
    }


COMMANDS = [contacts]

"""``tierwatch override`` and ``directory``: what editors know better than the packs, and which bodies are our own members."""

from __future__ import annotations

import csv
import getpass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from monitor.cli import selection as select
from monitor.cli.context import Composition
from monitor.cli.meant import organisation_id
from monitor.cli.output import FORMATS, print_rows
from monitor.clock import utc_now
from monitor.errors import TierwatchError, UnknownIdError
from monitor.ledger.organisations import OVERRIDABLE, Override, checked
from monitor.programmes import Watchlist
from monitor.programmes.pack import Organisation
from monitor.store import Store, Teaching

_BY = click.option("--by", default=getpass.getuser, help="Who says so; default: the user of this machine.")
_OVERRIDE_COLUMNS = {
    "id": "how to take it back",
    "organisation": "whom it is about",
    "field": "what is set",
    "value": "what it is set to",
    "on": "day from which it holds; empty: always",
    "reason": "why",
    "by": "who set it",
    "at": "when it was set (UTC)",
}
_DIRECTORY_COLUMNS = {
    "name": "name on the list",
    "organisation": "organisation of the ledger that it is",
    "matched_by": "how it was recognised",
}
#: Columns of a directory that may hold a registered number, and the scheme of the number.
_NUMBERS = {"charity_number": "GB-CHC", "company_number": "GB-COH", "charity": "GB-CHC", "company": "GB-COH"}


@click.group("override")
def override() -> None:
    """An editor's word on a field of an organisation: its size band, sector or legal form. Each has a reason and is audited."""


@override.command("set")
@click.argument("organisation")
@click.argument("field", type=click.Choice(OVERRIDABLE))
@click.argument("value")
@click.option("--reason", required=True, help="Why; whoever reads it later must be able to judge it.")
@click.option("--on", callback=select.day, metavar="DATE", help="The day from which it holds; by default always.")
@_BY
@click.pass_obj
def set_override(
    composition: Composition, organisation: str, field: str, value: str, reason: str, on: date | None, by: str
) -> None:
    """Set FIELD of ORGANISATION to VALUE. What the pack says stays in the pack and is shown again when this is undone."""
    now = utc_now()
    with composition.open_store() as store, store.transaction():
        known = _known(composition.watchlist(store), organisation)
        wanted = checked(Override(organisation_id=known.id, field=field, value=value, reason=reason, by=by, on=on))
        before = getattr(composition.organisations(store)[known.id], field)
        facts = {"field": field, "value": value, "on": on.isoformat() if on else None}
        lesson = Teaching(kind="override", subject=known.id, value=facts, reason=wanted.reason, by=by, at=now)
        identity = store.teachings.add(lesson)
        store.audit.add(
            "override set", subject=known.id, by=by, at=now, details={**facts, "before": before, "reason": reason}
        )
    click.echo(f"{identity[:12]}  {known.name}: {field} is {value} (the pack says {before or 'nothing'})")


@override.command("list")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def list_overrides(composition: Composition, form: str) -> None:
    """Print the overrides in force."""
    with composition.open_store() as store:
        rows: list[dict[str, Any]] = [
            {
                "id": lesson.id[:12], "organisation": lesson.subject, "field": lesson.value["field"],
                "value": lesson.value["value"], "on": lesson.value.get("on"), "reason": lesson.reason, "by": lesson.by,
                "at": lesson.at.isoformat(),
            }
            for lesson in store.teachings.list("override")
        ]  # fmt: skip
    print_rows(
        "overrides", _OVERRIDE_COLUMNS, rows, form=form, shown=tuple(_OVERRIDE_COLUMNS)[:5], below=("reason", "by")
    )


@override.command("undo")
@click.argument("which")
@_BY
@click.pass_obj
def undo_override(composition: Composition, which: str, by: str) -> None:
    """Take an override back. WHICH is its id or the beginning of it."""
    now = utc_now()
    with composition.open_store() as store, store.transaction():
        found = [lesson for lesson in store.teachings.list("override") if lesson.id.startswith(which)]
        if len(found) != 1:
            raise UnknownIdError(f"there is no one override {which}; `tierwatch override list` shows them")
        store.teachings.undo(found[0].id, by=by, at=now)
        store.audit.add("override undone", subject=found[0].subject, by=by, at=now, details=dict(found[0].value))
    click.echo(f"{found[0].subject}: {found[0].value['field']} is again as the pack says")


@click.group("directory")
def directory() -> None:
    """Our own list of member organisations, matched to the ledger."""


@directory.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_BY
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def import_directory(composition: Composition, file: Path, by: str, form: str) -> None:
    """Take FILE (CSV with a column ``name``; ``charity_number`` and ``company_number`` help) as the list of our members.

    It replaces the list that was there. A name that the ledger does not know is kept, and matches once it is met.
    """
    now = utc_now()
    with composition.open_store() as store, store.transaction():
        watchlist = composition.watchlist(store)
        organisations = composition.organisations(store)
        rows = [_matched(row, watchlist, organisations) for row in _read(file)]
        _replace(store, rows, by=by, at=now)
        details = {"file": file.name, "rows": len(rows)}
        store.audit.add("directory imported", subject="directory", by=by, at=now, details=details)
    print_rows("directory", _DIRECTORY_COLUMNS, rows, form=form)


def _replace(store: Store, rows: list[dict[str, Any]], *, by: str, at: datetime) -> None:
    wanted = {row["organisation"]: row["name"] for row in rows}
    present = {lesson.subject: lesson for lesson in store.teachings.list("directory")}
    for subject in present.keys() - wanted.keys():
        store.teachings.undo(present[subject].id, by=by, at=at)
    for subject in wanted.keys() - present.keys():
        lesson = Teaching(kind="directory", subject=subject, value={"name": wanted[subject]}, by=by, at=at)
        store.teachings.add(lesson)


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = [
            {(key or "").strip().lower(): (value or "").strip() for key, value in row.items()}
            for row in csv.DictReader(lines)
        ]
    if not rows or "name" not in rows[0]:
        raise TierwatchError(f'{file}: there is no column "name" with anything in it')
    return [row for row in rows if row["name"]]


def _matched(row: dict[str, str], watchlist: Watchlist, organisations: dict[str, Organisation]) -> dict[str, Any]:
    for column, scheme in _NUMBERS.items():
        number = row.get(column, "").lstrip("0")
        if not number:
            continue
        for known in organisations.values():
            if known.identifiers.get(scheme, "").lstrip("0") == number:
                return {"name": row["name"], "organisation": known.id, "matched_by": f"{scheme} {row[column]}"}
    found = watchlist.organisation(row["name"])
    if found:
        return {"name": row["name"], "organisation": found.id, "matched_by": "name"}
    identity = organisation_id(watchlist, row["name"])
    return {"name": row["name"], "organisation": identity, "matched_by": "nobody of that name is in a pack"}


def _known(watchlist: Watchlist, name: str) -> Organisation:
    known = watchlist.organisation(name)
    if known is None:
        raise TierwatchError(
            f'no pack knows "{name}"; put it into a pack first, so that what you say has something to hold on to'
        )
    return known


COMMANDS = [override, directory]

"""``tierwatch published`` and ``causes``: what others counted, beside ours, and what is offered as a cause, by whom."""

from __future__ import annotations

import getpass
from datetime import date
from typing import Any

import click

from monitor.cli import selection as select
from monitor.cli.context import Composition
from monitor.cli.output import FORMATS, print_rows
from monitor.clock import utc_now
from monitor.errors import TierwatchError, UnknownIdError
from monitor.ledger.counts import QUERIES
from monitor.ledger.published import total_of, value_in_words
from monitor.programmes.loader import BOUNDS
from monitor.programmes.pack import Denominator

_COLUMNS = {
    "id": "how to speak of it",
    "programme": "commissioning round",
    "total": "the published total",
    "label": "what was counted",
    "publisher": "who published it",
    "on": "when",
    "source": "where",
    "counts": "our own count that it stands beside",
}
_CAUSE_COLUMNS = {
    "programme": "commissioning round",
    "question": "what is to be explained",
    "cause": "a possible cause; none of them is a fact",
    "says": "what the source says of it",
    "publisher": "who offers it",
    "on": "when",
    "source": "where",
}
_SERIES_COLUMNS = {
    "programme": "commissioning round",
    "series": "the published table",
    "label": "row",
    "value": "figure, or words where the source gives none",
    "on": "when it was published",
    "source": "where; never printed without it",
}


@click.group("published")
def published() -> None:
    """Totals that others published: claims beside our own counts, and never added up where they may overlap."""


@published.command("list")
@click.option("--programme", metavar="ID", help="Only this programme.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def list_published(composition: Composition, programme: str | None, form: str) -> None:
    """Print every published total that a pack holds or staff have noted."""
    with composition.open_store() as store:
        found = select.published(composition.packs(), store, programme)
    rows = [_row(owner, total) for owner, totals in found.items() for total in totals]
    print_rows(
        "published", _COLUMNS, rows, form=form, shown=("id", "total", "label", "publisher", "on"), below=("source",)
    )


@published.command("add")
@click.argument("label")
@click.argument("value", type=float)
@click.option("--programme", metavar="ID", help="The programme that it is about.")
@click.option(
    "--unit", default="organisations", show_default=True, help="What is counted: organisations, pounds, per cent."
)
@click.option("--on", required=True, callback=select.day, metavar="DATE", help="The day of publication.")
@click.option("--publisher", required=True, help="Who published it.")
@click.option("--source", required=True, metavar="URL", help="Where it can be read.")
@click.option("--quote", default="", help="The words of the source.")
@click.option("--counts", default="", metavar="QUERY", help="Our saved count of the same thing.")
@click.option("--bound", type=click.Choice(BOUNDS), default="exact", show_default=True, help="How the number is meant.")
@click.option("--by", default=getpass.getuser, help="Who notes it; default: the user of this machine.")
@click.pass_obj
def add_published(composition: Composition, /, *, by: str, on: date, programme: str | None, **fields: Any) -> None:
    """Note that somebody published VALUE for LABEL. Our own count stays as it is."""
    if fields["counts"] and fields["counts"] not in {query.id for query in QUERIES}:
        raise TierwatchError(f'there is no saved count "{fields["counts"]}"; `tierwatch counts` shows them')
    total = Denominator(id="", on=on, **fields)
    now = utc_now()
    with composition.open_store() as store, store.transaction():
        identity = store.published.add(total, programme=programme, at=now)
        details = {"value": total.value, "publisher": total.publisher, "source": total.source}
        store.audit.add("published count noted", subject=identity, by=by, at=now, details=details)
    click.echo(f"{identity[:12]}  {value_in_words(total)} {total.label}")


@published.command("remove")
@click.argument("which")
@click.option("--by", default=getpass.getuser, help="Who takes it back; default: the user of this machine.")
@click.pass_obj
def remove_published(composition: Composition, which: str, by: str) -> None:
    """Take back a total that staff noted in error. WHICH is its id; what a pack holds is changed in the pack."""
    now = utc_now()
    with composition.open_store() as store, store.transaction():
        if not store.published.remove(which):
            raise UnknownIdError(f"staff have noted no total {which}; `tierwatch published list` shows them")
        store.audit.add("published count taken back", subject=which, by=by, at=now)
    click.echo(f"{which}: taken back")


@published.command("sum")
@click.argument("which", nargs=-1, required=True)
@click.pass_obj
def sum_published(composition: Composition, which: tuple[str, ...]) -> None:
    """Add up published totals, if a source says that they count different bodies. WHICH are their ids."""
    with composition.open_store() as store:
        found = select.published(composition.packs(), store, None)
    known = {total.id: total for totals in found.values() for total in totals}
    for name in which:
        if name not in known:
            raise UnknownIdError(f'there is no published total "{name}"; `tierwatch published list` shows them')
    totals = [known[name] for name in dict.fromkeys(which)]
    click.echo(
        f"{total_of(totals):,.0f} {totals[0].unit}: "
        + " + ".join(f"{value_in_words(each)} {each.label}" for each in totals)
    )


@published.command("series")
@click.option("--programme", metavar="ID", help="Only this programme.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def list_series(composition: Composition, programme: str | None, form: str) -> None:
    """Print the published tables that packs hold, each row with its source."""
    rows = [
        {
            "programme": pack.id, "series": series.label, "label": label, "value": value, "on": series.on.isoformat(),
            "source": series.source,
        }
        for pack in select.chosen_packs(composition.packs(), programme)
        for series in pack.series
        for label, value in series.rows
    ]  # fmt: skip
    print_rows("series", _SERIES_COLUMNS, rows, form=form, shown=("label", "value", "on", "source"), group=("series",))


@click.command("causes")
@click.option("--programme", metavar="ID", help="Only this programme.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def causes(composition: Composition, programme: str | None, form: str) -> None:
    """Print what is offered as a cause, item by item with who offers it. None of it is a fact of the ledger."""
    rows = [
        {
            "programme": pack.id, "question": cause.question, "cause": cause.cause, "says": item.says,
            "publisher": item.publisher, "on": item.on.isoformat() if item.on else None, "source": item.source,
        }
        for pack in select.chosen_packs(composition.packs(), programme)
        for cause in pack.causes
        for item in cause.evidence
    ]  # fmt: skip
    layout: dict[str, Any] = {
        "group": ("question",),
        "shown": ("cause", "publisher", "on"),
        "below": ("says", "source"),
    }
    print_rows("causes", _CAUSE_COLUMNS, rows, form=form, **layout)


def _row(owner: str, total: Denominator) -> dict[str, Any]:
    return {
        "id": total.id, "programme": owner, "total": value_in_words(total), "label": total.label,
        "publisher": total.publisher, "on": total.on.isoformat(), "source": total.source, "counts": total.counts,
    }  # fmt: skip


COMMANDS = [published, causes]

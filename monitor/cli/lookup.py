"""``tierwatch matrix``, ``area``, ``organisation`` and ``search``: who runs what, and the history of a place or a body."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import click

from monitor.cli import selection as select
from monitor.cli.context import Composition
from monitor.cli.meant import area_name, organisation_id, refuse_unknown
from monitor.cli.output import FORMATS, print_rows
from monitor.clock import utc_now
from monitor.ledger.completeness import stated_or_not
from monitor.ledger.facts import FIELDS, Facts, values
from monitor.ledger.histories import Stay, one_body, stays
from monitor.ledger.lineage import Lineage
from monitor.ledger.matrix import Row, matrix
from monitor.ledger.succession import Succession
from monitor.ledger.timeline import Entry, timeline
from monitor.ledger.wording import ROLE_WORDS, STATUS_WORDS, role_at
from monitor.model import Standing
from monitor.programmes import Watchlist
from monitor.programmes.pack import Area

_ROW_COLUMNS = {
    "programme": "commissioning round",
    "area": "contract area",
    "leads": "who leads, owns or holds the contract, and how far it has come",
    "others": "everybody else who is named",
    "left": "whose bid or contract came to an end",
    "named": "how many organisations are named; at least, unless the lists say that they are whole",
}
_ENTRY_COLUMNS = {
    "on": "day on which it happened, as published, else on which it was seen",
    "programme": "commissioning round",
    "area": "contract area",
    "words": "what happened",
    "stage": "how far the bid or contract had come",
    "quote": "the words of the source",
    "url": "where the source says so",
    "event": "permanent identifier of the change, where there is one",
}
_STAY_COLUMNS = {
    "programme": "commissioning round",
    "area": "contract area",
    "organisation": "name that it had then",
    "role": "what it was in the contract",
    "partnership": "bidding vehicle, where there was one",
    "stages": "each stage with the day from which it held",
    "since": "first day",
    "until": "first day without it; empty while it lasts",
    "url": "where a source says so",
    "services": "services that are stated",
    "involvement": "how far it is involved, as stated",
    "volume": "amount of work, as stated",
    "payment": "how it is paid, as stated",
    "strategic_role": "its part in strategy, as stated",
}
_MERGER_COLUMNS = {
    "on": "day, month or year, as exactly as the source says",
    "kind": "merger, takeover or rename",
    "former": "body that went into another",
    "present": "body that lasts",
    "source": "where it can be read",
}
_HIT_COLUMNS = {"kind": "what it is", "id": "how to ask for it", "words": "its name or words", "url": "where it stands"}


@click.command("matrix")
@select.selection
@click.pass_obj
def show_matrix(composition: Composition, /, *, form: str, **chosen: Any) -> None:
    """Print who runs what: a line an area, whether or not anybody is named there."""
    with composition.open_store() as store:
        watchlist = composition.watchlist(store)
        held = select.held(store, watchlist, **chosen)
        stated = store.claims.completeness({standing.claim_id for standing in held})
    rows = matrix(held, select.chosen_packs(composition.packs(), chosen["programme"]), stated)
    wanted = area_name(watchlist, chosen["area"], chosen["programme"])
    narrowed = chosen["organisation"] or not chosen["programme"]
    shown = [
        _matrix_row(row)
        for row in rows
        if (wanted is None or row.area == wanted) and (row.standings or wanted or not narrowed)
    ]
    layout: dict[str, Any] = {"group": ("programme",), "shown": ("area", "named", "leads"), "below": ("others", "left")}
    print_rows("matrix", _ROW_COLUMNS, shown, form=form, **layout)


@click.command("area")
@click.argument("name")
@click.option("--programme", metavar="ID", help="The programme whose area of that name is meant.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def show_area(composition: Composition, name: str, programme: str | None, form: str) -> None:
    """Print the timeline of an area, with what it was before and what it became."""
    lineage = Lineage(composition.packs())
    with composition.open_store() as store:
        watchlist = composition.watchlist(store)
        areas = _areas_of(name, programme, watchlist, lineage)
        before = [kin for each in areas for kin in lineage.before(each.id)]
        after = [kin for each in areas for kin in lineage.after(each.id)]
        names = list(dict.fromkeys(each.name for each in (*areas, *(kin.area for kin in (*before, *after))))) or [name]
        history = [each for area in names for each in store.standings.history(area=area)]
        events = [each for area in names for each in store.events.list(area=area)]
        if not (history or events):
            refuse_unknown(store, watchlist, programme=programme, area=name, organisation=None)
    entries = [_entry_row(entry) for entry in timeline(history, events)]
    if form == "table":
        order = {name: number for number, name in enumerate(names)}
        entries.sort(key=lambda row: order.get(row["area"], 0))
        for words, found in (("Before", before), ("After", after)):
            for each in dict.fromkeys(f"{kin.area.name} ({kin.area.scheme or kin.programme})" for kin in found):
                click.echo(f"{words}: {each}")
    print_rows(
        "timeline",
        _ENTRY_COLUMNS,
        entries,
        form=form,
        shown=("on", "stage", "words"),
        group=("area", "programme"),
        below=("url",),
    )


@click.command("organisation")
@click.argument("name")
@click.option(
    "--family", is_flag=True, help="Also the places of the bodies that have gone into it, under their own names."
)
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def show_organisation(composition: Composition, name: str, form: str, *, family: bool) -> None:
    """Print every place that an organisation has held, over all programmes and under all its names, and what it was before."""
    with composition.open_store() as store:
        watchlist = composition.watchlist(store)
        identity = organisation_id(watchlist, name) or name
        succession = Succession(composition.packs(), composition.organisations(store))
        bodies = succession.bodies(identity, on=utc_now().date()) if family else {identity}
        identities = frozenset().union(*(one_body(each, watchlist.renames()) for each in bodies))
        history = store.standings.history(organisation_ids=identities)
        if not history:
            refuse_unknown(store, watchlist, programme=None, area=None, organisation=name)
        facts = select.facts(store, history)
        states = store.sources.all()
    checked = {id_: state.last_good_at.date() for id_, state in states.items() if state.last_good_at}
    rows = [_stay_row(stay) | _facts_row(stay, facts, checked) for stay in stays(history)]
    if form == "table":
        for words, steps in (("Before", succession.before(identity)), ("After", succession.after(identity))):
            for step in steps:
                said = f"{step.former} into {step.present}" if words == "Before" else step.present
                click.echo(f"{words}: {said} ({', '.join(filter(None, (step.kind, step.when)))})")
    layout: dict[str, Any] = {
        "group": ("programme",),
        "shown": ("area", "organisation", "role", "partnership", "stages", "until"),
        "below": ("facts",),
    }
    print_rows("history", _STAY_COLUMNS, rows, form=form, **layout)


@click.command("mergers")
@click.option("--organisation", metavar="O", help="Only what led to this body, and what it became.")
@click.option("--since", callback=select.day, metavar="DATE", help="Only of that day or later.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def mergers(composition: Composition, organisation: str | None, since: date | None, form: str) -> None:
    """Print which organisations went into which: mergers, takeovers and renames that packs know, the latest first."""
    with composition.open_store() as store:
        watchlist = composition.watchlist(store)
        succession = Succession(composition.packs(), composition.organisations(store))
    steps = succession.all()
    if organisation is not None:
        identity = organisation_id(watchlist, organisation) or organisation
        steps = (*succession.after(identity), *succession.before(identity))
    rows = [
        {"on": step.when, "kind": step.kind, "former": step.former, "present": step.present, "source": step.source}
        for step in steps
        if since is None or (step.on and step.on >= since)
    ]
    print_rows(
        "mergers", _MERGER_COLUMNS, rows, form=form, shown=("on", "kind", "former", "present"), below=("source",)
    )


@click.command("search")
@click.argument("words")
@click.option("--limit", default=20, show_default=True, help="The most hits of each kind.")
@click.option("--format", "form", type=FORMATS, default="table", show_default=True)
@click.pass_obj
def search(composition: Composition, words: str, limit: int, form: str) -> None:
    """Look for words in the names of organisations, partnerships and areas, in changes and in titles of documents."""
    with composition.open_store() as store:
        hits = store.search.find(words, limit=limit)
    rows = [{"kind": hit.kind, "id": hit.id, "words": hit.words, "url": hit.url} for hit in hits]
    print_rows("hits", _HIT_COLUMNS, rows, form=form, group=("kind",), shown=("words", "id"), below=("url",))


def _areas_of(name: str, programme: str | None, watchlist: Watchlist, lineage: Lineage) -> Sequence[Area]:
    """The area of that name; with the former ones of that name where it neither came out of another nor became one."""
    known = watchlist.area(name, programme)
    if known and (lineage.before(known.id) or lineage.after(known.id)):
        return [known]
    named = lineage.named(name, programme)
    return named or ([known] if known else [])


def _matrix_row(row: Row) -> dict[str, Any]:
    return {
        "programme": row.programme,
        "area": row.area,
        "leads": "; ".join(f"{each.organisation} ({role_at(each.role, each.status)})" for each in row.leads),
        "others": "; ".join(_named(each) for each in row.others),
        "left": "; ".join(f"{each.organisation} ({STATUS_WORDS[each.status]})" for each in row.left),
        "named": row.named_in_words,
    }


def _named(standing: Standing) -> str:
    return f"{standing.organisation} ({ROLE_WORDS[standing.role]})"


def _entry_row(entry: Entry) -> dict[str, Any]:
    return {
        "on": _iso(entry.on),
        "programme": entry.programme,
        "area": entry.area,
        "words": entry.words,
        "stage": entry.chip,
        "quote": entry.quote,
        "url": entry.url,
        "event": entry.event_id,
    }


def _stay_row(stay: Stay) -> dict[str, Any]:
    return {
        "programme": stay.programme,
        "area": stay.area,
        "organisation": stay.organisation,
        "role": ROLE_WORDS[stay.role],
        "partnership": stay.partnership,
        "stages": "; ".join(f"{STATUS_WORDS[status]} {_iso(on) or ''}".strip() for status, on in stay.stages),
        "since": _iso(stay.since),
        "until": _iso(stay.until),
        "url": stay.standings[0].url,
    }


def _facts_row(stay: Stay, facts: Facts, checked: Mapping[str, date]) -> dict[str, Any]:
    """What is stated of a stay beyond the role; a blank says that nobody stated it, and when we last looked."""
    stated = facts.of(stay.standings[-1])
    day = checked.get(stay.standings[-1].source_id)
    row = {name: stated_or_not("; ".join(values(stated, name)), checked_on=day) for name in FIELDS}
    return row | {"facts": "; ".join(f"{name}: {value}" for name, value in row.items())}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


COMMANDS = [show_matrix, show_area, show_organisation, mergers, search]

"""``tierwatch counts``, ``contradictions``, ``questions`` and ``gaps``: what the ledger adds up to, and what it cannot say."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from monitor.cli import selection as select
from monitor.cli.context import Composition
from monitor.cli.output import print_rows
from monitor.clock import utc_now
from monitor.ledger.contradictions import contradictions as find_contradictions
from monitor.ledger.counts import Share
from monitor.ledger.counts import counts as count_all
from monitor.ledger.opendata import standing_row
from monitor.ledger.questions import gaps as find_gaps
from monitor.ledger.questions import questions as find_questions

_COUNT_COLUMNS = {
    "id": "name of the saved query",
    "label": "what is counted",
    "definition": "which organisations count",
    "unit": "distinct organisations or appearances",
    "as_of": "day",
    "value": "total without contested cases",
    "with_contested": "total with contested cases",
    "contested": "contested cases",
    "words": "the answer as a sentence",
}
_CONTRADICTION_COLUMNS = {
    "subject": "area or organisation",
    "reason": "what cannot all hold",
    "age_days": "days since both sides are known",
    "sides": "what each side says, where",
}
_QUESTION_COLUMNS = {
    "id": "permanent identifier",
    "programme": "commissioning round",
    "subject": "area or organisation",
    "field": "fact that nobody has stated",
    "words": "the question",
    "age_days": "days since it could first be asked",
}
_GAP_COLUMNS = {
    "programme": "commissioning round",
    "area": "contract area",
    "specialism": "group of people",
    "at_least": "providers named in the area in all",
}


@click.command()
@select.selection
@click.pass_obj
def counts(composition: Composition, /, *, form: str, **chosen: Any) -> None:
    """Print each saved count with its definition, unit and day, and published totals beside ours."""
    with composition.open_store() as store:
        held = select.held(store, composition.watchlist(store), **chosen)
    packs, as_of = composition.packs(), chosen["as_of"] or utc_now().date()
    rows = [
        {
            "id": each.query.id,
            "label": each.query.label,
            "definition": each.query.definition,
            "unit": each.query.unit.value,
            "as_of": as_of.isoformat(),
            "value": each.value,
            "with_contested": each.with_contested,
            "contested": "; ".join(each.contested),
            "words": each.in_words(),
        }
        for each in count_all(held, select.organisations(packs), as_of=as_of)
    ]
    named = len({standing.organisation_id for standing in held})
    for pack in select.chosen_packs(packs, chosen["programme"]):
        rows += [_share_row(Share(denominator=each, named=named), as_of) for each in pack.denominators]
    print_rows("counts", _COUNT_COLUMNS, rows, form=form, shown=("words", "definition"))


@click.command()
@select.selection
@click.pass_obj
def contradictions(composition: Composition, /, *, form: str, **chosen: Any) -> None:
    """Print what cannot all hold: both sides, each with its words and source."""
    with composition.open_store() as store:
        held = select.held(store, composition.watchlist(store), **chosen)
    today = utc_now().date()
    rows: list[dict[str, Any]] = []
    for found in find_contradictions(held):
        sides: Any = [select.with_evidence(standing_row(side)) for side in found.sides]
        if form != "json":
            sides = "\n".join(f"{side.organisation}: {side.quote} ({side.url})" for side in found.sides)
        age = found.age_days(today)
        rows.append({"subject": found.subject, "reason": found.reason, "age_days": age, "sides": sides})
    print_rows("contradictions", _CONTRADICTION_COLUMNS, rows, form=form)


@click.command()
@select.selection
@click.pass_obj
def questions(composition: Composition, /, *, form: str, **chosen: Any) -> None:
    """Print what no source has stated, with how long it has been open."""
    as_of = chosen["as_of"] or utc_now().date()
    with composition.open_store() as store:
        held = select.held(store, composition.watchlist(store), **chosen)
        known_at = select.end_of(chosen["known_at"])
        claims = [sighting.claim for sighting in store.claims.list(known_at=known_at)]
    packs = select.chosen_packs(composition.packs(), chosen["programme"])
    rows = [
        {
            "id": each.id,
            "programme": each.programme,
            "subject": each.subject,
            "field": each.field,
            "words": each.words,
            "age_days": each.age_days(as_of),
        }
        for each in find_questions(held, claims, packs, as_of=as_of)
    ]
    print_rows("questions", _QUESTION_COLUMNS, rows, form=form, shown=("programme", "subject", "words", "age_days"))


@click.command()
@select.selection
@click.option("--specialism", "specialisms", multiple=True, help="Only this group; by default all that a pack names.")
@click.pass_obj
def gaps(composition: Composition, /, *, form: str, specialisms: tuple[str, ...], **chosen: Any) -> None:
    """Print the areas in which no provider is named for a group of people."""
    with composition.open_store() as store:
        held = select.held(store, composition.watchlist(store), **chosen)
    packs = composition.packs()
    organisations = select.organisations(packs)
    wanted = specialisms or tuple(sorted({each for known in organisations.values() for each in known.specialisms}))
    rows = [
        {"programme": gap.programme, "area": gap.area, "specialism": gap.specialism, "at_least": gap.at_least}
        for pack in select.chosen_packs(packs, chosen["programme"])
        for gap in find_gaps(held, organisations, pack, wanted)
    ]
    print_rows("gaps", _GAP_COLUMNS, rows, form=form)


def _share_row(share: Share, as_of: date) -> dict[str, Any]:
    published = share.denominator
    return {
        "id": f"published-{published.id}",
        "label": published.label,
        "definition": f"published by others: {published.source}; not added to any other total",
        "unit": published.unit,
        "as_of": published.on.isoformat(),
        "value": published.value,
        "with_contested": published.value,
        "contested": "",
        "words": f"{share.in_words()}, as of {as_of.isoformat()}",
    }


COMMANDS = [counts, contradictions, questions, gaps]

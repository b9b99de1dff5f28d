"""``tierwatch counts``, ``contradictions``, ``questions`` and ``gaps``: what the ledger adds up to, and what it cannot say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import click

from monitor.cli import selection as select
from monitor.cli.context import Composition
from monitor.cli.output import print_rows
from monitor.clock import utc_now
from monitor.ledger.contradictions import contradictions as find_contradictions
from monitor.ledger.contradictions import still_said
from monitor.ledger.counts import counts as count_all
from monitor.ledger.gaps import coverage
from monitor.ledger.opendata import standing_row
from monitor.ledger.organisations import all_tags, tag_named
from monitor.ledger.published import Beside, Comparison, beside, comparisons
from monitor.ledger.questions import questions as find_questions
from monitor.programmes.pack import Tag

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
    "named": "who is named for it; none named is not to say that there is none",
    "at_least": "providers named in the area in all",
}


@click.command()
@select.selection
@click.pass_obj
def counts(composition: Composition, /, *, form: str, **chosen: Any) -> None:
    """Print each saved count with its definition, unit and day, and what others published beside it."""
    as_of = chosen["as_of"] or utc_now().date()
    with composition.open_store() as store:
        held = select.held(store, composition.watchlist(store), **chosen)
        organisations = composition.organisations(store, as_of)
        others = select.published(composition.packs(), store, chosen["programme"])
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
        for each in count_all(held, organisations, as_of=as_of)
    ]
    for programme, totals in others.items():
        own = [standing for standing in held if standing.programme == programme]
        rows += [_published_row(each, as_of) for each in beside(totals, own, organisations, as_of=as_of)]
    print_rows("counts", _COUNT_COLUMNS, rows, form=form, shown=("words",), below=("definition",))


@click.command()
@select.selection
@click.pass_obj
def contradictions(composition: Composition, /, *, form: str, **chosen: Any) -> None:
    """Print what cannot all hold: both sides, each with its words and source."""
    with composition.open_store() as store:
        held = select.held(store, composition.watchlist(store), **chosen)
        others = select.published(composition.packs(), store, chosen["programme"])
        own = [
            (sighting.claim, sighting.url)
            for source in composition.config.sources
            if source.section == "own"
            for sighting in store.claims.list(source_id=source.id, live=True, programme=chosen["programme"])
        ]
    today = utc_now().date()
    narrowed = chosen["area"] or chosen["organisation"]
    rows = (
        []
        if narrowed
        else [
            _disagreement(each, today)
            for owner, totals in others.items()
            for each in comparisons(totals, programme=owner)
        ]
    )
    if not narrowed:
        rows += [
            {"subject": "a page of our own", "reason": page.in_words(), "age_days": None, "sides": page.url}
            for page in still_said(own, held)
        ]
    for found in find_contradictions(held):
        sides: Any = [select.with_evidence(standing_row(side)) for side in found.sides]
        if form != "json":
            sides = "\n".join(f"{side.organisation}: {side.quote} ({side.url})" for side in found.sides)
        age = found.age_days(today)
        rows.append({"subject": found.subject, "reason": found.reason, "age_days": age, "sides": sides})
    layout: dict[str, Any] = {"shown": ("subject", "reason", "age_days"), "below": ("sides",)}
    print_rows("contradictions", _CONTRADICTION_COLUMNS, rows, form=form, **layout)


def _disagreement(found: Comparison, today: date) -> dict[str, Any]:
    reason = "published totals that can all hold" if found.compatible else "published totals that differ"
    return {"subject": found.label, "reason": reason, "age_days": found.age_days(today), "sides": found.in_words()}


@click.command()
@select.selection
@click.pass_obj
def questions(composition: Composition, /, *, form: str, **chosen: Any) -> None:
    """Print what no source has stated, with how long it has been open."""
    as_of = chosen["as_of"] or utc_now().date()
    with composition.open_store() as store:
        held = select.held(store, composition.watchlist(store), **chosen)
        facts = select.facts(store, held, known_at=select.end_of(chosen["known_at"]))
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
        for each in find_questions(held, facts, packs, as_of=as_of)
    ]
    layout: dict[str, Any] = {"group": ("programme", "field"), "shown": ("subject", "words", "age_days")}
    print_rows("questions", _QUESTION_COLUMNS, rows, form=form, **layout)


@click.command()
@select.selection
@click.option(
    "--specialism", "names", multiple=True, help="Only this group, under any of its wordings (may be given again)."
)
@click.option("--covered", is_flag=True, help="Also the areas in which somebody is named, with who.")
@click.pass_obj
def gaps(composition: Composition, /, *, form: str, names: tuple[str, ...], covered: bool, **chosen: Any) -> None:
    """Print the areas in which no provider is named for a group of people."""
    with composition.open_store() as store:
        held = select.held(store, composition.watchlist(store), **chosen)
        organisations = composition.organisations(store, chosen["as_of"])
        facts = select.facts(store, held, known_at=select.end_of(chosen["known_at"]))
    packs = composition.packs()
    known = all_tags(packs, "specialisms")
    wanted = tuple(_tag(name, known) for name in names) or known
    rows = [
        {
            "programme": gap.programme, "area": gap.area, "specialism": gap.specialism, "named": gap.in_words,
            "at_least": gap.at_least,
        }
        for pack in select.chosen_packs(packs, chosen["programme"])
        for gap in coverage(held, organisations, pack, wanted, facts)
        if covered or not gap.named
    ]  # fmt: skip
    layout: dict[str, Any] = {"group": ("programme", "specialism"), "shown": ("area", "named", "at_least")}
    print_rows("gaps", _GAP_COLUMNS, sorted(rows, key=_by_specialism) if form == "table" else rows, form=form, **layout)


def _by_specialism(row: Mapping[str, Any]) -> tuple[str, str]:
    return (row["programme"], row["specialism"])


def _tag(name: str, known: Sequence[Tag]) -> Tag:
    found = tag_named(name, known)
    if found is None:
        raise click.BadParameter(f'no pack knows "{name}"; {", ".join(tag.name for tag in known)} are known')
    return found


def _published_row(each: Beside, as_of: date) -> dict[str, Any]:
    total = each.published
    return {
        "id": f"published-{total.id}",
        "label": total.label,
        "definition": f"published by others ({total.publisher or total.source}); a claim beside ours, not added to any other total",
        "unit": total.unit,
        "as_of": total.on.isoformat(),
        "value": total.value,
        "with_contested": total.value,
        "contested": "",
        "words": f"{each.in_words()}, as of {as_of.isoformat()}",
    }


COMMANDS = [counts, contradictions, questions, gaps]

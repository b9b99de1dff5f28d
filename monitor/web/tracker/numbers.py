"""What a programme adds up to, beside what others counted; where nobody is named; what does not go together; what nobody says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from flask import Blueprint, render_template

from monitor.ledger.contradictions import contradictions
from monitor.ledger.counts import counts
from monitor.ledger.gaps import Gap, coverage
from monitor.ledger.organisations import all_tags
from monitor.ledger.published import beside, comparisons, value_in_words
from monitor.ledger.questions import tallied
from monitor.model import Standing
from monitor.web.kept import kept_page
from monitor.web.site import site
from monitor.web.tracker.asof import asked_knowledge, line_of_days
from monitor.web.tracker.directory import directory
from monitor.web.tracker.saved import facts_of

_MOST_AREAS = 60
_MOST_SUBJECTS = 60


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/programmes/<programme_id>/numbers", view_func=numbers)


@kept_page
def numbers(programme_id: str) -> str:
    """The counts, gaps, contradictions and open questions of a programme on a day."""
    here, known = site(), directory()
    pack, line = known.programme(programme_id), line_of_days(programme_id)
    day = line.chosen
    known_at = asked_knowledge()
    held = here.store.standings.as_of(day, programme=programme_id, known_at=known_at)
    identities = {standing.organisation_id for standing in held}
    facts = facts_of(programme_id, known_at)
    totals = [*pack.denominators, *(noted.total for noted in here.store.published.list(programme=programme_id))]
    groups = all_tags(here.programmes, "specialisms")
    # A table of more areas than this is for the files; what is not shown is not worked out either.
    first = replace(pack, areas=pack.areas[:_MOST_AREAS])
    shown = {area.name for area in first.areas}
    in_view = [standing for standing in held if standing.area in shown]
    disputed = contradictions(held)
    asked = tallied(held, facts, pack, as_of=day, most=_MOST_SUBJECTS)
    return render_template(
        "tracker/numbers.html",
        programme=pack,
        line=line,
        counts=counts(held, known.organisations, as_of=day),
        totals=beside(totals, held, known.organisations, as_of=day),
        comparisons=comparisons(totals, programme=programme_id),
        value_in_words=value_in_words,
        contested=[
            known.organisations[each] for each in sorted(identities) if _is_contested(known.organisations, each)
        ],
        groups=groups,
        covered=_by_area(coverage(in_view, known.organisations, first, groups, facts)),
        contradictions=disputed,
        publishers=here.store.claims.publishers({side.claim_id for each in disputed for side in each.sides}),
        questions=asked,
        asked=sum(tally.number for tally in asked),
        partnerships=_members(held),
        causes=pack.causes,
    )


def _members(held: Iterable[Standing]) -> dict[str, list[str]]:
    """Who is in each partnership."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for standing in held:
        if standing.partnership and not standing.status.is_exit:
            found[standing.partnership][standing.organisation] = None
    return {name: list(members) for name, members in sorted(found.items())}


def _is_contested(organisations: Mapping[str, object], identifier: str) -> bool:
    return bool(getattr(organisations.get(identifier), "contested", ""))


def _by_area(gaps: Iterable[Gap]) -> dict[str, list[Gap]]:
    rows: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        rows[gap.area].append(gap)
    return dict(rows)

"""What the ledger adds up to, as sentences that a bulletin can print: each with its day, its unit and both readings of contested cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from monitor.ledger.counts import QUERIES, count
from monitor.model import Standing
from monitor.programmes.pack import Organisation, Programme
from monitor.store import Store

#: The saved counts that a bulletin prints of a programme in which something is held.
_PRINTED = ("leads-distinct", "voluntary-leads-distinct")


def figures_of(
    store: Store, programmes: Sequence[Programme], organisations: Mapping[str, Organisation], *, day: date
) -> tuple[str, ...]:
    """The sentences for each programme that somebody has a place in on ``day``."""
    held = store.standings.as_of(day)
    found = []
    for programme in programmes:
        own = [each for each in held if each.programme == programme.id and not each.status.is_exit]
        if programme.id and own:
            counted = [count(query, own, organisations, as_of=day) for query in QUERIES if query.id in _PRINTED]
            found += [f"{programme.name}: {each.in_words()}" for each in counted]
            found.append(f"{programme.name}: {areas_in_words(own, programme)}")
    return tuple(found)


def areas_in_words(held: Sequence[Standing], programme: Programme, *, organisation_id: str | None = None) -> str:
    """``somebody named in 21 of 21 areas``, or ``Nacro named in 6 of 21 areas``; the areas are those of the pack."""
    known = {area.name for area in programme.areas}
    wanted = [each for each in held if organisation_id in {None, each.organisation_id}]
    named = {each.area for each in wanted} & known
    who = wanted[0].organisation if organisation_id and wanted else "nobody" if organisation_id else "somebody"
    return f"{who} named in {len(named)} of {len(known)} areas"

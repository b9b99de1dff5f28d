"""The facts that a claim may state and nobody infers: services, volume, payment, involvement, a part in strategy. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from monitor.model import Claim, Standing

#: How work is paid, as the reader writes it.
PAYMENTS = ("payment by results", "fee for service", "grant")
#: Each fact and how one asks for it.
FIELDS = {
    "payment": "How is it paid?",
    "volume": "How much work is it?",
    "services": "Which services are delivered?",
    "involvement": "How far is it involved?",
    "strategic_role": "Has it a part in strategy?",
}
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One fact as one document states it, with the words that say it."""

    field: str
    value: str
    quote: str
    url: str
    claim_id: str
    on: date | None = None


class Facts:
    """What claims state of each organisation in a programme. Values that differ stand beside one another."""

    def __init__(self, claims: Iterable[tuple[Claim, str]]) -> None:
        self._stated: dict[tuple[str | None, str], list[tuple[Claim, str]]] = defaultdict(list)
        # Asked for anew on each day that somebody looks at.
        self._fields: dict[tuple[str | None, str], frozenset[str]] = {}
        for claim, url in claims:
            if claim.mode.makes_events:
                self._stated[claim.programme, claim.organisation_id].append((claim, url))

    def fields(self, programme: str | None, organisation_id: str) -> frozenset[str]:
        """The names of the facts that are stated of an organisation anywhere in a programme."""
        key = (programme, organisation_id)
        if key not in self._stated:
            return _NONE
        if key not in self._fields:
            self._fields[key] = frozenset(
                name for name in FIELDS for claim, _ in self._stated[key] if getattr(claim, name)
            )
        return self._fields[key]

    def of(self, standing: Standing) -> tuple[Stated, ...]:
        """The facts of one place: those stated of its contract or area, and those stated of no area at all."""
        found: dict[tuple[str, str], Stated] = {}
        for claim, url in self._of_place(standing):
            for name in FIELDS:
                value = getattr(claim, name)
                for each in value if isinstance(value, tuple) else [value] if value else []:
                    found.setdefault((name, each), _stated(claim, url, name, each))
        return tuple(found.values())

    def services(self, standing: Standing) -> tuple[str, ...]:
        """The services stated of one place, each once."""
        return tuple(dict.fromkeys(each for claim, _ in self._of_place(standing) for each in claim.services))

    def _of_place(self, standing: Standing) -> Iterator[tuple[Claim, str]]:
        for claim, url in self._stated.get((standing.programme, standing.organisation_id), ()):
            if claim.areas and standing.area not in claim.areas:
                continue
            if claim.contract and standing.contract and claim.contract != standing.contract:
                continue
            yield claim, url


def values(stated: Iterable[Stated], field: str) -> tuple[str, ...]:
    """What is stated for one field, each value once."""
    return tuple(dict.fromkeys(each.value for each in stated if each.field == field))


def _stated(claim: Claim, url: str, field: str, value: str) -> Stated:
    return Stated(field=field, value=value, quote=claim.evidence.quote, url=url, claim_id=claim.id, on=claim.event_date)

"""The registered numbers that documents give, over one visit and all visits before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

from monitor.extract.numbers import numbered, registered_numbers
from monitor.ledger.numbered import OneBody, by_number
from monitor.model import Document, Reading, Standing
from monitor.programmes.watchlist import Watchlist
from monitor.store import Store


class Registered:
    """Who was met with which number: what is stored, and what the visit has brought so far."""

    def __init__(self, store: Store, watchlist: Watchlist) -> None:
        self._store, self._watchlist = store, watchlist
        self._here: dict[str, set[str]] = defaultdict(set)

    def look(
        self, document: Document, reading: Reading, standings: Sequence[Standing], *, on: date
    ) -> tuple[OneBody, Mapping[str, frozenset[str]]]:
        """Who in ``reading`` is known to ``standings`` by another name, and the numbers that ``document`` gives, to be kept."""
        stated = reading.stated()
        numbers = registered_numbers(document, stated) if stated else {}
        if not numbers:
            return OneBody(), {}
        bodies = self._bodies(set().union(*numbers.values()))
        names = {claim.organisation_id: claim.organisation for claim in stated}
        found = by_number(names, numbers, bodies, _of_packs(self._watchlist), standings, on=on)
        for identity, given in numbers.items():
            for number in given:
                self._here[number].add(identity)
        return found, numbers

    def _bodies(self, numbers: set[str]) -> dict[str, frozenset[str]]:
        stored = self._store.numbers.bodies(numbers)
        return {number: stored.get(number, frozenset()) | self._here[number] for number in numbers}


@lru_cache(maxsize=4)
def _of_packs(watchlist: Watchlist) -> dict[str, tuple[str, str]]:
    former = watchlist.renames()
    return {
        numbered(scheme, number): (organisation.id, organisation.name)
        for programme in watchlist.programmes
        for organisation in programme.organisations
        if organisation.id not in former
        for scheme, number in organisation.identifiers.items()
    }

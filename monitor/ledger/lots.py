"""Which lots a place belongs to: those of the programme that its claims state as services. Nothing is inferred. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.ledger.facts import Facts, values
from monitor.model import Standing
from monitor.text import fold

NOT_STATED = "lot not stated"


def lots_of(standing: Standing, lots: Sequence[str], facts: Facts) -> tuple[str, ...]:
    """Those of ``lots`` that are stated of ``standing``, whatever their case and punctuation; else :data:`NOT_STATED` alone."""
    stated = {fold(value) for value in values(facts.of(standing), "services")}
    return tuple(lot for lot in lots if fold(lot) in stated) or (NOT_STATED,)


def by_lot(standings: Iterable[Standing], lots: Sequence[str], facts: Facts) -> dict[str, list[Standing]]:
    """``standings`` under each lot that they belong to, in the order of ``lots``; what states none comes last."""
    found: dict[str, list[Standing]] = {lot: [] for lot in (*lots, NOT_STATED)}
    for standing in standings:
        for lot in lots_of(standing, lots, facts):
            found[lot].append(standing)
    return found

"""Who runs what: a row an area with everyone who has a place in it, whether or not anybody is named. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitor.ledger.completeness import completeness_of, number_in_words
from monitor.model import Completeness, Role, Standing
from monitor.programmes.pack import Area, Programme

_LEADING = frozenset({Role.LEAD, Role.OWNER, Role.CONTRACT_HOLDER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One area of a programme. ``known`` is its entry in the pack, if the pack has it."""

    programme: str
    area: str
    known: Area | None
    standings: tuple[Standing, ...] = ()
    completeness: Completeness = Completeness.UNKNOWN

    @property
    def leads(self) -> tuple[Standing, ...]:
        """Those who lead, own or hold the contract, in whatever stage."""
        return tuple(standing for standing in self._held if standing.role in _LEADING)

    @property
    def others(self) -> tuple[Standing, ...]:
        """Everybody else who has a place: partners, members of a venture, subcontractors."""
        return tuple(standing for standing in self._held if standing.role not in _LEADING)

    @property
    def left(self) -> tuple[Standing, ...]:
        """Those whose bid or contract came to an end."""
        return tuple(standing for standing in self.standings if standing.status.is_exit)

    @property
    def named(self) -> int:
        """How many organisations are named."""
        return len({standing.organisation_id for standing in self._held})

    @property
    def named_in_words(self) -> str:
        """``none named``, ``5``, or ``at least 5`` unless the lists say that they are whole."""
        return number_in_words(self.named, self.completeness) if self.named else "none named"

    @property
    def _held(self) -> tuple[Standing, ...]:
        return tuple(standing for standing in self.standings if not standing.status.is_exit)


def matrix(
    standings: Iterable[Standing], programmes: Sequence[Programme],
    completeness: Mapping[str, Completeness] | None = None,
) -> tuple[Row, ...]:  # fmt: skip
    """A row for each area of ``programmes``, and one for each other area that ``standings`` (all of one day) name.

    ``completeness`` is what the list behind a claim says of itself, by claim id.
    """
    stated = completeness or {}
    held: dict[tuple[str, str], list[Standing]] = defaultdict(list)
    wanted = {programme.id for programme in programmes}
    for standing in standings:
        if standing.programme in wanted and standing.area:
            held[standing.programme, standing.area].append(standing)
    rows = []
    for programme in programmes:
        known = {area.name: area for area in programme.areas}
        others = sorted(area for owner, area in held if owner == programme.id and area not in known)
        rows += [_row(programme.id, name, known.get(name), held, stated) for name in (*known, *others)]
    return tuple(rows)


def _row(
    programme: str, name: str, known: Area | None, held: Mapping[tuple[str, str], list[Standing]],
    stated: Mapping[str, Completeness],
) -> Row:  # fmt: skip
    standings = held.get((programme, name), [])
    # Whoever leads is named by right; it is the list of the others that may be whole or not.
    listed = [each for each in standings if each.role not in _LEADING and not each.status.is_exit]
    said = completeness_of(stated.get(each.claim_id, Completeness.UNKNOWN) for each in listed)
    return Row(programme=programme, area=name, known=known, standings=tuple(standings), completeness=said)

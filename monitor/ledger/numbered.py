"""Bodies that a registered number shows to be one: under two spellings in silence, under a new name as a rename.

A number says more than a name does (Companies House and the Charity Commission give each once), and it is asked before names are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

from monitor.extract.house_numbers import house_numbers
from monitor.extract.numbers import registered_numbers
from monitor.ledger.sameness import is_respelling, may_be_renamed
from monitor.model import Claim, Document, Reading, Standing

Numbers = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OneBody:
    """``same``: under which identifier and name the ledger has a body that a document names otherwise. ``renames``: those that it
    names by a new name, former to present.
    """

    same: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)

    def applied(self, reading: Reading) -> Reading:
        """``reading`` with each body under the name that the ledger has for it."""
        if not self.same:
            return reading
        return replace(reading, claims=tuple(self._known_as(claim) for claim in reading.claims))

    def _known_as(self, claim: Claim) -> Claim:
        if claim.organisation_id not in self.same:
            return claim
        identity, name = self.same[claim.organisation_id]
        own = claim.partnership == claim.organisation
        return replace(
            claim,
            organisation=name,
            organisation_id=identity,
            partnership=name if own else claim.partnership,
            considered=(*claim.considered, f"{claim.organisation}: {name} has the same registered number"),
        )


def by_number(
    names: Mapping[str, str], numbers: Numbers, bodies: Mapping[str, AbstractSet[str]], packs: Mapping[str, tuple[str, str]],
    standings: Sequence[Standing], *, on: date,
) -> OneBody:  # fmt: skip
    """Who of those that a document of the day ``on`` names is known by another name.

    ``names`` and ``numbers`` are by identifier, of the bodies in the document; ``bodies`` are all that were ever met with each
    number, ``packs`` those that packs know by it. Of two bodies of which packs know both, packs say whether they are one. A name
    is new, and a rename, if it was never met with that number, is no variant of the other, and is told after the ledger's news of
    that body; an older name that comes back late is not.
    """
    held: dict[str, Standing] = {}
    for standing in standings:
        if standing.valid_to is None and not standing.status.is_exit:
            last = held.get(standing.organisation_id)
            if last is None or (standing.valid_from or date.min) > (last.valid_from or date.min):
                held[standing.organisation_id] = standing
    same: dict[str, tuple[str, str]] = {}
    renames: dict[str, str] = {}
    for identity, given in numbers.items():
        own = [number for number in given if not number.startswith(":")]
        met = {body for number in own for body in bodies.get(number, ())}
        known = dict(packs[number] for number in own if number in packs)
        others = sorted((met | set(known)) - {identity})
        there = [other for other in others if other in held]
        if identity in held or not identity.startswith("~") or set(others) & set(names) or len(there or known) != 1:
            continue
        if not there:
            same[identity] = next(iter(known.items()))
            continue
        standing = held[there[0]]
        is_variant = may_be_renamed(names[identity], standing.organisation) or is_respelling(
            names[identity], standing.organisation
        )
        if identity in met or is_variant or (standing.valid_from and on <= standing.valid_from):
            same[identity] = (there[0], standing.organisation)
        else:
            renames[there[0]] = identity
    return OneBody(same=same, renames=renames)


def one_by_number(before: Document, old: Reading, after: Document, new: Reading) -> dict[str, str]:
    """The identifiers of ``before`` that are another's in ``after`` by the same number, registered or the publisher's own, and only one's: former to present."""
    former, present = _bare(registered_numbers(before, old.claims)), _bare(registered_numbers(after, new.claims))
    kept = _one(house_numbers(before, old.claims), house_numbers(after, new.claims))
    # With two registered numbers they are two, whatever a publisher goes on paying under one of its own.
    kept = {one: other for one, other in kept.items() if not (former.get(one) and present.get(other))}
    return kept | _one(former, present)


def _one(former: Mapping[str, Collection[str]], present: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Those of ``former`` who are another in ``present`` by a number of theirs, and only one."""
    found = {}
    for identity, numbers in former.items():
        if identity in present:
            continue
        same = [other for other, theirs in present.items() if other not in former and set(numbers) & set(theirs)]
        if len(same) == 1:
            found[identity] = same[0]
    return found


def _bare(numbers: Mapping[str, frozenset[str]]) -> dict[str, set[str]]:
    """``numbers`` without their registers, which one version of a text may name and the other not."""
    return {identity: {each.partition(":")[2] for each in known} for identity, known in numbers.items()}

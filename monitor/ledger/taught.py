"""What people taught of single documents, put upon what was read in them. Pure.

Names and areas are taught to the watch-list, for every document. What is here is narrower: in this document that name is that body,
that role is another, that body has no part. Each lesson is data, and taking it back leaves what was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from monitor.ledger.places import places_of, removed
from monitor.model import EXITS, Change, Claim, Document, Layer, Reading, Role

#: Below every threshold: it stays to be seen and moves nothing.
_NOBODY = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """``bodies``: for a document and a name as written, the name and id of the body it is. ``roles``: for a document and a body,
    its role. ``nobodies``: documents and bodies that have no part in them. ``taught``: how many lessons were ever given or taken
    back, by which a visit knows whether there are new ones.
    """

    bodies: Mapping[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    roles: Mapping[tuple[str, str], Role] = field(default_factory=dict)
    nobodies: frozenset[tuple[str, str]] = frozenset()
    taught: int = 0

    def applied(self, document: Document, reading: Reading) -> Reading:
        """``reading`` of ``document`` as people have corrected it."""
        if not (self.bodies or self.roles or self.nobodies):
            return reading
        return replace(reading, claims=tuple(self._corrected(document.id, claim) for claim in reading.claims))

    def _corrected(self, document_id: str, claim: Claim) -> Claim:
        body = self.bodies.get((document_id, claim.surface))
        if body and body[1] != claim.organisation_id:
            read = f"{claim.organisation}: a person said that this is {body[0]}"
            claim = replace(
                claim,
                organisation=body[0],
                organisation_id=body[1],
                layer=Layer.HUMAN,
                considered=(*claim.considered, read),
            )
        role = self.roles.get((document_id, claim.organisation_id))
        if role and role is not claim.role:
            read = f"{claim.role.value}: a person said {role.value}"
            status = EXITS.get(role, claim.status)
            claim = replace(claim, role=role, status=status, layer=Layer.HUMAN, considered=(*claim.considered, read))
        if (document_id, claim.organisation_id) in self.nobodies:
            read = "a person said that it has no part here"
            claim = replace(claim, confidence=_NOBODY, considered=(*claim.considered, read))
        return claim


def corrections(was: Reading, now: Reading) -> list[Change]:
    """Each place that ``was`` had and ``now``, the same words read better, has not: what must leave the ledger first."""
    old, new = places_of(was, {}), places_of(now, {})
    return [
        removed(place)
        for identity, areas in old.items()
        for area, place in areas.items()
        if (there := new.get(identity, {}).get(area)) is None
        or (there.claim.role, there.claim.status) != (place.claim.role, place.claim.status)
    ]

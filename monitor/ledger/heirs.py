"""Who has come in the place of another, by the words that tell that the other is out."""

from __future__ import annotations

import re

from monitor.ledger.edits import Edits
from monitor.ledger.places import Places, claims_in
from monitor.model import Claim, Role

#: Who "has replaced" another is new, whatever else the earlier version named it for.
_TOOK_OVER = re.compile(
    r"\b(?:replac(?:ed|es|ing)|succeed(?:ed|s|ing)|(?:took|taken|takes|taking) over from|in (?:place|succession) (?:of|to)|stepp(?:ed|ing) in for)\b"
)
#: So near to the words that tell that another is out stands who has come in its place.
_NEAR = 160


def _are_near(one: Claim, other: Claim) -> bool:
    first, then = sorted((one.evidence, other.evidence), key=lambda evidence: evidence.start)
    return then.start - first.end < _NEAR


def heirs(new: Places, edits: Edits) -> frozenset[str]:
    """The ids of claims of who leads beside new words that tell that another has been replaced."""
    claims = list(claims_in(new))
    over = [c for c in claims if c.status.is_exit and _TOOK_OVER.search(c.evidence.quote)]
    return frozenset(
        claim.id
        for claim in claims
        if claim.role is Role.LEAD and not claim.status.is_exit and claim.id not in edits.reworded
        if any(_are_near(c, claim) and c.organisation_id != claim.organisation_id for c in over)
    )

"""Two versions that bear one another out: what both say of several bodies is surer than what one says of each.

A page whose words leave it open whether it speaks of contracts at all is read unsurely. Where the next version names the same
bodies in the same roles, the page is a list of them; one name more or less among those is then worth telling.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import replace

from monitor.ledger.places import SURE
from monitor.ledger.precedence import role_group
from monitor.model import Claim, Layer, Reading

#: Less is no reading at all.
_LEAST = 0.39
#: So many bodies must stand in both versions.
_BODIES = 2


def agreed(before: Reading, after: Reading) -> tuple[Reading, Reading]:
    """Both readings, their unsure claims raised to what just stands where the two agree on several bodies read alike."""
    shared = _said(before) & _said(after)
    alike = Counter((role, rule) for _, role, rule in shared)
    borne_out = {how for how, bodies in alike.items() if bodies >= _BODIES}
    return (_raised(before, borne_out), _raised(after, borne_out)) if borne_out else (before, after)


def _said(reading: Reading) -> set[tuple[str, str, str]]:
    return {(claim.organisation_id, *_how(claim)) for claim in reading.claims if _counts(claim)}


def _how(claim: Claim) -> tuple[str, str]:
    """As what a body was read, and by which rule."""
    return role_group(claim.role), claim.rule


def _counts(claim: Claim) -> bool:
    prose = claim.layer in {Layer.GRAMMAR, Layer.ATTACH}
    return prose and claim.mode.makes_events and claim.confidence >= _LEAST and not claim.status.is_exit


def _raised(reading: Reading, borne_out: AbstractSet[tuple[str, str]]) -> Reading:
    return replace(
        reading,
        claims=tuple(
            replace(claim, confidence=SURE)
            if _counts(claim) and claim.confidence < SURE and _how(claim) in borne_out
            else claim
            for claim in reading.claims
        ),
    )

"""How far a body is believed to be a party: what the words round it weigh, and what the patterns read of it, together.

The words were weighed without a look at the patterns, so each is evidence of its own. What either is worth was learned
from documents that nobody had written patterns by: on those that patterns were mended by, patterns seem never to err.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from monitor.extract.names.kinds import bare_of
from monitor.extract.names.spotting import Name
from monitor.extract.weighing.weights import BIAS, Weights, parse, probability
from monitor.extract.words.bodies import Part, part_of
from monitor.model import Claim, Layer, Role

FILE = "belief.tsv"
#: The one question of this file.
QUESTION = "belief"
#: The log-odds that the words give: the one piece of evidence that is a number and no yes or no.
WORDS = "words"
#: Whoever sits in a consortium is a partner for the weights.
GROUPS = {Role.JOINT_VENTURE_MEMBER: Role.PARTNER, Role.STAFF_MUTUAL: Role.PARTNER, Role.CONTRACT_HOLDER: Role.LEAD}
_SURE, _VERY_SURE, _UNSURE = 0.6, 0.85, 0.5


def by_body(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """The claims of each body, by its key."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.organisation_id].append(claim)
    return found


def evidence(claims: Sequence[Claim], *, words: float, known: bool, mostly: Part | None = None) -> dict[str, float]:
    """What speaks for or against a body of which the patterns read ``claims`` and the words give log-odds of ``words``.

    ``known``: a pack has it. ``mostly``: what it is elsewhere, where a list has its name.
    """
    found = {WORDS: words}
    if known:
        found["known"] = 1.0
    elif mostly:
        found[f"mostly {mostly.value}"] = 1.0
    stated = [claim for claim in claims if claim.mode.makes_events]
    if stated:
        found |= dict.fromkeys(_of_best(max(stated, key=_rank)), 1.0)
        found["confidence"] = max(claim.confidence for claim in stated)
        if len({(claim.role, claim.status) for claim in stated}) > 1:
            found["says more than one thing"] = 1.0
    elif claims:
        found |= {"not stated": 1.0, f"only {min(claim.mode.value for claim in claims)}": 1.0}
    else:
        found["no pattern"] = 1.0
    return found


def evidence_of(name: Name, claims: Sequence[Claim], *, words: float) -> dict[str, float]:
    """The evidence for the body that ``name`` names."""
    return evidence(claims, words=words, known=bool(name.known), mostly=part_of(bare_of(name.surface)))


def _rank(claim: Claim) -> tuple[float, str]:
    return claim.confidence, claim.id


def _of_best(claim: Claim) -> Iterator[str]:
    """What the surest claim is like."""
    yield f"layer {claim.layer.value}"
    if claim.layer in {Layer.GRAMMAR, Layer.ATTACH}:
        yield f"rule {claim.rule.partition('.')[0].partition(' ')[0]}"
    yield f"role {GROUPS.get(claim.role, claim.role).value}"
    yield f"status {claim.status.value}"
    if claim.confidence >= _VERY_SURE:
        yield "very sure"
    elif claim.confidence >= _SURE:
        yield "sure"
    elif claim.confidence < _UNSURE:
        yield "unsure"
    if claim.areas:
        yield "placed"


def belief(found: Mapping[str, float]) -> float:
    """The probability that a body of such evidence is a party."""
    return probability(log_odds(found, learned_belief()))


def log_odds(found: Mapping[str, float], weights: Weights) -> float:
    """What ``found`` adds up to, in an order that is always the same."""
    return weights.rows[BIAS][0] + sum(
        weights.rows[name][0] * found[name] for name in sorted(found) if name in weights.rows
    )


@cache
def learned_belief() -> Weights:
    """What each piece of evidence is worth, as it ships."""
    return parse((files(__package__) / FILE).read_text(encoding="utf-8"))

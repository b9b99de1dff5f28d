"""Who sits in a consortium or a joint venture: a member of it, and not merely a partner."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from monitor.extract.words.sentences import sentence_at
from monitor.model import Claim, Layer, Role

_VENTURE = re.compile(r"\b(?:consorti(?:um|a)\b|joint[ -]ventures?\b|JVs?\b)", re.IGNORECASE)
_BY_WORDS = frozenset({Layer.GRAMMAR, Layer.ATTACH, Layer.WEIGHED})


def as_members(claims: Iterable[Claim], text: str) -> tuple[Claim, ...]:
    """``claims`` with each partner whose sentence speaks of a consortium or a joint venture as a member of it.

    What a cell or a field says of a body stands.
    """
    return tuple(
        replace(claim, role=Role.JOINT_VENTURE_MEMBER) if _is_member(claim, text) else claim for claim in claims
    )


def _is_member(claim: Claim, text: str) -> bool:
    if claim.role is not Role.PARTNER or claim.layer not in _BY_WORDS or claim.rule.startswith("typed"):
        return False
    return bool(_VENTURE.search(text, *sentence_at(text, claim.evidence.start, claim.evidence.end)))

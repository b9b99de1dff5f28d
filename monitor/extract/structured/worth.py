"""What the row of a table says that its contract is worth, of a body that has one row in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from monitor.model import Block, Claim
from monitor.text import fold

_WORTH = re.compile(
    r"(?:(?:total|annual|contract|award|awarded|lifetime|estimated|current|whole|life|full|approximate|max(?:imum)?) )*"
    r"(?:value|amount|price|cost|budget|sum|worth)(?: .*)?"
)
_MONEY = re.compile(r"(?:[£€$]|\b(?:GBP|EUR|USD)\b).*\d|\d.*(?:[£€$]|\b(?:GBP|EUR|USD)\b)")


def with_worth(claims: Iterable[Claim], rows: Sequence[Block]) -> Iterator[Claim]:
    """``claims`` of ``rows``, each with the amount of money in its own row; of a body in several rows nobody can say which is meant."""
    claims = list(claims)
    times = Counter(claim.organisation_id for claim in claims)
    stated = {row.start: amount for row in rows if (amount := _worth_of(row))}
    for claim in claims:
        row = next((row for row in rows if row.start <= claim.evidence.start < row.end), None)
        amount = stated.get(row.start) if row else None
        yield replace(claim, volume=amount) if amount and times[claim.organisation_id] == 1 else claim


def _worth_of(row: Block) -> str | None:
    found = [cell.text for cell in row.cells if _WORTH.fullmatch(fold(cell.header)) and _MONEY.search(cell.text)]
    return found[0] if len(found) == 1 else None

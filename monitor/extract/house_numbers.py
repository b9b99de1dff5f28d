"""The numbers under which a publisher keeps those it has contracts with: "vendor_id", "Supplier no."."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from monitor.extract.words.statuses import header_words
from monitor.model import Claim, Document
from monitor.text import squash

_WHO = r"(?:vendor|supplier|provider|contractor|operator|awardee|recipient|payee)"
_NUMBER = re.compile(rf"{_WHO} (?:id|no|nos|number|code|ref|reference|account|account number)")
_NAME = re.compile(rf"{_WHO}(?: (?:legal )?name)?|(?:legal|trading) name")
#: Fewer signs, or a small number, count the lines of a list and keep to nobody.
_KEPT = re.compile(r"(?=\D*\d\D*\d\D*\d)[A-Z\d][A-Z\d/-]{3,15}", re.IGNORECASE)


def house_numbers(document: Document, claims: Sequence[Claim]) -> dict[str, frozenset[str]]:
    """The numbers that the records of ``document`` give beside each body's name, by its identifier; none that two bodies have.

    They count within what one publisher keeps: between two versions of one document, and nowhere else.
    """
    bodies = {claim.surface: claim.organisation_id for claim in claims}
    found: dict[str, set[str]] = defaultdict(set)
    for record in (document.record or {}).get("records") or ():
        if not isinstance(record, Mapping):
            continue
        said = {header_words(str(key)): squash(str(value)) for key, value in record.items() if value}
        numbers = {value for key, value in said.items() if _NUMBER.fullmatch(key) and _KEPT.fullmatch(value)}
        named = {bodies[value] for key, value in said.items() if _NAME.fullmatch(key) and value in bodies}
        if len(numbers) == len(named) == 1:
            found[numbers.pop()] |= named
    kept: dict[str, set[str]] = defaultdict(set)
    for number, whose in found.items():
        if len(whose) == 1:
            kept[next(iter(whose))].add(number)
    return {body: frozenset(numbers) for body, numbers in kept.items()}

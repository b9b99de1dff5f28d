"""Registered numbers in a document: what tells one body under two names from two bodies."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from monitor.extract.structured.nested import dicts
from monitor.model import Claim, Document, Role
from monitor.text import fold, plain, squash

#: "(charity number 1999001)", "(company no. 07070707)", "registered charity 1999001": at most so far behind the name.
_NEAR = 60
_NUMBER = re.compile(
    r"\b(?:registered |registration )?(?P<kind>charity|company|companies house|registration)?(?: registration| registered)?,? ?"
    r"(?P<word>no\.?|nos\.?|numbers?|charity|company):? ?(?P<number>(?:[A-Z]{2})?\d{6,8})\b",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d(?: ?\d){5}")
#: What the registers are called in a text, and by their codes (org-id.guide).
_REGISTERS = {
    "charity": "charity", "company": "company", "companies house": "company", "gb-chc": "charity", "gb-sc": "charity",
    "gb-nic": "charity", "gb-coh": "company",
}  # fmt: skip


def registered_numbers(document: Document, claims: Iterable[Claim]) -> dict[str, frozenset[str]]:
    """The registered numbers of the organisations that ``claims`` name, by their identifiers, as ``document`` gives them.

    A number stands behind its register (``company:7070707``), without leading noughts: each register counts for itself. A number
    of which the text does not say where it is registered stands behind nothing (``:7070707``).
    """
    found: dict[str, set[str]] = defaultdict(set)
    by_name = _of_parties(document.record or {})
    if not by_name and not _DIGITS.search(document.text):
        return {}
    claims = list(claims)
    for body, held in _of_rows(document, claims):
        found[body].add(held)
    for beside, held in _of_fields((document.record or {}).get("records")):
        by_name.setdefault(fold(beside), set()).add(held)
    text = plain(document.text)
    for claim in claims:
        for name in {claim.surface, claim.organisation}:
            found[claim.organisation_id] |= by_name.get(fold(name), set())
            for end in _ends_of(plain(name), text):
                number = _NUMBER.search(text, end, end + _NEAR)
                if number and _is_attached(text[end : number.start()]):
                    kind = (number["kind"] or number["word"]).casefold()
                    found[claim.organisation_id].add(numbered(kind, number["number"]))
    return {identity: frozenset(numbers) for identity, numbers in found.items() if numbers}


#: A column or a field of the numbers that every business of a country has: "Supplier ABN", "nzbn".
_BUSINESS = re.compile(
    r"(?:(?:supplier|provider|contractor|vendor|operator|recipient)(?: ?s)? )?(?P<code>abn|acn|nzbn|siren|siret|cnpj|kvk)(?: (?:no|number))?"
)
_BUSINESS_NUMBER = re.compile(r"\d{8,14}")
#: A column or a field of registered numbers: "Company number", "charityNumber", "Supplier CRN", "Companies House ref".
_HELD = re.compile(
    r"\b(?:(?P<kind>charity|company|companies house)(?:$|\b.*\b(?:no|nos|number|numbers|reg|registration|ref|id)\b)|(?:company )?crn\b)"
)
_WHOLE = re.compile(r"(?:[A-Z]{2})?\d{6,8}")
_WORDS = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
_DEEPEST = 8


def _held(label: str, value: object) -> str:
    """The number that a column or field called ``label`` holds, in the form by which numbers are compared; empty if it is none."""
    if business := _BUSINESS.fullmatch(fold(_WORDS.sub(" ", label))):
        bare = re.sub(r"[\s./-]", "", str(value))
        return f"{business['code']}:{bare}" if _BUSINESS_NUMBER.fullmatch(bare) else ""
    register = _register_of(label)
    number = squash(str(value)) if register else ""
    return numbered(register, number) if _WHOLE.fullmatch(number) else ""


@lru_cache(maxsize=512)
def _register_of(label: str) -> str:
    """The register whose numbers a column or field called ``label`` holds; empty if it holds none."""
    found = _HELD.search(fold(_WORDS.sub(" ", label)))
    return (found["kind"] or "company") if found else ""


def _of_rows(document: Document, claims: Sequence[Claim]) -> Iterator[tuple[str, str]]:
    """The bodies that a row of a table names alone in the first role, each with the number in its row."""
    first = sorted((claim.evidence.start, claim.organisation_id) for claim in claims if claim.role in _FIRST)
    starts = [start for start, _ in first]
    for row in document.blocks:
        numbers = {number for cell in row.cells if (number := _held(cell.header, cell.text))}
        if len(numbers) == 1:
            bodies = {body for _, body in first[bisect_left(starts, row.start) : bisect_left(starts, row.end)]}
            if len(bodies) == 1:
                yield bodies.pop(), numbers.pop()


_FIRST = {Role.LEAD, Role.CONTRACT_HOLDER, Role.BIDDER_UNSUCCESSFUL}


def _of_fields(value: object, depth: int = 0) -> Iterator[tuple[str, str]]:
    """The names of bodies in a record with the numbers that stand in fields beside them."""
    if depth > _DEEPEST:
        return
    if isinstance(value, Mapping):
        numbers = {number for label, held in value.items() if (number := _held(str(label), held))}
        names = {str(held) for label, held in value.items() if isinstance(held, str) and _NAME.search(fold(str(label)))}
        if len(numbers) == len(names) == 1:
            yield names.pop(), numbers.pop()
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for each in inner:
        yield from _of_fields(each, depth + 1)


_NAME = re.compile(r"\bname$|^(?:supplier|provider|contractor|organi[sz]ation|operator|lead provider)$")


def _ends_of(name: str, text: str) -> Iterator[int]:
    """Where each mention of ``name`` in ``text`` ends."""
    at = text.find(name) if name else -1
    while at != -1:
        yield at + len(name)
        at = text.find(name, at + len(name))


def numbered(register: str, number: str) -> str:
    """``number`` of a register, which a text or a code calls ``register``, in the one form by which numbers are compared."""
    known = register.casefold()
    return f"{_REGISTERS.get(known, known if '-' in known else '')}:{number.strip().lstrip('0').casefold()}"


def _is_attached(between: str) -> bool:
    """Whether a number belongs to the name before it: no other name and no end of a sentence comes between."""
    return not re.search(r"[.;)]|\b[A-Z][a-z]", between.removeprefix(","))


def _of_parties(record: Mapping[str, object]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for party in dicts(record.get("parties")):
        identifiers = [*dicts([party.get("identifier")]), *dicts(party.get("additionalIdentifiers"))]
        for identifier in identifiers:
            if identifier.get("id") and party.get("name"):
                scheme = str(identifier.get("scheme") or "")
                found[fold(squash(str(party["name"])))].add(numbered(scheme, str(identifier["id"])))
    return found

"""The labels of a table that stands on its side, or of a record: what they say of one another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from monitor.extract.structured.subjects import names_suppliers
from monitor.extract.words.lexicon import words
from monitor.model import Block
from monitor.text import fold

#: What only an address has, and what the lines of one are called.
_POST = re.compile(r"(?:(?:street|postal|business|registered|supplier|contractor) )?address(?: line)?(?: \d)?|street|post ?code|zip(?: code)?|postal code|abn|acn")  # fmt: skip
_PART_OF_ADDRESS = re.compile(
    r"(?:town|city|suburb|locality|county|state|territory|province|region|country)(?: (?:or |and )?(?:town|city|suburb|locality|county|state|territory|province|region|country))*"
)


def parts_of_address(kinds: Mapping[str, str]) -> list[str]:
    """The labels of ``kinds`` that spell out where a body sits, beside another that says where it works."""
    areas = [label for label, kind in kinds.items() if kind == "area"]
    parts = [label for label in areas if _PART_OF_ADDRESS.fullmatch(fold(label))]
    addressed = any(_POST.fullmatch(fold(label)) for label in kinds)
    return parts if addressed and len(parts) < len(areas) else []


def is_of_company(text: str) -> bool:
    """Whether ``text`` holds the legal form of a company, so that it is a name and no label."""
    return any(word.strip("(),.;") in words("legal") for word in text.split())


def name_suppliers(rows: Sequence[Block]) -> bool:
    """Whether a label in one of ``rows`` of two cells names who supplies."""
    return any(len(row.cells) == len(("label", "value")) and names_suppliers(row.cells[0].text) for row in rows)

"""Who works with or under a lead, as notes below a table ("(a) With Acme as subcontractor") and values of labels say it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from monitor.extract.structured.footnotes import Note, mark_at_end
from monitor.extract.words.statuses import role_in
from monitor.model import Cell, Role

_KINDS = {Role.SUBCONTRACTOR: "subcontractor", Role.PARTNER: "partner"}
_NAME = r"[A-Z][\w'&.-]*(?: (?:(?:of|and|for|the|&) )*[A-Z][\w'&.-]*){0,6}"
_WITH = re.compile(
    rf"(?:(?:[Ww]orking |[Tt]ogether |[Ii]n partnership )?[Ww]ith )?(?P<name>{_NAME})(?:,)? (?:as|is|will be|acts as|works as) (?:an? |its |the |their )?(?P<part>sub-?contractor|(?:delivery )?partner)\b"
)


def named_in_notes(notes: Sequence[Note]) -> dict[str, tuple[str, Cell]]:
    """What each mark points to, where its note names one who works with those behind whose names it stands."""
    found: dict[str, tuple[str, Cell]] = {}
    for mark, block, said in notes:
        match = _WITH.match(said)
        role = role_in(match["part"]) if match else None
        if match and role in _KINDS:
            start = block.start + block.text.find(said) + match.start("name")
            found[mark] = (_KINDS[role], Cell(header="", text=match["name"], start=start))
    return found


def beside(cells: Sequence[tuple[str, Cell]], noted: Mapping[str, tuple[str, Cell]]) -> list[tuple[str, Cell]]:
    """The cells that the notes add to a record, by the marks at the ends of its leads."""
    return [noted[mark] for kind, cell in cells if kind == "lead" and (mark := mark_at_end(cell.text)) in noted]


def named_under_lead(value: str) -> str:
    """The name in a ``value`` that says no more than that its bearer is a subcontractor; else empty."""
    match = _UNDER_LEAD.fullmatch(value)
    return match["name"] if match else ""


#: "Booking system: Acme Ltd, under a subcontract to the operator".
_UNDER_LEAD = re.compile(
    r"(?P<name>[A-Z][^,;:()]{2,60}?)(?:,| \() ?(?:as |under |on |by )?(?:an? |its |the )?sub-?contract(?:or|ed)?(?: (?:to|of|with|from) (?:the |our |its )?[\w ]{3,40})?\)?\.?"
)

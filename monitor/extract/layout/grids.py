"""Tables of a page as rows: spans filled in, headers over several rows joined, lines across the table as sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from monitor.model import Cell
from monitor.text import squash

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

#: Tags whose words nobody sees, or that are struck out and so said no longer.
SKIPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "head",
        "iframe",
        "object",
        "canvas",
        "select",
        "textarea",
        "del",
        "s",
        "strike",
    }
)
ICONS = re.compile("[\ue000-\uf8ff]")
MAX_DEPTH = 400
#: Beyond this a document is cut: no page that people read is near it.
MAX_BLOCKS = 20_000
#: A longer cell holds a text, not a value.
_LONGEST_CELL = 160
_BREAKING = frozenset(
    {
        "div",
        "p",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "section",
        "article",
        "table",
        "tr",
        "td",
        "th",
        "pre",
        "blockquote",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
    }
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its cells with their headers. ``section`` is the text of a line that runs across the whole table."""

    cells: tuple[Cell, ...]
    section: str = ""

    @property
    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


def is_data_table(table: LexborNode) -> bool:
    """Whether a table holds data, not layout: it has header cells, or several rows of the same two or more short cells."""
    if table.css_first("table table") or (table.attributes.get("role") or "") == "presentation":
        return False
    if table.css_first("th"):
        return True
    rows = [row.css("td") for row in table.css("tr")]
    widths = {len(row) for row in rows}
    if len(rows) < 3 or len(widths) != 1 or widths == {1}:
        return False
    # Word processors put a paragraph into each cell.
    return all(
        len(cell.css("p")) < 2 and cell.css_first("div, ul, h2, h3") is None and len(cell.text()) < _LONGEST_CELL
        for row in rows[:3]
        for cell in row
    )


def table_rows(table: LexborNode) -> Iterator[TableRow]:
    """The rows of ``table``. The first row, and each further one of header cells alone, gives the columns their headers."""
    headers: list[str] = []
    open_to_headers = True
    for filled in _grid(table):
        texts = [cell.text for cell in filled]
        # The corner over the first column of a table that has headers on two sides is often empty, and then no header cell.
        are_headers = [cell.header or (not n and not cell.text and len(filled) > 1) for n, cell in enumerate(filled)]
        if len(filled) > 1 and all(cell is filled[0] for cell in filled):
            # One cell over all columns parts the table: a region, a lot, a title.
            yield TableRow((Cell(header="", text=texts[0]),), section=texts[0])
        elif all(are_headers) or (open_to_headers and not headers and not any(are_headers)):
            # Header cells further down begin a new table under the old frame.
            headers = _joined(headers, texts) if open_to_headers else texts
            open_to_headers = all(are_headers)
            yield TableRow(tuple(Cell(header="", text=text) for text in texts))
        else:
            open_to_headers = False
            padded = headers + [""] * (len(texts) - len(headers))
            yield TableRow(tuple(Cell(header=header, text=text) for header, text in zip(padded, texts, strict=False)))


def _joined(above: list[str], below: list[str]) -> list[str]:
    if not above:
        return below
    width = max(len(above), len(below))
    pairs = zip(above + [""] * (width - len(above)), below + [""] * (width - len(below)), strict=True)
    return [first if first == second else squash(f"{first} {second}") for first, second in pairs]


def _grid(table: LexborNode) -> Iterator[list[_Filled]]:
    """Each row of ``table`` with row and column spans filled in."""
    hanging: dict[int, _Filled] = {}
    for row in table.css("tr"):
        filled: list[_Filled] = []
        for cell in _cells_of(row):
            _fill(filled, hanging)
            one = _Filled(rows=_span(cell, "rowspan") - 1, text=_cell_text(cell), header=cell.tag == "th")
            filled.extend([one] * _span(cell, "colspan"))
        _fill(filled, hanging)
        hanging = {column: cell for column, cell in enumerate(filled) if cell.rows > 0}
        if filled:
            yield filled


@dataclass(frozen=True, slots=True, kw_only=True)
class _Filled:
    """A cell and how many more rows it reaches down into."""

    rows: int
    text: str
    header: bool


def _fill(filled: list[_Filled], hanging: dict[int, _Filled]) -> None:
    while len(filled) in hanging:
        above = hanging.pop(len(filled))
        filled.append(replace(above, rows=above.rows - 1))


def _cells_of(row: LexborNode) -> Iterable[LexborNode]:
    child = row.child
    while child is not None:
        if child.tag in {"td", "th"}:
            yield child
        child = child.next


def _cell_text(cell: LexborNode) -> str:
    items = [squash(item.text(deep=True, separator=" ")) for item in cell.css("li")]
    if items:
        return "; ".join(filter(None, items))
    # Inline elements must not part a word from its comma: only line breaks and blocks part words.
    parts: list[str] = []
    _text_into(cell, parts, 0)
    return squash(ICONS.sub("", "".join(parts)))


def _text_into(node: LexborNode, parts: list[str], depth: int) -> None:
    child = node.child
    while child is not None:
        if child.tag == "-text":
            parts.append(child.text_content or "")
        elif child.tag == "br":
            parts.append("; ")
        elif child.tag and child.tag not in SKIPPED and not child.tag.startswith(("-", "!", "_")) and depth < MAX_DEPTH:
            if child.tag in _BREAKING:
                parts.append(" ")
            if (
                parts
                and _BADGE.search(child.attributes.get("class") or "")
                and len(child.text().split()) <= _LONGEST_BADGE
            ):
                # A badge beside a name says something of it and is no part of it.
                parts.append(f" ({squash(child.text())})")
            elif (
                child.tag == "sup"
                and re.fullmatch(r"\d{1,2}", said := child.text().strip())
                and _LETTERS.search("".join(parts[-1:]))
            ):
                # The number of a note stays one, told from the name before it.
                parts.append(said.translate(_RAISED))
            else:
                _text_into(child, parts, depth + 1)
        child = child.next


_BADGE = re.compile(r"(?:^|[\s_-])(?:badge|tag|pill|chip|lozenge|flag)\b", re.IGNORECASE)
_LONGEST_BADGE = 3
#: A word, and no unit ("m2").
_LETTERS = re.compile(r"[A-Za-z]{3}[\w.)]*$")
_RAISED = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return min(max(int(value), 1), 60) if value.isascii() and value.isdigit() and len(value) < 5 else 1

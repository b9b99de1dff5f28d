"""What the news in a row of a table tells of those named in it: who pulled out, lost, hands over, or works under the lead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from monitor.extract.words.statuses import header_kind, header_words
from monitor.model import Block, Cell

#: A cell with what its column holds.
Typed = tuple[str, Cell]
_NEWS = re.compile(
    r"(?:the )?(?:latest|updates?|news|progress|position|comments?|notes?|remarks?|what (?:has )?happened)(?: (?:news|update|position))?"
)
_FEWEST_WORDS = 4
_HAS = r"(?: (?:has|have|had|is|are|will|was|were|now|also))*"
#: What is told of a name right behind it.
_TOLD = (
    ("withdrawn", re.compile(rf"{_HAS} (?:pull(?:ed|s|ing) out|withdr[ae]w(?:n|s|ing)?|dropp(?:ed|ing) out)\b")),
    (
        "unsuccessful",
        re.compile(
            rf"(?:'s|, whose)(?: own)? (?:bid|tender|offer)(?: (?:was|had|has))? (?:lost|failed|rejected|unsuccessful|came second)\b|{_HAS} (?:lost out|missed out|came second|lost by)\b"
        ),
    ),
    (
        "terminated",
        re.compile(
            rf"{_HAS} (?:hand(?:s|ed|ing)? (?:over|back)|bow(?:s|ed|ing)? out|step(?:s|ped|ping) aside|leaves? (?:on|in|at)\b|gave notice|given notice)\b|"
            rf"{_HAS} and (?:the )?(?:council|authority|board|trust|department|county|city)(?: have)? (?:agreed to part|parted|are to part)\b"
        ),
    ),
)  # fmt: skip
_UNDER = re.compile(
    r"(?:^|(?<=[.;] ))(?P<name>[A-Z][\w'&-]*(?: (?:(?:of|and|for|&) )?[A-Z][\w'&-]*){0,4}) (?:will|is to|are to|is|works|joins)\b[^.;]{0,60}? as (?:a |an |the |its |their )?sub-?contractor\b"
)


def names_in(rows: Sequence[Block]) -> Mapping[str, Sequence[str]]:
    """The names in those columns of a table whose headers are of bodies, one a line, by their first words."""
    cells = (cell for row in rows for cell in row.cells if header_kind(cell.header) == "lead")
    lines = {line.strip() for cell in cells for line in re.split(r"[\n;]", cell.text)}
    names: dict[str, list[str]] = defaultdict(list)
    for line in sorted(lines):
        first = _FIRST.match(line)
        if first and re.fullmatch(r"[A-Z][^\d:]{3,60}", line) and len(names[first[0]]) < _MOST_ALIKE:
            names[first[0]].append(line)
    return names


_FIRST = re.compile(r"\w+")
#: Of more names that begin alike no news can tell.
_MOST_ALIKE = 50


def told_in(row: Block, cells: Sequence[Typed], names: Mapping[str, Sequence[str]]) -> Iterator[list[Typed]]:
    """The further records of ``row``, given as ``cells``: of each of ``names`` that its news speaks of, and of who works under the lead."""
    where = [(kind, cell) for kind, cell in cells if kind == "area"]
    for cell in row.cells:
        if not _NEWS.fullmatch(header_words(cell.header)) or len(cell.text.split()) < _FEWEST_WORDS:
            continue
        for match in _FIRST.finditer(cell.text):
            for name in names.get(match[0], ()):
                end = match.start() + len(name)
                if not cell.text.startswith(name, match.start()) or cell.text[end : end + 1].isalnum():
                    continue
                stage = next((stage for stage, told in _TOLD if told.match(cell.text, end)), "")
                if stage:
                    named = Cell(header="", text=name, start=cell.start + match.start())
                    yield [*where, ("lead", named), ("status", Cell(header="", text=stage))]


def under_lead(row: Block) -> Iterator[Typed]:
    """Who works under the lead of ``row``, by its news."""
    for cell in row.cells:
        match = _UNDER.search(cell.text) if _NEWS.fullmatch(header_words(cell.header)) else None
        if match:
            yield "subcontractor", Cell(header="", text=match["name"], start=cell.start + match.start("name"))

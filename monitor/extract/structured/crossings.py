"""Tables without one record a row: those on their side, and those with a body where a service and an area cross."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from monitor.extract.structured.columns import Column
from monitor.extract.structured.parties import parties_in
from monitor.extract.structured.placelike import is_of_service
from monitor.extract.structured.sideways import is_of_company, parts_of_address
from monitor.extract.structured.subjects import buyers_among, is_of_awarding
from monitor.extract.structured.titles import place_of_lot
from monitor.extract.structured.values import NO_TICK, TICK, is_bodily
from monitor.extract.words.statuses import header_kind, status_in
from monitor.model import Block, Cell
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

#: One record: its cells, each with what it holds.
Record = list[tuple[str, Cell]]
_NAMING = {"lead", "partner", "subcontractor", "owner", "unsuccessful"}


def turned(
    rows: Sequence[Block], watchlist: Watchlist, *, supplied: bool = False
) -> tuple[list[Record], dict[str, Column]]:
    """The records of a table that stands on its side, a label in the first cell of each row and a record a column.

    Beside them the labels as the columns that they would be. The head of a column is its area where no label gives one.
    ``supplied`` is that labels elsewhere name who supplies.
    """
    rows = [row for row in rows if len(row.cells) > 1]
    if not rows:
        return [], {}
    labels = {row.cells[0].text: _label_kind(row.cells[0].text, watchlist) for row in rows}
    leads = [label for label, kind in labels.items() if kind == "lead"]
    labels |= dict.fromkeys([*buyers_among(leads, supplied=supplied), *parts_of_address(labels)], "ignored")
    labels |= dict.fromkeys(_managing_only(labels), "ignored")
    kinds = list(labels.values())
    across = [
        header_kind(h)
        for cell in rows[0].cells[1:]
        if not _SAYS_NOTHING.fullmatch(fold(h := cell.header or cell.text)) and not is_of_company(h)
    ]
    typed = sum(bool(kind) for kind in kinds)
    if kinds[0] in _NAMING and set(across) & {"area", "service"}:
        # "Company | Lots awarded": a line of headers.
        return [], {}
    if (
        len(labels) < len(rows)
        or typed < 2
        or typed < len(rows) / 2
        or set(across) & {*_NAMING, "status", "ignored"}
        or not {"lead", "subcontractor"} & set(kinds)
        or kinds.count("lead") > max(2, len(kinds) - kinds.count("lead"))
    ):
        return [], {}
    columns = {label: Column(kind, status_in(label)) for label, kind in labels.items()}
    return [list(_turned(rows, n, labels, watchlist)) for n in range(1, min(len(row.cells) for row in rows))], columns


def _managing_only(labels: Mapping[str, str]) -> list[str]:
    """The labels that ask who manages something of which another asks who does it: to manage it is then no part of the work."""
    leads = [label for label, kind in labels.items() if kind == "lead"]
    managing = [label for label in leads if _MANAGES.search(fold(label))]
    return managing if len(managing) < len(leads) else []


_MANAGES = re.compile(r"^who (?:\w+ )?(?:manage|administer|oversee)s?\b|^(?:managed|administered|overseen) by$")
#: The head over the values of labels.
_SAYS_NOTHING = re.compile(r"values?|details?|answers?|responses?|information|contents?|text|data|entry")


def _label_kind(label: str, watchlist: Watchlist) -> str:
    """What a label says of the cells beside it; a body's name ("Ember Care Services") says nothing of them."""
    kind = header_kind(label)
    return "" if kind in {"service", "area"} and len(label.split()) > 1 and is_bodily(label, watchlist) else kind


def _turned(
    rows: Sequence[Block], n: int, labels: Mapping[str, str], watchlist: Watchlist
) -> Iterator[tuple[str, Cell]]:
    head = rows[-1].cells[n].header
    plain = header_kind(rows[-1].cells[0].header) in {"", "area", "service"} and not is_bodily(head or "-", watchlist)
    if (
        head
        and plain
        and not _SAYS_NOTHING.fullmatch(fold(head))
        and "area" not in labels.values()
        and (place := place_of_lot(head, watchlist))
    ):
        yield "area", Cell(header="", text=place)
    for row in rows:
        label, cell = row.cells[0].text, row.cells[n]
        marked = labels[label] == "lead" and (TICK.fullmatch(cell.text) or NO_TICK.fullmatch(cell.text))
        # A label that names suppliers may ask something of them: whether they are small firms, and Yes.
        yield "ignored" if marked else labels[label], Cell(header=label, text=cell.text, start=cell.start)


#: Days say neither where nor what: it is a list of events.
_DAYS = re.compile(r"\b(?:dates?|days?|when|times?|months?|weeks?)\b")
#: So many of the bodies in a table of crossings must look like bodies by themselves.
_BODILY = 0.4


def crossed(
    rows: Sequence[Block], columns: Mapping[str, Column], around: Sequence[str], watchlist: Watchlist
) -> list[Record]:
    """The records of a table whose first column and whose headers say where and what, and whose other cells say who."""
    rows = [row for row in rows if len(row.cells) > 1 and row.cells[0].header]
    if len(columns) < 3 or not rows or not is_of_awarding(around):
        return []
    label, *others = columns
    if _DAYS.search(fold(label)):
        return []
    heads = [
        head for head in others if columns[head].kind != "ignored" and not _holds_places(head, rows, columns, watchlist)
    ]
    if not heads or any(columns[head].kind not in {"", "area", "service"} for head in heads):
        return []
    cells = [cell for row in rows for cell in row.cells[1:] if cell.header in heads]
    named = [party.surface for cell in cells for party in parties_in(cell.text, watchlist)]
    bodies = sum(is_bodily(name, watchlist) for name in set(named))
    # A column of areas across which columns of services lie leaves little else for the cells to be.
    least = (
        0
        if columns[label].kind == "area" and _services(heads) >= _BODILY and _TELLS.search(fold(" ".join(around)))
        else _BODILY
    )
    if not named or bodies < least * len(set(named)) or any(re.search(r"\d{3}|@", cell.text) for cell in cells):
        return []
    labels = [row.cells[0].text for row in rows]
    down = columns[label].kind == "area" or (columns[label].kind != "service" and _services(heads) > _services(labels))
    return [
        [("area" if down else "service", row.cells[0]), ("service" if down else "area", Cell(header="", text=cell.header)), ("lead", cell)]
        for row in rows
        for cell in row.cells[1:]
        if cell.header in heads
    ]  # fmt: skip


def _holds_places(header: str, rows: Sequence[Block], columns: Mapping[str, Column], watchlist: Watchlist) -> bool:
    """Whether a column that is headed by a word for places ("Geography") holds places and no bodies."""
    texts = [cell.text for row in rows for cell in row.cells if cell.header == header]
    return columns[header].kind == "area" and not any(is_bodily(text or "-", watchlist) for text in texts)


def stated(rows: Sequence[Block], columns: Mapping[str, Column], watchlist: Watchlist) -> list[Record]:
    """The records of a table of places that says in words who has each: "Awarded to Acme from July", "Acme has withdrawn"."""
    if not any(column.kind == "area" for column in columns.values()):
        return []
    found: list[Record] = []
    for row in rows:
        for cell in row.cells:
            match = (_TO.match(cell.text) or _WHO.match(cell.text)) if _TELLING.fullmatch(cell.header) else None
            name = match["name"] if match else ""
            if (
                match is None
                or header_kind(name)
                or status_in(name)
                or (" " not in name and not is_bodily(name, watchlist))
            ):
                continue
            named = Cell(header="", text=name, start=cell.start + match.start("name"))
            places = [("area", other) for other in row.cells if columns.get(other.header, Column("")).kind == "area"]
            found.append([*places, ("lead", named), ("status", Cell(header="", text=match["said"]))])
    return found


_TELLING = re.compile(
    r"(?:(?:current|latest|contract|present) )?(?:position|progress|updates?|news|status|stage|situation|developments?|what (?:has )?happened|outcome|results?|comments?|notes?)",
    re.IGNORECASE,
)
_NAME = r"(?P<name>[A-Z][\w&'.-]*(?: (?:[A-Z][\w&'.-]*|and|of|for|the|&))*?)"
_TO = re.compile(
    rf"(?P<said>(?:[A-Z]?[a-z]+ ){{0,4}}(?i:awarded|let|given|transferred|handed(?: over)?|passed|moved|offered)) to (?:the )?{_NAME}(?= (?:from|on|until|in|with|after|at|by|as|to|for)\b(?! [A-Z]\w+ [A-Z])|\s*[,;.(]|$)"
)
_WHO = re.compile(rf"{_NAME} (?P<said>(?:has|have|had|was|were|is|are|will|withdrew|won|lost|pulled)\b.*)")


def bodies_across(rows: Sequence[Block], around: Sequence[str], watchlist: Watchlist) -> list[Record]:
    """The records of a table of ticks with a place at the head of each row and a body at the head of each column."""
    head, body = rows[0], [row for row in rows[1:] if len(row.cells) == len(rows[0].cells)]
    names = head.cells[1:]
    if not body or any(cell.header for cell in head.cells) or header_kind(head.cells[0].text) != "area":
        return []
    ticks = [cell.text for row in body for cell in row.cells[1:]]
    if not all(is_bodily(cell.text or "-", watchlist) for cell in names) or not is_of_awarding(around):
        return []
    if not any(map(TICK.fullmatch, ticks)) or not all(
        TICK.fullmatch(text) or NO_TICK.fullmatch(text) for text in ticks
    ):
        return []
    return [
        [("area", row.cells[0]), ("lead", name)]
        for row in body
        for name, cell in zip(names, row.cells[1:], strict=True)
        if TICK.fullmatch(cell.text)
    ]


def coded(rows: Sequence[Block], columns: Mapping[str, Column], legend: str) -> list[Record]:
    """The records of a table of bodies with a code of their part under each place ("L", "P"), which ``legend`` explains."""
    parts = {found["code"]: found["part"] for found in _LEGEND.finditer(legend)} if len(rows) > 1 else {}
    if len(parts) < 2:
        return []
    values = {h: {c.text for row in rows for c in row.cells if c.header == h} for h in columns}
    places = [h for h, texts in values.items() if texts & parts.keys() and texts <= {*parts, "", "-", "\u2013"}]
    names = next((header for header, column in columns.items() if column.kind in _NAMING), "")
    return [
        [("lead", name), ("role", Cell(header="", text=parts[cell.text])), ("area", Cell(header="", text=cell.header))]
        for row in rows
        for name in row.cells
        if name.header == names and names
        for cell in row.cells
        if cell.header in places and cell.text in parts
    ]


#: "L = lead provider, P = partner"
_LEGEND = re.compile(
    r"(?<!\w)(?P<code>[A-Z]{1,2}) ?(?:=|:|-|\u2013|denotes|means|is) ?(?:the |a )?(?P<part>(?:lead|prime|main|delivery |consortium |project )? ?(?:lead|prime|provider|partner|member|sub-?contractor)\b)",
    re.IGNORECASE,
)


_TELLS = re.compile(
    r"\b(?:providers?|(?:organi[sz]ations?|charities|companies) (?:hold|holding|deliver|delivering|run|that|who))\b"
)


def _services(texts: Sequence[str]) -> float:
    return sum(is_of_service(text) for text in texts) / len(texts)

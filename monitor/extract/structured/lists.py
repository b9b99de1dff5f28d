"""Labelled lines and lists under a heading that types them: "Lead provider: Acme", terms with definitions, "Suppliers"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from monitor.extract.structured.cards import (
    LOTS,
    SERVED,
    TYPED,
    Line,
    are_cards,
    body_over,
    places_before,
    tells_lots,
)
from monitor.extract.structured.columns import Column
from monitor.extract.structured.headed import places_over, under_place
from monitor.extract.structured.noted_beside import named_under_lead
from monitor.extract.structured.ours import publisher_of
from monitor.extract.structured.pairs import paired
from monitor.extract.structured.rows import Frame, row_claims
from monitor.extract.structured.stages import staged, status_of, undated, was_before
from monitor.extract.structured.subjects import buyers_among, names_suppliers
from monitor.extract.structured.titles import (
    place_behind_comma,
    place_of_lot,
    places_in_title,
    places_of_titles,
)
from monitor.extract.structured.values import is_told
from monitor.extract.words.lexicon import places
from monitor.extract.words.statuses import header_kind
from monitor.extract.words.statuses import status_of_context as status_around
from monitor.model import Block, BlockKind, Cell, Claim, Document, Layer, Status, Zone
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

_LABEL = re.compile(r"^([A-Z][\w /&'-]{2,40}?)\s*:\s+(?=\S)")
#: "The other winners:" leads a sentence in, it labels nothing.
_SENTENCE = re.compile(
    r"(?:the|these|those|other|our(?! (?:(?:main|delivery|lead) )?(?:partners?|sub-?contractors?|primes?|supply chain|contractors?|providers?)$)|all|an?|both|among|and|with|in|for|by)\b",
    re.IGNORECASE,
)
#: A stop at the end is the line's, unless it belongs to an abbreviation ("e.V.", "Inc.").
_ENDED = re.compile(r"(?<!\b[A-Za-z])(?<!\bInc)(?<!\bLtd)(?<!\bCo)[ .]+$")
_TITLE = re.compile(r"(?:(?:lot|contract|award|notice|tender|project|short) )?(?:title|name|description)")


def claims_of_lists(document: Document, watchlist: Watchlist) -> Iterator[Claim]:
    """The claims of every record that is written as labelled lines or as terms with their definitions.

    A record needs a label that names a provider; it begins anew where a label comes again or the heading changes. The heading
    above it is its area where no label gives one.
    """
    records = list(_records(paired(document.blocks)))
    if not records:
        return
    lots = _places_of_lots(records)
    supplied = any(
        map(names_suppliers, {h for record in records for _, c, b in record for h in (c.header, *b.headings)})
    )
    titled = places_of_titles([cell.text for record in records for cell in _titles(record)], watchlist)
    cards = are_cards(records)
    before = places_before(records, document, watchlist)
    over = places_over(records, watchlist)
    for record in records:
        buyers = buyers_among([cell.header for kind, cell, _ in record if kind == "lead"], supplied=supplied)
        record[:] = [line for line in record if line[1].header not in buyers]
        if owner := body_over(record, document, watchlist, carded=cards) or publisher_of(record, document):
            record.append(owner)
        kinds = {kind for kind, _, _ in record}
        if not kinds & TYPED or ("lead" not in kinds and len(record) < 2):
            continue
        first = record[0][2]
        around = [document.title, *first.headings]
        frame = Frame(
            document=document,
            watchlist=watchlist,
            default=status_around(staged([c.header for kind, c, _ in record if kind == "lead"]), around[::-1]),
            confidence=0.6 if first.zone is Zone.CHROME else 0.9,
            # One labelled line is a sentence cut short; several are a record, from which a name can be missed.
            layer=Layer.TABLE if len(record) > 1 else Layer.GRAMMAR,
        )
        section = first.headings[-1] if first.headings and _parts(first, document) else ""
        cells = [(kind, cell) for kind, cell, _ in record]
        place = lots.get(_lot_of(record)) or _place_of(record, titled, watchlist) or before.get(record[0][2].start, "")
        if not place and len(records) == 1:
            place = _place_above((*first.headings[::-1], document.title), watchlist)
        if "area" not in kinds and place:
            cells.append(("area", Cell(header="", text=place)))
        elif first.start in over:
            cells = under_place(cells, over[first.start])
        columns = {cell.header: Column(kind, status_of(cell.header)) for kind, cell, _ in record}
        if "lead" in kinds and len(records) > 1:
            # In a single record who had it before is no news of its own.
            columns |= {cell.header: Column("lead", Status.TERMINATED) for _, cell in cells if was_before(cell.header)}
            cells = [("lead" if was_before(cell.header) else kind, cell) for kind, cell in cells]
        yield from row_claims(frame, cells, columns, section=section)


def values_without_names(document: Document) -> list[tuple[int, int]]:
    """Where the values of labels stand that name no provider: places that a label leads in, and what a record says of itself.

    Only pages on which labels stand in lines of their own have any that might be taken for names.
    """
    numbers = [(b.start, b.end) for b in document.blocks if b.kind is BlockKind.ITEM and _REGISTERED.fullmatch(b.text)]
    if not any(
        block.kind is BlockKind.DEFINITION
        or (":" in block.text and (block.text.endswith(":") or _SERVED_LINE.match(block.text)))
        for block in document.blocks
    ):
        return numbers
    return numbers + [
        (block.start, block.end)
        for record in _records(paired(document.blocks))
        for kind, cell, block in record
        if (block.text == cell.text and (kind in {"area", "ignored", "status"} or _is_title(cell)))
        or (kind == "area" and _SERVED_LINE.match(block.text))
    ]


#: "Companies House: 01234567": where a body is registered, and its number there.
_REGISTERED = re.compile(
    r"(?=[^:]*\b(?:House|Register|Registrar|Commission|Commissioner|Regulator|Number)\b)[A-Z][\w ,'&-]{3,60}: ?[A-Z]{0,4}[- ]?\d[\w-]*(?<=[\w-]{5})"
)


def _is_title(cell: Cell) -> bool:
    return bool(_TITLE.fullmatch(fold(cell.header))) and len(cell.text.split()) <= _LONGEST_TITLE


_LONGEST_TITLE = 12


_SERVED_LINE = re.compile(rf"(?:{SERVED.pattern})\s*:\s+\S", re.IGNORECASE)


def _place_above(titles: Sequence[str], watchlist: Watchlist) -> str:
    """The known place at the end of the nearest of ``titles`` that has one: "Advice in Kent" over the only record of a page."""
    named = [places_in_title(title, watchlist) for title in titles]
    return next((p[0] for p in named if len(p) == 1 and (fold(p[0]) in places() or watchlist.area(p[0]))), "")


def _titles(record: Sequence[Line]) -> list[Cell]:
    return [cell for kind, cell, _ in record if kind == "service" and _TITLE.fullmatch(fold(cell.header))]


def _place_of(record: Sequence[Line], titled: Mapping[str, str], watchlist: Watchlist) -> str:
    """The place in the title of a record: of a numbered lot the title itself may be it."""
    lot = any(fold(cell.header).startswith("lot") for _, cell, _ in record)
    told = (titled.get(cell.text) or (place_of_lot(cell.text, watchlist) if lot else "") for cell in _titles(record))
    contracts = (
        cell.text for _, cell, _ in record if fold(cell.header) in {"contract", "project", "service", "scheme"}
    )
    return next(filter(None, [*told, *map(place_behind_comma, contracts)]), "")


#: The identifier of a lot in notices by the European standard of 2019/1780 (eForms), which names its place in one section and who
#: won it in another.
_LOT = re.compile(r"\bLOT-\d{4}\b")


def _lot_of(record: Sequence[Line]) -> str:
    """The one lot that the heading above a record or its values name; empty where none or several do."""
    named = {lot for _, cell, block in record for text in (*block.headings, cell.text) for lot in _LOT.findall(text)}
    return named.pop() if len(named) == 1 else ""


def _places_of_lots(records: Sequence[Sequence[Line]]) -> dict[str, str]:
    """Where each lot is, by the records that say so of one lot."""
    return {
        lot: cell.text
        for record in records
        if (lot := _lot_of(record))
        for kind, cell, _ in record
        if kind == "area" and not _LOT.search(cell.text)
    }


_TERMS = frozenset({BlockKind.TERM, BlockKind.DEFINITION})
#: What goes on with a record behind a term of no interest ("Registered address"), behind which a town would be that of the address.
_OTHERS = frozenset({"subcontractor", "partner", "owner"})


def _records(blocks: Iterable[Block]) -> Iterator[list[Line]]:
    record: list[Line] = []
    term = opened = ""
    aside = False
    for block in blocks:
        if not (record or opened or ":" in block.text or block.kind in _TERMS):
            term = ""
            continue
        if label := _opens(block, record):
            opened = label
            continue
        opened = opened if block.kind is BlockKind.ITEM and not _LABEL.match(block.text) else ""
        line = (
            (_kind(opened), Cell(header=opened, text=block.text, start=block.start), block)
            if opened
            else _line(block, term)
        )
        if block.kind is BlockKind.TERM:
            term = block.text
        elif block.kind is not BlockKind.DEFINITION:
            term = ""
        if line is None:
            aside = aside or block.kind is BlockKind.DEFINITION
            if record and block.kind not in _TERMS and not _LABEL.match(block.text):
                yield record
                record = []
            continue
        again = any(line[1].header == cell.header for _, cell, _ in record) and not (
            opened or block.kind is BlockKind.DEFINITION
        )
        aside = aside and line[0] not in _OTHERS
        if record and (aside or again or line[2].headings != record[0][2].headings or _repeats(record, line)):
            yield record
            record = []
        aside = False
        record.append(line)
    if record:
        yield record


def _opens(block: Block, record: Sequence[Line]) -> str:
    """The label that only introduces the items below it ("Partners:"), where it says who they are.

    It is an item itself, or a line of its own in a record that has begun under the same heading.
    """
    if block.text[-1:] != ":":
        return ""
    going_on = block.kind is BlockKind.PARAGRAPH and record and record[-1][2].headings == block.headings
    match = _OPENS.fullmatch(block.text)
    label = match.group(1) if match else ""
    typed = bool(label) and _kind(label) in TYPED and (block.kind is BlockKind.ITEM or going_on)
    return label if typed or (label and _kind(label) == "area" and SERVED.match(fold(label))) else ""


_OPENS = re.compile(r"([A-Z][\w /&'-]{2,40}?)\s*:")


def _repeats(record: Sequence[Line], line: Line) -> bool:
    """Whether a definition opens a new record: its term was there before, and other terms since."""
    headers = [cell.header for _, cell, _ in record]
    return line[1].header in headers and headers[-1] != line[1].header


def _kind(label: str) -> str:
    return "service" if _TITLE.fullmatch(fold(label)) else header_kind(label)


def _line(block: Block, term: str) -> Line | None:
    """``block`` as a label with its value; ``None`` where it is neither."""
    if block.kind is BlockKind.DEFINITION and term:
        lots = tells_lots(term, block.text)
        kind, term = ("area", f"{LOTS}{term}") if lots else (_kind_under(term, block), term)
        return (kind, Cell(header=term, text=block.text, start=block.start), block) if kind else None
    if ":" not in block.text or block.kind not in {BlockKind.PARAGRAPH, BlockKind.ITEM} or len(block.text) > 400:
        return None
    match = _LABEL.match(block.text)
    kind = _kind_under(match.group(1), block) if match else ""
    if match and not kind and (name := named_under_lead(block.text[match.end() :])):
        return "subcontractor", Cell(header="", text=name, start=block.start + match.end()), block
    if match is None or not kind or len(undated(match.group(1)).split()) > 4 or _SENTENCE.match(match.group(1)):
        return None
    value = block.text[match.end() :]
    if re.search(r"[a-z]{3}\. [A-Z]", value) or is_told(value):
        return None
    # A label may stand behind another ("Winner: Official name: Acme").
    named = _NAME.match(value)
    start = match.end() + (named.end() if named else 0)
    return kind, Cell(header=match.group(1), text=_ENDED.sub("", block.text[start:]), start=block.start + start), block


_NAME = re.compile(
    r"(?:(?:official|legal|trading|full|company|organi[sz]ation|business|registered) )?name\s*:\s+", re.IGNORECASE
)


def _kind_under(label: str, block: Block) -> str:
    """What ``label`` says; that of a mere "Name" is said by the heading above it ("Supplier details")."""
    under = block.headings[-1] if block.headings else ""
    if _NAME.fullmatch(f"{label}: ") and len(under.split()) <= _LONGEST_HEADING and names_suppliers(under):
        return "lead"
    return _kind(label)


_LONGEST_HEADING = 6


def _parts(block: Block, document: Document) -> bool:
    """Whether the heading above ``block`` parts the document: one of several, or one below another."""
    others = {
        other.headings[-1] for other in document.blocks if other.headings and len(other.headings) == len(block.headings)
    }
    return block.headings[-1] != document.title and (len(block.headings) > 1 or len(others) > 1)

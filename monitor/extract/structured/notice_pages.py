"""Public notices as pages: a numbered label ("V.2.3) Name and address of the contractor") with what it asks for in the next line.

The labels are those of the standard forms of EU directive 2014/24 (regulation 2015/1986), which Find a Tender and Public Contracts
Scotland show too: as headings, paragraphs or both. Labels that have their value in the same line are read by ``lists``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from monitor.extract.structured.parties import parties_in
from monitor.extract.structured.rows import Frame, row_claims
from monitor.extract.structured.titles import place_of_lot
from monitor.extract.structured.values import is_bodily, place_told
from monitor.extract.words.statuses import header_kind
from monitor.extract.words.vocabulary import words_of
from monitor.model import Block, BlockKind, Cell, Claim, Document, Status
from monitor.programmes.watchlist import Watchlist

_NUMBER = r"(?:(?:section )?(?:[ivx]+|one|two|three|four|five|six|\d+)(?:\.\d+)*(?:\.[a-z])?[).:]?\s+)?"
_CONTRACTOR = re.compile(
    rf"{_NUMBER}(?:official )?names? (?:and address(?:es)? )?of (?:the )?(?:successful |winning )?"
    r"(?:contractors?|economic operators?|suppliers?|tenderers?|concessionaires?|winners?)(?: or concessionaire)?:?",
    re.IGNORECASE,
)
#: It has one of these.
_NAMES = frozenset({"name", "names"})
#: What the pages of the Procurement Act 2023 and those of Contracts Finder say instead, as headings over lists.
_SUPPLIER = re.compile(
    r"suppliers?|(?:contract )?awarded(?: to)?(?: the following)? suppliers?|(?:contracts? )?awarded to(?: the following)?",
    re.IGNORECASE,
)
_AWARD = re.compile(
    r"award information|contract summary|about the buyer|awarded contract|contract termination", re.IGNORECASE
)
#: What a notice calls itself that ends the contracts in it, and not only a procurement.
_ENDING = re.compile(r"(?:UK\d+: )?contract (?:termination|cancellation) notice\b.{0,80}", re.IGNORECASE)
#: "Contract 2. Lot 2 - North": the heading over what is told of one contract.
_CONTRACT = re.compile(r"contract (?P<lot>\d{1,2})\.\s", re.IGNORECASE)
#: The last line of what a form tells of one contractor; the name of another may follow.
_TOLD_OF = re.compile(r"the contractor is an? (?:sme|vcse)[^:]*: ?\w+", re.IGNORECASE)
_LOCATION = re.compile(r"contract locations?", re.IGNORECASE)
_PLACE = re.compile(
    rf"(?:^|.*?[.)] ){_NUMBER}(?:main site or |main |actual )?(?:place|location)s? of (?:performance|delivery|the works?|works|(?:the )?contract)\s*(?::\s*(?P<said>[^:]*))?$",
    re.IGNORECASE,
)
_LOT = re.compile(rf"{_NUMBER}(?:lot|award) (?:no|number|identifier)?\.?:? ?(?P<lot>\d+)\b", re.IGNORECASE)
_TITLE = re.compile(rf"{_NUMBER}(?:lot )?title(?::\s*(?P<said>.*))?$", re.IGNORECASE)
_IS_NUTS = re.compile(
    r"(?:NUTS|ITL|CPV) codes?:?(?: ?[A-Z]{2}[A-Z0-9]{0,3}\b.*)?|[A-Z]{2}[A-Z0-9]{1,3}(?: [-\u2013].*)?", re.IGNORECASE
)


@dataclass(slots=True)
class _Lot:
    """What a notice says of one lot; of the whole where it has no lots."""

    place: str = ""
    title: str = ""
    contractors: list[tuple[str, Block]] = field(default_factory=list)


def claims_of_notice_pages(document: Document, watchlist: Watchlist) -> Iterator[Claim]:
    """The claims of a public notice that is laid out as numbered labels, each over its value."""
    blocks = [block for block in document.blocks if block.kind in _KINDS]
    heads = [block.text for block in blocks if block.kind is BlockKind.HEADING]
    modern = any(map(_SUPPLIER.fullmatch, heads)) and any(
        _LOCATION.fullmatch(h) or _LOT.match(h) or _CONTRACT.match(h) or _AWARD.fullmatch(h) for h in heads
    )
    named = not modern and not _NAMES.isdisjoint(words_of(document.text))
    if not modern and not (named and any(_CONTRACTOR.fullmatch(block.text) for block in blocks)):
        return
    lots = _read(blocks, watchlist)
    over = modern and any(_ENDING.fullmatch(block.text) for block in blocks)
    frame = Frame(document=document, watchlist=watchlist, default=Status.TERMINATED if over else Status.AWARDED)
    whole = lots.get("", _Lot())
    lotted = {value.text for number, lot in lots.items() if number for _, value in lot.contractors}
    whole.contractors = [each for each in whole.contractors if each[1].text not in lotted]
    for lot in lots.values():
        place = lot.place or place_of_lot(lot.title, watchlist) or whole.place
        for label, value in lot.contractors:
            cells = [("lead", Cell(header=label, text=value.text, start=value.start))]
            yield from row_claims(frame, [*cells, *([("area", Cell(header="", text=place))] if place else [])], {})


_KINDS = {BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.TERM, BlockKind.DEFINITION}


def _read(blocks: list[Block], watchlist: Watchlist) -> dict[str, _Lot]:
    """The lots by their numbers; what stands before any has the number ""."""
    lots: dict[str, _Lot] = {"": _Lot()}
    number, asked, level, before = "", "", 0, ""
    for block in blocks:
        text, heading = block.text, block.kind is BlockKind.HEADING
        opens = _LOT.match(text) or (_CONTRACT.match(text) if heading else None)
        if heading and number and block.level <= level and not opens:
            number = ""
        lot, before, told = lots[number], text, bool(_TOLD_OF.fullmatch(before))
        if found := opens:
            number, asked, level = found["lot"], "", block.level if heading else 0
            title = text[found.end() :].strip(" .:)-\u2013") if heading else ""
            # What a contract is called says where more narrowly than the region of the notice.
            place = place_of_lot(title, watchlist) if title and not _LOT.match(text) else ""
            lots.setdefault(number, _Lot(title=title, place=place))
        elif heading and _SUPPLIER.fullmatch(asked) and parties_in(text, watchlist) and not header_kind(text):
            # The heading under "Suppliers" is who it is, and what follows tells of it.
            lot.contractors.append((asked, block))
            asked = ""
        elif _CONTRACTOR.fullmatch(text) or (heading and _SUPPLIER.fullmatch(text)):
            asked = text
        elif heading and _LOCATION.fullmatch(text):
            asked = "place"
        elif found := _PLACE.fullmatch(text):
            asked = "" if found["said"] else "place"
            lot.place = lot.place or place_told(found["said"] or "", watchlist)
        elif found := _TITLE.fullmatch(text):
            asked = "" if found["said"] else "title"
            lot.title = lot.title or found["said"] or ""
        elif asked == "title":
            lot.title, asked = lot.title or text, ""
        elif asked == "place" and (block.kind is BlockKind.ITEM or not _IS_NUTS.fullmatch(text)):
            lot.place, asked = lot.place or place_told(text, watchlist), ""
        elif asked and asked != "place":
            if parties_in(text, watchlist) and not heading and not (_SUPPLIER.fullmatch(asked) and ": " in text):
                lot.contractors.append((asked, block))
            asked = asked if block.kind is BlockKind.ITEM else ""
        elif told and lot.contractors and not heading and is_bodily(text, watchlist) and parties_in(text, watchlist):
            lot.contractors.append((lot.contractors[-1][0], block))
    return lots

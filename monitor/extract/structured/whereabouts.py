"""Where the record in a row is: by its cells of areas, by the titles in it, or by the number of a lot that is explained elsewhere."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from monitor.extract.structured.columns import Column
from monitor.extract.structured.placelike import is_built, is_of_department, is_of_service, is_placelike
from monitor.extract.structured.titles import place_of_heading, place_of_lot, places_of_titles
from monitor.extract.structured.values import COUNT, place_told
from monitor.extract.words.lexicon import places, words
from monitor.extract.words.statuses import ROLES, header_kind, header_words, status_in
from monitor.model import Block, BlockKind, Cell, Document
from monitor.programmes.watchlist import FoundArea, Watchlist
from monitor.text import fold


def areas_of(cells: Sequence[Cell], watchlist: Watchlist, about: frozenset[str]) -> tuple[str, ...]:
    """The areas that the cells of a row name, each told apart."""
    names: list[str] = []
    for cell in cells:
        both = _BOTH.fullmatch(header_words(cell.header))
        for part in _places_in(cell):
            text = (place_of_lot(part, watchlist) if both else "") or part
            whole = watchlist.area(text)
            known = watchlist.find_areas(text)
            apart = whole is None and len(known) > 1 and fold(text) not in places()
            if apart and _are_of_one_programme(known, watchlist, about) and _covers(text, known):
                names.extend(found.area.name for found in known)
            else:
                names.append(place_told(text, watchlist))
    return tuple(dict.fromkeys(filter(None, names)))


_DONE = r"(?:services?|contracts?|lots?|what|titles?|programmes?|schemes?)"
_PLACED_AT = r"(?:places?|areas?|locations?|localit(?:y|ies)|districts?|regions?|where|county|counties|boroughs?)"
#: "Service and place": a column whose cells say what is done and where.
_BOTH = re.compile(rf"{_DONE} (?:and|with|by) {_PLACED_AT}|{_PLACED_AT} and {_DONE}")


def _places_in(cell: Cell) -> list[str]:
    """The places of a cell that are told apart; under "Areas covered" commas do so too."""
    whole = _TAKEN_IN.sub("", cell.text)
    # A comma with no blank behind it was put there by a machine: it parts values.
    parts = [part for part in re.split(r"\s*[;|\n]\s*|(?<=[^\W\d]),(?=[A-Z])", whole) if part]
    if fold(cell.header).startswith("lot"):
        parts = [COUNT.sub("", part) for part in parts]
    if len(parts) == 1 and _are_apart(cell.header, whole):
        return re.split(r"\s*,\s*", whole)
    served = _SERVED.fullmatch(header_words(cell.header))
    if not served or len(parts) > 1 or ("," not in whole and not served["told"]):
        return parts
    return [part for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", whole) if part]


def _are_apart(header: str, text: str) -> bool:
    """Whether commas alone part the places of a cell: three or more of them, or two under the header of a unit of government."""
    listed = _PLAIN_LIST.fullmatch(text)
    kind = header_words(header)
    return bool(listed) and bool(_UNIT.fullmatch(kind) or (text.count(",") > 1 and _WHERE.search(kind) is None))


#: "Ryde, Hornsby, Ku-ring-gai": no "and", which would make one lot of them.
_PLAIN_LIST = re.compile(
    r"[A-Z][\w'.-]+(?: (?:of |upon |on |the )*[A-Z][\w'.-]+){0,3}(?:, [A-Z][\w'.-]+(?: (?:of |upon |on |the )*[A-Z][\w'.-]+){0,3})+"
)
#: An address goes from the house to the county.
_WHERE = re.compile(r"\b(?:location|address|site|venue|place|town|where|situated|based)\b")
_UNIT = re.compile(
    r"(?:local government|local authority|council|borough|district|municipality|shire)(?: areas?)?|lgas?"
)


#: "Central (Wales, the Midlands)": what lies in a place, in brackets behind it.
_TAKEN_IN = re.compile(r" ?\([^()]*[,;][^()]*\)")
_SERVED = re.compile(
    r"(?P<told>areas|regions|counties|boroughs|districts|locations|places|towns|localities|villages|wards|parishes|estates|sites|schools|colleges|hospitals|prisons|clinics|libraries|depots|stations|routes) (?:covered|served|supported|of (?:operation|delivery))|"
    r"covers|serves|covering|serving|"
    r"(?:.* )?(?:regions|counties|boroughs|districts|wards|towns|villages|localities|parishes|constituencies|(?:local|unitary) authorities|states)"
)


def _are_of_one_programme(known: Sequence[FoundArea], watchlist: Watchlist, about: frozenset[str]) -> bool:
    """Whether a programme that the document is about has them all: else "North East and Humberside" is one area."""
    having = (watchlist.programmes_with(each.area.name) for each in known)
    return bool(frozenset.intersection(about, *having))


def _covers(text: str, known: Sequence[FoundArea]) -> bool:
    rest = text
    for each in reversed(known):
        rest = rest[: each.start] + rest[each.end :]
    return not re.sub(r"\band\b|\bthe\b|[&,;\s]", "", rest)


def places_in_titles(rows: Sequence[Block], columns: dict[str, Column], watchlist: Watchlist) -> dict[str, str]:
    """The places in the titles of contracts, where no column says where: "Floating support - Eastmoor"."""
    if any(column.kind == "area" for column in columns.values()):
        return {}
    titles = [
        cell.text
        for row in rows
        for cell in row.cells
        if cell.header and (columns[cell.header].kind == "service" or _TITLE.search(fold(cell.header)))
    ]
    return places_of_titles(titles, watchlist)


_TITLE = re.compile(r"\b(?:title|agreement|contract name|project|contract)\b")


def placed_headers(columns: Mapping[str, Column], watchlist: Watchlist) -> dict[str, str]:
    """The place in each header of names that has one before what it holds ("Tees Coast lead", "Hills lead"), where two or more do."""
    split = {
        header: match for header, c in columns.items() if c.kind in ROLES and (match := _PLACED_HEAD.fullmatch(header))
    }
    heads = [header for header, column in columns.items() if column.kind in ROLES]
    found = {header: match["place"] for header, match in split.items()}
    # Two levels of headers tell a place by what stands below it twice; a trade or a stage stands before its word once.
    twice = all(list(found.values()).count(place) > 1 for place in found.values())
    like = [is_placelike(place, watchlist) for place in found.values()]
    sure = any(like) if twice else all(like)
    return found if len(set(found.values())) > 1 and len(split) == len(heads) and sure else {}


_PLACED_HEAD = re.compile(
    r"(?P<place>[A-Z][\w'& -]*?)[ :\u2013-]+(?P<kind>(?:(?:lead|prime|main|delivery|service|preferred|successful|winning) )?"
    r"(?:lead|prime|providers?|partners?|suppliers?|operators?|contractors?|sub-?contractors?|bidders?|organi[sz]ations?))",
    re.IGNORECASE,
)


def parted_by_place(cell: Cell, watchlist: Watchlist) -> list[tuple[str, Cell]]:
    """The places that a cell of names gives to each ("North: Acme; South: Beacon"), with the cell of each; none where it does not."""
    found = []
    for line in re.finditer(r"[^;\n]+", cell.text) if ":" in cell.text else ():
        match = _PLACED.fullmatch(line[0])
        if match is None or header_kind(match["place"]) not in {"", "area"} or status_in(match["place"]):
            return []
        place = place_of_lot(match["place"], watchlist) or match["place"]
        if match["place"] not in words("compass") and not is_placelike(place, watchlist):
            return []
        start = cell.start + line.start() + match.start("name")
        found.append((place, Cell(header=cell.header, text=match["name"], start=start)))
    return found if len(found) > 1 else []


_PLACED = re.compile(r"\s*(?P<place>[A-Z][\w' &-]{1,40}?)\s*:\s+(?P<name>\S.*?)\s*")


_NOUN = r"(?:lots?|packages?|cpas?|contract package areas?|bundles?|zones?|areas?|regions?|clusters?|tranches?)"
_NUMBER = r"(?:\d{1,3}[A-Za-z]?|[A-Z])"
_HEADED = re.compile(rf"{_NOUN}(?: (?:number|no|ref|reference|code|id|s))*(?: (?:won|awarded|applied for|bid for))?")
#: "Lot 1: Humber", "Package B covers the Downs".
_EXPLAINED = re.compile(
    rf"(?i:{_NOUN}) ?(?P<number>{_NUMBER})(?: ?[:=\u2013\u2014-] ?| (?:covers|is|comprises|includes) (?:the )?)(?P<place>\S.*)"
)
_NUMBERED = re.compile(rf"(?:(?i:{_NOUN}) ?)?({_NUMBER})")
_NUMBERS = re.compile(rf"(?:(?i:{_NOUN}) ?)?{_NUMBER}(?:(?: ?[,;&/] ?| and )(?:(?i:{_NOUN}) ?)?{_NUMBER})*")


def places_of_lots(
    document: Document, rows: Sequence[Block], columns: Iterable[str], watchlist: Watchlist
) -> dict[str, str]:
    """The place of each numbered lot, by what the document says of lots outside the table of ``rows``; none unless it has such numbers."""
    headed = {header for header in columns if _HEADED.fullmatch(fold(header))}
    if not any(cell.header in headed and _NUMBERS.fullmatch(cell.text) for row in rows for cell in row.cells):
        return {}
    own = {row.start for row in rows}
    others = [block for block in document.blocks if block.start not in own]
    found: dict[str, str] = {}
    for number, place in [*_explained(others, watchlist), *_listed(others)]:
        if found.setdefault(number.casefold(), place) != place:
            return {}
    return found


def _explained(blocks: Sequence[Block], watchlist: Watchlist) -> Iterator[tuple[str, str]]:
    for before, block in pairwise([None, *blocks]):
        text = block.text.rstrip(" .;") if block else ""
        if block is None or block.kind is BlockKind.ROW:
            continue
        if block.kind is BlockKind.DEFINITION and before is not None:
            text = f"{before.text}: {text}"
        explained = _EXPLAINED.fullmatch(text) if len(text) < _LONGEST_LINE else None
        if explained and (place := place_of_lot(explained["place"], watchlist)):
            yield explained["number"], place


_LONGEST_LINE = 120


def _listed(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """What a table of numbers and areas says that names nobody."""
    rows = [block for block in blocks if block.kind is BlockKind.ROW]
    kinds = {header: header_kind(header) for header in {cell.header for row in rows for cell in row.cells}}
    headed = {header for header in kinds if _HEADED.fullmatch(fold(header))}
    for row in rows:
        numbers = [
            match[1] for cell in row.cells if cell.header in headed and (match := _NUMBERED.fullmatch(cell.text))
        ]
        named = [c.text for c in row.cells if kinds[c.header] == "area" and not _NUMBERED.fullmatch(c.text)]
        if len(numbers) == 1 and len(named) == 1 and all(kinds[cell.header] != "lead" for cell in row.cells):
            yield numbers[0], named[0]


def with_places(kind: str, cell: Cell, lots: Mapping[str, str]) -> list[tuple[str, Cell]]:
    """``cell`` with what its column holds; instead of the numbers of lots that are explained elsewhere the places that they are."""
    if lots and _HEADED.fullmatch(fold(cell.header)) and _NUMBERS.fullmatch(cell.text):
        told = [lots.get(number.casefold()) for number in re.findall(rf"\b{_NUMBER}\b", cell.text)]
        if all(told):
            return [("area", Cell(header="", text=str(place))) for place in told]
    return [(kind, cell)]


def filled_down(rows: Sequence[Block], kinds: Mapping[str, str]) -> Iterator[Block]:
    """``rows`` with the area of the row above where those that begin blank go on with it, as in a sheet that says it once."""
    above: dict[str, Cell] = {}
    for row in rows:
        blank = len(list(itertools.takewhile(lambda cell: not cell.text, row.cells)))
        cells = tuple(
            above.get(cell.header, cell) if n < blank and kinds.get(cell.header) == "area" else cell
            for n, cell in enumerate(row.cells)
        )
        above |= {cell.header: cell for cell in cells if cell.text}
        yield replace(row, cells=cells) if blank else row


def outcomes_by_place(columns: Mapping[str, Column], watchlist: Watchlist) -> dict[str, str]:
    """The columns that say how each fared in one place: headers of lots or places over stages, and the place of each."""
    found = {header: _place_of_outcome(header, watchlist) for header, c in columns.items() if c.kind == "status"}
    return found if len(found) > 1 and all(found.values()) and len(set(found.values())) == len(found) else {}


def _place_of_outcome(header: str, watchlist: Watchlist) -> str:
    named = _SAID_OF_STAGE.sub("", header).strip(" :-\u2013")
    return place_of_lot(named, watchlist) if named else ""


#: "Outcome Lot 1 Fylde", "Fylde result": what a header says of its stage beside the place.
_SAID_OF_STAGE = re.compile(
    r"^(?:status|outcome|decision|results?|stage|award(?:ed)?|bids?)\b(?: (?:in|for|by|of|per) (?:lot|area)?)?|\b(?:status|outcome|decision|results?)$",
    re.IGNORECASE,
)


def places_over_tables(document: Document, watchlist: Watchlist) -> dict[tuple[str, ...], str]:
    """The place in each of the headings that each stand over a table of their own, two or more of them side by side."""
    paths = dict.fromkeys(b.headings for b in document.blocks if b.kind is BlockKind.ROW and len(b.headings) > 1)
    found: dict[tuple[str, ...], str] = {}
    for outer in dict.fromkeys(path[:-1] for path in paths):
        heads = {path[-1]: _COUNTED.sub("", path[-1]) for path in paths if path[:-1] == outer}
        titled = places_of_titles([text for text in heads.values() if watchlist.area(text) is None], watchlist)
        told = {head: titled.get(text) or _plainly(text, watchlist) for head, text in heads.items()}
        if len(told) > 1 and all(told.values()):
            found |= {(*outer, head): place for head, place in told.items()}
    return found


def places_in_captions(document: Document, watchlist: Watchlist) -> dict[int, str]:
    """The place in the caption of each table, where there are several tables and each has one."""
    captions = {b.group: _COUNTED.sub("", b.text) for b in document.blocks if b.kind is BlockKind.CAPTION}
    if len(captions) < 2:
        return {}
    titled = places_of_titles(list(captions.values()), watchlist)
    told = {group: titled.get(text) or _plainly(text, watchlist) for group, text in captions.items()}
    return told if all(told.values()) else {}


_COUNTED = re.compile(
    r"^(?:(?:table|figure|annex|appendix|schedule) ?\w{1,3} ?|"
    r"(?:rf[pqx]|ift|itt|itb|ifb|eoi|bid|tender|solicitation|request|procurement|project|contract)(?: ?(?:no\.?|number|ref\.?|reference|#))? ?(?=[\w/-]*\d)[\w/-]+ ?)[-:.\u2013\u2014)]* *",
    re.IGNORECASE,
)


def _plainly(heading: str, watchlist: Watchlist) -> str:
    if (
        heading[:1].isupper()
        and len(heading.split()) > 1
        and heading.rsplit(maxsplit=1)[-1] in words("sites", "premises")
    ):
        return heading
    of_work = is_of_department(heading) and (is_of_service(heading) or not is_built(heading))
    place = "" if of_work else place_of_heading(heading, watchlist)
    return place if place and (place != heading or is_placelike(heading, watchlist)) else ""

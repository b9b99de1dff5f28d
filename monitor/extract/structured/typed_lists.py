"""Lists that say what they list: "Bidders for Essex:" over names with how each fared, "Who provides what" over places with names.

Every line must hold a name in one of few plain forms, and the words above must say what the names are. Anything looser is prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.extract.structured.lists_of_lots import told_of_lot
from monitor.extract.structured.parties import Party, parties_in
from monitor.extract.structured.placelike import is_built
from monitor.extract.structured.terms import SIDE, are_places, terms_over, without_telephone
from monitor.extract.structured.values import is_bodily
from monitor.extract.words.lexicon import places, words
from monitor.extract.words.nobody import says_nobody
from monitor.extract.words.statuses import ROLES, header_kind, status_in
from monitor.model import EXIT_ROLES, Block, BlockKind, Claim, Document, Evidence, Layer, Role, Status, Zone
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

_ABOVE = (
    (Role.SUBCONTRACTOR, Status.AWARDED, r"\b(?:sub ?contractors?|supply chain)\b"),
    (Role.LEAD, Status.SHORTLISTED, r"\b(?:bidders?|shortlist\w*|tenderers?|in the running)\b"),
    (
        Role.LEAD,
        Status.AWARDED,
        r"\b(?:providers?|operators?|contractors?|(?:organi[sz]ations|charities|companies|bodies|groups|trusts|firms|consortia) (?:appointed|chosen|selected|commissioned|contracted)|(?:contract|franchise|licen[cs]e|grant|lot) holders?|suppliers (?:appointed|by)|appointed suppliers|franchisees|licensees|concessionaires|managing agents|delivery (?:bodies|agents)|who (?:provides|runs|delivers|operates|does|holds|has) (?:it|what|where|them|the|this|each|our|these|contracts?|services?)\b|who (?:provides|runs|delivers|operates|does)|(?:provided|run|delivered|operated) by|winners?)\b",
    ),
    (Role.PARTNER, Status.AWARDED, r"\b(?:delivery|project|supply|contract|local) partners\b"),
)
_COMPILED = tuple((role, status, re.compile(pattern)) for role, status, pattern in _ABOVE)
_LONGEST_ABOVE = 12
#: What is said over places with a name each where those named do the work for somebody who pays for it.
_PAYING = re.compile(
    r"\b(?:on (?:our|its|the council s) behalf|under contract|(?:contracted|commissioned|appointed) (?:providers?|contractors?|operators?|organi[sz]ations?|charit(?:y|ies)|agenc(?:y|ies))|(?:has|have|holds?|let|signed) contracts|"
    r"(?:we|council|board|trust|authority|department|county|city|borough|government|commissioners?) (?:[a-z]+ )?(?:funds?|pays?|commissions?|contracts?|appoint(?:s|ed)?|chose|has chosen)|"
    r"who \w+ (?:it |them |you )?where|(?:funded|paid for|commissioned|contracted|appointed|chosen) by)\b"
)
#: A line that only dates the page stands between a heading and its list without parting them.
_IS_DATE = re.compile(
    r"(?:(?:last )?(?:updated|published|posted|reviewed|modified)(?: on)?:? )?"
    r"(?:\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]+,? \d{4})",
    re.IGNORECASE,
)
_PAIR = re.compile(r"^(?P<left>[^:\u2013\u2014]{2,60}?)\s*(?::|\s[-\u2013\u2014]|\.{4,}|\u2026{2,})\s+(?P<right>\S.*)$")
#: One of these parts the two.
_PARTING = (":", "-", "\u2013", "\u2014", "....", "\u2026")
_WHERE = re.compile(
    r"\b(?:in|for|across|of)\s+(?:the\s+)?(?P<area>[A-Z][\w'&.]*(?:[ ,]+(?:and |of |upon |the )?[A-Z][\w'&.]*)*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a list: who it names, where the name's cell begins, and the area and the stage that it gives."""

    party: Party
    start: int
    area: str = ""
    status: Status | None = None


def claims_of_typed_lists(document: Document, watchlist: Watchlist) -> tuple[list[Claim], list[Claim]]:
    """The claims of every list whose introduction types it and whose lines all hold a name: of lines that say where, and others."""
    placed: list[Claim] = []
    others: list[Claim] = []
    for line, claim in _listed(document, watchlist):
        (placed if line.area else others).append(claim)
    return placed, others


def _listed(document: Document, watchlist: Watchlist) -> Iterator[tuple[Line, Claim]]:
    terms = terms_over(document.blocks)
    for above, items in _runs(document.blocks):
        typed = said_above(above.text)
        placed = _are_of_places(items, watchlist)
        defined = all(item.kind is BlockKind.DEFINITION for item in items)
        if (
            typed is None
            and (placed or defined)
            and len(items) > 2
            and _PAYING.search(fold(f"{above.text} {_said_before(above, document)}"))
        ):
            typed = Role.LEAD, Status.AWARDED
        if typed is None and placed and len(items) > 2 and not above.text.endswith(":"):
            typed = next(filter(None, map(_asked_over, (*reversed(items[0].headings), document.title))), None)
        told = [item for item in items if not ((pair := _PAIR.match(item.text)) and says_nobody(pair["right"]))]
        typed = typed or told_of_lot(above, items, document, watchlist)
        lines = [line_of(item, watchlist, placed=placed) for item in told] if typed else []
        read = [line for line in lines if line]
        # Beside places with a name each one may have several, which prose tells apart.
        most = placed and len(read) > 2 and len(read) >= _MOST * len(lines)
        if typed is None or len(read) < 2 or not (most or len(read) == len(lines)):
            continue
        role, status = typed
        place = _area_in(above.text, watchlist)
        # A bare name under a heading may be anything's; a legal form, a note or a place beside it makes it a body's.
        if not any(line.status or line.area or is_bodily(line.party.surface, watchlist) for line in read):
            continue
        if defined and not any(line.area for line in read):
            read = _under_places(read, [terms.get(item.start, "") for item in told], watchlist)
        for line in read:
            claim = claim_of(document, line, line.party.role or role, line.status or status, line.area or place)
            # Terms with their definitions are a record, from which a name can be missed.
            yield line, replace(claim, layer=Layer.TABLE) if defined and line.area else claim


#: So much of a list of places must have one name a line.
_MOST = 0.75
#: "Where they are and who operates them", "Contractors by area": what a title says that the list below it lists.
_ASKED = re.compile(
    r"\bwho (?:provides|runs|delivers|operates|holds|does what)\b|\b(?:providers?|operators?|contractors?) (?:by|in each|for each) (?:area|region|county|district|borough|council|lot|zone)\b"
)


def _asked_over(title: str) -> tuple[Role, Status] | None:
    """What a title over a list types it as, where it asks who does what in each place."""
    words = fold(title)
    if _HELPS.search(words):
        return Role.LEAD, Status.AWARDED
    return said_above(title) if _ASKED.search(words) else None


#: "Who supports victims in your area?": what a title asks of each of the places below it.
_HELPS = re.compile(
    r"^who (?:\w+ )?(?:helps|supports|looks after|cares for|collects|cleans|inspects|teaches|mends|repairs|maintains|feeds|drives|manages|responds to|deals with)\b"
)


def pair_in(text: str) -> re.Match[str] | None:
    """``text`` as what stands left and right of a colon, a dash or a row of dots."""
    return _PAIR.match(text) if any(sign in text for sign in _PARTING) else None


def _said_before(above: Block, document: Document) -> str:
    """The paragraph before a heading that stands over a list."""
    if above.kind is not BlockKind.HEADING:
        return ""
    before = (b for b in reversed(document.blocks) if b.start < above.start and b.kind is BlockKind.PARAGRAPH)
    return next((b.text for b in before if b.headings[:1] == above.headings[:1]), "")


def _under_places(lines: list[Line], terms: Sequence[str], watchlist: Watchlist) -> list[Line]:
    """``lines`` with their terms as areas, where each of these is a place."""
    if len(terms) != len(lines) or not are_places(terms, watchlist):
        return lines
    return [replace(line, area=term) for line, term in zip(lines, terms, strict=True)]


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[Block, list[Block]]]:
    above: Block | None = None
    run: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.TERM and header_kind(block.text) not in {*ROLES, "ignored"}:
            # What is done, over who does it.
            continue
        listed = block.kind in {BlockKind.ITEM, BlockKind.DEFINITION} or (
            block.kind is BlockKind.PARAGRAPH
            and len(block.text) < 120
            and block.text[-1:] not in ".:?!"
            and pair_in(block.text) is not None
        )
        if listed and block.zone is not Zone.CHROME and above is not None:
            run.append(block)
            continue
        if above is not None and len(run) > 1:
            yield above, run
        run = []
        if above is not None and block.text[-1:].isdigit() and _IS_DATE.fullmatch(block.text):
            continue
        above = block if block.zone is not Zone.CHROME and block.kind is not BlockKind.ROW else None
    if above is not None and len(run) > 1:
        yield above, run


def said_above(text: str, *, longest: int = _LONGEST_ABOVE) -> tuple[Role, Status] | None:
    if len(text.split()) > longest or text.endswith("."):
        return None
    said = status_in(text)
    folded = fold(text)
    for role, status, pattern in _COMPILED:
        if pattern.search(folded):
            return role, said if said and not said.is_exit else status
    return None


def _are_of_places(items: Sequence[Block], watchlist: Watchlist) -> bool:
    """Whether every line begins with a place: one is known or is a side of one ("West Vale"), and the others look alike."""
    pairs = [_PAIR.match(item.text) for item in items]
    lefts = [pair["left"].strip() for pair in pairs if pair]
    said = [word for left in lefts for word in left.split()]
    if len(lefts) < max(2, len(items)) or not all(word[:1].isupper() or word in _SMALL for word in said):
        return False
    named = [part for left in lefts for part in (left, *_JOINED.split(left))]
    sites = words("sites", "premises")
    return any(
        watchlist.area(name)
        or fold(name) in places()
        or SIDE.match(name)
        or is_built(name)
        or name.split()[-1] in sites
        for name in named
    )


_SMALL = frozenset({"and", "of", "for", "the", "in", "&", "with", "to", "upon", "on", "by"})
_JOINED = re.compile(r",? and |, | & ")


def line_of(item: Block, watchlist: Watchlist, *, placed: bool = False) -> Line | None:
    pair = _PAIR.match(item.text)
    if pair is None:
        return _named(without_telephone(item.text), item.start, watchlist)
    left, right = pair["left"].strip(), pair["right"].strip()
    status = status_in(right) if len(right.split()) <= 4 else None
    if status:
        line = _named(left, item.start, watchlist)
        return Line(party=line.party, start=line.start, status=status) if line else None
    start = item.start + pair.start("right")
    line = _named(right, start, watchlist)
    if line is None and placed and (more := _MORE.search(right)):
        line = _named(right[: more.start()], start, watchlist)
    known = watchlist.area(left)
    area = known.name if known else left if placed or fold(left) in places() else ""
    return Line(party=line.party, start=line.start, area=area, status=line.status) if line else None


#: What a line says of the one that it names: "Acme, under the name Bright Ways, with Mill Homes", "Acme (took over from Mill Homes)".
_MORE = re.compile(
    r",? \((?=[a-z])|, (?=(?:under|with|at|an?|which|who|as|from|since|based|part|whose|called|known|in)\b)"
)


def _named(text: str, start: int, watchlist: Watchlist) -> Line | None:
    found = parties_in(text.rstrip(" .;,"), watchlist)
    if (
        text.endswith(":")
        or len(found) != 1
        or found[0].part == "commissioner"
        or not _is_name(found[0].surface)
        or " with " in found[0].surface
    ):
        return None
    if fold(found[0].surface) in places() or watchlist.area(found[0].surface):
        return None
    return Line(party=found[0], start=start, status=found[0].status)


def _is_name(surface: str) -> bool:
    """Whether a line holds a name and no sentence: capital words, perhaps small ones between."""
    parts = surface.split()
    return (
        0 < len(parts) <= 8
        and all(part in _SMALL or part == "plc" or not part[:1].islower() for part in parts)
        and len(parts) + len(surface) > 5
    )


def _area_in(text: str, watchlist: Watchlist) -> str:
    match = _WHERE.search(text)
    if not match:
        return ""
    name = match["area"].rstrip(".,: ")
    known = watchlist.area(name)
    return known.name if known else name


def claim_of(document: Document, line: Line, role: Role, status: Status, area: str) -> Claim:
    start = line.start + line.party.start
    end = start + len(line.party.surface)
    return Claim(
        organisation=line.party.name,
        organisation_id=line.party.id,
        surface=line.party.surface,
        role=EXIT_ROLES.get(status, role) if role is Role.LEAD else role,
        status=status,
        evidence=Evidence(quote=document.text[start:end], start=start, end=end),
        areas=(area,) if area else (),
        sector=line.party.sector,
        confidence=0.8,
        layer=Layer.GRAMMAR,
        rule="typed list",
    )

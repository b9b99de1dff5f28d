"""Result notices by the European standard of 2019/1780 (eForms) as pages: each body has a section that says as what it stands.

The section of a body gives its name, its parts ("Tenderer; Group leader") and the lots that it won; where these are stands in the
section of each lot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from monitor.extract.structured.titles import place_of_lot
from monitor.extract.structured.values import place_told
from monitor.extract.words.statuses import header_kind
from monitor.model import Block, BlockKind, Claim, Document, Evidence, Layer, Role, Status, organisation_id_of
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold

_BODY = re.compile(r"\b(?:ORG|TPO)-\d{4}\b")
_LOT = re.compile(r"\bLOT-\d{4}\b")
#: "5.1. Lot: LOT-0002", but not the result of one.
_OF_LOT = re.compile(r"(?:[\d.]+\s+)?Lot:? LOT-\d{4}$", re.IGNORECASE)
_PAIR = re.compile(r"(?P<label>[A-Z][\w /()&'-]{2,60}?)\s*:\s+(?P<value>\S.*)")
_PARTS = re.compile(r"roles?(?: of (?:this|the) organi[sz]ation)?")
_WON = re.compile(r"winners? of (?:these|this|the) lots?")
#: "Operations in Sligo (Tubbercurry and Easky)", "Sligo sites (Easky)": the places that lie in the one that is named before them.
_TAKEN_IN = re.compile(r"\s*\([^()]*\)$")
_SITES = re.compile(r"\s+(?:sites|schools|offices|premises|depots|centres|routes|stations|hospitals|prisons|buildings|area|region)$")  # fmt: skip


@dataclass(slots=True)
class _Body:
    """What the section of one body says."""

    name: str
    start: int
    parts: str = ""
    lots: list[str] = field(default_factory=list)

    def is_a(self, part: str) -> bool:
        return part in fold(self.parts)


def claims_of_eforms(document: Document, watchlist: Watchlist) -> list[Claim]:
    """The claims of a result notice whose sections of bodies say which lots they won; none where no section does."""
    if not _BODY.search(document.text) or not _LOT.search(document.text):
        return []
    told = list(_told(document.blocks))
    bodies = list(_bodies(told))
    places = dict(_places(told, watchlist))
    winners = [body for body in bodies if body.lots and body.is_a("tenderer")]
    found = [_claim(watchlist, body, *_part_of(body, winners), _where(body.lots, places)) for body in winners]
    for body in bodies if winners else ():
        if body.is_a("subcontractor") and not body.lots:
            lots = [lot for block, _, _ in told if body.name in block.text for lot in _lots_over(block)]
            found.append(_claim(watchlist, body, Role.SUBCONTRACTOR, None, _where(lots, places)))
    return found


def _part_of(body: _Body, winners: Sequence[_Body]) -> tuple[Role, str | None]:
    """Whether a winner leads, or is a partner of another that is the leader of the group that won the same lots."""
    group = [other for other in winners if set(other.lots) & set(body.lots)]
    leader = next((other for other in group if other.is_a("group leader")), None)
    if leader is None or len(group) < len((body, leader)):
        return Role.LEAD, None
    return (Role.LEAD if leader is body else Role.PARTNER), leader.name


def _told(blocks: Sequence[Block]) -> Iterator[tuple[Block, str, str]]:
    """Each block that is a label with its value, with both."""
    term = ""
    for block in blocks:
        pair = _PAIR.fullmatch(block.text) if block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} else None
        if block.kind is BlockKind.DEFINITION and term:
            yield block, term, block.text
        elif pair:
            yield block, pair["label"], pair["value"]
        term = block.text if block.kind is BlockKind.TERM else ""


def _bodies(told: Sequence[tuple[Block, str, str]]) -> Iterator[_Body]:
    """The bodies that have a section each."""
    found: dict[str, _Body] = {}
    for block, label, value in told:
        section = _BODY.search(block.headings[-1]) if block.headings else None
        if section is None:
            continue
        words = fold(label)
        if words == "official name":
            found.setdefault(section[0], _Body(value, block.start + block.text.rindex(value)))
        elif (body := found.get(section[0])) and _PARTS.fullmatch(words):
            body.parts, body.lots = value, [*body.lots, *_LOT.findall(value)]
        elif body and _WON.fullmatch(words):
            body.lots += _LOT.findall(value)
    yield from found.values()


def _places(told: Sequence[tuple[Block, str, str]], watchlist: Watchlist) -> Iterator[tuple[str, str]]:
    """Where each lot is: by the label that says so, else by its title."""
    titles: dict[str, str] = {}
    for block, label, value in told:
        lot = _LOT.search(block.headings[-1]) if block.headings and _OF_LOT.search(block.headings[-1]) else None
        if lot and fold(label) == "title":
            titles.setdefault(lot[0], _of_title(value, watchlist))
        elif lot and header_kind(label) == "area" and (place := place_told(value, watchlist)):
            titles[lot[0]] = place
    yield from ((lot, place) for lot, place in titles.items() if place)


def _of_title(title: str, watchlist: Watchlist) -> str:
    within = _TAKEN_IN.sub("", title)
    place = _SITES.sub("", within)
    named = place if place != within or within != title else ""
    return (place_of_lot(named, watchlist) if named else "") or place_of_lot(title, watchlist)


def _where(lots: Sequence[str], places: dict[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(places[lot] for lot in lots if lot in places))


def _lots_over(block: Block) -> list[str]:
    """The lot of the section in which ``block`` stands, where it is the section of one."""
    return [lot for heading in block.headings for lot in _LOT.findall(heading)]


def _claim(watchlist: Watchlist, body: _Body, role: Role, partnership: str | None, areas: tuple[str, ...]) -> Claim:
    known = watchlist.organisation(body.name)
    return Claim(
        organisation=known.name if known else body.name,
        organisation_id=known.id if known else organisation_id_of(body.name),
        surface=body.name,
        role=role,
        status=Status.AWARDED,
        evidence=Evidence(quote=body.name, start=body.start, end=body.start + len(body.name)),
        partnership=partnership,
        areas=areas,
        confidence=0.95,
        layer=Layer.TABLE,
        rule="section of a body in a result notice",
    )

"""Pages headed by who provides what, where under the heading of each place the same services are named with who does each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.extract.structured.headed import place_told_over
from monitor.extract.structured.parties import Party, parties_in
from monitor.extract.structured.typed_lists import Line, claim_of, said_above
from monitor.extract.structured.values import is_bodily
from monitor.extract.words.statuses import header_kind, status_in
from monitor.model import Block, BlockKind, Claim, Document, Layer, Role, Status
from monitor.programmes.watchlist import Watchlist

#: A service, the place over it, the body behind it, and where the words of its cell begin.
Told = tuple[str, str, Party, int]
#: Who is named beside a service and does not do it: "Inspected by", "Manager", "Host".
_NOT_DONE = re.compile(
    r"\b(?:by|from|with|to|at|managers?|directors?|chairs?|patrons?|owners?|inspect\w*|regulat\w*|contacts?|schools?|nearest|heads?|offices?|based?|landlords?|hosts?|sponsors?|supporters?|funde\w*|partners?|referrals?|complaints?)\b",
    re.IGNORECASE,
)
#: A service, and what stands behind it.
_LINE = re.compile(r"(?P<service>[A-Z][\w'/& -]{2,40}): (?P<who>[A-Z0-9].{2,100})")
_FEWEST = 2


def claims_of_labelled_services(document: Document, watchlist: Watchlist) -> Iterator[Claim]:
    """The claims of such lines as "Careers guidance: Acme Ltd", where each service comes again under other places and bodies stand behind it."""
    said = [said_above(text) for text in (document.title, *_titles(document))]
    if (Role.LEAD, Status.AWARDED) not in said:
        return
    lines = [told for block in document.blocks if (told := _told(block, watchlist))]
    places = {service: {place for other, place, _, _ in lines if other == service} for service, *_ in lines}
    again = [line for line in lines if len(places[line[0]]) >= _FEWEST and _by_bodies(line[0], lines, watchlist)]
    for _, place, party, start in again:
        line = Line(party=party, start=start)
        claim = claim_of(document, line, party.role or Role.LEAD, party.status or Status.AWARDED, place)
        # Several labelled lines are a record, from which a name can be missed.
        yield replace(claim, layer=Layer.TABLE, rule="labelled service")


def _by_bodies(service: str, lines: Sequence[Told], watchlist: Watchlist) -> bool:
    """Whether most of those behind the label ``service`` are bodies by their names: a "Day" and a "Manager" have others."""
    named = {party.surface for other, _, party, _ in lines if other == service}
    return 2 * sum(is_bodily(name, watchlist) for name in named) > len(named)


def _titles(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.kind is BlockKind.HEADING and not block.headings]


def _told(block: Block, watchlist: Watchlist) -> Told | None:
    """What such a line tells; ``None`` for any other, and where it names more than one body."""
    match = _LINE.fullmatch(block.text) if block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} else None
    if match is None or len(block.headings) < _FEWEST or _NOT_DONE.search(match["service"]):
        return None
    if header_kind(match["service"]) not in {"", "service"}:
        return None
    place = place_told_over(block.headings[-1], watchlist)
    named = parties_in(match["who"], watchlist) if place and not status_in(match["service"]) else []
    return (match["service"], place, named[0], block.start + match.start("who")) if len(named) == 1 else None

"""Pages headed by who provides what, where under the heading of each place the same services are named with who does each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from monitor.extract.structured.headed import place_told_over
from monitor.extract.structured.parties import Party, parties_in
from monitor.extract.structured.placelike import is_placelike
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
    heads = _places(document, watchlist)
    lines = [
        told
        for before, block in pairwise([None, *document.blocks])
        if block and (told := _told(block, before, watchlist, heads))
    ]
    places: dict[str, set[str]] = defaultdict(set)
    named: dict[str, set[str]] = defaultdict(set)
    for service, place, party, _ in lines:
        places[service].add(place)
        named[service].add(party.surface)
    again = {service for service, told in places.items() if len(told) >= _FEWEST} & _by_bodies(named, watchlist)
    for _, place, party, start in (line for line in lines if line[0] in again):
        line = Line(party=party, start=start)
        claim = claim_of(document, line, party.role or Role.LEAD, party.status or Status.AWARDED, place)
        # Several labelled lines are a record, from which a name can be missed.
        yield replace(claim, layer=Layer.TABLE, rule="labelled service")


def _places(document: Document, watchlist: Watchlist) -> dict[str, str]:
    """The place in each heading; where some are sure to be places, others that might be are too."""
    heads = dict.fromkeys(block.headings[-1] for block in document.blocks if len(block.headings) >= _FEWEST)
    told = {head: place_told_over(head, watchlist) for head in heads}
    if any(told.values()):
        told |= {head: head for head, place in told.items() if not place and is_placelike(head, watchlist)}
    return told


def _by_bodies(named: Mapping[str, Collection[str]], watchlist: Watchlist) -> set[str]:
    """The services of which most of those ``named`` behind them are bodies by their names: a "Day" and a "Manager" have others.

    Half of them are enough where most are on the whole page.
    """
    every = frozenset[str]().union(*named.values())
    bodily = {name for name in every if is_bodily(name, watchlist)}
    half = 2 * len(bodily) > len(every)
    over = {service: 2 * len(bodily.intersection(names)) - len(names) for service, names in named.items()}
    return {service for service, more in over.items() if more > 0 or (more == 0 and half)}


def _titles(document: Document) -> list[str]:
    return [block.text for block in document.blocks if block.kind is BlockKind.HEADING and not block.headings]


def _told(block: Block, before: Block | None, watchlist: Watchlist, heads: Mapping[str, str]) -> Told | None:
    """What such a line tells, or a term and its definition; ``None`` for any other, and where it names more than one body."""
    defined = block.kind is BlockKind.DEFINITION and before is not None and before.kind is BlockKind.TERM
    text = f"{before.text}: {block.text}" if defined and before else block.text
    match = _LINE.fullmatch(text) if defined or block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} else None
    if match is None or len(block.headings) < _FEWEST or _NOT_DONE.search(match["service"]):
        return None
    if header_kind(match["service"]) not in {"", "service"}:
        return None
    place = heads[block.headings[-1]]
    named = parties_in(match["who"], watchlist) if place and not status_in(match["service"]) else []
    start = block.start + match.start("who") + len(block.text) - len(text)
    return (match["service"], place, named[0], start) if len(named) == 1 else None

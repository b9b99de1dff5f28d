"""Lists of names that stand each under what says where: the heading of an area, or the item over a list of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from monitor.extract.structured.parties import parties_in
from monitor.extract.structured.placelike import is_place
from monitor.extract.structured.titles import place_of_heading
from monitor.extract.structured.typed_lists import Line, claim_of, line_of, pair_in, said_above
from monitor.extract.structured.values import is_bodily
from monitor.extract.words.statuses import header_kind
from monitor.model import Block, BlockKind, Claim, Document, Role, Status, Zone
from monitor.programmes.watchlist import Watchlist


def claims_of_parted_lists(document: Document, watchlist: Watchlist) -> tuple[list[Claim], list[tuple[int, int]]]:
    """The claims of lists of names that stand each under the heading of its area, below words that say what they all are.

    Beside them where the lines of such lists are that hold places under the names of bodies, so nobody's name.
    """
    found: list[Claim] = []
    places: list[tuple[int, int]] = []
    for sections in (*_sections(document.blocks, watchlist), *_nests(document.blocks, watchlist)):
        first = sections[0][0]
        before = [block for block in document.blocks if block.start < first.start and block.kind is BlockKind.PARAGRAPH]
        said = [b.text for b in reversed(before[-3:]) if b.headings[:1] == first.headings[:1]]
        typed = next(filter(None, map(said_above, [*reversed(first.headings), document.title])), None)
        typed = typed or next(filter(None, map(_typed_by, said)), None)
        if typed and (turned := list(_by_bodies(sections, watchlist))):
            found += [claim_of(document, line, line.party.role or typed[0], typed[1], line.area) for line in turned]
            places += [(item.start, item.end) for _, _, items in sections for item in items]
            continue
        lines = [(place, line_of(item, watchlist)) for _, place, items in sections for item in items] if typed else []
        read = [(place, line) for place, line in lines if line]
        if (
            typed is None
            or len(read) < len(lines)
            or not any(is_bodily(line.party.surface, watchlist) for _, line in read)
        ):
            continue
        found += [
            claim_of(document, line, line.party.role or typed[0], line.status or typed[1], line.area or place)
            for place, line in read
        ]
    return found, places


def _by_bodies(sections: Sequence[Section], watchlist: Watchlist) -> Iterator[Line]:
    """The lines of ``sections`` that stand the other way round, places under the name of a body; none where they do not."""
    places = [item.text.strip(" .;,") for _, _, items in sections for item in items]
    if not all(len(place) < _LONGEST_LINE and _PLACE.fullmatch(place) for place in places) or any(
        is_bodily(place, watchlist) for place in places
    ):
        return
    heads = [(head, parties_in(head.text.rstrip(" :"), watchlist)) for head, _, _ in sections]
    if any(len(found) != 1 or is_place(head.text, watchlist) for head, found in heads):
        return
    bodies = any(is_bodily(head.text, watchlist) for head, _ in heads)
    if not bodies and 2 * sum(is_place(place, watchlist) for place in places) < len(places):
        return
    for (head, found), (_, _, items) in zip(heads, sections, strict=True):
        for item in items:
            yield Line(party=found[0], start=head.start, area=item.text.strip(" .;,"))


#: A line that holds a name and nothing else.
_PLACE = re.compile(r"[A-Z][\w'.-]+(?: (?:(?:and|of|on|upon|the|&) )*[A-Z][\w'.-]+){0,4}")
#: A heading, the place in it, and the lines below it.
Section = tuple[Block, str, list[Block]]


def _sections(blocks: Sequence[Block], watchlist: Watchlist) -> Iterator[list[Section]]:
    """Two or more neighbouring headings of one level that each name a place, with the list under each and nothing else."""
    if sum(block.kind is BlockKind.HEADING and block.zone is not Zone.CHROME for block in blocks) < _FEWEST:
        return
    run: list[Section] = []
    for number, block in enumerate(blocks):
        if run and _is_line(block) and block.headings == (*run[-1][0].headings, run[-1][0].text):
            run[-1][2].append(block)
            continue
        if run and not run[-1][2]:
            run.pop()
        # Only one of several with a list under each matters; most stand over prose and need not be understood.
        heads = block.kind is BlockKind.HEADING and block.zone is not Zone.CHROME
        listed = heads and (run or _is_followed(blocks, number))
        place = place_of_heading(block.text, watchlist) if listed else ""
        if place and (not run or block.headings == run[-1][0].headings):
            run.append((block, place, []))
            continue
        if len(run) >= _FEWEST:
            yield run
        run = [(block, place, [])] if place else []
    if run and not run[-1][2]:
        run.pop()
    if len(run) >= _FEWEST:
        yield run


def _is_followed(blocks: Sequence[Block], number: int) -> bool:
    """Whether under the heading numbered so stands a list and nothing else, and behind that another heading of its level."""
    head = blocks[number]
    path = (*head.headings, head.text)
    after = number + 1
    while after < len(blocks) and blocks[after].headings == path and _is_line(blocks[after]):
        after += 1
    return (
        number + 1 < after < len(blocks)
        and blocks[after].kind is BlockKind.HEADING
        and blocks[after].headings == head.headings
    )


#: One list under one heading is not parted.
_FEWEST = 2


def _nests(blocks: Sequence[Block], watchlist: Watchlist) -> Iterator[list[Section]]:
    """Two or more neighbouring items that each name a place and have a list of their own."""
    run: list[Section] = []
    for before, block in zip_longest(blocks, blocks[1:]):
        outer = run[-1][0] if run else None
        opens = block is not None and block.kind is before.kind is BlockKind.ITEM and block.level > before.level
        place = place_of_heading(before.text, watchlist) if opens else ""
        if place and (outer is None or outer.level == before.level):
            run.append((before, place, []))
        elif outer and before.kind is BlockKind.ITEM and before.level == outer.level + 1:
            run[-1][2].append(before)
        else:
            if len(run) > 1:
                yield run
            run = []
    if len(run) > 1:
        yield run


def _is_line(block: Block) -> bool:
    """Whether ``block`` is an item or a paragraph that is no sentence, and no line of a record ("Subcontractor: Acme") either."""
    short = block.kind is BlockKind.PARAGRAPH and len(block.text) < _LONGEST_LINE and block.text[-1:] not in ".:?!"
    pair = pair_in(block.text) if short else None
    return block.kind is BlockKind.ITEM or (short and not (pair and header_kind(pair["left"])))


_LONGEST_LINE = 80


def _typed_by(sentence: str) -> tuple[Role, Status] | None:
    """What a sentence that points to the lists below it says of those in them."""
    if len(sentence.split()) > _LONGEST_SENTENCE or not _POINTS.search(sentence):
        return None
    return said_above(_POINTS.sub("", sentence).rstrip(".:"), longest=_LONGEST_SENTENCE)


_LONGEST_SENTENCE = 40
_POINTS = re.compile(r"\b(?:below|following|listed|these|here|in each|each)\b")

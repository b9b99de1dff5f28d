"""Where bodies sit: the town behind "of", and lists of names with the town of each behind it, as directories print them ("Acme Homes Ltd London")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from monitor.extract.names.grounds import in_its_state
from monitor.extract.names.kinds import BODIES, Kind, kind_of
from monitor.extract.names.spotting import Name
from monitor.extract.words.lexicon import places, words
from monitor.extract.words.statuses import header_kind
from monitor.model import Block, BlockKind
from monitor.text import fold

#: So many lines of a list, and so large a part of it, must end with a town for the towns to be no part of the names.
_FEWEST, _MOST_OF = 3, 0.6
_LONGEST = 4


def seats_behind(names: Sequence[Name], text: str) -> frozenset[int]:
    """Where the places begin that stand behind "of" and a body, with their states: nothing is let there ("Marl Coaches of Hexham")."""
    ends = {name.end for name in names if name.kind in BODIES}
    found: set[int] = set()
    for name in names:
        if name.kind is not Kind.PLACE:
            continue
        if text.endswith(_OF, 0, name.start) and name.start - len(_OF) in ends:
            found.add(name.start)
            state = in_its_state().match(text, name.end)
            if state:
                found.add(name.end + len(", "))
    return frozenset(found)


_OF = " of "


def without_seats(names: list[Name], blocks: Sequence[Block], text: str) -> list[Name]:
    """``names`` without the towns at their ends, where most lines of a list are a name with one."""
    by_start = {name.start: name for name in names}
    cut: dict[int, Name] = {}
    for items in _lists(blocks):
        whole = [by_start[item.start] for item in items if _is_alone(by_start.get(item.start), item)]
        seated = {name.start: end for name in whole if (end := _seat(name))}
        if len(seated) >= max(_FEWEST, _MOST_OF * len(items)):
            # Under "Suppliers" whatever has a seat is a body.
            of_bodies = any(header_kind(heading) == "lead" for heading in items[0].headings[-1:])
            for start, end in seated.items():
                kind = kind_of(text, start, end) or by_start[start].kind
                kind = Kind.ORGANISATION if of_bodies and kind is Kind.WEAK else kind
                cut[start] = replace(by_start[start], end=end, surface=text[start:end], kind=kind)
    return [cut.get(name.start, name) for name in names] if cut else names


def _lists(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    for (is_item, _), run in groupby(blocks, key=lambda block: (block.kind is BlockKind.ITEM, block.headings)):
        items = list(run)
        if is_item and len(items) >= _FEWEST:
            yield items


def _is_alone(name: Name | None, item: Block) -> bool:
    return name is not None and name.known is None and name.end >= item.end - 1


def _seat(name: Name) -> int:
    """Where ``name`` ends without the town behind it; 0 where there is none, or nothing before it."""
    parts = name.surface.split(" ")
    for count in range(min(_LONGEST, len(parts) - 1), 0, -1):
        if fold(" ".join(parts[-count:])) in places():
            return name.end - len(" ".join(parts[-count:])) - 1
    return 0


def is_seated(name: Name) -> bool:
    """Whether an undecided name says where its bearer sits: "Marl Homes of Leeds"."""
    body, of, _ = name.surface.partition(" of ")
    return name.kind is Kind.WEAK and bool(of) and body.split()[-1] in words("heads", "firms", "seated")

"""Which places a text is speaking of at each point: those of the sentence, of the paragraph so far, of the heading above."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.extract.clauses.reach import is_seat
from monitor.extract.discourse.scene import LISTY, Scene
from monitor.extract.names.areas import Place
from monitor.extract.names.kinds import Kind
from monitor.extract.words.sentences import sentences
from monitor.model import Block, BlockKind, Document
from monitor.text import plain

Areas = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Themes:
    """The places that each stretch of a text is about. ``opening`` are those that its beginning speaks of."""

    starts: tuple[int, ...]
    areas: tuple[Areas, ...]
    opening: Areas

    def at(self, position: int) -> Areas:
        """What the text speaks of at ``position``, by its own sentence, its paragraph or its heading; nothing if it does not say."""
        index = bisect_right(self.starts, position) - 1
        return self.areas[index] if index >= 0 else ()


def themes_of(document: Document, scene: Scene) -> Themes:
    """The themes of ``document``."""
    found: list[tuple[int, Areas]] = []
    section: Areas = ()
    for block in document.blocks:
        if block.kind is BlockKind.ROW:
            continue
        if block.kind is BlockKind.HEADING:
            section = _served(scene, block.start, block.end)
        if block.kind in {BlockKind.HEADING, BlockKind.TITLE}:
            found.append((block.start, section))
            continue
        current: Areas = ()
        for start, end in _sentences(block):
            current = _served(scene, start, end) or (() if block.kind in LISTY else current)
            found.append((start, current or section))
    return Themes(tuple(start for start, _ in found), tuple(areas for _, areas in found), _opening(document, scene))


def _sentences(block: Block) -> Iterator[tuple[int, int]]:
    return ((block.start + low, block.start + high) for low, high in sentences(plain(block.text)))


def _served(scene: Scene, start: int, end: int) -> Areas:
    """The places between ``start`` and ``end`` that something is done for, without duplicates."""
    _, places = scene.within(start, end)
    return tuple(dict.fromkeys(place[2] for place in places if not _is_aside(scene, place, start)))


def _is_aside(scene: Scene, place: Place, start: int) -> bool:
    """Whether a place is only where a body sits, or what a body does besides ("who run the libraries in Westland")."""
    text = scene.text
    if is_seat(text, place[0]) or text.startswith(("-based", "-born"), place[1]) or _ITS_SEAT.match(text, place[1]):
        return True
    return bool(_BESIDES.search(text[start : place[0]])) or any(
        name.end < place[0] <= name.end + 2 and name.kind in {Kind.ORGANISATION, Kind.WEAK}
        for name in scene.within(start, place[0])[0]
    )


#: "the Cardiff social enterprise", "the Kent trust": whose it is, not what is served.
_ITS_SEAT = re.compile(
    r" (?:[a-z-]+ ){0,2}(?:charity|charities|firm|company|social enterprise|trust|college|business|consultancy|mutual|housing association|co-operative|start-up|agency)\b"
)
#: A clause about a body, before the place in it.
_BESIDES = re.compile(
    r"\b(?:who|which|that) (?:already |also |now |still |once |had |has )*(?:runs?|ran|operates?|holds?|has|have|provides?|delivers?|manages?|works?|worked|lost|won|keeps?)\b[^.;,()]*$"
)
_SHORTEST_PARAGRAPH = 60


def _opening(document: Document, scene: Scene) -> Areas:
    """The places of the first sentence, title included, that speaks of contracting and says where."""
    for block in document.blocks:
        if block.kind not in {BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH}:
            continue
        for start, end in _sentences(block):
            if (areas := _served(scene, start, end)) and scene.tells(start, end):
                return areas
        if block.kind is BlockKind.PARAGRAPH and len(block.text) > _SHORTEST_PARAGRAPH:
            return ()
    return ()

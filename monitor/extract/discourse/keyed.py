"""Lists that no sentence leads in: paragraphs or items of which each begins with a place and tells behind it who has it there."""

from __future__ import annotations

import re
from bisect import bisect_left

from monitor.extract.discourse.scene import Scene
from monitor.extract.discourse.topics import Topic
from monitor.extract.names.kinds import BODIES, Kind
from monitor.model import BlockKind, Document, Role

#: "Lot 2 Midlands: Acme", "Kent - Acme Ltd".
KEYED_LINE = re.compile(r"[A-Z][^:.]{1,60}(?:: | [-\u2013] )(?:the |The )?[A-Z]")
#: "Region covered: ", before what a line of a list says of where.
AREA_KEY = re.compile(
    r"^(Area|Region|Location|Place|County|District|Borough|Locality|Lot \w{1,3}|Package)s?(?: covered| served)?: (?!none)",
    re.IGNORECASE,
)

_LINES = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})
_NUMBER = re.compile(r"(?:(?:Lot )?\d+(?:\.\d+)*[.:)]? )?(?:[Tt]he )?")
#: What stands between the place and the body that has it.
_BETWEEN = re.compile(r"(?: \([^()\n]{1,80}\))?: (?:(?:Also|Again|Here|Now|Then),? )?(?:(?:the|The) )?(?:[a-z]+ ){0,2}")
_FEWEST = 3
_HAS_IT = Topic(role=Role.LEAD, status=None)


def keyed_topic(document: Document, scene: Scene) -> Topic | None:
    """What is said of the bodies behind places with a colon, where several paragraphs or items of ``document`` begin so."""
    keyed = held = 0
    starts = [name.start for name in scene.names]
    for block in document.blocks:
        if block.kind not in _LINES:
            continue
        begin = _NUMBER.match(scene.text, block.start, block.end)
        _, places = scene.within(block.start, block.end)
        if begin is None or not places or places[0][0] != begin.end():
            continue
        between = _BETWEEN.match(scene.text, places[0][1], block.end)
        if between is None:
            continue
        keyed += 1
        at = bisect_left(starts, between.end() - 4)
        held += any(
            name.start <= between.end() <= name.end and (name.kind in BODIES or name.kind is Kind.THING)
            for name in scene.names[at : at + 2]
        )
    return _HAS_IT if keyed >= _FEWEST and held * 3 >= keyed * 2 else None

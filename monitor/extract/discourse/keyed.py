"""Lists that no sentence leads in: paragraphs or items of which each begins with a place and tells behind it who has it there."""

from __future__ import annotations

import re
from bisect import bisect_left

from monitor.extract.discourse.headed import is_line
from monitor.extract.discourse.scene import Scene
from monitor.extract.discourse.topics import GENERIC, Topic, told_of_named
from monitor.extract.names.kinds import BODIES, Kind
from monitor.extract.words.sentences import sentences
from monitor.model import Block, BlockKind, Document, Role

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
#: Those who stand behind places have them, whatever it is that they have.
HAS_IT = Topic(role=Role.LEAD, status=None)


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
    return HAS_IT if keyed >= _FEWEST and held * 3 >= keyed * 2 else None


def is_place_and_body(block: Block, scene: Scene) -> bool:
    """Whether a line begins with places and has bodies behind a dash or colon: "Surrey and Kent - Acme and Beacon"."""
    names, places = scene.within(block.start, block.end)
    begin = _NUMBER.match(scene.text, block.start, block.end)
    if not places or begin is None or places[0][0] != begin.end():
        return False
    bodies = [name for name in names if name.kind in BODIES]
    if not is_line(block) or (bodies and _GOES_ON.match(scene.text, bodies[-1].end, block.end)):
        return False
    parted = _PARTED.search(scene.text, places[0][1], block.end)
    return bool(bodies) and parted is not None and parted.start() < bodies[0].start <= parted.end() + _ARTICLE


_PARTED = re.compile(r" ?: | - ")
_ARTICLE = 4
#: "Kent: Acme looks back on a year".
_GOES_ON = re.compile(r"(?:'s)? (?!and\b|with\b)[a-z]")
#: What lies in several places, so that a list of them tells who has each.
_PARTS = re.compile(
    r"\b(?:areas|regions|lots|zones|contracts|counties|districts|packages|grantees|clusters|franchises)\b"
)


def told_before(text: str) -> Topic | None:
    """What the last sentence of ``text`` that says anything of who is named says of a list below it: "Here are the preferred bidders."."""
    for low, high in reversed(sentences(text)[-_LAST:]):
        topic = told_of_named(text[low:high]) if GENERIC.is_in(text[low:high]) else None
        if topic and topic.role is Role.LEAD:
            return topic
    return None


def parts_before(text: str) -> Topic | None:
    """The same of a sentence with a colon that only tells of the parts of a programme: "Support stays with the four regions:"."""
    return HAS_IT if _PARTS.search(text[sentences(text)[-1][0] :]) else None


#: So many sentences before a list may speak of it.
_LAST = 3

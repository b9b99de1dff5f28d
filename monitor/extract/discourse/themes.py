"""Which places a text is speaking of at each point: those of the sentence, of the paragraph so far, of the heading above."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from monitor.extract.discourse.ground import tells_of_change, tells_of_others, tells_where
from monitor.extract.discourse.placelists import leads_places_in, places_listed
from monitor.extract.discourse.scene import Scene
from monitor.extract.discourse.served import Areas, bodies_in, is_aside, served
from monitor.extract.names.grounds import is_ground
from monitor.extract.names.kinds import Kind
from monitor.extract.words.behind import Behind
from monitor.extract.words.lexicon import places as known_places
from monitor.extract.words.lexicon import words
from monitor.extract.words.sentences import sentences
from monitor.extract.words.tally import NUMBER_OF, SEVERAL
from monitor.model import Block, BlockKind, Document
from monitor.text import fold


@dataclass(frozen=True, slots=True)
class _Told:
    """The places of each stretch of a text, and those that its beginning speaks of.

    ``spelt`` are those stretches whose places the words after them spell out: "It has won three lots: Wales, ...", ``recalled``
    those that count places told before: "in both areas".
    """

    starts: tuple[int, ...]
    areas: tuple[Areas, ...]
    opening: Areas
    spelt: frozenset[int]
    recalled: frozenset[int]


class Themes:
    """The places that each stretch of ``document`` is about, found when they are first asked for: of most pages nobody asks."""

    def __init__(self, document: Document, scene: Scene) -> None:
        self._document, self._scene = document, scene

    @cached_property
    def _told(self) -> _Told:
        return _told_in(self._document, self._scene)

    @property
    def areas(self) -> tuple[Areas, ...]:
        """Those of each stretch in order."""
        return self._told.areas

    @property
    def opening(self) -> Areas:
        """Those that the beginning of the text speaks of."""
        return self._told.opening

    def at(self, position: int, *, counted: bool = False) -> Areas:
        """What the text speaks of at ``position``, by its own sentence, its paragraph or its heading; nothing if it does not say.

        Where the text has ``counted`` the places, only those that it then spells out.
        """
        told = self._told
        index = bisect_right(told.starts, position) - 1
        return told.areas[index] if index >= 0 and (not counted or index in told.spelt) else ()

    def recalled_at(self, position: int) -> Areas:
        """The places told before that the sentence at ``position`` takes up by their number."""
        told = self._told
        index = bisect_right(told.starts, position) - 1
        return told.areas[index] if index in told.recalled else ()


def _told_in(document: Document, scene: Scene) -> _Told:
    writing = _Writing(scene, _opening(document, scene))
    for index, block in enumerate(document.blocks):
        if block.kind is BlockKind.HEADING:
            writing.section = served(scene, block.start, block.end)
        if block.kind in {BlockKind.HEADING, BlockKind.TITLE}:
            # A headline leaves to the first sentence below it where that is.
            writing.found.append((block.start, writing.section or writing.opening))
        elif block.kind is not BlockKind.ROW:
            writing.read(block)
            if block.text.endswith(":") and (listed := _listed_below(document, index, scene)):
                writing.spell_out(listed)
                writing.opening = writing.opening or listed
    starts, areas = zip(*writing.found, strict=True) if writing.found else ((), ())
    opening = writing.opening or _ruling(scene)
    return _Told(starts, areas, opening, frozenset(writing.spelt), frozenset(writing.recalled))


def _listed_below(document: Document, index: int, scene: Scene) -> Areas:
    """The places of a list that the block at ``index`` leads in."""
    led_in = leads_places_in(document.blocks[index].text)
    return places_listed(document.blocks[index + 1 :], scene, led_in=led_in)


#: "Kent County Council": the place of who buys there.
_GOVERNS = re.compile(
    r"\b(?!The )([A-Z][\w'-]+(?: (?:(?:of|upon|on|and|with|in)(?: the)? )?[A-Z][\w'-]+)*?)(?: (?:City|County|District|Borough|Town|Metropolitan|Unitary))* Council\b"
)


#: "all over Scotland": where a place is named once, it is meant as a whole.
_ALL_OVER = Behind(r"\b(?:across|throughout|all over|all of|in all parts of|everywhere in|the whole of)(?: the)? $")


def _is_all_over(scene: Scene) -> bool:
    return any(_ALL_OVER.search(scene.text, max(0, start - 30), start) for start, _, _ in scene.places)


def _ruling(scene: Scene) -> Areas:
    """The known place that a text names again and again, as it is or in the name of its council, and hardly another."""
    told = Counter(place[2] for place in scene.places if not is_aside(scene, place, place[0]))
    told.update(name for line in scene.text.split("\n") if " Council" in line for name in _GOVERNS.findall(line))
    told.update(
        name.surface
        for name, after in pairwise(scene.names)
        if name.kind is Kind.PLACE and after.kind is Kind.BUYER and after.start == name.end + 1
    )
    if not told:
        return ()
    (first, times), *_ = told.most_common(1)
    known = fold(first) in known_places() or is_ground(first.split()) or first.endswith(" County")
    ruling = times * 3 >= told.total() * 2 if times > 1 else told.total() == 1 and _is_all_over(scene)
    return (first,) if known and ruling else ()


@dataclass(slots=True)
class _Writing:
    """The themes of a document as far as it has been read."""

    scene: Scene
    opening: Areas
    section: Areas = ()
    found: list[tuple[int, Areas]] = field(default_factory=list)
    spelt: set[int] = field(default_factory=set)
    recalled: set[int] = field(default_factory=set)
    lists: list[Areas] = field(default_factory=list)

    def read(self, block: Block) -> None:
        """Go through the sentences of a paragraph or an item."""
        if not (
            block.text.endswith(":")
            or self.scene.within(block.start, block.end)[1]
            or (self.lists and _may_count(self.scene.text, block.start, block.end))
        ):
            # Most name no place: the heading above stands for all of them.
            self.found.append((block.start, self.section))
            return
        current: Areas = ()
        bare = False
        for start, end in _sentences(block, self.scene):
            here = served(self.scene, start, end)
            if bare and here and _spells_out(self.scene.text[start:end]) and not bodies_in(self.scene, start, end):
                self.spell_out(here)
            bare = not here
            told = here or self._those_of(start, end) or self._counted(start, end)
            self.found.append((start, told or current or self.section))
            if told and not here:
                self.recalled.add(len(self.found) - 1)
            self.found += _of_parts(self.scene, start, end)
            if len(here) > 1:
                self.lists.append(here)
            if (
                told
                and (not here or _goes_on(self.scene, start, end))
                and not tells_of_others(self.scene.text[start:end])
            ):
                current = told

    def spell_out(self, areas: Areas) -> None:
        """Take ``areas`` for those that the last sentence spoke of."""
        self.spelt.add(len(self.found) - 1)
        self.lists.append(areas)
        self.found[-1] = (self.found[-1][0], areas)

    def _counted(self, start: int, end: int) -> Areas:
        """The places that "all three boroughs" or "both towns" stands for: the last list of so many, or the last of all."""
        match = _ALL_OF.search(self.scene.text, start, end) if self.lists else None
        if match is None:
            return ()
        if match["every"]:
            return self.lists[-1]
        number = NUMBER_OF[match["number"]] if match["number"] else 2
        return next((areas for areas in reversed(self.lists[-_REMEMBERED:]) if len(areas) == number), ())

    def _those_of(self, start: int, end: int) -> Areas:
        """The places that "the three London areas" stands for, of the last list that has so many with the word."""
        match = _THOSE_OF.search(self.scene.text, start, end) if self.lists else None
        if match is None:
            return ()
        some = (tuple(area for area in areas if match["word"] in area) for areas in reversed(self.lists[-_REMEMBERED:]))
        return next((areas for areas in some if len(areas) == NUMBER_OF[match["number"]]), ())


def _of_parts(scene: Scene, start: int, end: int) -> list[tuple[int, Areas]]:
    """What each part of a sentence speaks of, where semicolons mark off parts of which several name a body.

    Where only the first has places, it speaks for all: "One of two in Kent is A; the other is B".
    """
    if scene.text.find(";", start, end) < 0 or not scene.within(start, end)[1]:
        return []
    cuts = [start, *(match.start() for match in _SEMICOLON.finditer(scene.text, start, end)), end]
    parts = [(low, served(scene, low, high)) for low, high in pairwise(cuts) if bodies_in(scene, low, high)]
    return parts if len(parts) > 1 and any(areas for _, areas in parts[1:]) else []


_SEMICOLON = re.compile(";")
#: Each way to say "all of them" has one of these.
_COUNTING = ("oth", "ll ", "ach of ", "very one of the", *(f"he {number} " for number in SEVERAL.split("|")))


def _may_count(text: str, start: int, end: int) -> bool:
    # Asked of each block of a page: a loop takes half the time that ``any`` does.
    for letters in _COUNTING:  # noqa: SIM110
        if text.find(letters, start, end) != -1:
            return True
    return False


_SORTS = r"(?:areas|boroughs|districts|counties|towns|cities|contracts|lots|regions|zones|communities|circuits|islands|councils|sites|places|prisons|hospitals|franchises|packages|centres|centers|divisions|clusters|valleys|halves|establishments|depots|bases)"
_ALL_OF = re.compile(
    rf"\b(?:[Bb]oth(?: the| of the| of these| its| of its| our)? {_SORTS}\b"
    # "at both since 2014", "in both, goes to"
    r"|(?:(?<!\bwas )(?<!\bis )(?<!\bwere )(?<!\bare )(?:[Ii]n|[Aa]t|[Ff]or|[Aa]cross|covers?|serves?) both|[Bb]oth of them)(?=[,.;:)]|$| (?:since|from|until|by|remains?|is|are|has|have|goes|go|was|were)\b)"
    rf"|(?:[Aa]ll|[Ee]ach of the|[Ee]very one of the) (?:of )?(?:the |its |our |these |those )?(?P<number>{SEVERAL})\b(?! (?:of (?:us|them)|companies|charities|providers|bidders|organisations|firms|partners|bids|services))"
    rf"|(?P<every>(?:[Aa]ll(?: of)? (?:the|these|those|its|our)|[Ee]ach of (?:the|these|those|its|our)) {_SORTS})\b)"
)
#: So many lists back a count may point.
_REMEMBERED = 40
#: "in the three London areas": those of the places named before that have the word.
_THOSE_OF = re.compile(rf"\b[Tt]he (?P<number>{SEVERAL}) (?P<word>[A-Z][a-z]+) {_SORTS}\b")
#: A sentence that says which places the one before it counted.
_SPELLS_OUT = re.compile(
    rf"\b(?:{SEVERAL}) of (?:them|the|these)\b|^(?:They|These|Those) (?:are|cover|include)\b|\bnamely\b|: (?:the )?[A-Z]"
)


def _spells_out(sentence: str) -> bool:
    return bool(_SPELLS_OUT.search(sentence)) or tells_where(sentence)


def _sentences(block: Block, scene: Scene) -> Iterator[tuple[int, int]]:
    start = block.start
    return ((start + low, start + high) for low, high in sentences(scene.text[start : block.end]))


def _goes_on(scene: Scene, start: int, end: int) -> bool:
    """Whether what follows a sentence is still about its places: it is about them or about a contract, not about what a body does there."""
    _, places = scene.within(start, end)
    first = next((name.start for name in bodies_in(scene, start, end)), end)
    return places[0][0] < first or scene.tells(start, end) or bool(_IS_ONE_FOR.search(scene.text, first, end))


#: "Bright Tide is the drug and alcohol service for Kent": what is said of it next is so there.
_IS_ONE_FOR = re.compile(
    r"\b(?:is|was|are|were) (?:the|a|an|our|your) (?:[\w'-]+ ){0,6}(?:services?|programmes?|schemes?|partnership|projects?|alliance|consortium|contract) (?:for|in|across|covering|serving) "
)


#: Under a title may stand a line that says something else than the news.
_SHORTEST_PARAGRAPH, _LONGEST_STANDFIRST = 60, 120


def _opening(document: Document, scene: Scene) -> Areas:
    """The places of the first sentence, title included, that speaks of contracting and says where; else of the first that says where."""
    for block in document.blocks:
        if block.kind not in {BlockKind.TITLE, BlockKind.HEADING, BlockKind.PARAGRAPH}:
            continue
        first: Areas = ()
        told = False
        for start, end in _sentences(block, scene):
            areas = served(scene, start, end)
            if len(areas) > 1 and set(areas) <= words("nations"):
                areas = ()  # "in England, Scotland and Wales" is everywhere
            tells = scene.tells(start, end) or tells_of_change(scene.text[start:end])
            if areas and tells:
                return areas
            first, told = first or areas, told or tells
        if told and first:
            return first
        if block.kind is BlockKind.PARAGRAPH and len(block.text) > (
            _SHORTEST_PARAGRAPH if told else _LONGEST_STANDFIRST
        ):
            return ()
    return ()

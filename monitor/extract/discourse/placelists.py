"""Lists of places below a line that leads them in: "The service covers:", and one place a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.discourse.headed import LISTY, is_line
from monitor.extract.discourse.scene import Scene
from monitor.extract.discourse.served import Areas, bodies_in, served
from monitor.extract.discourse.topics import Topic, introduction_of
from monitor.extract.names.kinds import BODIES, Kind
from monitor.extract.names.place import Place
from monitor.extract.names.spotting import Name
from monitor.model import Block
from monitor.text import plain

#: "tenancies in:", "It will work in these areas:", "The service covers:".
_LEADS_IN = re.compile(
    r"\b(?:(?:[Ii]n|[Aa]cross|[Cc]over(?:s|ing)?|[Ss]erv(?:es?|ing)|[Tt]hroughout)(?: (?:all|both|each))?(?: of)?(?: (?:the|these|those))?(?: following| [a-z]+)?(?: (?:areas|towns|districts|boroughs|counties|places|locations|localities|villages|suburbs|communities|regions|council areas))?"
    r"|[Tt]he (?:areas|towns|districts|boroughs|counties|places|locations|localities|villages|suburbs|communities|regions)(?: (?:covered|served|concerned|involved))?(?: are)?(?: as follows)?):\s*$"
)
#: Places that a line has, apart from one another or, with "and" alone between them, as one.
_PLACE = r"[A-Z][\w'.-]+(?: (?:(?:of|on|upon|the|le|in) )*[A-Z][\w'.-]+){0,3}"
_LINE = re.compile(rf"(?:[Tt]he )?{_PLACE}(?:(?:, (?:and )?| and | & )(?:the )?{_PLACE})*[.;,]?")
_APART = re.compile(r", (?:and )?(?:the )?| and (?:the )?| & ")


def lists_places(names: Sequence[Name], places: Sequence[Place]) -> bool:
    """Whether a sentence names so many places that what is undecided among its ``names`` is hardly a body."""
    bodies = [name for name in names if name.kind in BODIES]
    return len(places) > 2 * len(bodies) and all(name.kind is Kind.WEAK and not name.known for name in bodies)


def leads_places_in(text: str) -> bool:
    """Whether ``text`` ends with words that a list of places follows upon."""
    return bool(_LEADS_IN.search(text))


def introduced(text: str, following: Sequence[Block], scene: Scene) -> tuple[int, Topic | None]:
    """As ``introduction_of``; where ``text`` leads in places and one ``following`` is a line of them, they are nobody."""
    at, topic = introduction_of(text)
    if leads_places_in(text) and places_listed(following, scene, led_in=True):
        topic = Topic(role=None, status=None)
    return at, topic


def places_listed(blocks: Sequence[Block], scene: Scene, *, led_in: bool) -> Areas:
    """The places of the list that ``blocks`` begin with, if it is a list of nothing else.

    ``led_in``: words before it say that it is one of places, so that any name on its lines is one unless it is a body's.
    """
    areas: list[Areas] = []
    for block in blocks:
        if block.kind not in LISTY and not is_line(block):
            break
        here = _of_line(block, scene) if led_in else served(scene, block.start, block.end)[:1]
        if not here or (not led_in and bodies_in(scene, block.start, block.end)):
            return ()
        areas.append(here)
    several = [block for here, block in zip(areas, blocks, strict=False) if len(here) > 1]
    apart = bool(several) and sum("," in block.text for block in several) * 2 >= len(several)
    if led_in and not apart:
        # "Aire and Calder" in a line of its own is one of several lots.
        areas = [(plain(block.text).strip(" .;,"),) for block in blocks[: len(areas)]]
    return tuple(dict.fromkeys(place for here in areas for place in here))


def _of_line(block: Block, scene: Scene) -> Areas:
    """The names on a line that holds nothing else; none where one of them is a body's."""
    text = plain(block.text).strip()
    names, _ = scene.within(block.start, block.end)
    if any(name.kind is Kind.ORGANISATION for name in names) or not _LINE.fullmatch(text):
        return ()
    return tuple(_APART.split(text.removeprefix("The ").removeprefix("the ").rstrip(".;,")))

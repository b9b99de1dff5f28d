"""The places that something is done for in a stretch of a text, without those where a body sits or what it does besides."""

from __future__ import annotations

import re

from monitor.extract.clauses.elsewhere import is_in_adjective, is_its_seat, is_open, is_seat, is_set_against
from monitor.extract.discourse.ground import works_besides
from monitor.extract.discourse.scene import Scene
from monitor.extract.names.kinds import BODIES
from monitor.extract.names.place import Place
from monitor.extract.names.spotting import Name

Areas = tuple[str, ...]


def served(scene: Scene, start: int, end: int) -> Areas:
    """The places between ``start`` and ``end`` that something is done for, without duplicates."""
    found = scene.served.get((start, end))
    if found is None:
        found = scene.served[start, end] = _served(scene, start, end)
    return found


def _served(scene: Scene, start: int, end: int) -> Areas:
    _, places = scene.within(start, end)
    if not places or _UNTOUCHED.search(scene.text, start, end):
        return ()
    kept: list[str] = []
    aside, last = False, start
    for place in places:
        aside = is_aside(scene, place, start) or (aside and _goes_with(scene.text, last, place))
        last = place[1]
        if not aside:
            kept.append(place[2])
    return tuple(dict.fromkeys(kept))


def _goes_with(text: str, end: int, place: Place) -> bool:
    """Whether a place is in one list or one address with that which ends at ``end``: "depots in Leeds and York", "in Leeds, Kent,"."""
    midst = _MIDST.fullmatch(text, end, place[0]) and _GOES.match(text, place[1])
    return bool(midst or _LISTED.fullmatch(text, end, place[0]))


_LISTED = re.compile(r",? (?:and|or|&) (?:in |the )*")
_MIDST = re.compile(r", (?:in |the )*")
_GOES = re.compile(r",? (?:and|or|&) |[,.;:)\n]|$")
#: What is said to stay as it is is not what the text is about.
_UNTOUCHED = re.compile(r"\b(?:not|nor|un)(?: be| been)? ?affected\b")


def is_aside(scene: Scene, place: Place, start: int) -> bool:
    """Whether a place is only where a body sits, or what a body does besides ("who run the libraries in Westland")."""
    text = scene.text
    if is_seat(text, place[0]) or any(
        tells(text, place[1]) for tells in (is_in_adjective, is_its_seat, is_open, is_set_against)
    ):
        return True
    if re.match(r"'s? [A-Z]", text[place[1] : place[1] + 4]):
        # "London's Docklands Light Railway": what a place has that bears a name.
        return True
    bodies = bodies_in(scene, start, place[0])
    if (whose := _WHOSE.search(text, start, place[0])) and any(name.end == whose.start() for name in bodies):
        return True
    return (
        bool(_BESIDES.search(text[start : place[0]]))
        or works_besides(text[start : place[0]])
        or any(text[name.end : place[0]] in {" ", ", ", " of ", " (", ") of ", "), of "} for name in bodies)
    )


#: A clause about a body, before the place in it.
_BESIDES = re.compile(
    r"\b(?:who|which|that) (?:already |also |now |still |once |had |has )*(?:runs?|ran|operates?|holds?|ha(?:s|ve)(?! (?:been|run|held|[a-z]+ed)\b)|provides?|delivers?|manages?|works?|worked|lost|won|keeps?)\b(?:(?! (?:will|would|is to|are to) )[^.;,()])*$"
)
#: Such a clause right behind a body's name: "Acme, which supports carers in Eastland".
_WHOSE = re.compile(
    r",? (?:who|which|that) (?:already |also |now |still |once )*(?:supports?|helps?|serves?|represents?|employs?|looks? after|teach(?:es)?|cares? for|houses?|owns?|offers?|trains?|advises?|speaks? for|feeds?|treats?)\b[^.;,()]*$"
)


def bodies_in(scene: Scene, start: int, end: int) -> list[Name]:
    """The names of bodies between ``start`` and ``end``."""
    return [name for name in scene.within(start, end)[0] if name.kind in BODIES]

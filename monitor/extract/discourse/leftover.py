"""What is left of a list of places once some have gone to others, for whoever takes "the other two" or "the rest"."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.extract.clauses.remainder import left_over, rest_of
from monitor.extract.clauses.statements import Said
from monitor.extract.discourse.scene import Scene
from monitor.extract.discourse.served import Areas, bodies_in, served
from monitor.extract.words.sentences import sentences

#: Where words of what is left stand, and the places that they mean.
Left = tuple[int, int, Areas]
_WORDS = ("other ", "others", "remaining ", "remainder", "rest")
_REACH = 40


def left_in(scene: Scene) -> list[Left]:
    """Every place of a text that speaks of what is left of the list of places before it in its paragraph."""
    if not any(word in scene.text for word in _WORDS):
        return []
    found: list[Left] = []
    start = 0
    for line in scene.text.split("\n"):
        if any(word in line for word in _WORDS):
            found += _left_in(scene, start, start + len(line))
        start += len(line) + 1
    return found


def _left_in(scene: Scene, low: int, high: int) -> Iterator[Left]:
    whole: Areas = ()
    told: list[str] = []
    for first, last in sentences(scene.text[low:high]):
        start, end = low + first, low + last
        here = served(scene, start, end)
        if found := left_over(scene.text, start, end) if whole else None:
            told += here
            if rest := rest_of(whole, told, found):
                yield found.start(), found.end(), rest
        elif len(here) > 1 and not set(here) <= set(whole):
            whole, told = here, []
        else:
            told += here


def left_to(said: Said, left: list[Left], scene: Scene) -> Areas:
    """The places that are left to the bodies of ``said``: no other body stands between it and the words for them."""
    for start, end, areas in left:
        low, high = min(said.end, start), max(said.start, end)
        between = (said.end, start) if start >= said.end else (end, said.start)
        if high - low < _REACH + (said.end - said.start) + (end - start) and not (
            between[0] < between[1] and bodies_in(scene, *between)
        ):
            return areas
    return ()

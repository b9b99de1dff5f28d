"""What leads a list in: a sentence with a colon, one that tells that some are named, or a short line that only names places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.clauses.masking import Member
from monitor.extract.discourse.context import State
from monitor.extract.discourse.headed import LISTY, is_line
from monitor.extract.discourse.keyed import KEYED_LINE, is_place_and_body, parts_before, told_before
from monitor.extract.discourse.placelists import introduced
from monitor.extract.discourse.scene import Scene
from monitor.extract.discourse.topics import decides, is_of_itself, names_some, topic_of
from monitor.extract.names.kinds import BODIES
from monitor.extract.words.lexicon import places as known_places
from monitor.extract.words.sentences import points_below
from monitor.model import Block, BlockKind, Role
from monitor.text import fold


def is_over_a_list(block: Block, following: Sequence[Block], text: str, scene: Scene, state: State) -> bool:
    """Take a short line that only names places as the areas of the list below it."""
    if block.kind in {BlockKind.ITEM, BlockKind.DEFINITION} or len(text) >= 60 or text[-1:] in ".!?":
        return False
    if text.endswith(":") and decides(text):  # "These have been shortlisted for Kent:" says more than where.
        return False
    if block.kind is not BlockKind.TERM and not (following and (following[0].kind in LISTY or is_line(following[0]))):
        return False
    names, places = scene.within(block.start, block.end)
    if not places or any(name.kind in BODIES for name in names) or (block.kind is BlockKind.HEADING and topic_of(text)):
        return False
    whole = text.strip(" :")
    rest = re.sub(
        r"\b(?:and|the|of|region|area|lot \w+)\b|[,;&():-]", " ", whole.replace(places[0][2], " "), flags=re.IGNORECASE
    )
    if len(places) == 1:
        state.areas = (places[0][2],)
    else:
        state.areas = (
            tuple(place[2] for place in places)
            if all(fold(place[2]) in known_places() or not rest.strip() for place in places)
            else (whole,)
        )
    return True


def introduce(block: Block, following: Sequence[Block], text: str, scene: Scene, state: State, *, listed: bool) -> None:
    """A sentence that ends with a colon, or tells that some are named, gives its role, status, areas and owner to the list after it."""
    keyed = bool(following) and KEYED_LINE.match(following[0].text) is not None
    placed = keyed and is_place_and_body(following[0], scene)
    ended = text.rstrip().endswith(":") or points_below(text)
    told = told_before(text) if placed and not ended and not listed else None
    if ended or told or (keyed and names_some(text)):
        at, topic = introduced(text, following, scene)
        topic = told or topic or (parts_before(text) if placed else None)
        if topic or "RESOLVED" in text:
            state.topic = topic
            state.intro_open, state.intro_under = True, block.headings
            names, places = scene.within(block.start + at, block.end)
            state.areas = tuple(dict.fromkeys(place[2] for place in places))
            bodies = [name for name in names if name.kind in BODIES]
            joint = topic is not None and topic.role in {Role.JOINT_VENTURE_MEMBER, Role.PARTNER, Role.SUBCONTRACTOR}
            state.owner = (Member(name=bodies[-1], key=scene.ids.key(bodies[-1])),) if bodies and joint else ()
            if not state.owner and joint and is_of_itself(text[at:]):
                state.owner = state.focus[:1]
    elif not listed and block.kind is BlockKind.PARAGRAPH and len(text) > 60:
        state.topic, state.areas, state.owner, state.intro_open = None, (), (), False

"""What carries over between sentences: who was spoken of, and what an introduction or a heading says of the list below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from monitor.extract.clauses.cascade import takes_up
from monitor.extract.clauses.listing import JOINT
from monitor.extract.clauses.masking import AREA, ORG, Masked, Member, places_of
from monitor.extract.clauses.modality import speaks_of_another
from monitor.extract.clauses.silence import names_idly
from monitor.extract.clauses.statements import Said, Sentence
from monitor.extract.discourse.echoes import says_the_same
from monitor.extract.discourse.facts import Facts
from monitor.extract.discourse.ground import (
    points_back,
    tells_of_more,
    tells_of_others,
    tells_of_whole,
    tells_what_is_where,
    tells_where,
)
from monitor.extract.discourse.headed import LISTY
from monitor.extract.discourse.leftover import Left, left_in, left_to
from monitor.extract.discourse.scene import Scene
from monitor.extract.discourse.themes import Themes
from monitor.extract.discourse.topics import Topic, is_frame, picks_one, told_of_named, topic_of
from monitor.extract.names.kinds import Kind
from monitor.extract.names.place import Place
from monitor.extract.names.spotting import Name
from monitor.extract.words.nobody import opens_with_nobody
from monitor.model import Block, Mode, Role, Status


@dataclass(slots=True)
class State:
    """What the text has said so far that the next sentence may lean on."""

    themes: Themes
    focus: tuple[Member, ...] = ()
    focus_end: int = 0
    speaker: tuple[Member, ...] = ()
    topic: Topic | None = None
    intro_open: bool = False
    #: The headings over the words that lead a list in.
    intro_under: tuple[str, ...] = ()
    owner: tuple[Member, ...] = ()
    owner_level: int = -1
    areas: tuple[str, ...] = ()
    heading_topic: Topic | None = None
    keyed_topic: Topic | None = None
    heading_areas: tuple[str, ...] = ()
    last_areas: tuple[str, ...] = ()
    last_at: int = 0
    last_status: Status | None = None
    frame: Topic | None = None
    left: list[Left] | None = None
    facts: Facts = field(default_factory=Facts)


def is_idle(text: str, start: int, names: Sequence[Name], places: Sequence[Place], state: State) -> bool:
    """Whether a sentence says nothing of its only name, which may be no body's, and leans on nothing that was said before."""
    if len(names) != 1 or names[0].kind is not Kind.WEAK or places or state.topic or state.heading_topic:
        return False
    before, after = text[: names[0].start - start], text[names[0].end - start :]
    return names_idly(before, after) and not (is_frame(before) or (state.focus and takes_up(text)))


def read_in_context(
    sentence: Sentence, text: str, scene: Scene, state: State, block: Block, *, listed: bool, chrome: bool, start: int  # noqa: ARG001 -- one shape for all readers
) -> None:  # fmt: skip
    """A list item, or "they include A and B": the names stand alone and what was said before speaks for them."""
    masked = sentence.masked
    if says_the_same(masked, state.facts, start, chrome=chrome):
        return
    frame = next((at for at in places_of(ORG, masked.text) if is_frame(masked.text[:at])), None)
    keyed = state.keyed_topic if start == block.start and _PLACE_FIRST.match(masked.text) else None
    topic = state.topic or state.heading_topic or keyed
    key = _KEYED.match(masked.text)
    own_topic = told_of_named(key.group(1)) if key else None
    if key and _TITLED.search(key.group(1)):
        # "Award notice: Support at home": what follows is what the notice is called.
        return
    if key and own_topic and own_topic.role and (not listed or own_topic.status or own_topic.role is not Role.LEAD):
        for at in places_of(ORG, masked.text, key.end() - 1):
            # Of several places of a line of several bodies each may be another's.
            areas = sentence.areas if masked.text.count(AREA) < 2 else ()
            areas = areas or state.areas
            _add_context(masked, at, own_topic, state, chrome=chrome, rule="keyed", areas=areas, own=sentence.own)
    elif (
        (listed or keyed or (not _WORDS.sub("", masked.text) and (state.topic or state.facts.headings > 1)))
        and topic
        and topic.role
        and (state.topic or block.kind in LISTY or _PLACE_FIRST.match(masked.text))
    ):
        _list_item(masked, topic, state, sentence.areas, chrome=chrome)
    elif topic and topic.role is Role.LEAD and start == block.start and _is_answer(masked.text, block):
        _add_context(
            masked,
            masked.text.find(ORG),
            topic,
            state,
            chrome=chrome,
            rule="answer",
            areas=sentence.areas or state.heading_areas,
        )
    elif frame is not None:
        own = topic_of(masked.text[:frame], strict=True) or state.frame
        stage = (own and own.status) or state.facts.default_status
        if stage and stage.is_exit and picks_one(masked.text[:frame]):
            own = None  # "A has withdrawn. One of the others is B."
        if own and own.role and not (own.role is Role.PARTNER and speaks_of_another(masked.text[:frame])):
            # A place in brackets behind one of several may be part of its name.
            places = sentence.own if len(sentence.own) > 1 else {}
            for at in places_of(ORG, masked.text, frame):
                if at == frame or re.search(
                    r"(?:like|such as|including|:|,|and|(?:and|,|but|while) the (?:other|second|third|fourth|last)(?: one| of (?:them|these))?(?: is|:|,)?)(?: the| also)? $",
                    masked.text[:at],
                ):
                    _add_context(masked, at, own, state, chrome=chrome, rule="frame", areas=(), own=places)


#: A line under a heading alone may be a byline or a caption as well; "Essex: X" is of a list even so.
_PLACE_FIRST = re.compile(rf"[^:{ORG}]*{AREA}[^:{ORG}]*(?::| -) ")
#: What a name alone answers: "Who will run it?", "Who is the provider?".
_ASKS_WHO = re.compile(r"(?:and |so |but )?(?:who|which (?:\w+ ){1,3})\b.*\?", re.IGNORECASE)
_ANSWER = re.compile(
    rf"(?:It (?:is|will be) |That (?:is|will be) )?(?:[Tt]he )?{ORG}(?: (?:will|does|do|has|have|is|are))?(?:[.!;]|, |$)"
)


def _is_answer(words: str, block: Block) -> bool:
    """Whether ``words`` that a block begins with are a name alone, below a heading that asks who does it."""
    above = block.headings[-1] if block.headings else ""
    return bool(_ASKS_WHO.fullmatch(above) and _ANSWER.match(words))


_LED_TO = re.compile(
    rf"(?:^|: | - |trading as )(?:Also |Again )?(?:the |The |a |an |awarded to |to )?(?:[a-z][\w'-]* ){{0,6}}$|^(?:{AREA},? )?(?:the |The )?(?:[\w'-]+ ){{0,5}}$"
)


_KEYED = re.compile(rf"^([^:.{ORG}]{{3,80}}): (?:the |The )?{ORG}")


_TITLED = re.compile(
    r"\b(?:notices?|opportunity|opportunities|advertisements?|invitation|contract award)$", re.IGNORECASE
)


_WORDS = re.compile(rf"[{ORG}{AREA},;:&()./ -]|\b(?:and|the|with|The|zone|region|area|county|lot|contract)\b")


_GOES_ON = re.compile(
    r"(?:'s)? (?!(?:and|with|in|for|from|led|part|which|who|has|have|had|was|were|will|is|are|to|of|at|on|by|as|the|not|runs?|now|also)\b)[a-z]{3,}"
)


def _list_item(masked: Masked, topic: Topic, state: State, said_areas: tuple[str, ...], *, chrome: bool) -> None:
    at = masked.text.find(ORG)
    colon = max(masked.text.find(": "), masked.text.find("- ") if masked.text.find(" - ") >= 0 else -1)
    if (
        0 <= at < colon < 70
        and all(member.name.kind is Kind.WEAK for member in masked.members(at))
        and 0 <= (later := masked.text.find(ORG, colon)) - colon < 40
    ):
        masked.drop(0, colon + 2)
        at = later - colon - 2
    if at == -1 or at > 70 or not _LED_TO.search(masked.text[:at]):
        return
    if _GOES_ON.match(masked.text, at + 1) and all(member.name.kind is Kind.WEAK for member in masked.members(at)):
        # "Data protection", "Ann's aunt": a line that goes on as a phrase is no name.
        return
    pointed = _POINTED.match(masked.text, at + 1)
    if pointed and opens_with_nobody(masked.text, pointed.end()):
        # "Westmere - provided in house": what stands before it is where.
        return
    # "Harbour London": a town run together with a name is its seat, not what it serves.
    said_areas = () if re.search(rf"{ORG} {AREA}", masked.text) else said_areas
    areas = tuple(dict.fromkeys(said_areas)) or state.areas or state.heading_areas
    if numbered := _NUMBERED_AREA.match(masked.text):
        areas = said_areas or (numbered[1],)
    _add_context(masked, at, topic, state, chrome=chrome, rule="list", areas=areas)


#: "Area 1 - Acme": what is numbered is where.
_NUMBERED_AREA = re.compile(
    rf"((?:Contract Package Area|Area|Zone|Locality|District|Region|Patch|Cluster) \w{{1,3}})(?: -|:) (?:the )?{ORG}"
)
_POINTED = re.compile(r"\s*[:\u2013\u2014-]\s*")
_WITH = re.compile(r"\W*(?:and )?(?:with|alongside|supported by|working with|together with)\b", re.IGNORECASE)


def _in_brackets(group: tuple[Member, ...]) -> Topic | None:
    """What a short note behind a name in a list says of it alone: "Acme (withdrawn)"."""
    note = group[0].note if len(group) == 1 else ""
    return topic_of(note) if note and len(note.split()) <= 3 else None


#: The confidence of an item of a list that a sentence leads in; a heading alone may stand over a menu.
LED_IN = 0.85


def _add_context(
    masked: Masked,
    at: int,
    topic: Topic,
    state: State,
    *,
    chrome: bool,
    rule: str,
    areas: tuple[str, ...],
    own: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> None:
    status = topic.status or state.facts.default_status or (Status.AWARDED if state.owner else None)
    if status is None or topic.role is None:
        return
    span = masked.spans[at]
    for group, where in _placed(masked.members(at), areas, own):
        for part in _noted(group) if rule == "list" else _by_bid(group):
            role, stage = topic.role, status
            if len(part) < len(group) and rule == "frame":
                role = Role.JOINT_VENTURE_MEMBER if JOINT in part[0].note else Role.LEAD
            if rule == "list" and any(re.search(r"\blead\b", member.note) for member in part):
                role = Role.LEAD
            elif rule == "list" and role is Role.LEAD and _WITH.match(masked.text[:at]):
                role = Role.PARTNER
            if rule == "list" and not state.owner and (told := _in_brackets(part)):
                role, stage = told.role or role, told.status or stage
            said = Said(
                group=part, role=role, status=stage, mode=topic.mode or Mode.STATED, rule=rule,
                start=span[0], end=span[1], areas=where, confidence=LED_IN if rule == "list" and topic is state.topic else 0.8,
            )  # fmt: skip
            state.facts.add_said(
                said, areas=where, quoted=False, chrome=chrome, owner=state.owner if rule == "list" else ()
            )


def _by_bid(group: tuple[Member, ...]) -> list[tuple[Member, ...]]:
    """``group``, those who bid together apart from those who bid alone: "A, B and the joint venture of C and D"."""
    joint = tuple(member for member in group if JOINT in member.note)
    alone = tuple(member for member in group if JOINT not in member.note)
    return [part for part in (alone, joint) if part]


def _noted(group: tuple[Member, ...]) -> list[tuple[Member, ...]]:
    """The bodies of ``group`` one by one where notes tell them apart: "Acme (lead), Beacon (subcontractor)"."""
    return [(member,) for member in group] if any(_in_brackets((member,)) for member in group) else [group]


def _placed(
    group: tuple[Member, ...], areas: tuple[str, ...], own: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[tuple[Member, ...], tuple[str, ...]]]:
    """Each of ``group`` with its own areas if any of them has such; else all of them with ``areas``."""
    if not any(member.key in own for member in group):
        yield group, areas
        return
    for member in group:
        yield (member,), own.get(member.key, ())


def taken_up(said: Said, scene: Scene, state: State) -> tuple[str, ...]:
    """The places spoken of shortly before, if the words of ``said`` or those beside them take them up ("in the county", "the other two")."""
    if state.left is None:
        state.left = left_in(scene)
    if left := left_to(said, state.left, scene):
        return left
    text = scene.text
    low = max(text.rfind("\n", 0, said.start) + 1, said.start - 30)
    words = text[low : said.end + 60].partition("\n")[0]
    near = said.start - state.last_at < _NOT_FORGOTTEN
    return state.last_areas if near and points_back(words, several=len(state.last_areas) > 1) else ()


_NOT_FORGOTTEN = 900


def note_where(text: str, start: int, areas: tuple[str, ...], state: State) -> None:
    """Note what a sentence that names no body says of where the one that the text was speaking of works."""
    facts = state.facts
    if areas and tells_of_whole(text):
        facts.whole.add(areas)
    if tells_of_more(text):
        facts.placed(facts.more, state.focus, areas)
    elif tells_what_is_where(text):
        facts.placed(facts.sites, state.focus, areas)
    elif tells_where(text):
        facts.placed(facts.where, state.focus, areas)
    elif start - state.focus_end < _NEXT and not tells_of_others(text):
        state.facts.spread_over(state.focus, areas)


#: So near to the end of a sentence the next one of its paragraph begins.
_NEXT = 3

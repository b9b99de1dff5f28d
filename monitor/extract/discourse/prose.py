"""Prose to claims: every block read sentence by sentence, what carries over between them, and the whole put together."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace

from monitor.extract.clauses.attach import attach
from monitor.extract.clauses.cascade import read_sentence
from monitor.extract.clauses.masking import mask
from monitor.extract.clauses.modality import is_example
from monitor.extract.clauses.renames import find_renames, quoted_from, renames_of_focus, tells_of_a_merger
from monitor.extract.clauses.statements import Sentence
from monitor.extract.discourse.assembly import assemble
from monitor.extract.discourse.contacts import find_contacts
from monitor.extract.discourse.context import State, is_idle, note_where, read_in_context, taken_up
from monitor.extract.discourse.facts import Facts
from monitor.extract.discourse.ground import goes_out, is_beside, tells_of_others
from monitor.extract.discourse.headed import LISTY, is_line
from monitor.extract.discourse.introductions import introduce, is_over_a_list
from monitor.extract.discourse.keyed import AREA_KEY, keyed_topic
from monitor.extract.discourse.mentions import find_mentions
from monitor.extract.discourse.placelists import lists_places
from monitor.extract.discourse.readable import with_keys, worth_reading
from monitor.extract.discourse.relevance import beginning_of, is_sure, may_tell
from monitor.extract.discourse.scene import Scene, scene_with_bodies
from monitor.extract.discourse.served import Areas, served
from monitor.extract.discourse.speaker import put_speaker, speaker_of, speaks
from monitor.extract.discourse.themes import Themes
from monitor.extract.discourse.topics import (
    GENERIC,
    decides,
    is_placelike,
    status_of,
    topic_of,
)
from monitor.extract.layout.teasers import announces_others
from monitor.extract.names.kinds import BODIES, Kind
from monitor.extract.words.sentences import points_below, sentences
from monitor.model import Block, BlockKind, Claim, Document, Reading, Rename, Status, Zone
from monitor.programmes.watchlist import Watchlist
from monitor.text import plain

#: Reading a document takes no more of a processor than this, on a busy machine too; what comes after is left unread.
BUDGET_SECONDS = 5.0
_BETWEEN_LOOKS = 400
#: What is written out, and what stands over that.
_WRITTEN = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})
_OVER = frozenset({BlockKind.HEADING, BlockKind.TITLE, BlockKind.CAPTION})


def read_prose(document: Document, watchlist: Watchlist) -> tuple[Reading, tuple[Scene, Themes] | None]:
    """Everything that the prose of ``document`` says: claims, renames, contacts, and mentions left for a person.

    With it the scene that it was read in and what its parts are about; ``None`` where there was nothing to read.
    """
    written = beginning_of(document)
    text = plain(written.text)
    contacts = tuple(find_contacts(text))
    if not may_tell(text):
        return Reading(contacts=contacts), None
    document = with_keys(written)
    text = text if document is written else plain(document.text)
    scene = scene_with_bodies(document, text, watchlist)
    if scene is None:
        return Reading(contacts=contacts), None
    # Lists that have their colons are led in or stand under a heading.
    topic = keyed_topic(document, scene) if document is not written else None
    state = State(Themes(document, scene), speaker=speaker_of(document, scene), keyed_topic=topic)
    renames: list[Rename] = []
    deadline = time.thread_time() + BUDGET_SECONDS
    blocks = list(worth_reading(document))
    asked = 0
    for index, block in enumerate(blocks):
        # Asking what the time is costs as much as a short line does.
        if block.start >= asked:
            if time.thread_time() > deadline:
                break
            asked = block.start + _BETWEEN_LOOKS
        _read_block(block, blocks[max(0, index - 1) : index], blocks[index + 1 : index + 2], scene, state, renames)
    claims = _assembled(state.facts, state.themes, scene, written.text, watchlist)
    reading = Reading(
        claims=tuple(claims),
        renames=tuple(dict.fromkeys(quoted_from(rename, written.text) for rename in renames)),
        contacts=contacts,
        mentions=tuple(find_mentions(written.text, scene.names, scene.ids, claims)),
    )
    return reading, (scene, state.themes)


def _assembled(facts: Facts, themes: Themes, scene: Scene, written: str, watchlist: Watchlist) -> list[Claim]:
    if not facts.may_be_told:
        return []
    for sentence, chrome, asked in facts.waiting:
        found = attach(sentence, sentence.masked, year=scene.year) if asked is None else asked
        facts.maybe.extend((one, scene.is_quoted(one.start, one.end) or chrome) for one in found)
    sure = is_sure(scene.text, facts)
    return assemble(facts, themes, scene.ids, written, sure=sure, programmes=watchlist.programmes)


def _read_block(
    block: Block, before: Sequence[Block], following: Sequence[Block], scene: Scene, state: State, renames: list[Rename]
) -> None:  # fmt: skip
    text = scene.text[block.start : block.end]
    chrome = block.zone is Zone.CHROME
    if state.intro_open and _parts_from(block, scene, state):
        state.topic, state.areas, state.owner, state.intro_open = None, (), (), False
    if block.kind in _OVER and not (state.intro_open and block.kind is BlockKind.HEADING and not topic_of(text)):
        _enter_heading(block, text, scene, state)
    if _says_nothing(block, text, scene):
        if block.kind is BlockKind.PARAGRAPH and len(text) > 60:
            state.topic, state.areas, state.owner, state.intro_open = None, (), (), False
        return
    if is_over_a_list(block, following, text, scene, state):
        return
    listed = (
        block.kind in LISTY
        or (is_line(block) and any(map(is_line, (*before, *following))))
        or (state.intro_open and len(text) < 90 and text[-1:] not in ".!?:")
    )
    if listed and (key := AREA_KEY.match(text)) and not scene.begins_with_body(block.start + key.end(), block.end):
        areas = tuple(dict.fromkeys(place[2] for place in scene.within(block.start + key.end(), block.end)[1]))
        state.areas = areas or (
            (text[key.end() :].strip(),) if key.group(1).casefold() in {"area", "region", "location", "place"} else ()
        )
        return
    for low, high in sentences(text):
        start, end = block.start + low, block.start + high
        chrome = chrome or announces_others(text[low:high])
        _read_one(block, start, end, scene, state, renames, listed=listed, chrome=chrome)
    introduce(block, following, text, scene, state, listed=listed)


def _parts_from(block: Block, scene: Scene, state: State) -> bool:
    """Whether ``block`` heads the next of several places, so that what was led in below the last one is over."""
    return (
        block.kind is BlockKind.HEADING
        and bool(state.heading_areas)
        and block.headings == state.intro_under[:-1]
        and bool(served(scene, block.start, block.end))
    )


def _says_nothing(block: Block, text: str, scene: Scene) -> bool:
    """Whether a block has neither a name nor a place nor any word of contracting, and leads no list in."""
    if block.kind not in _WRITTEN or text.rstrip()[-1:] == ":":
        return False
    end = block.start + len(text)
    names, places = scene.within(block.start, end)
    if names or places or points_below(text):
        return False
    return not (scene.tells(block.start, end) and (status_of(text) or topic_of(text)))


def _enter_heading(block: Block, text: str, scene: Scene, state: State) -> None:
    topic = topic_of(text)
    areas = served(scene, block.start, block.end)
    if block.kind is BlockKind.CAPTION:
        state.heading_topic = topic or state.heading_topic
        return
    if topic or not areas:
        under_title = block.kind is BlockKind.HEADING and state.facts.headings > 0 and is_placelike(text)
        state.heading_topic = topic or (state.facts.title_topic if under_title else None)
        if not areas or topic:
            state.topic, state.owner = None, ()
    state.heading_areas = areas
    state.areas = ()
    state.facts.heading(topic, areas, first=not state.facts.headings, decides=decides(text))


def _read_one(
    block: Block,
    start: int,
    end: int,
    scene: Scene,
    state: State,
    renames: list[Rename],
    *,
    listed: bool,
    chrome: bool,
) -> None:
    text = scene.text[start:end]
    names, places = scene.within(start, end)
    ours = bool(state.speaker) and not any(low <= start < high for low, high in scene.quotes)
    has_body = any(name.kind in BODIES for name in names) or (ours and speaks(text))
    if block.kind is BlockKind.TERM and places and not has_body:
        state.areas = tuple(place[2] for place in places)
    status = status_of(text) if scene.tells(start, end) else None
    if places and (not has_body or lists_places(names, places)):
        note_where(text, start, served(scene, start, end), state)
    idle = not listed and is_idle(text, start, names, places, state) and not (ours and speaks(text))
    if idle or not (has_body or (state.focus and (status or goes_out(text)))):
        _remember(text, start, status, served(scene, start, end), state, telling=scene.tells(start, end))
        return
    masked = mask(text, start, names, places, scene.ids.key)
    if ours and speaks(text):
        put_speaker(masked, state.speaker)
    renamed = find_renames(masked, scene.text, scene.ids)
    renames += [*renamed, *renames_of_focus(masked, scene.text, state.focus, scene.ids)]
    others = not has_body and _OF_OTHERS.match(text)
    sentence = read_sentence(masked, focus=() if others else state.focus, year=scene.year)
    if renamed and tells_of_a_merger(text):
        sentence = replace(sentence, ties=[])
    else:
        # A line of a list is rewritten when its list speaks for it, so it is asked about now.
        asked = attach(sentence, masked, year=scene.year) if listed or state.topic or state.heading_topic else None
        state.facts.waiting.append((sentence, chrome, asked))
    before = len(state.facts.said)
    _record(sentence, scene, state, block, chrome=chrome)
    if len(state.facts.said) == before:
        read_in_context(sentence, text, scene, state, block, listed=listed, chrome=chrome, start=start)
    weighty = (
        sentence.said or sentence.ties or any(member.name.kind is Kind.ORGANISATION for member in sentence.subject)
    )
    if sentence.subject and weighty and not chrome and block.kind is not BlockKind.ITEM:
        state.focus, state.focus_end = sentence.subject, end
    _remember(text, start, status, served(scene, start, end), state, telling=scene.tells(start, end))


#: "The other two were told that they had not won": not who was spoken of last.
_OF_OTHERS = re.compile(
    r"(?:The|Both|All|Two|Three|Four)(?: of the)? (?:other|others|rest|remaining|remainder|losing|unsuccessful)\b|Others\b"
)


def _remember(text: str, at: int, status: Status | None, areas: Areas, state: State, *, telling: bool) -> None:
    if areas and not tells_of_others(text):
        state.last_areas, state.last_at = areas, at
    if status:
        state.facts.spoken(status, at, decided=decides(text))
        state.last_status = status
    generic = telling and GENERIC.is_in(text)
    topic = topic_of(text, strict=True) if generic else None
    if topic:
        state.frame = topic


def _record(sentence: Sentence, scene: Scene, state: State, block: Block, *, chrome: bool) -> None:
    heading = block.kind in _OVER
    for said in sentence.said:
        if heading and not all(member.name.known or scene.in_body(member) for member in said.group):
            continue
        quoted = scene.is_quoted(said.start, said.end)
        said = replace(said, settled=said.settled and not is_example(scene.text, said.start, said.end))  # noqa: PLW2901
        fallback = (
            said.areas
            or (state.areas if block.kind in LISTY or is_line(block) else ())
            or state.themes.recalled_at(said.start)
            or taken_up(said, scene, state)
        )
        spoken_of = state.themes.at(said.start, counted=bool(said.area_count)) or state.heading_areas
        if len(spoken_of) > 1 and any(other.areas for other in sentence.said):
            # Of several places of the sentence another body has its own: which are left is not told.
            spoken_of = ()
        state.facts.add_said(
            said,
            areas=fallback or spoken_of,
            quoted=quoted,
            chrome=chrome,
            beside=is_beside(scene.text, said.start, said.end),
        )
    for tie in sentence.ties:
        if (block.kind in LISTY or is_line(block)) and state.areas and not tie.areas:
            tie = replace(tie, areas=state.areas)  # noqa: PLW2901
        quoted = scene.is_quoted(tie.start, tie.end)
        state.facts.add_tie(tie, quoted=quoted or chrome)

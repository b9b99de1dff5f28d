"""Prose to claims: every block read sentence by sentence, what carries over between them, and the whole put together."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from monitor.extract.areas import Place, find_places, programmes_of
from monitor.extract.attach import attach
from monitor.extract.assembly import Facts, assemble
from monitor.extract.cascade import Said, Sentence, Tie, read_sentence
from monitor.extract.contacts import find_contacts
from monitor.extract.families import trigger
from monitor.extract.identity import Identities, identify
from monitor.extract.lexicon import places as known_places
from monitor.extract.masking import AREA, ORG, Masked, Member, mask
from monitor.extract.mentions import find_mentions
from monitor.extract.modality import quoted_stretches
from monitor.extract.names import Kind, Name, find_names
from monitor.extract.renames import find_renames
from monitor.extract.sentences import sentences
from monitor.extract.topics import GENERIC, Topic, is_frame, status_of, topic_of
from monitor.model import Block, BlockKind, Document, Mode, Reading, Rename, Role, Status, Zone
from monitor.programmes.watchlist import Watchlist
from monitor.text import fold, plain

#: However long a document is, reading it takes no longer than this; what comes after is left unread.
BUDGET_SECONDS = 5.0
_PROCUREMENT = re.compile(
    r"\b(?:contract(?:s|ed)?|tender(?:s|ed|ing)?|bid(?:s|ders?|ding)?|award(?:s|ed)?|procure\w*|providers?|franchises?|commission(?:ed|ing|ers?)|lots?|tranches?|framework|sub-?contract\w*|"
    r"supply chain|administration|liquidation|replacement|contest|agreement|partners?|caseload|tak(?:es?|en) over|owned by|contractors?|won|regions?|scheme|pilot|shortlist\w*|concession|operators?|suppliers?|competition|consorti\w+|joint venture|services?)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:contracts?|tenders?|franchises?|providers?|subcontract\w*|provided by|delivered by|run by|procure\w*|bidders?|contractors?|commissioned|RESOLVED)\b",
    re.IGNORECASE,
)
_LISTY = {BlockKind.ITEM, BlockKind.DEFINITION, BlockKind.TERM}


@dataclass(slots=True)
class _State:
    """What the text has said so far that the next sentence may lean on."""

    focus: tuple[Member, ...] = ()
    topic: Topic | None = None
    intro_open: bool = False
    owner: tuple[Member, ...] = ()
    owner_level: int = -1
    areas: tuple[str, ...] = ()
    heading_topic: Topic | None = None
    heading_areas: tuple[str, ...] = ()
    last_areas: tuple[str, ...] = ()
    last_status: Status | None = None
    frame: Topic | None = None
    facts: Facts = field(default_factory=Facts)


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is fixed for a whole document."""

    text: str
    names: Sequence[Name]
    places: Sequence[Place]
    ids: Identities
    year: int | None
    quotes: Sequence[tuple[int, int]]
    body: int = 0

    def in_body(self, member: Member) -> bool:
        """Whether the text names the organisation again, or it bears an organisation's name: headlines capitalise freely."""
        again = [name for name in self.names if self.ids.key(name) == member.key]
        return member.name.kind is Kind.ORGANISATION or any(name.start > self.body for name in again)

    def within(self, start: int, end: int) -> tuple[list[Name], list[Place]]:
        names = [name for name in self.names if start <= name.start and name.end <= end]
        return names, [place for place in self.places if start <= place[0] and place[1] <= end]


def find_in_prose(document: Document, watchlist: Watchlist) -> Reading:
    """Everything that the prose of ``document`` says: claims, renames, contacts, and mentions left for a person."""
    text = plain(document.text)
    contacts = tuple(find_contacts(text))
    scene = _scene(document, text, watchlist)
    if not any(name.kind in {Kind.ORGANISATION, Kind.WEAK} for name in scene.names):
        return Reading(contacts=contacts)
    state = _State()
    renames: list[Rename] = []
    deadline = time.monotonic() + BUDGET_SECONDS
    blocks = [block for block in document.blocks if block.kind is not BlockKind.ROW]
    for index, block in enumerate(blocks):
        if time.monotonic() > deadline:
            break
        _read_block(block, blocks[max(0, index - 1) : index], blocks[index + 1 : index + 2], scene, state, renames)
    distinct = {match.group().casefold() for match in _PROCUREMENT.finditer(text)}
    telling = any(
        fact.rule.split(".")[0] in {"preferred", "shortlist", "withdraw", "unsuccessful", "end"} for fact in state.facts.said
    )
    grounded = {fact.key for fact in state.facts.said if fact.mode is Mode.STATED and fact.confidence >= 0.7}  # noqa: PLR2004
    sure = telling or len(grounded) > 1 or bool(state.facts.title_topic and state.facts.title_topic.status) or bool(_STRONG.search(text)) or len(distinct) >= 2  # noqa: PLR2004
    claims = assemble(
        state.facts, scene.ids, document.text, sure=sure, programmes=watchlist.programmes, title=document.title or ""
    )
    return Reading(
        claims=tuple(claims),
        renames=tuple(dict.fromkeys(renames)),
        contacts=contacts,
        mentions=tuple(find_mentions(document.text, scene.names, scene.ids, claims)),
    )


def _scene(document: Document, text: str, watchlist: Watchlist) -> _Scene:
    found = watchlist.find_organisations(text)
    sites = [(area.start, area.end) for area in watchlist.find_areas(text)]
    programmes = frozenset(
        fold(word)
        for programme in watchlist.programmes
        for word in (
            programme.name,
            *programme.aliases,
            *(term for terms in programme.terms.values() for term in terms),
        )
    )
    names = find_names(text, found, sites, programmes)
    about = programmes_of(text, watchlist, [f.organisation.id for f in found])
    names = _headings_as_places(document, names, text)
    published = document.published_at
    return _Scene(
        text, names, find_places(text, names, watchlist, programmes=about), identify(names, text),
        published.year if published else None, quoted_stretches(text), next((block.start for block in document.blocks if block.kind not in {BlockKind.HEADING, BlockKind.TITLE}), 0),
    )  # fmt: skip


def _headings_as_places(document: Document, names: list[Name], text: str) -> list[Name]:
    """A short line that is one undecided name and stands over a list is the area of that list."""
    blocks = document.blocks
    over = set()
    for block, following in zip(blocks, blocks[1:], strict=False):
        alone = [name for name in names if name.start >= block.start and name.end <= block.end]
        plainly = block.text.strip(" :")
        if (
            (following.kind in _LISTY or (_line(following) and ": " in following.text and ":" not in block.text))
            and block.kind is not BlockKind.ITEM
            and alone
            and plainly == alone[0].surface
            and alone[0].kind in {Kind.WEAK, Kind.THING}
        ):
            over.add(alone[0].surface)
        if block.kind is BlockKind.TERM and following.kind is BlockKind.DEFINITION:
            over.update(name.surface for name in alone if name.kind in {Kind.WEAK, Kind.THING})
    colon = {
        name.surface
        for name in names
        if name.kind is Kind.WEAK
        and text[name.end : name.end + 2] in {": ", " -"}
        and any(0 <= other.start - name.end <= 4 and other.kind in {Kind.ORGANISATION, Kind.WEAK} for other in names)
    }
    return [
        replace(name, kind=Kind.PLACE) if name.surface in over | colon and not name.known else name for name in names
    ]


def _line(block: Block) -> bool:
    """Whether a block has the shape of a line in a list: short, and no sentence."""
    return block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM} and len(block.text) < 140 and block.text[-1:] not in ".!?:"  # noqa: PLR2004


def _read_block(
    block: Block, before: Sequence[Block], following: Sequence[Block], scene: _Scene, state: _State, renames: list[Rename]
) -> None:  # fmt: skip
    text = scene.text[block.start : block.end]
    chrome = block.zone in {Zone.CHROME, Zone.VOLATILE}
    if block.kind in {BlockKind.HEADING, BlockKind.TITLE, BlockKind.CAPTION} and not (
        state.intro_open and block.kind is BlockKind.HEADING and not topic_of(text)
    ):
        _enter_heading(block, text, scene, state)
    if _over_a_list(block, following, text, scene, state):
        return
    around = [other for other in (*before, *following) if _line(other)]
    listed = block.kind in _LISTY or (_line(block) and bool(around)) or (state.intro_open and len(text) < 90 and text[-1:] not in ".!?:")  # noqa: PLR2004
    if listed and (key := _AREA_KEY.match(text)):
        areas = tuple(dict.fromkeys(place[2] for place in scene.within(block.start + key.end(), block.end)[1]))
        state.areas = areas or ((text[key.end() :].strip(),) if key.group(1).casefold() in {"area", "region", "location", "place"} else ())
        return
    for low, high in sentences(text):
        start, end = block.start + low, block.start + high
        _read_one(block, start, end, scene, state, renames, listed=listed, chrome=chrome)
    _introduce(block, text, scene, state, listed=listed)


def _over_a_list(block: Block, following: Sequence[Block], text: str, scene: _Scene, state: _State) -> bool:
    """Take a short line that only names places as the areas of the list below it."""
    if block.kind in {BlockKind.ITEM, BlockKind.DEFINITION} or len(text) >= 60 or text[-1:] in ".!?":  # noqa: PLR2004
        return False
    if block.kind is not BlockKind.TERM and not (following and (following[0].kind in _LISTY or _line(following[0]))):
        return False
    names, places = scene.within(block.start, block.end)
    if (
        not places
        or any(name.kind in {Kind.ORGANISATION, Kind.WEAK} for name in names)
        or (block.kind is BlockKind.HEADING and topic_of(text))
    ):
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


def _areas_of(block: Block, scene: _Scene) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place[2] for place in scene.within(block.start, block.end)[1]))


def _enter_heading(block: Block, text: str, scene: _Scene, state: _State) -> None:
    topic = topic_of(text)
    areas = _areas_of(block, scene)
    if block.kind is BlockKind.CAPTION:
        state.heading_topic = topic or state.heading_topic
        return
    if topic or not areas:
        state.heading_topic = topic
        if not areas or topic:
            state.topic, state.owner = None, ()
    state.heading_areas = areas
    state.areas = ()
    state.facts.heading(topic, areas, first=not state.facts.headings)


def _introduce(block: Block, text: str, scene: _Scene, state: _State, *, listed: bool) -> None:
    """A sentence that ends with a colon gives its role, status, areas and owner to the list after it."""
    if text.rstrip().endswith(":") or _AS_FOLLOWS.search(text):
        last = text[[low for low, _ in sentences(text)][-1] :]
        topic = topic_of(last)
        if topic or "RESOLVED" in text:
            state.topic = topic
            state.intro_open = True
            names, places = scene.within(block.start + text.index(last), block.end)
            state.areas = tuple(dict.fromkeys(place[2] for place in places))
            bodies = [name for name in names if name.kind in {Kind.ORGANISATION, Kind.WEAK}]
            joint = topic is not None and topic.role in {Role.JOINT_VENTURE_MEMBER, Role.PARTNER, Role.SUBCONTRACTOR}
            state.owner = (Member(name=bodies[-1], key=scene.ids.key(bodies[-1])),) if bodies and joint else ()
            if not state.owner and joint and re.search(r"\b(?:[Ii]ts|[Oo]ur|[Tt]heir)\b", last):
                state.owner = state.focus[:1]
    elif not listed and block.kind is BlockKind.PARAGRAPH and len(text) > 60:
        state.topic, state.areas, state.owner, state.intro_open = None, (), (), False


def _read_one(
    block: Block,
    start: int,
    end: int,
    scene: _Scene,
    state: _State,
    renames: list[Rename],
    *,
    listed: bool,
    chrome: bool,
) -> None:
    text = scene.text[start:end]
    names, places = scene.within(start, end)
    topic = state.topic or state.heading_topic
    has_body = any(name.kind in {Kind.ORGANISATION, Kind.WEAK} for name in names)
    if block.kind is BlockKind.TERM and places and not has_body:
        state.areas = tuple(place[2] for place in places)
    status = status_of(text)
    if not (has_body or (status and state.focus)):
        _remember(text, status, places, state)
        return
    masked = mask(text, start, names, places, scene.ids.key)
    renames.extend(find_renames(masked, scene.text, lambda m: scene.ids.title(m.key, m.name.surface)))
    sentence = read_sentence(masked, focus=state.focus, year=scene.year)
    state.facts.maybe.extend(
        (one, any(low <= one.start and one.end <= high for low, high in scene.quotes) or chrome)
        for one in attach(sentence, sentence.masked, year=scene.year)
    )
    before = len(state.facts.said)
    _record(sentence, scene, state, block, chrome=chrome)
    if len(state.facts.said) == before:
        _from_context(sentence, text, scene, state, block, listed=listed, chrome=chrome, start=start)
    weighty = sentence.said or sentence.ties or any(member.name.kind is Kind.ORGANISATION for member in sentence.subject)
    if sentence.subject and weighty and not chrome and block.kind is not BlockKind.ITEM:
        state.focus = sentence.subject
    _remember(text, status, places, state)


def _first_bodies(names: Sequence[Name], scene: _Scene) -> tuple[Member, ...]:
    return tuple(Member(name=name, key=scene.ids.key(name)) for name in names if name.kind is Kind.ORGANISATION)[:1]


def _remember(text: str, status: Status | None, places: Sequence[Place], state: _State) -> None:
    if places:
        state.last_areas = tuple(dict.fromkeys(place[2] for place in places))
    if status:
        state.facts.spoken(status)
        state.last_status = status
    generic = GENERIC.search(text)
    topic = topic_of(text, strict=True) if generic else None
    if topic:
        state.frame = topic


def _record(sentence: Sentence, scene: _Scene, state: _State, block: Block, *, chrome: bool) -> None:
    heading = block.kind in {BlockKind.HEADING, BlockKind.TITLE, BlockKind.CAPTION}
    for said in sentence.said:
        if heading and not all(member.name.known or scene.in_body(member) for member in said.group):
            continue
        quoted = any(low <= said.start and said.end <= high for low, high in scene.quotes)
        fallback = (
            said.areas
            or (state.areas if block.kind in _LISTY or _line(block) else ())
            or _anaphoric_areas(scene.text[said.start : said.end + 60], state)
        )
        state.facts.add_said(said, areas=fallback or state.heading_areas, quoted=quoted, chrome=chrome)
    for tie in sentence.ties:
        if (block.kind in _LISTY or _line(block)) and state.areas and not tie.areas:
            tie = replace(tie, areas=state.areas)  # noqa: PLW2901
        quoted = any(low <= tie.start and tie.end <= high for low, high in scene.quotes)
        state.facts.add_tie(tie, quoted=quoted or chrome)


def _anaphoric_areas(words: str, state: _State) -> tuple[str, ...]:
    if re.search(
        r"\b(?:the|this|that|these|both|its|their) (?:area|region|contract|service|franchise|lot|county|city|caseload|tranche|areas|contracts)\b|\bthere\b",
        words,
    ):
        return state.last_areas
    return ()


def _from_context(
    sentence: Sentence, text: str, scene: _Scene, state: _State, block: Block, *, listed: bool, chrome: bool, start: int
) -> None:  # fmt: skip
    """A list item, or "they include A and B": the names stand alone and what was said before speaks for them."""
    masked = sentence.masked
    frame = next(
        (at for at, character in enumerate(masked.text) if character == ORG and is_frame(masked.text[:at])), None
    )
    topic = state.topic or state.heading_topic
    key = _KEYED.match(masked.text)
    own_topic = topic_of(key.group(1), strict=False) if key else None
    if key and own_topic and own_topic.role and (not listed or own_topic.status or own_topic.role is not Role.LEAD):
        for at in (i for i, c in enumerate(masked.text) if c == ORG and i >= key.end() - 1):
            _add_context(masked, at, own_topic, state, chrome=chrome, rule="keyed", areas=sentence.areas or state.areas)
    elif (listed or (not _WORDS.sub("", masked.text) and (state.topic or state.facts.headings > 1))) and topic and topic.role:
        _list_item(masked, topic, state, sentence.areas, chrome=chrome)
    elif frame is not None:
        own = topic_of(masked.text[:frame], strict=True) or state.frame
        if own and own.role:
            later = (at for at, character in enumerate(masked.text) if character == ORG and at >= frame)
            for at in later:
                if at == frame or re.search(r"(?:like|such as|including|:|,|and)(?: the| also)? $", masked.text[:at]):
                    _add_context(masked, at, own, state, chrome=chrome, rule="frame", areas=())


_LED_TO = re.compile(rf"(?:^|: | - |trading as )(?:the |The |a |an |awarded to |to )?(?:[a-z][\w'-]* ){{0,6}}$|^(?:{AREA},? )?(?:the |The )?(?:[\w'-]+ ){{0,5}}$")
_AREA_KEY = re.compile(r"^(Area|Region|Location|Place|County|District|Borough|Locality|Lot \w{1,3}|Package)s?(?: covered| served)?: (?!none)", re.IGNORECASE)
_AS_FOLLOWS = re.compile(r"(?:as follows|set out below|listed below|are below|the following)[.:]?$")
_KEYED = re.compile(rf"^([^:.{ORG}]{{3,80}}): (?:the |The )?{ORG}")
_WORDS = re.compile(rf"[{ORG}{AREA},;:&()./ -]|\b(?:and|the|with|The)\b")


def _list_item(masked: Masked, topic: Topic, state: _State, said_areas: tuple[str, ...], *, chrome: bool) -> None:
    at = masked.text.find(ORG)
    colon = masked.text.find(": ")
    if (
        0 <= at < colon < 70  # noqa: PLR2004
        and all(member.name.kind is Kind.WEAK for member in masked.members(at))
        and 0 <= (later := masked.text.find(ORG, colon)) - colon < 40  # noqa: PLR2004
    ):
        masked.drop(0, colon + 2)
        at = later - colon - 2
    if at == -1 or at > 70 or not _LED_TO.search(masked.text[:at]):  # noqa: PLR2004
        return
    # "Nacro London": a town run together with a name is its seat, not what it serves.
    said_areas = () if re.search(rf"{ORG} {AREA}", masked.text) else said_areas
    areas = tuple(dict.fromkeys(said_areas)) or state.areas or state.heading_areas
    _add_context(masked, at, topic, state, chrome=chrome, rule="list", areas=areas)


def _add_context(
    masked: Masked, at: int, topic: Topic, state: _State, *, chrome: bool, rule: str, areas: tuple[str, ...]
) -> None:
    status = topic.status or state.facts.default_status or (Status.AWARDED if state.owner else None)
    if status is None or topic.role is None:
        return
    role = Role.LEAD if rule == "list" and any(re.search(r"\blead\b", member.note) for member in masked.members(at)) else topic.role
    span = masked.spans[at]
    said = Said(
        group=masked.members(at), role=role, status=status, mode=topic.mode or Mode.STATED, rule=rule,
        start=span[0], end=span[1], areas=areas, confidence=0.8,
    )  # fmt: skip
    state.facts.add_said(said, areas=areas, quoted=False, chrome=chrome, owner=state.owner if rule == "list" else ())


__all__ = ["Tie", "find_in_prose"]

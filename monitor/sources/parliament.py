"""Parliament: written statements and written questions, found in a list and read in full one by one.

The list cuts texts short, so each item is fetched by its id. A question is asked for by the day it was tabled, answered or
corrected, so that an answer, a correction of it and a withdrawal are each a new version of the question's document. A holding
answer is marked as one: it says that an answer is to come. The list is asked for from some days before the last visit, and
whether the service took notice of that is checked, as it ignores parameters that it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from monitor.errors import ExtractError
from monitor.extract.layout.blocks import html_to_blocks
from monitor.model import Block, BlockKind, Document, DocumentKind, Harvest, Request, Snapshot, Source, document_of
from monitor.sources.base import NOTHING_KNOWN, SourceType, State, options_of, request_for
from monitor.sources.jsons import dig, moment_at, parse_json, parse_moment, text_at
from monitor.text import squash

_FROM = {
    "statements": ("madeWhenFrom",),
    "questions": ("tabledWhenFrom", "answeredWhenFrom", "correctedWhenFrom"),
}
#: Where the moment that a parameter asks by stands in an item of the list.
_MOMENTS = {
    "madeWhenFrom": ("dateMade",),
    "tabledWhenFrom": ("dateTabled",),
    "answeredWhenFrom": ("dateAnswered", "dateHoldingAnswer"),
    "correctedWhenFrom": ("dateAnswerCorrected",),
}
_TAKE = 100
_MOST_SKIPPED = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ParliamentOptions:
    """``what``: ``auto`` tells by the address. ``first_days``: how far back the first visit goes. ``overlap_days``: how far
    before the last visit a later one goes, as items appear late. The address carries the search itself
    (``answeringBodies=54&searchTerm=...``).
    """

    what: Literal["auto", "statements", "questions"] = "auto"
    first_days: int = 14
    overlap_days: int = 3


def requests(source: Source, state: State, now: datetime, /) -> Sequence[Request]:
    """The first page of each list: made, or tabled, answered and corrected since shortly before the last visit."""
    options = options_of(source, ParliamentOptions)
    last = parse_moment(state.get("cursor", ""))
    start = last - timedelta(days=options.overlap_days) if last else now - timedelta(days=options.first_days)
    what = options.what if options.what != "auto" else _what(source.url)
    return tuple(request_for(source, _with(source.url, {name: start.date().isoformat()})) for name in _FROM[what])


def _what(url: str) -> str:
    return "questions" if "question" in urlsplit(url).path.lower() else "statements"


def _with(url: str, changes: Mapping[str, str]) -> str:
    parts = urlsplit(url)
    query = {"take": str(_TAKE), "skip": "0", **dict(parse_qsl(parts.query, keep_blank_values=True)), **changes}
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query, safe=":,"), ""))


def extract(snapshot: Snapshot, source: Source, _state: State = NOTHING_KNOWN, /) -> Harvest:
    """One item as a document, or the items and the next page that a list leads to."""
    value = parse_json(snapshot)
    if isinstance(value, dict) and isinstance(value.get("results"), list):
        return _read_list(value, snapshot)
    item = value.get("value", value) if isinstance(value, dict) else None
    if not isinstance(item, dict) or not text_at(item, "uin"):
        raise ExtractError(
            snapshot.url,
            "the answer is no statement, question or list of them",
            expected="results, or an item with a uin",
        )
    return Harvest(documents=(_document(item, snapshot, source),))


def _read_list(value: Mapping[str, Any], snapshot: Snapshot) -> Harvest:
    items = [
        found
        for result in value["results"]
        if isinstance(result, dict) and isinstance(found := result.get("value", result), dict)
    ]
    if value["results"] and not any("id" in item for item in items):
        raise ExtractError(snapshot.url, "no result of the list has an id", expected="results with id")
    ids = [item["id"] for item in items if isinstance(item.get("id"), int | str)]
    parts = urlsplit(snapshot.requested_url)
    full = [urlunsplit((parts.scheme, parts.netloc, f"{parts.path.rstrip('/')}/{number}", "", "")) for number in ids]
    following, left = _next_page(value, snapshot)
    notes = [*_ignored(items, snapshot), *left]
    return Harvest(
        next_urls=(*reversed(full), *following),
        cursor=snapshot.fetched_at.astimezone(UTC).date().isoformat(),
        notes=tuple(notes),
        unchanged=1 if not items else 0,
        gap=bool(left),
    )


def _next_page(value: Mapping[str, Any], snapshot: Snapshot) -> tuple[tuple[str, ...], tuple[str, ...]]:
    query = dict(parse_qsl(urlsplit(snapshot.requested_url).query))
    skip = int(query.get("skip", "0")) if query.get("skip", "0").isdigit() else 0
    total, seen = value.get("totalResults"), skip + len(value["results"])
    if not isinstance(total, int) or not value["results"] or seen >= total:
        return (), ()
    if seen >= _MOST_SKIPPED:
        return (), (f"{total - seen} further items not read: narrow the search",)
    return (_with(snapshot.requested_url, {"skip": str(seen)}),), ()


def _ignored(items: Sequence[Mapping[str, Any]], snapshot: Snapshot) -> tuple[str, ...]:
    """A note if the list holds items from well before the day that was asked for."""
    query = dict(parse_qsl(urlsplit(snapshot.requested_url).query))
    for name, paths in _MOMENTS.items():
        start = parse_moment(query.get(name, ""))
        moments = [moment for item in items if (moment := moment_at(item, *paths))]
        if start and moments and min(moments) < start - timedelta(days=1):
            return (f'the service took no notice of "{name}"',)
    return ()


def _document(item: Mapping[str, Any], snapshot: Snapshot, source: Source) -> Document:
    is_question = "questionText" in item
    uin = text_at(item, "uin")
    title = squash(text_at(item, "title", "heading")) or uin
    return document_of(
        [
            Block(kind=BlockKind.TITLE, text=title),
            *(_question_blocks(item) if is_question else _statement_blocks(item)),
        ],
        source_id=source.id,
        identity=f"{'question' if is_question else 'statement'} {item.get('id', uin)}",
        url=_public_address(item, uin, is_question=is_question) or snapshot.url,
        title=title,
        kind=DocumentKind.QUESTION if is_question else DocumentKind.STATEMENT,
        publisher=source.publisher or text_at(item, "answeringBodyName"),
        published_at=moment_at(item, "dateMade", "dateTabled"),
        updated_at=moment_at(item, "dateAnswerCorrected", "dateAnswered", "dateHoldingAnswer", "dateMade"),
        withdrawn="withdrawn by its author" if item.get("isWithdrawn") is True else None,
        summary=title,
    )


def _statement_blocks(item: Mapping[str, Any]) -> list[Block]:
    role = squash(text_at(item, "memberRole"))
    by = [Block(kind=BlockKind.PARAGRAPH, text=f"Statement by {role}", signature="member")] if role else []
    links = dig(item, "attachments.title")
    attached = (
        [Block(kind=BlockKind.ITEM, text=name, signature="attachment") for name in links if isinstance(name, str)]
        if isinstance(links, list)
        else []
    )
    return [*by, *_section("", item, "text"), *attached]


def _question_blocks(item: Mapping[str, Any]) -> list[Block]:
    answer = "Answer"
    if item.get("answerIsHolding") is True:
        answer = "Holding answer"
    elif item.get("answerIsCorrection") is True or text_at(item, "dateAnswerCorrected"):
        answer = "Corrected answer"
    return [
        *_section("Question", item, "questionText"),
        *_section(answer, item, "answerText"),
        *_section("Original answer, since corrected", item, "originalAnswerText"),
    ]


def _section(heading: str, item: Mapping[str, Any], key: str) -> list[Block]:
    blocks = [block for block in html_to_blocks(text_at(item, key)) if block.kind is not BlockKind.TITLE]
    if not blocks or not heading:
        return blocks
    return [Block(kind=BlockKind.HEADING, text=heading, level=2), *blocks]


def _public_address(item: Mapping[str, Any], uin: str, *, is_question: bool) -> str:
    """The page that people read: by day and UIN, which together are unique."""
    day = moment_at(item, "dateTabled" if is_question else "dateMade")
    kind = "written-questions" if is_question else "written-statements"
    if day is None or not all(character.isalnum() or character == "-" for character in uin):
        return ""
    return f"https://questions-statements.parliament.uk/{kind}/detail/{day.date()}/{uin}"


SOURCE_TYPE = SourceType(kind="parliament", options=ParliamentOptions, extract=extract, requests=requests)

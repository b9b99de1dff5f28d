"""Accepted events as items: the same change over many areas is one item, and so are the members of one partnership."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from monitor.digest.alike import folded
from monitor.digest.filters import listed
from monitor.digest.sentences import NAMED_AREAS, sentence
from monitor.digest.words import host_of, humanised, one_line, quoted, safe_url
from monitor.ledger.wording import describe
from monitor.model import Change, DigestItem, Event, EventType, Link, Move, Quotation
from monitor.text import fingerprint

#: What members ask first comes first: who took whose place, who left, how far it got, who joined.
_ORDER = (
    EventType.REPLACED, EventType.REMOVED, EventType.STATUS_CHANGED, EventType.ADDED, EventType.ROLE_CHANGED,
    EventType.RENAMED, EventType.AREA_ADDED, EventType.AREA_REMOVED, EventType.VALUE_CHANGED, EventType.CONTACT_RETIRED,
    EventType.DOCUMENT_WITHDRAWN,
)  # fmt: skip
_TOGETHER = {EventType.ADDED, EventType.REMOVED, EventType.STATUS_CHANGED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event and the sentence that a member of staff wrote for it; an empty one leaves it to the rules."""

    event: Event
    wording: str = ""


def change_items(told: Iterable[Told], *, zone: str) -> list[DigestItem]:
    """The items that tell these events, each event in exactly one of them, the weightiest first."""
    lines = [_line(group, zone) for group in _grouped(told, _same_change)]
    items = [folded(_card(group)) for group in _grouped(lines, _same_card)]
    return sorted(items, key=_weight)


def areas_phrase(areas: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``, ``6 areas``; empty where no area was stated."""
    return f"{len(areas)} areas" if len(areas) > NAMED_AREAS else listed(areas)


def sentence_of(change: Change, areas: Sequence[str]) -> str:
    """The change in words, over all of its areas at once."""
    return one_line(describe(replace(change, area=areas_phrase(areas) or None)))


def _grouped(values: Iterable[Any], key: Callable[[Any], tuple[str, ...]]) -> list[list[Any]]:
    ordered = sorted(values, key=key)
    return [list(group) for _, group in groupby(ordered, key=key)]


def _same_change(told: Told) -> tuple[str, ...]:
    change = told.event.change
    # Who leads a partnership of its own name in one area and is alone in another is one organisation.
    partnership = None if change.partnership == change.organisation else change.partnership
    facts = (
        change.type, change.programme, partnership, change.organisation_id, change.organisation_to_id, change.role,
        change.status, change.occurred_on, told.wording, change.question,
    )  # fmt: skip
    # Where the difference itself is an area, its value belongs to that area and is no part of what is shared.
    values = () if change.type in {EventType.AREA_ADDED, EventType.AREA_REMOVED} else (change.before, change.after)
    return tuple(str(fact or "") for fact in (*facts, *values))


def _line(told: Sequence[Told], zone: str) -> DigestItem:
    """One item with one move: the same change, over all of its areas."""
    told = sorted(told, key=lambda each: (not each.event.change.partnership, each.event.id))
    events = [each.event for each in told]
    change = events[0].change
    areas = tuple(sorted({one_line(area) for event in events if (area := _area(event.change))}))
    sentence = one_line(told[0].wording) or sentence_of(change, areas)
    published = [event.published_at for event in events if event.published_at]
    return DigestItem(
        id=fingerprint("item", *[event.id for event in events]),
        headline=sentence,
        moves=(_move(change, sentence),),
        areas=areas,
        programme=change.programme,
        partnership=one_line(change.partnership) if change.partnership else None,
        occurred_on=change.occurred_on,
        published_on=_local_day(min(published), zone) if published else None,
        checked_at=max(event.detected_at for event in events),
        publisher=one_line(next((event.publisher for event in events if event.publisher), "")),
        quotes=_quotes(events),
        links=links_of((event.title, event.url, event.publisher) for event in events),
        question=one_line(change.question),
        urgent=any(event.urgent for event in events),
        event_ids=tuple(event.id for event in events),
        document_ids=tuple(sorted({event.document_id for event in events if event.document_id})),
    )


def _area(change: Change) -> str | None:
    if change.area:
        return change.area
    if change.type is EventType.AREA_ADDED:
        return change.after
    return change.before if change.type is EventType.AREA_REMOVED else None


def _local_day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()


def _move(change: Change, sentence: str) -> Move:
    before, after = _values(change)
    return Move(
        sentence=sentence,
        type=change.type,
        organisation=one_line(change.organisation),
        before=before or None,
        after=after or None,
        role=humanised(change.role),
        status=humanised(change.status),
    )


def _values(change: Change) -> tuple[str, str]:
    """What stood before and what stands now, as words; one of them is empty for an arrival or a departure."""
    if change.type in {EventType.REPLACED, EventType.RENAMED}:
        return one_line(change.organisation), one_line(change.organisation_to or change.after or "")
    if change.type is EventType.ADDED:
        return "", one_line(change.organisation)
    if change.type is EventType.REMOVED:
        return one_line(change.organisation), ""
    return humanised(change.before), humanised(change.after)


def _quotes(events: Iterable[Event]) -> tuple[Quotation, ...]:
    found: dict[str, Quotation] = {}
    for event in events:
        for evidence in (event.change.evidence_before, event.change.evidence):
            text = one_line(evidence.quote) if evidence else ""
            if text:
                link = next(iter(links_of([(event.title, event.url, event.publisher)])), None)
                found.setdefault(text, Quotation(text=quoted(text), link=link))
    # A quote inside a longer one says nothing more.
    return tuple(quote for text, quote in found.items() if not any(text != other and text in other for other in found))


def links_of(sources: Iterable[tuple[str, str, str]]) -> tuple[Link, ...]:
    """Links to ``(title, url, publisher)``, one for each address that may be linked."""
    links: dict[str, Link] = {}
    for title, url, publisher in sources:
        address = safe_url(url)
        if address is None or address in links:
            continue
        words = one_line(title, limit=110) or host_of(address)
        where = one_line(publisher, limit=60) or host_of(address)
        links[address] = Link(
            label=words if where.casefold() in words.casefold() else f"{words} ({where})", url=address
        )
    return tuple(links.values())


def _same_card(item: DigestItem) -> tuple[str, ...]:
    (move,) = item.moves
    if move.type not in _TOGETHER or not item.areas or item.question:
        return (item.id,)
    sources = () if item.partnership else (item.document_ids or tuple(link.url for link in item.links))
    return tuple(
        str(part or "")
        for part in (move.type, item.programme, item.partnership, move.status, item.occurred_on, *item.areas, *sources)
    )


def _card(items: Sequence[DigestItem]) -> DigestItem:
    if len(items) == 1:
        return items[0]
    items = sorted(items, key=lambda item: (item.moves[0].role != "lead", item.headline, item.id))
    first = items[0]
    quotes: Mapping[str, Quotation] = {quote.text: quote for item in items for quote in item.quotes}
    links: Mapping[str, Link] = {link.url: link for item in items for link in item.links}
    event_ids = tuple(event_id for item in items for event_id in item.event_ids)
    moves = tuple(item.moves[0] for item in items)
    return replace(
        first,
        id=fingerprint("item", *sorted(event_ids)),
        headline=sentence(replace(first, moves=moves), gettext.NullTranslations()),
        moves=moves,
        quotes=tuple(q for text, q in quotes.items() if not any(text != other and text in other for other in quotes)),
        links=tuple(links.values()),
        published_on=min((item.published_on for item in items if item.published_on), default=None),
        checked_at=max((item.checked_at for item in items if item.checked_at), default=None),
        urgent=any(item.urgent for item in items),
        event_ids=event_ids,
        document_ids=tuple(sorted({document_id for item in items for document_id in item.document_ids})),
    )


def _weight(item: DigestItem) -> tuple[object, ...]:
    types = [_ORDER.index(move.type) for move in item.moves if move.type in _ORDER]
    when = item.occurred_on or (item.checked_at or datetime.min.replace(tzinfo=UTC)).date()
    return (not item.urgent, min(types, default=len(_ORDER)), -when.toordinal(), item.headline, item.id)

"""From a period's events and news to a digest: a pure step. What goes in, where, and what may honestly be said to be quiet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.clock import Period
from monitor.digest.changes import Told, change_items
from monitor.digest.clusters import with_sources
from monitor.digest.labels import with_unique_labels
from monitor.digest.news import news_sections
from monitor.digest.unparsed import mention_items
from monitor.digest.words import one_line
from monitor.ledger.wording import describe
from monitor.model import (
    Coverage,
    Decision,
    Digest,
    DigestItem,
    Document,
    Event,
    EventState,
    Mention,
    QuietAreas,
    Section,
    SectionKind,
    SourceLine,
    Story,
)


def compile_digest(
    *,
    period: Period,
    number: int,
    title: str,
    events: Sequence[Event],
    now: datetime,
    decisions: Iterable[Decision] = (),
    news: Sequence[Document] = (),
    sources: Sequence[SourceLine] = (),
    coverage: Sequence[Coverage] = (),
    stories: Sequence[Story] = (),
    corrections: Sequence[DigestItem] = (),
    answered: Sequence[DigestItem] = (),
    figures: Sequence[str] = (),
    written: Sequence[Section] = (),
    mentions: Sequence[tuple[Document, Mention]] = (),
    issued: Collection[str] = (),
    top: str | None = None,
    note: str = "",
    publisher: str = "",
    zone: str = "Europe/London",
) -> Digest:
    """The digest of ``period`` as of ``now``.

    ``events`` may be all there are: those accepted, seen before the end of the period and not in ``issued`` (the ids that
    earlier digests told) are told, whenever they were accepted, so none is lost between two weeks and none is told twice. Those
    still to decide go to staff alone. ``decisions`` give the wording of staff, the last one of an event counting. ``written``
    are sections of staff's own (funding, vacancies, ...), ``corrections`` what was wrong before, ``answered`` questions that were
    open, ``mentions`` what could not be read and goes to staff too, ``top`` the id of an event or document to lead with. ``coverage`` names the areas for which "no change" is worth saying.
    """
    told = [event for event in _once(events) if _is_told(event, period, issued, zone)]
    pending = [event for event in _once(events) if _is_open(event, period)]
    changes = with_sources(change_items(_worded(told, decisions), zone=zone), news, stories)
    sections = _merged(
        [
            *([Section(kind=SectionKind.CONTRACTS, items=tuple(changes))] if changes else []),
            *([Section(kind=SectionKind.ANSWERED, items=tuple(answered))] if answered else []),
            *news_sections(
                _others(news, changes), sources=sources, stories=stories, zone=zone, now=now, since=period.start
            ),
            *written,
            *([Section(kind=SectionKind.CORRECTIONS, items=tuple(corrections))] if corrections else []),
        ]
    )
    digest = Digest(
        number=number,
        title=one_line(title),
        period=period,
        made_at=now,
        zone=zone,
        publisher=one_line(publisher),
        note=one_line(note, limit=600),
        sections=_led_by(top, sections),
        to_check=(*change_items([Told(event=e) for e in pending], zone=zone), *mention_items(mentions)),
        figures=tuple(one_line(each) for each in figures),
        quiet=_quiet(coverage, [*told, *pending], sources),
        sources=tuple(sorted(map(_cleaned, sources), key=lambda line: (not line.is_failing, line.name))),
    )
    return with_unique_labels(digest)


def _others(news: Sequence[Document], changes: Sequence[DigestItem]) -> list[Document]:
    """What no change item stands for already."""
    carried = {document_id for item in changes for document_id in item.document_ids}
    return [document for document in news if document.id not in carried]


def _cleaned(line: SourceLine) -> SourceLine:
    name = one_line(line.name or line.source_id, limit=90)
    return replace(line, name=name, reason=one_line(line.reason, limit=200), publisher=one_line(line.publisher))


def _once(events: Iterable[Event]) -> list[Event]:
    return list({event.id: event for event in events if not event.type.concerns_source}.values())


def _is_told(event: Event, period: Period, issued: Collection[str], zone: str) -> bool:
    if event.state is not EventState.ACCEPTED or event.id in issued or event.detected_at >= period.end:
        return False
    return event.hold_until is None or event.hold_until <= period.end.astimezone(ZoneInfo(zone)).date()


def _is_open(event: Event, period: Period) -> bool:
    return event.state in {EventState.PENDING, EventState.HELD} and event.detected_at < period.end


def _wordings(decisions: Iterable[Decision]) -> Mapping[str, str]:
    ordered = sorted(decisions, key=lambda decision: decision.at)
    return {decision.event_id: decision.wording_after for decision in ordered if decision.wording_after}


def _worded(told: Iterable[Event], decisions: Iterable[Decision]) -> list[Told]:
    wordings = _wordings(decisions)
    return [Told(event=event, wording=_staff_wording(event, wordings)) for event in told]


def _staff_wording(event: Event, wordings: Mapping[str, str]) -> str:
    words = wordings.get(event.id) or event.wording
    # The sentence that the rules made is made again over all areas of the item; only a person's is kept as it is.
    return "" if words == describe(event.change) else words


def _merged(sections: Iterable[Section]) -> list[Section]:
    items: dict[SectionKind, list[DigestItem]] = {}
    for section in sections:
        items.setdefault(section.kind, []).extend(section.items)
    for kind in (SectionKind.CONSULTATIONS, SectionKind.FUNDING, SectionKind.VACANCIES):
        items.get(kind, []).sort(key=lambda item: (item.closes_on is None, str(item.closes_on or "")))
    return [Section(kind=kind, items=tuple(items[kind])) for kind in SectionKind if items.get(kind)]


def _led_by(top: str | None, sections: Sequence[Section]) -> tuple[Section, ...]:
    """``sections`` with the item of the event or document ``top`` taken to the front."""
    lead = next((i for s in sections for i in s.items if top and top in (*i.event_ids, *i.document_ids)), None)
    if lead is None:
        return tuple(sections)
    rest = [replace(section, items=tuple(i for i in section.items if i.id != lead.id)) for section in sections]
    return (Section(kind=SectionKind.TOP, items=(lead,)), *(section for section in rest if section.items))


def _quiet(
    coverage: Iterable[Coverage], events: Iterable[Event], sources: Sequence[SourceLine]
) -> tuple[QuietAreas, ...]:
    """Where nothing happened. "All checked" is left to be said only where every source of the programme was read."""
    moved = {(event.change.programme, event.change.area) for event in events}
    found = []
    for each in coverage:
        lines = [line for line in sources if not line.programmes or each.programme in line.programmes]
        still = tuple(a for a in each.areas if (each.programme, a) not in moved and (None, a) not in moved)
        if lines and still:
            unread = tuple(sorted(_cleaned(line).name for line in lines if line.is_failing))
            found.append(QuietAreas(programme=each.programme, name=each.name, areas=still, unread=unread))
    return tuple(found)

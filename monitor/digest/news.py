"""Documents as stories: what several sources report is one item, the most trusted source first, all of them linked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

from monitor.digest.changes import links_of
from monitor.digest.words import one_line, safe_url, without_markup
from monitor.extract.closing import Closing, find_closings
from monitor.model import NEWS_SECTIONS, DigestItem, Document, Section, SectionKind, SourceLine, Story
from monitor.text import fingerprint, fold

_SUMMARY_LIMIT = 360
_TITLE_LIMIT = 140
_LEAST_TITLE = 20
_SECTIONS = {kind.value: kind for kind in NEWS_SECTIONS}
#: A closing date takes an item out of these into the section of its kind; a section that staff chose for a source stands.
_GENERAL = {SectionKind.SECTOR, SectionKind.GOVERNMENT, SectionKind.OWN}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def news_sections(
    documents: Sequence[Document],
    *,
    sources: Iterable[SourceLine],
    stories: Sequence[Story],
    zone: str,
    now: datetime,
    since: datetime,
) -> list[Section]:
    """One section for each kind of source that published something, newest story first.

    ``stories`` says which documents belong together; those it does not name are clustered by address and by title. What has a
    closing date stands with its kind (vacancies, funding, ...), and is left out once the date has passed. A document without a
    date of its own counts as published at ``since``, the beginning of the period.
    """
    lines = {line.source_id: line for line in sources}
    known = {document_id: story.id for story in stories for document_id in story.document_ids}
    placed: dict[SectionKind, list[tuple[datetime, DigestItem]]] = {}
    local = now.astimezone(ZoneInfo(zone))
    closings = {document.id: _closing(document, zone, since) for document in documents}
    still = [each for each in documents if not _is_over(closings[each.id], local)]
    for cluster in _clusters(still, known):
        line, closing = lines.get(cluster[0].source_id), closings[cluster[0].id]
        kind: SectionKind = _SECTIONS.get(line.section if line else "", SectionKind.SECTOR)
        if closing and closing.kind and kind in _GENERAL:
            kind = SectionKind(closing.kind)
        placed.setdefault(kind, []).append((_moment(cluster[0]), _item(cluster, lines, zone, closing)))
    return [Section(kind=kind, items=tuple(_newest_first(placed[kind]))) for kind in SectionKind if kind in placed]


def _newest_first(dated: list[tuple[datetime, DigestItem]]) -> list[DigestItem]:
    ordered = sorted(dated, key=lambda pair: (-pair[0].timestamp(), pair[1].headline, pair[1].id))
    return [item for _, item in ordered]


def _clusters(documents: Iterable[Document], known: Mapping[str, str]) -> list[list[Document]]:
    found: dict[str, list[Document]] = {}
    homes: dict[str, str] = {}
    for document in sorted(documents, key=lambda d: (_moment(d), d.id)):
        keys = [f"story:{known[document.id]}"] if document.id in known else _keys(document)
        home = next((homes[key] for key in keys if key in homes), document.id)
        homes.update(dict.fromkeys(keys, home))
        found.setdefault(home, []).append(document)
    return list(found.values())


def _keys(document: Document) -> list[str]:
    keys = [f"url:{_canonical(document.url)}"]
    title = fold(document.title)
    if len(title) >= _LEAST_TITLE:
        # Short titles ("Home", "News in brief") meet by chance.
        keys.append(f"title:{title}")
    return keys


def _canonical(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return url
    query = [(k, v) for k, v in parse_qsl(parts.query) if not k.startswith("utm_")]
    return f"{host}{parts.path.rstrip('/')}?{urlencode(query)}"


def _moment(document: Document) -> datetime:
    return document.published_at or document.updated_at or _EPOCH


def _item(
    cluster: Sequence[Document], lines: Mapping[str, SourceLine], zone: str, closing: Closing | None
) -> DigestItem:
    first = cluster[0]
    moment = _moment(first)
    return DigestItem(
        id=fingerprint("item", *sorted(document.id for document in cluster)),
        headline=without_markup(first.title, limit=_TITLE_LIMIT) or _first_words(first) or "Untitled",
        published_on=None if moment == _EPOCH else moment.astimezone(ZoneInfo(zone)).date(),
        publisher=_publisher(first, lines),
        summary=_summary(first),
        links=links_of((without_markup(d.title), d.url, _publisher(d, lines)) for d in cluster if safe_url(d.url)),
        document_ids=tuple(sorted(document.id for document in cluster)),
        closes_on=closing.on if closing else None,
    )


def _closing(document: Document, zone: str, since: datetime) -> Closing | None:
    """The one closing date that the document states; of several, or where the year is in doubt, none is taken."""
    moment = _moment(document)
    published = since if moment == _EPOCH else moment
    found = find_closings(document, on=published.astimezone(ZoneInfo(zone)).date())
    return found[0] if len(found) == 1 and not found[0].ambiguous else None


def _is_over(closing: Closing | None, local: datetime) -> bool:
    return closing is not None and closing.is_over(local.date(), local.time())


def _publisher(document: Document, lines: Mapping[str, SourceLine]) -> str:
    line = lines.get(document.source_id)
    return one_line(document.publisher or (line.publisher or line.name if line else ""), limit=80)


def _summary(document: Document) -> str:
    words = without_markup(document.summary, limit=_SUMMARY_LIMIT)
    if words and fold(words) != fold(document.title):
        return words
    paragraphs = (block.text for block in document.blocks if block.kind == "paragraph" and len(block.text) > 60)
    return one_line(next(paragraphs, ""), limit=_SUMMARY_LIMIT)


def _first_words(document: Document) -> str:
    return one_line(document.text, limit=80)

"""The documents of a period as stories, and the sources of a story that a change item tells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from monitor.digest.changes import links_of
from monitor.digest.words import without_markup
from monitor.ledger.stories import Article, stories
from monitor.model import DigestItem, Document, Source, Story, Zone
from monitor.store import Version


def stories_of(versions: Iterable[Version], sources: Iterable[Source]) -> tuple[Story, ...]:
    """The stories among ``versions``, the most trusted source of each first."""
    trust = {source.id: source.trust for source in sources}
    latest = {version.document_id: version for version in versions}
    lines = Counter(line for version in latest.values() for line in {block.text for block in version.document.blocks})
    furniture = {line for line, times in lines.items() if times >= _ON_SO_MANY and len(line) < _SHORT}
    return stories(
        article_of(version, trust.get(version.document.source_id, 2), furniture) for version in latest.values()
    )


#: A short line that so many documents have is a menu or a list of other news, whatever its zone.
_ON_SO_MANY, _SHORT = 3, 80


def article_of(version: Version, trust: int, furniture: Collection[str] = ()) -> Article:
    """A version as clustering sees it: what it says itself, without what stands round it on every page."""
    document = version.document
    said = [block.text for block in document.blocks if block.zone is Zone.MAIN and block.text not in furniture]
    return Article(
        id=document.id,
        title=without_markup(document.title),
        text="\n".join(said) or document.text or without_markup(document.summary),
        on=(document.published_at or version.first_seen).date(),
        url=document.url,
        trust=trust,
        claims=version.reading.claims,
    )


def with_sources(items: Sequence[DigestItem], news: Sequence[Document], told: Sequence[Story]) -> list[DigestItem]:
    """``items`` with links to the documents of ``news`` that report the same story, and their ids among its documents."""
    by_id = {document.id: document for document in news}
    story_of: Mapping[str, Story] = {document_id: story for story in told for document_id in story.document_ids}
    claimed: set[str] = set()
    found = []
    for item in items:
        own = set(item.document_ids)
        others = {other for each in own if each in story_of for other in story_of[each].document_ids} - own - claimed
        members = [by_id[each] for each in sorted(others) if each in by_id]
        claimed |= {document.id for document in members}
        more = links_of((without_markup(each.title), each.url, each.publisher) for each in members)
        links = {link.url: link for link in (*item.links, *more)}
        ids = (*item.document_ids, *(document.id for document in members))
        found.append(replace(item, links=tuple(links.values()), document_ids=ids) if members else item)
    return found

"""What of a week's versions is news: what is new, or another text, or changed as its publisher says; not a page that was edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.model import Document, DocumentKind, Mention, Zone
from monitor.store import Store, Version
from monitor.text import fold

#: Of these the publisher dates every change that matters (an answer, a correction, a major update) and no other.
_DATED = {DocumentKind.STATEMENT, DocumentKind.QUESTION, DocumentKind.NOTICE}


def news_of(store: Store, versions: Iterable[Version]) -> list[Version]:
    """The latest of ``versions`` of each document that is news in them, in their order."""
    latest: dict[str, Version] = {}
    fresh: set[str] = set()
    for version in versions:
        latest[version.document_id] = version
        if version.ordinal == 1 or _is_restated(store, version):
            fresh.add(version.document_id)
    return [version for version in latest.values() if version.document_id in fresh]


def new_mentions(store: Store, versions: Sequence[Version]) -> list[tuple[Document, Mention]]:
    """What ``versions`` mention in words in which the version before them did not."""
    found = []
    for version in versions:
        before = store.documents.before(version) if version.reading.mentions and version.ordinal > 1 else None
        known = {(each.organisation_id, each.evidence.quote) for each in before.reading.mentions} if before else set()
        found += [
            (version.document, mention)
            for mention in version.reading.mentions
            if (mention.organisation_id, mention.evidence.quote) not in known
        ]
    return found


def _is_restated(store: Store, version: Version) -> bool:
    document = version.document
    is_dated = document.kind in _DATED or document.record_kind == "govuk"
    if document.kind is DocumentKind.ENTRY and not is_dated:
        return False
    before = store.documents.before(version)
    if before is None:
        return False
    return _moments(before.document) != _moments(document) if is_dated else _is_another(before.document, document)


def _is_another(before: Document, after: Document) -> bool:
    """Whether the words of a page gave way to others: what stands at its address is another text."""
    words = _passages(after)
    return 2 * sum(map(len, words & _passages(before))) < sum(map(len, words))


def _passages(document: Document) -> set[str]:
    return {fold(block.text) for block in document.blocks if block.zone is not Zone.CHROME}


def _moments(document: Document) -> tuple[object, ...]:
    return (document.published_at, document.updated_at, document.withdrawn)

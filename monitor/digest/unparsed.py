"""Names beside a telling word of which nothing could be made: for staff to look at, so that what was missed can be seen."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.digest.changes import links_of
from monitor.digest.words import one_line, quoted
from monitor.model import DigestItem, Document, Mention, Quotation
from monitor.text import fingerprint

#: More would be a list that nobody reads; the desk has them all.
_MOST = 12
_QUOTE_LIMIT = 300


def mention_items(found: Iterable[tuple[Document, Mention]]) -> tuple[DigestItem, ...]:
    """An item for each body and document, in their order; the latest word of a document on a body counts."""
    latest = {(document.id, mention.organisation_id): (document, mention) for document, mention in found}
    return tuple(_item(document, mention) for document, mention in list(latest.values())[:_MOST])


def _item(document: Document, mention: Mention) -> DigestItem:
    links = links_of([(document.title, document.url, document.publisher)])
    return DigestItem(
        id=fingerprint("mention", document.id, mention.organisation_id, mention.evidence.quote),
        headline=one_line(f"{mention.organisation} is named near \u201c{mention.cue}\u201d, and no role could be read"),
        published_on=document.published_at.date() if document.published_at else None,
        publisher=one_line(document.publisher),
        quotes=(Quotation(text=quoted(mention.evidence.quote, limit=_QUOTE_LIMIT), link=next(iter(links), None)),),
        links=links,
        question="Does it have a part here?",
        document_ids=(document.id,),
    )

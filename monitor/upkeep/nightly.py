"""All that is kept up, in one go: what the service does each night and before it drafts, and `tierwatch upkeep` at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.model import Fetch, Source
from monitor.programmes.pack import Programme
from monitor.store import Store
from monitor.upkeep.advice import mark_advice
from monitor.upkeep.documents import note_documents
from monitor.upkeep.issues import note_issues
from monitor.upkeep.links import check_links, gather_links
from monitor.upkeep.own_pages import note_own_pages
from monitor.upkeep.questions import settle_questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What was done, in numbers."""

    questions_open: int
    notes: int
    issues: int
    advice_to_check: int
    own_pages: int
    links_tried: int = 0

    def __str__(self) -> str:
        return (
            f"{self.questions_open} questions open, {self.notes} new promises and closing dates, {self.issues} issues noted, "
            f"{self.advice_to_check} advice items to check, {self.own_pages} pages of our own against the ledger, "
            f"{self.links_tried} links tried"
        )


def keep_up(
    store: Store, programmes: Sequence[Programme], sources: Sequence[Source], *, now: datetime,
    fetch: Fetch | None = None, links: int = 0,
) -> Kept:  # fmt: skip
    """Settle questions, note what new documents hold, mark advice, and with ``fetch`` try at most ``links`` links.

    Documents from before a state had an index of words are put into it, where an upgrade was cut off before it had done so.
    """
    store.full_text.catch_up()
    asked = settle_questions(store, programmes, now=now)
    kept = Kept(
        questions_open=len(asked),
        notes=note_documents(store, now=now),
        issues=note_issues(store, now=now),
        advice_to_check=len(mark_advice(store)),
        own_pages=len(note_own_pages(store, sources, now=now)),
    )
    gather_links(store, now=now)
    if fetch is None or not links:
        return kept
    return replace(kept, links_tried=len(check_links(store, fetch, now=now, limit=links)))

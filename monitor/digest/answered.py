"""Questions that were open and have been answered in a period, as items that say how long they stood open."""

from __future__ import annotations

from monitor.clock import Period
from monitor.digest.changes import links_of
from monitor.digest.words import one_line, quoted
from monitor.model import DigestItem, Quotation
from monitor.store import Registered, Store
from monitor.text import fingerprint


def answered_items(store: Store, period: Period) -> tuple[DigestItem, ...]:
    """An item for each question that a claim answered in ``period``."""
    return tuple(_item(store, each) for each in store.questions.answered(period.start, period.end))


def _item(store: Store, registered: Registered) -> DigestItem:
    question = registered.question
    found = store.claims.by_id(registered.answer_claim_id) if registered.answer_claim_id else ()
    claim = found[-1].claim if found else None
    answered_at = registered.answered_at or registered.opened_at
    age = question.age_days(answered_at.date())
    stood = "" if age is None else f"It had been open for {age} day{'' if age == 1 else 's'}."
    return DigestItem(
        id=fingerprint("answered", question.id, answered_at.isoformat()),
        headline=one_line(f"{question.words} {registered.answer}"),
        programme=question.programme,
        areas=claim.areas if claim else (),
        summary=one_line(stood),
        quotes=(Quotation(text=quoted(claim.evidence.quote)),) if claim else (),
        links=links_of((each.title, each.url, each.publisher) for each in found),
        document_ids=tuple(sorted({each.document_id for each in found})),
    )

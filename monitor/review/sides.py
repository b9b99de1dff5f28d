"""The two sides of a change: the words that said it before and the words that say it now, with where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.model import Block, BlockKind, Change, Claim, Document, Event, Evidence, Layer
from monitor.review.differing import Piece, marked
from monitor.review.records import Record, are_one, in_lines, record_of, same_record
from monitor.store import Store, Version
from monitor.text import fold

_CONTEXT_LIMIT = 900
_MOST_LINES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a card. ``version_id`` names the stored version that the words stand in, where they do."""

    pieces: tuple[Piece, ...]
    url: str = ""
    title: str = ""
    on: date | datetime | None = None
    headings: tuple[str, ...] = ()
    version_id: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    text: str = ""
    headings: tuple[str, ...] = ()
    record: Record = ()
    version: Version | None = None
    url: str = ""
    title: str = ""
    on: date | datetime | None = None
    note: str = ""


def sides_of(event: Event, store: Store) -> tuple[Side, Side]:
    """What was said before and what is said now, furniture left out, the words that differ marked on both sides."""
    version = store.documents.version(event.version_id) if event.version_id else None
    earlier = _version_before(version, store)
    now = _now(event, version)
    before = _before(event, earlier, now, store)
    if before.record and now.record and not are_one(before.record, now.record):
        # Two contracts differ in every line; what is told is who was named there and is named here.
        left, right = marked(before.text, now.text)
        return _side(before, (*left, _rest(before))), _side(now, (*right, _rest(now)))
    if before.record or now.record:
        before, now = _in_full(before, now.record), _in_full(now, before.record)
    elif version and earlier and before.text == now.text:
        # The words that name the body are the same; what changed stands elsewhere in the document.
        gone, come = _changed(earlier.document, version.document), _changed(version.document, earlier.document)
        before, now = replace(before, text=_with(before.text, gone)), replace(now, text=_with(now.text, come))
    left, right = marked(before.text, now.text)
    return _side(before, left), _side(now, right)


def _in_full(words: _Words, other: Record) -> _Words:
    """The whole record instead of one line of it: which contract it is of, and what else of it changed, has to be seen."""
    if not words.record:
        return words
    first = next((block for block in words.record if block.text == words.text), None)
    return replace(words, text=in_lines(words.record, first, other, most=_CONTEXT_LIMIT))


def _rest(words: _Words) -> Piece:
    """The other lines of the record below the one that is told."""
    rest = tuple(block for block in words.record if block.text != words.text)
    return Piece("\n" + in_lines(rest, None, (), most=_CONTEXT_LIMIT), differs=False)


def claim_behind(event: Event, store: Store) -> Claim | None:
    """The claim that the change was made of, as it was read."""
    version = store.documents.version(event.version_id) if event.version_id else None
    if version is None or event.change.claim_id is None:
        return None
    return next((claim for claim in version.reading.claims if claim.id == event.change.claim_id), None)


def reason_of(claim: Claim | None, change: Change) -> str:
    """Why the confidence is what it is, in a sentence."""
    if claim is None:
        return change.reason or "made of what two versions of the document say"
    how = {
        Layer.TABLE: "read in a table or list", Layer.JSON: "read in a published record",
        Layer.GRAMMAR: "a sentence says it", Layer.ATTACH: "a word near the name says it",
        Layer.HUMAN: "entered by a member of staff", Layer.LLM: "read by a language model",
        Layer.WEIGHED: "the words around the name, weighed together, say it",
    }[claim.layer]  # fmt: skip
    doubts = "; ".join(claim.considered)
    return how + (f". Turned down: {doubts}" if doubts else "")


def _side(words: _Words, pieces: Sequence[Piece]) -> Side:
    version = words.version
    return Side(
        pieces=tuple(pieces),
        url=words.url,
        title=words.title,
        on=words.on,
        headings=words.headings,
        version_id=version.id if version else "",
        note=words.note,
    )


def _now(event: Event, version: Version | None) -> _Words:
    evidence = event.change.evidence
    quote = evidence.quote if evidence else ""
    on = event.published_at or event.detected_at
    if version is None:
        return _Words(text=quote, url=event.url, title=event.title, on=on)
    block = _block_at(version.document, evidence)
    record = record_of(version.document, block)
    return _Words(
        text=_shown(block, quote) if block else quote,
        headings=block.headings if block and not record else (),
        record=record,
        version=version,
        url=event.url,
        title=event.title,
        on=on,
        note="" if quote or block else "No words say it: it follows from what is missing.",
    )


def _before(event: Event, earlier: Version | None, now: _Words, store: Store) -> _Words:
    change, quote = event.change, event.change.evidence_before.quote if event.change.evidence_before else ""
    if earlier is not None:
        block = _block_at(earlier.document, change.evidence_before)
        record = record_of(earlier.document, block) or same_record(earlier.document, now.record, change.contract)
        block = block or (record[0] if record else None if now.record else _same_place(earlier.document, now))
        if block:
            document = earlier.document
            return _Words(
                text=_shown(block, quote), headings=() if record else block.headings, record=record, version=earlier,
                url=document.url, title=document.title, on=earlier.first_seen, note="The version before of the same document.",
            )  # fmt: skip
    # Words that stand in the new document say what was, but the ledger has them from where they were news.
    known = _known_before(event, store)
    if known is None and quote:
        return _Words(text=quote, url=event.url, title=event.title)
    return known or _Words(note="Nothing was known of this before.")


def _known_before(event: Event, store: Store) -> _Words | None:
    """The latest thing that the ledger held of this body in this area before the event."""
    change = event.change
    held = [
        standing
        for standing in store.standings.history(
            organisation_id=change.organisation_id, area=change.area, every_knowledge=True
        )
        if standing.known_from and standing.known_from < event.detected_at and standing.quote
    ]
    if not held:
        return None
    last = max(held, key=lambda standing: (str(standing.known_from), str(standing.valid_from)))
    met = next(iter(store.claims.by_id(last.claim_id)), None)
    version = store.documents.version(met.version_id) if met else None
    block = _block_at(version.document, met.claim.evidence) if met and version else None
    return _Words(
        text=_shown(block, last.quote) if block else last.quote, headings=block.headings if block else (), version=version,
        url=last.url, title=met.title if met else "", on=last.valid_from, note="What the ledger held until then.",
    )  # fmt: skip


def _version_before(version: Version | None, store: Store) -> Version | None:
    if version is None or version.ordinal <= 1:
        return None
    earlier = [each for each in store.documents.outlines(version.document_id) if each.ordinal < version.ordinal]
    return store.documents.version(earlier[-1].id) if earlier else None


def _block_at(document: Document, evidence: Evidence | None) -> Block | None:
    if evidence is None or document.text[evidence.start : evidence.end] != evidence.quote:
        return None
    return next((b for b in document.blocks if b.start <= evidence.start < b.end), None)


def _changed(document: Document, other: Document) -> list[str]:
    """The lines of ``document`` that the other version has not."""
    known = {block.text for block in other.blocks}
    return [_shown(block, "") for block in document.blocks if block.text not in known][:_MOST_LINES]


def _with(text: str, lines: list[str]) -> str:
    return _fitting([text, *(line for line in lines if line != text)])


def _fitting(lines: list[str]) -> str:
    """``lines``, as many of them as a card has room for."""
    kept: list[str] = []
    for line in lines:
        if sum(map(len, kept)) + len(line) > _CONTEXT_LIMIT:
            break
        kept.append(line)
    return "\n".join(kept or lines[:1])


def _same_place(document: Document, now: _Words) -> Block | None:
    """The block of an earlier version that stands where the words stand now: the one that shares most of their words."""
    wanted = set(fold(now.text).split())
    best = max(document.blocks, key=lambda block: _shared(block, wanted), default=None)
    return best if best is not None and _shared(best, wanted) >= 0.4 else None


def _shared(block: Block, wanted: set[str]) -> float:
    have = set(fold(_shown(block, "")).split())
    return len(have & wanted) / len(have | wanted) if have and wanted else 0.0


def _shown(block: Block, quote: str) -> str:
    if block.kind is BlockKind.ROW and block.cells:
        text = "\n".join(
            f"{cell.header}: {cell.text}" if cell.header else cell.text for cell in block.cells if cell.text
        )
    else:
        text = block.text
    if len(text) <= _CONTEXT_LIMIT:
        return text
    at = max(0, text.find(quote)) if quote else 0
    start = max(0, at - _CONTEXT_LIMIT // 3)
    cut = text[start : start + _CONTEXT_LIMIT]
    return ("…" if start else "") + cut + ("…" if start + _CONTEXT_LIMIT < len(text) else "")

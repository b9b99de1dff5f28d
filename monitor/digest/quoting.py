"""What members read of the words that prove a change: the whole sentence, or the whole row of a table, that they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from monitor.digest.rows import row_in_words
from monitor.digest.words import QUOTE_LIMIT
from monitor.extract.words.sentences import sentences
from monitor.model import Block, BlockKind, Document, Event, Evidence
from monitor.store import Store, Version


def quoted_whole(events: Iterable[Event], store: Store) -> tuple[Event, ...]:
    """``events`` with their evidence as long as a reader needs; as short as it was where the document is stored no longer."""
    versions: dict[str, Version | None] = {}
    earlier: dict[str, Version | None] = {}
    told = []
    for event in events:
        change, now = event.change, event.version_id or ""
        if now not in versions:
            versions[now] = store.documents.version(now) if now else None
        version = versions[now]
        if version and now not in earlier:
            earlier[now] = store.documents.before(version)
        was = earlier.get(now)
        after, before = version.document if version else None, was.document if was else None
        name = change.organisation_to or change.organisation
        whole = replace(
            change,
            evidence=_whole(change.evidence, after, before, name),
            evidence_before=_whole(change.evidence_before, before, after, change.organisation),
        )
        told.append(replace(event, change=whole))
    return tuple(told)


def _whole(evidence: Evidence | None, document: Document | None, other: Document | None, name: str) -> Evidence | None:
    """``evidence`` widened to its sentence or row: verbatim still, as it stands in ``document``.

    A row of a register that says a code is told with the ``name`` and what is new in it beside the ``other`` version.
    """
    if evidence is None or document is None or document.text[evidence.start : evidence.end] != evidence.quote:
        return evidence
    block = next((each for each in document.blocks if each.start <= evidence.start < each.end), None)
    if block is None or evidence.end > block.end:
        return evidence
    if block.kind is BlockKind.RECORD:
        return replace(evidence, quote=row_in_words(name, evidence.quote, block, document, other))
    first, last = _row(block) if block.cells else _sentences(block, evidence)
    if not first <= evidence.start < evidence.end <= last or last - first > QUOTE_LIMIT:
        return evidence
    return Evidence(quote=document.text[first:last], start=first, end=last)


def _row(block: Block) -> tuple[int, int]:
    """The cells of a row, without the empty ones at its ends."""
    return block.end - len(block.text.lstrip(" |")), block.start + len(block.text.rstrip(" |"))


def _sentences(block: Block, evidence: Evidence) -> tuple[int, int]:
    """The sentences of a block that the evidence has a part in."""
    placed = [(block.start + first, block.start + last) for first, last in sentences(block.text)]
    met = [(first, last) for first, last in placed if first < evidence.end and evidence.start < last]
    return (met[0][0], met[-1][1]) if met else (evidence.start, evidence.end)

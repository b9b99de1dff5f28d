"""Why a claim was made: the text with the quote marked, who read it, what was turned down, why it is as sure as it is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.extract.turned_down import names_turned_down
from monitor.model import Block, BlockKind, Claim, Document, Layer, Reading, Zone
from monitor.programmes.watchlist import Watchlist

_LAYERS = {
    Layer.TABLE: "a table or list, by the meaning of its headers",
    Layer.JSON: "a published record, by its fields",
    Layer.GRAMMAR: "a sentence, by its construction",
    Layer.ATTACH: "a word of contracting near the name",
    Layer.HUMAN: "a member of staff",
    Layer.LLM: "the optional reader, for a person to check",
}
_ZONES = {
    Zone.CHROME: "stands in the navigation or beside the page's text",
    Zone.RECURRING: "stands on other pages of the site too",
    Zone.VOLATILE: "stands where the words change at most visits",
}
_CONTEXT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The words around a quote: ``before``, the ``quote`` itself, ``after``; the headings above; where the quote begins."""

    before: str
    quote: str
    after: str
    headings: tuple[str, ...] = ()
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a claim was made. ``others`` are the publishers of other documents that say the same."""

    claim: Claim
    passage: Passage
    reader: str
    turned_down: tuple[str, ...]
    confidence: tuple[str, ...]
    others: tuple[str, ...] = ()


def explain(
    claim: Claim,
    document: Document,
    reading: Reading,
    watchlist: Watchlist,
    *,
    others: Sequence[tuple[str, float]] = (),
) -> Explanation:
    """The explanation of ``claim``, read in ``document``. ``others``: publishers that say the same, with how sure that is."""
    passage, block = passage_of(document, claim.evidence.start, claim.evidence.end)
    low, high = (block.start, block.end) if block else (claim.evidence.start, claim.evidence.end)
    refused = [*claim.considered, *names_turned_down(document, reading, watchlist, low, high)]
    return Explanation(
        claim=claim,
        passage=passage,
        reader=_LAYERS[claim.layer] + (f" (rule {claim.rule})" if claim.rule else ""),
        turned_down=tuple(refused),
        confidence=tuple(_reasons(claim, block, watchlist, others)),
        others=tuple(name for name, _ in others),
    )


def passage_of(document: Document, start: int, end: int) -> tuple[Passage, Block | None]:
    """The words around a stretch of a document, whole blocks of it, and the block that it stands in."""
    blocks = document.blocks
    at = next((number for number, block in enumerate(blocks) if block.start <= start < block.end), None)
    if at is None:
        low, high = max(0, start - 200), min(len(document.text), end + 200)
        return Passage(
            before=document.text[low:start], quote=document.text[start:end], after=document.text[end:high]
        ), None
    block = blocks[at]
    around = 0 if block.kind is BlockKind.PARAGRAPH and len(block.text) > 200 else _CONTEXT
    low = blocks[max(0, at - around)].start
    high = blocks[min(len(blocks) - 1, at + around)].end
    return (
        Passage(
            before=document.text[low:start], quote=document.text[start:end], after=document.text[end : max(high, end)],
            headings=block.headings, start=start, end=end,
        ),
        block,
    )  # fmt: skip


def confirmed(confidences: Sequence[float]) -> float:
    """How sure a claim is that several sources make each by itself: the chance that not all of them are wrong."""
    doubt = 1.0
    for confidence in confidences:
        doubt *= 1.0 - min(max(confidence, 0.0), 1.0)
    return 1.0 - doubt


def _reasons(
    claim: Claim, block: Block | None, watchlist: Watchlist, others: Sequence[tuple[str, float]]
) -> Sequence[str]:
    found = [f"{claim.confidence:.2f} as read"]
    if block and block.zone in _ZONES:
        found.append(f"less, as it {_ZONES[block.zone]}")
    if watchlist.organisation(claim.organisation) is None:
        found.append("the name is in no pack and was found by its form")
    if claim.surface != claim.organisation:
        found.append(f"written as \u201c{claim.surface}\u201d")
    if not claim.areas:
        found.append(
            "no area is named" if not claim.area_count else f"{claim.area_count} areas are counted and not named"
        )
    if not claim.mode.makes_events:
        found.append(f"not stated but {claim.mode.value}: it moves nothing")
    if others:
        together = confirmed([claim.confidence, *(confidence for _, confidence in others)])
        found.append(f"{together:.2f} together with {len(others)} other source{'s' if len(others) > 1 else ''}")
    return found

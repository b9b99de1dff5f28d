"""What a sentence states beyond the role: payment, volume, involvement, a part in strategy. Only explicit words count; nothing is inferred."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from monitor.extract.words.magnitudes import MAGNITUDES
from monitor.extract.words.scans import Scan
from monitor.extract.words.sentences import sentences
from monitor.model import BlockKind, Claim, Completeness, Document, Layer, block_at

#: How work is paid, each under the words that state it.
_PAYMENT = (
    ("payment by results", re.compile(r"\bpayments?[- ]by[- ]results\b|\bpaid (?:\w+ ){0,3}by (?:its |their )?results\b|\bPbR\b")),
    ("fee for service", re.compile(r"\bfees?[- ]for[- ]services?\b|\bfixed fees?\b|\bpaid a fee\b", re.IGNORECASE)),
    ("grant", re.compile(r"\bgrant[- ]funded\b|\b(?:by|through|with|as) (?:a )?grants?\b", re.IGNORECASE)),
)  # fmt: skip
_MONEY = re.compile(
    rf"(?:[£€$]\s?\d[\d,.]*(?:[\s-]?(?:{'|'.join(MAGNITUDES)})\b)?(?:(?: a| per) (?:year|annum|month)| annually)?(?: over (?:\w+ )years?)?)",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b\d[\d,]*\+? (?:people|men|women|adults|service users|participants|clients|cases|prisoners|offenders|young people|households)\b(?: (?:a|per|each) (?:year|month))?",
    re.IGNORECASE,
)  # fmt: skip
_SHARE = re.compile(
    r"\b(?:deliver|provide|undertake|run|carry out|account for)(?:s|ing)? (?:about |around |some |nearly |almost |up to |only )?"
    r"((?:\d+ ?(?:per cent|%)|(?:a|one|two|three) (?:third|quarter|half|fifth|tenth)s?|half|most|all|the (?:majority|bulk|whole)) of (?:the |its |all )?[\w -]{3,40}?)(?= in\b| for\b| across\b|[,.;]|$)",
    re.IGNORECASE,
)
_STRATEGY = re.compile(
    r"\b(?:(?:has|have|takes?|holds?|will have|will take|given) (?:a |its )?seats? on (?:the |its )?[\w -]{0,30}?(?:board|executive|committee)|"
    r"(?:sits?|is represented|will sit) on (?:the |its )?[\w -]{0,30}?(?:board|executive|committee)|"
    r"(?:has|have|takes?|plays?|will have|will take|will play|given) (?:a |an )?(?:\w+ )?strategic (?:role|part))\b",
    re.IGNORECASE,
)
#: What is asked, denied or only possible is not stated. "Could be paid", "no grant", "whether it is paid by results".
_NOT_STATED = re.compile(
    r"\b(?:not|no|never|without|whether|how|could|may|might|would|if|unless|unclear|unknown|isn't|won't)\b|\?",
    re.IGNORECASE,
)


_OPEN = Scan(
    r"\b(?:but (?:is |are )?not limited to|amongst? others|and others|to name (?:but )?a few|not (?:a|an) (?:complete|exhaustive) list)\b",
    re.IGNORECASE,
)
_CLOSED = Scan(
    r"\b(?:full|complete|exhaustive) list (?:of|is|follows)\b|\ball of (?:the|these) following\b|\b(?:these|the following) (?:are|is) all\b",
    re.IGNORECASE,
)


def with_details(claims: Sequence[Claim], document: Document) -> tuple[Claim, ...]:
    """``claims`` with what their own sentence states of them, and whether the list that they stand in says that it is whole.

    A sentence about several organisations states its volume of nobody in particular, so it says nothing here.
    """
    if not claims:
        return ()
    claims = [_listed(claim, document) for claim in claims]
    found: dict[int, dict[str, Any]] = {}
    for words, numbers in _by_sentence(claims, document):
        if len({claims[number].organisation_id for number in numbers}) == 1 and not _NOT_STATED.search(words):
            stated = _stated(words)
            found.update(dict.fromkeys(numbers, stated) if stated else {})
    return tuple(_completed(claim, found.get(number, {})) for number, claim in enumerate(claims))


def _listed(claim: Claim, document: Document) -> Claim:
    """``claim`` with the completeness that its own sentence, or the introduction of its list, states."""
    if claim.completeness is not Completeness.UNKNOWN or claim.layer is Layer.JSON:
        return claim
    words = _introduction(claim.evidence.start, document)
    said = (
        Completeness.OPEN if _OPEN.is_in(words) else Completeness.CLOSED if _CLOSED.is_in(words) else claim.completeness
    )
    return claim if said is claim.completeness else replace(claim, completeness=said)


def _introduction(at: int, document: Document) -> str:
    number = block_at(document.blocks, at)
    if number is None:
        return ""
    block = document.blocks[number]
    if block.kind is BlockKind.ITEM:
        before = (other for other in reversed(document.blocks[:number]) if other.kind is not BlockKind.ITEM)
        return f"{getattr(next(before, None), 'text', '')} {block.text}"
    here = at - block.start
    return next((block.text[start:end] for start, end in sentences(block.text) if start <= here < end), "")


def _completed(claim: Claim, stated: dict[str, Any]) -> Claim:
    new = {name: value for name, value in stated.items() if not getattr(claim, name)}
    return replace(claim, **new) if new else claim


def _by_sentence(claims: Sequence[Claim], document: Document) -> Iterable[tuple[str, list[int]]]:
    """The sentences that claims were read from, each with the numbers of its claims."""
    starts = sorted(claim.evidence.start for claim in claims if claim.layer is not Layer.JSON)
    spans = [
        (block.start + start, block.start + end)
        for block in document.blocks
        if (first := bisect_left(starts, block.start)) < len(starts) and starts[first] < block.end
        for start, end in sentences(block.text)
    ]
    placed: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, claim in enumerate(claims):
        span = next(((start, end) for start, end in spans if start <= claim.evidence.start < end), None)
        if span and claim.layer is not Layer.JSON:
            placed[span].append(number)
    return ((document.text[start:end], numbers) for (start, end), numbers in placed.items())


def _stated(words: str) -> dict[str, Any]:
    payment = next((name for name, pattern in _PAYMENT if pattern.search(words)), None)
    volume = _only(_MONEY, words) or _only(_PEOPLE, words)
    share, strategy = _SHARE.search(words), _STRATEGY.search(words)
    values = {
        "payment": payment,
        "volume": volume,
        "involvement": share.group(1) if share else None,
        "strategic_role": strategy.group() if strategy else None,
    }
    return {name: value for name, value in values.items() if value}


def _only(pattern: re.Pattern[str], words: str) -> str | None:
    """The one thing in ``words`` that fits; of two amounts nobody can say which is meant."""
    found = [match.group().strip().rstrip(",.") for match in pattern.finditer(words)]
    return found[0] if len(found) == 1 else None

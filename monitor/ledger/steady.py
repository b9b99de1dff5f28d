"""Claims whose words stand as they stood, of bodies of which a later version says nothing new.

What far words make of a sentence (whether a contract is signed yet, who has lost) changes with them; the sentence has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from monitor.ledger.corrections import Sentence
from monitor.ledger.mentioned import is_named
from monitor.ledger.places import LISTS, area_key
from monitor.model import Block, Change, Claim, Document, EventType, Layer, Role, Status, block_at
from monitor.text import fold

#: What is said of how far a contract has come, whoever has it.
_OF_STAGES = re.compile(
    r"\b(?:award|appoint|ch[oa]s|choice|select|prefer|shortlist|sign(?! in\b)|w[io]n|bid|tender|contract|terminat|end(?:s|ed|ing)?\b|expir|withdr|"
    r"pull|le(?:ft|ave)|l[oa]st|los(?:e|t|ing)|ceas|clos|liquid|administrat|hand|replac|t[oa]k|no longer|success|fail|confirm|"
    r"start|beg[iau]n|agree|decid|decision|announc|cancel|scrap|suspend|stop|in-house)",
    re.IGNORECASE,
)


def steady(
    claims: Sequence[Claim], old: Sequence[Claim], before: Document, after: Document, later: Sequence[Sentence],
    come: Sequence[Sentence],
) -> tuple[frozenset[str], bool]:  # fmt: skip
    """The ids of those of ``claims``, of ``after``, whose sentence was in ``before`` and whose body is in nothing that is new; and whether new words
    that name nobody speak of stages, which may be those of all.

    ``later`` are all sentences of ``after`` and ``come`` those that are new in it. A line that is no sentence means what those beside it
    make of it, which must stand too; the rows of a table say nothing new only where nothing is. Who is out for a new winner is in what is new, also where it is not named.
    """
    said = f" {fold(before.text)} "
    lines = set(_with_neighbours(before.blocks))
    here = _with_neighbours(after.blocks)
    fresh = [f" {fold(text)} " for text in _up_to(come, after.blocks)]
    new = [c for c in claims if _is_within(c, come) and c.role is Role.LEAD and not c.status.is_exit]
    found = {c.id for c in claims if c.layer is Layer.TABLE} if not come and _rows(after) <= _rows(before) else set()
    for claim in (each for each in claims if each.layer not in LISTS):
        text = next((text for start, end, text in later if start <= claim.evidence.start < end), "")
        number = block_at(after.blocks, claim.evidence.start)
        whole = text.rstrip("\"'\u201d\u2019)").endswith((".", "!", "?"))
        stood = f" {fold(text)} " in said if whole else number is not None and here[number] in lines
        if stood and not any(is_named(claim, words) for words in fresh) and not _is_followed(claim, new):
            found.add(claim.id)
    bare = [f" {fold(text)} " for _, _, text in come if _OF_STAGES.search(text)] if found else []
    return frozenset(found), any(not any(is_named(claim, words) for claim in (*claims, *old)) for words in bare)


def is_steady(change: Change, ids: frozenset[str], *, stages: bool) -> bool:
    """Whether ``change`` is told by a claim of ``ids`` (see ``steady``); where new words speak of ``stages``, only a step back by one is none."""
    if change.claim_id not in ids:
        return False
    return change.type in _OF_A_BODY and (not stages or _is_step_back(change))


_OF_A_BODY = frozenset(
    {EventType.STATUS_CHANGED, EventType.ROLE_CHANGED, EventType.AREA_ADDED, EventType.VALUE_CHANGED}
)


def _is_step_back(change: Change) -> bool:
    if change.type is not EventType.STATUS_CHANGED or not (change.before and change.after):
        return False
    was, now = Status(change.before), Status(change.after)
    return not (was.is_exit or now.is_exit) and now.rank < was.rank


def _with_neighbours(blocks: Sequence[Block]) -> list[tuple[str, str, str]]:
    texts = ["", *(block.text for block in blocks), ""]
    return list(zip(texts, texts[1:], texts[2:], strict=False))


def _rows(document: Document) -> set[tuple[tuple[str, ...], tuple[tuple[str, str], ...]]]:
    """The rows of all tables, each with the headings over it and the headers of its cells."""
    return {
        (block.headings, tuple((cell.header, cell.text) for cell in block.cells))
        for block in document.blocks
        if block.cells
    }


def _up_to(come: Iterable[Sentence], blocks: Sequence[Block]) -> list[str]:
    """Each paragraph with sentences of ``come`` up to the end of the last of them: whom "it" means is said before."""
    ends: dict[int, int] = {}
    alone = []
    for start, end, text in come:
        number = block_at(blocks, start)
        if number is None:
            alone.append(text)
        else:
            ends[number] = max(end, ends.get(number, 0))
    return [*alone, *(blocks[number].text[: end - blocks[number].start] for number, end in ends.items())]


def _is_within(claim: Claim, spans: Iterable[Sentence]) -> bool:
    return any(start <= claim.evidence.start < end for start, end, _ in spans)


def _is_followed(claim: Claim, new: Iterable[Claim]) -> bool:
    """Whether one of ``new`` has come where ``claim`` says that its body is out."""
    areas = {area_key(area) for area in claim.areas}
    return claim.status.is_exit and any(
        not areas or not other.areas or areas & {area_key(area) for area in other.areas} for other in new
    )

"""Vague promises: what somebody says they will do "in the coming weeks", and when to look whether it was done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.extract.words.sentences import sentences
from monitor.model import Document, Evidence, Zone

#: A vague time and the weeks after which it has surely come. The first that fits counts.
_TIMES = tuple(
    (re.compile(pattern, re.IGNORECASE), weeks)
    for pattern, weeks in (
        (r"\b(?:in|over|within) the (?:coming|next) (?:few )?days\b|\blater this week\b|\bnext week\b", 2),
        (r"\b(?:in|over|within) the (?:coming|next) (?:few |couple of )?weeks\b|\bvery soon\b|\bshortly\b|\bsoon\b|\blater this month\b|\bnext month\b", 6),
        (r"\b(?:in|over|within) the (?:coming|next) (?:few )?months\b|\bin due course\b|\bin the new year\b|\b(?:early|later) (?:this|next) (?:spring|summer|autumn|winter)\b", 13),
        (r"\blater this year\b|\b(?:early )?next year\b|\bby the end of the year\b", 30),
    )
)  # fmt: skip
_WILL = re.compile(
    r"\b(?:will|shall|we'll|(?:is|are|am) (?:going|about|due|planning) to|plans? to|intends? to|hopes? to|aims? to|expects? to)\b",
    re.IGNORECASE,
)
#: What is only possible, denied or long past promises nothing.
_NOT = re.compile(
    r"\b(?:will not|won't|shall not|not be|may|might|could|would|whether|if|until|had|has been)\b|\?", re.IGNORECASE
)
#: A page that repeats itself ("coming soon" on every card) says nothing that anybody would look after.
_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A sentence that promises something for a vague time; ``due_on`` is when to look again."""

    words: str
    evidence: Evidence
    due_on: date


def find_promises(document: Document, *, on: date) -> tuple[Promise, ...]:
    """The promises of ``document``, made on the day ``on``. Pure."""
    found: dict[str, Promise] = {}
    for start, end, weeks in _places(document):
        words = document.text[start:end]
        due = on + timedelta(weeks=weeks)
        found.setdefault(words, Promise(words=words, evidence=Evidence(quote=words, start=start, end=end), due_on=due))
    return tuple(found.values())[:_MOST]


def _places(document: Document) -> Iterator[tuple[int, int, int]]:
    for block in document.blocks:
        if block.zone is not Zone.MAIN:
            continue
        for start, end in sentences(block.text):
            words = block.text[start:end]
            if _WILL.search(words) and not _NOT.search(words):
                weeks = next((weeks for pattern, weeks in _TIMES if pattern.search(words)), None)
                if weeks is not None:
                    yield block.start + start, block.start + end, weeks

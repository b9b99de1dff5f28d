"""Helpers whom a sentence presents before it names them: "It will work with local partners. Beacon will run the Dover hub."

Sentence by sentence each of them runs something, and would be read as one more leader. What all of them are is told once, by a
sentence that names nobody new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.extract.words.presenting import presents
from monitor.extract.words.sentences import sentences
from monitor.model import Claim, Layer, Role
from monitor.text import plain

#: Who is named by such words leads after all, or is no helper.
_LEADS = re.compile(r"\b(?:lead|leads|led|leading|main|prime|overall)\b")
#: So many sentences on a text has turned to something else.
_SENTENCES = 4
_READ = frozenset({Layer.ATTACH, Layer.WEIGHED})


def with_presented(claims: Sequence[Claim], text: str, others: Sequence[Claim] = ()) -> tuple[Claim, ...]:
    """``claims`` with each newcomer that was read as a leader as what the sentence before presented; ``others`` are claims of the same text.

    A newcomer is a body that ``text`` does not name before that sentence, while it names another leader there.
    """
    if not any(_may_be(claim) for claim in claims):
        return tuple(claims)
    text = plain(text)
    leads = [claim for claim in (*claims, *others) if claim.role is Role.LEAD and not claim.status.is_exit]
    presented = list(_presented(text))
    return tuple(_as_presented(claim, text, leads, presented) if _may_be(claim) else claim for claim in claims)


def _may_be(claim: Claim) -> bool:
    return claim.role is Role.LEAD and claim.layer in _READ and not claim.status.is_exit


def _presented(text: str) -> Iterator[tuple[int, int, Role]]:
    """Where in ``text`` a sentence presents helpers, where the reach of what it says does, and what they are."""
    for line in re.finditer(r"[^\n]+", text):
        spans = [(line.start() + low, line.start() + high) for low, high in sentences(line.group())]
        for number, (low, high) in enumerate(spans):
            if found := presents(text, low, high):
                yield found[0], spans[min(number + _SENTENCES, len(spans) - 1)][1], found[1]


def _as_presented(claim: Claim, text: str, leads: Sequence[Claim], presented: Sequence[tuple[int, int, Role]]) -> Claim:
    surface = plain(claim.surface)
    first = text.find(surface)
    for after, until, role in presented:
        if after < first < until and not _LEADS.search(text, claim.evidence.start, claim.evidence.end):
            named = text[:after]
            if any(lead.organisation_id != claim.organisation_id and plain(lead.surface) in named for lead in leads):
                return replace(claim, role=role)
    return claim

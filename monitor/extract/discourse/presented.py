"""Helpers whom a sentence presents before it names them: "It will work with local partners. Beacon will run the Dover hub."

Sentence by sentence each of them runs something, and would be read as one more leader. What all of them are is told once, by a
sentence that names nobody new.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
    told: dict[tuple[int, int], tuple[int, Role] | None] = {}
    return tuple(_as_presented(claim, text, leads, told) if _may_be(claim) else claim for claim in claims)


def _may_be(claim: Claim) -> bool:
    return claim.role is Role.LEAD and claim.layer in _READ and not claim.status.is_exit


def _as_presented(
    claim: Claim, text: str, leads: Sequence[Claim], told: dict[tuple[int, int], tuple[int, Role] | None]
) -> Claim:
    """``claim`` as what the sentences before the first mention of its body, in the same line, present; ``told`` keeps what each does."""
    first = text.find(plain(claim.surface))
    begin = text.rfind("\n", 0, first) + 1
    for low, high in sentences(text[begin:first])[-_SENTENCES - 1 :] if first > begin else ():
        span = (begin + low, begin + high)
        if span not in told:
            told[span] = presents(text, *span)
        found = told[span]
        if found and not _LEADS.search(text, claim.evidence.start, claim.evidence.end):
            named = text[: found[0]]
            if any(lead.organisation_id != claim.organisation_id and plain(lead.surface) in named for lead in leads):
                return replace(claim, role=found[1])
    return claim

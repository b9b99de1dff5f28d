"""Helpers whom a sentence presents before it names them: "It will work with local partners. Beacon will run the Dover hub."

Sentence by sentence each of them runs something, and would be read as one more leader. What all of them are is told once, by a
sentence that names nobody new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from monitor.extract.words.sentences import sentences
from monitor.model import Claim, Layer, Role
from monitor.text import plain

_MANY = r"(?:(?:[a-z][a-z-]* ){0,4}(?:partners|organisations|charities|firms|companies|providers|specialists|agencies|bodies|groups|enterprises|contractors|suppliers)|others)"
_SUBCONTRACTORS = r"(?:[a-z][a-z-]* ){0,3}(?:sub-?contractors|supply chain(?: partners)?)"
_THE_LEAD = r"(?:it|us|them|the (?:charity|company|firm|trust|group|prime|lead provider|operator|provider|consortium|partnership))"
_WORK = r"(?:work|job|service|contract|programme|delivery|scheme|help|support)"
#: What such a sentence says of those who come next.
_PRESENTS = (
    (
        Role.SUBCONTRACTOR,
        re.compile(
            rf"\b(?:(?:has|have|had|with|chose|chosen|named|appointed|picked|using|use|uses|through|by|on|its|our|their) {_SUBCONTRACTORS}\b"
            rf"|{_SUBCONTRACTORS} (?:will|do|does|are|is|take|takes|run|runs|deliver|delivers|help|cover)\b"
            rf"|{_MANY} (?:will |each |also |now )*(?:deliver|run|provide|do|take on|handle|look after) (?:[a-z]+ ){{0,2}}(?:parts?|some|much|most|bits?|pieces|the rest|elements|a (?:share|part)) (?:of (?:[a-z]+ ){{0,3}})?(?:for {_THE_LEAD}|under {_THE_LEAD}|on (?:its|our|their) behalf)"
            rf"|(?i:parts?|some|much|most|the rest|elements|a (?:share|third|half|quarter)) of the {_WORK} (?:will be |is |are |has been |have been |was )?(?:being )?(?:sub-?contracted|passed on|handed on|given|farmed out|let)\b)"
        ),
    ),
    (
        Role.PARTNER,
        re.compile(
            rf"\b(?:(?:work|team|join|link|pair|partner|go|goes|deliver|run|provide|do|operate)(?:s|ed|ing)?(?: (?:this|it|up|forces|closely|the [a-z]+|hand in hand|side by side|in partnership|together))* (?:with|alongside|through|via) {_MANY}\b"
            rf"|(?:has|have|had)(?: also| now)* (?:chosen|picked|brought in|brought together|signed up|lined up|recruited|found|enlisted|teamed up with|joined forces with) {_MANY}\b"
            rf"|(?:supported|joined|helped|backed|assisted) by {_MANY}\b"
            rf"|{_MANY} (?:will |each |also |now )*(?:work alongside|work with {_THE_LEAD}|help {_THE_LEAD}|support {_THE_LEAD}|join {_THE_LEAD}|bring|are involved|be involved|take part|play a part)\b)"
        ),
    ),
)  # fmt: skip
#: A sentence that denies it, or tells of what may be, or of whom it asks, presents nobody; nor one about those who bid.
_PRESENTS_NOBODY = re.compile(
    r"\b(?:not|never|no longer|without|may|might|could|would|hopes?|wants?|asked|invited|as (?:one of |some of )?(?:its|their|our|an?)|bids?|bidders|shortlist\w*|tender\w*|compet\w*|other councils|unlike|until|formerly|used to)\b|\?"
)
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
            found = next(
                ((told.end(), role) for role, pattern in _PRESENTS if (told := pattern.search(text, low, high))), None
            )
            if found and not _PRESENTS_NOBODY.search(text, low, high):
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

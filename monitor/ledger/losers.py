"""Who has lost a contest that the earlier version told of, by new words that were too few to be read alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.ledger.corrections import Sentence
from monitor.ledger.mentioned import is_named
from monitor.ledger.places import area_key
from monitor.ledger.precedence import BIDDING
from monitor.model import Claim, Document, Evidence, Reading, Role, Status
from monitor.text import fold

#: What is said of those who bid in vain, by a sentence that names them.
_IN_VAIN = re.compile(
    r"\b(?:not (?:been )?(?:chosen|successful|selected|appointed|picked|needed)|unsuccessful|l(?:ost|oses?|osing)(?: out)?|beaten|defeated|came (?:second|third|fourth|last)|runners?-up|"
    r"(?:the )?other (?:two |three |four )?(?:bids?|bidders?|tenders?|tenderers?|finalists?|contenders?)|missed out|turned down|rejected|nor (?:was|were|did)|"
    r"(?:had |have |has )?also (?:bid|been (?:in the running|shortlisted))|had (?:also )?bid|went away|ahead of|saw off|seen off|in preference to|rivals)\b",
    re.IGNORECASE,
)
#: Enough to stand, as the earlier version had the body in the contest.
_CONFIDENCE = 0.6


def losers(old: Reading, new: Reading, after: Document, come: Sequence[Sentence]) -> tuple[Claim, ...]:
    """Claims, made from those of ``old``, that their bodies have lost: each bid, another that bid there was chosen, and a new sentence names it among those in vain."""
    bids = [claim for claim in old.stated() if claim.status in BIDDING and claim.role is Role.LEAD]
    told = {claim.organisation_id for claim in new.claims}
    waiting = [claim for claim in bids if claim.organisation_id not in told]
    if not waiting:
        return ()
    bidders = {claim.organisation_id for claim in bids}
    chosen = [c for c in new.stated() if c.status in _CHOSEN and c.organisation_id in bidders]
    vain = [(sentence, f" {fold(sentence[2])} ") for sentence in come if _IN_VAIN.search(sentence[2])]
    found = []
    for claim in waiting:
        said = next((sentence for sentence, words in vain if is_named(claim, words)), None)
        if said and any(_may_meet(claim, other) and other.status.rank > claim.status.rank for other in chosen):
            found.append(_lost(claim, said, after))
    return tuple(found)


_CHOSEN = {Status.PREFERRED_BIDDER, Status.AWARDED}


def _may_meet(claim: Claim, other: Claim) -> bool:
    mine, theirs = ({area_key(area) for area in each.areas} for each in (claim, other))
    return not mine or not theirs or bool(mine & theirs)


def _lost(claim: Claim, said: Sentence, after: Document) -> Claim:
    start, end, _ = said
    return replace(
        claim,
        role=Role.BIDDER_UNSUCCESSFUL,
        status=Status.UNSUCCESSFUL,
        evidence=Evidence(quote=after.text[start:end], start=start, end=end),
        confidence=_CONFIDENCE,
        partnership=None,
        rule="lost",
    )

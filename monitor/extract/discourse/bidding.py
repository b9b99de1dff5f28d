"""Who bids together: how their bid came out, and whether what becomes of one of them becomes of the others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.clauses.statements import Tie
from monitor.extract.discourse.facts import LIVE, Fact
from monitor.extract.discourse.resolving import WON
from monitor.extract.words.sentences import sentence_at
from monitor.model import Status

#: Who is tied so shares what becomes of it.
TOGETHER = {"partner", "venture", "leader", "subcontractor"}
_LOST = re.compile(
    r"\bunsuccessful\w*|\bbeaten\b|\bin vain\b|\blosing (?:bids?|bidders?|tender\w*|consorti\w+|teams?|sides?|groups?|offers?|ventures?)\b"
    r"|\b(?:lost|missed|losing|missing) out\b|\b(?:fell|fallen|falling) short\b|\b(?:came|finished|placed|ranked) (?:second|third|fourth|last)\b"
    r"|\b(?:is|are|was|were) (?:now )?out(?: of (?:it|the (?:running|race|contest|competition|reckoning|process)))?(?=[,.;:]|$)|\bout of the running\b"
    r"|\b(?:was|were|is|are|been|being) (?:[a-z]+ )?(?:outbid|defeated|rejected|eliminated|knocked out|turned down|ruled out|passed over|edged out|disqualified|pipped|overlooked|discarded|voted down)\b"
    r"|\b(?:not|never|nor) (?:[a-z]+ )?(?:been )?(?:selected|chosen|successful|shortlisted|picked|appointed|taken forward|accepted)\b"
    r"|\b(?:bids?|tenders?|offers?|proposals?)\b[^.;:]{0,120}\b(?:failed|lost|came to nothing|was no good|fell through|did not (?:win|succeed))\b|\bfailed (?:bid|tender|offer)s?\b",
    re.IGNORECASE,
)
_BID = re.compile(
    r"\b(?:bids?|bidding|bidders?|tender(?:s|ed|ing|ers?)?|rivals?|contenders?|in the (?:running|race|contest|competition))\b",
    re.IGNORECASE,
)
_WON = re.compile(
    r"\b(?:w[io]ns?|winn\w+|successful\w*|awarded|appointed|secured|chosen|selected|preferred|signed|picked|hired|first|best)\b",
    re.IGNORECASE,
)
#: Of what goes on nothing has come yet.
_OPEN = re.compile(
    r"\b(?:is|are) (?:\w+ )?(?:running|bidding|tendering|competing|under ?way|in progress|going on)\b|\b(?:will|would|may|might|could|to) (?:\w+ )?(?:bid|tender|compete)\b"
    r"|\bstill (?:in|running|bidding|open)\b",
    re.IGNORECASE,
)
#: Who is meant was spoken of in the sentence before.
_POINTS_BACK = re.compile(
    r"\s*(?:(?:In|With|By|For|Behind|Of) (?:it|them|one|another|both|these|those|the (?:one|other|others|first|second|third))|One|Another|Both|These|Those|They|The (?:other|others|first|second|third))\b"
)
#: The end of a sentence or a line.
_PARTED = re.compile(r"[.!?] [A-Z\"]|\n")


def lost_together(tie: Tie, anchor: Fact | None, found: Sequence[Fact], text: str) -> Status | None:
    """That those of a tie have lost, where its sentence says so, or only that they bid and another has won.

    ``anchor`` says how far the tied body has come; where it stands beside the tie, that is what holds.
    """
    if tie.kind not in TOGETHER or (anchor and _is_beside(anchor, tie, text)):
        return None
    words = _sentence_of(tie, text)
    if _LOST.search(words):
        return Status.UNSUCCESSFUL
    if anchor or not _BID.search(words) or _WON.search(words) or _OPEN.search(words):
        return None
    keys = {member.key for member in (*tie.first, *tie.second)}
    won = any(fact.status in WON and fact.mode in LIVE and fact.key not in keys for fact in found)
    return Status.UNSUCCESSFUL if won else None


def _sentence_of(tie: Tie, text: str) -> str:
    """The sentence of a tie, with the one before where it only takes that up."""
    low, high = sentence_at(text, tie.start, tie.end)
    if low > 1 and text[low - 1] != "\n" and _POINTS_BACK.match(text, low):
        low = sentence_at(text, low - 2, low - 2)[0]
    return text[low:high]


#: "A and its partner B have both withdrawn".
_BOTH = re.compile(r"\b(?:have|are|were|will) (?:now )?(?:both|all|together|jointly) ")
#: "The consortium withdrew", said of who is in it.
_AS_ONE = re.compile(r"[Tt]h(?:e|at|is) (?:consortium|partnership|alliance|venture|team|joint bid|pairing)\b")


def shares_exit(anchor: Fact, tie: Tie, text: str) -> bool:
    """Whether who is tied to a body that is out is out with it: its members are, and whoever bid with it in the same sentence."""
    if tie.kind in {"venture", "talks"}:
        return True
    as_one = _AS_ONE.match(text, anchor.start) or _BOTH.search(text, anchor.start, anchor.end)
    if anchor.status is Status.WITHDRAWN and tie.kind in {"partner", "leader"} and as_one:
        return True
    lost = anchor.status is Status.UNSUCCESSFUL and tie.kind in {"partner", "leader"}
    return lost and _is_beside(anchor, tie, text)


def _is_beside(fact: Fact, tie: Tie, text: str) -> bool:
    """Whether one sentence tells both."""
    low, high = sorted((fact.start, tie.start))
    return not _PARTED.search(text, low, high)

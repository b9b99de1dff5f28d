"""What a sentence says only by taking up another: "B has done the same"."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import ORG, Masked
from monitor.extract.clauses.statements import Said
from monitor.extract.discourse.facts import LIVE, Facts
from monitor.model import Mode

#: "B has done the same": what the sentence before says of another.
_THE_SAME = re.compile(
    rf"({ORG})(?: \([^)]*\))?,?(?: (?:too|also|has|have|had|then|since|later|now|soon))* (?:did|done) (?:the same|likewise|so(?:,? too)?)(?=[.,;]|$| (?:a|on|in|last|this|earlier|yesterday|shortly|soon|for)\b)"
    rf"|({ORG}) (?:has |have |had )?(?:later |then |since |soon |quickly )*followed(?: suit)?(?=[.;,]|$| (?:suit|a|in|last|this|shortly|soon)\b)"
)
_TWO_SENTENCES = 350


def says_the_same(masked: Masked, facts: Facts, start: int, *, chrome: bool) -> bool:
    """Say of those who have "done the same" what was last said of another, if that was shortly before ``start``."""
    match = _THE_SAME.search(masked.text)
    if match is None:
        return False
    model = facts.said[-1] if facts.said else None
    at = match.start(1) if match.group(1) else match.start(2)
    group = masked.members(at)
    if (
        model is None
        or start - model.start > _TWO_SENTENCES
        or model.mode not in LIVE
        or not (model.status.is_exit or match.group(1))
    ):
        return False
    if model.rule in {"frame.bid", "attach"} or model.partnership or model.key in {member.key for member in group}:
        return False
    span = (masked.spans[at][0], masked.spans[match.end() - 1][1])
    said = Said(
        group=group, role=model.role, status=model.status, mode=Mode.STATED, rule="same", start=span[0], end=span[1],
        areas=model.areas, confidence=0.75,
    )  # fmt: skip
    facts.add_said(said, areas=model.areas, quoted=False, chrome=chrome)
    return True

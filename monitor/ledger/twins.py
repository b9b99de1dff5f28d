"""A sentence and what it was edited into: the same words with another name in a place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from monitor.ledger.corrections import Sentence
from monitor.ledger.precedence import role_group
from monitor.model import Claim
from monitor.text import fold

#: Two sentences that share less are not one sentence edited.
_ALIKE = 0.5
#: So many equal words before a name show that the place in the sentence is the same.
_LEAD_IN = 3
#: So many show it where the rest of the sentence is another: "the service is provided by".
_LONG_LEAD_IN = 4
#: So many behind one that the sentence begins with.
_LEAD_OUT = 4


def twin_of(text: str, come: Sequence[Sentence]) -> str | None:
    """The sentence of ``come`` that ``text`` was edited into, if one is like it."""
    mine = fold(text).split()
    best, most = None, _ALIKE
    for _, _, other in come:
        theirs = fold(other).split()
        if 2 * len(set(mine) & set(theirs)) < most * (len(set(mine)) + len(set(theirs))):
            continue
        ratio = SequenceMatcher(None, mine, theirs, autojunk=False).ratio()
        if ratio > most:
            best, most = other, ratio
    return best


def gave_way(claim: Claim, text: str, twin: str) -> bool:
    """Whether another name stands in ``twin`` where the name of ``claim`` stood, behind or before the same words."""
    lead_in, name, lead_out = text.partition(claim.surface)
    if not lead_in.removeprefix("The "):
        return _began_with(claim, lead_out, twin)
    words = " ".join(lead_in.split()[-_LEAD_IN:])
    if not name or len(words.split()) < _LEAD_IN or text.count(words) != 1 or twin.count(words) != 1:
        return False
    after = re.search(re.escape(words) + r" (?:the )?(?P<next>[A-Z]\w+)", twin)
    return bool(after and after["next"] not in claim.surface)


def gave_way_elsewhere(claim: Claim, text: str, come: Sequence[Sentence], new: Sequence[Claim]) -> bool:
    """Whether a sentence of ``come`` that is otherwise put has another body of the same role behind the words that led in ``claim``."""
    words = " ".join(text.partition(claim.surface)[0].split()[-_LONG_LEAD_IN:])
    if len(words.split()) < _LONG_LEAD_IN:
        return False
    there = [(start, end, other) for start, end, other in come if words in other]
    if len(there) != 1:
        return False
    start, end, other = there[0]
    behind = other.partition(words)[2].lstrip()
    return any(
        start <= each.evidence.start < end
        and behind.removeprefix("the ").startswith(each.surface)
        and each.organisation_id != claim.organisation_id
        and role_group(each.role) == role_group(claim.role)
        for each in new
    )


def _began_with(claim: Claim, lead_out: str, twin: str) -> bool:
    """Whether ``twin`` begins with another name before the words that stood behind that of ``claim``."""
    words = lead_out.split()[:_LEAD_OUT]
    # "They provide", "it provides": the verb goes with the name.
    behind = re.search(" " + " ".join(re.escape(word.rstrip("s")) + "s?" for word in words) + r"\b", twin)
    name = twin[: behind.start()] if behind else ""
    return len(words) == _LEAD_OUT and bool(_NAME.fullmatch(name)) and claim.surface not in twin


_NAME = re.compile(r"(?:[A-Z]\S*|and|of|for|the|&)(?: (?:[A-Z]\S*|and|of|for|the|&))*(?<!,)")


def put_in(gone: Sequence[Sentence], come: Sequence[Sentence], old: Sequence[Claim], new: Sequence[Claim]) -> set[str]:
    """The bodies of ``new`` claims in whose sentence somebody else stood before, in the same role, who does not any more."""
    found = set()
    for start, end, text in come:
        claims = [claim for claim in new if start <= claim.evidence.start < end]
        twin = twin_of(text, gone) if claims else None
        if twin is None:
            continue
        lost = {
            role_group(was.role)
            for low, high, former in gone
            for was in old
            if former == twin and low <= was.evidence.start < high and gave_way(was, twin, text)
        }
        found |= {c.organisation_id for c in claims if role_group(c.role) in lost and c.surface not in twin}
    return found

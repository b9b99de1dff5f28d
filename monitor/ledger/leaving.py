"""Who is out by the new words of a version in which nothing else is said of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.ledger.corrections import Sentence
from monitor.ledger.mentioned import is_named
from monitor.model import Mode, Reading
from monitor.text import fold

#: What a new sentence says of who is gone from the list or sentence that named them.
_OUT = re.compile(
    r"\b(?:left|leaves|leaving|withdr[ae]w\w*|no longer|quit|pulled out|dropped out|stepped down|ceased|(?:has|have) ended|"
    r"(?:is|are|was|were) not (?:on|in|among|part of)|parted|"
    r"(?:came|come|comes|coming) to an end|terminated|hand(?:ed|ing|s) (?:it |them |the \w+ )?back|g(?:ave|iven|iving|ives) (?:it |them )?up|wound up|liquidation|"
    r"(?:not|never) (?:be |been )?(?:renewed|extended)|not to renew|(?:took|taken|takes|brought|bring\w*|came|moved|back) (?:it |them |the \w+ )?(?:back )?in[- ]house|"
    r"we (?:first|originally|wrongly|had) (?:said|wrote|named|reported))\b",
    re.IGNORECASE,
)


def said_to_be_out(before: Sequence[Sentence], old: Reading, after: Sequence[Sentence], new: Reading) -> frozenset[str]:
    """The claims of bodies that ``after`` names only in new sentences that say that they are out, or whose part it denies."""
    if not old.claims:
        return frozenset()
    known = {fold(text) for _, _, text in before}
    present = {c.organisation_id for c in new.claims if c.mode.makes_events and not c.status.is_exit}
    came = [(start, end) for start, end, text in after if fold(text) not in known]
    denied = {
        c.organisation_id
        for c in new.claims
        if c.mode is Mode.DENIED and any(start <= c.evidence.start < end for start, end in came)
    }
    spoken = [(f" {fold(text)} ", text) for _, _, text in after]
    found = set()
    for claim in old.claims:
        if claim.organisation_id in present or claim.status.is_exit:
            continue
        about = [(words, text) for words, text in spoken if is_named(claim, words)]
        fresh = [text for words, text in about if words.strip() not in known]
        out = len(fresh) == len(about) and any(_OUT.search(text) for text in fresh)
        if out or claim.organisation_id in denied:
            found.add(claim.id)
    return frozenset(found)

"""Trade names: whom one version calls by its name in law, and the other by the name that it trades under."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from monitor.extract.names.identity import TRADES_AS
from monitor.model import Reading

#: So far behind a name may its trade name stand.
_NEAR = 48


def traded(before: Reading, after: Reading, *texts: str) -> dict[str, str]:
    """The identifiers of bodies that only ``before`` has, with those of ``after`` alone that one of ``texts`` says they trade under."""
    old = {claim.surface: claim.organisation_id for claim in before.claims}
    new = {claim.surface: claim.organisation_id for claim in after.claims}
    here, there = set(old.values()), set(new.values())
    gone = {name: identity for name, identity in old.items() if identity not in there}
    come = {name: identity for name, identity in new.items() if identity not in here}
    if not (gone and come):
        return {}
    pairs = [pair for text in texts for pair in _told_beside({*gone, *come}, text)]
    return {
        gone[one]: come[other] for pair in pairs for one, other in (pair, pair[::-1]) if one in gone and other in come
    }


def _told_beside(names: AbstractSet[str], text: str) -> Iterator[tuple[str, str]]:
    """The pairs of ``names`` of which ``text`` has the second as a trade name of the first: "Acme Ltd, trading as Bright Home"."""
    if not _NAMING.search(text):
        return
    named = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)")
    for one, other in itertools.pairwise(named.finditer(text)):
        tie = text[one.end() : other.start()]
        if len(tie) <= _NEAR and (TRADES_AS.fullmatch(tie) or _UNDER_A_NAME.fullmatch(tie)):
            yield one[0], other[0]


#: One of these is in each of the ties.
_NAMING = re.compile(r"(?i)\btrad|\bname|\bknown\b|\bcalled\b|\bt/a\b|\bas\b|\bbrand")
_UNDER_A_NAME = re.compile(
    r",? (?:and )?under (?:the|its) (?:trading |trade |brand |business )?name(?: of)?(?: the)? [\"']?"
)

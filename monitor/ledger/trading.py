"""Trade names: whom one version calls by its name in law, and the other by the name that it trades under."""

from __future__ import annotations

import itertools
import re

from monitor.extract.names.identity import TRADES_AS
from monitor.model import Reading

#: So far behind a name may its trade name stand.
_NEAR = 48


def traded(before: Reading, after: Reading, *texts: str) -> dict[str, str]:
    """The identifiers of bodies that only ``before`` has, with those of ``after`` alone that one of ``texts`` says they trade under."""
    old = {claim.surface: claim.organisation_id for claim in before.claims}
    new = {claim.surface: claim.organisation_id for claim in after.claims}
    gone = {name: identity for name, identity in old.items() if identity not in new.values()}
    come = {name: identity for name, identity in new.items() if identity not in old.values()}
    return {
        gone[one]: come[other]
        for one, other in itertools.product(gone, come)
        if any(_trades_as(one, other, text) or _trades_as(other, one, text) for text in texts)
    }


def _trades_as(legal: str, trade: str, text: str) -> bool:
    """Whether ``text`` has ``trade`` as a name of ``legal``: "Acme Ltd, trading as Bright Home"."""
    between = re.compile(rf"\b{re.escape(legal)}(?P<tie>.{{1,{_NEAR}}}?){re.escape(trade)}\b")
    return any(
        TRADES_AS.fullmatch(found["tie"]) or _UNDER_A_NAME.fullmatch(found["tie"]) for found in between.finditer(text)
    )


_UNDER_A_NAME = re.compile(
    r",? (?:and )?under (?:the|its) (?:trading |trade |brand |business )?name(?: of)?(?: the)? [\"']?"
)

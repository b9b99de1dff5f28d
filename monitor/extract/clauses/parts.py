"""What part somebody has, by the words between what is said and the name: a subcontractor's, a partner's or a lead's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.clauses.masking import ORG, Member
from monitor.model import Role

#: "run by a subcontractor, X": what stands between the words and the name says what X is.
_SUBCONTRACTOR = re.compile(
    rf"\b(?:sub-?contractors?|supply[- ]chain|(?:second|third)[- ]tier|tier[- ](?:two|three|2|3))\b[^{ORG}]*$|\bsupply[- ]chain\b[^{ORG}.;]*{ORG}$|\bsub-?contractors?\b.*{ORG}$"
)
_PARTNER = re.compile(
    rf"\b(?:delivery|specialist|local|junior|consortium|another|third|its|their|our) partners?,? (?:(?:the|a|an) )?[^{ORG}]*{ORG}$|^ ?(?:working|together|jointly|along|in partnership) with [^{ORG}]*{ORG}$|\b(?:range|number|group|network|host|team|variety) of (?:[a-z-]+ ){{0,2}}partners?\b[^{ORG}.;]*{ORG}$"
)

#: "a consortium led by X": what is said next is said of X, and of the others with it.
LED_BY = re.compile(
    r"(?:consorti(?:um|a)|partnership|alliance|groups?|teams?|ventures?|coalition|collaboration|bids?)(?: that (?:is|was))? (?:led|headed|fronted|spearheaded) by(?: the)?(?: [a-z-]+){0,3} ?$"
)


def told_role(between: str, group: Sequence[Member]) -> Role:
    """The role that the words before a name or its description give to whoever does the work."""
    if _SUBCONTRACTOR.search(between) or any(_SUBCONTRACTOR.search(member.note) for member in group):
        return Role.SUBCONTRACTOR
    return Role.PARTNER if _PARTNER.search(between) else Role.LEAD


#: "left the supply chain", "gave notice as a subcontractor": whose part ended was a subcontractor's.
_SUPPLIED = re.compile(r"[^.;]{0,40}?\b(?:supply chain|as (?:a |its |their )?(?:[a-z]+ )?sub-?contractors?)\b")


def ended_role(text: str, start: int, end: int) -> Role:
    """The role of whom the words from ``start`` to ``end`` of a sentence say to be out."""
    return Role.SUBCONTRACTOR if _SUPPLIED.match(text, end) or _SUPPLIED.search(text, start, end) else Role.LEAD


#: "having been a subcontractor to X": it is X that leads.
_UNDER = re.compile(r"\bsub-?contractors? (?:to|of|under) (?:the )?(?:[a-z'-]+ )*$")


def is_under(text: str, start: int, end: int) -> bool:
    """Whether the words from ``start`` to ``end``, before a name, say that another is its bearer's subcontractor."""
    return _UNDER.search(text, start, end) is not None

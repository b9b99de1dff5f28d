"""Clauses beside the main one ("who held the other contracts", "which leads it"): what they say of the body before them."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import ORG

#: "which has run the Kent service since 2014", "who held the contract for Kent".
HELD = re.compile(
    r"(?:which|who),? (?:(?:has|have|had|currently|now|previously|until now|long|already) )*(?:runs?|ran|operates?|operated|provides?|provided|delivers?|delivered|holds?|held|manages?|managed|looked after|looks after|been (?:running|operating|providing|delivering)|had|has)\b"
)
#: "who did the work before", "which had the contract until May": what is said next is said of who had it.
_HELD_BEFORE = re.compile(
    r"(?:which|who),? (?:until now |previously |formerly )?(?:(?:has|have|had) (?:been (?:running|operating|providing|delivering|managing)|run|operated|provided|delivered|held|managed|done)\b[^,]*\b(?:since|until|till|before|for [\w-]+ years)|"
    r"(?:ran|held|did|operated|provided|delivered|managed|had|looked after)\b[^,]*\b(?:before|until|till|previously|up to now|hitherto))\b"
)
#: "who held the other contracts", "which used to run it": whatever the sentence is about, they have or had the work.
_HELD_DEAL = re.compile(
    r"(?:which|who),? (?:used to (?:run|operate|provide|deliver|hold|manage|do)\b|(?:(?:has|have|had|currently|now|previously|until now|long|already|also) )*"
    r"(?:runs?|ran|operates?|operated|provides?|provided|delivers?|delivered|holds?|held|manages?|managed|had|has|have) "
    r"(?:the|both|all|its|their)(?: [^\s,;]+){0,6}? (?:contracts?|franchises?|lots?|concessions?|services?|agreements?|leases?)\b)"
)
_LEADS = re.compile(r"(?:which|who),? (?:(?:will|is to) )?(?:leads?|heads?|led|headed|fronts?) (?:it|this|them|the)\b")
#: "holds", "runs", "has": of a list only its last is meant.
_OF_ONE = re.compile(r"(?:which|who),? (?:[a-z]+ly |now )?(?:[a-z]+s\b|was\b)")
#: The list that ends here.
WHOLE_LIST = re.compile(rf"{ORG}(?:, (?:the )?{ORG})*,? and (?:the )?{ORG}$")


def told_aside(clause: str) -> str:
    """What ``clause`` says of the part of whom it describes, as a note beside the name; "" where it says nothing of it."""
    if _HELD_BEFORE.match(clause) or _HELD_DEAL.match(clause):
        return "incumbent"
    return "lead" if _LEADS.match(clause) else ""


def speaks_of_all(clause: str) -> bool:
    """Whether ``clause`` behind a list speaks of all that are listed ("who held", "who run")."""
    return _OF_ONE.match(clause) is None

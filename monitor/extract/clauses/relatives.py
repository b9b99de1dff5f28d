"""Clauses beside the main one ("who held the other contracts", "which leads it"): what they say of the body before them."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import BUYER, ORG

#: "which has run the Kent service since 2014", "who held the contract for Kent".
HELD = re.compile(
    r"(?:which|who),? (?:(?:has|have|had|currently|now|previously|until now|long|already) )*(?:runs?|ran|operates?|operated|provides?|provided|delivers?|delivered|holds?|held|manages?|managed|looked after|looks after|been (?:running|operating|providing|delivering)|had|has)\b"
)
#: "who did the work before", "which had the contract until May": what is said next is said of who had it.
_HELD_BEFORE = re.compile(
    r"(?:which|who),? (?:until now |previously |formerly )?(?:(?:has|have|had) (?:been (?:running|operating|providing|delivering|managing)|run|operated|provided|delivered|held|managed|done)\b[^,]*\b(?:since|until|till|before|for [\w-]+ years)|"
    r"(?:ran|held|did|operated|provided|delivered|managed|had|looked after)\b[^,]*\b(?:before|until|till|previously|up to now|hitherto))\b"
)
#: "which ran the hostel until 31 March": it is out, whoever has it now.
_HELD_TO_A_DAY = re.compile(
    r"(?:which|who),? (?:previously |formerly )?(?:ran|held|operated|provided|delivered|managed|staffed|looked after)\b[^,]*\b(?:until|till|up to) "
    r"(?:(?:the )?(?:end|start|beginning|middle|close) of |early |mid-|late |last |this )?(?:\d|(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|winter)\b)"
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
#: "X, which involves Y and Z, is preferred": it is X that is.
MEMBERED = re.compile(
    r"\b(?:which|that) (?:is |are |was |were )?(?:involves?|includes?|included|comprises?|unites|features?|(?:brings|draws) together|consists of|made up of|composed of|led by|part of|owned by|backed by|run by)(?: (?!(?:and|which|who|that|is|are)\b)[a-z-]+){0,4} ?$"
)
#: "Acorn, formerly Brill, is to run it": an older name beside the newer tells nothing.
FORMER = re.compile(
    rf"(?<={ORG})(,? \(?(?:(?:which was )?(?:formerly|previously|once|until recently)(?: known as| called| trading as| named)?|(?:(?:the|a|an) (?:[a-z-]+ ){{1,4}})?(?:which|that) used to be(?: called| known as)?) (?:the )?(?:[a-z-]+ ){{0,5}}{ORG}\)?,?)(?= )"
)
FORMER_WORDS = frozenset({"formerly", "previously", "once", "recently", "used"})
#: "the Acorn Group company Brill": it is Brill that is spoken of.
OFFSHOOT = rf"(?:'?s? (?:company|subsidiary|division|arm|offshoot|unit|affiliate|brand)(?: called)?,?)? {ORG}"
#: "is proud to announce that it": no relative clause.
ANNOUNCES = re.compile(
    rf"\b(?:announc|confirm|learn|hear|told|tell|inform|reveal|shar|notif|warn|advis|wrote|said|say|admit)\w*(?: (?:to )?(?:the |its |their |our |local )?(?:[a-z]+ ){{0,2}}?(?:[a-z]+|{BUYER}))?(?: (?:on|last|this) [\w ]{{3,16}}?)? that (?:it|they|we)(?: [a-z]+)?$"
)
#: Who ends a contract with another body goes on; it is the other that is out.
ENDS_ANOTHERS = re.compile(
    rf"(?:(?:has|have|had|will|is|are) )?(?:ended|ends|ending|end|cancell?ed|terminated) (?:its|their|the) (?:[a-z-]+ ){{0,3}}(?:agreement|contract|deal|arrangement|partnership|relationship)s? with (?:the )?{ORG}"
    rf"|(?:(?:will|would|did|does|do|shall) )?(?:not|no longer) (?:continue|carry on|go on|contract|fund|commission|use|employ|engage|work)\b[^.;:{ORG}]{{0,40}} (?:with )?(?:the )?{ORG}"
)


def told_aside(clause: str) -> str:
    """What ``clause`` says of the part of whom it describes, as a note beside the name; "" where it says nothing of it."""
    if _HELD_TO_A_DAY.match(clause):
        return "departed incumbent"
    if _HELD_BEFORE.match(clause) or _HELD_DEAL.match(clause):
        return "incumbent"
    return "lead" if _LEADS.match(clause) else ""


def speaks_of_all(clause: str) -> bool:
    """Whether ``clause`` behind a list speaks of all that are listed ("who held", "who run")."""
    return _OF_ONE.match(clause) is None

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
_LEADS = re.compile(
    r"(?:which|who),? (?:(?:will|is to) )?(?:(?:leads?|heads?|led|headed|fronts?) (?:it|this|them|the)\b|leads?,?$|(?:is|acts as) (?:the )?lead\b)"
)
#: "holds", "runs", "has": of a list only its last is meant.
_OF_ONE = re.compile(r"(?:which|who),? (?:[a-z]+ly |now )?(?:[a-z]+s\b|was\b)")
#: The list that ends here.
WHOLE_LIST = re.compile(rf"{ORG}(?:, (?:the )?{ORG})*,? and (?:the )?{ORG}$")
#: "X, which involves Y and Z, is preferred": it is X that is.
MEMBERED = re.compile(
    r"\b(?:which|that) (?:is |are |was |were )?(?:involves?|includes?|included|comprises?|unites|features?|(?:brings|draws) together|consists of|made up of|composed of|led by|part of|owned by|backed by|run by)(?: (?!(?:and|which|who|that|is|are)\b)[a-z-]+){0,4} ?$"
)
_TILL = rf"(?:until|till|before|up to) [^,.;(){ORG}]{{2,40}}"
#: "Acorn, formerly Brill, is to run it", "Acorn, known until May as Brill, runs it": an older name beside the newer tells nothing.
FORMER = re.compile(
    rf"(?<={ORG})(,? \(?(?:(?:which was )?(?:formerly|previously|once|until recently)(?: known as| called| trading as| named)?|(?:(?:the|a|an) (?:[a-z-]+ ){{1,4}})?(?:which|that) used to be(?: called| known as)?) (?:the )?(?:[a-z-]+ ){{0,5}}{ORG}\)?,?"
    rf"|, (?:(?:which|that) )?(?:was |were |had been )?(?:(?:known|called) {_TILL} (?:as )?|{_TILL} (?:was |were |had been )?(?:known as|called|named|trading as) )(?:the )?{ORG},"
    rf"|, as (?:the )?{ORG} (?:is|are) (?:now )?(?:called|known)(?: now| today)?,)(?= )"
)
FORMER_WORDS = frozenset({"formerly", "previously", "once", "recently", "used", "known", "called", "named"})
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


#: "came together as a consortium and won": whoever did the one did the other.
VENTURE_AND = re.compile(
    r" (?:as|in|into|formed|form) (?:a|an|one) (?:[a-z]+ )?(?:consortium|partnership|alliance|joint venture|team|joint bid) and$"
)
#: "X is among the firms bidding", "X is one of three that bid": who does it is X.
ONE_OF_THEM = re.compile(
    rf"({ORG}),? (?:is|are|was|were|remains?|has been|have been|had been) (?:now |still |also |believed to be |said to be |understood to be )?(?:among|one of|two of|three of|some of)(?: the| those| these)?"
    r"(?: [a-z-]+){0,3}? (?:firms|companies|charities|organisations|providers|operators|contractors|groups|consortia|trusts|parties|those|them|ones|two|three|four|five|six|seven|eight)$"
)
#: "X, and" where what was between is folded away: the next verb is X's.
BARE_SUBJECT = re.compile(rf"(?:The )?{ORG},? and$")
#: "Beating four others, X came first": it is X that beat them.
BEATS_OTHERS = re.compile(
    rf"(?:[Bb]eating|[Oo]utbidding|[Dd]efeating|[Ss]eeing off|[Oo]vercoming|[Oo]utscoring) [^,;:.{ORG}]{{3,60}}, (?:the )?{ORG} "
)
#: Those who act for a body, one of whom the next needs.
WHO_ACT = ("trustees", "board", "directors", "management", "bosses", "chiefs", "e at ", "e here at ")
#: "the board of X has decided to hand it back", "we at X": what they do X does.
BODIES_OF = re.compile(
    rf"(?:[Tt]he )?(?:trustees|board(?: of trustees)?|directors|management|bosses|chiefs) (?:of|at) (?:the )?({ORG})(?= (?:has |have |had )?(?:(?:resolved|decided|agreed|voted|chosen|chose|opted)\b[^.;:]{{0,40}} )?(?:to )?(?:hand|handed|give|gave|given|withdraw|withdrew|withdrawn|pull|pulled|take back|took back|taken back|walk|walked|surrender|not to (?:re-?)?(?:bid|tender))\b)"
    rf"|\b[Ww]e (?:here )?at (?:the )?({ORG})(?= )"
)


_ASIDE_OPENS = re.compile(rf"{ORG}, (?:the|an?|which|who|one of)\b[^,;:.{ORG}]*$")
_ASIDE_CLOSES = re.compile(r" (?!and |or )[^,;:.]+, (?:[a-z]+ ){0,3}$")
#: The same where a clause opens it: what is said behind it is said of the body that it is about.
CLAUSE_OPENS = re.compile(rf"{ORG}, (?:which|who)\b[^,;:.{ORG}]*$")


def is_in_aside(text: str, at: int, gap: str) -> bool:
    """Whether the body at ``at`` is named in an aside about another that ends in the ``gap`` behind it ("X, which stepped in when Y folded, has")."""
    if _CLAUSE_CLOSES.fullmatch(gap):
        return _is_by_the_way(text, at)
    return bool(_ASIDE_CLOSES.match(gap) and _ASIDE_OPENS.search(text, max(0, at - 130), at))


#: "X, which had bid through its Y, came": the comma right behind a name ends the clause that it stands in.
_CLAUSE_CLOSES = re.compile(r", (?:(?:has|have|had|is|was|will|also|now|then|since|itself|recently|already) )*")
_BY_THE_WAY = re.compile(
    r"\b(?:through|via|with|from|for|by|to|against|of|under|alongside|beside)(?: (?:its|their|the))?(?: [a-z-]+){0,2} $"
)


def _is_by_the_way(text: str, at: int) -> bool:
    """Whether a clause about another body names the one at ``at`` by the way, as its last word."""
    return bool(_BY_THE_WAY.search(text, max(0, at - 60), at) and CLAUSE_OPENS.search(text, max(0, at - 130), at))

"""Verbs of contracting in turns of phrase that speak of no contract: "has to", "goes ahead", "offered to help", "the X staff"."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import AREA, ORG, THING

_HAVE = frozenset({"has", "have", "had", "having"})
#: "has to", "had better", "have it wrong": what must be, or is so; and what a body has of its own.
_NO_HAVING = re.compile(
    r"(?: also| still| now| then| always| never| only| since| both| all)? (?:to\b|yet to\b|better\b|until\b|till\b|(?:it|them|things|that|this) (?:all )?(?:right|wrong|easy|easier|hard|harder|both ways|in mind|in hand|out)\b|"
    r"(?:an? |no |its |their |every |some |any |much |little |more |great |good |high |many |several |few |two |three |four |five |its own |their own |[\d,]+ |a long |a good |a great )*"
    r"(?:say|seat|voice|vote|stake|share|shares|reputation|problems?|difficult(?:y|ies)|trouble|doubts?|concerns?|hopes?|views?|questions?|reservations?|sympathy|faith|confidence|names?|bids? (?:from|in from)|complaints?|debts?|term of|base|headquarters|head office|offices?|chances?|opportunity|time|days?|weeks?|months?|deadline|interest|experience|record|track record|history|turnover|income|ambitions?|plans?|rivals?|competitors?|backing|owners?|shareholders?|subsidiar(?:y|ies))\b(?! (?:contracts?|managers?)))"
)
#: "goes ahead", "went its own way", "goes well with": nothing passes to anybody.
_GO = re.compile(r"(?:go|goes|going|went|gone)", re.IGNORECASE)
_NOWHERE = re.compile(
    r" (?:ahead|along|down|up|off|through|well|badly|wrong|smoothly|home|far|further|hand in hand|public|viral|to (?:court|press|plan|the polls|school|bed|church|hospital|university|college|jail|prison|waste|show|great lengths|work|town|war|seed|pieces)|(?:its|their|his|her|our|separate) (?:own )?ways?)\b"
)
#: "offered to help", "offered its help": nothing that is contracted for.
_OFFERED = re.compile(r"offered", re.IGNORECASE)
_KINDNESS = re.compile(
    r" (?:to (?:help|assist|support|advise|meet|talk|host|pay|buy|sell|mediate|lend|give|take part|speak|resign|step|share)\b|(?:its|their|his|her|our|some|every|free|any|no|much|more|an? )?(?:[a-z]+ )?(?:help|assistance|apolog(?:y|ies)|condolences|sympathy|thanks|places|jobs|congratulations|support|discounts?|prizes?|comment|explanation|reward|reassurance)\b)"
)
#: "holds a session", "runs a campaign": what anybody may.
_HOLD = re.compile(
    r"(?:hold|holds|holding|held|run|runs|running|ran|stage|host|start|starts|started|launch)", re.IGNORECASE
)
_MEETING = re.compile(
    r"(?: (?:an?|the|its|their|our|another|two|three|several|regular|monthly|annual|weekly|free|public|joint|first))*(?: [a-z-]+)? (?:sessions?|meetings?|events?|talks|inquiry|inquest|hearings?|elections?|conferences?|webinars?|seminars?|open (?:days?|evenings?)|inspections?|ballots?|votes?|polls?|surveys?|consultations?|press conference|"
    r"shares?|shareholding|stakes?|campaigns?|petitions?|appeals?|marathons?|raffles?|competitions? for|risks?|views?|opinions?|hopes|talks)\b(?! contracts?)"
)
#: "PTS staff", "the Noms bid": nouns, whatever stands before them.
_NOUNS = frozenset({"staff"})
_NOUNS_AFTER_THE = frozenset(
    {
        "bid",
        "run",
        "tender",
        "offer",
        "cover",
        "supply",
        "lead",
        "contest",
        "quote",
        "support",
        "help",
        "partner",
        "bids",
    }
)
_AFTER_NAME = re.compile(rf"[{ORG}{AREA}{THING}] $")
_AFTER_THE_NAME = re.compile(
    rf"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Oo]ur|[Tt]his|[Tt]hat|[Rr]ival) [{ORG}{AREA}{THING}] $"
)
#: "leaves X and Y in the race": these are there still.
_LEAVE = re.compile(r"(?:leave|leaves|leaving|left)", re.IGNORECASE)
_STILL_THERE = re.compile(
    rf"(?: only| just| now)? (?:the )?{ORG} (?:as|in the|with|to|still|alone|enter\w+|facing|compet\w+|bidding|fighting|battling|vying|going)\b"
)
#: "left mental health to a specialist", "leaving their hands": what is let alone, and what goes where.
_LEFT_TO = re.compile(
    rf" (?:(?:(?!(?:on|in|at|by|for|from|after|before|and|when|last|this)\b)[a-z'-]+ ){{1,5}}to (?:the |an? |its |their )?(?:[a-z]+|{ORG})|(?:its|their|our|his|her) (?:hands|own)\b)"
)
#: "has taken 80 men to church", "took families to the sea": whom one goes with.
_TAKE = re.compile(r"t(?:ake|akes|aking|aken|ook)", re.IGNORECASE)
_PEOPLE = re.compile(
    r" (?:(?!(?:from|of|for|to|in)\b)[\w-]+ ){0,3}(?:men|women|people|persons|boys|girls|children|famil(?:y|ies)|pupils|students|patients|guests|visitors|volunteers|refugees|residents|tenants|clients|staff)"
    r" (?:back |out |up |away |down |home |along )?(?:to|into|on|through|round|for)\b"
)
#: "won over": whom one persuades.
_WIN_OVER = re.compile(r"w[io]n(?:s|ning)?", re.IGNORECASE)


#: "had its licence for flights withdrawn": it was taken from it.
_PAPERS = re.compile(
    r"\b(?:licen[cs]es?|certificates?|permits?|approval|accreditation|registration|permission|funding|grants?|offers? of (?:a )?(?:grant|funding)|passes?|privileges|authori[sz]ation|rating)\b[^.;:]*$"
)


#: "took part in the market consultation": nobody bids there.
_PART = re.compile(r"t(?:ake|akes|aken|aking|ook) part(?: in)?")
_CONSULTED = re.compile(
    r"(?: in)? (?:the |an? |its |our |their )?(?:[a-z-]+ ){0,2}(?:consultations?|engagement|surveys?|workshops?|talks|dialogue|events?|conferences?|inquiry|review|stud(?:y|ies)|trial)\b"
)


def is_idiom(text: str, start: int, end: int) -> bool:
    """Whether the verb at ``text[start:end]`` and the words beside it make a turn of phrase that speaks of no contract."""
    word = text[start:end].casefold()
    if word in _HAVE:
        return bool(_NO_HAVING.match(text, end))
    if _PART.fullmatch(word):
        return bool(_CONSULTED.match(text, end))
    if word in _NOUNS:
        return bool(_AFTER_NAME.search(text, max(0, start - 2), start))
    if word in _NOUNS_AFTER_THE and _AFTER_THE_NAME.search(text, max(0, start - 12), start):
        return True
    return bool(
        (_GO.fullmatch(word) and _NOWHERE.match(text, end))
        or (_OFFERED.fullmatch(word) and _KINDNESS.match(text, end))
        or (_HOLD.fullmatch(word) and _MEETING.match(text, end))
        or (_LEAVE.fullmatch(word) and (_STILL_THERE.match(text, end) or _LEFT_TO.match(text, end)))
        or (
            _TAKE.fullmatch(word)
            and (_PEOPLE.match(text, end) or text.startswith((" no part", " no further part"), end))
        )
        or (word == "withdrawn" and _PAPERS.search(text, max(0, start - 70), start))
        or (_WIN_OVER.fullmatch(word) and text.startswith(" over ", end))
    )


#: "appointed after a contest with X", "travels under an arrangement with X": X stands beside another word.
_ASIDE = re.compile(
    r"\b(?:after|before|since|following|during)\b|\b(?:agreement|arrangement|contest|dispute|row|fight|battle|race|competition|tussle|struggle|duel)s? with\b"
)
#: "stays with X", and not "goes on, with X at the helm".
_RIGHT_WITH = re.compile(r"(?: now| still| again)? with (?:the |its |both )?")
#: "received five bids from X", "took advice from X".
_RECEIVED = re.compile(
    r"\b(?:bids?|tenders?|offers?|proposals?|applications?|interest|advice|support|help|funding|grants?|money)\b"
)
#: "gets both lines, 1 from Holme to Wexcombe": where a line goes, and who had it.
_ROUTED = frozenset({"win", "run", "take over", "begin"})
_ROUTE_GOES_ON = re.compile(rf" (?:to|via) (?:the )?[A-Z{ORG}{AREA}]")
_NOT_GIVEN = re.compile(r",? (?:to|in|by|from)\b|[.,;]|$")


def stands_aside(verb: str, slot: str, between: str, after: str) -> bool:
    """Whether a body in a ``slot`` of a verb belongs to other words: to those ``between`` the two, or to those ``after`` it."""
    if verb == "pass" and slot == "with":
        return not _RIGHT_WITH.fullmatch(between) or bool(_ASIDE.search(between))
    if slot in {"with", "for", "on"}:
        return bool(_ASIDE.search(between))
    if slot == "from":
        return bool(_RECEIVED.search(between)) or (verb in _ROUTED and bool(_ROUTE_GOES_ON.match(after)))
    return slot == "object" and verb == "give" and bool(_NOT_GIVEN.match(after))

"""News of other matters in the same verbs: people and posts, prizes and studies, offices and cheques."""

from __future__ import annotations

import re

from monitor.extract.clauses.masking import PERSON
from monitor.model import Status

_POST = re.compile(
    r"^,? ?(?:as |to be |is |will be |becomes )?(?:the |its |a |our |their )?(?:new |interim |acting |next )?(?:[a-z-]+ )?(?:chief exec\w+|chief operating|chief officer|director|chair\w*|head of|trustee\b|manager|president|patron|ambassador|leader|secretary|spokes\w+|vice|deputy)"
)
#: News of people: who sits on a board, who was given a degree.
_PERSONNEL = re.compile(r"\b(?:on the board|board of|honorary|degree|his deputy|her deputy|patron|retiring|non-executive|trustees? of|as (?:its |the |a |our )?(?:new |next )?(?:[a-z]+ )?(?:director|chair|chief executive|trustee|manager|head))\b")  # fmt: skip


_GIFTS = re.compile(
    r"\b(?:thanks|prizes?|medals?|donat\w+|trophy|trophies|proceeds|raised|fundrais\w+|ceremony|of the year|awards? for (?:best|long|rising|outstanding|excellence|lifetime|innovation|good|services?|community)|first place|long service|rising star|employee|scholarship|bursary|research (?:grant|project)|conference|exhibition|gala|marathon|concert|"
    r"honour\w*|congratulat\w*(?! [^.;]{0,60}\b(?:on|for) (?:winning|securing|landing|retaining|keeping|bringing home|being (?:awarded|appointed|chosen|selected|given)|its (?:[a-z]+ )?(?:appointment|contract|win))\b)|charity of|sponsor\w*|apolog\w+|complaints?(?! (?:advocacy|service|handling))|petition|lawsuit|libel|damages|fine of|fined|lunch|refreshments|music|entertainment|photograph\w*|coffee|buffet|drinks|catering (?:is|was|will be) provided|venue|free parking|car parking is|workshops?|stalls?|keynote|webinar)\b",
    re.IGNORECASE,
)
#: What is won, kept, left or handed over that is no contract, as the words after the verb say.
_OTHER_THINGS = re.compile(
    r"\b(?:los(?:es?|t|ing) (?:its|their|the|an?) (?:[a-z-]+ ){0,2}(?:challenge|appeal|case|battle|fight|claim|dispute|argument|vote|way|chief|director|manager)\b|\d[\d,.]*(?:m|k)? for (?:research|a study|its work)\b|(?:to|will|for) (?:evaluate|study|research|review|audit|assess|investigate|inspect|survey|examine|advise|report on|research into)\b|planning (?:permission|consent)|"
    r"(?:its|their|an?|the) (?:[a-z]+ )?(?:offices?|headquarters|shops?|premises|cheque|petition|tribunal|trade body|trade association|chamber of commerce)\b(?! contracts?)|"
    r"\b(?:holds?|holding|held|hosts?|hosted|organi[sz]e[sd]?|stage[sd]?) (?:an? |its |their |the |regular |monthly |weekly |annual |public |two |three )*(?:[a-z]+ )?(?:meetings?|sessions?|events?|talks|hearings?|inquir(?:y|ies)|webinars?|seminars?|open (?:days?|evenings?)|elections?|ballots?|conferences?)\b|"
    r"\b(?:has|have|had) an? (?:[a-z]+ )?(?:appointment|meeting|hearing|visit|interview|inspection)\b|lease of an? |\blists? of|\d+ (?:[a-z]+ )?(?:apprentices|trainees|recruits|volunteers)|part in (?:an?|the) (?:study|survey|review|inquiry|trial of)|grades?\b|ratings?\b|evidence to\b|events? (?:run|held|organised) by)"
)
#: Where somebody is second, or beaten, and no contract is lost.
_GAMES = re.compile(
    r"\b(?:in|at|of) (?:the|a|an|this year's|last year's) (?:[\w'-]+ ){0,3}(?:cup|quiz|league|poll|survey|marathon|show|championships?|tournament|derby|olympics|bake-off|regatta|raffle|ballot)\b"
)
#: Things that change hands, and no work: "the archive has been transferred to X".
_THINGS = re.compile(
    r"\b(?:[Ii]nvitations? to (?:the|a|an|its)|[Ll]etters?|[Cc]ondolences|[Pp]raise|[Ss]ympathy|[Pp]roceeds|[Dd]onations?|[Qq]uestionnaires?|[Ll]eaflets?|[Cc]opies|[Ff]urniture|[Cc]ollection|[Aa]rchives?|[Mm]inibus(?:es)?|[Bb]ooks|[Hh]all|[Cc]heques?)\b"
    r"(?! (?:services?|contract|hire))[^.;:,]{0,40}\b(?:gone|went|goes?|passe[sd]|handed|transferred|given|sent|moved|let|sold)\b"
)
_GAME = re.compile(r"\b(?:quiz|match|derby|tournament|(?:cup|league) (?:game|tie|final)) (?:saw|sees)\b")
#: Who or what moves house: "our hub has moved to Mill Street".
_MOVED_HOUSE = re.compile(
    r"\b(?:hubs?|offices?|headquarters|base|teams?|staff|clinics?|surgery|surgeries|sessions?|meetings?|groups?|classes|drop-ins?|caf\u00e9s?|receptions?|depots?|warehouses?|studios?|workshops?|archives?|"
    r"we|they|it|he|she|I)(?: (?:has|have|had|is|are|was|were|will|be|been|being|also|now|just|recently|since))*,? (?:mov(?:e|es|ed|ing)|relocat(?:e|es|ed|ing))(?: (?:in|house|premises|out|over|back|across))? to"
)
#: "has failed to reach an agreement with X": nothing is signed.
_UNREACHED = re.compile(
    r"\b(?:fail\w*|unable|could not|cannot|did not|has not|have not|not been able|without|refus\w+|no) (?:to )?(?:reach(?:ed|ing)?|com(?:e|ing) to|sign(?:ed|ing)?|conclude[d]?|agree[d]?)? ?(?:an? |any |its |their |the )?(?:[a-z]+ )?$"
)
_TURN = re.compile(r"[,;:.] | and | but ")
#: Of prizes too there are shortlists and finalists.
_PRIZES = re.compile(
    r"\b(?:shortlist\w*|longlist\w*|finalists?|nominated|runners?-up)\b[^.;:]{0,20} (?:for|in|at|of) (?:an?|the|this year's|last year's|two|three|several)? ?(?:[\w'\ue001-\ue004-]+ ){0,4}(?:(?i:(?<!contract )awards?)(?! of\b)|(?i:prizes?|medals?))\b"
)
#: "has won a Queen's Award for Service", "was named winner of its award": what is written with capitals, or has winners.
_AWARDS = re.compile(
    r"\b(?:an?|the|its|two|three|(?:this|last) year's)(?: (?:[A-Z][\w'-]+|[\ue001-\ue004])){1,5} (?:Awards?|Prizes?|Medals?|Troph(?:y|ies))\b(?! (?:Notice|of))|\bwinners? (?:of|in|at) (?:the|an?|its) [^.;:]{0,60}\b(?i:awards?|prizes?)\b"
)


#: Whoever advised a buyer has no contract that is told of.
_COUNSEL = re.compile(
    r"(?:(?:[Ll]egal|[Tt]echnical|[Ii]ndependent|[Ee]xpert|[Ff]inancial|[Pp]rocurement) |\ue004 |^)(?:[a-z]+ )?[Aa]dvice\b[^.;:,]{0,60} (?:was|were|has been|had been) (?:given|provided|supplied|offered) by ?$"
)


def is_other_matter(text: str, told: tuple[int, int], cue: tuple[int, int], status: Status, *, wins: bool) -> bool:
    """Whether what a sentence tells from ``told``, by the words at ``cue``, is of people or things and of no contract.

    ``wins``: the words say that something is won or given.
    """
    start, end = told
    if _POST.match(text[end : end + 60]) or _PERSONNEL.search(text[max(0, start - 60) : end + 50]):
        return True
    if status is Status.SHORTLISTED:
        return bool(_PRIZES.search(text[max(0, cue[0] - 20) : cue[1] + 70]))
    of = text[max(0, cue[0] - 10) : cue[1]] + _TURN.split(text[cue[1] : cue[1] + 45])[0]
    if (status is Status.AWARDED or status.is_exit) and _OTHER_THINGS.search(of):
        return True
    if status is Status.AWARDED and _MOVED_HOUSE.search(text[max(0, cue[0] - 40) : cue[1]]):
        return True
    if (
        status is Status.AWARDED
        and text[cue[0] : cue[1]].startswith(("agreement", "deal", "contract"))
        and _UNREACHED.search(text[max(0, cue[0] - 60) : cue[0]])
    ):
        return True
    passes = status is Status.AWARDED or status.is_exit
    if passes and (
        _THINGS.search(text[max(0, cue[0] - 60) : cue[1]]) or _GAME.search(text[max(0, cue[0] - 30) : cue[1]])
    ):
        return True
    if status is Status.UNSUCCESSFUL and _GAMES.search(text[cue[0] : cue[1] + 60]):
        return True
    if status is Status.AWARDED and _AWARDS.search(text[max(0, cue[0] - 10) : cue[1] + 70]):
        return True
    if status is Status.AWARDED and _COUNSEL.search(text[max(0, cue[0] - 90) : cue[1]]):
        return True
    return wins and bool(_GIFTS.search(text[max(0, cue[0] - 90) : end + 50]))


#: "teams up with X to raise money": no contract is meant.
_FOR_A_CAUSE = re.compile(
    r"(?: again| this year)?,? (?:to|in order to|for an?) (?:[a-z]+ )?(?:raise|campaign|call (?:for|on)|lobby|urge|publish|research|study|celebrate|mark|sponsor|stage|organise|collect (?:for|food|toys|clothes)|appeal|petition)\b"
)


def is_for_a_cause(text: str, at: int) -> bool:
    """Whether the words behind ``at``, where two bodies are said to work together, say that they do so for a cause of their own."""
    return _FOR_A_CAUSE.match(text, at) is not None


#: "Beth delivered parcels with the help of X".
_PERSON_DOES = re.compile(rf"\W*{PERSON} (?:(?:has|have|had) )?(?:[a-z]+ed|[a-z]+s|made|took|went|ran|held|gave|got)\b")


def is_of_a_person(sentence: str) -> bool:
    """Whether ``sentence`` tells what a person did, whoever a text was speaking of before."""
    return _PERSON_DOES.match(sentence) is not None

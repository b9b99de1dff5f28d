"""What kind of page a text is by its title: of prizes, of advice, an answer, a call for bids, a survey, gifts or posts; none lets a contract."""

from __future__ import annotations

import re
from functools import lru_cache

_PRIZE = r"(?:awards?|prizes?|medals?|accolades?|gongs?|honours?)"
_WHOSE = r"(?:(?:our|the|meet|about|who are|list of|register of|view|see|all) )*"
_GOVERNORS = r"(?:trustees?|patrons?|governors?|ambassadors?|(?:the )?board(?: members)?|board of (?:trustees|directors|governors|management)|(?:non-)?executive directors|(?:senior |executive )?(?:leadership|management|staff) team|advisory (?:board|group|council|panel))"
_KINDS = (
    # Prizes and those who won them.
    rf"\bawards?(?::| -)? (?:the )?(?:winners?|categor(?:y|ies)|criteria|ceremony|night|dinner|finalists?|nominations?|nominees|shortlist|gala|judges)\b"
    rf"|\b[a-z]+ of the year\b"
    rf"|\b(?:winners?|finalists?|shortlist\w*|nominated|nominees|nominations?|runners?[- ]up) (?:of|for|at|in) (?:the |an? )?[^.:|]{{0,50}}\b{_PRIZE}\b(?! (?:of|contract))"
    r"|\bcategories (?:&|and) criteria\b|\bwho won at\b|\bOscars\b|\bhall of fame\b"
    rf"|\b(?:receives?|received|wins?|won|scoops?|scooped|picks? up|honou?red with|lands?|bags?|presented with) (?:an? |the |two |three |top |major |national |prestigious |another )*(?:(?!contracts?\b)[a-z'-]+ ){{0,4}}{_PRIZE}\b(?! (?:of|contract))"
    r"|\bbest [a-z-]+ (?:partnership|charity|employer|team|initiative|project)\b",
    # Advice, courses and talks.
    r"\b(?:seminars?|webinars?|conferences?|master-?class(?:es)?|workshops?|lectures?|symposium|toolkit|checklist|how to|(?:best|good) practice|tips for|step[- ]by[- ]step|"
    r"is your \w+|(?:buyer|beginner|user)'?s'? guide|things to (?:know|consider|think about)|the do'?s and don'?ts|training (?:course|day|event)s?|selection process)\b",
    # Answers to those who govern, and comments.
    r"\b(?:response|submission|answer|evidence|reply|comments?|statement) (?:to|on|about) (?:the |our |a )?[^|]{0,80}\b(?:committee|consultation|inquiry|review|green paper|white paper|call for evidence|bill|plan|interest|report|strategy|coverage)\b"
    r"|\bconsultation response\b|\bour (?:response|answer) to\b",
    # Competitions that have only opened, and money to ask for.
    r"\b(?:expressions? of interest|invitations? to (?:tender|bid|quote)|call for (?:bids|proposals|tenders|evidence|providers|partners)|asks? for bids|invites? (?:bids|tenders|expressions|providers)|(?:bids|tenders) (?:are )?(?:invited|sought|wanted)|"
    r"market engagement|prior information notice|applications? process|funding (?:opportunit\w+|available))\b",
    # Surveys, studies and reports.
    r"\b(?:survey|report|study|research|analysis|poll|think[- ]tank)(?:,)? (?:finds?|found|says?|shows?|reveals?|exposes?|warns?|suggests?)\b|\b(?:says|finds|warns|according to) (?:a )?(?:new )?(?:report|study|survey|research|poll|think[- ]tank)\b",
    # Gifts and those who give them.
    r"\b(?:(?:raises?|raised|raising) [^.:|]{0,20}(?:[\u00a3$\u20ac]|money|funds|thousands|cash)|[\u00a3$\u20ac][\d,.]+[kmn]* (?:is |was )?(?:raised|donat\w+)|donat(?:es?|ed|ion|ions)|fund-?rais\w+|cheque|charity (?:of the year|partnership)|charity partner|marathon|sponsored (?:walk|run|swim|ride)|bequest|legacy gift)\b",
    # Posts and those who take them or leave them.
    r"\b(?:appoint(?:s|ed|ment)|joins|joined|named|becomes|retires?|resigns?|steps? down|new) (?:[a-z-]+ ){0,4}(?:chief executive|chair(?:man|woman)?|director|ceo|president|patron|vice-chair|treasurer)\b|\b(?:obituary|obituaries|dies|remembered|tributes? (?:to|paid)|in memory of|condolences)\b",
    # Who belongs to a body, and who governs it.
    rf"^{_WHOSE}(?:(?:full|associate|corporate|current|founding) )*(?:members(?: directory| list)?|members(?:'|hip) (?:directory|list)|member (?:directory|list|organi[sz]ations)|directory of members|a-z of members|{_GOVERNORS})"
    rf"(?:,? (?:and|&) (?:our |the )?(?:(?:full|associate|corporate) )?(?:members|friends|supporters|{_GOVERNORS}))*(?=\s*(?:$|[|:\u2013\u2014]|- ))(?!.*\b(?:consorti|alliance|framework|joint venture|supply chain|partnership|contract|provider|operator|supplier|tender|award|bid))",
)
_OTHER = re.compile("|".join(_KINDS), re.IGNORECASE)
#: Titles that tell of a contract all the same: "Award-winning charity loses contract".
_DEAL = re.compile(
    r"\bcontracts? (?:is |are |was |were |has been |have been )?(?:awarded|signed|lost|won|let|goes|go|ends?|ended|extended|renewed|terminated|handed|given|award\b)|"
    r"\b(?:wins?|won|loses?|lost|awarded|awards?|signs?|signed|lands?|secures?|retains?|keeps?|clinch\w+|takes? over|hands? back|given|handed|extends?|renews?) (?:[^\s]+ ){0,6}(?:contracts?|deals?|tenders?|bids?|franchises?|service|services)\b|"
    r"\bchang(?:es|ed|ing) hands\b|\bchange of (?:provider|operator|contractor|supplier)\b|\b(?:services?|centres?|providers?|operators?|contracts?) (?:is |are )?(?:changing|transferring|passing to|moving to)\b|"
    r"\bpreferred (?:bidders?|suppliers?|providers?|operators?)\b|\bto run\b|\b(?:new|chosen|appointed) (?:[a-z]+ )?(?:providers?|operators?|contractors?|suppliers?)\b|\bshortlist\w* (?:for|to) (?:[^\s]+ ){0,6}contracts?\b",
    re.IGNORECASE,
)
#: A first line that is longer is no title.
_LONGEST = 200


def is_of_another_kind(text: str) -> bool:
    """Whether the first line of ``text``, its title, says that the page is of a kind that lets no contract, or all of it is of prizes."""
    return _is_of_another_kind(text.lstrip().partition("\n")[0][:_LONGEST]) or _is_of_prizes(text)


def _is_of_prizes(text: str) -> bool:
    """Whether ``text`` tells of several prizes, and has no word of a contract."""
    return text.count(" of the Year") >= _SEVERAL and _CONTRACTS.search(text) is None


_SEVERAL = 2
_CONTRACTS = re.compile(
    r"\b(?:contracts?|tender\w*|procure\w*|commission(?:ed|ers?|ing)|bidders?|providers?|franchise\w*)\b", re.IGNORECASE
)


@lru_cache(maxsize=8)
def _is_of_another_kind(title: str) -> bool:
    # Asked of a document by those who read its prose and by those who read its lists.
    return bool(_OTHER.search(title)) and not _DEAL.search(title)

"""Who only stands by: bodies that a text shows winding up, advising, reporting, representing or paying are no parties in it.

What a body is shown to be once holds for the whole text, unless the text also has it provide, bid, win or be chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from monitor.extract.names.buying import given_or_sold
from monitor.extract.names.kinds import BODIES, Kind
from monitor.extract.names.marking import words_beside
from monitor.extract.names.spotting import Name
from monitor.extract.words.behind import Behind
from monitor.extract.words.vocabulary import Vocabulary

_BEHIND, _AHEAD = 90, 130
#: "the scheme's administrator" runs it.
_WIND_UP = r"(?:joint |special )?(?:(?<!scheme )(?<!fund )(?<!benefits )(?<!pensions )(?<!pension )(?<!payroll )administrators?|liquidators?|receivers?|insolvency (?:practitioners?|experts?|specialists?|firm))"
_ADVISE = (
    r"(?:(?:law|legal|accountancy|accounting|audit|search|recruitment|polling|research|public relations|PR|lobbying|restructuring|property) (?:firms?|practices?|houses?|agency|agencies)|barristers|auditors|head-?hunters|pollsters?|"
    r"(?:financial|legal|technical|procurement|tax|strategic|commercial|corporate|transaction) (?:advis[eo]rs?|consultants?))"
)
_REPORT = r"(?:(?:news|trade|local|daily|weekly|evening|sunday|industry|specialist) )?(?:newspapers?|magazines?|journals?|broadcasters?|news ?(?:letters?|agency|agencies|sites?|websites?|wires?)|bloggers?|blogs?|tabloids?|(?:trade|local|daily|weekly|sunday) (?:papers?|titles?|press))"
_SPEAK = (
    r"(?:(?:trades?|employers'?|industry|professional|umbrella|representative|sector|staff|lobby|lobbying|pressure|campaign|campaigning|protest|advocacy and campaigning|tenants'|residents'|patients'|passengers'?|users') (?:union|bod(?:y|ies)|associations?|groups?|organisations?|federation|alliance)|"
    r"(?:health |public sector |teachers' |teaching |staff |rail |general |civil service )?unions?|think-?\s?tanks?|(?<!health )(?<!care )(?<!patient )(?<!patients' )watchdogs?|regulators?|inspectorates?|ombudsm[ae]n|campaigners|analysts|"
    r"umbrella(?= (?:for|of)\b)|campaign for [a-z ]{3,25})"
)
_PAY = r"(?:(?:grant|charity|charitable|philanthropic|private|corporate|main|principal|major|national|local) )?(?:funders?|grant-?\s?makers?|grant-making (?:trusts?|bod(?:y|ies)|charit(?:y|ies)|foundations?)|sponsors?|donors?|philanthropists?|creditors?|lenders?|banks?)"
_NOUN = rf"(?:{_WIND_UP}|{_ADVISE}|{_REPORT}|{_SPEAK}|{_PAY})"
_SHORT = r"(?:'s?)?(?: \([^)]{1,40}\))?"
#: "the liquidators, X", "law firm X", "the union X".
_CALLED = re.compile(rf"(?<![\w-]){_NOUN},?:?(?:(?<=practitioners) of| called)?(?: the)? $", re.IGNORECASE)
_NOT_CALLED = Behind(
    r"\b(?:by|of|for|from|with|its|their|our|no|and|or) (?:the )?(?:[a-z-]+ )?(?:bank|banks|unions?|blogs?|journals?|papers?)(?: of| at)? $"
)
#: "X, a trade body", "X is to be the liquidator", "X were called in as administrators".
_IS = re.compile(
    rf"{_SHORT}(?:,? (?:which |who )?(?:is|are|was|were|has been|have been|had been|will be|acts?|acted|acting)(?: to be| now| also| later)*(?: (?:re-?)?(?:appointed|named|called in|brought in|drafted in|hired|engaged|instructed|retained|confirmed))?(?: to act)?(?: as)?|,(?= (?:the|its|their|an?|our|one of)\b)|(?:,? (?:appointed|called in|brought in|hired|engaged|instructed|acting) as))"
    rf"(?: (?:the|its|their|a|an|our|one of the))?(?: (?!(?:and|to|of|for|with|that|which|provider|charity|not|in|at|on|by|from|under|into|against|no)\b)[\w'-]+){{0,3}} {_NOUN}(?=[ ,.;:)]|$)(?! (?:and (?:provider|operator|charity|contractor)|services?|company)\b)",
)
#: "X, which speaks for the trade", "X has learned which".
_DOES = re.compile(
    rf"{_SHORT}(?:,? (?:which|who|that))? (?:speaks? (?:up )?for|spoke for|represent(?:s|ing)?(?! (?:an?|good|better|best|excellent|poor|value|about|around|only|over|some|more|less|\d|[\u00a3$\u20ac])\b)|lobb(?:y|ies) (?:for|on|against)|regulates?|inspects?|campaigns? against|polices)\b"
    rf"|{_SHORT},? in which\b[^.;:]{{2,60}}\b(?:are|is) (?:organi[sz]ed|represented|members)\b"
    rf"|{_SHORT} (?:has|have|had|can) (?:exclusively )?(?:learne?[dt]|reveal(?:ed)?|disclosed?|uncovered|established|discovered) (?:that|which|how|what|who|why|whose)\b(?! (?:it|its|they|their)\b)"
    rf"|{_SHORT} understands(?: that)? [a-z]"
    rf"|{_SHORT} (?:sister|rival) (?:title|paper|publication|magazine|newspaper|site|website)\b"
    rf"|{_SHORT}(?: (?:has|have|had|also))* (?:gave|given|gives|donated|pledged|contributed|put (?:in|up)|chipped in) (?:an? (?:grant|donation|gift) of )?(?:more than |about |some |over |nearly |another |a further )?[\u00a3$\u20ac]"
)
#: "..., the Herald can reveal.": whoever is so named at the end of a sentence only tells it.
_REVEALS = re.compile(
    rf"{_SHORT} (?:can|has|have) (?:exclusively )?(?:reveal|disclose|report|learn)(?:ed|t)?[.\"'\u2019\u201d]"
)
#: "funded by X", "with a grant from X", "the ceremony at X": who pays, and where one meets.
_LED_IN = Behind(
    r"\b(?:(?:part-|co-|grant-|match-|jointly |partly )?(?:funded|financed|sponsored|bankrolled|underwritten|paid for)(?: (?:jointly|partly|in part|mainly|largely|entirely|wholly|also|both|and (?:supported|backed|organised|led)))? by"
    r"|(?:grants?|funding|funds|money|donations?|sponsorship|bursar(?:y|ies)|legacy|loans?|cheques?|investment|gifts?)(?: (?:of|worth) [^.;:,]{1,25}| totalling [^.;:,]{1,25})? from"
    r"|(?:ceremony|dinner|lunch|reception|breakfast|gala|summit|seminar|webinar|exhibition|symposium|reception)(?: (?:was|is|will be|were|to be))?(?: held)? (?:at|in)"
    r"|(?:advised|represented|audited|regulated|inspected|accredited|valued|surveyed|expressed|voiced|evaluated|condemned|criticised|reviewed|rated(?: [\"'\u201c]?\w+[\"'\u201d]?)?) by"
    r"|(?:deliver|provid|suppl)(?:es?|ies|ed|ing|y)? (?:(?!to\b)[a-z-]+ ){0,4}?(?:services|care|meals|transport|cleaning|catering|maintenance|patient dining) (?:to|at)"
    r"|(?:[Ll]etters?|[Ee]mails?|[Pp]etitions?|[Cc]orrespondence|[Ss]ubmissions?) (?:received )?from"
    r"|(?:[Vv]iews|[Cc]omments|[Ff]eedback|[Rr]esponses|[Ii]deas|[Ss]uggestions) (?:are|is|were|was|will be|have been) (?:also |always |now |most )?(?:welcomed?|invited|sought|received|gathered|heard|collected) from(?: [a-z][^.;:]{0,50}? from)?"
    r"|(?:papers?|articles?|essays?|columns?|lectures?|chapters?|blogs?|reports?) (?:for|written for|published by)"
    r"|(?:after|following|in the light of) (?:[a-z]+ ){0,2}(?:discussions?|consultations?|dialogue|conversations?) with"
    r"|Speaking (?:exclusively )?to|[Ii]n an interview with|[Ii]nterviewed by"
    r"|(?:legal|technical|financial|procurement|consultancy|professional|independent|expert|actuarial) (?:support|advice|help|input|assistance|guidance|counsel) (?:was |were |is )?(?:(?:given|provided) )?(?:from|by)"
    r"|(?:local authorities|authorities|councils|boroughs)(?: (?:across|in|throughout|around|up and down) [^.;:,]{2,30})?,? (?:including|such as|like|among them)"
    r"|(?:clients?|customers|[Cc]lients|[Cc]ustomers) (?:that |who |which )?(?:include|includes|including|range from|have included|are|such as|like)(?: (?:members of|both|names like|names such as))?)(?: the)? $"
)
#: "For advice on debt go to X": whom a reader is sent to.
_SENT_TO = Behind(
    r"\bFor (?:more |free |further |independent |confidential |legal )*(?:advice|help|support|information|details|questions|complaints|guidance)\b(?: [a-z]+){0,6},? (?:please )?(?:go|turn|write|speak|talk|apply) to(?: the)? $"
)
#: "Our thanks to X and to Y", "when our members meet, be it X, Y or Z": who is greeted, and who is only an example.
_GREETED = Behind(
    r"\b(?:(?:[Oo]ur|[Mm]y|[Ww]ith|[Mm]any|[Ss]pecial|[Ww]arm(?:est)?|[Ss]incere|[Hh]eartfelt|[Bb]ig) (?:[a-z]+ )?thanks(?: also| too| again)?(?: go(?:es)?| are due)? to|(?:[Gg]rateful|[Ii]ndebted) to|be it)(?: the| both)? $"
)
#: "to X for its work over ten years": whoever is thanked for that has done it.
_FOR_WORK = re.compile(
    r"[^.;:]{0,60}? (?:for|over|during|in|since) (?:(?:all|its|their|the (?:works?|services?|care|support|help|way|many|good|hard)|everything|what|having|running|providing|delivering|many|so|years|being|\d+|ten|five|[a-z]+ing)\b|the (?:past|last)\b)"
)
#: "X's former economist Ann Lee": whom it employed once.
_EMPLOYED = re.compile(
    r"'s? (?:former|one-time|erstwhile|retired) (?!(?:[a-z-]+ ){0,2}(?:providers?|operators?|(?:sub)?contractors?|suppliers?|partners?|subsidiary|arm|charity|company|owners?|contracts?)\b)(?:[a-z-]+ ){1,4}[A-Z][a-z]+ [A-Z]"
)
#: "X have been appointed and are looking for a buyer".
_WINDS_UP = re.compile(
    rf"{_SHORT} (?:has|have|had|was|were) (?:been )?(?:appointed|called in|brought in),? (?:and|to)\b[^.;]{{0,40}}?\b(?:buyers?|creditors|assets|rescue|sell|sale of|wind(?:ing)? (?:it|them|up|the))\b"
)
_LISTED = re.compile(
    r"(?:'s)?(?:, (?:which|who) [^,.;:]{2,60})?(?:,|;|,? and|,? or|,? &|,? as well as)(?: (?:the|by|from|also|both|to))* $|, $"
)
_ITEM = 80
_WORTH_LOOKING = Vocabulary(
    r"administrators?|liquidators?|receivers?|insolvency|firms?|solicitors?|lawyers?|barristers?|accountants?|auditors?|advis[eo]rs?|consultants?|newspapers?|magazines?|journals?|broadcasters?|news\w*|blog\w*|papers?|"
    r"advice|help|support|information|details|questions|complaints|guidance|views|comments|feedback|responses|ideas|suggestions|expressed|voiced|evaluated|condemned|criticised|reviewed|rated|letters?|emails?|petitions?|correspondence|submissions?|speaking|spoke|interview\w*|services|care|meals|transport|cleaning|catering|maintenance|schools?|hospitals?|infirmary|legal|technical|financial|authorities|councils|boroughs|unions?|bod(?:y|ies)|associations?|groups?|organisations?|federation|think-?tanks?|tanks?|watchdogs?|regulators?|inspectorates?|campaign\w*|analysts|funders?|sponsor\w*|donors?|donat\w+|funded|funding|grants?|banks?|lenders?|"
    r"speaks?|represent\w*|regulate\w*|learne?[dt]|reveal\w*|understands|gave|pledged|contributed|clients?|customers|money|organi[sz]ed|audited|advised|ceremony|dinner|reception|seminar|discussions?|consultations?|dialogue|conversations?|umbrella|thanks|grateful|indebted|former|papers?|articles?|essays?|columns?|lectures?|chapters?"
)
#: What who only stands by does not do.
_PROVIDES = re.compile(
    r"(?:'s?)?(?:,? (?:which|who|that|an?|the|one)\b[^.;:]{2,60},|,? (?:which|who|that))?(?: (?:now|also|currently|already|still|then|will|to|has|have|had|would))* (?:r[ua]ns?|running|provid(?:es?|ed|ing)|deliver(?:s|ed|ing)?|operat(?:es?|ed|ing)|manag(?:es?|ed|ing)|bids?|bidding|tendered|w[io]ns?|lost|loses|takes? over|took over|taken over|withdr[ae]w\w*|holds?|held)\b"
)

_TAKES_OVER = Behind(r"\b(?:hand|pass|transfer|move|switch|shift)\w*\b[^.;:]{0,50} to(?: the)? $")


#: Schools and hospitals have meals, cleaning and patients brought: they are parties only where they are shown at work.
_IS_SERVED = re.compile(
    r" (?:(?:Primary|Secondary|High|Junior|Infants?'?|Grammar|Nursery|Special) Schools?|General Hospital|Infirmary)$"
)


def without_bystanders(names: list[Name], text: str, key_of: Callable[[Name], str]) -> list[Name]:
    """``names`` with those as no parties that the text shows standing by and never providing, bidding or being chosen."""
    if not _WORTH_LOOKING.is_in(text):
        return names
    beside: set[str] = set()
    acting: set[str] = set()
    led_in = greeted = -1
    for name in names:
        before, after = words_beside(name, text, _BEHIND, _AHEAD)
        sent = _SENT_TO.search(before) is not None
        led_in = name.end if sent or _LED_IN.search(before) or _is_next(name, led_in, text) else -1
        greeted = name.end if _GREETED.search(before) or _is_next(name, greeted, text) else -1
        if name.kind not in BODIES:
            continue
        key = key_of(name)
        acts, stands_by = _does(before, after)
        is_idle = (greeted >= 0 and not _FOR_WORK.match(after)) or _EMPLOYED.match(after) is not None
        if (acts and not sent) or (name.known and not is_idle):
            acting.add(key)
        elif led_in >= 0 or stands_by or is_idle or _IS_SERVED.search(name.surface):
            beside.add(key)
    found = beside - acting
    if not found:
        return names
    return [replace(name, kind=Kind.BUYER) if name.kind in BODIES and key_of(name) in found else name for name in names]


def _is_next(name: Name, last: int, text: str) -> bool:
    """Whether ``name`` goes on a list whose member before ends at ``last``."""
    return last >= 0 and name.start - last < _ITEM and _LISTED.match(text[last : name.start]) is not None


@lru_cache(maxsize=256)
def _does(before: str, after: str) -> tuple[bool, bool]:
    """Whether the words beside a name show its bearer at work, and whether they show it standing by."""
    winds_up = bool(_WINDS_UP.match(after) or _REVEALS.match(after))
    if not winds_up and (_PROVIDES.match(after) or _TAKES_OVER.search(before) or given_or_sold(before, after)):
        return True, False
    return False, winds_up or _is_called(before) or bool(_IS.match(after) or _DOES.match(after))


def _is_called(before: str) -> bool:
    """Whether a noun before a name says that its bearer stands by; a capital within a sentence is of a name."""
    match = _CALLED.search(before)
    if not match or _NOT_CALLED.search(before):
        return False
    return match.group()[0].islower() or before[: match.start()].rstrip(" \"'(")[-1:] in {"", ".", "!", "?", ":"}

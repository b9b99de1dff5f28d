"""Which places a sentence names where nobody is to work: seats, beginnings, comparisons, what a body does besides."""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.extract.clauses.masking import AREA, ORG, PERSON
from monitor.extract.words.behind import Behind
from monitor.extract.words.scans import Scan

_NOT_SERVED = Behind(
    r"(?:\bat work (?:all over|across|throughout|in)|\b(?:based|founded|formed|created|established|incorporated|headquartered|registered|born|(?<!recovery )(?<!training )college|firm|charity|company|enterprise|operator|co-operative|business|supplier|chain|consultancy|bureau|premises|[Mm]eetings?|consultants|advisers|lawyers|solicitors|accountants|brokers|grew up|raised|lives|lived|conference|event|[Ss]peaking|court|depot|warehouse) (?:in|at|near)|(?<!people )(?<!patients )(?<!clients )(?<!pupils )(?<!children )(?<!families )(?<!residents )(?<!offenders )(?<!prisoners )(?<!jobseekers )(?<!waste )(?<!rubbish )(?<!refuse )(?<!sludge )(?<!recycling )(?<!calls )(?<!referrals )(?<!households )(?<!adults )(?<!women )(?<!men )\bfrom|, of|\b(?:[Mm]ayor|MP|[Bb]ishop|resident|company|firm|charity|business|college|University) of|\b(?:based|beg[au]n(?: life)?|start(?:s|ed)? (?:life|out)|domiciled|(?:its|their|a) (?:(?:main|home|permanent) )?(?:base|seat|home|roots|origins)|founded|set up|offices?|headquarters?|registered|depots?|employ(?:s|ed|ing|er|ers)?)\b(?:(?!\b(?:runs?|ran|provid\w+|deliver\w*|operat\w+|manag\w+|serv\w+|w[io]ns?|has|have|will|for|contract\w*)\b)[^.,;:]){0,30} (?:in|at|near)|\b(?:Based|Founded|Formed|Created|Established|Headquartered|Registered|Born|Launched|Started|Set up)\b(?: [a-z\d]+){0,4} (?:in|at|near)|\bvisited|\bvisit to|\bwho (?:lives?|lived|grew up|was born|comes?|works?)\b[^,;.]{0,20} (?:in|from|near|at)|\boutside|\b(?:next|close) to|\b(?:bordering|adjoining|not far from)|\b(?:judges?|tribunal|hearing|ceremony|signed|hotel) (?:in|at)|\b(?:group|parent|owner|chain|investors?) (?:with|that has|which has) [^.;,]{0,30} in|(?<!\b[Tt]he )\b(?:north|south|east|west) of|\bMP for|\bout of (?:[A-Z][\w'.-]+ ){1,4}(?:in|at)|\b(?:at|in|from|near) (?:the )?(?:[A-Z][\w'.-]+ ){0,3}(?:House|Hall|Buildings?|Street|Road|Lane|Avenue|Chambers|Towers?|Square|Wharf|Lodge|Terrace|Hotel) (?:in|at|near)|\b[Mm]ov(?:es?|ed|ing) [^.;:]{0,40}\bfrom [^.,;:]{1,30} to|\b(?:mov|relocat)(?:es?|ed|ing) (?:its|their|the) (?:[a-z]+ ){0,2}(?:depots?|base|offices?|headquarters|kitchens?|warehouses?) (?:[a-z]+ )?to|\b(?:hauled|taken|driven|shipped|trucked|sent|transported|carried) (?:away )?to (?:an?|the|its|their) (?:[a-z-]+ ){1,3}(?:in|at|near)|\b(?:their|its|our|this|that|the other) (?:part|corner|end|side) of|\bwith (?:an? |its |[a-z]+ )?(?:[a-z-]+ )?(?:farms?|factor(?:y|ies)|workshops?|studios?|warehouses?|laborator(?:y|ies)) (?:in|at|near)|\b(?:at|in) (?:the )?(?:[A-Z][\w'.]+,? ){0,6}(?:House|Hall|Suite|Chambers?|Room|Buildings?|Street|Road|Hotel),|(?<!prison )(?<!jail )(?<!centre )(?<!center )\bnear|\b(?:has|have|had) (?:(?:until (?:now|today|then)|so far|hitherto|to date|only|mainly|mostly),? )+(?:worked|operated|run services|been (?:active|working)) (?:only |mainly )?(?:in|across|around)|\bfirst of (?:them|these|those)\b[^.;,]{0,25} in|\b(?:seat|shares|listing|quotation) (?:in|on)|\b(?:centres?|offices?|clinics?|base|depot|shop|surgery|library|premises|workshop|ones?)(?: (?:at|in) \S+)? (?:(?:will|is to|has|have|is|are) )?(?:also |now )?(?:mov(?:es?|ed|ing)|relocat(?:es?|ed|ing)) (?:back )?to|^By)(?: the)? $"
    rf"|{PERSON},? (?:for|of|from)(?: the)? $|\bout of (?:the )?{ORG} (?:in|at|near)(?: the)? $"
)


#: "the Cardiff social enterprise X", "staff of the Kent trust": whose it is, not what is served.
_ITS_SEAT = re.compile(
    r" (?:(?!(?:the|a|an|its|their|our|this|that|these|and|or|but|by|for|to|of|in|at|on|as|from|with|under|over|after|before|against|between|into|via|than|which|who|where|when|while|is|are|was|were|be|been|has|have|had|will|would|may|can|could|should|not|last|next)\b)[a-z-]+ ){0,2}(?:charity|charities|firms?|company|companies|social enterprise|trust|college|business|consultancy|mutual|housing association|co-operative|start-?up|agency|government|giant|operator|non-profit|not-for-profit|arm)\b"
)
#: "Kent's own Harbour Trust": a body that a place calls its own.
_ITS_OWN = re.compile(
    rf"'s? (?:(?!(?:is|are|was|were|will|has|have|new|next|contracts?|services?|providers?|operators?|tenders?|deals?|franchises?|lots?|bids?)\b)[a-z-]+ ){{0,3}}{ORG}"
)
#: A place beside which another is set: what it is like, what it came after, what is left out.
_BESIDE = Scan(
    r"\b(?:unlike|(?:just )?as(?: they| it)?(?: has| have| had| did| does| do)? in|(?:similar|identical|equivalent|comparable) (?:[a-z]+ )?(?:to|in)(?: (?:that|those|one|ones|the one) (?:in|of|for))?|modelled on[^.,;]{0,30}|"
    r"(?:pilots?|pilot (?:scheme|project)s?|trials?|success(?:es)?|experience|track record|problems|failures?|troubles|scandals?|reputation|strength|presence|foothold|operations|roots|exploits|exploratory work) in|(?:piloted|trialled|tested|tried(?: out)?) in|"
    r"(?:but not|(?<!, )but (?:that|those)|excluding|except(?:ing)?(?: for)?|apart from|aside from|other than|rather than|instead of|save for|bar|barring|minus|not (?:including|counting))(?: (?:(?:that|those|the (?:one|ones|contract|lot|service))\b ?)?(?:in|for|of|from|covering))?|"
    r"(?:stand(?:s|ing)?|ris(?:es|ing)|(?:being )?built|build(?:s|ing)?|planned|open(?:s|ed|ing)?|l(?:ies|ying)|sits?|sitting|site|land|prison|hospital|school|centre|hostel|homes?|building|one) (?:right |just |directly )?(?:beside|next to|next door to|adjoining|adjacent to|alongside|opposite|across the road from)|"
    r"on top of(?: (?:those|its (?:contracts?|work)))?(?: in)?|adding to (?:those|the ones?|its contracts?|the contracts?)(?: [a-z]+){0,4} in|"
    r"(?:than|after|before|like|to match|alongside|besides?) (?:that|those|the one|the ones) (?:for|in|of|from)|than (?:in|for)|(?:first|only|largest|biggest) (?:[a-z]+ )?outside(?: of)?)(?: (?:the|neighbouring|nearby|adjoining|adjacent))* $",
    re.IGNORECASE,
)


#: "Need is greatest in Bolton, but it is in Wigan that": what another place is set against.
_SET_AGAINST = re.compile(r"[^.;:,]{0,40}, (?:but|yet|though|and yet) it (?:is|was|will be) (?:in|for|at|on) ")
#: "By Jo Amber, reporter (North Yorkshire)": a line about who wrote it.
_BYLINE = re.compile(r"\nBy [A-Z][\w'-]+ [A-Z][^.;:\n]{0,60}$")
#: A clause about somebody of a body's own, before the place in it: "whose founder was once a teacher in".
_ITS_PEOPLE = re.compile(
    r"\bwhose (?:(?!(?:contract|service|bid|work)s?\b)[a-z-]+ ){0,3}(?:founders?|owners?|directors?|managers?|executives?|patrons?|chair(?:man|woman)?|heads?|boss|leader|president|parents?) [^.;,]*$"
)

_ADJECTIVE = re.compile(r"-(?!wide)[a-z]| (?:based|headquartered|listed) (?=[A-Z\ue000])")


def is_in_adjective(text: str, end: int) -> bool:
    """Whether the place that ends at ``end`` is part of an adjective: "the London-listed chain", but not "county-wide"."""
    return bool(_ADJECTIVE.match(text, end))


#: "Essex and Devon are still to be decided", "the contract for Essex has been delayed": nobody has it yet.
_OPEN = re.compile(
    r"(?:,? (?:and|or|&) [^ ,.;]+)? (?:is|are|has|have|will|keeps?|stays?|remains?)\b[^.,;A-Z]{0,40}?\b(?:to be (?:decided|let|awarded|tendered|confirmed)|delayed|postponed|undecided|in[- ]house|not (?:yet )?(?:been )?(?:let|awarded|decided)|under review|cancelled|abandoned|scrapped)\b"
)


def is_open(text: str, end: int) -> bool:
    """Whether the words after a place that ends at ``end`` say that nobody has been chosen there."""
    return bool(_OPEN.match(text, end))


def is_set_against(text: str, end: int) -> bool:
    """Whether another place is set against the one that ends at ``end``, and is the one that is spoken of."""
    return bool(_SET_AGAINST.match(text, end))


def is_its_seat(text: str, end: int) -> bool:
    """Whether the words after a place that ends at ``end`` name a body that sits there."""
    return bool(_ITS_SEAT.match(text, end))


def is_seat(text: str, at: int) -> bool:
    """Whether the words before ``at`` say that the place there is where somebody sits, began or comes from."""
    return _says_seat(text[max(0, at - 90) : at])


@lru_cache(maxsize=256)
def _says_seat(before: str) -> bool:
    # Sentence, paragraph and theme ask it of the same place.
    return bool(
        _NOT_SERVED.search(before[-60:])
        or _BESIDE.is_in(before)
        or ("whose " in before and _ITS_PEOPLE.search(before))
        or ("\nBy " in before and _BYLINE.search(before))
    )


#: "X, which manages three hostels in" a place: what it does besides, unless it is of "the contract" or "the service".
_RUNS_BESIDES = re.compile(
    rf"{ORG},? (?:which|who|that) (?:already |also |now |still |currently )*(?:runs?|operates?|manages?|owns?|looks? after)"
    rf" (?:(?!(?:contract|service|run|held|been)\b)[^.;,{ORG}])*$"
    rf"|{ORG},? (?:which|who|that) (?:already|also|currently) (?:holds?|has|have|delivers?|provides?|runs?|operates?|manages?|serves?|works?)\b[^.;,{ORG}]*$"
)


#: Whom a body serves besides, before "including" some of them.
CLIENTS = r"\b(?:many|other|numerous|its|their|our)(?: other)? (?:local )?(?:authorities|councils|clients|customers)\b"
#: "works with many councils including" a place: where those are.
_HAS_CLIENTS = re.compile(rf"{CLIENTS}[^.;{ORG}]{{0,60}}?\b(?:includ(?:es?|ing)|such as|like)\b[^.;{ORG}]*$")


def skips(text: str, at: int) -> bool:
    """Whether the place at ``at`` is where somebody comes from or works besides, not what is contracted for."""
    return (
        is_seat(text, at)
        or bool(_RUNS_BESIDES.search(text, max(0, at - 110), at))
        or bool(_HAS_CLIENTS.search(text, max(0, at - 140), at))
        or is_in_adjective(text, at + 1)
        or is_open(text, at + 1)
        or is_set_against(text, at + 1)
        or bool(_ITS_SEAT.match(text, at + 1) or _ITS_OWN.match(text, at + 1))
        or text.endswith((f"{ORG} of ", f"{ORG} (of "), 0, at)
        or (text.endswith(f"{AREA}, ", 0, at) and skips(text, at - 3))
    )

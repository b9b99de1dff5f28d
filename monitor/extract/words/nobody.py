"""What stands where a name would, and says that there is nobody: "not awarded", "in house", "to be confirmed"."""

from __future__ import annotations

import re

_NOT = (
    r"not (?:yet |currently |to be |being |separately )*(?:known|announced|published|decided|chosen|awarded|named|listed|applicable|(?:re-?)?let|commissioned|covered|provided|offered|available|"
    r"appointed|required|needed|used|included|procured|contracted|allocated|assigned|stated|specified|disclosed|determined|finalised|confirmed|agreed|"
    r"filled|funded|delivered|in (?:scope|use|place|this lot)|tendered|a party|relevant|recorded|supplied|given|held|selected|identified|any|out to tender|"
    r"(?:a )?part of (?:this|the|our) (?:tender|procurement|contract|lot|competition|round|re-?tender))"
)
_TO_BE = r"to be (?:confirmed|announced|decided|advised|agreed|appointed|named|determined|awarded|finalised|procured|tendered|re-?tendered|re-?let|let|commissioned|recruited|identified|selected|chosen|notified|published)"
_IN_HOUSE = r"(?:contract )?(?:(?:currently|now|still|directly|to be|being|is|are|provided|delivered|run|kept|managed|operated|remains?|held|retained) )*(?:as an? )?in[- ]house"
_OURSELVES = (
    r"(?:the )?(?:council|local authority|authority|state|school|county|borough|directly|self|internally|publicly|volunteer|community|trust|government)[- ](?:run|managed|operated|owned|delivered|provided|maintained)|"
    r"(?:currently |directly )*(?:run|managed|operated|delivered|provided|owned|maintained)(?: directly)? by (?:the |our )?(?:council|local authority|authority|state|county|borough|district|government|school|commissioner|(?:hospital |nhs |health |acute )?trust|health board|hospital|integrated care board|icb)s?(?: itself| directly| staff)?|"
    r"(?:by )?(?:(?:the |our |own )?(?:council|local authority|authority|county|borough|trust|school|department)(?:'s)?|our)(?: own)? (?:staff|officers|employees|workforce|(?:care |home care |cleaning |catering |transport )?(?:teams?|crews?|drivers|direct services))|"
    r"(?:(?:currently |now )?(?:run|managed|operated|delivered|provided|maintained|looked after|cleaned|carried out|done) )?(?:by )?(?:our |the council's )?(?:direct labour(?: organisation)?|own (?:staff|workforce|fleet|team|crew|employee)s?|internal(?: team| provision| delivery| service)?)"
)
_NO = (
    r"no[- ](?:(?-i:[a-z]+) ){0,2}(?:bid|bidder|tender|award|provider|provision|partner|subcontractor|sub-contractor|supplier|supply chain|operator|contract|contractor|service|offer|"
    r"submission|response|winner|lead|appointment|organisation|decision|member)s?\b|no(?: one|body)\b"
)
_UNDER_WAY = (
    r"(?:.*\b)?(?:tender|procurement|competition|re-?tender|evaluation|mobilisation)(?:ing)? (?:is )?(?:under ?way|ongoing|in progress|paused|live)|"
    r"(?:(?:currently|now|being|contract|service|lot|is|area) )*(?:out to tender|re-?tender(?:ed|ing)|under (?:procurement|review|evaluation|consideration)|in procurement)|"
    r"(?:awaiting|pending) (?:award|decision|outcome|confirmation|appointment|approval|procurement|contract|mobilisation|tender)|"
    r"(?:lot|tender|contract|procurement|competition|award|route) (?:withdrawn|cancelled|abandoned|discontinued|not awarded|void|pending|paused)"
)
#: That there is nobody, in Welsh: "no tender", "not awarded", "withdrawn", "to be confirmed".
_WELSH = r"(?:dim|heb (?:ei|eu)|tynnwyd|i'?w)(?: (?-i:[a-z\u00e0-\u0177]+))+"
#: "In house" in Welsh, French and German.
_ABROAD = r"(?:yn )?[mf]ewnol|(?:en |in )?r[\u00e9e]gie(?: directe)?|(?:\u00e0 )?l[\u2019']interne|interne?|(?:in )?eigen(?:regie|leistung)"
_WHOLE = re.compile(
    rf"(?:\W*|{_OURSELVES}|(?:none|nil|vacant|{_NOT}|{_TO_BE}|{_IN_HOUSE}|{_NO})\b.*|{_UNDER_WAY}\b.*|no(?: (?-i:[a-z]+))+|dim(?: un)?|{_WELSH}|{_ABROAD}|withdrawn|cancelled|abandoned|discontinued|n\W{{0,2}}/?\W{{0,2}}a\.?|tb[acd]|unknown|pending|yes|no|"
    r"(?:various|several)\b.*|(?:grand |sub-? ?|overall )?totals?\b.*|(?:all|other|any) (?:the )?(?:other )?(?-i:[a-z]+ )?(?:operators|providers|suppliers|contractors|companies|organi[sz]ations|bidders|agencies|areas|regions)(?: combined| together)?|(?:multiple|many)\b(?-i:[^A-Z]*)|unallocated|unassigned|(?:spot|direct) (?:purchas\w+|provision|delivery)|to follow|(?:bidder|tenderer|supplier|applicant|organisation|company|provider) (?:(?-i:[A-Z])|\d{1,2})(?: \(.*\))?|names? (?:withheld|redacted|removed)|redacted|withheld|confidential|(?:as|same as|see) (?:above|below|notes?|left)|"
    r"\d[\d,. ]*)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    rf"(?:{_NOT}|{_TO_BE}|{_IN_HOUSE}|{_NO}|none|nobody|no(?:t| award)|vacant|tb[acd]|n/a)\b", re.IGNORECASE
)


def says_nobody(text: str) -> bool:
    """Whether ``text`` says in so many words that there is nobody: "not awarded", "in house"."""
    if _WHOLE.fullmatch(text.strip()):
        return True
    # "Dim tendr / No tender": the same in two languages.
    said = re.split(r"\s+[/|]\s+", text.strip())
    return len(said) > 1 and all(map(_WHOLE.fullmatch, said))


def opens_with_nobody(text: str, at: int) -> bool:
    """Whether what begins at ``at`` in ``text`` says so, however it goes on."""
    return _OPENING.match(text, at) is not None

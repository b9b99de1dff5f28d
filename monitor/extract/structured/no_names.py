"""What stands in a cell where a name would, and is none: how to reach somebody, when, the number of a lot, a label with its value."""

from __future__ import annotations

import re

from monitor.extract.words.nobody import says_nobody
from monitor.programmes.watchlist import Watchlist

#: "Phone: 0800 ...", "help@acme.example": how to reach somebody.
_CONTACT = re.compile(
    r"(?:(?:tele)?phone|tel|e-?mail|fax|web(?:site)?|address|contact|mobile|freephone|helpline|url|call|text|post|twitter|opening (?:hours|times)|referrals?)\b[^:]{0,20}:|"
    r"(?:(?:tele)?phone|tel|call|text|freephone|helpline)\.? \d|\S+@\S+|https?://|www\.",
    re.IGNORECASE,
)


#: "Lot 2 Harbour", "V.2.4) Information on value": the number of a lot or of a question on a form.
_NUMBERED = re.compile(r"lots? ?(?:no\.? ?)?\d|LOT-\d{4}\b|[IVX]{1,4}\.\d+(?:\.\d+)*\)", re.IGNORECASE)
#: "Contract started: 1 September 2024": a label and what it says.
_LABELLED = re.compile(
    r"[A-Z][a-z']+(?: [a-z][a-z']*){1,5}: |(?i:Description|Where|When|Open|Opening|Hours|Value|Term|Start|End|Venue|Location|Scope|Title|Notes?|Dates?|Cost|Duration|Services?|Type|Status|Covers?|Role|Work|Works): "
)
_TIME = re.compile(
    r"(?:(?:contract|service|award|term|extended|appointed|awarded|in post|in place|running|ends?|ended|ending|expir\w+|start\w*|beg[aiu]n\w*|effective|initially|currently|now|again|only) )*"
    r"(?:until|till|up to|from|since|as of|as at|with effect from|w\.?e\.?f\.?|to|on|in|by|between|for|before|after|during)\b (?:the )?(?:(?:early|mid|late|end of|start of|beginning of|middle of)[ -])?"
    r"(?:\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|spring|summer|autumn|winter|(?:two|three|four|five|six|seven) (?:years?|months?)|(?:next|last|this) (?:year|month))",
    re.IGNORECASE,
)


def is_name(text: str, watchlist: Watchlist) -> bool:
    """Whether ``text``, a piece of a cell, may be the name of a body."""
    if (
        not text
        or says_nobody(text)
        or _CONTACT.match(text)
        or _LABELLED.match(text)
        or _NUMBERED.match(text)
        or len(text) > 120
        or len(text.split()) > 14
    ):
        return False
    if watchlist.organisation(text):
        return True
    if re.match(r"(?:an?|one|some) [a-z]|(?:We|It|They|This|There|Details|Awaiting) [a-z]", text) or _TIME.match(text):
        # "a limited liability partnership of three GP federations" is what a body is, "since March 2021" for how long.
        return False
    return any(map(str.isupper, text)) and not re.fullmatch(r"[\W\d]+", text)

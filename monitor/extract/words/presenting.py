"""Sentences that present helpers before any of them is named, as in "It will work with local partners"."""

from __future__ import annotations

import re

from monitor.extract.words.sentences import sentences
from monitor.model import Role

_MANY = r"(?:(?:[a-z][a-z-]* ){0,4}(?:partners|organisations|charities|firms|companies|providers|specialists|agencies|bodies|groups|enterprises|contractors|suppliers)|others)"
_SUBCONTRACTORS = r"(?:[a-z][a-z-]* ){0,3}(?:sub-?contractors|supply chain(?: partners)?)"
_THE_LEAD = r"(?:it|us|them|the (?:charity|company|firm|trust|group|prime|lead provider|operator|provider|consortium|partnership))"
_WORK = r"(?:work|job|service|contract|programme|delivery|scheme|help|support)"
#: What such a sentence says of those who come next.
_PRESENTS = (
    (
        Role.SUBCONTRACTOR,
        re.compile(
            rf"\b(?:(?:has|have|had|with|chose|chosen|named|appointed|picked|using|use|uses|through|by|on|its|our|their) {_SUBCONTRACTORS}\b"
            rf"|{_SUBCONTRACTORS} (?:will|do|does|are|is|take|takes|run|runs|deliver|delivers|help|cover)\b"
            rf"|{_MANY} (?:will |each |also |now )*(?:deliver|run|provide|do|take on|handle|look after) (?:[a-z]+ ){{0,2}}(?:parts?|some|much|most|bits?|pieces|the rest|elements|a (?:share|part)) (?:of (?:[a-z]+ ){{0,3}})?(?:for {_THE_LEAD}|under {_THE_LEAD}|on (?:its|our|their) behalf)"
            rf"|(?i:parts?|some|much|most|the rest|elements|a (?:share|third|half|quarter)) of the {_WORK} (?:will be |is |are |has been |have been |was )?(?:being )?(?:sub-?contracted|passed on|handed on|given|farmed out|let)\b)"
        ),
    ),
    (
        Role.PARTNER,
        re.compile(
            rf"\b(?:(?:work|team|join|link|pair|partner|go|goes|deliver|run|provide|do|operate)(?:s|ed|ing)?(?: (?:this|it|up|forces|closely|the [a-z]+|hand in hand|side by side|in partnership|together))* (?:with|alongside|through|via) {_MANY}\b"
            rf"|(?:has|have|had)(?: also| now)* (?:chosen|picked|brought in|brought together|signed up|lined up|recruited|found|enlisted|teamed up with|joined forces with) {_MANY}\b"
            rf"|(?:supported|joined|helped|backed|assisted) by {_MANY}\b"
            rf"|{_MANY} (?:will |each |also |now )*(?:work alongside|work with {_THE_LEAD}|help {_THE_LEAD}|support {_THE_LEAD}|join {_THE_LEAD}|bring|are involved|be involved|take part|play a part)\b)"
        ),
    ),
)  # fmt: skip
#: A sentence that denies it, or tells of what may be, or of whom it asks, presents nobody; nor one about those who bid.
_PRESENTS_NOBODY = re.compile(
    r"\b(?:not|never|no longer|without|may|might|could|would|hopes?|wants?|asked|invited|as (?:one of |some of )?(?:its|their|our|an?)|bids?|bidders|shortlist\w*|tender\w*|compet\w*|other councils|unlike|until|formerly|used to)\b|\?"
)


def presents(text: str, low: int, high: int) -> tuple[int, Role] | None:
    """Where the words end by which the sentence of ``text`` from ``low`` to ``high`` presents helpers, and what these are."""
    if _PRESENTS_NOBODY.search(text, low, high):
        return None
    return next(((told.end(), role) for role, pattern in _PRESENTS if (told := pattern.search(text, low, high))), None)


def last_presented(text: str) -> Role | None:
    """What those are who come after ``text``, by the last of its sentences that presents any, one of the last two."""
    found = [told[1] for low, high in sentences(text)[-2:] if (told := presents(text, low, high))]
    return found[-1] if found else None

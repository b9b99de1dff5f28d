"""What a sentence says of the ground it is on: another than the one reported, the one spoken of before, or that of whom it speaks of."""

from __future__ import annotations

import re

from monitor.extract.clauses.elsewhere import CLIENTS
from monitor.extract.words.tally import SEVERAL

#: "It also runs", "is already the operator of", "together the two operate": what a body does besides what is reported.
_DOES = r"(?:runs?|operates?|provides?|delivers?|manages?|holds?|works?|serves?|looks? after|ha(?:s|ve)(?! been)|owns?)"
_BESIDE = re.compile(
    rf"\b(?:also|already|currently|elsewhere,?|[Tt]ogether,? (?:the two|they|both)) (?:jointly )?{_DOES}\b|\b(?:is|are) (?:also|already|currently) (?:the |a |an )?(?:joint )?(?:operators?|providers?|contractors?|owners?|running|providing|delivering|operating)\b|"
    rf"\b{_DOES}\b[^.;]{{0,80}}\b(?:elsewhere|as well|together|abroad|overseas|worldwide|in the world|(?:and|,) (?:many )?other)\b"
)
#: One of these stands in all of them; most sentences have none.
_BESIDE_WORDS = ("lso ", "lready ", "urrently ", "lsewhere", "ogether", " well", "abroad", "overseas", "world", "other")
_BACK = re.compile(
    r"\b(?:the|this|that|these|those|both|its|their|whole|same)(?: (?:new|two|three|four|whole|entire|same|present|current|local))* (?:areas?|regions?|county|counties|city|cities|towns?|boroughs?|districts?|islands?|villages?|prisons?|"
    r"hospitals?|state|province|valley|patch)\b|\bthere\b(?! (?:is|are|was|were|has|have|had|will|would|may|might|can|could|should)\b)|\blocally\b",
    re.IGNORECASE,
)
_BACK_TO_SEVERAL = re.compile(
    r"\b(?:the|these|those|both|their|all)(?: [a-z]+){0,2} (?:areas|regions|contracts|lots|counties|cities|towns|boroughs|districts|islands|villages|prisons|hospitals|places)\b",
    re.IGNORECASE,
)
#: "changes hands", "has been put out to tender", "will be run by another company": what a text about a contract opens with.
_CHANGES = re.compile(
    r"\b(?:chang\w+ hands|in(?:to)? new hands|new (?:management|operator|provider|manager|contractor|owner|supplier)s?|tak\w+ over|out to tender|outsourc\w+|reorganis\w+|(?:been |be |re-?)let\b|someone else|another (?:company|firm|charity|provider|operator))",
    re.IGNORECASE,
)
_SITES = (
    r"(?:contracts?|lots?|areas?|regions?|franchises?|awards?|packages?|tranches?|patch|districts?|counties|boroughs|deals?|places|towns|cities|villages|islands|states|provinces|parishes|wards|zones|territories|localities|"
    r"sites|prisons|jails|hospitals|schools|colleges|surgeries|practices|clinics|centres|centers|libraries|pools|theatres|museums|airports|stations|ports|depots|parks|camps|campuses|projects|teams|branches|hubs|shops|hostels|homes|routes|lines|networks|units|services|establishments|institutions|facilities)"
)
_COVERS = r"(?:covers?|are|were|is|includes?|serves?|spans?|stretch(?:es)?|takes? in|extends?|run|comprises?|lie|stand)"
#: "The three contracts cover", "The places are", "They are at": where what the text was speaking of is or was.
_WHAT_IS_WHERE = re.compile(
    rf"(?:The|These|Those) (?:{SEVERAL}) (?:are|cover):? (?:the )?(?=[A-Z])|They (?:are|lie)(?: all)? (?:in|at|spread (?:over|across)) (?:the )?(?=[A-Z])|(?:The|These|Those|All|Both|Its|Their)(?: (?:{SEVERAL}|new|latest|other|\d+))*(?: [a-z]+)? {_SITES}\b(?:[^.;:]|\.\d){{0,60}}? {_COVERS}\b"
)
#: "It will serve", "The charity is to work in": where whom the text was speaking of will be.
_WHERE = re.compile(
    r"(?:(?:It|They)(?: and (?:those|its|their)\b[a-z ]{0,40})? (?:will|is to|are to) be (?:operating|working|active) (?:in|across|throughout)\b)|(?:It|They|The (?:trust|charity|company|firm|college|group|consortium|partnership|provider|organisation|association|operator))(?: (?:is|are|was|were)\b[a-z -]{0,50},? and)? (?:will|would|is to|are to)(?: now| also| together)? (?:(?:have|take|get|run|be given) (?:(?:all|most|the (?:whole|rest|[a-z]+ half)) of )?(?:(?:the )?(?:counties|boroughs|districts|towns|cities|areas|prisons)(?: of)? )?(?:the )?(?=[A-Z])|serve|service|cover|operate in|work in|deliver in|provide (?:[a-z]+ )?services in|run services in|be (?:responsible|working) (?:for|in))\b"
)
#: "It covers", "The service takes in": where the contract is that a text tells of.
_COVERS_ALL = re.compile(
    r"(?:It|This|The(?: (?:new|whole|entire|single|joint))* (?:contract|service|scheme|programme|alliance|partnership|network|project|helpline|deal|agreement|lot))(?:[^.;:,]{0,40})? "
    r"(?:covers?|takes? in|spans?|stretch(?:es)?|reach(?:es)?)(?! (?:\d|up|about|some|more|all (?:the )?[a-z]))\b"
)
#: "The firm had been running", "It ran": where whom the text was speaking of was at work, out of it by now or not.
_RAN = re.compile(
    r"(?:It|They|The (?:trust|charity|company|firm|college|group|consortium|partnership|provider|organisation|association|operator|contractor)) "
    r"(?:had (?:been )?(?:run|held|delivered|provided|operated|managed|running|holding|delivering|providing|operating|managing)|(?:was|were) (?:running|delivering|providing|operating|managing)|ran|held|delivered|provided|operated|managed)\b"
    r"[^.;:]{0,80}(?: in\b|:)"
)
#: "The others are", "To these it adds", "The rest are": more places, beside those that were told before.
_MORE = re.compile(
    rf"(?:The (?:others?|rest|remainder|remaining (?:{SEVERAL}|\d+)(?! [a-z]+ers\b)(?: {_SITES})?|remaining {_SITES}|other (?:{SEVERAL}|\d+)(?: {_SITES})?|further {_SITES})\b|Others)(?:[^.;:]|\.\d){{0,70}}? (?:are|were|cover|include|lie|stand|follow)\b:?(?: (?:in|at|for|those|of|the|both|from|on))* [A-Z]|"
    r"(?:To|Besides|Beside|On top of|In addition to|Along with|As well as) (?:these|those|that|them|this)\b[^.;:]{0,40}? (?:adds?|added|come|comes|came|has|have|gets?|won|takes?|took)\b|(?:Now )?(?:the )?(?:[Oo]thers|rest) (?:now )?(?:follow|join)"
)
#: What is not the body's of which a text was speaking.
_OF_ANOTHER = re.compile(
    r"\b(?:by|without|in-house|(?:remains?|stays?|stayed|lies?|are|is|rests?) (?:with|at|to be)|go(?:es)? to|went to|not|no|yet|still|vacant|unlet|undecided|unaffected)\b"
)


def is_beside(text: str, start: int, end: int) -> bool:
    """Whether the words from ``start`` to ``end``, and those round them in their sentence, tell what a body does besides."""
    low = max(text.rfind(mark, 0, start) for mark in (". ", "\n", "; ")) + 1
    near = text[low : end + 100]
    return _may_be_beside(near) and any(match.start() <= end + 12 - low for match in _BESIDE.finditer(near))


def _may_be_beside(words: str) -> bool:
    return any(word in words for word in _BESIDE_WORDS)


def tells_of_change(sentence: str) -> bool:
    """Whether ``sentence`` says that who runs something changes."""
    return bool(_CHANGES.search(sentence))


#: "already runs the trams of", before a place.
_WORKS = re.compile(
    rf"\b(?:also|already|currently) (?:jointly )?{_DOES}\b|"
    rf"{CLIENTS}[^.;]{{0,60}}?\b(?:includ(?:es?|ing)|such as|like)\b"
)


def works_besides(words: str) -> bool:
    """Whether ``words``, which stand before a place in its sentence, say that a body has work or clients there besides."""
    return bool(_WORKS.search(words))


def tells_of_others(sentence: str) -> bool:
    """Whether a whole sentence is about what a body does besides."""
    return _may_be_beside(sentence) and bool(_BESIDE.search(sentence))


def points_back(words: str, *, several: bool) -> bool:
    """Whether ``words`` speak of an area, or of a contract, that was spoken of before; of ``several`` in the plural."""
    return bool((_BACK_TO_SEVERAL if several else _BACK).search(words))


def tells_where(sentence: str) -> bool:
    """Whether ``sentence``, which names no body, says where the one that the text was speaking of is to work."""
    return bool(_WHERE.match(sentence)) or tells_what_is_where(sentence)


def tells_what_is_where(sentence: str) -> bool:
    """Whether ``sentence`` says where the contracts or the places are that the text was speaking of, won or lost."""
    return bool(_RAN.match(sentence)) or tells_of_whole(sentence)


def tells_of_whole(sentence: str) -> bool:
    """Whether ``sentence`` says where the whole contract is that the text tells of ("It covers ...")."""
    return bool(_COVERS_ALL.match(sentence) or _WHAT_IS_WHERE.match(sentence))


def tells_of_more(sentence: str) -> bool:
    """Whether ``sentence`` gives places beside those that were told before ("The others are ...")."""
    return bool(_MORE.match(sentence)) and not _OF_ANOTHER.search(sentence)


#: "The charity has handed it back", "The firm came second": of whom the text was speaking.
_GOES_OUT = re.compile(
    r"(?:But |And |Now |Then )?(?:It|They|Both|The (?:charity|charities|company|companies|firms?|partnership|consortium|group|provider|bidder|organisation|trust|association|social enterprise|mutual|college|operator|contractor|alliance|incumbent|supplier|business))\b,?"
    r"[^.;:,]{0,60}?\b(?:came (?:second|third|last)|hand(?:s|ed|ing) (?:it|them|back|in)|g(?:ives?|iven|ave) (?:it |them )?(?:up|back|notice)|notice\b|(?:administration|liquidation)\b|collaps\w+|ceas\w+|withdr[ae]w\w*|pull(?:s|ed) out|bow(?:s|ed) out|quit\b|l(?:ost|oses?) (?:it|out|the)|beaten|turned down|miss(?:es|ed) out|f[ae]ll(?:s|en)? short|fell short|st[ao]nds? down|stood down|step(?:s|ped) (?:down|aside|back))"
)


def goes_out(sentence: str) -> bool:
    """Whether ``sentence`` says that whom the text was speaking of has lost, left or gone under."""
    return bool(_GOES_OUT.match(sentence))

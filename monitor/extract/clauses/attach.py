"""The second, general layer: an organisation of which no pattern said anything takes the nearest cue word of its clause.

It only adds to a document in which the patterns found something sure, and only organisations that have no claim at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from monitor.extract.clauses.elsewhere import skips
from monitor.extract.clauses.masking import AREA, ORG, Masked, Member, places_of
from monitor.extract.clauses.modality import mode_of, speaks_of_another
from monitor.extract.clauses.passing import says_of_another
from monitor.extract.clauses.predicates import CARRIED, SPEAKING
from monitor.extract.clauses.reach import each_apart
from monitor.extract.clauses.statements import Said, Sentence
from monitor.extract.words.behind import Behind
from monitor.extract.words.gates import Gate
from monitor.extract.words.needs import layers_of
from monitor.model import Role, Status

_REACH = 70
_Cue = tuple[Role, Status | None, re.Pattern[str]]
_CUES: tuple[tuple[Role, Status | None, str], ...] = (
    (Role.BIDDER_UNSUCCESSFUL, Status.UNSUCCESSFUL, r"los(?:t|t out|ers?|ing)\b|unsuccessful|(?:was|were|been|being|is|are) (?:[a-z]+ )?rejected|rejected (?:bid|tender|offer|proposal)|rejection of|beat\w*|turned down|failed|missed out|ranked above|not selected|came second|nothing(?! to do)"),
    (Role.WITHDRAWN, Status.WITHDRAWN, r"withdr[ae]w\w*|pull(?:ed|s|ing)? out|dropped out|no longer in|left the (?:race|competition|contest)|not to (?:continue|bid)"),
    (Role.LEAD, Status.TERMINATED, r"terminat\w+|ended|ends|expires?|lapses?|collapsed|administration|folded|ceased|handed back|hand(?:s|ed)? over|replac(?:ed|es|ing)|(?<!have )(?<!has )(?<!had )until|previous|former(?! (?:[a-z]+ ){0,2}(?:team|staff|arm|unit|department))|outgoing|predecessor|used to"),
    (Role.SUBCONTRACTOR, None, r"sub-?contract\w*|supply chain|sub-?let"),
    (Role.PARTNER, None, r"partners?\b|alongside|(?<!go )(?<!goes )(?<!there )together(?! (?:in|at|on|informally|for|out)\b)|allies|ally|joined(?! by (?:campaigners|members|residents|supporters|protesters|councillors|colleagues|representatives|staff|pupils|students|guests))|jointly|(?<!executive )(?<!cabinet )(?<!board )(?<!council )members?\b|consortium|joint venture|with help|support(?:ed)? (?:by|from)|founded with"),
    (Role.LEAD, Status.PREFERRED_BIDDER, r"preferred|provisional\w*|intends?|in line(?! with)"),
    (Role.LEAD, Status.SHORTLISTED, r"shortlist\w*|finalists?|still in|remain(?:s|ing)? in|competing|bidding|contend(?:ers?|ing)|vying|vies?\b|in (?:the (?:race|running|contest|hunt|frame)|competition)|tenders (?:have|has|had|were|are|came|come)|bids (?:have|has|had|were|are|came|come)"),
    (Role.LEAD, Status.IN_DISCUSSION, r"talks|negotiat\w+|discussions?"),
    (Role.LEAD, Status.AWARDED, r"award(?:s|ed|ing)\b|appoint\w*|contracts?\b|w[io]ns?\b|winn\w+|runs?\b|deliver\w*|provid\w*|operat\w*|manag\w*|chosen|choose\w*|select\w*|pick(?:ed|s)?|(?:goes|went)(?= on (?:with|for|as|to|until|till|by|under|running|providing|delivering|operating|managing|working|doing|supplying|serving)\b)|take[ns]?\b|took(?! (?:on )?(?:the|its|a|this|that) (?:[a-z]+ )?(?:name|title)\b)|keeps?\b|kept|"
     r"holds?\b|start\w*|begin\w*|cover\w*|serve[sd]?\b|serving|step\w*|suppl\w+|engag\w+|commission\w*|got\b|gets\b|falls? to|secured|success\w*|stays?\b"),
)  # fmt: skip
_PATTERNS = tuple((role, status, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for role, status, words in _CUES)
_GATE = Gate([layers_of(pattern.pattern) for _, _, pattern in _PATTERNS])
#: Stages of a contest that goes on. Beside one of their words those of the work itself say only what the contest is for.
_OPEN = frozenset({Status.PREFERRED_BIDDER, Status.SHORTLISTED, Status.IN_DISCUSSION})
_OF_WORK = re.compile(
    r"contract|provid|operat|manag|deliver|start|begin|cover|suppl|commission|serv|run|step|stay|hold|engag",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"^(?:'s)?,? (?:(?:has|have|had|also|which|who|itself) )*(?:said|says|say|told|adds|added|calls|called|welcom\w+|warn\w+|argue\w*|critici[sz]\w+|describ\w+|asks?|asked|wants?|denie[sd]|blame[sd]?|thank\w*|complain\w*|urge[sd]?|"
    r"estimate\w*|understands|report\w*|publish\w*|commented|responded|campaign\w*|represent\w*|oppose[sd]?|estimat\w*|surveyed|found that|believes?|thinks?|hopes?|fears?|"
    r"(?:runs?|has|offers?|provides?|operates?) (?:an? |its own )(?:[a-z-]+ ){0,2}?(?:freephone|telephone|phone|help|advice|information|support)[ -]?(?:line|number)s?)\b"
)
_SPOKEN_TO = Behind(
    r"(?:\b(?:said|says|told|according to|asked|union|director of|chair of|head of|chief executive of|spokes\w+ (?:for|of)|leader of|secretary of|manager of|works? (?:at|for)|reporter|by our|photo(?:graph)?|"
    r"source|sources?:|funded by|funds? from|grants? from|bank|law firm|advised by|practitioners from|accountants?|lawyers?|solicitors?|auditors?|consultants?|named after|near|opposite)(?: the)?) ?$"
)


_OBJECT = re.compile(
    r"\b(?:runs?|manag(?:e|es|ing)|operat(?:e|es|ing)|deliver(?:s|ing)?|provid(?:e|es|ing)|start(?:ed)? by|founded by|set up by|parent company,?|cover(?:s|ing)?) (?:[^.;]{0,30}, )?(?:the )?(?:[a-z]+ ){0,2}$"
)


#: "which leaves X and Y": these are still there when the others have gone.
_REMAINS = re.compile(r"\b(?:leaves|leaving|left) (?:only |just |the )*$")


#: What others are members of takes no part itself.
_MEMBER_OF = re.compile(
    rf"\b[Mm]embers? (?:of|for)(?: (?:both |the |an? |[a-z]+ing ){{0,3}}| {ORG},? and (?:of |for )?(?:the )?)$"
)
#: Who replaces another, or ends its agreement with another, stays.
_ENDS_OTHERS = re.compile(
    r",? (?:which |who )?(?:is |are |will |to |has |have )?(?:(?:replac(?:es?|ing)|succeed(?:s|ing)?|taking over from)|(?:ended|ends|ending|terminated) (?:its|their) (?:[a-z]+ ){0,2}(?:agreement|contract|arrangement)s? with)\b"
)
#: Whose supply chain, consortium or subcontractor it is leads.
_OWN_CHAIN = re.compile(r"(?:'s)? (?:[a-z]+ )?(?:supply chain|subcontractors?)\b")
_LED_BY = re.compile(
    r"\b(?:sub-?contractors? (?:of|to|for|under)|(?:consortium|partnership|group|bid|alliance|team) (?:led|headed) by)(?: the)?(?: [\w-]+){0,4} $"
)


def _leads_it(text: str, at: int) -> bool:
    return bool(_OWN_CHAIN.match(text, at + 1) or _LED_BY.search(text[max(0, at - 80) : at]))


def is_speaker(text: str, at: int) -> bool:
    """Whether the organisation at ``at`` only speaks, or is where a speaker comes from."""
    return bool(_SPEAKS.match(text[at + 1 : at + 60]) or _SPOKEN_TO.search(text[max(0, at - 50) : at]))


def _is_it(member: Member) -> bool:
    """Whether a body stands for an "it", which may mean another; of "we" there is no doubt."""
    return CARRIED in member.note and SPEAKING not in member.note


def may_attach(words: AbstractSet[str]) -> bool:
    """Whether a sentence of these words has any that ``attach`` may go by."""
    return _GATE.open_to_any(words)


def attach(sentence: Sentence, masked: Masked, *, year: int | None) -> list[Said]:
    """A doubtful claim for each group of the sentence that nothing was said of: what the nearest cue word says."""
    cues = [_PATTERNS[number] for number in _GATE.open_among(masked.words)]
    if not cues:
        return []
    told = {member.key for said in sentence.said for member in said.group}
    told |= {member.key for tie in sentence.ties for member in (*tie.first, *tie.second)}
    found = []
    for at in places_of(ORG, masked.text):
        group = masked.members(at)
        if not group or any(member.key in told or _is_it(member) for member in group):
            continue
        if is_speaker(masked.text, at):
            continue
        said = _nearest_cue(masked, at, cues, year)
        if said and re.search(
            r"\b(?:awarded|granted|given|appointed|chosen|selected|picked|hired|commissioned|engaged|let|funded|paid|bought|monitored|overseen|supervised|audited|inspected|evaluated|assessed|reviewed|regulated|advised|represented|checked|measured|welcomed|praised|criticised|opposed|published|reported|attended|questioned|examined|researched|certified|accredited)\b(?: [^ .;,]+){0,5} by (?:the )?$|(?:started|founded|set up|created|opened|led|chaired) by (?:the )?$|parent company,? (?:the )?$|that will|which will",
            masked.text[max(0, at - 60) : at],
        ):
            continue
        if said and re.match(
            r" (?:has |have |had )?(?:announced|named|chosen|selected|published|listed|confirmed|appointed|awarded)\b",
            masked.text[at + 1 : at + 40],
        ):
            continue
        if said:
            found.extend(each_apart(said, sentence.own))
    return found


#: What begins a clause about the body before it.
_CLAUSE = re.compile(
    r",? (?:which|who|whose|that|is|are|was|were|will|would|has|have|had|runs?|provides?|delivers?|works?|covers?|serves?)\b"
)
_WHERE = re.compile(r",? where\b")


def _is_anothers(text: str, place: int, at: int) -> bool:
    """Whether the place at ``place`` belongs to a clause about another body than that at ``at``."""
    whose = text.rfind(ORG, 0, place)
    if whose in {-1, at} or whose < at < place or _WHERE.match(text, place + 1):
        return False
    return bool(_CLAUSE.match(text, whose + 1))


def _nearest_cue(masked: Masked, at: int, cues: Sequence[_Cue], year: int | None) -> Said | None:
    text = masked.text
    low = max(text.rfind(mark, 0, at) for mark in ("; ", ". ", '" ')) + 1
    high = min((i for mark in ("; ", ". ", ", but ") if (i := text.find(mark, at)) != -1), default=len(text))
    nouns = _OBJECT.search(text[max(0, at - 40) : at])
    best: tuple[int, Role, Status | None, re.Match[str]] | None = None
    stage: tuple[int, Role, Status | None, re.Match[str]] | None = None
    for role, status, pattern in cues:
        for match in pattern.finditer(text, low, high):
            gap = match.start() - at if match.start() > at else at - match.end() + 4
            between = text[at + 1 : match.start()] if match.start() > at else text[match.end() : at]
            gap += 40 * between.count(ORG) + 8 * between.count(",")
            if nouns and status is Status.AWARDED and match.start() < at:
                continue
            if status and status.is_exit and match.start() < at and _REMAINS.search(between):
                continue
            if says_of_another(text, at, match, status):
                continue
            if role is Role.PARTNER and _MEMBER_OF.search(text, low, at):
                continue
            if role is Role.PARTNER and speaks_of_another(text[max(low, match.start() - 50) : match.end() + 40]):
                continue
            if gap <= 2 * _REACH and ORG not in between and status in _OPEN and (stage is None or gap < stage[0]):
                stage = (gap, role, status, match)
            if gap <= _REACH and (best is None or gap < best[0]):
                best = (gap, role, status, match)
    if best is None:
        return None
    if stage and best[2] is Status.AWARDED and _OF_WORK.match(best[3].group()):
        best = stage
    _, role, status, match = best
    if _ENDS_OTHERS.match(text, at + 1) or (status is None and _leads_it(text, at)):
        role, status = Role.LEAD, Status.AWARDED
    first, last = min(at, match.start()), max(at + 1, match.end())
    mode, _ = mode_of(text[low : match.start()], match.group(), text[match.end() : high], family="attach", year=year)
    areas = tuple(
        a
        for i in places_of(AREA, text, low, high)
        if not skips(text, i) and not _is_anothers(text, i, at)
        for a in masked.areas(i)
    )
    return Said(
        group=masked.members(at), role=role, status=status or Status.AWARDED, mode=mode, rule="attach" if status else "attach.tied",
        start=masked.spans[first][0], end=masked.spans[last - 1][1], areas=areas, confidence=0.55,
    )  # fmt: skip

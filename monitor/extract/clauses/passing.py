"""When the nearest cue word says nothing of a name: it speaks of those called after it, of what is run, of whom is sought."""

from __future__ import annotations

import re

from monitor.extract.clauses.idioms import is_idiom
from monitor.extract.clauses.masking import THING
from monitor.model import Status

#: "X employees have won", "the X contract": those who work there, and what is called after a body.
_CALLED_AFTER = re.compile(
    r" (?:\([^()]{1,40}\) )?(?:[a-z]+ )?(?:employees|workers|workforce|drivers|guards|officers|nurses|pupils|students|passengers|customers|residents|tenants|patients|shareholders|bosses|"
    r"contracts?|deals?|franchises?|concessions?|tenders?|leases?|grants?|run|routes?|stations?|providers?|winners?|brand)\b(?!:)"
)
#: What is run, as "X will be run", "X, delivered by".
_IS_RUN = re.compile(
    r"\b(?:be|is|are|was|were|been|being)(?: (?:now|also|then|again|still|first|both|all|fully|jointly|[a-z]+ly))* $"
)
_RUN = re.compile(
    r"(?:r[ua]n|operated|managed|delivered|provided|supplied|served|covered|kept|taken|held|started|begun|commissioned)\b",
    re.IGNORECASE,
)
_RUN_BY = re.compile(rf"\b(?:be|is|are|was|were|been)(?: [a-z]+ly| now| jointly)? {_RUN.pattern} by\b")
#: "holds a third of such contracts" speaks of a market.
_SHARE = re.compile(
    r"(?: (?:about|around|some|nearly|almost|over|more than|less than|up to))? (?:(?:an?|one|two|three)[ -](?:third|quarter|fifth|tenth)s? of|\d+ ?(?:%|per cent) of)\b"
)
#: "had lost X", "should hand over its X": what is lost, and nobody who loses.
_LOST = re.compile(r"(?:los(?:t|ing)|hand(?:s|ed)? over|terminat\w+)$", re.IGNORECASE)
_BY_WHOM = re.compile(r"\b(?:to|by|was|were|is|are)\b|:")
_BY = re.compile(r"(?: (?:and|or) \w+)?(?: \w+ly| jointly)? by\b")
#: "took charge of X", "goes up at X": where a cue of winning leads past a name.
_PAST = re.compile(
    r"\b(?:of|at|on|in|for|over|before|under|up|near|outside|inside|from|into|about|after|against|through)(?: (?:the|an?|its|their|both))?(?: [a-z-]+){0,2} $"
)
#: "X is the second contract that it has won".
_IS_DEAL = re.compile(
    r"\b(?:is|are|was|were|be|becomes?|remains?) (?:the|an?|its|their|one of|just|another|only) [^.;:]{0,40}$"
)
#: "has it wrong about the contract".
_ABOUT = re.compile(
    r"\b(?:about|against|over|regarding|concerning|despite|beside|on top of) (?:the |its |their |an? |this )?(?:[a-z]+ )?$"
)
#: "X where it holds", "X that they run": what the cue says is said of somebody else.
_OF_ANOTHER = re.compile(
    r"\b(?:where|in which|through which|for which|on which|(?<!said )(?<!says )that (?:it|they|he|she|we))\b"
)
_FOR_INSTANCE = re.compile(r"\b(?:such as|like|unlike|including|e\.g\.|for example)(?: the)? $")
#: "is looking for a partner".
_SOUGHT = re.compile(
    r"\b(?:look(?:s|ed|ing)?|search\w*|hunt\w*|advertis\w+) for (?:an? |another |its |their )?(?:[a-z]+ )?$|\b(?:seek(?:s|ing)?|sought|needs?|wants?|finding?|without) (?:an? |another )(?:[a-z]+ )?$"
)


def says_of_another(text: str, at: int, cue: re.Match[str], status: Status | None) -> bool:
    """Whether a cue beside the name at ``at`` speaks of another: of those called after it, of what is run, of whom is sought."""
    if _SOUGHT.search(text, max(0, cue.start() - 40), cue.start()):
        return True
    if _CALLED_AFTER.match(text, at + 1) or _SHARE.match(text, cue.end()) or is_idiom(text, *cue.span()):
        return True
    of_contract = cue.group().casefold().startswith("contract")
    if cue.start() < at:
        if _LOST.match(cue.group()) and not _BY_WHOM.search(text, cue.end(), at):
            return True
        noun = of_contract and text.startswith((" of ", " for the "), cue.end())
        return status is Status.AWARDED and not noun and bool(_PAST.search(text, cue.end(), at))
    between = text[at + 1 : cue.start()]
    return bool(
        _OF_ANOTHER.search(between)
        or _RUN_BY.search(between)
        or (of_contract and (_ABOUT.search(between) or _IS_DEAL.search(between)))
        or (
            status is Status.AWARDED
            and (
                _FOR_INSTANCE.search(text, max(0, at - 20), at)
                or (_RUN.match(text, cue.start()) and (_IS_RUN.search(between) or _BY.match(text, cue.end())))
            )
        )
    )


#: '... suppliers of your choice," said Ada Vane, chief executive of X': the end of what somebody says.
_SPEECH_ENDS = re.compile(
    r"[\"'\u2019\u201d],? (?:said|says|added|adds|explained|explains|commented|told|according to)\b"
)


def crosses_speech(words: str) -> bool:
    """Whether between a cue and a name somebody's speech ends, so that the name is the speaker's."""
    return bool(_SPEECH_ENDS.search(words))


#: "the framework, which takes over from the old one": one programme that comes after another ends nobody's contract.
_REPLACES = re.compile(
    r"\b(?:tak(?:es?|ing) over from|took over from|replac(?:es?|ed|ing)|(?:takes?|took) the place of|succeed(?:s|ed)?)\b"
)
_A_THING = re.compile(rf"{THING}(?:,? (?:which|that))?(?: (?:has|have|will|is to|now))*,? ?$")


def replaces_a_thing(text: str, cue: tuple[int, int]) -> bool:
    """Whether the words of ``cue`` say that a programme takes the place of what stands behind them."""
    return bool(_REPLACES.search(text, *cue) and _A_THING.search(text[: cue[0]]))

"""Whether a text is about contracting at all, and whether what was read in it can stand."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.extract.discourse.facts import Facts
from monitor.extract.discourse.pages import is_of_another_kind
from monitor.extract.words.vocabulary import Vocabulary
from monitor.model import Block, Document, Mode

_PROCUREMENT = Vocabulary(
    r"contract(?:s|ed)?|tender(?:s|ed|ing)?|bid(?:s|ders?|ding)?|award(?:s|ed)?|procure\w*|providers?|franchises?|commission(?:ed|ing|ers?)|lots?|tranches?|framework|sub-?contract\w*|"
    r"supply chain|administration|liquidation|replacement|contest|agreements?|partners?|caseload|tak(?:es?|en) over|owned by|contractors?|won|regions?|scheme|pilot|shortlist\w*|concession|operators?|suppliers?|competition|consorti\w+|joint venture|services?"
)


_STRONG = Vocabulary(
    r"contracts?|tenders?|franchises?|providers?|subcontract\w*|provided by|delivered by|run by|procure\w*|bidders?|contractors?|commissioned|RESOLVED"
)


_DEALINGS = (
    r"contracts?|contracted|tender\w*|franchis\w+|procure\w*|commission(?:ed|ing|ers?)|bid(?:s|ders?|ding)?|provide[dr]s?|providing|delivered by|run by|sub-?contract\w*|supply chain|lots?|frameworks?|concessions?|consorti\w+|leases?|"
    r"operat(?:or|ors|ed|es|e|ing)|shortlist\w*|tranches?|caseload|partnerships?|suppliers?|services?|joint venture|schemes?|programmes?|programs?|pilots?|replac(?:e[ds]?|ing)|agreements?|(?:its|our|their|delivery) partners|runs? the|in talks|negotiat\w+|preferred|administration|liquidation"
)


_RENAMINGS = (
    r"formerly|previously|until|known as|renam\w+|rebrand\w*|name|names|named|becomes?|became|trad(?:es?|ing) as|called"
)
_DEALING, _DEALING_OR_RENAMING = Vocabulary(_DEALINGS), Vocabulary(f"{_DEALINGS}|{_RENAMINGS}")


#: News that uses the same verbs of other things: gifts, people, anniversaries, games, prizes.
_OTHER_NEWS = Vocabulary(
    r"donat\w+|fundrais\w+|raised|sponsor\w*|marathon|raffle|appeal|legacy|bequest|grateful|generous|chief executive|director|trustees?|chairman|chairwoman|head teacher|retire\w*|joins us|appointed (?:as|to the)|career|"
    r"degree|anniversary|founded|history|archive|century|memoir|obituary|born|died|season|captain|match|cup|goals?|league|prize|ceremony|gala|of the year|finalists?|concert|exhibition|festival|recipe|volunteers?"
)
_CONTRACTING = Vocabulary(
    r"contracts?|contractors?|tender\w*|procure\w*|bids?|bidders?|bidding|commission(?:ed|ing|ers?)|preferred|shortlist\w*|sub-?contract\w*|franchis\w+|frameworks?|lots?|concessions?|suppliers?|providers?|supply chain|consortium|operators?"
)


#: No more than this is read as prose: what is told of a body is compared with all that is told of it.
MOST_READ = 60_000


def beginning_of(document: Document) -> Document:
    """``document`` up to the block that passes ``MOST_READ``; offsets stay as they are."""
    if len(document.text) <= MOST_READ:
        return document
    kept: list[Block] = []
    for block in document.blocks:
        if block.end > MOST_READ:
            room = MOST_READ - block.start
            if room > 0 and not kept and not block.cells:
                kept.append(replace(block, text=block.text[:room]))
            break
        kept.append(block)
    return replace(document, text=document.text[:MOST_READ], blocks=tuple(kept))


def may_tell(text: str) -> bool:
    """Whether a text has any word of contracting or renaming: nothing that is read in one that has none could stand."""
    return _DEALING_OR_RENAMING.is_in(text)


#: Of what a text about contracts speaks, and what it tells of somebody.
_DEAL = re.compile(
    r"\b(?:contracts?|tender\w*|bid(?:s|der|ders|ding)?|award(?:ed|s)?|franchise|lots?|procure\w*|commission(?:ed|ing|er|ers)?|retender\w*|preferred|re-?let|outsourc\w*|insourc\w*)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:awarded|won|wins|appointed|chosen|selected|takes? over|took over|taken over|handed|hands? back|new provider|run by|provided by|delivered by|operated by|will run|will deliver|will provide|contract)\b",
    re.IGNORECASE,
)
_DEALS_IN_A_HUNDRED, _FEWEST_DONE = 0.5, 2


def speaks_of_deals(text: str) -> bool:
    """Whether a text has so many words of contracting that bodies which no pattern reads may be parties in it.

    Of texts in which words alone told somebody those with fewer had 38 parties and 24 bodies that are none, and among them were fifteen of the 23
    that tell of no contract (November 2026, ten sets that nothing had learned from).
    """
    deals = sum(1 for _ in _DEAL.finditer(text)) * 100
    return deals >= _DEALS_IN_A_HUNDRED * len(text.split()) or sum(1 for _ in _DONE.finditer(text)) >= _FEWEST_DONE


def is_sure(text: str, facts: Facts) -> bool:
    """Whether the text is about contracting: its words say so, or what was read in it does."""
    telling = any(
        fact.rule.split(".")[0] in {"preferred", "shortlist", "withdraw", "unsuccessful", "end"} for fact in facts.said
    )
    grounded = {fact.key for fact in facts.said if fact.mode is Mode.STATED and fact.confidence >= 0.7}
    if is_of_another_kind(text):
        return False
    other = _OTHER_NEWS.of(text)
    if len(other) >= 2 and len(other) > 2 * len(_CONTRACTING.of(text)):
        return False
    return _DEALING.is_in(text) and (
        telling
        or bool(grounded)
        or bool(facts.title_topic and facts.title_topic.status)
        or _STRONG.is_in(text)
        or len(_PROCUREMENT.of(text)) >= 2
    )

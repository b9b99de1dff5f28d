"""What tells that a capital sequence names a person, and when a body only bears a person's name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from monitor.extract.words.behind import Behind
from monitor.extract.words.lexicon import words

#: "a contract with Julian House": what stands there is a body, whoever it is named after.
_HOUSE_BEFORE = Behind(
    r"\b(?:contract (?:with|to)|(?:awarded|went|goes|passes|passed|let) to|consortium,? (?:comprising|of)|comprising|(?:led|run|delivered|provided|operated|built|maintained|owned) by|trading as|joint venture (?:of|between)"
    r"|(?:provider|contractor|operator|builder|developer|supplier|bidder|incumbent|subcontractor|charity|company|firm|group|giant|rival|consultancy|housebuilder|outsourcer|specialist|(?:joint[- ]venture|consortium) partner),?) $"
)
#: "Jack Barker has won the contract", "Jack Barker, which": what no person does, and no person is.
_OF_A_HOUSE = re.compile(
    r",? (?:(?:(?:has|have|had) )?(?:won|lost|been awarded)|wins|loses|keeps|holds|(?:was|were) awarded) (?:the|a|its|this|both|all|two|three) (?:(?!on\b|in\b|of\b|the\b|over\b|about\b)[\w-]+ ){0,3}?(?:contracts?|tenders?|lots?|franchises?|concessions?)\b"
    r"|(?:,? (?:has|have|had) been| was| were| is) (?:chosen|selected|picked|named|shortlisted|appointed) (?:to (?:run|deliver|provide|operate|build|design)\b|as (?:the |its |a |their )?(?:[\w-]+ ){0,2}(?:bidder|provider|contractor|operator|supplier|partner)\b)| \(\d{1,2}(?:\.\d+)?(?:%| per cent)"
    r"|, (?:which|whose (?:parent|owner|bid|shares|contract))\b|'s (?:bid|parent|shares|shareholders|subsidiary)\b"
)
#: Titles that a house may bear ("Mrs Lacey's Kitchen"); a king's or a queen's is a place.
_OF_HOUSES = frozenset({"Mr", "Mrs", "Ms", "Miss", "Dr", "Bishop", "Captain", "Father", "Sheriff"})
#: After whom hospitals, trusts and universities are called.
_ROYAL = frozenset({"King", "Queen", "Prince", "Princess"})
_NAMED_AFTER = frozenset({"NHS", "Hospitals", "Hospice", "University", "Trust"})
#: "Managing Director", "Section 151 Officer": who is called so is one.
_POSTS = frozenset(
    {"Director", "Officer", "Inspector", "Superintendent", "Chairman", "Consultant", "Holder", "Maker", "Leader"}
)
_OFFICES = frozenset({"Head", "Chief", "Leader", "Officer"})
#: Titles that are words as well: with what a body is behind them they are none ("Ambassador Theatre Group").
_WORDS_TOO = frozenset(
    {"Ambassador", "General", "Major", "Principal", "Justice", "Premier", "Senator", "Governor", "Commander"}
)


def is_person(bare: Sequence[str], surface: str, before: str, after: str, *, acts: bool, called: bool) -> bool:
    """Whether a title, a given name or an office says that a person is named.

    ``acts``: the words after it say what a body does; ``called``: they call it a body.
    """
    first, last = bare[0], bare[-1]
    tied = " & " in surface or " and " in surface
    if first in words("titles"):
        housed = first in _OF_HOUSES and last in words("heads", "kin") and (len(bare) > 2 or tied)
        # "Prince's Trust", "King's College"
        owned = last in words("heads") and surface.startswith((f"{first}'s ", f"{first}s' "))
        # "Queen Elizabeth Hospital King's Lynn NHS Foundation Trust", "Princess Alice Hospice"
        royal = first in _ROYAL and last in words("heads") and bool(set(bare[2:]) & _NAMED_AFTER)
        worded = first in _WORDS_TOO and len(bare) > 1 and last in words("heads")
        return not (housed or owned or royal or worded or called)
    if len(bare) == 1:
        return first in _POSTS
    # "Chief Constable Ann Dunn", "Kent PCC Ann Dunn"
    if (first == "Chief" and bare[1] in _POSTS | {"Constable", "Executive"}) or _is_holder(bare):
        return True
    if (first in _OFFICES and " of " in surface) or last in words("honours") or last in _POSTS:
        return True
    if (
        first not in words("given")
        or last in words("heads", "commissioners")
        or tied
        or called
        or _OF_A_HOUSE.match(after)
    ):
        return False
    # "Jack Barker Golf"
    if len(bare) > 2 and last in words("generic", "trades"):
        return False
    return not (_HOUSE_BEFORE.search(before) or (acts and last in words("sites")))


#: Letters of an office that stand before the name of who holds it.
_LETTERS = frozenset(
    {"GP", "PCC", "MP", "MSP", "MS", "AM", "MEP", "CC", "MLA", "TD", "CEO", "Mayor", "Minister", "Reporter", "Leader"}
)


def _is_holder(bare: Sequence[str]) -> bool:
    """Whether a given name stands right behind an office."""
    return any(one in _LETTERS and two in words("given") for one, two in itertools.pairwise(bare))


#: What is said of one who works for a body or is served by it, and of no body: "Orla is one of nine workers of the project".
_WORKER = (
    r"(?:(?:care|case|key|link|project|social|support|youth|outreach|community|health|peer|senior|lead|new|young|former) )*"
    r"(?:workers?|keyworkers?|caseworkers?|nurses?|advisers?|advisors?|mentors?|volunteers?|counsellors?|therapists?|coaches|coach|carers?|navigators?|midwi(?:fe|ves)|doctors?|teachers?|tutors?|drivers?|"
    r"patients?|clients?|residents?|tenants?|pupils?|students?|apprentices?|trainees?|learners?|prisoners?|women|men|people|mothers?|fathers?|mums?|dads?)"
)
_ONE_OF_US = re.compile(
    rf",? (?:is|was|became) (?:(?:just |only )?one of (?:the |its |our |their |her |his |those |some )?(?:(?:\d[\d,]*|[a-z]+ty|[a-z]+(?:teen)?|hundreds of|thousands of) )?{_WORKER}\b|arrested\b|born\b|pregnant\b)"
    r"|, (?:aged )?\d\d,(?! (?:and|or) \d)| aged \d\d\b| \(\d\d\)"
)
_MET = Behind(r"\b(?:[Ss]he|[Hh]e|[Tt]hey|I|who) (?:first |then |also |soon |had )?met (?:with )?$")


def is_one_of_us(text: str, start: int, end: int) -> bool:
    """Whether the words round the one word ``text[start:end]`` say that it is one who works for a body, or is helped by one."""
    return bool(_ONE_OF_US.match(text, end) or _MET.search(text[max(0, start - 30) : start]))

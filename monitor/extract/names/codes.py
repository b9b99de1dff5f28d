"""Letters and figures that name nobody: numbers of files, sums, roads and postcodes, and letters that stand for what is plainly said before them."""

from __future__ import annotations

import re

from monitor.extract.words.lexicon import words

#: A region ("UKD12"), the form of a notice ("UK6"), a sum ("GBP50"), a road ("M25"), the number of a file ("PCC3-0009", "HA014", "Statement UIN 1188"), a gas,
#: a rank ("the world's No.2"), who speaks ("Firstly I'd"), what is built in numbers ("Westwick WK189s").
_CODE = re.compile(
    r"UK[A-Z]?\d{1,3}|(?:GBP|USD|EUR|AUD|NZD|CAD)\d+\w?|[ABM]\d{1,4}|[A-Z]{1,6}\d{3,}(?:-\d+)*[A-Z]?|[A-Z]{2,}\d*-\d{3,}(?:-[A-Z]{2,})?|CO2|No\.?\d+|(?:\w+ )?I'(?:d|m|ve|ll)|(?:[A-Z]\w+ )*[A-Z]{1,3}-?\d{2,4}s|"
    r"(?:[A-Z]\w+ ){0,3}(?:UIN|URN|UPRN|(?:Contract|Notice|File|Case|Reference) (?:ID|Number|No\.?)|Ref|Reference) [A-Z]{0,6}-?\d{2,}"
)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}")
#: "the Community Services contract (NCS)": letters that stand for what is bought.
_OF_THING = re.compile(r"\b(?:contract|programme|scheme|framework|pathway|project) \($")
#: "the fund (ILF)", "the ministry (MoH)": letters that stand for who buys or pays.
_OF_BUYER = re.compile(
    r"\b(?:[Tt]he|[Ii]ts|[Oo]ur|[Aa]) (?:[a-z-]+ ){0,3}(?:fund|funder|council|ministry|department|authority|authorities|commission|regulator|commissioner|commissioners|government|board|inspectorate) \($"
)
_SMALL = frozenset({"and", "of", "the", "for", "in", "to", "a", "an", "or", "on", "with", "at", "by"})
_FEWEST, _MOST = 2, 8


def is_code(surface: str) -> bool:
    """Whether a name is a number or a code of something."""
    return bool(_CODE.fullmatch(surface) or _POSTCODE.fullmatch(surface))


def stand_for_a_thing(letters: str, before: str) -> bool:
    """Whether ``letters`` in brackets stand for the words in small letters before them ("restorative justice (RJ)"), or for what is bought."""
    if not before.endswith("(") or not letters.isupper():
        return False
    if _OF_THING.search(before) or _OF_BUYER.search(before):
        return True
    wanted = letters.casefold()
    said = before[:-1].replace("-", " ").replace("/", " ").replace(",", " ").split()
    if (
        not _FEWEST <= len(wanted) <= _MOST
        or not said
        or said[-1] != said[-1].casefold()
        or said[-1] in words("called")
    ):
        return False
    # From the last word back: each gives the letter that is due, a small one may give none.
    due = len(wanted)
    for word in reversed(said):
        if not due:
            break
        if word[0].casefold() == wanted[due - 1]:
            due -= 1
        elif word not in _SMALL:
            return False
    return not due

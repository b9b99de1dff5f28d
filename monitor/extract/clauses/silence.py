"""Sentences that say nothing of anybody: a name, and not one word that any pattern needs. On a page of news most are such.

"3 hours ago Northfield" of a card, "Published by Acme" of a byline: told by the words alone, before anything is rewritten or tried.
"""

from __future__ import annotations

import re
from functools import cache

from monitor.extract.clauses.attach import may_attach
from monitor.extract.clauses.families import cues_among, links_among
from monitor.extract.clauses.folding import LEGAL_WORDS, VEHICLES
from monitor.extract.clauses.listing import TYPE_WORDS
from monitor.extract.clauses.masking import AREA, ORG, Masked
from monitor.extract.clauses.nouns import names_roles
from monitor.extract.clauses.verbs import first_words

#: What may stand aside, and what has places: such a sentence is rewritten before it is read.
_ASIDE = re.compile(rf"[(,;-]|{AREA}")
_LETTERS = re.compile("[a-z]+")
#: What is folded away behind or before a name, though nothing is said of it.
_FOLDED = LEGAL_WORDS | {kind.split()[0].casefold() for kind in VEHICLES}


def says_nothing(masked: Masked) -> bool:
    """Whether no pattern of a sentence can match ``masked``, nor rewrite it: it names one body at most, and nothing else."""
    text = masked.text
    return not (text.count(ORG) > 1 or text.startswith(ORG)) and _are_idle(text, masked.words)


def names_idly(before: str, after: str) -> bool:
    """Whether a sentence says nothing of the one body that stands between these words of it, nor leads anything in or takes it up."""
    if not before or ":" in before:
        return False
    words = frozenset(_LETTERS.findall(f"{before} {after}".casefold()))
    return _are_idle(before + after, words) and not may_attach(words)


def _are_idle(text: str, words: frozenset[str]) -> bool:
    """Whether no pattern of a sentence can match these words round a name."""
    return not (
        not (words.isdisjoint(_verbs()) and words.isdisjoint(_FOLDED))
        or _ASIDE.search(text)
        or next(cues_among(words), None)
        or any(not (link.binary or link.near) for link in links_among(words))
        or names_roles(words)
        or TYPE_WORDS.may_be_among(words)
    )


@cache
def _verbs() -> frozenset[str]:
    """The letters that the first word of a verb begins with."""
    found = (_LETTERS.match(word) for word in first_words())
    return frozenset(match.group() for match in found if match)

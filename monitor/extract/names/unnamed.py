"""Capital words that name nobody, whatever stands round them: dates, legal forms, letters of lots, peoples."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.extract.names.deeds import beside_a_name, does
from monitor.extract.names.grounds import begins_sentence
from monitor.extract.words.lexicon import places, words
from monitor.text import fold

#: What a name may begin with, though a sentence may as well.
MEANT = frozenset(
    {"Your", "One", "All", "Every", "Everyone", "Each", "Only", "With", "Now", "Next", "Once", "Under", "Over"}
)
#: "Bidder B": who is not named.
_HIDDEN = frozenset({"Bidder", "Tenderer", "Applicant", "Supplier", "Provider", "Company"})


def is_hidden(bare: Sequence[str]) -> bool:
    """Whether a name only stands for one that is kept back: "Tenderer C"."""
    return len(bare) > 1 and bare[0] in _HIDDEN and len(bare[1]) == 1


def is_lettered(bare: Sequence[str]) -> bool:
    """Whether a name is a part of something by its letter: "Package B", "Category C"."""
    if len(bare) != len(("Package", "B")) or len(bare[-1]) > 1 or not bare[-1].isalpha():
        return False
    return bare[0] in words("lettered") or bare[0] in {"Bundle", "Package", "Area", "Cluster"}


#: What a body is in law, which is no name ("A, a Community Interest Company").
_LEGAL_FORM = re.compile(
    r"(?:Community Interest|Limited(?: Liability)?|Private(?: Limited)?|Public(?: Limited)?|Joint Stock|Trading) (?:Company|Partnership)"
    r"|(?:Community|Public) Benefit (?:Society|Corporation)|(?:Scottish )?Charitable Incorporated Organi[sz]ation"
)


def names_nothing(bare: Sequence[str], text: str, start: int, end: int) -> bool:
    """Whether words are a date, or only such as begin a sentence; "Save the Children" does not."""
    if _LEGAL_FORM.fullmatch(" ".join(bare)):
        return True
    if not bare or all(
        word.isdigit() or word in words("calendar", "nationalities") or not word[:1].isalnum() for word in bare
    ):
        return True
    begins = all(word in words("starters") for word in bare) and bare[0] not in MEANT
    if not begins or not begins_sentence(text, start):
        return False
    return not (
        re.search(" (?:the|&) ", text[start:end]) or (len(bare) > 1 and (does(text, end) or beside_a_name(text, end)))
    )


#: "Tasmanians", "Londoners": who lives somewhere, by the name of the place.
_DWELLERS = re.compile(r"(?P<land>.+a)ns?|(?P<town>.+)ers")


def is_of_a_people(bare: Sequence[str]) -> bool:
    """Whether words are a people, or the adjective of a place: "Tasmanians", "New Yorkers", "Canadians", "East Anglian"."""
    said = " ".join(bare)
    if bare[-1].endswith(("ans", "ims", "ics")) and said[:-1] in words("nationalities"):
        return True
    dwellers = _DWELLERS.fullmatch(said)
    return dwellers is not None and fold(dwellers["land"] or dwellers["town"]) in places()

"""What a capital owes to where it stands: at the head of a sentence a word has one, whatever it is."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import lru_cache

from monitor.extract.names.deeds import beside_a_name, does
from monitor.extract.names.grounds import begins_sentence
from monitor.extract.names.kinds import JOINERS, bare_of
from monitor.extract.names.unnamed import MEANT
from monitor.extract.words.lexicon import is_common, words

#: "We're", "I've", "They'll": no name is shortened so.
_CONTRACTED = re.compile(r"[A-Z][a-z]*'(?:re|d|ve|m|ll|t)")


#: Asked of each capital word of a text.
_FUNCTION, _PREFIXES, _BIDS, _STARTERS = (words(kind) for kind in ("function", "prefixes", "bids", "starters"))


def is_no_name(text: str, word: str, start: int, end: int, lowered: Container[str]) -> bool:
    """Whether a lone capital word is plainly none, as most are: the same as ``_trimmed`` finds, without taking it apart."""
    if " " in word:
        return False
    if word in _FUNCTION:
        return word not in _ODD or not is_odd(text, start, end)
    if word in _PREFIXES and _GOES_ON_LOW.match(text, end):
        return True
    if ("'" in word and _CONTRACTED.fullmatch(word)) or (word.isupper() and is_loud(text, (start, end, word))):
        return True
    if word in _BIDS and (begins_sentence(text, start) or _IN_A_ROW.search(text, max(0, start - 3), start)):
        return True
    return begins_sentence(text, start) and begins_it_only(text, (start, end, word), lowered)


#: "Pre-school places are scarce".
_GOES_ON_LOW = re.compile(r"-[a-z]")
#: Small words by which a body is called alone ("whom Via looks after").
_ODD = frozenset({"Via", "Now", "One", "Up", "Over"})
_SMALL_BEHIND = re.compile(r" [a-z]|[.,;)]")


def is_odd(text: str, start: int, end: int) -> bool:
    """Whether a small word has a capital in the midst of a sentence, with small letters on both sides."""
    return text[start:end] in _ODD and bool(
        _BEFORE_ODD.search(text, max(0, start - 3), start) and _SMALL_BEHIND.match(text, end)
    )


_BEFORE_ODD = re.compile(r"[a-z]{2} $|, $")


#: "A SMALL bus company", "LOCAL charity": a newspaper's first words, loud whatever they say.
_OPENING = re.compile(r"(?:^|\n)(?:A |AN |THE |An? |The )?$")
_LOUD = 4


def is_loud(text: str, token: tuple[int, int, str]) -> bool:
    """Whether a common word is in capitals because a text begins there, and goes on in small letters."""
    start, end, word = token
    return (
        len(word) >= _LOUD
        and word.isupper()
        and (is_common(word) or word.endswith("-BASED"))
        and re.match(r" [a-z]", text[end : end + 2]) is not None
        and not _HAS.match(text, end)
        and _OPENING.search(text, max(0, start - 5), start) is not None
    )


#: Before an item of a menu that stands in one line: "Home | Donate | Tell us".
_IN_A_ROW = re.compile(r"[|\u2022\u00b7\u00bb\u203a] ?$")


def begins_it_only(text: str, token: tuple[int, int, str], lowered: Container[str]) -> bool:
    """Whether a word at the head of a sentence has its capital from there alone."""
    bare = bare_of(token[2])
    if text.startswith("/", token[1]) and _WITH_ANOTHER.match(text, token[1]) and not is_common(bare):
        return False
    return (
        bare in _STARTERS
        or bare.casefold() in lowered
        or _ordinary(text, token)
        or _OBJECT.match(text, token[1]) is not None
    )


#: "Costa/Brill": two that bid as one.
_WITH_ANOTHER = re.compile(r"/[A-Z]\w+")
#: "Build a workforce", "Tell us what you think", "Volunteer with us": no name is followed so, but a verb that bids.
_OBJECT = re.compile(
    r" (?:(?:a|an|the|your|our|my|us|what|how|why|whether|every|each|this|these|those|people|everyone|someone)\b|(?:with|for|to|from|on) (?:us|our|your|how|what)\b)"
)


_LOW_WORD = re.compile(
    r"(?<![A-Za-z'&.-])[a-z][a-z'-]+ $|[\w.] \($|\b(?:charity|firm|company|provider|operator|contractor|landlord|association), $"
)
#: So long is a small word at most that is looked at.
_LONG_WORD = 20
_SMALL_WORD = re.compile(r" [a-z]")
_ORDINARY_ENDINGS = (
    "ing", "ed", "ly", "ion", "ions", "ment", "ments", "ance", "ances", "ity", "ities", "ness", "ers", "als", "ors", "ages",
)  # fmt: skip


def low_before(text: str, start: int) -> bool:
    """Whether a word in small letters or a bracket stands right before, so that a capital is meant ("the Three Rivers Partnership")."""
    return _LOW_WORD.search(text, max(0, start - _LONG_WORD), start) is not None


def _ordinary(text: str, token: tuple[int, int, str]) -> bool:
    """Whether a word at the head of a sentence has the ending of an ordinary word, no capital inside, and a small word after it."""
    _, end, word = token
    if not word.endswith(_ORDINARY_ENDINGS) or not word[1:].islower() or not _SMALL_WORD.match(text, end):
        return False
    # "Addiction has many causes", and "Addaction has won the contract".
    return is_common(word) or not (does(text, end) or beside_a_name(text, end))


#: "That's Acorn Care", "We're Acorn Care".
_SHORTENED = re.compile(r"(?:That|There|Here|It|What|Who|He|She|Let|Where)'s|(?:We|They|You)'re|I'm")


_PAIR = 2


def is_in_front(piece: Sequence[tuple[int, int, str]], *, begins: bool) -> bool:
    """Whether the first word of ``piece`` only stands before a name ("That's Acorn Care", "Outgoing Acorn Care", "the Danish DSB Group")."""
    word, following = piece[0][2], piece[1][2]
    if "'" in word and _SHORTENED.fullmatch(word):
        return True
    if following in JOINERS or following in words("heads"):
        return False
    if word in words("nationalities"):
        return len(piece) > _PAIR and following.isupper() and len(following) > 1 and piece[2][2] in words("heads")
    return begins and word in words("fronts")


#: Before the name of a place, the first word of a body's own ("Young Devon", "Support Kent", "First Essex").
_FIRST = frozenset({"First", "Young", "Support", "Together", "Home", "Homes"})
_PLACE_ALONE = re.compile(r"\n|$")


def is_called_after_its_place(text: str, piece: Sequence[tuple[int, int, str]]) -> bool:
    """Whether a word that begins sentences and a place behind it are the name of a body: "Care UK", "Young Devon has won the contract"."""
    word, end = piece[0][2], piece[-1][1]
    own = word in _FIRST or word in words("generic")
    if any(f"{text[piece[0][0] : end]} {form}" in text for form in _forms_in(text)):
        return True
    if piece[-1][2] in {"UK", "GB"} and len(piece) == _PAIR:
        return own
    return own and (
        does(text, end)
        or beside_a_name(text, end)
        or (_PLACE_ALONE.match(text, end) is not None and text[piece[0][0] - 2 : piece[0][0]] in _ITEM)
    )


#: Behind a name anywhere in a text these make it a company's.
_FORMS = ("Ltd", "Limited", "plc", "CIC")


@lru_cache(maxsize=8)
def _forms_in(text: str) -> tuple[str, ...]:
    """Those of the forms that ``text`` has at all: mostly none, so that no name need be looked for with them."""
    return tuple(form for form in _FORMS if f" {form}" in text)


#: Before the first word of an item of a typed list.
_ITEM = frozenset({"- ", "* ", "\u2022 "})


_HAS = re.compile(
    r" (?:has|is|was|will|won|wins|runs|bid|said|says|takes|took|lost|signed|delivers)\b|, (?:a|an|the|which|who|based) |, [A-Z][\w ]+, "
)


def is_meant(text: str, piece: Sequence[tuple[int, int, str]]) -> bool:
    """Whether a name begins with a word that could be the sentence's own: another mention in mid-sentence or what follows tells."""
    first = piece[0][2]
    if first not in MEANT and (first not in words("starters") or first in words("function")):
        return False
    surface = text[piece[0][0] : piece[-1][1]]
    at = text.find(surface)
    while at != -1:
        if low_before(text, at) and not begins_sentence(text, at):
            return True
        at = text.find(surface, at + 1)
    last = piece[-1][2]
    headed = last in words("heads") and not last.endswith("s")
    return first in MEANT and (headed or first == "Everyone") and bool(_HAS.match(text, piece[-1][1]))

"""What the rest of a text says of "X and Y": whether "and" stands between two names or inside one.

Words alone tell it of many ("Smith and Sons", "Kent and Medway NHS Trust"). Of others the text tells it: who is named by himself elsewhere
is one of two, and what a sentence begins with and speaks of as of one is one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from monitor.extract.names.grounds import begins_sentence
from monitor.extract.names.kinds import JOINERS
from monitor.extract.names.ties import is_place
from monitor.extract.words.lexicon import is_common, places, words
from monitor.text import fold

#: What is said of one, behind its name.
_OF_ONE = re.compile(
    r"(?: \([A-Za-z&]{2,12}\))?(?:, (?:an?|the) [a-z][^,.;:\n]{2,70},)? (?:(?:also|now|already) )?"
    r"(?:has|was|is|does|keeps|takes|wins|holds|runs|gets|gains|loses|retains|stays|remains|operates|provides|manages|delivers|leads|adds|continues|becomes|covers|goes)\b"
)
#: "In the north, Marl and Reed is the provider": a place alone before the name.
_OPENED = re.compile(r"(?:^|[.!?\n] ?)(?:In|For|Across|At) [^.,;:\n]{2,40}, $")
#: "Marl and Reed (GB) Ltd".
_OF_ONE_FIRM = re.compile(r" \([A-Z][A-Za-z ]{1,12}\) (?:Ltd|Limited|plc|PLC|LLP)\b")
#: Before a place, what makes it say where, or one of a list.
_WHERE = re.compile(
    r"(?:\b(?:in|across|for|throughout|of|from|between|near|at|around|covering|serving)(?: the)?|,) $", re.IGNORECASE
)
#: "split between X and Y": of two that something lies between neither is a pair.
_BETWEEN = re.compile(
    r"\b(?:split|shared?|divided|parted|competition|contest|choice|choose|merger|joint venture|partnership) between (?:the )?$"
)
_WORD = re.compile(r"\w")


def is_one_of_text(
    text: str, tokens: Sequence[tuple[int, int, str]], first: int, index: int, spans: Sequence[tuple[int, int]]
) -> bool | None:
    """Whether the "and" that is ``tokens[index]`` stands inside a name that begins with ``tokens[first]``; ``None`` where nothing tells.

    ``spans`` are the names and places that lists know.
    """
    left, right = tokens[first:index], tokens[index + 1 :]
    if not left or not right or any(token[2] == "and" for token in (*left, *right)):
        return None
    one, other = (left[0][0], left[-1][1]), (right[0][0], right[-1][1])
    said, also = [token[2] for token in left], [token[2] for token in right]
    if also[0] in {"the", "The"} or also[0] in words("kin") or fold(text[one[0] : other[1]]) in places():
        return None
    if fold(text[slice(*other)]) in places():
        return True if _is_branch(said) else None
    if _BETWEEN.search(text, max(0, one[0] - 60), one[0]) and not text.startswith(" and ", other[1]):
        return False
    placed = fold(text[slice(*one)]) in places()
    if (
        any(span in {one, other} and fold(text[slice(*span)]) not in places() for span in spans)
        or (not placed and _stands(text, text[slice(*one)], then=" and "))
        or _stands(text, text[slice(*other)], behind=" and ")
    ):
        return False
    if placed:
        # "Harrow and Wealdstone Community Trust"
        called = len(also) > 1 and also[-1] in words("heads") and fold(also[0]) not in places()
        return True if called and not _WHERE.search(text, max(0, one[0] - 16), one[0]) else None
    whole = said[-1] in words("heads", "legal")
    opens = begins_sentence(text, one[0]) or (not whole and _OPENED.search(text, max(0, one[0] - 60), one[0]))
    of_one = (first == 0 and opens and _OF_ONE.match(text, other[1])) or (
        len(said) == len(also) == 1 and said[0].istitle() and also[0].istitle() and _OF_ONE_FIRM.match(text, other[1])
    )
    return True if of_one or _is_one_by_words(said, also) else None


def _is_branch(said: Sequence[str]) -> bool:
    """Whether words are a name with a place behind it: "Marlin Leeds", of "Marlin Leeds and Bradford"."""
    first = said[0] not in JOINERS and said[0] not in words("function", "starters", "compass", "titles")
    return len(said) > 1 and first and fold(said[-1]) in places() and not is_place(said)


def _is_one_by_words(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether two stretches of a name are of the words that one name is made of."""
    last, legal = left[-1], right[-1] in words("legal")
    own = right[:-1] if legal else right
    if not own:
        return False
    # "Rock and Roll Youth Club", "Nuts and Bolts CIC"
    if len(left) == 1:
        return (
            len(right) > 1 and _is_ordinary(last) and last not in words("commissioners") and all(map(_is_ordinary, own))
        )
    # "Blue Cross and Blue Shield", "Blue Cross and Blue Shield of Oklahoma"
    twin = [*itertools.takewhile(lambda word: word != "of", right)]
    if (
        left[0] == twin[0]
        and len(left) == len(twin)
        and left[1:] != twin[1:]
        and all(map(_is_ordinary, (*left, *twin)))
    ):
        return True
    if not _is_ordinary(last) or last in words("heads", "legal", "things") or all(map(_is_ordinary, left)):
        return False
    # "Leeds Grand Theatre and Opera House Limited", "Bristol Drugs and Homelessness Project", "Tata Realty and Infrastructure"
    if legal:
        return _is_ordinary(own[-1])
    return all(map(_is_ordinary, own)) and (
        len(own) == 1 or (own[-1] in words("heads") and own[0] in words("generic", "served"))
    )


def _is_ordinary(word: str) -> bool:
    """Whether a word is one that prose has in small letters, and no place."""
    return word.istitle() and (is_common(word) or word in words("served")) and fold(word) not in places()


def _stands(text: str, name: str, *, then: str = "", behind: str = "") -> bool:
    """Whether ``name`` stands somewhere by itself: not before ``then``, not ``behind`` that, and as no part of a longer name."""
    if " " not in name and (is_common(name) or fold(name) in places()):
        # It may stand there as a word.
        return False
    at = text.find(name)
    while at != -1:
        end = at + len(name)
        alone = not _WORD.match(text[at - 1 : at]) and not _WORD.match(text[end : end + 1])
        if (
            alone
            and not (then and text.startswith(then, end))
            and not (behind and text.endswith(behind, 0, at))
            and not _GOES_ON.match(text, end)
            and not _COMES_FROM.search(text, max(0, at - 24), at)
        ):
            return True
        at = text.find(name, at + 1)
    return False


#: A capital word beside a name makes it a part of a longer one, a small word between them too.
_GOES_ON = re.compile(r" (?:of |for |& )?[A-Z]")
_COMES_FROM = re.compile(r"(?:(?<![.!?:;]) |^)[A-Z][\w'-]* (?:of |for |& )?$")

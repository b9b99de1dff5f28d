"""How a text writes its words: which it has in small letters too, and which have a capital only where sentences begin."""

from __future__ import annotations

import re

from monitor.extract.names.grounds import begins_sentence
from monitor.extract.words.lexicon import is_common


class Lowered:
    """The words that ``text`` has in small letters elsewhere than where a sentence begins.

    A text has hundreds and is asked for a few, so each is looked for when it is asked for.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[str, bool] = {}
        self._opening: dict[str, bool] = {}

    def __contains__(self, word: object) -> bool:
        found = self._known.get(str(word))
        if found is None:
            found = self._known[str(word)] = self._has(str(word))
        return found

    def stands(self, name: str, *, behind: str = "") -> bool:
        """Whether ``name`` stands somewhere as a name by itself, owning nothing and being of nowhere; not where ``behind`` stands before it."""
        at = self.text.find(name)
        while at != -1:
            after = self.text[at + len(name) : at + len(name) + 4]
            own = bool(behind) and self.text.endswith(f"{behind} ", 0, at)
            if not own and not _is_of_word(self.text[at - 1 : at] or " ") and _ALONE.match(after):
                return True
            at = self.text.find(name, at + 1)
        return False

    def only_opens(self, word: str) -> bool:
        """Whether ``word``, with its capital, stands in the text at the head of sentences alone."""
        found = self._opening.get(word)
        if found is None:
            found = self._opening[word] = self._only_opens(word)
        return found

    def _only_opens(self, word: str) -> bool:
        at = self.text.find(word)
        while at != -1:
            if not begins_sentence(self.text, at):
                return False
            at = self.text.find(word, at + 1)
        return True

    def _has(self, word: str) -> bool:
        if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
            return False
        at = self.text.find(word)
        while at != -1:
            before, end = self.text[max(0, at - 2) : at], at + len(word)
            if before and not (_is_of_word(before[-1]) or _is_of_word(self.text[end : end + 1]) or before in _ENDS):
                return True
            at = self.text.find(word, at + 1)
        return False


_SHORTEST = 3
_ALONE = re.compile(r" (?!of )[a-z]|[.,;:)\n]|$")
_ENDS = frozenset({". ", "! ", "? ", ": ", "; "})


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


#: A small word behind the first one of a sentence, and what those do of whom something is told: be, have and will, and what bidders do.
_SMALL_NEXT = re.compile(r" ([a-z]+)(?![\w'-])")
_TELLS = frozenset(
    [
        "is",
        "was",
        "are",
        "were",
        "be",
        "has",
        "have",
        "had",
        "will",
        "won",
        "wins",
        "lost",
        "loses",
        "keeps",
        "kept",
        "holds",
        "held",
        "bid",
        "bids",
        "beat",
        "beats",
        "pulled",
        "withdrew",
        "outbid",
        "runs",
        "ran",
        "operates",
        "delivers",
        "provides",
        "now",
        "also",
        "then",
        "itself",
        "and",
        "or",
        "which",
        "who",
        "in",
        "of",
        "for",
        "based",
        "said",
        "says",
    ]
)


def opens_only(text: str, word: str, end: int, lowered: Lowered) -> bool:
    """Whether a common word opens sentences of ``text`` and nothing else, and no word behind this one tells of a body."""
    following = _SMALL_NEXT.match(text, end)
    return following is not None and following[1] not in _TELLS and is_common(word) and lowered.only_opens(word)

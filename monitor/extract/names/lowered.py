"""How a text writes its words: which it has in small letters too, and which have a capital only where sentences begin."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.extract.names.grounds import begins_sentence
from monitor.extract.words.lexicon import is_common, places, words
from monitor.text import fold


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
        for at in self._where(name):
            after = self.text[at + len(name) : at + len(name) + 4]
            own = bool(behind) and self.text.endswith(f"{behind} ", 0, at)
            if not own and not _is_of_word(self.text[at - 1 : at] or " ") and _ALONE.match(after):
                return True
        return False

    def only_opens(self, word: str) -> bool:
        """Whether ``word``, with its capital, stands in the text at the head of sentences alone, and nothing behind it tells of a body."""
        found = self._opening.get(word)
        if found is None:
            found = self._opening[word] = self._only_opens(word)
        return found

    def _only_opens(self, word: str) -> bool:
        return not any(
            self._is_told_of(at + len(word)) or not begins_sentence(self.text, at) for at in self._where(word)
        )

    def _is_told_of(self, end: int) -> bool:
        """Whether the small words behind ``end`` may tell of a body, or there are none."""
        following = _SMALL_NEXT.match(self.text, end)
        return (
            following is None
            or not words("telling_next").isdisjoint(following.groups())
            or following[1] in words("telling_right_next")
        )

    def _has(self, word: str) -> bool:
        if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
            return False
        for at in self._where(word):
            before, end = self.text[max(0, at - 2) : at], at + len(word)
            if before and not (_is_of_word(before[-1]) or _is_of_word(self.text[end : end + 1]) or before in _ENDS):
                return True
        return False

    def _where(self, words: str) -> Iterator[int]:
        """Where ``words`` stand, within longer ones too."""
        at = self.text.find(words)
        while at != -1:
            yield at
            at = self.text.find(words, at + 1)


_SHORTEST = 3
_ALONE = re.compile(r" (?!of )[a-z]|[.,;:)\n]|$")
_ENDS = frozenset({". ", "! ", "? ", ": ", "; "})


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


#: The small words behind a word.
_SMALL_NEXT = re.compile(r" ([a-z]+)(?: ([a-z-]+))?(?![\w'])")


def opens_only(word: str, lowered: Lowered) -> bool:
    """Whether a common word, the name of no place, opens sentences and does nothing else in the text of ``lowered``."""
    return is_common(word) and fold(word) not in places() and lowered.only_opens(word)

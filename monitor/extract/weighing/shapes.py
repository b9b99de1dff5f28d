"""In which order the words beside a name do what they do: "be award to" before it, "to run" behind it.

The shape of a stretch is what is left of it without the words that do nothing in particular: the senses of those that do something,
the names and places as marks, the small words that say who does it to whom, and commas and colons.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

#: Small words that tell who does what to whom, each form of "to be" as one.
_SMALL = {
    **{
        word: word
        for word in ("by", "to", "from", "with", "for", "not", "no", "as", "than", "after", "and", ",", ":", '"', "(")
    },
    **dict.fromkeys(("be", "been", "was", "were", "is", "are"), "be"),
}
_LONGEST = 3


def shapes(left: Sequence[str], right: Sequence[str], known: Mapping[str, tuple[str, str]]) -> set[str]:
    """The features of the words before a name (``left``, the nearest first) and of those behind it; ``known`` has the senses."""
    before, after = (*_shape(left, known), "^"), (*_shape(right, known), "$")
    found = {f"u:{' '.join(before[:length])}" for length in range(1, _LONGEST + 1)}
    found.update([f"v:{' '.join(after[:length])}" for length in range(1, _LONGEST + 1)])
    found.update([f"uv:{' '.join(before[:one])}|{' '.join(after[:two])}" for one in (1, 2) for two in (1, 2)])
    return found


def _shape(words: Sequence[str], known: Mapping[str, tuple[str, str]]) -> list[str]:
    shape: list[str] = []
    for word in words:
        if word in known:
            shape.append("=" + known[word][0])
        elif word in _SMALL:
            shape.append(_SMALL[word])
        elif word[0] == "<":
            shape.append(word)
    return shape

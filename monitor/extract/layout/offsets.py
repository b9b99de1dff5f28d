"""White space and typography made plain with a map back: where in the raw text, or in a page's markup, words of the plain one stand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.text import plain, squash

_SPACES = re.compile(r"[\s\u00a0\u200b\ufeff]+")
_MARKUP = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Normalised:
    """``text`` with single blanks and plain typography; ``starts`` and ``ends``: where each of its characters stands in the raw."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the raw text that ``text[start:end]`` was made of."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"no characters {start} to {end} in a text of {len(self.text)}")
        return self.starts[start], self.ends[end - 1]

    def place_of(self, words: str) -> tuple[int, int] | None:
        """Where ``words`` stand in the raw text, first; ``None`` where they do not."""
        wanted = plain(squash(words))
        start = self.text.find(wanted) if wanted else -1
        return None if start < 0 else self.raw_span(start, start + len(wanted))


def normalised(raw: str, *, markup: bool = False) -> Normalised:
    """``raw`` with its map. With ``markup`` tags, comments and scripts count as blanks and entities as what they stand for."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for character, start, end in _characters(raw, markup=markup):
        if _SPACES.fullmatch(character):
            if characters and characters[-1] == " ":
                ends[-1] = end
                continue
            character = " "  # noqa: PLW2901 -- every run of white space is one blank
        characters.append(plain(character))
        starts.append(start)
        ends.append(end)
    low = 1 if characters[:1] == [" "] else 0
    high = len(characters) - (1 if characters[low:] and characters[-1] == " " else 0)
    return Normalised("".join(characters[low:high]), tuple(starts[low:high]), tuple(ends[low:high]))


def _characters(raw: str, *, markup: bool) -> Iterator[tuple[str, int, int]]:
    position = 0
    for match in _MARKUP.finditer(raw) if markup else ():
        yield from ((raw[at], at, at + 1) for at in range(position, match.start()))
        found = match.group()
        said = html.unescape(found) if found.startswith("&") else " "
        yield from ((character, match.start(), match.end()) for character in said)
        position = match.end()
    yield from ((raw[at], at, at + 1) for at in range(position, len(raw)))

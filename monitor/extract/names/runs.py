"""Where runs of capital words begin: at a capital letter or a digit, and at few other places of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

#: What stands within the first letters of every run ("iPower", "e-Ready", "24x7"), so many at most before it.
_FIRST = re.compile("[A-Z\u00c0-\u00d6\u00d8-\u00de0-9]")
_MOST_BEFORE = 5


def runs_in(text: str, pattern: re.Pattern[str], *, alone: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of ``pattern`` in ``text``, as its own ``finditer`` finds them, tried only where one can begin.

    Behind a blank what ``alone`` matches is all that ``pattern`` does.
    """
    position = 0
    while first := _FIRST.search(text, position):
        at = first.start()
        # Mostly a blank stands before a capital; then nothing but it can begin a run.
        behind_blank = not at or text[at - 1].isspace()
        if behind_blank and (match := alone.match(text, at)):
            yield match
            position = match.end()
            continue
        low = at if behind_blank else max(position, at - _MOST_BEFORE)
        for start in range(low, at + 1):
            if match := pattern.match(text, start):
                yield match
                position = max(match.end(), at + 1)
                break
        else:
            position = at + 1

"""Words by kind, read once from ``words.toml`` and ``places.txt``: what a capital word may be, and what it may not."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from monitor.text import fold


@cache
def words(*sections: str) -> frozenset[str]:
    """The words of one section of ``words.toml``, or of several together, as written there."""
    return frozenset(word for section in sections for word in _table()[section].split())


@cache
def phrases(section: str) -> re.Pattern[str]:
    """The phrases of one section of ``words.toml`` as one pattern (they hold blanks, so one a line)."""
    lines = (line.strip() for line in _table()[section].splitlines())
    return re.compile("|".join(re.escape(line) for line in lines if line))


@cache
def places() -> frozenset[str]:
    """The folded names of counties, regions, cities and larger towns of the United Kingdom, and of states and large cities elsewhere."""
    text = files("monitor.extract.words").joinpath("places.txt").read_text(encoding="utf-8")
    names = (name.strip() for line in text.splitlines() if not line.startswith("#") for name in line.split(";"))
    return frozenset(fold(name) for name in names if name)


@cache
def _table() -> dict[str, str]:
    return tomllib.loads(files("monitor.extract.words").joinpath("words.toml").read_text(encoding="utf-8"))

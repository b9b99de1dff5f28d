"""Patterns before they are tried: what the standard library reads in one, which has no public name, and many made only when asked for."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import Any

_parser: Any = import_module("re._parser")
#: The names of the parts of a pattern.
OP: Any = import_module("re._constants")


def parts_of(pattern: str) -> Any:
    """The parts of ``pattern`` in order, each with its name and what it holds; see :mod:`re`. Raises ``re.error``."""
    return _parser.parse(pattern)


@cache
def made(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``pattern`` made ready, where it is one of many of which most texts have the words for few: each when it is first tried."""
    return re.compile(pattern, flags)

"""The standard library's own reading of a regular expression, which has no public name, for those who ask what a pattern needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

_parser: Any = import_module("re._parser")
#: The names of the parts of a pattern.
OP: Any = import_module("re._constants")


def parts_of(pattern: str) -> Any:
    """The parts of ``pattern`` in order, each with its name and what it holds; see :mod:`re`. Raises ``re.error``."""
    return _parser.parse(pattern)

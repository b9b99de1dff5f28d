"""What columns and stages are called in lists of other countries, read once from ``abroad.txt``, in English."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


def in_english(folded: str) -> str:
    """``folded`` with the foreign words of columns and stages in English."""
    return _pattern().sub(lambda match: _forms()[match[0]], folded)


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted(_forms(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b")


@cache
def _forms() -> dict[str, str]:
    text = files("monitor.extract.words").joinpath("abroad.txt").read_text(encoding="utf-8")
    lines = [line.split(":", 1) for line in text.splitlines() if line and not line.startswith("#")]
    return {form.strip(): english for english, forms in lines for form in forms.split(",")}

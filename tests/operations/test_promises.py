"""The page of promises names tests that exist, and every promise has a line."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "promises.md").read_text(encoding="utf-8")


def test_every_promise_has_one_line() -> None:
    assert re.findall(r"^\| (R\d+) \|", PAGE, flags=re.MULTILINE) == [f"R{number}" for number in range(1, 31)]


def test_every_test_that_is_named_exists() -> None:
    missing = []
    for named in re.findall(r"`((?:tests|requirements)/[^`]+)`", PAGE):
        file, _, function = named.partition("::")
        place = ROOT / file
        if not place.exists() or (function and f"def {function}(" not in place.read_text(encoding="utf-8")):
            missing.append(named)

    assert missing == []

"""Tell beforehand what the patterns of the verb families and of the nouns need: ``make needs``. See :mod:`monitor.extract.words.foretold`."""

from __future__ import annotations

import sys
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from monitor.extract.clauses import families, nouns  # noqa: E402
from monitor.extract.words import foretold  # noqa: E402

TARGET = ROOT / "monitor" / "extract" / "words" / foretold.FILE


def needs_file() -> str:
    """The whole file, as the patterns of this tree want it."""
    return foretold.written(chain(families.gated(), nouns.gated()))


if __name__ == "__main__":
    TARGET.write_text(needs_file(), encoding="utf-8")

"""What the patterns of the verb families need is told beforehand: as it would be told now, and anew for a pattern that has changed."""

from __future__ import annotations

import runpy
from pathlib import Path

from monitor.extract.clauses import families
from monitor.extract.words import foretold, needs

ROOT = Path(__file__).parent.parent.parent


def test_the_file_holds_what_the_patterns_of_today_need() -> None:
    script = runpy.run_path(str(ROOT / "training" / "needs.py"))
    assert script["TARGET"].read_text(encoding="utf-8") == script["needs_file"](), "run `make needs`"


def test_every_cue_is_told_as_its_pattern_would_tell() -> None:
    for pattern, at_word in families.gated():
        assert foretold.layers_of(pattern, at_word=at_word) == needs.layers_of(pattern, at_word=at_word)


def test_a_pattern_that_the_file_does_not_know_is_taken_apart() -> None:
    pattern = r"(?:hoists|hoisted) the (?:ensign|pennant)"
    assert foretold.layers_of(pattern) == needs.layers_of(pattern)
    assert {"ensign", "pennan"} in map(set, foretold.layers_of(pattern))

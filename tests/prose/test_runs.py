"""Runs of capital words are found where their pattern alone finds them."""

from __future__ import annotations

import random

from monitor.extract.names.runs import runs_in
from monitor.extract.names.spotting import _RUN

TEXT = (
    "The iPower group of St. Mary and e-Ready, 24x7 Works Ltd; 3SC with A.B.C. Trust/Co, @Acme x/Y ii\u00c9t O'Neill's."
)


def test_the_same_runs_are_found_as_by_the_pattern_alone() -> None:
    chance = random.Random(5)
    letters = "aAbZ1 9x.-/'&(\u00e9\u00c0std\n"
    texts = [TEXT, *("".join(chance.choices(letters, k=60)) for _ in range(300))]

    found = [[match.span() for match in runs_in(text, _RUN)] for text in texts]

    assert len(found[0]) > 5
    assert found == [[match.span() for match in _RUN.finditer(text)] for text in texts]

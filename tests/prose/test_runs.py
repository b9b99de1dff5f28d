"""Runs of capital words are found where their pattern alone finds them."""

from __future__ import annotations

import random

from monitor.extract.names.runs import runs_in
from monitor.extract.names.spotting import _ALONE, _JOIN, _RUN

TEXT = (
    "The iPower group of St. Mary and e-Ready, 24x7 Works Ltd; 3SC with A.B.C. Trust/Co, @Acme x/Y ii\u00c9t O'Neill's."
)


def test_the_same_runs_are_found_as_by_the_pattern_alone() -> None:
    chance = random.Random(5)
    letters = "aAbZ1 9x.-/'&(\u00e9\u00c0std\n"
    texts = [TEXT, *("".join(chance.choices(letters, k=60)) for _ in range(300))]
    words = [
        *[
            "Acme",
            "iPower",
            "The",
            "Ltd.",
            "kind",
            "x-Ray",
            "re-Act",
            "abCd",
            "24",
            "2",
            "A.",
            "'s,",
            "café",
            "to-Day",
            "won",
        ],
        *_JOIN[3:].split("|")[:12],
    ]
    texts += [" ".join(chance.choices(words, k=12)) for _ in range(600)]

    found = [[match.span() for match in runs_in(text, _RUN, alone=_ALONE)] for text in texts]

    assert len(found[0]) > 5
    assert found == [[match.span() for match in _RUN.finditer(text)] for text in texts]

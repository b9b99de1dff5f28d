"""What stands right before a place is told from its last letters, and found where the pattern alone would find it."""

from __future__ import annotations

import re

import pytest

from monitor.extract.words.behind import Behind, endings_of

BEFORE = (
    "the service is run by ",
    "it is run by the ",
    "It is Run By ",
    "it was overrun by ",
    "in parts of the whole of ",
    "throughout ",
    "in parts o",
    "the firm, led by: ",
    "the old firm ",
    "in a word,\n",
    "run by \n",
    "gef\u00fchrt von ",
    "",
)


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [
        (r"\b(?:run|led) by(?: the)? $", 0),
        (r"\b(?:run|led) by(?: the)? $", re.IGNORECASE),
        (r"(?:\bin parts of|\b[Tt]hroughout|(?:in|for) parts)(?: the| the whole of)* $", 0),
        (r"(?<!old )firm(?:,? [a-z]+ by)?:? $", 0),
        (r"\b[a-z]+ $", 0),
        (r"\bin\b[^.]{0,30}$", 0),
        (r"von $|,$", 0),
    ],
)
def test_the_same_is_found_as_by_the_pattern_alone(pattern: str, flags: int) -> None:
    alone, behind = re.compile(pattern, flags), Behind(pattern, flags)
    expected = [alone.search(text) for text in BEFORE]
    found = [behind.search(text) for text in BEFORE]

    assert any(expected)
    assert [match and match.span() for match in found] == [match and match.span() for match in expected]


def test_only_what_stands_within_the_bounds_is_looked_at() -> None:
    run_by = Behind(r"\brun by(?: the)? $")

    assert run_by.search("it is run by Acme", 0, 13)
    assert run_by.search("it is run by Acme", 0, 12) is None
    assert run_by.search("it is run by Acme", 8, 13) is None


def test_a_text_ends_with_one_of_the_letters_that_its_pattern_can_end_with() -> None:
    assert endings_of(r"\b(?:run|led) by(?: the)? $") == {"run by ", "led by ", " by the "}
    assert endings_of(r"by $|by the") is None

"""What is rare in a text is looked for by its first letters, and found where the pattern alone finds it."""

from __future__ import annotations

import re

import pytest

from monitor.extract.words.beginnings import beginnings_of
from monitor.extract.words.scans import Scan

TEXT = (
    "The Department for Ferries, Boats and Piers wrote to the department of works. Before it signs, the standstill period runs.\n"
    "Head of Ferries; the Ahead of Piers sign. Stand-still period, period of standstill. HEAD OF PIERS."
)


@pytest.mark.parametrize(
    ("pattern", "flags"),
    [
        (r"\b(?:Department|Head)(?: of| for)(?: the)? ", 0),
        (r"\b(?:department|head)(?: of| for)(?: the)? ", re.IGNORECASE),
        (r"\b(?:stand-?still) period|\bperiod of standstill|\bbefore (?:it|they) (?:\w+ )?sign", re.IGNORECASE),
        (r"(?<![a-z])period(?= of| runs)", 0),
        (r"\w+ of (?:Ferries|Piers)", 0),
        (r"(?:of )?Piers", 0),
        (r"nothing of the kind", 0),
    ],
)
def test_the_same_is_found_as_by_the_pattern_alone(pattern: str, flags: int) -> None:
    found = [match.span() for match in Scan(pattern, flags).finditer(TEXT)]

    assert found == [match.span() for match in re.finditer(pattern, TEXT, flags)]
    assert Scan(pattern, flags).is_in(TEXT) is bool(found)


def test_the_letters_that_a_pattern_begins_with_are_told_where_they_are_known() -> None:
    assert beginnings_of(r"\b(?:Department|Head) of") == ("departm", "head of")
    assert beginnings_of(r"(?:the )?Head") == ("head", "the hea")
    assert beginnings_of(r"\w+ of") == ()

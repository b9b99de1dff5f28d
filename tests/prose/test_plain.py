"""What plain sentences say of whom: each line of ``plain.txt`` tells the same of whatever organisations stand in it."""

from __future__ import annotations

import pytest

from tests.prose.reading import lines_of, parts_in, parts_of

HEAD = (
    "Contract news\n\nThere is news of the contract for rehabilitation services in Kent, which the county council put out to tender "
    "last year.\n\n"
)
#: The names of the file, and others that could stand in their places.
OTHERS = {
    "Harbour Trust": "Northgate Foundation",
    "Mill Homes": "Elmfield Services",
    "Kestrel Care": "Peartree Support",
    "Ashdown Housing": "Fairwell Living",
    "Lantern Group": "Tidemill Group",
}


FRAMES = [(number, text, parts_of(told)) for number, text, told in lines_of("plain.txt")]


def renamed(words: str) -> str:
    for name, other in OTHERS.items():
        words = words.replace(name, other)
    return words


@pytest.mark.parametrize(("number", "text", "expected"), FRAMES, ids=[f"line-{frame[0]}" for frame in FRAMES])
def test_a_plain_sentence_gives_each_organisation_its_part(number: int, text: str, expected: set[str]) -> None:
    assert parts_in(HEAD + text) == expected, f"plain.txt, line {number}: {text}"


@pytest.mark.parametrize(("number", "text", "expected"), FRAMES, ids=[f"line-{frame[0]}" for frame in FRAMES])
def test_it_does_so_whatever_they_are_called(number: int, text: str, expected: set[str]) -> None:
    assert parts_in(HEAD + renamed(text)) == {renamed(told) for told in expected}, (
        f"plain.txt, line {number}: {renamed(text)}"
    )

"""What plain sentences say of whom: each line of ``plain.txt`` tells the same of whatever organisations stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prose.reading import read

HEAD = (
    "Contract news\n\nThere is news of the contract for rehabilitation services in Kent, which the county council put out to tender "
    "last year.\n\n"
)
#: Below this a claim is not told.
TOLD = 0.5
GROUPS = {"joint_venture_member": "partner", "staff_mutual": "partner"}
#: The names of the file, and others that could stand in their places.
OTHERS = {
    "Harbour Trust": "Northgate Foundation",
    "Mill Homes": "Elmfield Services",
    "Kestrel Care": "Peartree Support",
    "Ashdown Housing": "Fairwell Living",
    "Lantern Group": "Tidemill Group",
}


def frames() -> Iterator[tuple[int, str, set[str]]]:
    """The number of each line, its text and what is told in it."""
    lines = (Path(__file__).parent / "plain.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, start=1):
        if line and not line.startswith("#"):
            text, _, told = line.partition(" => ")
            yield number, text, set() if told == "-" else set(told.split(" | "))


FRAMES = list(frames())


def parts(text: str) -> set[str]:
    """Each organisation that a text tells of with its role and status."""
    return {
        f"{claim.organisation}: {GROUPS.get(claim.role.value, claim.role.value)} {claim.status.value}"
        for claim in read(HEAD + text).stated()
        if claim.confidence >= TOLD
    }


def renamed(words: str) -> str:
    for name, other in OTHERS.items():
        words = words.replace(name, other)
    return words


@pytest.mark.parametrize(("number", "text", "expected"), FRAMES, ids=[f"line-{frame[0]}" for frame in FRAMES])
def test_a_plain_sentence_gives_each_organisation_its_part(number: int, text: str, expected: set[str]) -> None:
    assert parts(text) == expected, f"plain.txt, line {number}: {text}"


@pytest.mark.parametrize(("number", "text", "expected"), FRAMES, ids=[f"line-{frame[0]}" for frame in FRAMES])
def test_it_does_so_whatever_they_are_called(number: int, text: str, expected: set[str]) -> None:
    assert parts(renamed(text)) == {renamed(told) for told in expected}, f"plain.txt, line {number}: {renamed(text)}"

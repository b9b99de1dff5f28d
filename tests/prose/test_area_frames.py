"""Where a contract is, in the many ways that is written: each text of ``areas.txt`` gives each organisation its areas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prose.reading import read

HEAD = "What became of the tender\n\n"


def frames() -> Iterator[tuple[str, dict[str, set[str]]]]:
    for line in (Path(__file__).parent / "areas.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, told = line.partition(" => ")
            yield text.replace("/", "\n\n"), {name: areas_in(areas) for name, areas in parted(told)}


def parted(told: str) -> Iterator[tuple[str, str]]:
    for each in told.split(" | "):
        name, _, areas = each.partition(": ")
        yield name, areas


def areas_in(words: str) -> set[str]:
    return set() if words == "-" else set(words.split("; "))


FRAMES = list(frames())


@pytest.mark.parametrize(("text", "expected"), FRAMES, ids=[text[:60] for text, _ in FRAMES])
def test_a_text_gives_each_organisation_its_areas(text: str, expected: dict[str, set[str]]) -> None:
    found: dict[str, set[str]] = {}
    for claim in read(HEAD + text).stated():
        found.setdefault(claim.organisation, set()).update(claim.areas)

    assert {name: found.get(name) for name in expected} == expected

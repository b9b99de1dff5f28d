"""Who has which part, in the many ways that is written: each text of ``parts.txt`` gives each organisation its role and status."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.prose.reading import read

HEAD = "Contracts: what was decided\n\n"
#: Below this a claim is not told.
TOLD = 0.5
GROUPS = {"joint_venture_member": "partner", "staff_mutual": "partner"}


def frames() -> Iterator[tuple[str, set[str]]]:
    for line in (Path(__file__).parent / "parts.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, told = line.partition(" => ")
            yield text, set() if told == "-" else set(told.split(" | "))


FRAMES = list(frames())


@pytest.mark.parametrize(("text", "expected"), FRAMES, ids=[text[:60] for text, _ in FRAMES])
def test_a_text_gives_each_organisation_its_part(text: str, expected: set[str]) -> None:
    found = {
        f"{claim.organisation}: {GROUPS.get(claim.role.value, claim.role.value)} {claim.status.value}"
        for claim in read(HEAD + text).stated()
        if claim.confidence >= TOLD
    }

    assert found == expected

"""Who has which part, in the many ways that is written: each text of ``parts.txt`` gives each organisation its role and status."""

from __future__ import annotations

import pytest

from tests.prose.reading import lines_of, parts_in, parts_of

HEAD = "Contracts: what was decided\n\n"
FRAMES = [(text, parts_of(told)) for _, text, told in lines_of("parts.txt")]


@pytest.mark.parametrize(("text", "expected"), FRAMES, ids=[text[:60] for text, _ in FRAMES])
def test_a_text_gives_each_organisation_its_part(text: str, expected: set[str]) -> None:
    assert parts_in(HEAD + text) == expected

"""Where a contract is, in the many ways that is written: each text of ``areas.txt`` gives each organisation its areas."""

from __future__ import annotations

import pytest

from tests.prose.reading import lines_of, read

HEAD = "What became of the tender\n\n"
#: An organisation's areas, and those that it may have too.
Areas = tuple[frozenset[str], frozenset[str]]


def parted(told: str) -> tuple[str, Areas]:
    name, _, words = told.partition(": ")
    areas = [] if words == "-" else words.split("; ")
    may = frozenset(area[1:] for area in areas if area.startswith("~"))
    return name, (frozenset(area for area in areas if not area.startswith("~")), may)


FRAMES = [(text.replace("/", "\n\n"), dict(map(parted, told.split(" | ")))) for _, text, told in lines_of("areas.txt")]


@pytest.mark.parametrize(("text", "expected"), FRAMES, ids=[text[:60] for text, _ in FRAMES])
def test_a_text_gives_each_organisation_its_areas(text: str, expected: dict[str, Areas]) -> None:
    found: dict[str, set[str]] = {}
    for claim in read(HEAD + text).stated():
        found.setdefault(claim.organisation, set()).update(claim.areas)

    assert expected.keys() <= found.keys()
    for name, (must, may) in expected.items():
        assert must <= found[name] <= must | may, name

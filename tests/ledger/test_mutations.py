"""Furniture moves and nothing is told; one name is exchanged among two thousand words and exactly that is told."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from random import Random

import pytest

from monitor.model import Change
from tests.ledger.pages import NEUTRAL, Told, changes_between, names, page, statements

GOLD = Path(__file__).parents[1] / "gold"


@cache
def written() -> tuple[str, ...]:
    """The pages of the gold that a person wrote, so that not only our own layouts are moved."""
    found = []
    for split in ("dev", "dev-2", "test"):
        for gold in sorted((GOLD / split).glob("*/gold.json")):
            if json.loads(gold.read_text(encoding="utf-8"))["kind"] != "negative":
                found += [file.read_text(encoding="utf-8") for file in sorted(gold.parent.glob("*.html"))]
    return tuple(found)


def mutated(number: int) -> tuple[str, str, list[str]]:
    """A page, the same page with one to three neutral edits, and which edits these were."""
    random = Random(number)
    before = page(random, statements(random)) if number % 2 else random.choice(written())
    kinds = random.sample(sorted(NEUTRAL), random.randint(1, 3))
    after = before
    for kind in kinds:
        after = NEUTRAL[kind](after, random)
    return before, after, kinds


def swapped(number: int) -> tuple[str, str, Told, str]:
    """A page of two thousand words, the same with one name exchanged, whose statement it was, and the new name."""
    random = Random(number)
    told = statements(random)
    gone = random.choice(told)
    taken = {name.split()[0] for name in (each.name for each in told)}
    come = next(name for name in names(random, 12) if name.split()[0] not in taken)
    seed = random.random()
    after = [Told(come, each.area, each.sentence) if each is gone else each for each in told]
    return page(Random(seed), told), page(Random(seed), after), gone, come


def brief(changes: list[Change]) -> list[tuple[str, str, str | None, str | None]]:
    return [(c.type.value, c.organisation, c.organisation_to, c.area) for c in changes]


def hold_still(numbers: range) -> None:
    for number in numbers:
        before, after, kinds = mutated(number)
        assert brief(changes_between(before, after)) == [], (number, kinds)


def tell_the_swap(numbers: range) -> None:
    for number in numbers:
        before, after, gone, come = swapped(number)
        assert brief(changes_between(before, after)) == [("replaced", gone.name, come, gone.area)], number


@pytest.mark.parametrize("kind", sorted(NEUTRAL))
def test_a_neutral_edit_tells_nothing(kind: str) -> None:
    random = Random(kind)
    before = page(random, statements(random), words=300)

    after = NEUTRAL[kind](before, random)

    assert after != before or kind == "curly quotes"
    assert brief(changes_between(before, after)) == []
    assert brief(changes_between(after, before)) == []


def test_moved_furniture_tells_nothing() -> None:
    hold_still(range(40))


def test_one_name_exchanged_is_the_one_event() -> None:
    tell_the_swap(range(40))


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not os.environ.get("TIERWATCH_SOAK"), reason="a long proof: set TIERWATCH_SOAK=1")
def test_a_thousand_pieces_of_moved_furniture_tell_nothing() -> None:
    hold_still(range(1000))


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not os.environ.get("TIERWATCH_SOAK"), reason="a long proof: set TIERWATCH_SOAK=1")
def test_a_thousand_exchanged_names_are_a_thousand_events() -> None:
    tell_the_swap(range(1000))

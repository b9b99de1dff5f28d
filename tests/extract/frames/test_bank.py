"""How much of plain English the reader understands: frames filled with invented names, and near-misses that say nothing."""

from __future__ import annotations

import pytest

from tests.extract.frames.bank import LEVELS, POOLS, Score, frames_of, score

#: What each bank must reach: the share of its facts that are right, only ever raised, and the most parties told by frames and by
#: near-misses that are none, only ever lowered.
FLOORS = {
    "first": {"party": 0.93, "role": 0.92, "status": 0.92, "area": 0.94},
    "second": {"party": 0.63, "role": 0.56, "status": 0.60, "area": 0.58},
}
MOST_FALSE = {"first": (36, 3), "second": (15, 14)}
#: Of the fillings of frames that are no known gap, how many are right as a whole.
LEAST_WHOLE = 0.95
FILLS = 3


@pytest.mark.parametrize("bank", FLOORS)
def test_what_frames_tell_is_read(bank: str) -> None:
    found = score([frame for frame in frames_of(bank) if frame.facts], fills=FILLS)

    assert {level: round(found.share(level), 3) for level in LEVELS if found.share(level) < FLOORS[bank][level]} == {}
    assert found.false <= MOST_FALSE[bank][0], told_wrong(found)


@pytest.mark.parametrize("bank", FLOORS)
def test_near_misses_tell_of_nobody(bank: str) -> None:
    found = score([frame for frame in frames_of(bank) if not frame.facts], fills=FILLS)

    assert found.false <= MOST_FALSE[bank][1], told_wrong(found)


def told_wrong(found: Score, fault: str = "false") -> str:
    return "\n".join(f"{frame.line}: {text} {faults}" for frame, text, faults in found.wrong if fault in faults)


def test_what_is_no_known_gap_is_read_whole() -> None:
    frames = [frame for frame in frames_of("first") if not frame.is_gap]
    found = score(frames, fills=FILLS)

    assert len(found.wrong) <= (1 - LEAST_WHOLE) * FILLS * len(frames), told_wrong(found, "")


def test_the_banks_are_broad() -> None:
    first, second = frames_of("first"), frames_of("second")

    assert len([frame for frame in first if frame.facts]) >= 400
    assert len([frame for frame in first if not frame.facts]) >= 120
    assert len(second) >= 140


def test_every_fact_is_of_a_slot_of_its_frame() -> None:
    frames = [*frames_of("first"), *frames_of("second")]

    assert [
        frame.line
        for frame in frames
        for fact in frame.facts
        if fact.slot not in frame.text or any(area not in frame.text for area in (*fact.areas, *fact.spare_areas))
    ] == []
    assert all(len(set(pool)) == len(pool) for pool in POOLS.values())

"""Silence is not withdrawal, and no award either: a page that only lost or gained words elsewhere says nothing new of those whose words stand."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.ledger.doubts import STEADY
from tests.ledger.pages import changes_between
from tests.ledger.test_edits_in_place import changes, told

GOLD = Path(__file__).parents[1] / "gold"


def page(*paragraphs: str) -> str:
    return f"<html><body><h1>Supported housing</h1>{''.join(f'<p>{text}</p>' for text in paragraphs)}</body></html>"


CHOICE = "The council can confirm its choice of preferred bidder in two districts."
KENT = "Harbour Trust will run the hostels in Kent."
DEVON = "Mill Homes runs the laundry in Devon."


def test_a_stage_that_only_far_words_gave_is_none_when_they_go() -> None:
    before, after = page(CHOICE, KENT), page(KENT)

    assert told(before, after) == []
    assert [change.question for change in changes(before, after)] == [STEADY]


def test_a_sentence_that_stands_goes_no_step_back_for_new_words_that_do_not_name_its_body() -> None:
    assert told(page(KENT), page(CHOICE, KENT)) == []


def test_a_step_that_new_words_tell_of_the_body_is_told() -> None:
    before = page("Harbour Trust is the preferred bidder for the hostels in Kent.", DEVON)
    after = page(
        "Harbour Trust is the preferred bidder for the hostels in Kent.",
        DEVON,
        "Harbour Trust has now signed the contract for Kent.",
    )

    assert told(before, after) == [("status_changed", "Harbour Trust", None, "Kent")]


def test_a_line_of_a_list_goes_on_with_what_stands_beside_it() -> None:
    lines = "<html><body><h1>Charging</h1><h2>Kent</h2><p>Operator: Peak Volts Ltd</p><p>Status: {}</p></body></html>"

    assert told(lines.format("Preferred bidder"), lines.format("Awarded")) == [
        ("status_changed", "Peak Volts Ltd", None, "Kent")
    ]


def test_a_denial_that_stood_beside_what_has_gone_takes_nobody_out() -> None:
    denied = "In Essex Harbour Trust will not be providing hostels."

    assert told(page("Harbour Trust runs the hostels in Kent.", "Mill Homes has won the contract for Devon.", denied),
                page("Mill Homes has won the contract for Devon.", denied)) == []  # fmt: skip


def test_who_led_before_in_words_that_stand_displaces_nobody_of_whom_the_page_falls_silent() -> None:
    stands = "Harbour Trust has run the hostels in Kent since 2012."

    assert (
        told(
            page("Alder Services has been awarded the contract for the hostels in Kent.", DEVON, stands),
            page(DEVON, stands),
        )
        == []
    )


PAGES = sorted(
    file for split in ("dev", "dev-2", "dev-3", "dev-4", "restated") for file in (GOLD / split).glob("*/source.html")
)


@pytest.mark.parametrize("part", range(4))
def test_no_paragraph_that_is_taken_out_of_a_page_moves_anybody(part: int) -> None:
    moves = {"status_changed", "role_changed", "area_added", "added", "replaced"}
    found = []
    for number, file in enumerate(PAGES[part::4]):
        text = file.read_text(encoding="utf-8")
        paragraphs = list(re.finditer(r"<p\b[^>]*>.*?</p>", text, re.DOTALL))
        for cut in paragraphs[number % 3 :: 3]:
            shorter = text[: cut.start()] + text[cut.end() :]
            found += [
                (file.parent.name, c.key)
                for c in changes_between(text, shorter)
                if c.type.value in moves and not c.question
            ]

    assert found == []


def run_together(text: str) -> str:
    return re.sub(r"</p>\s*<p>", " ", text)


def parted(text: str) -> str:
    return re.sub(
        r"<p>(.*?)</p>",
        lambda p: "".join(f"<p>{each}</p>" for each in re.split(r"(?<=[a-z][.!?])\s+(?=[A-Z])", p[1])),
        text,
        flags=re.DOTALL,
    )


@pytest.mark.parametrize("edit", [run_together, parted])
def test_paragraphs_that_are_run_together_or_parted_move_nobody(edit: Callable[[str], str]) -> None:
    found = []
    for file in PAGES:
        text = file.read_text(encoding="utf-8")
        found += [(file.parent.name, c.key) for c in changes_between(text, edit(text)) if not c.question]

    assert found == []

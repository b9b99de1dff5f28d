"""Who lost a contest that the earlier version told of, by words that would be too few alone."""

from __future__ import annotations

import pytest

from tests.ledger.test_edits_in_place import changes, told

SHORTLIST = (
    "<html><body><h1>Three to bid for the ferries</h1><p>The shortlist for the contract:</p><ul><li>Harbour Lines</li>"
    "<li>Alder Ferries</li><li>Tern Shipping Ltd</li></ul></body></html>"
)


def award(more: str) -> str:
    return f"<html><body><h1>Ferries</h1><p>Harbour Lines has been awarded the contract. {more}</p></body></html>"


def steps(before: str, after: str) -> dict[str, str | None]:
    return {
        c.organisation: c.after for c in changes(before, after) if c.type.value == "status_changed" and not c.question
    }


@pytest.mark.parametrize(
    "said",
    [
        "Alder Ferries was not chosen. Nor was Tern Shipping.",
        "The rivals, Alder Ferries and Tern Shipping Ltd, were thanked.",
    ],
)
def test_those_who_bid_in_vain_are_told_by_few_words_where_they_were_in_the_contest(said: str) -> None:
    assert steps(SHORTLIST, award(said)) == {
        "Harbour Lines": "awarded",
        "Alder Ferries": "unsuccessful",
        "Tern Shipping Ltd": "unsuccessful",
    }


def test_those_of_whom_nothing_is_said_have_not_lost() -> None:
    assert steps(SHORTLIST, award("Alder Ferries sails elsewhere.")) == {"Harbour Lines": "awarded"}


def test_nobody_has_lost_before_somebody_has_won() -> None:
    open_still = "<html><body><h1>Ferries</h1><p>The rivals, Alder Ferries and Tern Shipping, have met the board.</p></body></html>"

    assert steps(SHORTLIST, open_still) == {}


def test_a_list_that_says_who_helps_where_is_read_with_what_its_lines_add() -> None:
    page = (
        "<html><body><h1>Who supports carers in your county?</h1><p>Find yours below.</p><ul><li>Kent: Harbour Trust, at the old school</li>"
        "<li>Devon: {}</li><li>Essex: Harbour Trust</li></ul></body></html>"
    )

    assert told(page.format("Harbour Trust"), page.format("Mill Homes, under the name Carers First (from 1 May)")) == [
        ("replaced", "Harbour Trust", "Mill Homes", "Devon")
    ]

"""An announcement and a later, quite different article of the same publisher: only what the later says of bodies is news."""

from __future__ import annotations

import pytest

from monitor.ledger.doubts import REWORDED
from tests.ledger.test_edits_in_place import changes, told


def article(*paragraphs: str, heading: str = "The contracts") -> str:
    return f"<html><body><h1>{heading}</h1>{''.join(f'<p>{each}</p>' for each in paragraphs)}</body></html>"


def test_who_was_out_of_one_place_already_and_is_told_so_again_is_out_of_no_other() -> None:
    before = article(
        "Harbour Trust has lost its contract for Kent. Kestrel Care has won it.",
        "Harbour Trust has been selected to run the service in Devon.",
    )
    after = article(
        "Kestrel Care began work in May. It offered jobs to those who had worked for Harbour Trust, whose contract has ended.",
        "The service in Devon opened on the same day.",
        "People in Essex may use both, says Essex County Council.",
    )

    assert ("status_changed", "Harbour Trust", None, "Devon") not in told(before, after)


def test_who_held_one_place_and_is_out_by_a_sentence_that_names_none_is_out_of_it() -> None:
    before = article("Harbour Trust runs the service in Kent.", "Kestrel Care runs the service in Devon.")
    after = article(
        "Kestrel Care runs the service in Devon.", "Harbour Trust, whose contract has ended, thanked its staff."
    )

    assert {(name, area) for _, name, _, area in told(before, after)} >= {("Harbour Trust", "Kent")}


def test_a_body_that_a_later_page_has_by_its_trade_name_is_no_newcomer() -> None:
    before = article("The journeys in Kent are provided by Harbour Networks Ltd, under the name Bluecab.")
    after = article("The journeys in Kent are provided by Bluecab. It answers the telephone at all hours.")

    assert told(before, after) == []


def test_a_body_that_only_works_under_another_is_not_that_one() -> None:
    before = article("The journeys in Kent are provided by Harbour Networks Ltd.")
    after = article(
        "The journeys in Kent are provided by Bluecab, which has won the contract from Harbour Networks Ltd."
    )

    assert any(each.organisation_to == "Bluecab" or each.organisation == "Bluecab" for each in changes(before, after))


def test_a_place_in_a_column_after_sentences_is_a_question() -> None:
    before = article("The rides in the Old Quarter are provided by Harbour Networks Ltd.")
    after = (
        "<html><body><h1>Rides: questions</h1><table><tr><th>What</th><th>Answer</th></tr>"
        "<tr><td>Where?</td><td>Kent</td></tr><tr><td>Who drives?</td><td>Harbour Networks Ltd</td></tr>"
        "<tr><td>How much?</td><td>3 pounds</td></tr></table></body></html>"
    )

    assert told(before, after) == []
    assert {each.question for each in changes(before, after)} <= {REWORDED}


@pytest.mark.parametrize(
    "words",
    [
        "Kestrel Care, which is based in Hull and was called Harbour Trust until 2016, runs the service in Kent.",
        "Kestrel Care, formerly Harbour Trust, runs the service in Kent.",
    ],
)
def test_an_old_name_that_the_earlier_page_had_no_need_of_is_no_news(words: str) -> None:
    before = article("Kestrel Care has been chosen to run the service in Kent.")

    assert [each for each in changes(before, article(words)) if each.type.value == "renamed"] == []


@pytest.mark.parametrize(
    "words",
    [
        "In April Harbour Trust became part of Kestrel Care, and that is what the company which runs the centre is called from now on.",
        "Harbour Trust has joined part of Kestrel Care and now trades under that name.",
        "The other partner is Kestrel Care. The charity will be better known to you as Harbour Trust; it took its new name in May.",
    ],
)
def test_a_new_name_is_told_in_many_ways(words: str) -> None:
    before = article("Harbour Trust runs the service in Kent.")

    assert ("renamed", "Harbour Trust", "Kestrel Care", None) in told(before, article(words))


def test_who_became_part_of_another_under_its_own_name_is_not_renamed() -> None:
    before = article("Harbour Trust runs the service in Kent.")
    after = article(
        "In April Harbour Trust became part of Kestrel Care, and nothing else changes. It runs the service in Kent."
    )

    assert all(kind != "renamed" for kind, *_ in told(before, after))


def test_who_lost_a_contest_lost_it_where_it_was_in_one() -> None:
    before = article(
        "The contract for Essex has been awarded to Kestrel Travel.",
        "Next comes the contract for Kent, for which Mill Buses and Kestrel Travel have both handed in bids.",
    )
    after = article(
        "Harbour Coaches will run the buses of Kent.",
        "Mill Buses and Kestrel Travel lost. Passengers from Dover to Surrey will notice little.",
        "The contract for Essex went to Kestrel Travel in May.",
    )

    found = told(before, after)

    assert ("status_changed", "Kestrel Travel", None, "Essex") not in found
    assert ("status_changed", "Mill Buses", None, "Kent") in found or (
        "replaced",
        "Mill Buses",
        "Harbour Coaches",
        "Kent",
    ) in found


@pytest.mark.parametrize(("bid", "won"), [("Westmark", "North Rhine-Westmark"), ("East Holme", "Holme")])
def test_who_bid_for_a_place_and_won_it_under_a_longer_or_shorter_name_has_moved_on(bid: str, won: str) -> None:
    before = article(f"Two firms have put in offers for the contract in {bid}: Harbour Coaches and Mill Buses.")
    after = article(f"Harbour Coaches has been awarded the contract in {won}.")

    assert told(before, after) == [("status_changed", "Harbour Coaches", None, won)]


def test_who_holds_one_place_and_wins_another_of_a_like_name_has_one_more() -> None:
    before = article("Harbour Coaches has been awarded the contract in Holme.")
    after = article("Harbour Coaches has been awarded the contract in East Holme.")

    assert ("status_changed", "Harbour Coaches", None, "East Holme") not in told(before, after)

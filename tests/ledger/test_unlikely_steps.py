"""Steps that hardly anybody takes: of who bid to the end of a contract, of an award back to a bid, of a known body to a faint place."""

from __future__ import annotations

from monitor.ledger.doubts import BACK, NEVER_HELD, REWORDED
from tests.ledger.test_edits_in_place import changes, told
from tests.ledger.test_known_before import page

BID = "Harbour Trust has been shortlisted for the contract for Kent."
WON = "Alder Services has won the contract for Kent."


def test_who_only_bid_has_no_contract_that_could_end() -> None:
    ended = "Harbour Trust's contract for Kent has ended."
    (change,) = [each for each in changes(page(BID), page(WON, ended)) if each.organisation == "Harbour Trust"]

    assert change.question == NEVER_HELD
    assert told(page("Harbour Trust runs the hostels in Kent."), page(WON, ended)) != []


def test_an_award_is_taken_back_by_a_person_and_not_by_a_word() -> None:
    before = page("Harbour Trust has been awarded the contract for Kent.")
    after = page("Harbour Trust is the preferred bidder for the contract for Kent.")

    assert [(each.organisation, each.question) for each in changes(before, after)] == [("Harbour Trust", BACK)]
    assert told(after, before) == [("status_changed", "Harbour Trust", None, "Kent")]


def test_one_more_place_is_a_question_where_what_was_said_of_the_body_was_rewritten() -> None:
    stands = "Harbour Trust runs the hostels in Kent and has done so for years."
    more = "Harbour Trust runs the hostels in Surrey."

    (asked,) = changes(page(stands), page("In Surrey the hostels are run by Harbour Trust, and so are those in Kent."))

    assert (asked.area, asked.question) == ("Surrey", REWORDED)
    assert told(page(stands), page(stands, more)) == [("area_added", "Harbour Trust", None, "Surrey")]
    assert told(page(stands), page("Now the hostels in Kent and in Surrey are run by Harbour Trust.")) == [
        ("area_added", "Harbour Trust", None, "Surrey")
    ]

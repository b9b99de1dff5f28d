"""What is news in the words of a page and what is only put otherwise: headlines, spelling, roles, corrections, collapses, mergers."""

from __future__ import annotations

import pytest

from monitor.ledger.doubts import REWORDED
from monitor.ledger.sameness import is_respelling
from tests.ledger.test_edits_in_place import changes, told


def framed(related: str) -> str:
    return (
        "<html><body><div><h1>Floating support</h1><p>The service in Kent is run by Harbour Trust.</p></div>"
        f"<div><h3>Related news</h3><ul>{related}</ul></div></body></html>"
    )


def test_headlines_of_other_pages_are_no_news_of_this_one() -> None:
    before = framed("<li>Mill Homes opens a hostel</li>")
    after = framed("<li>Alder Services wins the contract for Kent</li><li>Mill Homes withdraws from Kent</li>")

    assert told(before, after) == []


def test_the_first_heading_of_a_page_is_its_own_whatever_it_says() -> None:
    before = "<html><body><h1>Latest news</h1><p>Nothing is decided on the contract.</p></body></html>"
    after = "<html><body><h1>Latest news</h1><p>Harbour Trust has won the contract for Kent.</p></body></html>"

    assert told(before, after) == [("added", "Harbour Trust", None, "Kent")]


LED = "In Kent the service is led by Harbour Trust. Alder Services is its partner."


def test_another_role_in_other_words_is_a_question_where_nothing_tells_a_change() -> None:
    before = "In Kent the service is run by Harbour Trust. Alder Services is its subcontractor."
    after = "In Kent Harbour Trust runs it in partnership with Alder Services, a firm of ten."

    (change,) = [each for each in changes(before, after) if each.type.value == "role_changed"]

    assert change.question == REWORDED
    assert change.confidence < 0.5


def test_who_was_out_and_is_in_again_by_other_words_alone_is_a_question() -> None:
    before = "Harbour Trust has given up the contract for Kent. Alder Services has won the contract for Essex."
    after = "Alder Services has won the contract for Essex. The contract for Kent was awarded to Harbour Trust."
    back = "Alder Services has won the contract for Essex. Harbour Trust has taken over the contract for Kent again from May."

    (change,) = [each for each in changes(before, after) if each.organisation == "Harbour Trust"]

    assert (change.type.value, change.question) == ("status_changed", REWORDED)
    assert ("status_changed", "Harbour Trust", None, "Kent") in told(before, back)


def test_another_role_is_news_where_the_sentence_only_was_edited_or_says_that_it_is_new() -> None:
    edited = LED.replace("its partner", "its subcontractor")
    said = "In Kent the service is led by Harbour Trust. Alder Services has been a subcontractor of Harbour Trust since May."

    expected = [("role_changed", "Alder Services", None, "Kent")]
    assert told(LED, edited) == expected
    assert told(LED, said) == expected


def test_what_a_correction_says_was_said_before_is_taken_back_although_it_was_not_read() -> None:
    before = "Contracts in Kent: Mill Homes keeps the general service. Safer Sisters will support survivors."
    after = (
        "Contracts in Kent: Mill Homes keeps the general service. Rivers Centre will support survivors. "
        "Correction: we first said that Safer Sisters had won the second contract. It was won by Rivers Centre."
    )

    assert told(before, after) == [("replaced", "Safer Sisters", "Rivers Centre", "Kent")]


LISTED = (
    "<html><body><h1>The pilots</h1><p>Each has one provider, chosen by the board:</p><ul><li>Kent: Ovanta</li>"
    "<li>Essex: {name}</li><li>Devon: Ovanta</li></ul></body></html>"
)
RETOLD = "<html><body><h1>The pilots</h1><p>Ovanta is the provider in Kent and in Devon. {said}</p></body></html>"


@pytest.mark.parametrize("short", ["Zelkor", "Zelkor Health"])
def test_who_is_called_by_the_beginning_of_the_name_is_still_there(short: str) -> None:
    before = LISTED.format(name="Zelkor Health and Wellbeing")

    assert told(before, RETOLD.format(said=f"{short} is the provider in Essex.")) == []
    assert told(before, RETOLD.format(said=f"{short} has the contract for Essex.")) == []


@pytest.mark.parametrize("other", ["Zelkor North", "Zelkor and Mill Homes", "Harbour Trust"])
def test_another_body_that_shares_a_word_or_none_is_another(other: str) -> None:
    before = LISTED.format(name="Zelkor")

    assert [kind for kind, *_ in told(before, LISTED.format(name=other))] != []


FLOWN = "Kestrel Services operates the route for the council. The Marlow Homes bus leaves from the same hall."


def test_who_stands_in_the_very_same_line_is_displaced_by_nobody() -> None:
    before = "<h1>Who runs the halls</h1><p>Kestrel Homes runs the hall in Kent.</p><p>Doors open at nine.</p>"
    after = before + "<p>Marlow Services is the operator in Kent by another count.</p>"

    assert [change for change in told(before, after) if change[1] == "Kestrel Homes"] == []


def test_who_has_replaced_another_is_new_though_the_page_named_it_before() -> None:
    after = (
        "Marlow Homes is running the route for the council on an interim contract. It has replaced Kestrel Services."
    )
    only = "Kestrel Services operates the route for the council. The contract for the bus is with Marlow Homes."

    assert told(FLOWN, after) == [("replaced", "Kestrel Services", "Marlow Homes", None)]
    assert all(change.question for change in changes(FLOWN, only) if change.organisation == "Marlow Homes")


def test_who_goes_under_is_out_of_every_place_it_held() -> None:
    before = "Harbour Trust has won the contracts for Kent and for Devon."
    after = "Harbour Trust has gone into administration. Alder Services has taken over its contract for Kent."

    assert told(before, after) == [
        ("replaced", "Harbour Trust", "Alder Services", "Kent"),
        ("status_changed", "Harbour Trust", None, "Devon"),
    ]


def test_of_two_that_merge_each_is_renamed() -> None:
    before = "The service in Kent is run by Harbour Trust and Alder Services."
    after = (
        "The service in Kent is run by Rise Services. "
        "(Harbour Trust and Alder Services, who used to share this contract, merged on 1 January to become Rise Services.)"
    )

    assert told(before, after) == [
        ("renamed", "Alder Services", "Rise Services", None),
        ("renamed", "Harbour Trust", "Rise Services", None),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "Rise Services, the new name of Harbour Trust",
        "Rise Services (Harbour Trust until March; only the name has changed)",
        "Rise Services, which used to be called Harbour Trust",
        "Rise Services, as Harbour Trust has been called since it merged with another in May",
    ],
)
def test_a_rename_is_told_in_many_ways(said: str) -> None:
    before = "The provider in Kent is Harbour Trust. In Devon it is Mill Homes."
    after = f"The provider in Kent is {said}. In Devon it is Mill Homes."

    assert told(before, after) == [("renamed", "Harbour Trust", "Rise Services", None)]


def test_the_first_word_of_a_name_may_be_all_of_the_name_before() -> None:
    before = "The hostels in Kent are run by Harbour Trust. In Devon the contract is with Kestrel."
    after = "The hostels in Kent are run by Harbour Trust. In Devon the contract is with Kestrel Mill, as Kestrel has been called since May."

    assert told(before, after) == [("renamed", "Kestrel", "Kestrel Mill", None)]


def test_who_came_in_later_is_one_of_the_list() -> None:
    before = "In Kent the service is run by Harbour Trust in partnership with Mill Homes."
    after = "In Kent the service is run by Harbour Trust in partnership with Mill Homes and, since May, with the Alder Services."

    assert told(before, after) == [("added", "Alder Services", None, "Kent")]


def test_an_area_written_otherwise_is_the_same() -> None:
    before = (
        "<table><tr><th>Area</th><th>Provider</th></tr><tr><td>St Agnes</td><td>Harbour Trust</td></tr>"
        "<tr><td>The Vale</td><td>Mill Homes</td></tr></table>"
    )
    after = before.replace("St Agnes", "Saint Agnes").replace("The Vale", "Vale")

    assert told(before, after) == []


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("Pontyprydd Law Center", "Pontypridd Law Centre", True),
        ("Wakefield Family Sevrices", "Wakefield Family Services", True),
        ("Setter Plus Ltd", "Setter Pluss Limited", True),
        ("Kent Care Trust", "Gwent Care Trust", False),
        ("Barnsley Carers", "Burnley Carers", False),
        ("Northern Housing Support", "Northern Nursing Support", False),
    ],
)
def test_a_slip_in_a_word_is_put_right_and_a_place_is_no_slip(first: str, second: str, *, same: bool) -> None:
    assert is_respelling(first, second) is same


def test_a_sentence_that_stands_word_for_word_gives_nobody_another_role() -> None:
    said = "The monitoring service is run by Signal House Ltd for the whole of the Northern Circuit."
    before = f"<html><body><main><p>{said}</p></main></body></html>"
    after = (
        f"<html><body><main><h2>This guidance was withdrawn on 10 October 2024</h2><p>{said}</p></main></body></html>"
    )

    assert told(before, after) == []


def test_what_some_want_is_no_exit() -> None:
    before = "The trains on the Coastal Line are run by Seaway Rail."

    assert told(before, f"{before} Some MPs want Seaway Rail to lose the contract.") == []


def test_in_a_list_by_place_the_line_says_where_one_has_given_way_to_another() -> None:
    before = "Meals on wheels: who delivers\n\nEast Ferring: Hot Plate Ltd\nWest Ferring: Hot Plate Ltd\nFerring Bay: Canteen Co-operative"
    after = before.replace("West Ferring: Hot Plate Ltd", "West Ferring: Silver Spoon Ltd")

    assert told(before, after) == [("replaced", "Hot Plate Ltd", "Silver Spoon Ltd", "West Ferring")]


def test_an_area_taken_out_of_a_line_is_gone_although_two_stood_together_there() -> None:
    before = (
        "<html><body><h2>Providers</h2><ul><li>Forge Academy: Cumbria and Lancashire</li><li>Signal Training: Merseyside</li>"
        "<li>Byte Back CIC: Cheshire</li></ul></body></html>"
    )

    assert told(before, before.replace("Cumbria and Lancashire", "Cumbria")) == [
        ("area_removed", "Forge Academy", None, "Lancashire")
    ]


REGISTER = (
    "<table><tr><th>Contract title</th><th>Supplier</th><th>Value</th></tr><tr><td>Cleaning</td><td>Harbour Trust</td><td>{}</td></tr>"
    "<tr><td>Catering</td><td>Mill Homes</td><td>£80,000</td></tr></table>"
)


def test_another_amount_in_a_register_is_a_change_and_another_way_to_write_it_is_none() -> None:
    before = REGISTER.format("£1.2m")

    assert told(before, REGISTER.format("£1,200,000.00")) == []
    assert [(c.type.value, c.organisation, c.before, c.after) for c in changes(before, REGISTER.format("£1.4m"))] == [
        ("value_changed", "Harbour Trust", "£1.2m", "£1.4m")
    ]


LOTS = (
    "<table><tr><th>Lot</th><th>Bidder</th><th>Status</th></tr><tr><td>Lot 1</td><td>Moss Works</td><td>Shortlisted</td></tr>"
    "<tr><td>Lot 2</td><td>Moss Works</td><td>{}</td></tr><tr><td>Lot 2</td><td>Alder Services</td><td>Shortlisted</td></tr></table>"
)


def test_what_becomes_of_one_lot_says_nothing_of_another() -> None:
    found = changes(LOTS.format("Shortlisted"), LOTS.format("Preferred bidder"))

    assert [(c.type.value, c.organisation, c.before, c.after) for c in found] == [
        ("status_changed", "Moss Works", "shortlisted", "preferred_bidder")
    ]


def test_lead_and_partner_that_change_places_in_a_sentence_both_have_another_role() -> None:
    before = "In Kent the service is led by Harbour Trust, working in partnership with Kestrel Care and Alder Services."
    after = "In Kent the service is led by Alder Services, working in partnership with Kestrel Care and Harbour Trust."

    assert told(before, after) == [
        ("role_changed", "Alder Services", None, "Kent"),
        ("role_changed", "Harbour Trust", None, "Kent"),
    ]


PREFERRED = "Harbour Trust has been named preferred bidder for the contract in Kent."


def test_an_update_that_the_contract_has_been_signed_is_of_whom_the_text_speaks() -> None:
    assert told(PREFERRED, f"{PREFERRED} Update, 3 May: The contract has now been signed.") == [
        ("status_changed", "Harbour Trust", None, "Kent")
    ]
    assert told(PREFERRED, f"{PREFERRED} Update, 3 May: The contract has yet to be signed.") == []


RUNS = "The hostel in Kent is run by Harbour Trust under a contract."


@pytest.mark.parametrize(
    "after",
    [
        "Harbour Trust ran the hostel in Kent until 31 March; since then Mill Homes has run it under a contract.",
        "Mill Homes runs the hostel in Kent under a contract. Harbour Trust ran it for twenty years.",
        "Harbour Trust had run the hostel in Kent, but the contract for Kent now goes to Mill Homes.",
    ],
)
def test_who_ran_it_until_then_gives_way_to_who_runs_it_now(after: str) -> None:
    assert told(RUNS, after) == [("replaced", "Harbour Trust", "Mill Homes", "Kent")]


def test_the_provider_that_a_page_calls_previous_has_given_way_to_the_one_that_it_calls_current() -> None:
    sheet = "<h1>Advice in Kent</h1>{}<p>Contract ends: March 2030</p>".format
    before = sheet("<p>Current provider: Harbour Trust</p>")
    after = sheet("<p>Current provider: Mill Homes</p><p>Previous provider: Harbour Trust</p>")

    assert told(before, after) == [("replaced", "Harbour Trust", "Mill Homes", "Kent")]


def test_a_line_below_the_heading_of_its_area_may_be_exchanged() -> None:
    page = "<h1>Who provides advice</h1><h2>Kent</h2><p>{}</p><h2>Devon</h2><p>Alder Care</p>".format

    assert told(page("Harbour Trust"), page("Mill Homes")) == [("replaced", "Harbour Trust", "Mill Homes", "Kent")]


def test_a_contract_that_has_another_number_renames_nobody() -> None:
    page = (
        "<table><tr><th>Area</th><th>Contract</th><th>Builder</th></tr><tr><td>Quay</td><td>{}</td><td>Moss Works</td></tr>"
        "<tr><td>Fell</td><td>Call-Off 1</td><td>{}</td></tr></table>"
    )

    assert told(page.format("Lot 15", "Alder Fibre"), page.format("Call-Off 3 (was Lot 15)", "Alder Fibre")) == []
    assert told(page.format("Lot 15", "Alder Fibre"), page.format("Lot 15", "Aldern Networks (was Alder Fibre)")) == [
        ("renamed", "Alder Fibre", "Aldern Networks", None)
    ]


BY_DISTRICT = (
    "<h1>Debt advice</h1><table><tr><th>District</th><th>Provider</th></tr><tr><td>Kent</td><td>Harbour Trust</td></tr>"
    "<tr><td>Devon</td><td>Mill Homes</td></tr><tr><td>Dorset</td><td>Kestrel Care</td></tr></table>"
)


@pytest.mark.parametrize(
    "after",
    [
        "<h1>Debt advice</h1><p>In Kent debt advice is run by Harbour Trust and in Devon by Mill Homes. Kestrel Care is near you too.</p>",
        "<h1>Debt advice</h1><p>Debt advice in Devon is provided by Mill Homes. Elsewhere ring our helpline.</p>",
        "<h1>Debt advice</h1><ul><li>Harbour Trust: Kent</li><li>Mill Homes: Devon</li></ul><p>For Dorset, ask Kestrel Care.</p>",
    ],
)
def test_a_table_that_became_sentences_says_nothing_of_whom_they_leave_out(after: str) -> None:
    assert told(f"<html><body>{BY_DISTRICT}</body></html>", f"<html><body>{after}</body></html>") == []


def test_a_table_that_still_stands_misses_whom_it_lost() -> None:
    after = BY_DISTRICT.replace("<tr><td>Dorset</td><td>Kestrel Care</td></tr>", "")

    assert told(f"<html><body>{BY_DISTRICT}</body></html>", f"<html><body>{after}</body></html>") == [
        ("removed", "Kestrel Care", None, "Dorset")
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # A line of a list is nothing but a name: the sentence that has that name is not the line, edited.
        (
            "<p>The Hearth Partnership has the contract in Kent. Harbour Trust leads it. Its partners are:</p>"
            "<ul><li>Mill Homes Housing Association Trust</li><li>Kestrel Care and Support Trust</li></ul>",
            "<p>In Kent the hostels are run by Mill Homes Housing Association Trust.</p>",
        ),
        (
            "<p>Harbour Trust runs the hostels in Kent with its partner, Kestrel Care and Support Trust.</p>",
            "<p>Kestrel Care and Support Trust runs the night shelter in Kent and helps people to find a home.</p>",
        ),
    ],
)
def test_a_partner_of_whom_new_words_say_what_it_runs_has_not_changed_its_role(before: str, after: str) -> None:
    assert [each for each in told(before, after) if each[0] == "role_changed"] == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("The trams in Kent are run by Harbour Trust.", "Harbour Trust runs the trams in north Kent for us.", []),
        (
            "Harbour Trust runs the hostels in Kent and Mill Homes the hostels in Devon.",
            "There are hostels in Kent and in Devon, both run by Harbour Trust. Mill Homes lets flats.",
            [],
        ),
        ("Harbour Trust runs the hostels in Kent.", "The hostels in Kent and Devon are run by Harbour Trust.", ["area_added"]),
        ("Harbour Trust runs the hostels in Kent.", "Harbour Trust now runs the hostels in Devon.", ["area_added", "area_removed"]),
    ],
)  # fmt: skip
def test_a_place_put_otherwise_is_no_second_one(before: str, after: str, expected: list[str]) -> None:
    assert [each[0] for each in told(before, after)] == expected


@pytest.mark.parametrize(
    ("after", "out"),
    [
        ("Hostels in Kent are run by Mill Homes. Harbour Trust had a grant for its choir.", False),
        ("Mill Homes has been appointed to run the hostels in Kent. Harbour Trust said that it was sorry.", True),
        ("Mill Homes now runs the hostels in Kent. Harbour Trust said that it was sorry.", True),
    ],
)
def test_who_is_still_named_gives_way_only_to_one_that_is_said_to_be_new(after: str, out: bool) -> None:
    before = "Harbour Trust runs the hostels in Kent."

    assert any(each[0] in {"replaced", "removed"} for each in told(before, after)) is out


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "The hostels in Kent are run by Change Alder Live.",
            "Hostels in Kent are run by CAL for the council.",
        ),
        (
            "The hostels in Kent are run by Mill Lane and Orchard Services.",
            "In Kent MLOS runs the hostels under its contract.",
        ),
        (
            "The hostels in Kent are run by MLS. It has a contract.",
            "In Kent Mill Lane Services runs the hostels under contract.",
        ),
    ],
)
def test_letters_that_are_short_for_a_name_are_probably_no_newcomer(before: str, after: str) -> None:
    assert told(before, after) == []


def test_other_letters_are_a_newcomer() -> None:
    assert ("added", "KCS", None, "Devon") in told(
        "The hostels in Kent are run by Change Alder Live.",
        "The hostels in Kent are run by Change Alder Live. In Devon KCS has won the contract for the hostels.",
    )


@pytest.mark.parametrize(
    "history",
    [
        "Before 2018 the contract was held by Kestrel Travel.",
        "Kestrel Travel had it before that.",
        "Until 2018 the network was run by Kestrel Travel.",
        "Harbour Trust took over from Kestrel Travel in 2018.",
        "The contract of Kestrel Travel ended in 2018.",
    ],
)
def test_who_was_there_before_the_one_that_still_leads_is_history(history: str) -> None:
    before = "The buses are operated by Harbour Trust under a contract to 2028."

    assert told(before, f"{before} {history}") == []


def test_who_is_out_beside_a_newcomer_or_was_named_before_is_news() -> None:
    before = "The contract for the buses in Kent will be let in May. Kestrel Travel runs them."
    after = "Harbour Trust has won the contract for the buses in Kent. Kestrel Travel lost the contract."

    assert ("replaced", "Kestrel Travel", "Harbour Trust", "Kent") in told(before, after)


def test_who_was_told_to_be_a_partner_and_stands_in_a_column_now_has_not_changed_its_role() -> None:
    before = "<p>In Kent the hostels are run by Harbour Trust. Mill Homes runs the kitchens as its subcontractor.</p>"
    table = "<table><tr><th>Area</th><th>What</th><th>Provider</th></tr><tr><td>Kent</td><td>{}</td><td>{}</td></tr><tr><td>Kent</td><td>{}</td><td>{}</td></tr></table>"
    after = table.format("Hostels", "Harbour Trust", "Kitchens", "Mill Homes")

    assert told(before, after) == []


def test_a_place_of_which_only_the_title_speaks_is_no_second_one() -> None:
    before = "<h1>Buses in Kent</h1><h2>Deal</h2><p>The buses are run by Harbour Trust under a contract.</p>"
    after = (
        "<h1>Buses in Kent</h1><h2>Deal</h2><p>The buses are run by Harbour Trust under a contract.</p><h2>News</h2>"
        "<p>Harbour Trust has won the contract for the ticket machines.</p>"
    )

    assert [each for each in told(before, after) if each[0] == "area_added"] == []


def test_marks_of_notes_end_a_sentence_as_its_stop_does() -> None:
    before = "<p>Harbour Trust runs the buses in Kent.[1] Mill Homes has the contract for Devon.[2]</p>"
    after = before.replace("Harbour Trust runs", "Alder Travel runs")

    assert told(before, after) == [("replaced", "Harbour Trust", "Alder Travel", "Kent")]

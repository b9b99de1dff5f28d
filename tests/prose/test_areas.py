"""Which areas go to whom."""

from __future__ import annotations

import pytest

from tests.prose.reading import read, told

HEAD = "Contracts awarded after the tender\n\n"


def areas_of(text: str) -> dict[str, tuple[str, ...]]:
    return {organisation: areas for organisation, _, _, areas in told(HEAD + text)}


def test_each_clause_keeps_its_own_area() -> None:
    found = areas_of("Harbour Trust has won the contract for Kent; Mill Homes takes the contract for Essex.")

    assert found == {"Harbour Trust": ("Kent",), "Mill Homes": ("Essex",)}


def test_a_verb_left_out_is_carried_over() -> None:
    found = areas_of("In Kent the contract goes to Harbour Trust; in Essex, Mill Homes; in Devon, Kestrel Care.")

    assert found == {"Harbour Trust": ("Kent",), "Mill Homes": ("Essex",), "Kestrel Care": ("Devon",)}


def test_respectively_pairs_them_off() -> None:
    found = areas_of("Harbour Trust and Mill Homes have won the contracts for Kent and Essex respectively.")

    assert found == {"Harbour Trust": ("Kent",), "Mill Homes": ("Essex",)}


def test_brackets_after_a_name_hold_its_areas() -> None:
    found = areas_of("The winners are Harbour Trust (Kent, Essex) and Mill Homes (Devon).")

    assert found == {"Harbour Trust": ("Essex", "Kent"), "Mill Homes": ("Devon",)}


def test_a_heading_gives_its_area_to_the_list_below() -> None:
    found = areas_of("The following providers have been appointed:\n\nKent\n- Harbour Trust\n\nEssex\n- Mill Homes")

    assert found == {"Harbour Trust": ("Kent",), "Mill Homes": ("Essex",)}


def test_a_partner_shares_the_areas_of_its_lead() -> None:
    assert areas_of("Harbour Trust, in partnership with Mill Homes, has won the contract for Kent.") == {
        "Harbour Trust": ("Kent",),
        "Mill Homes": ("Kent",),
    }


def test_where_a_body_comes_from_is_not_where_it_works() -> None:
    assert areas_of("Harbour Trust, a charity based in Leeds, has won the contract for Kent.") == {
        "Harbour Trust": ("Kent",)
    }


def test_areas_that_are_only_counted_are_not_guessed() -> None:
    claims = read(HEAD + "Harbour Trust has won the contracts for six areas.").stated()

    assert [(claim.areas, claim.area_count) for claim in claims] == [((), 6)]


def test_the_place_of_the_opening_holds_for_all_where_no_other_is_told() -> None:
    found = told(
        "Day centres lose two of their five\n"
        "Alder Quay, the consortium that has delivered the day centres in the Hallam Vale since 2013, is down to three.\n"
        "Harbour Trust and Mill Homes left at the end of May. In a note they blamed money. Kestrel Care, the Tamar Crew and lead "
        "member Sound Horizons carry on."
    )

    assert len(found) > 3
    assert {areas for _, _, _, areas in found} == {("Hallam Vale",)}


def test_the_place_of_the_opening_gives_way_to_places_that_are_told() -> None:
    found = areas_of(
        "Advice services in the Hallam Vale have changed hands after a tender that took most of the year.\n\n"
        "Harbour Trust has won the contract for Kent.\n\nMill Homes has been awarded a contract of three years."
    )

    assert found["Harbour Trust"] == ("Kent",)
    assert found["Mill Homes"] == ()


def test_where_a_body_began_is_not_where_it_works() -> None:
    assert areas_of("Harbour Trust, which began in a church hall in Leeds, has won the contract.") == {
        "Harbour Trust": ()
    }


def test_the_side_of_a_place_is_part_of_its_name() -> None:
    assert areas_of("Harbour Trust has won the contract for east London and south-west England.") == {
        "Harbour Trust": ("east London", "south-west England")
    }


def test_a_place_that_only_introduces_a_page_is_no_area() -> None:
    found = told(
        "Your swimming pools\n\nThere are four pools in Hallam Vale, open all the year from seven in the morning until ten at night.\n\n"
        "From October they will be operated by Harbour Trust under a contract of two years.\n"
    )

    assert {(name, areas) for name, _, _, areas in found} == {("Harbour Trust", ())}


FRAMES = (
    "Harbour Trust has won the contract for {}.",
    "In {}, the contract was awarded to Harbour Trust.",
    "People in {} will be served by Harbour Trust, which has won the contract.",
)


@pytest.mark.parametrize(
    "union",
    [
        "Bath and North East Somerset",
        "Bath & North East Somerset",
        "Bournemouth, Christchurch and Poole",
        "Blackburn with Darwen",
        "Kingston upon Thames",
        "King's Lynn and West Norfolk",
        "Hammersmith & Fulham",
        "Perth and Kinross",
        "Newry, Mourne and Down",
        "Isle of Anglesey",
        "Yorkshire and the Humber",
        "Bristol, North Somerset & South Gloucestershire",
        "Cornwall and the Isles of Scilly",
    ],
)
def test_an_area_of_several_names_is_one_wherever_it_stands(union: str) -> None:
    assert [areas_of(frame.format(union)) for frame in FRAMES] == [{"Harbour Trust": (union,)}] * len(FRAMES)


def test_an_area_of_several_names_is_one_in_a_list_too() -> None:
    found = areas_of("Harbour Trust has won the contracts for Essex, Brighton and Hove and Kent.")

    assert found == {"Harbour Trust": ("Brighton and Hove", "Essex", "Kent")}


def test_a_pair_that_no_authority_has_ends_a_list_as_two() -> None:
    found = areas_of("Harbour Trust has won the contracts for Essex, Devon and Cornwall.")

    assert found == {"Harbour Trust": ("Cornwall", "Devon", "Essex")}


def test_two_places_that_the_text_also_names_apart_are_two() -> None:
    won = "Harbour Trust has won the contract for Marl Valley and Holme Fells."
    apart = "There are four clinics in Marl Valley.\n\nPeople at Holme Fells have none."

    assert areas_of(won) == {"Harbour Trust": ("Marl Valley and Holme Fells",)}
    assert areas_of(f"{won}\n\n{apart}") == {"Harbour Trust": ("Holme Fells", "Marl Valley")}


def test_the_last_and_of_a_list_parts_the_places_of_an_area_of_three() -> None:
    found = areas_of("Harbour Trust has won the contracts for Nottingham, Leicester, Leicestershire and Rutland.")

    assert found == {"Harbour Trust": ("Leicester", "Leicestershire", "Nottingham", "Rutland")}


def test_a_headline_is_where_the_first_sentence_below_it_says() -> None:
    found = told(
        "Harbour Trust wins new contract\n\n"
        "Clinics in the prisons of Marl Valley and Essex are what the award is about, a spokesman said.\n\n"
        "For Kent the contract went to Mill Homes, which has asked Harbour Trust to be its subcontractor there."
    )

    assert ("Harbour Trust", "lead", "awarded", ("Essex", "Marl Valley")) in found


def test_a_provider_in_another_place_is_not_whom_the_text_was_speaking_of() -> None:
    found = areas_of("The provider in Kent is Harbour Trust. The provider in Essex is Mill Homes. The provider in Devon will be Kestrel Care.")  # fmt: skip

    assert found == {"Harbour Trust": ("Kent",), "Mill Homes": ("Essex",), "Kestrel Care": ("Devon",)}


def test_what_a_service_is_for_holds_for_who_leads_it() -> None:
    found = areas_of("Turning Tide is the drug and alcohol service for Kent. It is led by Harbour Trust.")

    assert found["Harbour Trust"] == ("Kent",)

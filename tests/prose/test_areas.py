"""Which areas go to whom."""

from __future__ import annotations

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

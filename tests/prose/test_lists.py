"""Lists of who provides, by the sentence that leads them in and by how each line says where."""

from __future__ import annotations

import pytest

from tests.prose.reading import parties, read, told

LEAD = "Contracts for hostels: what was decided\n\n"
END = "\n\nThe contracts start in May."
LINES = (
    "- Harbour Trust for Kent\n- Mill Homes for Surrey, and\n- Kestrel Care, part of the Fallow Group, for Essex.",
    "Harbour Trust (Kent)\n\nMill Homes (Surrey)\n\nKestrel Care (Essex)",
    "- Kent: Harbour Trust\n- Surrey: Mill Homes\n- Essex: Kestrel Care",
    "- Harbour Trust: £4m for Kent\n- Mill Homes: £5m for Surrey\n- Kestrel Care: £6m contract for Essex.",
)
LEADING_IN = (
    "The service system managers are:",
    "The contractors are:",
    "The new contractors are as follows:",
    "The selected service managers for each area are:",
    "Contracts have gone to:",
    "As reported, these went to:",
    "The contracts have been awarded to:",
    "The winning bidders were:",
    "We are pleased to announce our new delivery partners:",
    "The following organisations have been appointed:",
    "The following will deliver the service:",
    "The organisations delivering the service are:",
    "Those chosen are:",
    "The successful organisations are:",
    "The charities selected are:",
    "The new franchisees are:",
    "The licence holders will be:",
    "The lead organisations are:",
    "The prime contractors are:",
    "Successful applicants:",
    "The operators of the service are listed below:",
    "Here is who will run the service:",
    "Who got what:",
    "The results of the tender are as follows:",
    "The line-up is:",
    "The appointed firms are:",
    "The full list of winners:",
)


@pytest.mark.parametrize("lines", LINES)
@pytest.mark.parametrize("words", LEADING_IN)
def test_a_list_that_is_led_in_is_read_line_by_line(words: str, lines: str) -> None:
    stated = read(f"{LEAD}{words}\n\n{lines}{END}").stated()
    found = {claim.organisation: set(claim.areas) for claim in stated if claim.role.value in {"lead", "partner"}}

    assert found == {"Harbour Trust": {"Kent"}, "Mill Homes": {"Surrey"}, "Kestrel Care": {"Essex"}}


@pytest.mark.parametrize(
    "words",
    [
        "Responses to the consultation came from:",
        "The managers who spoke at the meeting were:",
        "The results of the survey are in:",
        "Questions for contractors may be sent to:",
        "Thanks for their help went to:",
        "Those who attended were:",
        "Read more about:",
        "Interested contractors may include:",
    ],
)
def test_a_list_of_others_names_no_provider(words: str) -> None:
    assert parties(f"{LEAD}{words}\n\n- Harbour Trust\n- Mill Homes\n- Kestrel Care{END}") == set()


@pytest.mark.parametrize(
    "leading_in",
    [
        "In particular, it will:",
        "The contract has been awarded to Pebblework Ltd. Under it, the company will also:",
        "The new contract is designed to:",
        "Pebblework, the new provider, undertakes to:",
        "With the new provider you can:",
        "The partnership would:",
        "As lead provider Pebblework is expected to:",
    ],
)
def test_a_list_of_deeds_names_nobody(leading_in):
    text = f"{LEAD}{leading_in}\n\n- Support Net Zero with low emission vans.\n- Build Better Lives for all.\n- Use Housing First where it helps.{END}"

    assert not {"Support Net Zero", "Net Zero", "Build Better Lives", "Housing First", "Better Lives"} & set(
        parties(text)
    )


@pytest.mark.parametrize("sign", ["|", "\u00b7", "\u2022", "\u00bb"])
def test_a_menu_in_one_line_names_nobody(sign):
    menu = f" {sign} ".join(("Become a member", "Volunteer", "Tell us your story", "Donate", "Subscribe"))
    text = f"The Kent partnership\n\n{menu}\n\nOur partners in the Kent service are Harbour Trust and Mill Homes."

    assert parties(text) <= {"Harbour Trust", "Mill Homes"}


@pytest.mark.parametrize(
    "word", ["Prior", "Contrary", "Owing", "Pending", "Regarding", "Notwithstanding", "Instead", "Hence"]
)
def test_a_word_that_opens_a_sentence_won_nothing(word):
    text = f"Advice in Kent\n\n{word} to 2016 the service was commissioned and delivered by the county, and has since been awarded anew."

    assert word not in parties(text)


def test_a_name_in_brackets_behind_that_of_a_line_is_whose_it_is() -> None:
    found = told(
        "Contracts: who has qualified\n\nThe shortlisted bidders are:\n\n- Harbour Lines Ltd (Pellworth Group plc)\n- Mill Rail Ltd (Kestrel Holdings plc)\n"
    )

    assert {(name, role) for name, role, *_ in found} >= {
        ("Pellworth Group plc", "owner"),
        ("Harbour Lines Ltd", "lead"),
    }


BIDDERS = "Buses in Kent\n\nThe shortlisted bidders are:\n\n- Harbour Lines Ltd\n- Mill Coaches\n- Redfern Travel\n- Pellam Buses Ltd\n"


@pytest.mark.parametrize("name", ["Enterprise", "Framework", "May Pellworth", "Refuge"])
def test_a_word_among_bidders_in_a_list_is_one_of_them(name: str) -> None:
    assert name in parties(f"{BIDDERS}- {name}\n- Kestrel Transport Group\n")


@pytest.mark.parametrize("line", ["Others", "Total", "Kent", "Bidders who were turned down"])
def test_a_line_of_a_list_that_is_no_name_is_no_bidder(line: str) -> None:
    assert line not in parties(f"{BIDDERS}- {line}\n- Kestrel Transport Group\n")


def test_services_in_a_list_with_few_bodies_are_no_bidders() -> None:
    text = "Contracts in Kent\n\nThe contracts were awarded to:\n\n- Harbour Care Ltd\n- Catering\n- Portering\n- Cleaning\n- Mill Facilities Ltd\n"

    assert parties(text) <= {"Harbour Care Ltd", "Mill Facilities Ltd"}


@pytest.mark.parametrize(
    ("leading_in", "stage"),
    [
        ("The council has announced the intended providers of the new service.", "preferred_bidder"),
        ("The council today confirmed the four providers of its new contracts.", "awarded"),
    ],
)
def test_a_sentence_that_names_nobody_leads_in_the_lots_below_it(leading_in: str, stage: str) -> None:
    found = told(f"Contracts\n\n{leading_in}\n\n- Lot 1 Kent: Harbour Care Ltd\n- Lot 2 Essex: Mill Homes\n")

    assert {(name, status) for name, _, status, *_ in found} == {("Harbour Care Ltd", stage), ("Mill Homes", stage)}


def test_a_side_of_a_country_is_a_place_of_its_own_in_a_list() -> None:
    found = told(
        "Who has it\n\nEach provider delivers the service in England or in Wales where it has the contract.\n\nProviders:\n\n"
        "- Harbour Trust: Southern England\n- Mill Homes: Wales\n- Alder Care: Western Kent\n"
    )

    assert {(body, areas) for body, _, _, areas in found} == {
        ("Harbour Trust", ("Southern England",)),
        ("Mill Homes", ("Wales",)),
        ("Alder Care", ("Western Kent",)),
    }

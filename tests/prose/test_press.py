"""How daily papers and the press of a trade tell it in plain words, with programmes, routes and rivals beside the parties."""

from __future__ import annotations

import pytest

from tests.prose.reading import parties, told

NOT_PARTIES = [
    ("The six contracts, known together as BASTION, are run by Acorn Care.", {"Acorn Care"}),
    ("Acorn Care will carry out PAB assessments and replaces the old PAB contracts.", {"Acorn Care"}),
    ("Acorn Care has won the contract to pay out the Family Independence Payment (FIP).", {"Acorn Care"}),
    ("Brill Coaches will run routes from Aldmere and Corfield to York under the contract.", {"Brill Coaches"}),
    ("The contract with Brill, a Zippo-style taxi service, has been extended.", {"Brill"}),
    ("A Reform UK councillor opposed the contract that Acorn Care has won.", {"Acorn Care"}),
    ("Acorn Care has won the contract. It developed Kindle, a programme that pupils like.", {"Acorn Care"}),
    ("Acorn Care has won the contract, with legal advice from Dale Fordham.", {"Acorn Care"}),
    ("Acorn Care, the world's No.2 caterer, has won the contract.", {"Acorn Care"}),
    (
        "Acorn Care has won the contract. It was founded by former minister and adviser Nat Orme, who got the deal.",
        {"Acorn Care"},
    ),
    ("Acorn Care is preferred bidder for the contract by North Fellshire and Westmere (NFW) CCG.", {"Acorn Care"}),
    ("The contract goes to Acorn Care instead of Melksham based Brill Homes.", {"Acorn Care", "Brill Homes"}),
    (
        "Acorn Rail has won the contract. It replaces the existing Fenlink and Great Marsh franchise (operated as Fen Capital Trains).",
        {"Acorn Rail"},
    ),
    (
        "The award follows concerns expressed by the Brill Medical Association. Acorn Care has won the contract.",
        {"Acorn Care"},
    ),
    ("Speaking to HSNB about the contract, Acorn Care said that it has won the contract.", {"Acorn Care"}),
    ("Partnering with Transport for Eastmere, Acorn Buses has won the contract.", {"Acorn Buses"}),
    ("Acorn Care has won the contract. The new prison, Fellside, has begun operating.", {"Acorn Care"}),
    ("Acorn Care has won the contract to manage Brook House and the Fellmere Removal Centre.", {"Acorn Care"}),
    (
        "Acorn Care has won the contract after a rival refused to become its subcontractor, HSNB can reveal.",
        {"Acorn Care"},
    ),
    ("“Firstly I'd like to thank the staff,” he said. Acorn Care has won the contract.", {"Acorn Care"}),
]


@pytest.mark.parametrize(("text", "bodies"), NOT_PARTIES)
def test_what_is_bought_or_only_passed_through_is_no_party(text: str, bodies: set[str]) -> None:
    assert parties(text) == bodies


TOLD = [
    (
        "Acorn Care has lost the right to house families in Kent to its rival Brill Homes, and in Essex to Dale Homes. The contracts start in May.",
        {("Brill Homes", "awarded"), ("Dale Homes", "awarded")},
    ),
    ("Acorn Care will also be replaced in Kent.", {("Acorn Care", "terminated")}),
    (
        "Acorn Care told the council that it will not be in a position to operate its contracts.",
        {("Acorn Care", "terminated")},
    ),
    (
        "Acorn Care ran the centres in Kent. Acorn Care loses its contract. Brill Leisure takes over.",
        {("Acorn Care", "terminated"), ("Brill Leisure", "awarded")},
    ),
    (
        "The contract went to two firms. They are Brill Homes and Dale Homes.",
        {("Brill Homes", "awarded"), ("Dale Homes", "awarded")},
    ),
    (
        "Brill Coaches will take over the routes after a Kent-based operator announced it was pulling out.",
        {("Brill Coaches", "awarded")},
    ),
    (
        "The decision not to renew the council's £81,500-a-year contract with the Brill Trust was unpopular.",
        {("Brill Trust", "terminated")},
    ),
    (
        "The board said it will not continue working with Brill Homes, which held the contract.",
        {("Brill Homes", "terminated")},
    ),
    (
        "Acorn Care was appointed after an early exit from the contract with Brill Homes.",
        {("Acorn Care", "awarded"), ("Brill Homes", "terminated")},
    ),
    (
        "The council's contract with Brill, its previous cleaning and grounds contractor, came to an end in May.",
        {("Brill", "terminated")},
    ),
    ("The decision to award the contract to Acorn Care ends a long relationship.", {("Acorn Care", "awarded")}),
    (
        "Ten bidders have qualified. They are Brill Homes and Dale Homes.",
        {("Brill Homes", "shortlisted"), ("Dale Homes", "shortlisted")},
    ),
    (
        "The Reach Partnership, which involves Brill Homes, a landlord, and Dale Homes, is the preferred bidder.",
        {("Reach Partnership", "preferred_bidder")},
    ),
    (
        "The award of the contract for clinics to Brill Health and online services to Dale Tests took effect in July.",
        {("Brill Health", "awarded"), ("Dale Tests", "awarded")},
    ),
    ("Brill Homes and Norfolk County Council agreed to terminate their contracts.", {("Brill Homes", "terminated")}),
    ("Brill Homes confirmed it will be bidding to keep the contract.", {("Brill Homes", "shortlisted")}),
    ("The board agreed the termination of the contract for repairs with Brill Homes.", {("Brill Homes", "terminated")}),
    ("The council is to break the existing contract with Brill Homes after 14 years.", {("Brill Homes", "terminated")}),
    (
        "The contract was originally awarded to Brill Homes. It is being tendered again.",
        {("Brill Homes", "terminated")},
    ),
    (
        "Brill Homes informed the council that it would not be accepting the contract extension.",
        {("Brill Homes", "terminated")},
    ),
    ("The franchise will be run by the Acorn Group company Brillia under a contract.", {("Brillia", "awarded")}),
    (
        "The governors have decided to have the Brill Company provide meals under a contract.",
        {("Brill Company", "awarded")},
    ),
    ("The council has terminated its contract with troubled contractor, Brill Homes.", {("Brill Homes", "terminated")}),
    ("The council awarded the contract to a national charity, One Trust, after a tender.", {("One Trust", "awarded")}),
]


@pytest.mark.parametrize(("text", "stages"), TOLD)
def test_how_far_it_has_come(text: str, stages: set[tuple[str, str]]) -> None:
    assert stages <= {(body, status) for body, _, status, _ in told(text)}


def test_who_has_lost_everything_has_nothing_left() -> None:
    found = told("Acorn Care ran the centres in Kent. Acorn Care loses its contract. Brill Leisure takes over.")

    assert ("Acorn Care", "awarded") not in {(body, status) for body, _, status, _ in found}


def test_letters_that_nobody_explains_are_short_for_the_one_body_that_they_fit() -> None:
    found = told(
        "Prompt Ambulance Service Ltd lost its contract. PAS, who were awarded the contract in May, told all staff."
    )

    assert {body for body, *_ in found} == {"Prompt Ambulance Service Ltd"}


def test_a_former_name_is_no_other_body() -> None:
    found = told("TSL, formerly the car park operator TCP, is to take over the contract. TSL will start in May.")

    assert {(body, status) for body, _, status, _ in found} == {("TSL", "awarded")}


def test_what_ends_is_not_also_awarded() -> None:
    found = told("The council has terminated its contract with troubled contractor, Brill Homes.")

    assert {status for _, _, status, _ in found} == {"terminated"}


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("The route in Kent has been operated since May by Alder Air, under the brand of Harbour Lines. The contract is for three years.", {"Alder Air"}),
        ("The buses in Kent are run by Harbour Transport under the brand Swiftline. The contract is for three years.", {"Harbour Transport"}),
        ("The buses in Kent are run by Harbour Transport under the Kestrel Buses brand. The contract is for three years.", {"Harbour Transport"}),
        ("Harbour Transport has won the contract for Kent and will run it in the livery of Kestrel Buses.", {"Harbour Transport"}),
        ("Harbour Trust has won the contract for Kent. Kestrel Buses, under contract to Harbour Trust, will run the night buses.", {"Harbour Trust", "Kestrel Buses"}),
        # To whom a house or a firm belongs has no contract by that.
        ("The barge belongs to Harbour Marine. The contract is with Mill Homes.", {"Mill Homes"}),
        ("The hostel in Kent belongs to Harbour Homes. Mill Homes runs it under a contract.", {"Mill Homes"}),
        ("The contract for Kent now belongs to Harbour Homes.", {"Harbour Homes"}),
        ("Lot 2 now belongs to Harbour Homes.", {"Harbour Homes"}),
        # Who goes somewhere with people has taken no work on.
        ("The Alder Friendship Group has taken 80 men to church in Kent. The hostel is run by Mill Homes under a contract.", {"Mill Homes"}),
        ("Harbour Care took families to the sea in Devon. The hostel is run by Mill Homes under a contract.", {"Mill Homes"}),
        ("Harbour Care has taken 30 young people to the hills. The hostel in Kent is run by Mill Homes under a contract.", {"Mill Homes"}),
        ("Harbour Care has won 14 contracts in Kent. Mill Homes has taken two of the lots.", {"Harbour Care", "Mill Homes"}),
    ],
)  # fmt: skip
def test_a_brand_is_no_party_and_an_outing_no_work(text: str, bodies: set[str]) -> None:
    assert {body for body, *_ in told(text)} == bodies


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("Harbour Care is pleased to be the prime provider of the programme for Kent and Essex.", {"Harbour Care"}),
        ("Harbour Care Trust is a charity. It runs the hostel in Kent for the council under a contract for five years.", {"Harbour Care Trust"}),
        ("Mill Homes has its office in Dover. It manages the hostels in Kent under its contract with the council.", {"Mill Homes"}),
        ("Harbour Care wrote about the hostel in Kent. It runs its own shop. The contract is with Mill Homes.", {"Mill Homes"}),
        ("Harbour Union has members in Kent. It covers cleaners who work for the council. The contract is with Mill Homes.", {"Mill Homes"}),
    ],
)  # fmt: skip
def test_what_it_runs_under_a_contract_is_the_work_of_whom_the_text_speaks_of(text: str, bodies: set[str]) -> None:
    assert {body for body, *_ in told(text)} == bodies

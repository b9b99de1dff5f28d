"""A body that a text shows buying is no provider in it, whatever it is called; one that takes on others for its own contract is."""

from __future__ import annotations

import pytest

from tests.prose.reading import parties

LEAD = "Contracts: what was decided\n\n"
BOUGHT = (
    "{buyer} has awarded five contracts, worth £640 million, for repairs. {winner} won two of them.",
    "{buyer} has awarded a contract to {winner}.",
    "{buyer} has awarded {winner} a contract for repairs in Kent.",
    "{buyer} has selected {winner} as its repairs contractor.",
    "{buyer} re-appointed {winner} as repairs contractor.",
    "{buyer} said it had chosen {winner} for the contract.",
    "{buyer}, which owns 4,000 homes, has let its repairs contract to {winner}.",
    "{buyer} has handed its repairs contract to {winner}.",
    "{buyer} put the contract out to tender in May. It was won by {winner}.",
    "{buyer} received four bids. {winner} was the winner.",
    "{buyer} has procured a new repairs service, which {winner} will provide.",
    "{buyer} has ended its contract with {winner}.",
    "{buyer} has signed a contract with {winner}. {winner} won it in May.",
    "{winner} has signed a contract with {buyer}. {winner} was chosen in May.",
    "{winner} has won three more contracts with {buyer}.",
    "{winner} has secured a ten-year contract with {buyer} for repairs.",
    "{winner} has landed a £5m repairs contract with {buyer}.",
    "{winner} has won a contract from {buyer}.",
    "{buyer} has confirmed it is bringing its repairs contract in house after {winner} lost the contract.",
    "{winner} lost the contract, which it had won from a framework set up by {buyer}.",
    "{winner} has won {buyer}'s repairs contract.",
    "{winner} has been named preferred bidder for {buyer}'s repairs contract.",
    "{winner} has been awarded a contract by {buyer}.",
    "{winner} has been appointed by {buyer} to run the repairs service.",
    "{winner} is delighted to have been chosen by {buyer} as its repairs contractor.",
    "The contract with {buyer} was won by {winner}.",
    "The three contracts let by {buyer} went to {winner}.",
    "{buyer} has shortlisted three teams for the contract. {winner} won it.",
    "{buyer}, in partnership with Marlow Hospitals, has invited four firms to bid. {winner} won the contract.",
    "{buyer} and Marlow Hospitals will assess the bids. {winner} is one of the bidders.",
    "{buyer} awarded a contract to a company run by a former manager. It is {winner}, which won it in May.",
    "The repairs contract, estimated by {buyer} at £5m, went to {winner}.",
)


@pytest.mark.parametrize(
    ("buyer", "winner"), [("Fallow Homes", "Harbour Trust"), ("Ashmead Hospitals NHS Trust", "Kestrel Care")]
)
@pytest.mark.parametrize("words", BOUGHT)
def test_who_lets_a_contract_has_no_part_in_it(words: str, buyer: str, winner: str) -> None:
    assert parties(LEAD + words.format(buyer=buyer, winner=winner)) == {winner}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Harbour Trust has been awarded the contract. Harbour Trust has appointed Mill Homes as its subcontractor.",
            {"Harbour Trust", "Mill Homes"},
        ),
        ("Harbour Trust has won the contract for Kent from Mill Homes.", {"Harbour Trust", "Mill Homes"}),
        ("Harbour Trust appointed to run repairs contract in Kent", {"Harbour Trust"}),
        ("Harbour Trust selected as preferred bidder by Kent County Council", {"Harbour Trust"}),
        (
            "Harbour Trust has chosen Mill Homes as its partner for the contract, which it won in May.",
            {"Harbour Trust", "Mill Homes"},
        ),
        (
            "The prime contractor Harbour Trust has awarded subcontracts to Mill Homes and Kestrel Care.",
            {"Harbour Trust", "Mill Homes", "Kestrel Care"},
        ),
        ("Harbour Trust has handed its contract back to the council.", {"Harbour Trust"}),
        ("Harbour Trust has been given a contract to deliver advice to families.", {"Harbour Trust"}),
        (
            "Harbour Trust has secured a contract with partner Mill Homes to run hostels in Kent.",
            {"Harbour Trust", "Mill Homes"},
        ),
        ("Harbour Trust, commissioned by Kent County Council, will run the hostels.", {"Harbour Trust"}),
        (
            "Harbour Trust will run the service. Mill Homes, contracted by Harbour Trust, will provide advice.",
            {"Harbour Trust", "Mill Homes"},
        ),
        ("The contract was awarded to Harbour Trust, which has appointed a new director.", {"Harbour Trust"}),
    ],
)
def test_who_takes_on_others_for_its_own_contract_keeps_its_part(words: str, expected: set[str]) -> None:
    assert parties(LEAD + words) == expected

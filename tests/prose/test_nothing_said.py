"""Hedges, negations, quotations, histories and other news: none of it is a stated claim."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.extract.discourse.relevance import speaks_of_deals
from tests.prose.reading import parties, told

GOLD = Path(__file__).parents[1] / "gold" / "adversarial.jsonl"
GIVEN = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()] if GOLD.exists() else []
OWN = [
    "Harbour Trust could win the contract for Kent.",
    "The contract is for three years. Those who need it can get help from Harbour Trust, Mill Homes and Alder Care.",
    "The contract is for three years. Our Newport hub has moved to Mill Hill.",
    "The contract is for three years. The clinic at Gillingham stays. The one at Ashford moves to Marlowe in June.",
    "The contract is for three years. The workshop in Deal will move to Marl Lane.",
    "The contract is for three years. The Quay Inspection Service has looked at Deal, and has an appointment in Kent.",
    "Harbour Trust might be awarded the contract if talks succeed.",
    "It is not known whether Harbour Trust has won the contract.",
    "Harbour Trust denied that it had won the contract.",
    "Harbour Trust has not been awarded any contract.",
    "Harbour Trust hopes to win the contract for Kent.",
    "Will Harbour Trust win the contract for Kent?",
    "If Harbour Trust wins the contract, it will open an office.",
    "Harbour Trust is expected to be named preferred bidder.",
    "Harbour Trust is likely to take over the contract.",
    '"Harbour Trust has won the contract and it is a scandal," said one councillor.',
    "In my view Harbour Trust should be awarded the contract.",
    "Harbour Trust was a prime contractor of the programme in 2011.",
    "Harbour Trust used to run the contract.",
    "Harbour Trust had held the contract ten years ago.",
    "Harbour Trust appoints Jane Smith as chief executive of its contract team.",
    "Jane Smith has been appointed chief executive of Harbour Trust, which bids for contracts.",
    "Harbour Trust has won an award for its contract management.",
    "Harbour Trust welcomed the contract award.",
    "Harbour Trust said that the tender was badly run.",
    "Harbour Trust raised money at a conference about contracts.",
    "The contract was discussed at an event held by Harbour Trust.",
    "Harbour Trust published research on how contracts are awarded.",
    "Harbour Trust is considering a bid for the contract.",
]


@pytest.mark.parametrize("text", [*OWN, *(row["text"] for row in GIVEN)])
def test_no_claim_is_stated(text: str) -> None:
    assert parties(text) == set()


def test_there_are_enough_of_them() -> None:
    assert len(OWN) + len(GIVEN) >= 80


def test_a_guide_may_say_who_provides_what() -> None:
    text = (
        "Health care inside: a guide for families\n\nHarbour Trust is responsible for health care in the prison under a contract "
        "with the health board. Mill Homes, also a subcontractor, runs the groups."
    )

    assert told(text) == {("Harbour Trust", "lead", "awarded", ()), ("Mill Homes", "subcontractor", "awarded", ())}


@pytest.mark.parametrize(
    ("text", "deals"),
    [
        ("The contract for Kent was put out to tender and three bids came in.", True),
        ("Mellor Care took over in June. The service is run by its own staff.", True),
        ("Adaeze Linton becomes managing director. She joins from the service, where she was a deputy. " * 4, False),
        ("Eight hundred people have started since July, and forty of a hundred have found work. " * 4, False),
        ("", True),
    ],
)
def test_a_text_speaks_of_deals_where_it_has_their_words(text: str, deals: bool) -> None:
    assert speaks_of_deals(text) is deals

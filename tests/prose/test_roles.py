"""Who has which part where a sentence names several bodies: each of them, and nobody in another's place."""

from __future__ import annotations

import pytest

from tests.prose.reading import told

LEAD = "Contracts: what was decided\n\n"
HARBOUR = ("Harbour Trust", "lead", "awarded")
MILL, KESTREL = ("Mill Homes", "partner", "awarded"), ("Kestrel Care", "partner", "awarded")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "Mill Homes, which had run the service since 2015, was outbid by Harbour Trust.",
            {HARBOUR, ("Mill Homes", "bidder_unsuccessful", "unsuccessful")},
        ),
        (
            "Hostels in Kent, at present run by Mill Homes, will move to Harbour Trust under a new contract.",
            {HARBOUR, ("Mill Homes", "lead", "terminated")},
        ),
        (
            "The contract with Mill Homes ends in March. Harbour Trust will take over.",
            {HARBOUR, ("Mill Homes", "lead", "terminated")},
        ),
        (
            "Mill Homes and Kestrel Care failed to be appointed as prime contractors.",
            {
                ("Mill Homes", "bidder_unsuccessful", "unsuccessful"),
                ("Kestrel Care", "bidder_unsuccessful", "unsuccessful"),
            },
        ),
        (
            "Mill Homes has dropped out of the race, which leaves Harbour Trust and Kestrel Care.",
            {("Mill Homes", "withdrawn", "withdrawn")},
        ),
        (
            "Advice will be provided by Mill Homes, working as a subcontractor to Harbour Trust, which won the contract.",
            {HARBOUR, ("Mill Homes", "subcontractor", "awarded")},
        ),
        (
            "The contract has been awarded to a consortium of landlords led by Harbour Trust and including Mill Homes and Kestrel Care.",
            {HARBOUR, MILL, KESTREL},
        ),
        (
            "Harbour Trust leads a consortium with Mill Homes and Kestrel Care that has been awarded the contract for Kent.",
            {HARBOUR, MILL, KESTREL},
        ),
        (
            "Mill Homes and Kestrel Care have formed Harbour Trust to run the contract, which they won in May.",
            {
                HARBOUR,
                ("Mill Homes", "joint_venture_member", "awarded"),
                ("Kestrel Care", "joint_venture_member", "awarded"),
            },
        ),
        (
            "Mill Homes has bought Harbour Trust, which holds the contract for Kent.",
            {HARBOUR, ("Mill Homes", "owner", "awarded")},
        ),
        (
            "Harbour Trust has been awarded the contract. The partnership has two members. They are: Mill Homes and Kestrel Care.",
            {HARBOUR, MILL, KESTREL},
        ),
    ],
)
def test_each_body_has_its_own_part(words: str, expected: set[tuple[str, str, str]]) -> None:
    assert {found[:3] for found in told(LEAD + words)} == expected


@pytest.mark.parametrize(
    "between",
    [", trading as", " (trading as", ", which trades under the name", ", also known as", " t/a"],
)
def test_a_trading_name_is_no_second_body(between: str) -> None:
    closing = ")" if "(" in between else ""
    words = (
        f"Harbour Trust{between} Mill Homes{closing}, has been awarded the contract. Mill Homes is the right partner."
    )
    assert {found[:3] for found in told(LEAD + words)} == {HARBOUR}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Harbour Trust fails to win any of the contracts.", ("Harbour Trust", "bidder_unsuccessful", "unsuccessful")),
        ("Some 90 charities, among them Mill Homes, will be sub-contractors on the contract.", ("Mill Homes", "subcontractor", "awarded")),
    ],
)  # fmt: skip
def test_who_does_not_lead_is_not_said_to(words: str, expected: tuple[str, str, str]) -> None:
    assert {found[:3] for found in told(LEAD + words)} == {expected}


SUB = {name: (name, "subcontractor", "awarded") for name in ("Mill Homes", "Kestrel Care")}
WON = "Harbour Trust has won the contract. "


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (WON + "In the hostels Harbour Trust is working through Mill Homes and Kestrel Care.", {HARBOUR, *SUB.values()}),
        (WON + "Harbour Trust works through Mill Homes in the hostels.", {HARBOUR, SUB["Mill Homes"]}),
        (WON + "Harbour Trust works through the summer.", {HARBOUR}),
        (WON + "Harbour Trust has subcontracted Mill Homes for the advice line.", {HARBOUR, SUB["Mill Homes"]}),
        ("Harbour Trust has won the contract, where Mill Homes and Kestrel Care will work under it.", {HARBOUR, *SUB.values()}),
        (WON + "Mill Homes and Kestrel Care are among the firms that have agreed to work under a main contractor.", {HARBOUR, *SUB.values()}),
        (WON + "Harbour Trust, which since the sale of its shares belongs to Kestrel Group, starts in May.", {HARBOUR, ("Kestrel Group", "owner", "awarded")}),
        ("Harbour Trust, part of Manchester's Kestrel Group, has won five contracts.", {HARBOUR, ("Kestrel Group", "owner", "awarded")}),
        ("Contracts were awarded. Harbour Trust, owned by Kestrel Group, is left with three lots.", {HARBOUR, ("Kestrel Group", "owner", "awarded")}),
        ("The contracts were let. Harbour Trust bid for two lots and lost both.", {("Harbour Trust", "bidder_unsuccessful", "unsuccessful")}),
        (WON + "The Meals Framework (MF), which takes over from OLDE, has five lots.", {HARBOUR}),
        (WON + "Cooks for Justice, an umbrella for small kitchens, likes the contract.", {HARBOUR}),
        ("The contract for the hostels goes from there to Harbour Trust.", {HARBOUR}),
        (WON + "Milton City Council is in as a delivery partner.", {HARBOUR, ("Milton City Council", "partner", "awarded")}),
        (WON + "Milton City Council is in favour of the contract.", {HARBOUR}),
        ("The council said that three bidders remain in the race. They are Harbour Trust, Mill Homes and the joint venture of Kestrel Care and Dunmore Ltd.",
         {("Harbour Trust", "lead", "shortlisted"), ("Mill Homes", "lead", "shortlisted"), ("Kestrel Care", "joint_venture_member", "shortlisted"), ("Dunmore Ltd", "joint_venture_member", "shortlisted")}),
    ],
)  # fmt: skip
def test_who_works_through_or_under_another_and_who_bids_with_whom(
    words: str, expected: set[tuple[str, str, str]]
) -> None:
    assert {row[:3] for row in told(LEAD + words)} == expected

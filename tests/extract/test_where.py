"""Where a claim is told to be, when its own words do not say it."""

from __future__ import annotations

import pytest


def page(*blocks: str) -> str:
    return "<html><body><main><h1>Results</h1>" + "".join(blocks) + "</main></body></html>"


@pytest.mark.parametrize(
    ("blocks", "organisation", "areas"),
    [
        (
            [
                "<p>Lot 1 (Eskdale Valley) and lot 2 (Marl Valley) have been let.</p>",
                "<p>Lot 2 was won by Pellworth Ltd.</p>",
            ],
            "Pellworth Ltd",
            {"Marl Valley"},
        ),
        (
            [
                "<p>Clinics in Hastings and Rother are let together.</p>",
                "<p>The contract for both towns was won by Pellworth Ltd.</p>",
            ],
            "Pellworth Ltd",
            {"Hastings", "Rother"},
        ),
        (
            ["<p>Pellworth Ltd has won three contracts. They are Kent, Essex and Surrey.</p>"],
            "Pellworth Ltd",
            {"Kent", "Essex", "Surrey"},
        ),
        (
            ["<p>Across Kent and Essex, Pellworth Ltd will run the hostels and Sunder Trust will run the clinics.</p>"],
            "Sunder Trust",
            {"Kent", "Essex"},
        ),
        (
            ["<p>The contract for Kent was awarded to Pellworth Ltd, a co-operative in Leeds.</p>"],
            "Pellworth Ltd",
            {"Kent"},
        ),
        (
            ["<p>The contract in the Borough, which Kent Police welcomed, was won by Pellworth Ltd of Essex.</p>"],
            "Pellworth Ltd",
            set(),
        ),
        (
            ["<p>Pellworth Ltd won the contract for England and Wales, and New Zealand's minister wrote to it.</p>"],
            "Pellworth Ltd",
            set(),
        ),
        (
            [
                "<p>The district councils of Marl, Eskmouth and Sandholme have let their bins together.</p>",
                "<p>All three contracts were awarded to Pellworth Ltd.</p>",
            ],
            "Pellworth Ltd",
            {"Marl", "Eskmouth", "Sandholme"},
        ),
        (
            [
                "<p>Pellworth Ltd loses two contracts at one stroke.</p>",
                "<p>Bins in Marl and Eskmouth are collected by somebody else from May.</p>",
            ],
            "Pellworth Ltd",
            {"Marl", "Eskmouth"},
        ),
        (
            [
                "<p>Pellworth Ltd has won the contract. Among the clients are families in Kent, Essex and Surrey.</p>",
            ],
            "Pellworth Ltd",
            {"Kent", "Essex", "Surrey"},
        ),
        (
            ["<p>North East Scotland has a new service. The contract there was awarded to Pellworth Ltd.</p>"],
            "Pellworth Ltd",
            {"North East Scotland"},
        ),
        (
            ["<p>The contract for clinics in Riverside was awarded to Pellworth Ltd.</p>"],
            "Pellworth Ltd",
            {"Riverside"},
        ),
        (
            [
                "<p>A new contract for the Kent Recovery Service has been signed.</p>",
                "<p>Pellworth Ltd, which was awarded it, begins in May.</p>",
            ],
            "Pellworth Ltd",
            {"Kent"},
        ),
        (
            [
                "<p>In Kent, where Sunder Trust was a neighbour, drivers met on Monday about something else altogether.</p>",
                "<p>The contract was awarded to Pellworth Ltd.</p>",
            ],
            "Pellworth Ltd",
            set(),
        ),
    ],
    ids=[
        "lot by number",
        "both towns",
        "spelt out",
        "fronted",
        "seat",
        "common word and police",
        "countries",
        "councils of several",
        "as many as counted",
        "list in the next sentence",
        "sides of a nation",
        "common words in the frame of a place",
        "inside the name of a service",
        "the contract, not the county",
    ],
)
def test_a_claim_is_where_its_text_says(claims_in, blocks: list[str], organisation: str, areas: set[str]) -> None:
    told = {
        area for claim in claims_in(page(*blocks), "html") if claim.organisation == organisation for area in claim.areas
    }

    assert told == areas


@pytest.mark.parametrize(
    ("header", "cell", "areas"),
    [
        ("Local government area", "Marlbury, Port Eskmouth", {"Marlbury", "Port Eskmouth"}),
        ("Council", "Marlbury, Eskmouth", {"Marlbury", "Eskmouth"}),
        ("Area", "Marlbury, Eskmouth, Sandholme, Corfield", {"Marlbury", "Eskmouth", "Sandholme", "Corfield"}),
        ("Area", "Marlbury, Eskmouth and Sandholme", {"Marlbury, Eskmouth and Sandholme"}),
        ("Area", "Devon and Cornwall", {"Devon and Cornwall"}),
        ("Location", "Marl Airport, Eskmouth, West Sussex", {"Marl Airport, Eskmouth, West Sussex"}),
    ],
)
def test_commas_alone_part_the_places_of_a_cell(claims_in, header: str, cell: str, areas: set[str]) -> None:
    rows = f"<tr><th>{header}</th><th>Provider</th></tr><tr><td>{cell}</td><td>Pellworth Ltd</td></tr>"
    rows += "<tr><td>Kent</td><td>Sunder Trust</td></tr>"
    claims = claims_in(page(f"<table>{rows}</table>"), "html")

    assert {area for claim in claims if claim.organisation == "Pellworth Ltd" for area in claim.areas} == areas


def test_who_won_in_one_place_lost_in_the_other_where_somebody_else_won(told) -> None:
    text = (
        "Buses: the contracts\n\nHarbour Coaches has won the contract for Kent.\n\nMill Buses and Kestrel Travel lost.\n\n"
        "The contract for Essex went to Kestrel Travel in May."
    )

    found = told(text, "txt")

    assert ("Kestrel Travel", "bidder_unsuccessful", "unsuccessful", "Kent") in found
    assert ("Kestrel Travel", "lead", "awarded", "Essex") in found


@pytest.mark.parametrize(
    "words",
    [
        "Harbour Custody Ltd is bidding to keep Tarnfold prison under a new contract.",
        "Harbour Custody Ltd will run Tarnfold jail under its contract.",
        "Harbour Custody Ltd has lost the contract to run the Tarnfold removal centre.",
        "Harbour Custody Ltd will take over Tarnfold prison when the contract begins.",
    ],
)
def test_a_prison_that_is_run_is_called_after_where_it_stands(claims_in, words: str) -> None:
    found = claims_in(f"Contracts: what was decided\n\n{words}", "txt")

    assert {(claim.organisation, claim.areas) for claim in found} == {("Harbour Custody Ltd", ("Tarnfold",))}


def test_a_word_before_prison_staff_is_no_place(claims_in) -> None:
    words = "Mill Homes Ltd has won the contract for Kent, and will take over Kestrel prison officers in May."

    assert all("Kestrel" not in claim.areas for claim in claims_in(f"Contracts\n\n{words}", "txt"))

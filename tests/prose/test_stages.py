"""How far each body has come, as the sentences round its own tell it: who bid with whom, and what came of it."""

from __future__ import annotations

import pytest

from tests.prose.reading import read

LEAD = "Contracts: what was decided\n\n"
WON = "Harbour Trust has won the contract. "
LOST = "unsuccessful"


def stages(words: str) -> dict[str, set[str]]:
    """Of every body that ``words`` tell something of, how far it has come."""
    found: dict[str, set[str]] = {}
    for claim in read(LEAD + words).stated():
        if claim.confidence >= 0.5:
            found.setdefault(claim.organisation, set()).add(claim.status.value)
    return found


@pytest.mark.parametrize(
    "words",
    [
        WON + "Two other groups had been beaten. In one Mill Homes worked with Kestrel Care.",
        WON + "A rival bid came from Mill Homes together with Kestrel Care.",
        WON + "The bid of Mill Homes, made in partnership with Kestrel Care, failed.",
    ],
)
def test_who_bid_together_lost_together(words: str) -> None:
    assert stages(words) == {"Harbour Trust": {"awarded"}, "Mill Homes": {LOST}, "Kestrel Care": {LOST}}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (WON + "It works with Mill Homes as its partner.", "awarded"),
        ("Harbour Trust has won the contract, in partnership with Mill Homes, after a rival bid was rejected.", "awarded"),
        ("Harbour Trust is among those bidding for the contract. It has joined with Mill Homes for its tender.", "shortlisted"),
    ],
)  # fmt: skip
def test_a_partner_of_who_has_not_lost_has_not_lost(words: str, told: str) -> None:
    assert stages(words)["Mill Homes"] == {told}

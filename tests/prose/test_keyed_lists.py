"""Lists of places with whoever has them, which no colon or no word of awarding leads in."""

from __future__ import annotations

import pytest

from tests.prose.reading import parts_in

LINES = (
    "\n\n* Kent - Harbour Trust and Mill Homes\n\n* Surrey, Sussex and Devon - Kestrel Care Ltd\n\nThe union objects."
)


def page(told: str, lines: str = LINES) -> str:
    return f"Skills programme\n\n{told}{lines}"


def test_a_sentence_before_the_last_one_says_what_a_list_of_places_and_bodies_is() -> None:
    told = (
        "It came out on Friday. Here are the preferred bidders by contract area. Contracts are to be signed in summer."
    )

    assert parts_in(page(told)) == {
        "Harbour Trust: lead preferred_bidder",
        "Mill Homes: lead preferred_bidder",
        "Kestrel Care Ltd: lead preferred_bidder",
    }


def test_the_parts_of_a_programme_lead_a_list_of_places_and_bodies_in() -> None:
    told = "The contracts have been awarded. Family support stays with the four regions:"

    assert "Kestrel Care Ltd: lead awarded" in parts_in(page(told))


@pytest.mark.parametrize(
    "told",
    [
        "Harbour Homes Ltd is the regional provider. It cannot do it alone.",
        "The four regions held their cup finals on Sunday.",
    ],
)
def test_a_sentence_of_one_provider_or_of_other_things_says_nothing_of_a_list(told: str) -> None:
    assert not any(told.startswith("Kestrel Care Ltd: lead") for told in parts_in(page(told)))

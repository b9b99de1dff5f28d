"""Prizes: who won, was nominated or pays for the evening has no contract, in a table, a list or lines."""

from __future__ import annotations

import pytest

from tests.extract.test_tables import table

_EVENING = "<h1>Tourism awards 2026</h1><p>The winners were announced at a dinner in Perth on Friday.</p>"


@pytest.mark.parametrize(
    "page",
    [
        table(
            ["Award", "Winner", "Finalists", "Town"],
            ["Dementia care", "Rowan Lodge Ltd", "Hazel Care; Thornbury House Ltd", "Yeovil"],
            ["Home care", "Kind Hands CIC", "Beacon Support Ltd", "Taunton"],
            before="<h1>Care awards: winners 2025</h1><p>The mayor presented each of them with a trophy.</p>",
        ),
        table(
            ["Ring", "Partner", "Town"],
            ["Main ring", "Acorn Feeds Ltd", "Hexham"],
            ["Small ring", "Tyne Tractors Ltd", "Alnwick"],
            before="<h1>County show</h1><h2>Sponsors of the show</h2>",
        ),
        f"{_EVENING}<h2>Best attraction</h2><p>Winner: Larkhill Gardens Trust</p><p>Runner-up: Dunmore Castle Ltd</p>"
        "<h2>Best tour</h2><p>Winner: Glenbeg Coaches Ltd</p><p>Runner-up: Hebrides Sail Ltd</p>",
        "<h1>Green business awards</h1><p>The judges met in May.</p><h2>Winners</h2><ul><li>Solar Barn Ltd (Devon)</li>"
        "<li>Peatland Partners CIC (Cornwall)</li></ul><h2>Shortlisted</h2><ul><li>Wind Works Ltd</li></ul>",
    ],
)
def test_prizes_are_no_contracts(told, page: str) -> None:
    assert told(page, "html") == set()


def test_awards_of_contracts_are_no_prizes(told) -> None:
    page = table(
        ["Area", "Winner", "Shortlisted"],
        ["Hexham", "Rowan Lodge Ltd", "Hazel Care Ltd"],
        ["Alnwick", "Kind Hands CIC", "Beacon Support Ltd"],
        before="<h1>Contract awards 2026</h1><p>The council has awarded these contracts for day centres.</p>",
    )

    assert told(page, "html") == {
        ("Rowan Lodge Ltd", "lead", "awarded", "Hexham"),
        ("Hazel Care Ltd", "lead", "shortlisted", "Hexham"),
        ("Kind Hands CIC", "lead", "awarded", "Alnwick"),
        ("Beacon Support Ltd", "lead", "shortlisted", "Alnwick"),
    }


def test_bodies_that_send_somebody_to_a_forum_provide_nothing(told) -> None:
    page = table(
        ["Organisation", "Delegate", "District"],
        ["Ribble Pensioners Association", "J. Marsden", "Ribble Valley"],
        ["Access for All Lancaster", "P. Singh", "Lancaster"],
        before="<h1>Bus users' forum</h1><p>The forum meets the council's contractors four times a year.</p>",
    )

    assert told(page, "html") == set()

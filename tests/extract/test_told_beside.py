"""What the news in a row of a tracker tells of those named in it, and near words that tell nothing."""

from __future__ import annotations

import pytest

from tests.extract.test_tables import table


def tracker(news: str, *, header: str = "Latest") -> str:
    return table(
        ["Area", "Bidders", "Contractor now", header],
        ["Hexham", "Kerr Waste Ltd", "Sunder Group", news],
        ["Alnwick", "Pellworth UK", "Kerr Waste Ltd", "Notice went out in May"],
        before="<h1>Contract tracker: shortlisted bidders</h1>",
    )


@pytest.mark.parametrize(
    ("news", "expected"),
    [
        ("Down to one. Pellworth UK pulled out in April over costs", ("Pellworth UK", "withdrawn", "withdrawn")),
        ("Pellworth UK has withdrawn from the dialogue", ("Pellworth UK", "withdrawn", "withdrawn")),
        (
            "Sunder Group, whose own bid lost by a point, is angry",
            ("Sunder Group", "bidder_unsuccessful", "unsuccessful"),
        ),
        ("Sunder Group's bid was rejected in May", ("Sunder Group", "bidder_unsuccessful", "unsuccessful")),
        ("Signed in May. Sunder Group hands over on 1 July", ("Sunder Group", "lead", "terminated")),
        ("Sunder Group and the council agreed to part in June", ("Sunder Group", "lead", "terminated")),
        (
            "Signed. Tern Glass will collect bottle banks as subcontractor",
            ("Tern Glass", "subcontractor", "shortlisted"),
        ),
    ],
)
def test_news_in_a_row_tells_of_those_named_in_it(told, news: str, expected: tuple[str, str, str]) -> None:
    assert (*expected, "Hexham") in told(tracker(news), "html")
    assert (*expected, "Hexham") in told(
        tracker(news, header="News and comments").replace("News and comments", "Update"), "html"
    )


@pytest.mark.parametrize(
    "news",
    [
        "The unions want Sunder Group out by June",
        "Sunder Group is considering a challenge to it",
        "Nobody pulled out at this stage, the council said",
        "The council will act as its own subcontractor",
        "Sunder Group Holdings pulled out of gas",
    ],
)
def test_news_of_other_things_tells_no_stage(told, news: str) -> None:
    plain = told(tracker("Final bids are due in June"), "html")

    assert told(tracker(news), "html") == plain


def test_a_description_is_no_news(told) -> None:
    assert told(tracker("Pellworth UK pulled out in April", header="Price"), "html") == told(
        tracker("Bids are due in June", header="Price"), "html"
    )

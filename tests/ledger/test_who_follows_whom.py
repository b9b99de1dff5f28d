"""One out and one in: an owner after an owner, the surer of two newcomers, and a newcomer whose places are those of the one who left."""

from __future__ import annotations

from tests.ledger.test_edits_in_place import told


def owners(of_kent: str, said: str = "") -> str:
    rows = {"Kent": of_kent, "Essex": "Mill Homes", "Surrey": "Tarn Care"}
    table = "".join(f"<tr><td>{area}</td><td>{owner}</td></tr>" for area, owner in rows.items())
    return (
        "<html><body><h1>Rehabilitation companies</h1><p>Each company runs probation in its area under contract.</p>"
        f"<table><tr><th>Area</th><th>Owner</th></tr>{table}</table><p>{said}</p></body></html>"
    )


def test_an_owner_that_went_under_is_replaced_by_the_owner_in_its_row() -> None:
    after = owners("Quay Holdings", "Alder Group, which had owned the company in Kent, went into administration.")

    assert told(owners("Alder Group"), after) == [("replaced", "Alder Group", "Quay Holdings", "Kent")]


def test_the_only_newcomer_without_a_place_takes_those_of_the_only_one_who_left() -> None:
    before = "<html><body><h1>The hostels</h1><p>Alder Services has won the contract for the hostels in Kent, Essex and Surrey.</p></body></html>"
    after = (
        "<html><body><h1>The hostels</h1><p>The contract of Alder Services has ended.</p>"
        "<p>Quay Homes has won the contract for all of the hostels.</p></body></html>"
    )

    assert told(before, after) == [
        ("replaced", "Alder Services", "Quay Homes", area) for area in ("Essex", "Kent", "Surrey")
    ]


def test_two_newcomers_take_no_places_of_one_who_left() -> None:
    before = "<html><body><h1>The hostels</h1><p>Alder Services has won the contract for the hostels in Kent and Essex.</p></body></html>"
    after = (
        "<html><body><h1>The hostels</h1><p>The contract of Alder Services has ended.</p>"
        "<p>Quay Homes has won the contract for some hostels.</p><p>Mill Homes has won the contract for the others.</p></body></html>"
    )

    assert not [each for each in told(before, after) if each[0] == "replaced"]


def test_a_firm_that_is_called_by_its_first_words_has_not_left() -> None:
    before = (
        "<html><body><h1>Bins</h1><p>The council has awarded the contract for bins in District 2 to Green For Homes Environmental East Corporation.</p>"
        "<p>The company, known as GFH, was the lowest of five. GFH must post a bond.</p></body></html>"
    )
    after = "<html><body><h1>Bins</h1><p>Green For Homes holds the contract for bins in District 2.</p><p>Its crews were late on Monday.</p></body></html>"

    assert told(before, after) == []

"""Lists whose introduction says what they list: read where every line holds a name, left alone where one does not."""

from __future__ import annotations

import pytest


def test_bidders_with_how_each_fared(told) -> None:
    text = "Bidders for Essex:\n* Kestrel Hill (preferred bidder)\n* Penrose Homes (unsuccessful)\n* Trojan Works (withdrawn)"

    assert told(text, "txt") == {
        ("Kestrel Hill", "lead", "preferred_bidder", "Essex"),
        ("Penrose Homes", "bidder_unsuccessful", "unsuccessful", "Essex"),
        ("Trojan Works", "withdrawn", "withdrawn", "Essex"),
    }


def test_what_is_provided_by_whom(told) -> None:
    page = (
        "<html><body><main><h1>Who provides our hostels</h1><ul><li><a href='/1'>Riverside hostel &#8211; Lowland Shelter Trust</a></li>"
        "<li><a href='/2'>Night stop &#8211; Quay Street Project</a></li></ul></main></body></html>"
    )

    assert {row[:3] for row in told(page, "html")} == {
        ("Lowland Shelter Trust", "lead", "awarded"), ("Quay Street Project", "lead", "awarded"),
    }  # fmt: skip


def test_places_with_their_providers(told) -> None:
    text = "The providers\n\nDorset: Alder Housing\n\nKent: Robin Support Ltd\n\nEssex: Tern Care"

    assert told(text, "txt") == {
        ("Alder Housing", "lead", "awarded", "Dorset"),
        ("Robin Support Ltd", "lead", "awarded", "Kent"),
        ("Tern Care", "lead", "awarded", "Essex"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Our staff:\n- Ann Bell (director)\n- Tom Dean (treasurer)",
        "Places that we serve:\n- Essex\n- Kent\n- Dorset",
        "Providers of the best cakes:\n- the one at the corner\n- Ann's aunt",
        "Questions for bidders:\n- Who pays?\n- When does it begin?",
        "Guidance for providers:\n- Data protection\n- Safeguarding\n- Health and Safety",
        "Links:\n- Charity Commission\n- Companies House",
        "Members of the network:\n- Alder Housing Trust\n- Tern Care Ltd",
    ],
    ids=["staff", "places", "no names", "questions", "topics", "links", "members"],
)
def test_other_lists_name_no_provider(claims_in, text: str) -> None:
    assert claims_in(text, "txt") == []


@pytest.mark.parametrize(
    "above", ["The council pays three charities to visit people who live alone.", "These services, which the council funds, are free:"]
)  # fmt: skip
def test_places_with_names_below_words_that_say_who_pays_for_them(told, above: str) -> None:
    text = f"{above}\n\n* Dorset and Devon: Alder Housing\n* Kent: Company of Robins\n* Essex: Tern Visitors"

    assert told(text, "txt") == {
        ("Alder Housing", "lead", "awarded", "Dorset and Devon"),
        ("Company of Robins", "lead", "awarded", "Kent"),
        ("Tern Visitors", "lead", "awarded", "Essex"),
    }


def test_places_with_names_below_words_that_say_nothing_of_the_kind(told) -> None:
    text = "Our walks this month:\n\n* Dorset: Alder Ramblers\n* Kent: Robin Striders\n* Essex: Tern Walkers"

    assert told(text, "txt") == set()


def test_a_name_below_a_question_who_does_it_is_the_answer(told) -> None:
    page = "<h1>Shelters</h1><h2>Who will run the one in Kent?</h2><p>{}</p>".format

    assert told(page("Lantern Housing. The contract was signed in May."), "html") == {
        ("Lantern Housing", "lead", "awarded", "Kent")
    }
    assert told(page("Lantern Housing has asked us the same."), "html") == set()


def test_a_line_that_says_how_far_bidders_for_a_place_are_gives_the_list_both(told) -> None:
    page = "<h1>Our providers</h1><p>These bidders have been shortlisted for Kent:</p><ul><li>Harbour Trust</li><li>Mill Homes</li></ul>"

    assert told(page, "html") == {
        ("Harbour Trust", "lead", "shortlisted", "Kent"),
        ("Mill Homes", "lead", "shortlisted", "Kent"),
    }


OVER = (
    "<html><body><main><h1>{title}</h1><p>Swabs go to a handful of big halls. They were set up in March.</p><ul>"
    "<li>Kent: Alder Housing</li><li>Essex: Tern Care, since the beginning of May</li><li>Dorset: Robin Works and Tern Care</li>"
    "<li>Devon: Robin Support, a partnership of NHS trusts</li></ul></main></body></html>"
)


@pytest.mark.parametrize(
    "title", ["The big halls: where they are and who operates them", "The halls: operators by county"]
)
def test_a_title_that_asks_who_does_what_in_each_place_types_the_list_below(told, title: str) -> None:
    found = told(OVER.format(title=title), "html")

    assert found >= {
        ("Alder Housing", "lead", "awarded", "Kent"),
        ("Tern Care", "lead", "awarded", "Essex"),
        ("Robin Support", "lead", "awarded", "Devon"),
    }


@pytest.mark.parametrize("title", ["Walks of our friends", "What the big halls are like", "News of the halls"])
def test_a_title_that_asks_nothing_of_the_kind_types_no_list(told, title: str) -> None:
    assert told(OVER.format(title=title), "html") == set()


def test_a_council_in_a_list_of_places_and_winners_is_one_of_the_winners(claims_in) -> None:
    def said(*lines: str) -> set[tuple[str, str, tuple[str, ...]]]:
        page = "<h1>Contracts awarded</h1><ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"
        return {(claim.organisation, claim.role.value, claim.areas) for claim in claims_in(page, "html")}

    won = said("Glasgow: Pellworth Ltd", "Tayside: Sunder Homes Ltd, with Dundee City Council", "Fife: Fife Council")
    bought = said("Cork: Pellworth Ltd, for Cork City Council", "Kerry: Sunder Ltd", "Clare: Quay Ltd")

    assert ("Fife Council", "lead", ("Fife",)) in won
    assert ("Dundee City Council", "partner", ("Tayside",)) in won
    assert not any("Council" in organisation for organisation, *_ in bought)


def test_a_place_as_a_term_has_a_name_with_a_telephone_number(told) -> None:
    page = (
        "<h1>Who provides what</h1><h2>Care at home</h2><p>We arrange care through one contracted provider in each locality.</p>"
        "<dl><dt>Strathmuir</dt><dd>Mill Road Care Ltd, 01555 010 200</dd>"
        "<dt>Easter Muir</dt><dd>Pellworth Companions, 01555 010 260. Ring before noon.</dd>"
        "<dt>The Isles</dt><dd>Pellworth Companions, tel. 01555 010 261</dd></dl>"
    )

    assert told(page, "html") == {
        ("Mill Road Care Ltd", "lead", "awarded", "Strathmuir"),
        ("Pellworth Companions", "lead", "awarded", "Easter Muir"),
        ("Pellworth Companions", "lead", "awarded", "The Isles"),
    }
    assert told(page.replace("Strathmuir", "Night visits"), "html") != told(page, "html")


_LOT = "<h1>Transport framework</h1><p>{}</p><h2>Lot 2: Couriers (all regions)</h2><ul><li>{}</li><li>Fleet Care (UK) plc</li></ul>"


@pytest.mark.parametrize(
    ("sentence", "name", "read"),
    [
        ("Tenders came in. The suppliers below have been awarded a place.", "Vein & Vial Ltd", True),
        ("The following companies were appointed in May.", "Vein & Vial Ltd", True),
        ("The suppliers below have been awarded a place.", "Send us a form", False),
        ("The suppliers below came to an open day.", "Vein & Vial Ltd", False),
        ("The suppliers have been awarded a prize.", "Vein & Vial Ltd", False),
    ],
)
def test_bodies_under_a_lot_are_what_a_sentence_above_says_of_those_below(
    told, sentence: str, name: str, *, read: bool
) -> None:
    names = {claim[0] for claim in told(_LOT.format(sentence, name), "html")}

    assert ("Fleet Care (UK) plc" in names) is read

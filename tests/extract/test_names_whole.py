"""Names that small words, commas, places or titles could cut in pieces, in whole sentences; and what only looks alike."""

import pytest

from monitor.extract.discourse.scene import make_scene
from monitor.programmes import Watchlist
from monitor.text import plain
from tests.prose.reading import a_document

BODIES = {"organisation", "weak"}


def bodies(text):
    document = a_document(text)
    scene = make_scene(document, plain(document.text), Watchlist.of(()))
    return [name.surface.removesuffix("'s") for name in scene.names if name.kind.value in BODIES]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Rights and Equalities in Harrow", "REIH"), ("Social Organisation for Unity and Leisure", "SOUL"), ("Dunmere Action, Housing and Legal Advice", "DAHLA"),
        ("Carers and Relatives in Need", "CARIN"), ("Wold Ferns, Mosses and Lichens", "WFML"), ("Voices of Women in Crisis", "VWC"),
    ],
)  # fmt: skip
def test_letters_in_brackets_hold_a_name_together_across_small_words_and_commas(name, short):
    assert bodies(f"The contract goes to {name} ({short}), and {short} starts in June.") == [name, short, short]


@pytest.mark.parametrize(
    "text",
    [
        "It went to Acorn Care and Dunmere Housing Trust (DHT).",
        "It went to Acorn Care, Dunmere Homes and Vale Works (VW).",
        "It went to Acorn Care for Dunmere Homes (the landlord).",
    ],
)
def test_letters_that_stand_for_the_last_name_alone_join_nothing(text):
    assert "Acorn Care" in bodies(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Department for Digital, Culture, Media and Sport (DCMS) paid for it.", []),
        ("The Ministry of Housing, Communities and Local Government paid for it.", []),
        ("Jane Pell, the Cabinet Member for Housing, Health and Wellbeing, agreed.", []),
        ("It was signed by the Director of Law and Democratic Services.", []),
        ("A paper by the Executive Director, Neighbourhoods, Communities & Housing, was read.", []),
        ("The directors of Acorn Care, Vale Works and Marl Housing Trust agreed.", ["Acorn Care", "Vale Works", "Marl Housing Trust"]),
        ("He is the director of Acorn Care.", ["Acorn Care"]),
    ],
)  # fmt: skip
def test_what_an_office_is_for_is_nobody(text, found):
    assert bodies(text) == found


@pytest.mark.parametrize(
    "name",
    [
        "Team Staffordshire", "Support Cambridgeshire", "Age UK Lancashire", "Children First Northamptonshire", "Healthwatch Wiltshire", "Refugee Council", "Norwegian Refugee Council",
        "Wolverhampton Voluntary Sector Council", "Hunts Forum", "Wear Refugee Forum", "Tayside Council on Alcohol", "Crown Fine Storage", "Prince's Trust", "King's College", "Jack Barker Golf",
        "Hedge End Players", "Citizens Advice Hull and Leeds", "Age UK Norfolk and Suffolk", "Mind in Harrow", "Central and South Sussex Citizens Advice", "Lowland Care Downs", "TRC Lakes",
    ],
)  # fmt: skip
def test_a_body_is_one_whatever_place_office_or_person_its_words_could_name(name):
    assert bodies(f"The contract was awarded to {name}, which starts in June.") == [name]


@pytest.mark.parametrize(
    "place",
    ["South Gloucestershire", "Mid Bedfordshire", "Aire Valley", "Upper Marsh", "Kent Downs", "Greater Lincolnshire"],
)
def test_a_stretch_of_country_is_no_body(place):
    assert bodies(f"The service in {place} ends in June. Across {place} people were glad.") == []


@pytest.mark.parametrize(
    "buyer",
    ["Dunmere Council", "Dunmere Borough Council", "Crown Commercial Service", "Crown Court", "Northern Ireland Executive", "Arts Council England"],
)  # fmt: skip
def test_who_buys_or_judges_is_no_provider(buyer):
    assert bodies(f"The contract was let by {buyer} last year.") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It brings in Karmel Nirvan for the women.", ["Karmel Nirvan"]),
        ("It called in Sable Wharfing to help.", ["Sable Wharfing"]),
        ("Our friends at Kestrine run it.", ["Kestrine"]),
        ("The contract of Moor Concern ended.", ["Moor Concern"]),
        ("The handover went ahead, Marl First is the ninth.", ["Marl First"]),
        ("It goes to Mazard & Forth, 22.5 per cent of it.", ["Mazard & Forth"]),
        ("The contract for Moor Barrow ended.", []),
        ("It took place in Sable Wharfing.", []),
        ("It was won by MTR of Hong Kong.", ["MTR"]),
        ("It was won by Fenland Rail Corporation of Hong Kong.", ["Fenland Rail Corporation"]),
        ("It was won by Corrections Corporation of America.", ["Corrections Corporation of America"]),
    ],
)  # fmt: skip
def test_the_words_around_tell_a_body_from_a_place_and_a_person(text, found):
    assert bodies(text) == found

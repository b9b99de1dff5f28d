"""Whether "and" stands inside a name or between two, by the words on both sides and by the rest of the text."""

from __future__ import annotations

import pytest

from monitor.extract.names.kinds import BODIES
from monitor.extract.names.spotting import find_names

#: What holds wherever the name stands.
SENTENCES = ("It has been awarded to {} by the council.", "It will be run by {} from April.")


def names(text: str) -> list[str]:
    return [name.surface for name in find_names(text, ()) if name.kind in BODIES]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize(
    "one",
    [
        "Herbert Vane and Son",
        "Rock and Fish Youth Club",
        "Trees and Gardens Ltd",
        "Exwick Drugs and Homeless Project",
        "Exwick Grand Theatre and Concert House Limited",
        "Ferrowick Roads and Bridges",
        "Blue Cross and Blue Sound",
        "Harrow and Wealdwick Community Trust",
        "Groundwick Leicester and Leicestershire",
    ],
)
def test_one_name_with_and_stays_whole(one: str, sentence: str) -> None:
    assert names(sentence.format(one)) == [one]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Marlin Trust", "Tarn Homes"),
        ("Age UK Exwick", "Exwick Mind"),
        ("Marlin Care", "Home UK"),
        ("Ferrowick Construction", "Omexwick"),
        ("Marlin Trust", "Turning Point"),
        ("Citizens Advice", "Citizens Advice Tarnshire"),
    ],
)
def test_two_names_that_and_joins_are_two(first: str, second: str, sentence: str) -> None:
    assert names(sentence.format(f"{first} and {second}")) == [first, second]


def test_who_is_named_by_himself_elsewhere_is_one_of_two() -> None:
    apart = "It goes to Exwick Drugs and Homeless Project. {} was glad."

    assert names(apart.format("Homeless Project")) == ["Exwick Drugs", "Homeless Project", "Homeless Project"]
    assert names(apart.format("Nobody"))[0] == "Exwick Drugs and Homeless Project"


def test_what_a_sentence_begins_with_and_speaks_of_as_of_one_is_one() -> None:
    assert names("Varn and Wick has won.") == ["Varn and Wick"]
    assert names("Varn and Wick have won.") == ["Varn", "Wick"]
    assert names("Varn and Wick, a firm of the north, keeps it.") == ["Varn and Wick"]
    assert names("Varn and Wick, a firm of the north, keep it.") == ["Varn", "Wick"]
    assert names("In Kent, Varn and Wick has won.")[-1:] == ["Varn and Wick"]
    assert names("In Kent, Varn and Wick have won.")[-2:] == ["Varn", "Wick"]


def test_two_surnames_with_a_land_and_a_legal_form_behind_them_are_one_firm() -> None:
    assert names("The contract went to Varn and Wick (GB) Ltd.") == ["Varn and Wick (GB) Ltd"]
    assert names("The contract went to Harbour Trust and Wick (GB) Ltd.") == ["Harbour Trust", "Wick (GB) Ltd"]
    assert names("The contract went to VarnOmey and MTR Corporation (Wales) Ltd.")[0] == "VarnOmey"


def test_two_that_something_is_split_between_are_two() -> None:
    assert names("The contract is split between Varn Employment and Exwick Skills.") == [
        "Varn Employment",
        "Exwick Skills",
    ]
    assert names("The contract is split between Exwick Drugs and Homeless Project and Marlin Trust.") == [
        "Exwick Drugs and Homeless Project", "Marlin Trust",
    ]  # fmt: skip

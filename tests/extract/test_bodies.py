"""Names that lists know as those of bodies: found whole, in their own capitals, and each for what it mostly is."""

from __future__ import annotations

import itertools
import re
from importlib.resources import files

import pytest

from monitor.extract.discourse.scene import make_scene
from monitor.extract.names.kinds import Kind
from monitor.extract.names.spotting import find_names
from monitor.extract.words.bodies import Part, bodies_in, part_of
from monitor.extract.words.lexicon import is_common, large_places, places
from monitor.programmes import Watchlist
from monitor.text import fold, plain
from tests.prose.reading import a_document

LONGEST = 70


def named(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in bodies_in(text)]


def listed(part: Part) -> list[str]:
    text = files("monitor.extract.words").joinpath(f"{part}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Amey and Change Grow Live have won, and Serco's bid lost.", ["Amey", "Change Grow Live", "Serco"]),
        ("Work went to Ingeus, Shaw Trust's partner", ["Ingeus"]),
        ("Age UK Enfield runs it.", ["Age UK Enfield"]),
        ("The ingeus of it.", []),
        ("Ingeusville is far.", []),
        ("It is Serco-led.", []),
        ("Change grow live, they said.", []),
        ("", []),
    ],
)
def test_a_name_is_found_whole_and_as_it_is_written(text: str, found: list[str]) -> None:
    assert [name for name in named(text) if name != "Shaw Trust"] == found


@pytest.mark.parametrize("text", ["Change Grow Live Larkshire", "Mitie Fernside Homes runs it."])
def test_what_is_only_the_beginning_of_a_longer_name_is_none(text: str) -> None:
    assert named(text) == []


def test_common_words_in_a_line_of_capitals_are_no_name() -> None:
    assert named("Black Rainbow: What Happens Next") == []
    assert named("The homes were run by Black Rainbow until May.") == ["Black Rainbow"]


def test_letters_in_brackets_stand_for_what_is_before_them() -> None:
    names = find_names("Fernside Valleys NHS Foundation Trust (TEWV) runs it.", ())

    assert (names[0].surface, names[0].short) == ("Fernside Valleys NHS Foundation Trust", "TEWV")


def test_each_is_taken_for_what_it_mostly_is() -> None:
    text = "Ingeus has won, said the Department for Work and Pensions."
    kinds = {name.surface: name.kind for name in find_names(text, ())}

    assert kinds["Ingeus"] is Kind.ORGANISATION
    assert kinds["Department for Work and Pensions"] is Kind.BUYER
    assert part_of("Community Care Magazine") is Part.BYSTANDER
    assert part_of("Kestrel Fernside Homes") is None


@pytest.mark.parametrize("part", Part)
def test_a_list_has_names_alone_in_order_and_each_once(part: Part) -> None:
    names = listed(part)

    assert len(names) > 1000
    assert names == sorted(set(names))
    for name in names:
        assert name == name.strip(), name
        assert 1 < len(name) <= LONGEST, name
        assert re.match(r"[A-Z0-9]", name), name
        assert " " in name or not is_common(name), f"{name} is an ordinary word"
        assert fold(name) not in places(), f"{name} is a place"


def test_no_name_is_on_two_lists() -> None:
    for one, other in itertools.combinations(Part, 2):
        assert not set(listed(one)) & set(listed(other))


def test_each_listed_name_is_found_in_a_text() -> None:
    for part in Part:
        names = listed(part)[::37]
        lost = [
            name
            for name in names
            if not any(name == found for found in named(f"They told us that {name}, of all, was there."))
        ]
        assert not lost


def test_towns_are_places_that_a_body_may_be_called_after() -> None:
    assert "kirkby lonsdale" in places()
    assert "kirkby lonsdale" not in large_places()
    text = "Severnside Mutual has pulled out. Severnside said that the price was too low."
    document = a_document(text)
    scene = make_scene(document, plain(document.text), Watchlist.of(()))
    assert {name.kind for name in scene.names if name.surface.startswith("Severnside")} == {Kind.ORGANISATION}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In Kent Amey has won.", ["Kent", "Amey"]),
        ("It is G4S in Wales, in London Mitie.", ["G4S", "Wales", "London", "Mitie"]),
        ("In Essex Women's Aid runs it.", ["Essex Women's Aid"]),
    ],
)
def test_a_listed_name_begins_behind_the_place_where_it_is_spoken_of(text: str, found: list[str]) -> None:
    assert [name.surface for name in find_names(text, ())] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It runs the seven roads of the Isle of Sarn.", {"Isle of Sarn"}),
        ("It works in three prisons: Deerbolt, Low Newton and Frankland.", {"Deerbolt", "Low Newton", "Frankland"}),
        ("It serves North Island (Taupo and above).", set()),
        ("The meeting was at the Town Hall in Acomb.", set()),
    ],
)
def test_where_towns_stand_for_an_area_and_where_not(text: str, found: set[str]) -> None:
    document = a_document(text)
    scene = make_scene(document, plain(document.text), Watchlist.of(()))

    assert {place for _, _, place in scene.places} - {"North Island"} == found

"""Services that come again under the headings of places with who does each, and labels over lists of bodies."""

from __future__ import annotations

import pytest

_LINE = "<p>{}: {}</p>"


def page(title: str, label: str, *names: str) -> str:
    places = ("North Devon", "Torridge")
    lines = (f"<h2>{where}</h2>{_LINE.format(label, name)}" for where, name in zip(places, names, strict=True))
    return f"<main><h1>{title}</h1>{''.join(lines)}</main>"


@pytest.mark.parametrize("label", ["Careers guidance", "Nursing", "Night sitting", "Meals on wheels"])
def test_a_service_that_comes_again_has_who_does_it_behind_it(told, label: str) -> None:
    found = told(page("Help at home: who provides it", label, "Kind Hands CIC", "Sunder Care Ltd"), "html")

    assert found == {
        ("Kind Hands CIC", "lead", "awarded", "North Devon"),
        ("Sunder Care Ltd", "lead", "awarded", "Torridge"),
    }


@pytest.mark.parametrize(
    ("title", "label", "names"),
    [
        ("Help at home: who provides it", "Inspected by", ("Kind Hands CIC", "Sunder Care Ltd")),
        ("Help at home: who provides it", "Manager", ("Ann Bell", "Tom Reed")),
        ("Help at home: who provides it", "Visits", ("Monday", "Friday")),
        ("Clubs of the county", "Chess", ("Kind Hands CIC", "Sunder Care Ltd")),
    ],
)
def test_other_labels_name_no_provider(told, title: str, label: str, names: tuple[str, str]) -> None:
    assert told(page(title, label, *names), "html") == set()


def test_items_below_a_label_that_comes_again_are_its_values(told) -> None:
    section = "<h2>{}</h2><p><b>Lead agency</b><br>{}</p>{}<p><b>Offices</b><br>Bowen</p>"
    body = (
        "<main><h1>Safer homes by region</h1>"
        + section.format(
            "Wide Bay",
            "Kind Hands Ltd",
            "<p><b>Partners</b></p><ul><li>Reef Legal Ltd</li><li>Bay Housing Ltd</li></ul>",
        )
        + section.format("Mackay", "Sunder Care Ltd", "<p><b>Subcontractor</b><br>Talk Counselling Ltd</p>")
        + "</main>"
    )

    assert told(body, "html") == {
        ("Kind Hands Ltd", "lead", "awarded", "Wide Bay"),
        ("Reef Legal Ltd", "partner", "awarded", "Wide Bay"),
        ("Bay Housing Ltd", "partner", "awarded", "Wide Bay"),
        ("Sunder Care Ltd", "lead", "awarded", "Mackay"),
        ("Talk Counselling Ltd", "subcontractor", "awarded", "Mackay"),
    }


def test_terms_name_the_services_under_places_of_which_some_are_known(told) -> None:
    def card(place: str, *pairs: tuple[str, str]) -> str:
        return (
            f"<section><h2>{place}</h2><dl>"
            + "".join(f"<dt>{a}</dt><dd>{b}</dd>" for a, b in pairs)
            + "</dl></section>"
        )

    page = (
        "<h1>Who provides care after hours</h1>"
        + card("Hexham", ("After-hours doctor", "Tyne Deputising"), ("Outreach", "Pellworth Foundation"))
        + card("Marnick", ("After-hours doctor", "Coast Doctors Ltd"), ("Outreach", "Sunder Trust"))
    )

    assert told(page, "html") == {
        ("Tyne Deputising", "lead", "awarded", "Hexham"),
        ("Pellworth Foundation", "lead", "awarded", "Hexham"),
        ("Coast Doctors Ltd", "lead", "awarded", "Marnick"),
        ("Sunder Trust", "lead", "awarded", "Marnick"),
    }


def test_terms_under_the_names_of_houses_tell_no_services(told) -> None:
    page = (
        "<h1>Who provides care after hours</h1><h2>Laurel House</h2><dl><dt>Manager</dt><dd>Ann Lee</dd><dt>Colour</dt><dd>Green</dd></dl>"
        "<h2>Birch House</h2><dl><dt>Manager</dt><dd>Tom Ash</dd><dt>Colour</dt><dd>Blue</dd></dl>"
    )

    assert told(page, "html") == set()

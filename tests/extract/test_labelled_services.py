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

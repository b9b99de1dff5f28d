"""What an item is about is read from its words, so that a choice of themes or groups narrows a bulletin to it."""

from __future__ import annotations

from dataclasses import replace

from monitor.digest.select import select
from monitor.digest.tagging import tagged
from monitor.model import Audience, DigestItem, Section, SectionKind
from monitor.programmes import load_packs


def issue(build, *headlines):
    items = tuple(DigestItem(id=str(number), headline=words) for number, words in enumerate(headlines))
    digest = replace(build.digest(), sections=(Section(kind=SectionKind.SECTOR, items=items),))
    return tagged(digest, load_packs())


def test_wordings_of_any_year_come_to_one_theme_or_group(build):
    first, second, third = issue(
        build, "Tenancy support in Leeds", "A fund for BAME led charities", "A conference in May"
    ).items

    assert first.themes == ("accommodation",)
    assert second.specialisms == ("racially-minoritised-people",)
    assert (third.themes, third.specialisms) == ((), ())


def test_who_chose_a_theme_gets_what_is_about_it_and_what_is_about_none(build):
    digest = issue(build, "Housing for people on release", "Debt advice starts", "A conference in May")
    shown = select(digest, Audience(themes=("accommodation",)))

    assert [item.headline for section in shown.sections for item in section.items] == [
        "Housing for people on release",
        "A conference in May",
    ]

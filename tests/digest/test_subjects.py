"""Subjects that a phone shows whole: shortened where a sentence allows it, and told to staff where it had to be cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest.gates import look_over
from monitor.digest.render import render
from monitor.digest.subject import SUBJECT_LIMIT
from monitor.model import Audience, EventType, Role

LONG = "Bedfordshire, Northamptonshire, Cambridgeshire and Hertfordshire"


def subject(digest, language="en") -> str:
    return render(digest, Audience(language=language)).subject


def replacement(build, area: str, name: str = "Old Harbour Ltd"):
    return build.event(
        type=EventType.REPLACED, organisation=name, organisation_id="old", organisation_to="New Quay CIC",
        organisation_to_id="new", role=Role.LEAD, area=area,
    )  # fmt: skip


def others(build, number: int):
    return [build.event(f"o{n}", organisation=f"O{n}", organisation_id=f"o{n}", area=f"A{n}") for n in range(number)]


def test_a_subject_that_fits_is_the_first_item_and_the_name_and_number_of_the_issue(build):
    assert subject(build.digest(events=[build.event()])) == "Acme joins as a partner in Northshire – The weekly 12"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "New Quay CIC replaces Old Harbour Ltd as preferred bidder in one area"),
        ("cy", "Mae New Quay CIC yn disodli Old Harbour Ltd fel cynigydd a ffefrir…"),
    ],
)
def test_a_long_one_counts_its_areas_before_it_is_cut(build, language, said):
    assert subject(build.digest(events=[replacement(build, LONG)]), language) == said


def test_it_says_how_many_more_items_there_are_and_leaves_out_what_stands_in_brackets(build):
    event = build.event(
        type=EventType.STATUS_CHANGED, role=Role.LEAD, before="preferred_bidder", after="awarded", area="Northshire"
    )

    assert (
        subject(build.digest(events=[event])) == "Acme is awarded the contract in Northshire (before: preferred bidder)"
    )
    for number, english, welsh in [(1, "and one more item", "gydag un"), (7, "and 7 more items", "gyda 7 eitem arall")]:
        digest = build.digest(events=[event, *others(build, number)])
        assert subject(digest) == f"Acme is awarded the contract in Northshire, {english}"
        assert welsh in subject(digest, "cy")


def test_a_person_who_wrote_too_much_is_told_that_it_was_cut(build):
    short, long = (
        build.digest(events=[build.event(wording=words), *others(build, 2)])
        for words in ("Acme is in.", f"Acme, which ran {LONG} for years, is in at last, says Ann.")
    )

    def codes(digest) -> set[str]:
        return {each.code for each in look_over(digest, render(digest), sent=[], today=build.now.date(), links={})}

    assert subject(long) == "Acme, which ran Bedfordshire, Northamptonshire…, and 2 more items"
    assert "long subject" in codes(long)
    assert "long subject" not in codes(short)


@given(
    words=st.text(alphabet="abc (:), ", max_size=140),
    number=st.integers(min_value=0, max_value=12),
    title=st.text(alphabet="abc ", max_size=90),
    language=st.sampled_from(["en", "cy"]),
)
def test_no_subject_is_longer_than_a_phone_shows(build, words, number, title, language):
    digest = build.digest(events=[build.event(wording=words), *others(build, number)], title=title)

    for each in (digest, build.digest(title=title)):
        made = subject(each, language)
        assert 0 < len(made) <= SUBJECT_LIMIT

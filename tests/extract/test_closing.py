"""Closing dates: the year is worked out from the publication and the weekday, and doubt is kept."""

from __future__ import annotations

from datetime import date, time

import pytest

from monitor.extract.closing import find_closings
from monitor.model import Block, BlockKind, Zone, document_of

PUBLISHED = date(2024, 11, 6)


def a_document(text, *, title="", zone=Zone.MAIN):
    blocks = [Block(kind=BlockKind.PARAGRAPH, text=text, zone=zone)]
    return document_of(blocks, source_id="s", identity="i", url="https://a.test", title=title)


def only(text, *, on=PUBLISHED, **fields):
    (closing,) = find_closings(a_document(text, **fields), on=on)
    return closing


@pytest.mark.parametrize(
    ("text", "on", "at"),
    [
        ("Apply by Mon 18 Nov, 10am.", date(2024, 11, 18), time(10)),
        ("The closing date is 3 January at 5.30pm.", date(2025, 1, 3), time(17, 30)),
        ("Deadline: Friday 29th November 2024, noon", date(2024, 11, 29), time(12)),
        ("Applications close on 1 December 2024 at 23:59.", date(2024, 12, 1), time(23, 59)),
        ("Responses to the consultation must be in by 14 February.", date(2025, 2, 14), None),
        ("Please register before the 2nd of December.", date(2024, 12, 2), None),
    ],
)
def test_a_closing_date_is_read_with_its_time_and_the_year_that_it_must_be(text, on, at):
    closing = only(text)

    assert (closing.on, closing.at, closing.ambiguous) == (on, at, False)
    assert closing.evidence.quote in text


def test_a_weekday_that_fits_no_near_year_leaves_the_year_in_doubt():
    closing = only("Apply by Mon 18 Nov, 10am.", on=date(2014, 11, 5))

    assert closing.ambiguous
    assert closing.on.weekday() == 0


@pytest.mark.parametrize(
    "text",
    [
        "The centre closes for the winter.", "On 18 November the minister spoke.", "Apply by 31 February 2025.",
        "Nacro was founded on 4 May 1966 and will respond.",
    ],
)  # fmt: skip
def test_what_is_no_deadline_or_no_day_is_none(text):
    assert find_closings(a_document(text), on=PUBLISHED) == ()


def test_furniture_closes_nothing():
    assert find_closings(a_document("Apply by 18 November", zone=Zone.CHROME), on=PUBLISHED) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Salary 30,000. Apply by 18 November.", "vacancies"), ("Respond to the consultation by 18 November.", "consultations"),
        ("Grants of up to 5,000. The deadline is 18 November.", "funding"), ("Book by 18 November for the conference.", "events"),
        ("Submit it by 18 November.", ""),
    ],
)  # fmt: skip
def test_the_kind_is_that_of_the_words_around_it(text, kind):
    assert only(text).kind == kind


def test_it_is_over_after_its_hour_and_without_one_after_its_day():
    timed, untimed = only("Apply by Mon 18 Nov, 10am."), only("Apply by Mon 18 Nov.")
    day = date(2024, 11, 18)

    assert not timed.is_over(day, time(9, 59))
    assert timed.is_over(day, time(10, 1))
    assert not untimed.is_over(day, time(23))
    assert untimed.is_over(date(2024, 11, 19))

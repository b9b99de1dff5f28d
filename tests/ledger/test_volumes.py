"""Volumes: read with unit and period, never mixed; a restated budget is a change."""

from __future__ import annotations

import pytest

from monitor.errors import TierwatchError
from monitor.ledger.volumes import Volume, budget_change, sum_of, volume_of


@pytest.mark.parametrize(
    ("words", "volume"),
    [
        ("£3.2m a year", Volume(low=3.2e6, high=3.2e6, unit="pounds", period="year")),
        ("£848.6 million to £1,016.4 million", Volume(low=848.6e6, high=1016.4e6, unit="pounds")),
        ("1,200 people per month", Volume(low=1200, high=1200, unit="people", period="month")),
        ("£160-million", Volume(low=160e6, high=160e6, unit="pounds")),
        ("£2-3 million", Volume(low=2e6, high=3e6, unit="pounds")),
        ("from £900 to £1m", Volume(low=900, high=1e6, unit="pounds")),
        ("40 service users", Volume(low=40, high=40, unit="service users")),
        ("much", None),
    ],
)
def test_a_volume_is_read_with_its_unit_and_period(words, volume):
    assert volume_of(words) == volume


def test_pounds_and_people_are_never_added_up_nor_a_year_to_a_month():
    pounds, people = volume_of("£10 a year"), volume_of("10 people a year")

    assert sum_of([pounds, pounds]).low == 20
    for other in (people, volume_of("£10 a month")):
        with pytest.raises(TierwatchError, match="cannot be added up"):
            sum_of([pounds, other])


def a_notice(**tender):
    return {"ocid": "o", "buyer": {"name": "Ministry"}, "tender": tender}


def test_a_range_that_becomes_one_amount_is_a_change_with_the_figure_as_evidence():
    before = a_notice(minValue={"amount": 848_600_000}, value={"amount": 1_016_400_000, "currency": "GBP"})
    after = a_notice(value={"amount": 854_400_000, "currency": "GBP"})

    change = budget_change(before, after, "The value is 854400000 in all")

    assert (change.organisation, change.before, change.after) == (
        "Ministry", "£848.6 million to £1,016.4 million", "£854.4 million",
    )  # fmt: skip
    assert change.evidence.quote == "854400000"


def test_the_same_budget_and_one_that_nobody_states_change_nothing():
    stated = a_notice(value={"amount": 5})

    assert budget_change(stated, stated, "") is None
    assert budget_change(a_notice(), stated, "") is None
    assert budget_change(stated, a_notice(value={"amount": "a lot"}), "") is None

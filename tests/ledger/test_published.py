"""Totals of others: beside ours, compared with one another, and added up only where a source says that they are apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.errors import TierwatchError
from monitor.ledger.published import beside, comparisons, total_of
from monitor.model import Role, Standing, Status
from monitor.programmes.pack import Denominator

DAY = date(2014, 10, 29)


def a_total(id_="one", value=300, **fields):
    values = {
        "label": "subcontractors",
        "unit": "organisations",
        "on": DAY,
        "source": "https://a.test",
        "publisher": "A",
    }
    return Denominator(id=id_, value=value, **(values | fields))


def a_standing(name, role=Role.SUBCONTRACTOR):
    return Standing(
        organisation=name, organisation_id=name, role=role, status=Status.AWARDED, area="North", partnership="Alliance"
    )


def words(total, *standings):
    return beside([total], standings, {}, as_of=DAY)[0].in_words()


def test_a_rough_whole_is_printed_as_what_our_names_are_of():
    total = a_total(bound="about", counts="subcontractors-distinct")

    assert words(total, a_standing("Acme"), a_standing("Beacon", Role.LEAD)) == (
        "named 1 of about 300 subcontractors (A, 29 October 2014, https://a.test)"
    )


def test_a_count_of_others_is_printed_with_ours_after_it_and_neither_is_changed():
    assert words(a_total(counts="named-distinct", value=8), a_standing("Acme")) == (
        "8 subcontractors (A, 29 October 2014, https://a.test): we name 1"
    )


def test_a_total_of_what_we_do_not_count_stands_alone():
    assert words(a_total(value=13_500)) == "13,500 subcontractors (A, 29 October 2014, https://a.test)"


def test_the_members_of_a_partnership_can_be_counted_beside_what_it_says_of_itself():
    total = a_total(counts="members:Alliance", value=8)

    assert words(total, a_standing("Acme"), a_standing("Beacon"), a_standing("Alliance")).endswith("we name 2")


def test_totals_of_one_thing_that_differ_are_a_contradiction_and_those_that_fit_are_not():
    differing = [a_total("a", 14, counts="named-distinct"), a_total("b", 16, counts="named-distinct")]
    fitting = [a_total("c", 50, counts="s", bound="more_than"), a_total("d", 75, counts="s", bound="about")]
    alone = [a_total("e", 9, counts="leads-distinct")]

    found = comparisons([*fitting, *alone, *differing], programme="round")

    assert [([total.id for total in each.totals], each.compatible) for each in found] == [
        (["a", "b"], False), (["c", "d"], True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("bound", "value", "compatible"), [("more_than", 50, False), ("at_least", 50, True), ("about", 55, True)]
)
def test_a_bound_is_taken_at_its_word(bound, value, compatible):
    found = comparisons([a_total("a", 50, counts="s"), a_total("b", value, counts="s", bound=bound)], programme="round")

    assert found[0].compatible is compatible


def test_totals_are_added_up_only_if_a_source_says_that_they_count_different_bodies():
    one, other = a_total("one"), a_total("other", 700)

    with pytest.raises(TierwatchError, match="may overlap"):
        total_of([one, other])
    with pytest.raises(TierwatchError, match="overlap: they count"):
        total_of([replace(one, overlaps=("other",)), other])
    with pytest.raises(TierwatchError, match="not the same thing"):
        total_of([one, replace(other, unit="pounds", apart_from=("one",))])
    assert total_of([one, replace(other, apart_from=("one",))]) == 1000

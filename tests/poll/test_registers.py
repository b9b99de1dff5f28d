"""A register that is polled: what its visits say of fields that are not where they should be."""

from __future__ import annotations

import json

import pytest

from monitor.sources.register import RegisterOptions

FIELDS = {"lead": ["supplier", "provider"], "areas": "where.region", "partners": "partners"}
NORTH = {"supplier": "Harbour Trust", "where": {"region": "Northvale"}}
EAST = {"supplier": "Lantern", "where": {"region": None}, "partners": ["Quayside Housing"]}
SOUTH = {"provider": "Open Door", "where": {"region": "Southmere"}}


@pytest.fixture
def published(site):
    """Put records at the address of the register."""
    return lambda *records: site.put("/register", json.dumps(records), content_type="application/json")


def test_who_or_where_missing_in_a_few_records_is_noted_with_the_field_and_their_number(published, poller) -> None:
    published(NORTH, EAST, SOUTH)
    register = poller("/register", kind="register", options=RegisterOptions(fields=FIELDS))
    register.poll()
    assert register.last.notes == ()

    published(NORTH, {"supplier": "Lantern", "partners": []}, SOUTH)
    register.poll()
    assert register.last.notes == ('1 of 3 records lacks the field of "areas" (where.region)',)

    published(NORTH, NORTH, SOUTH, {"partners": ["Lantern"]}, {"title": "Open Door"})
    register.poll()
    assert register.last.notes == (
        '2 of 5 records lack the field of "lead" (supplier or provider)',
        '2 of 5 records lack the field of "areas" (where.region)',
    )


def test_what_most_records_lack_or_may_lack_is_not_noted(published, poller) -> None:
    published({**NORTH, "partners": []}, {"supplier": "Lantern", "partners": []}, {"provider": "Open Door"})
    register = poller("/register", kind="register", options=RegisterOptions(fields=FIELDS))

    register.poll()

    assert register.last.failure == ""
    assert register.last.notes == ()

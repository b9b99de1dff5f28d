"""A register that is polled: what its visits say of fields that are not where they should be, and of keys that say nothing."""

from __future__ import annotations

import json

import pytest

from monitor.model import EventType
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


def test_a_register_whose_keys_no_longer_say_who_is_restructured_and_nobody_leaves(published, poller, store) -> None:
    published({"supplier": "Harbour Trust", "area": "Northvale"}, {"supplier": "Lantern", "area": "Southmere"})
    register = poller("/register", kind="register", complete=True)
    register.poll()
    before = store.standings.as_of(register.now.date())
    published({"f1": "Harbour Trust", "f2": "Northvale"}, {"f1": "Lantern", "f2": "Southmere"})

    events = [event for _ in range(4) for event in register.poll()]

    assert [event.type for event in events] == [EventType.RESTRUCTURED]
    assert register.last.failure == (
        "no key of the records says who provides what; expected fields.lead of the source to name the key that does, "
        'and the records have "f1", "f2"'
    )
    assert len(before) == 2
    assert store.standings.as_of(register.now.date()) == before


def test_a_mapping_without_anybody_is_told_too(published, poller) -> None:
    published({"supplier": "Harbour Trust", "area": "Northvale"})
    register = poller("/register", kind="register", options=RegisterOptions(fields={"areas": "area"}))

    register.poll()

    assert "expected fields.lead of the source" in register.last.failure


def test_a_register_that_is_vacant_for_now_and_one_file_of_many_are_good(site, published, poller) -> None:
    published({"supplier": None, "area": "Northvale"})
    vacant = poller("/register", kind="register")
    vacant.poll()
    assert vacant.last.failure == ""

    def listed(**shas: str) -> None:
        files = [{"name": name, "download_url": f"{site.url}/{name}", "sha": sha} for name, sha in shas.items()]
        site.put("/index", json.dumps(files), content_type="application/json")

    for name in ("one", "two"):
        site.put(
            f"/{name}", json.dumps({"supplier": f"Trust {name}", "area": "Northvale"}), content_type="application/json"
        )
    listed(one="1", two="1")
    parts = poller("/index", kind="register", options=RegisterOptions(index=True))
    parts.poll()
    site.put("/two", json.dumps({"area": "Northvale"}), content_type="application/json")
    listed(one="1", two="2")
    parts.poll()
    assert parts.last.failure == ""

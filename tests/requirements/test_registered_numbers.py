"""A registered number says who is who, over sources and years: a new name is a rename, a variant is nobody new, an old name is no way back."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.model import EventType

DAY = datetime(2014, 10, 29, 12, tzinfo=UTC)


def tells(name, number="company number 07070707", service="run the Larkmoor advice service in Kent"):
    return (
        f"<h1>Advice in Kent</h1><p>{name} ({number}) has been awarded the contract to {service}.</p>"
        "<p>Opening hours stay as they are, and letters go to the same address.</p>"
    )


@pytest.fixture
def told(fresh, site):
    """Tell a page of a source of its own, a week after the last; the events that it brings in words."""
    count = 0

    def tell(text):
        nonlocal count
        count += 1
        at = DAY + timedelta(weeks=count)
        source = f"s{count}"
        where = {"path": f"/{source}", "source": source, "publisher": f"Paper {count}"}
        fresh.visit(site, "<p>Nothing is told here so far but the opening hours.</p>", at - timedelta(days=1), **where)
        return [event.change for event in fresh.visit(site, text, at, **where).events]

    tell(tells("Hartwell Care"))
    return tell


def holders(fresh):
    return {row["organisation"] for row in fresh.ask("standings", "--as-of", "2015-06-01")}


def test_a_new_name_with_a_number_that_is_known_is_a_rename_and_neither_a_leaver_nor_a_joiner(fresh, told):
    changes = told(tells("Meridian Support"))

    assert [(c.type, c.organisation, c.organisation_to) for c in changes] == [
        (EventType.RENAMED, "Hartwell Care", "Meridian Support")
    ]
    assert holders(fresh) == {"Meridian Support"}


def test_a_name_written_otherwise_with_the_same_number_is_nobody_new(fresh, told):
    assert told(tells("Hartwell Care Services")) == []
    assert holders(fresh) == {"Hartwell Care"}


def test_the_old_name_that_comes_back_later_renames_nobody_back(fresh, told):
    told(tells("Meridian Support"))

    assert told(tells("Hartwell Care")) == []
    assert holders(fresh) == {"Meridian Support"}


@pytest.mark.parametrize(
    "number",
    ["charity number 7070707", "registration number 7070707", "company number 07070708"],
)
def test_the_same_digits_of_another_register_or_of_none_say_nothing(fresh, told, number):
    changes = told(tells("Meridian Support", number))

    assert EventType.RENAMED not in {change.type for change in changes}
    assert holders(fresh) == {"Hartwell Care", "Meridian Support"}


def test_a_page_that_names_a_variant_is_quiet_when_it_is_edited_and_loses_nobody(fresh, site):
    visits = [
        ("a", tells("Hartwell Care")),
        ("b", "<p>Nothing is told here so far but the opening hours.</p>"),
        ("b", tells("Hartwell Care Services")),
        ("b", tells("Hartwell Care Services").replace("stay as they are", "are the same as before")),
        ("b", tells("Hartwell Care Services") + "<p>The office is closed on Friday.</p>"),
    ]
    for week, (source, text) in enumerate(visits):
        where = {"path": f"/{source}", "source": source}
        outcome = fresh.visit(site, text, DAY + timedelta(weeks=week), **where)

        assert outcome.events == (), text
    assert holders(fresh) == {"Hartwell Care"}


def test_a_number_of_a_pack_names_the_body_of_the_pack(fresh, told):
    told(tells("Holborn Works", "company number 00842846", "run the Larkmoor mentoring service in Essex"))

    assert holders(fresh) == {"Hartwell Care", "Sodexo Justice Services"}

"""Full text search, what readers object to, and the ledger from above: the same on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from monitor.ledger.opendata import standing_id
from monitor.model import Block, BlockKind, Role, document_of
from monitor.store import Objection
from tests.store import builders as b


def read(store, words, *, identity="page", at=b.NOON):
    document = document_of(
        [Block(kind=BlockKind.PARAGRAPH, text=words)], source_id="list", identity=identity, url=b.URL, title="Notice"
    )
    store.record(b.a_poll(document=document, at=at, begun=(), events=()))


def test_a_document_is_found_by_words_that_stand_anywhere_in_it(store):
    read(store, "The partnership will run mentoring for women in Northshire", identity="one")
    read(store, "Nothing about that here", identity="two")

    (hit,) = store.full_text.find("mentor women")

    assert [part for part, sought in hit.extract if sought] == ["mentoring", "women"]
    assert "".join(part for part, _ in hit.extract).endswith("Northshire")
    assert store.full_text.count("mentor women") == 1


def test_only_the_latest_version_of_a_document_is_found(store):
    read(store, "Acme leads in Northshire")
    read(store, "Beacon leads in Northshire", at=b.NOON + timedelta(days=1))

    assert store.full_text.find("acme") == ()
    assert len(store.full_text.find("beacon")) == 1


def test_the_last_word_may_be_begun_only_and_accents_do_not_matter(store):
    read(store, "Ymddiriedolaeth Brawf Gymru")

    assert len(store.full_text.find("brawf gym")) == 1


@pytest.mark.parametrize(
    "typed",
    ['"', "'", "a OR", "NEAR(", "*", "title:acme", "acme) OR 1=1 --", "acme & ! |", "\x00acme", "(" * 500, "", "   "],
)
def test_what_is_typed_is_never_read_as_a_query(store, typed):
    read(store, "Acme leads in Northshire")

    assert len(store.full_text.find(typed)) in {0, 1}
    assert store.full_text.count(typed) in {0, 1}


def test_documents_stored_before_there_was_an_index_are_put_in_once(store):
    read(store, "Acme leads in Northshire")
    with store.database.write() as connection:
        connection.execute(text("DELETE FROM search_words"))
        connection.execute(text("DELETE FROM search_documents"))
    assert store.full_text.find("acme") == ()

    assert (store.full_text.catch_up(), store.full_text.catch_up()) == (1, 0)
    assert len(store.full_text.find("acme")) == 1


def test_an_objection_is_kept_once_and_closed_once(store):
    made = Objection(about_kind="organisation", about_id="acme", about_name="Acme", words="It left in May", at=b.NOON)

    assert (store.objections.add(made), store.objections.add(made)) == (True, False)
    assert store.objections.count_open() == 1
    assert store.objections.close(made.id, by="ada", at=b.NOON, outcome="corrected")
    assert not store.objections.close(made.id, by="bob", at=b.NOON, outcome="again")
    assert store.objections.list(is_open=True) == ()
    assert [(each.closed_by, each.outcome) for each in store.objections.list()] == [("ada", "corrected")]


def test_a_fact_is_found_by_its_permanent_id_also_after_its_end_is_known(store):
    begun = b.a_standing("Acme")
    store.record(b.a_poll("Acme"))
    store.record(b.a_poll("Acme", at=b.NOON + timedelta(days=9), begun=(), ended=(b.ended(begun, date(2014, 11, 7)),)))

    ends = [each.valid_to for each in store.standings.by_id(standing_id(begun))]
    assert ends == [None, date(2014, 11, 7)]


def test_a_fact_without_a_beginning_has_a_permanent_id_too(store):
    begun = b.a_standing("Acme", valid_from=None)
    store.record(b.a_poll("Acme", begun=(begun,)))

    assert len(store.standings.by_id(standing_id(begun))) == 1


def test_the_overview_names_areas_organisations_and_the_days_on_which_something_moved(store):
    acme, beacon = b.a_standing("Acme"), b.a_standing("Beacon", area="Southshire", partnership="Beacon and friends")
    store.record(b.a_poll("Acme", begun=(acme, beacon)))
    store.record(b.a_poll("Acme", at=b.NOON + timedelta(days=9), begun=(), ended=(b.ended(acme, date(2014, 11, 7)),)))

    overview = store.overview
    assert [(each.programme, each.name) for each in overview.areas()] == [
        ("round", "Northshire"),
        ("round", "Southshire"),
    ]
    assert [each.name for each in overview.organisations()] == ["Acme", "Beacon"]
    assert overview.partnerships() == (("round", "Beacon and friends"),)
    assert overview.days(programme="round") == ((b.DAY, 2), (date(2014, 11, 7), 1))


def test_the_revision_moves_with_the_ledger_and_not_because_a_source_was_looked_at_again(store):
    empty = store.overview.revision()
    store.record(b.a_poll("Acme"))
    before = store.overview.revision()
    assert before.ledger != empty.ledger

    store.record(b.a_poll("Acme", at=b.NOON + timedelta(days=1), begun=(), events=()))

    assert store.overview.revision() == before


def test_standings_can_be_asked_for_some_areas_and_roles(store):
    rows = (b.a_standing("Acme"), b.a_standing("Beacon", area="Southshire"), b.a_standing("Cause", role=Role.PARTNER))
    store.record(b.a_poll("Acme", begun=rows))

    def asked(**which):
        return [each.organisation for each in store.standings.as_of(b.DAY, **which)]

    assert asked(areas=["Southshire"]) == ["Beacon"]
    assert asked(roles=[Role.PARTNER]) == ["Cause"]
    assert asked(areas=[]) == []

"""What was stored long ago goes; facts, their evidence and what events were told against do not, and the next visit finds no more news."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from monitor.store import Keep, open_store
from tests.operations import scenario

LAST = scenario.VERSIONS - 1
LONG_AFTER = scenario.START + timedelta(days=4000)


long = [
    pytest.mark.soak,
    pytest.mark.skipif("TIERWATCH_SOAK" not in os.environ, reason="a long proof: set TIERWATCH_SOAK=1"),
]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=long)])
def database(request, tmp_path) -> str:
    if request.param == "postgresql":
        return request.getfixturevalue("postgres_server").new_database()
    return f"sqlite:///{tmp_path}/state/tierwatch.db"


def poll_up_to(site, database: str, version: int) -> None:
    for each in range(version + 1):
        scenario.publish(site, each)
        scenario.poll(site.url, database, each)


def gather(store) -> tuple[object, ...]:
    """Facts, evidence, and what each event is shown with on the desk."""
    events = store.events.list()
    against = [
        version.document
        for event in events
        if event.version_id and (now := store.documents.version(event.version_id))
        for version in store.documents.history(now.document_id)
        if version.ordinal in {now.ordinal, now.ordinal - 1}
    ]
    return events, store.claims.list(), store.standings.known(), against


@pytest.mark.slow
def test_all_that_may_go_goes_and_facts_and_evidence_stay(site, database) -> None:
    poll_up_to(site, database, LAST - 1)
    with open_store(database) as store:
        before = gather(store)
        announced = store.prune(Keep(before=LONG_AFTER, newest=3), only_count=True)
        gone = store.prune(Keep(before=LONG_AFTER, newest=3))
        again = store.prune(Keep(before=LONG_AFTER, newest=3))

        assert gather(store) == before
        assert store.integrity() == ()
    scenario.publish(site, LAST)
    scenario.poll(site.url, database, LAST)
    with open_store(database) as store:
        found = scenario.found(store)
        quoted = [
            store.documents.version(claim.version_id).document.text[
                claim.claim.evidence.start : claim.claim.evidence.end
            ]
            == claim.claim.evidence.quote
            for claim in store.claims.list()
        ]

    assert found == sorted(scenario.truth())
    assert (announced.versions, announced.visits) == (gone.versions, gone.visits)
    assert gone.answers >= announced.answers
    assert gone.visits > 0
    assert (again.versions, again.answers, again.visits) == (0, 0, 0)
    assert all(quoted)
    assert quoted


ROOMS = ["amber", "birch", "cedar", "dover", "elder", "fern", "garnet", "hazel"]


def test_a_page_that_says_something_else_each_time_is_kept_in_its_last_states_only(tierwatch, site) -> None:
    source = f'[[sources]]\nid = "n"\nkind = "page"\nurl = "{site.url}/n"\ninternal = true'
    tierwatch.configure(f"[operations]\nkeep_versions = 3\n{source}")
    for room in ROOMS:
        text = f"<html><body><main><h1>Board</h1><p>The board met in the {room} room of the old town hall.</p></main></body></html>"
        site.put("/n", text)
        tierwatch("poll")

    assert tierwatch("prune", "--dry-run").stdout.startswith("would drop 5 old versions, 5 stored answers")
    assert tierwatch("prune").stdout.startswith("dropped 5 old versions, 5 stored answers")
    assert tierwatch("prune").stdout.startswith("dropped 0 old versions, 0 stored answers")
    with tierwatch.store() as store:
        (document,) = store.documents.of_source("n")
        kept = [version.ordinal for version in store.documents.history(document.document_id)]
        answers = store.documents.snapshots("n")
    assert kept == [6, 7, 8]
    assert answers[-1].body.decode() == text
    assert len(answers) == 3

"""The JSON API: its answers, pages, filters, tags and bounds; and what schemathesis makes of its OpenAPI document."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from monitor.model import Decision, EventState, Verdict
from monitor.web.api.resources import RESOURCES
from tests.web.conftest import serve

EXAMPLES = 20


def answer(pages, path, **asked):
    got = pages.client().get(f"/api/v1/{path}", query_string=asked)
    assert got.status_code == 200, got.get_data(as_text=True)
    return got.json


@pytest.fixture(scope="module")
def described(demonstration, tmp_path_factory):
    """The application of the whole module, as schemathesis reads its document."""
    with serve(demonstration, tmp_path_factory.mktemp("api") / "state", api_requests_a_minute=100_000) as pages:
        yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", pages.app)


#: Anything is a fit part of a path, so only questions can be wrong.
CASES = [(f"list_{each.name}", mode) for each in RESOURCES for mode in schemathesis.GenerationMode]
CASES += [(f"get_{each.name}", schemathesis.GenerationMode.POSITIVE) for each in RESOURCES]


@pytest.mark.parametrize(("name", "mode"), CASES, ids=lambda part: getattr(part, "value", part))
def test_schemathesis_finds_nothing(described, name, mode):
    operation = described.find_operation_by_id(name)

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def every_case_is_answered_as_the_document_says(case):
        case.call_and_validate()

    every_case_is_answered_as_the_document_says()


def test_who_held_what_on_a_day_with_the_words_and_the_source(pages):
    found = answer(pages, "standings", programme="transforming-rehabilitation", area="Essex", as_of="2014-11-08")

    assert sorted(each["organisation"] for each in found["standings"]) == ["Nacro", "Sodexo Justice Services"]
    one = found["standings"][0]
    assert one["quote"]
    assert one["source"].startswith("http")
    assert pages.client().get(urlsplit(one["url"]).path).status_code == 200
    assert answer(pages, f"standings/{one['id']}")["organisation"] == one["organisation"]


def test_what_was_not_known_yet_is_not_told(pages):
    later = answer(pages, "standings", area="Essex", as_of="2014-11-08", known_at="2014-10-01")

    assert later == {"standings": [], "next": None}


def test_pages_join_to_the_whole_and_repeat_nothing(pages):
    whole = answer(pages, "standings", as_of="2014-11-08", limit=200)["standings"]
    joined, path = [], "standings?as_of=2014-11-08&limit=7"
    while path:
        got = pages.client().get(f"/api/v1/{path}")
        page = got.json
        joined += page["standings"]
        path = page["next"] and page["next"].partition("/api/v1/")[2]
        assert bool(path) == ("Link" in got.headers)

    assert joined == whole
    assert len({each["id"] for each in joined}) == len(joined) > 60


@pytest.mark.parametrize("name", ["standings", "events", "organisations", "areas", "documents", "digests"])
def test_each_entry_of_a_list_is_at_an_address_of_its_own(pages, name):
    for entry in answer(pages, name, limit=5)[name]:
        key = f"{entry['programme']}/{entry['id']}" if name == "areas" else entry["id"]
        assert answer(pages, f"{name}/{key}")["id"] == entry["id"]


def test_only_what_a_person_approved_is_an_event_here(pages):
    event = pages.store.events.list(state=EventState.ACCEPTED, concerns_source=False)[0]
    assert answer(pages, f"events/{event.id}")["wording"] == event.wording

    pages.store.events.decide(Decision(event_id=event.id, verdict=Verdict.REOPEN, by="ada", at=pages.clock()))

    assert pages.client().get(f"/api/v1/events/{event.id}").status_code == 404
    assert event.id not in json.dumps(answer(pages, "events", limit=200))


def test_documents_are_found_by_their_words_and_bodies_by_a_former_name(pages):
    assert answer(pages, "documents", q="preferred bidder")["documents"]
    assert [each["id"] for each in answer(pages, "organisations", q="nacr")["organisations"]] == ["nacro"]
    assert answer(pages, "areas", q="C13")["areas"][0]["programme"] == "transforming-rehabilitation"


def test_an_answer_that_is_known_is_not_sent_again(pages):
    client = pages.client()
    tag = client.get("/api/v1/standings").headers["ETag"]

    again = client.get("/api/v1/standings", headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "asked",
    ["limit=0", "limit=201", "limit=1.0", "limit= 5", "as_of=1", "as_of=2014-1-1", "as_of=2014-02-30", "role=boss", "nonsense=1",
     "limit=1&limit=2", "after=zz", "as_of=2014-10-29T00:00:00Z", "programme="],
)  # fmt: skip
def test_what_may_not_be_asked_is_refused_in_words(pages, asked):
    got = pages.client().get(f"/api/v1/standings?{asked}")

    assert got.status_code == 400
    assert got.json["error"]["detail"]


def test_who_asks_too_often_is_told_when_to_go_on(serving_with):
    with serving_with(api_requests_a_minute=5) as pages:
        client = pages.client()
        codes = [client.get("/api/v1/areas").status_code for _ in range(7)]

        assert codes[:5] == [200] * 5
        refused = client.get("/api/v1/areas")
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) >= 1


def test_other_sites_may_read_it_where_it_is_public_and_nobody_else_where_it_is_not(pages, serving_with):
    assert pages.client().get("/api/v1/areas").headers["Access-Control-Allow-Origin"] == "*"
    with serving_with(tracker="members") as closed:
        refused = closed.client().get("/api/v1/areas")
        assert refused.status_code == 401
        assert "Access-Control-Allow-Origin" not in refused.headers


def test_the_whole_history_can_be_asked_for_to_its_ends(pages):
    for day in (date.min, date.max):
        answer(pages, "standings", as_of=day.isoformat(), known_at=day.isoformat())
        answer(pages, "events", since=day.isoformat(), until=day.isoformat())

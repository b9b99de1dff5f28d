"""How a visit goes: steps in order, what fails, what is handed on."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.errors import FetchError, SourceError
from monitor.model import Request, Snapshot, Source, Unchanged, Validators
from monitor.sources.listing import ListingOptions
from monitor.sources.ocds import OcdsOptions
from monitor.sources.ocds import requests as windows_of
from monitor.sources.visit import visit

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
INDEX = "https://site.example/news/"


def answering(answers: dict, asked: list[Request] | None = None):
    def fetch(request: Request):
        if asked is not None:
            asked.append(request)
        answer = answers.get(request.url)
        if answer is None:
            raise FetchError(request.url, "no such page", kind="http", transient=False, status=404)
        if answer == "same":
            return Unchanged(url=request.url, fetched_at=NOW)
        return Snapshot(
            url=request.url,
            requested_url=request.url,
            fetched_at=NOW,
            status=200,
            body=answer,
            content_type="text/html",
        )

    return fetch


def page(words: str) -> bytes:
    return f"<html><body><main><h1>{words}</h1><p>{words} and more.</p></main></body></html>".encode()


def index(*names: str) -> bytes:
    links = "".join(f'<h2><a href="{name}">The title of {name}</a></h2>' for name in names)
    return f"<html><body><main>{links}</main></body></html>".encode()


LISTING = Source(id="news", kind="listing", url=INDEX, options=ListingOptions(), internal=True)


def test_pages_found_before_are_asked_for_even_when_the_index_did_not_change() -> None:
    first = visit(LISTING, fetch=answering({INDEX: index("one-a"), INDEX + "one-a": page("One")}), state={}, now=NOW)

    second = visit(
        LISTING, fetch=answering({INDEX: "same", INDEX + "one-a": page("Edited")}), state=first.state, now=NOW
    )

    assert [document.title for document in second.documents] == ["Edited"]
    assert second.not_modified == 1
    assert second.documents[0].id == first.documents[0].id


def test_a_visit_where_nothing_changed_is_not_an_empty_one() -> None:
    found = visit(LISTING, fetch=answering({INDEX: "same"}), state={}, now=NOW)

    assert not found.is_empty
    assert found.documents == ()


def test_a_visit_of_which_no_step_went_well_is_an_error() -> None:
    with pytest.raises(SourceError, match="no such page"):
        visit(LISTING, fetch=answering({}), state={}, now=NOW)


def test_validators_are_asked_for_by_address_and_sent_as_they_came() -> None:
    asked: list[Request] = []
    stored = {INDEX: Validators(etag='W/"x"')}

    visit(
        LISTING,
        fetch=answering({INDEX: "same"}, asked),
        state={},
        now=NOW,
        validators=lambda url: stored.get(url, Validators()),
    )

    assert asked[0].validators == Validators(etag='W/"x"')
    assert asked[0].internal


def test_no_address_is_asked_for_twice_and_a_visit_ends() -> None:
    asked: list[Request] = []
    endless = {INDEX: index(*(f"page-{n}-of-many" for n in range(40)))}
    endless |= {f"{INDEX}page-{n}-of-many": page(f"Page {n}") for n in range(40)}
    source = Source(id="news", kind="listing", url=INDEX, options=ListingOptions(limit=5))

    found = visit(source, fetch=answering(endless, asked), state={}, now=NOW)

    assert len(asked) == len({request.url for request in asked}) == 6
    assert len(found.documents) == 5
    assert any("35 linked pages not read" in note for note in found.notes)


TENDERS = "https://tenders.example/api/1.0/ocdsReleasePackages"
NOTICES = Source(id="t", kind="ocds", url=TENDERS, options=OcdsOptions(first_days=1, window_hours=6))


def test_windows_go_on_from_where_the_last_one_was_read_whole() -> None:
    empty = b'{"releases": []}'
    asked: list[Request] = []
    addresses = [request.url for request in windows_of(NOTICES, {}, NOW)]
    assert len(addresses) == 4

    stopped = visit(NOTICES, fetch=answering(dict.fromkeys(addresses[:2], empty), asked), state={}, now=NOW)

    assert [failure.url for failure in stopped.failures] == [addresses[2]]
    assert len(asked) == 3
    again = [request.url for request in windows_of(NOTICES, stopped.state, NOW + timedelta(hours=1))]
    assert again[0] == addresses[2]
    assert "updatedFrom=2026-11-19T21:00:00" in again[0]
    assert not stopped.is_empty


def test_a_long_absence_is_caught_up_with_in_bounded_steps() -> None:
    requests = windows_of(NOTICES, {"cursor": "2026-01-01T00:00:00"}, NOW)

    assert len(requests) == 12
    assert "updatedFrom=2026-01-01T00:00:00&updatedTo=2026-01-01T06:00:00" in requests[0].url


def test_contracts_finder_is_asked_by_day_of_publication_and_keeps_the_query_of_the_address() -> None:
    url = "https://www.contractsfinder.service.gov.uk/Published/Notices/OCDS/Search?order=desc"
    source = Source(id="cf", kind="ocds", url=url, options=OcdsOptions(first_days=0.25, stages=("award",)))

    (request,) = windows_of(source, {}, NOW)

    assert (
        "order=desc&publishedFrom=2026-11-20T03:00:00&publishedTo=2026-11-20T09:00:00&limit=100&stages=award"
        in request.url
    )

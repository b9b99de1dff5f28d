"""The demonstration's site: deterministic, validating, and true to its history."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import requests

from monitor.demo.replay import SimulatedClock
from monitor.demo.server import DemoSite
from monitor.demo.timeline import Timeline
from monitor.programmes import load_packs

BIDDERS = "/ministry/statements/preferred-bidders"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_same_path_at_the_same_moment_is_the_same_answer() -> None:
    paths = [
        "/ministry/statements",
        BIDDERS,
        "/sector-news/rss.xml",
        "/commentator/atom.xml",
        "/register/contracts.json",
    ]
    first = [Timeline().answer(path, moment("2026-04-01")) for path in paths]

    assert [Timeline().answer(path, moment("2026-04-01")) for path in paths] == first


def test_a_page_is_not_there_before_it_is_published() -> None:
    timeline = Timeline()

    assert timeline.answer(BIDDERS, moment("2014-10-29T11:00")).status == 404
    assert timeline.answer(BIDDERS, moment("2014-10-29T12:00")).status == 200
    assert b"Preferred bidders" not in timeline.answer("/ministry/statements", moment("2014-10-28")).body


def test_the_statement_has_twenty_one_areas_of_the_pack() -> None:
    page = Timeline().answer(BIDDERS, moment("2014-10-30")).body.decode()
    pack = next(pack for pack in load_packs() if pack.id == "transforming-rehabilitation")
    areas = {area.name for area in pack.areas}

    assert sum(f"<td>{area}</td>" in page for area in areas) == 21
    assert page.count("<tr><td>") == 21


def test_the_register_has_the_edits_that_were_made_by_a_day_and_no_later_ones() -> None:
    def contract(day: str) -> dict[str, object]:
        records = json.loads(Timeline().answer("/register/contracts.json", moment(day)).body)
        return next(record for record in records if record["contract_reference"] == "PRJ_5552")

    before, after = contract("2026-03-26"), contract("2026-03-28")

    assert before["scheduling"]["hide_after"] is None  # type: ignore[index]
    assert after["scheduling"]["hide_after"] == "2026-03-27 17:00:00+00"  # type: ignore[index]
    assert before["internal_contract_id"] == after["internal_contract_id"]


@pytest.mark.parametrize(
    ("path", "day", "status", "words"),
    [
        ("/inspectorate/reports", "2015-01-10", 503, b"repaired"),
        ("/umbrella/blog", "2015-02-20", 200, b"Before you continue"),
        ("/umbrella/blog", "2015-03-20", 200, b"theme-2015"),
        ("/nowhere", "2015-01-10", 404, b"no such page"),
    ],
)
def test_the_site_has_its_troubles(path: str, day: str, status: int, words: bytes) -> None:
    answer = Timeline().answer(path, moment(day))

    assert answer.status == status
    assert words in answer.body


def test_the_server_answers_304_to_what_has_not_changed_and_200_to_what_has() -> None:
    clock = SimulatedClock(moment("2014-12-01"))
    with DemoSite(clock) as site, requests.Session() as session:
        first = session.get(f"{site.url}/sector-news/rss.xml", timeout=5)
        tag, date = {"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}
        clock.moment = moment("2014-12-04")
        same = [session.get(f"{site.url}/sector-news/rss.xml", headers=headers, timeout=5) for headers in (tag, date)]
        clock.moment = moment("2014-12-06")
        changed = [
            session.get(f"{site.url}/sector-news/rss.xml", headers=headers, timeout=5) for headers in (tag, date)
        ]

    assert [answer.status_code for answer in same] == [304, 304]
    assert [answer.status_code for answer in changed] == [200, 200]

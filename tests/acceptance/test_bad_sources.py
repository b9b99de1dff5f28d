"""Sources that answer with rubbish, without end, or with nothing: each is named with its reason, and costs only itself."""

from __future__ import annotations

import gzip
import json
from contextlib import ExitStack

import pytest

from tests.poll.published import bidders

MEGABYTE = 1024 * 1024
NORTH = ("Northvale", "Harbour Trust", "Quayside Housing, Lantern")
GROWN = ("Northvale", "Harbour Trust", "Quayside Housing, Lantern, Open Door")
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>Notes</title><item><guid>1</guid><title>Note</title>'
    "<link>https://notes.example/1</link><description>A first note of the day.</description></item></channel></rss>"
)
REGISTER = [{"id": 1, "provider": "Harbour Trust", "region": "Northvale"}]


def line_of(output: str, source: str) -> str:
    (line,) = (line for line in output.splitlines() if line.startswith(f"  failing: {source}: "))
    return line


@pytest.fixture
def broken(site, stream, tierwatch):
    """Ten good sources, and what makes each of them but the first a bad one."""
    good = bidders(NORTH)
    for path in ("/good", "/bomb", "/loop", "/empty", "/elsewhere"):
        site.put(path, good)
    for path in ("/prose", "/cut", "/entities"):
        site.put(path, FEED, content_type="application/rss+xml")
    for path in ("/renamed", "/notjson"):
        site.put(path, json.dumps(REGISTER), content_type="application/json")
    sources = [
        *(
            f'id = "{name}"\nkind = "page"\nurl = "{site.url}/{name}"'
            for name in ("good", "bomb", "loop", "empty", "elsewhere")
        ),
        *(f'id = "{name}"\nkind = "feed"\nurl = "{site.url}/{name}"' for name in ("prose", "cut", "entities")),
        *(
            f'id = "{name}"\nkind = "register"\nurl = "{site.url}/{name}"\nfields = {{ lead = "provider", areas = "region" }}'
            for name in ("renamed", "notjson")
        ),
    ]
    with ExitStack() as stack:
        long = stack.enter_context(stream(megabytes=200, announced=False))
        told = stack.enter_context(stream(megabytes=200, announced=True))
        tierwatch.configure(*sources)

        def break_them() -> None:
            streams = [
                f'id = "{name}"\nkind = "page"\nurl = "{one.url}"' for name, one in (("long", long), ("told", told))
            ]
            tierwatch.configure(*sources, *streams)
            site.put("/good", bidders(GROWN))
            bomb = gzip.compress(b"<p>again and again</p>" * (60 * MEGABYTE // 22), compresslevel=1)
            site.pages["/bomb"] = site_page(site, body=bomb, headers={"Content-Encoding": "gzip"})
            site.put("/loop", "", status=302, headers={"Location": "/loop2"})
            site.put("/loop2", "", status=302, headers={"Location": "/loop"})
            site.put("/empty", "")
            site.put("/elsewhere", "", status=302, headers={"Location": "file:///etc/passwd"})
            site.put("/prose", "The feed has moved, sorry.", content_type="application/rss+xml")
            site.put("/cut", FEED[:40], content_type="application/rss+xml")
            site.put(
                "/entities",
                '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><r>&b;&b;</r>',
                content_type="text/xml",
            )
            site.put("/renamed", json.dumps([{"id": 1, "supplier": "Harbour Trust", "region": "Northvale"}]))
            site.pages["/renamed"].content_type = "application/json"
            site.put("/notjson", '[{"id": 1, "provider": "Harb', content_type="application/json")

        yield break_them, long, told


def site_page(site, **fields):
    return type(next(iter(site.pages.values())))(**fields)


def test_each_bad_source_is_named_with_its_reason_and_the_good_ones_go_on(broken, tierwatch) -> None:
    break_them, long, told = broken
    first = tierwatch("poll", "--at", "2014-10-29T09:00")
    assert first.returncode == 0, first.stdout + first.stderr
    before = json.loads(tierwatch("standings", "--format", "json").stdout)["standings"]
    assert {row["organisation"] for row in before} == {"Harbour Trust", "Quayside Housing", "Lantern"}
    break_them()

    second = tierwatch.process("poll", "--at", "2014-10-30T09:00")

    assert second.returncode == 0, second.stdout + second.stderr
    assert "Traceback" not in second.stderr
    said = {
        name: line_of(second.stdout, name)
        for name in (
            "bomb",
            "loop",
            "empty",
            "elsewhere",
            "prose",
            "cut",
            "entities",
            "renamed",
            "notjson",
            "long",
            "told",
        )
    }
    for name, words in {
        "bomb": "unpacks to more than fetch.max_bytes",
        "loop": "redirect",
        "elsewhere": "http or https",
        "prose": "feed",
        "entities": "feed",
        "renamed": '"lead"',
        "notjson": "JSON",
        "long": "fetch.max_bytes",
        "told": "fetch.max_bytes",
    }.items():
        assert words.lower() in said[name].lower(), said[name]
    assert "provider" in said["renamed"]
    assert "Open Door joins" in second.stdout
    assert long.sent < 40 * MEGABYTE
    assert told.sent < 40 * MEGABYTE

    after = json.loads(tierwatch("standings", "--format", "json").stdout)["standings"]
    kept = [row for row in after if row["organisation"] != "Open Door"]
    assert [row["organisation"] for row in kept] == [row["organisation"] for row in before]
    events = json.loads(tierwatch("events", "--format", "json").stdout)["events"]
    assert [(event["type"], event["organisation"]) for event in events] == [("added", "Open Door")]


def test_status_names_each_failed_visit_with_its_reason_and_exit_status_stays_0(site, tierwatch) -> None:
    site.put("/good", bidders(NORTH))
    tierwatch.configure(
        f'id = "good"\nkind = "page"\nurl = "{site.url}/good"',
        f'id = "lost"\nkind = "page"\nurl = "{site.url}/lost"',
    )
    for day in ("28", "29", "30"):
        polled = tierwatch("poll", "--at", f"2014-10-{day}T09:00")
        assert polled.returncode == 0
        assert "failing: lost: " in polled.stdout
        if day == "28":
            first = tierwatch("status").stdout
            assert "lost (never read): 1 failed visit: " in first
            assert "1 in need of a look" in first

    shown = tierwatch("status", "--format", "json")

    assert shown.returncode == 0
    health = {row["id"]: row for row in json.loads(shown.stdout)["sources"]}
    assert health["good"]["health"] == "good"
    assert health["good"]["last_good_poll"].startswith("2014-10-30")
    assert health["lost"]["health"] == "gone"
    assert "404" in health["lost"]["reason"]

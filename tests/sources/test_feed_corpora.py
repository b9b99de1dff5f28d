"""Feeds that other projects collected: none crashes, none hangs, what holds items gives items, twice the same is nothing new."""

import json
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.errors import ExtractError
from monitor.sources.feed import extract

_SCRIPT = re.compile(r"<script|javascript:|vbscript:|onerror\s*=", re.IGNORECASE)
URL = "http://127.0.0.1:8097/feed/tests.xml"
# Feeds that say they hold entries and are refused, each for a reason that is ours.
REFUSED = {
    # Its one entry is cut within its words.
    "illformed/rss_incomplete_cdata.xml": "not well-formed",
    "rss/should/system_entity.xml": "declares the entity",
    "rss/should/system_entity_http.xml": "declares the entity",
    "rss11/must/neg-anyarss.xml": "not well-formed",
}


def documents_in(archive):
    with zipfile.ZipFile(archive) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rss", ".z", ".gz")):
                yield name, packed.read(name)


def outcome(body, an_answer, a_source, cursor=None):
    state = {"cursor": cursor} if cursor is not None else {}
    return extract(an_answer(body, URL, content_type="application/xml"), a_source(url=URL), state)


def read_or_refused(body, an_answer, a_source):
    try:
        return outcome(body, an_answer, a_source), ""
    except ExtractError as error:
        return None, error.reason


@pytest.mark.parametrize(
    ("corpus", "file"),
    [("feedparser", "feeds.zip"), ("w3c-feedvalidator", "testcases.zip"), ("podcastparser", "feeds.zip")],
)
def test_every_feed_is_read_degraded_or_refused_in_time_and_twice_the_same_is_nothing_new(
    corpus, file, shared, an_answer, a_source
) -> None:
    outcomes: Counter = Counter()
    for name, body in documents_in(shared("corpora", corpus, file)):
        begun = time.monotonic()
        first, refusal = read_or_refused(body, an_answer, a_source)
        holds_entries = re.search(rb"<(item|entry)[\s>]", body)
        if first is None:
            outcomes["broken"] += 1
            assert not holds_entries or REFUSED.get(name, "not to be refused") in refusal, name
            continue
        assert time.monotonic() - begun < 2, name
        outcomes["degraded" if first.degraded else "ok"] += 1
        assert first.documents or not holds_entries, name
        again = outcome(body, an_answer, a_source, first.cursor)
        assert (again.documents, again.unchanged) == ((), len(first.documents)), name
        assert len({document.identity for document in first.documents}) == len(first.documents), name
    assert outcomes["ok"] > 5 * outcomes["broken"]


def test_what_is_kept_of_hostile_markup_is_text_and_web_addresses_only(shared, an_answer, a_source) -> None:
    checked = 0
    for name, body in documents_in(shared("corpora", "feedparser", "feeds.zip")):
        if "/sanitize/" not in name:
            continue
        for document in outcome(body, an_answer, a_source).documents:
            checked += 1
            assert document.url.startswith(("http://", "https://"))
            for block in document.blocks:
                assert all(url.startswith(("http://", "https://", "mailto:", "#", "/")) for _, url in block.links), name
                assert not block.links or not any(_SCRIPT.search(url) for _, url in block.links), name
    assert checked > 200


def test_a_damaged_variant_after_a_good_one_takes_nothing_away(an_answer, a_source) -> None:
    good = b"<rss version='2.0'><channel><title>T</title><item><title>One</title><guid>g1</guid><description>a</description></item></channel></rss>"
    first = outcome(good, an_answer, a_source)

    damaged = outcome(good.replace(b"</title><guid>", b" & more</title><guid>"), an_answer, a_source, first.cursor)

    assert damaged.degraded
    assert [document.identity for document in damaged.documents] == [first.documents[0].identity]


def test_title_link_and_time_agree_with_another_library(shared, an_answer, a_source) -> None:
    compared = 0
    with zipfile.ZipFile(shared("corpora", "podcastparser", "feeds.zip")) as packed:
        for name in (name for name in packed.namelist() if name.endswith(".rss")):
            expected = json.loads(packed.read(name.removesuffix(".rss") + ".json"))
            found = {document.title: document for document in outcome(packed.read(name), an_answer, a_source).documents}
            for episode in expected["episodes"]:
                document = found.get(episode["title"])
                if document is None:
                    continue
                compared += 1
                if episode.get("published") and document.published_at:
                    assert document.published_at == datetime.fromtimestamp(episode["published"], UTC), name
                if episode.get("link", "").startswith("http"):
                    assert document.url.rstrip("/") == episode["link"].rstrip("/"), name
    assert compared > 10


def test_a_date_that_cannot_be_read_is_no_date_and_a_note(an_answer, a_source) -> None:
    body = b"<rss version='2.0'><channel><item><title>A</title><guid>1</guid><pubDate>the day after</pubDate></item></channel></rss>"

    found = outcome(body, an_answer, a_source)

    assert found.documents[0].published_at is None
    assert found.notes == ("1 entries have a date that cannot be read",)


@pytest.mark.parametrize("name", ["cyclic.xml", "dtd.xml", "simple.xml"])
def test_an_xml_attack_is_refused_with_the_reason(name, shared, an_answer, a_source) -> None:
    with pytest.raises(ExtractError):
        outcome(shared("corpora", "xml-attacks", name).read_bytes(), an_answer, a_source)


@pytest.mark.parametrize("file", ["payloads-XXE_Fuzzing.txt", "payloads-xml-attacks.txt"])
def test_no_entity_of_an_attack_is_expanded(file, shared, an_answer, a_source) -> None:
    for payload in shared("corpora", "xml-attacks", file).read_bytes().splitlines():
        for body in (payload, payload + b"<rss><channel><item><title>&xxe;&myEntity;</title></item></channel></rss>"):
            try:
                found = outcome(body, an_answer, a_source)
            except ExtractError:
                continue
            assert "root:" not in " ".join(document.text for document in found.documents)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_no_file_is_opened_and_no_connection_made_because_of_content(shared, tmp_path) -> None:
    payloads = [
        shared("corpora", "xml-attacks", name) for name in ("payloads-XXE_Fuzzing.txt", "payloads-xml-attacks.txt")
    ]
    log = tmp_path / "calls"
    code = (
        "import sys; sys.path[:0] = sys.argv[1].split(':'); from test_feed_corpora import read_or_refused\n"
        "from conftest import an_answer, a_source; from monitor.sources.page import extract\n"
        "for file in sys.argv[2:]:\n"
        "    for line in open(file, 'rb'):\n"
        "        read_or_refused(line, an_answer, a_source)\n"
        "        read_or_refused(line + b'<rss><channel><item><title>&xxe;</title></item></channel></rss>', an_answer, a_source)\n"
    )
    path = ":".join([str(Path(__file__).parent), *sys.path])

    subprocess.run(
        [
            "strace",
            "-f",
            "-qq",
            "-e",
            "trace=open,openat,connect",
            "-o",
            str(log),
            sys.executable,
            "-c",
            code,
            path,
            *map(str, payloads),
        ],
        check=True,
    )

    calls = log.read_text(errors="replace")
    assert "payloads-XXE_Fuzzing.txt" in calls
    assert not re.search(r"connect\(|etc/passwd|boot\.ini|/etc/shadow|robots\.txt", calls)

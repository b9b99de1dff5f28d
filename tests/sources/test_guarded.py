"""A large answer is read in a process of its own; when that takes too long or too much, an ExtractError says so."""

import os
import time

import pytest

from monitor.errors import ExtractError, FetchError, PoisonError
from monitor.model import Harvest
from monitor.sources import source_types
from monitor.sources.base import SourceType
from monitor.sources.discover import looked_at
from monitor.sources.guarded import Limits, extract_guarded, look_guarded
from monitor.sources.page import PageOptions


def sleeps(_snapshot, _source, _state=None):
    time.sleep(60)
    return Harvest()


def swallows(_snapshot, _source, _state=None):
    return Harvest(notes=("x" * len(bytearray(4_000_000_000)),))


def leaves(_snapshot):
    os._exit(3)


def rss(count: int) -> bytes:
    items = "".join(
        f"<item><title>Entry {n}</title><guid>g{n}</guid><description>words of {n}</description></item>"
        for n in range(count)
    )
    return f"<rss version='2.0'><channel><title>T</title>{items}</channel></rss>".encode()


def test_the_child_reads_what_the_parent_would_have_read(an_answer, a_source) -> None:
    answer, source = an_answer(rss(3)), a_source()
    feed = source_types()["feed"]

    assert extract_guarded(feed, answer, source, {}) == feed.extract(answer, source)


def test_an_error_of_the_child_keeps_its_words(an_answer, a_source) -> None:
    with pytest.raises(ExtractError, match="not a PDF"):
        extract_guarded(source_types()["pdf"], an_answer(b"<html>"), a_source("pdf"), {})


def test_reading_that_takes_too_long_is_ended(an_answer, a_source, monkeypatch) -> None:
    endless = SourceType(kind="page", options=PageOptions, extract=sleeps)
    begun = time.monotonic()

    with pytest.raises(ExtractError, match="took longer than 1 s"):
        extract_guarded(endless, an_answer(b"x"), a_source("page"), {}, limits=Limits(seconds=1))

    assert time.monotonic() - begun < 30


def test_reading_that_takes_too_much_memory_is_ended(an_answer, a_source) -> None:
    hungry = SourceType(kind="page", options=PageOptions, extract=swallows)

    with pytest.raises(ExtractError, match="memory"):
        extract_guarded(hungry, an_answer(b"x"), a_source("page"), {}, limits=Limits(seconds=30, megabytes=400))


def test_a_feed_of_many_entries_gives_its_newest_with_a_note(an_answer, a_source) -> None:
    found = extract_guarded(source_types()["feed"], an_answer(rss(20_000)), a_source(), {})

    assert len(found.documents) == 2000
    assert found.notes == ("18000 entries skipped: over the limit of 2000",)


@pytest.mark.parametrize(
    "body",
    [
        b"<rss>" + b"<a>" * 1_000_000,
        b"<!DOCTYPE rss ["
        + b"".join(b'<!ENTITY e%d "&e%d;">' % (n, n + 1) for n in range(100_000))
        + b"]><rss>&e1;</rss>",
        b"<rss><channel><item a='" + b"x" * 12_000_000 + b"'><title>x</title></item></channel></rss>",
        b"<rss><channel>" + b"<item><title>a & b <x</title></item>" * 40_000,
    ],
    ids=["a million nested elements", "entities in entities", "a huge attribute", "forty thousand broken items"],
)
def test_a_monstrous_feed_is_over_in_seconds(body, an_answer, a_source) -> None:
    begun = time.monotonic()
    try:
        extract_guarded(source_types()["feed"], an_answer(body), a_source(), {})
    except ExtractError as error:
        reason = error.reason
    else:
        reason = "read in part"
    assert reason
    assert time.monotonic() - begun < 15


@pytest.mark.parametrize("content_type", ["text/html", "Text/HTML;charset=UTF-8", "application/xhtml+xml ; x", "", " "])
def test_a_wall_is_told_however_the_server_writes_its_type(content_type, an_answer, a_source) -> None:
    wall = b"<title>Sign in</title><form><label>Password <input type=password name=p></label><button>Sign in</button></form>"

    with pytest.raises(FetchError, match="login"):
        extract_guarded(
            source_types()["page"], an_answer(wall, content_type=content_type), a_source("page"), {}, wary=True
        )


def test_a_first_look_at_an_address_is_a_childs_too(an_answer) -> None:
    answer = an_answer(rss(3))

    assert look_guarded(looked_at, answer) == looked_at(answer)
    with pytest.raises(PoisonError, match="the reader ended"):
        look_guarded(leaves, answer)

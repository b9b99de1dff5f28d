"""robots.txt files as real sites serve them."""

import time
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from protego import Protego

from monitor.sources.fetch.robots import parse_robots

UNTIL = datetime(2026, 11, 24, tzinfo=UTC)


def rules_of(body, content_type="text/plain"):
    return parse_robots(body, content_type, until=UNTIL, product="Tierwatch")


@pytest.fixture(scope="module")
def real_files(corpora):
    with zipfile.ZipFile(corpora / "robots" / "robots.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def test_real_files_are_read_quickly_and_as_their_parser_reads_them(real_files):
    for name, body in real_files.items():
        began = time.process_time()
        rules = rules_of(body)
        answers = [rules.allows(f"https://{name}{path}") for path in ("/", "/news", "/feed")]
        took = time.process_time() - began

        # A backtracking reader takes minutes on such files; coverage and a busy machine make this one take a tenth.
        assert took < 1.0, name
        if not body.lstrip().startswith(b"<"):
            plain = Protego.parse(body.decode("utf-8", "replace"))
            assert answers == [
                plain.can_fetch(f"https://{name}{path}", "Tierwatch") for path in ("/", "/news", "/feed")
            ], name
        assert rules.delay_seconds >= 0

    assert len(real_files) > 200


@given(st.binary(max_size=600))
def test_any_bytes_are_some_rules(body):
    rules = rules_of(body)

    assert rules.allows("https://example.org/news") in (True, False)
    assert rules.delay_seconds >= 0


@given(st.text(alphabet="*$/ab", min_size=1, max_size=60))
def test_patterns_full_of_stars_take_no_time(pattern):
    began = time.process_time()

    rules_of(f"User-agent: *\nDisallow: /{pattern}".encode()).allows("https://example.org/" + "ab" * 200)

    assert time.process_time() - began < 0.5


def test_html_is_no_rules():
    assert rules_of(b"User-agent: *\nDisallow: /", "text/html; charset=utf-8").allows("https://example.org/")

"""Registrable domains, and the pause that the hosts of one of them share."""

import re
from urllib.parse import urlsplit

import pytest

from monitor.model import Request
from monitor.sources.fetch.domains import registrable_domain
from tests.requirements.conftest import shared

LINE = re.compile(r"checkPublicSuffix\('(?P<host>[^']+)', (?:null|'(?P<domain>[^']+)')\);")


def test_it_agrees_with_the_vectors_of_the_list():
    text = shared("corpora", "public-suffix", "test_psl.txt").read_text(encoding="utf-8")
    vectors = [match.groupdict() for line in text.splitlines() if (match := LINE.match(line))]

    assert len(vectors) > 70
    assert [v for v in vectors if registrable_domain(v["host"]) != v["domain"]] == []


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("www.example.co.uk", "example.co.uk"),
        ("ministry.gov.uk", "ministry.gov.uk"),
        ("gov.uk", None),
        ("one.github.io", "one.github.io"),
        ("two.wordpress.com", "wordpress.com"),
        ("localhost", None),
        ("127.0.0.1", None),
        ("[2001:db8::1]", None),
    ],
)
def test_shared_hosts_are_told_from_owned_ones(host, domain):
    assert registrable_domain(host) == domain


@pytest.fixture
def asked(fetcher_with, time_, open_site, answer):
    """Asks hosts in turn, all of them one server of this machine; returns what was slept before each."""
    site = open_site(answers={"/": answer(b"x")})
    port = urlsplit(site.url("/")).port

    def ask(*hosts):
        fetcher = fetcher_with(resolver=lambda _host: ["127.0.0.1"], delay_seconds=2.0, obey_robots=False)
        slept = []
        for host in hosts:
            before = len(time_.slept)
            fetcher.fetch(Request(url=f"http://{host}:{port}/", internal=True))
            slept.append(sum(time_.slept[before:]))
        return slept

    return ask


def test_hosts_of_one_domain_are_the_delay_apart(asked):
    assert asked("www.probation.example.org", "news.example.org", "other.example.com") == [0, 2.0, 0]


def test_sites_of_a_shared_host_and_ministries_do_not_wait_for_one_another(asked):
    assert asked("one.github.io", "two.github.io", "a.gov.uk", "b.gov.uk") == [0, 0, 0, 0]

"""One fetch against a real server: what is asked, what comes back, and what is never sent."""

import gzip
import zlib
from datetime import UTC, datetime

import pytest

from monitor.errors import FetchError
from monitor.model import Snapshot, Unchanged, Validators

MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)


def test_a_page_comes_back_with_its_bytes_type_and_validators(site, fetcher, answer):
    site.answers["/news?page=2"] = answer(
        b"\xa3hello",
        'ETag: W/"a,b"',
        "Last-Modified: Sun, 06 Nov 2094 08:49:37 GMT",
        "Content-Type: text/html; Charset='ISO-8859-1'",
    )

    snapshot = fetcher.fetch(site.request("/news?page=2"))

    assert snapshot == Snapshot(
        url=site.url("/news?page=2"),
        requested_url=site.url("/news?page=2"),
        fetched_at=MIDNIGHT,
        status=200,
        body=b"\xa3hello",
        content_type="text/html; Charset='ISO-8859-1'",
        charset="ISO-8859-1",
        validators=Validators(etag='W/"a,b"', last_modified="Sun, 06 Nov 2094 08:49:37 GMT"),
    )


@pytest.mark.parametrize(
    "validators",
    [
        Validators(etag='"5f3-62a"', last_modified="Thu, 6 Nov 2014 09:00:00 GMT"),
        Validators(etag="unquoted and odd"),
        Validators(etag='W/"\xe9\xff"'),
        Validators(last_modified="yesterday, or so"),
    ],
)
def test_validators_go_back_exactly_as_they_came_and_304_means_unchanged(site, fetcher, answer, validators):
    headers = [f"ETag: {validators.etag}"] if validators.etag else []
    headers += [f"Last-Modified: {validators.last_modified}"] if validators.last_modified else []

    def exact(question):
        same = question.headers.get("if-none-match") == validators.etag
        same = same and question.headers.get("if-modified-since") == validators.last_modified
        question.send(
            answer(b"", *headers, status="304 Not Modified", length=False) if same else answer(b"body", *headers)
        )

    site.answers["/"] = exact

    first = fetcher.fetch(site.request())
    second = fetcher.fetch(site.request(validators=first.validators))

    assert first.validators == validators
    assert second == Unchanged(url=site.url(), fetched_at=MIDNIGHT, validators=validators)


def test_a_304_with_new_validators_hands_them_on_and_keeps_the_others(site, fetcher, answer):
    site.answers["/"] = answer(b"", 'ETag: "new"', status="304 Not Modified", length=False)

    answered = fetcher.fetch(
        site.request(validators=Validators(etag='"old"', last_modified="Thu, 06 Nov 2014 09:00:00 GMT"))
    )

    assert answered.validators == Validators(etag='"new"', last_modified="Thu, 06 Nov 2014 09:00:00 GMT")


def test_a_304_that_nobody_asked_for_is_a_failure(site, fetcher, answer):
    site.answers["/"] = answer(b"", status="304 Not Modified", length=False)

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert (failed.value.kind, failed.value.status) == ("http", 304)


@pytest.mark.parametrize("header", ['ETag: "a"\r\nETag: "b"', "ETag: " + "x" * 5000])
def test_validators_that_cannot_be_sent_back_are_not_kept(site, fetcher, answer, header):
    site.answers["/"] = answer(b"x", header)

    assert fetcher.fetch(site.request()).validators == Validators()


def test_all_of_a_hosts_pages_come_over_one_connection(site, fetcher, answer):
    site.answers["/a"] = answer(b"a")
    site.answers["/b"] = answer(b"", 'ETag: "1"', status="304 Not Modified", length=False)
    site.answers["/c"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
    site.answers["/d"] = answer(b"moved", "Location: /a", status="302 Found")

    for target in ("/a", "/b", "/c", "/d", "/a"):
        fetcher.fetch(site.request(target, validators=Validators(etag='"1"')))

    assert site.asked == ["/a", "/b", "/c", "/d", "/a", "/a"]
    assert site.connections == 1


def test_an_error_page_is_left_unread_and_its_connection_closed(site, fetcher, answer):
    site.answers["/error"] = answer(b"x" * 100_000, status="404 Not Found")
    site.answers["/"] = answer(b"fine")

    with pytest.raises(FetchError, match="404"):
        fetcher.fetch(site.request("/error"))
    fetcher.fetch(site.request())

    assert site.connections == 2


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate", "raw deflate", "identity", "GZip"])
def test_packed_bodies_are_unpacked(site, fetcher, answer, coding):
    text = b"the same words, again and again. " * 1000
    raw = zlib.compressobj(wbits=-15)
    packed = {"deflate": zlib.compress(text), "raw deflate": raw.compress(text) + raw.flush(), "identity": text}
    site.answers["/"] = answer(packed.get(coding, gzip.compress(text)), f"Content-Encoding: {coding.split()[-1]}")

    assert fetcher.fetch(site.request()).body == text


def test_only_gzip_and_deflate_are_offered_and_we_say_who_we_are(site, fetcher_with, answer):
    site.answers["/"] = answer(b"x")

    fetcher_with(contact="https://example.org/monitor").fetch(site.request())

    asked = site.questions[-1].headers
    assert asked["accept-encoding"] == "gzip, deflate"
    assert asked["user-agent"].startswith("Tierwatch/")
    assert asked["user-agent"].endswith("(+https://example.org/monitor)")
    assert asked["host"] == site.address
    assert {question.headers["user-agent"] for question in site.questions} == {asked["user-agent"]}


def test_a_source_types_own_headers_are_sent_but_not_those_that_are_the_fetchers(site, fetcher, answer):
    site.answers["/"] = answer(b"x")
    own = (
        ("Accept", "application/json"),
        ("X-Api-Key", "k"),
        ("User-Agent", "Mozilla"),
        ("Cookie", "a=b"),
        ("Host", "other"),
    )

    fetcher.fetch(site.request(headers=own))

    asked = site.questions[-1].headers
    assert (asked["accept"], asked["x-api-key"]) == ("application/json", "k")
    assert "cookie" not in asked
    assert asked["host"] == site.address
    assert asked["user-agent"].startswith("Tierwatch/")


def test_a_header_that_would_break_out_of_its_line_is_never_sent(site, fetcher, answer):
    site.answers["/"] = answer(b"x")

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request(headers=(("X-Key", "a\r\nX-Other: b"),)))

    assert failed.value.kind == "protocol"
    assert site.asked == []


def test_cookies_are_neither_kept_nor_sent_not_even_along_a_redirect(site, fetcher, answer):
    site.answers["/"] = answer(b"", "Set-Cookie: id=1; Path=/", "Location: /next", status="302 Found")
    site.answers["/next"] = answer(b"x", "Set-Cookie: id=2; Path=/")

    fetcher.fetch(site.request())
    fetcher.fetch(site.request())

    assert all("cookie" not in question.headers for question in site.questions)


def test_proxies_and_passwords_of_the_environment_are_not_used(site, fetcher, answer, monkeypatch, tmp_path):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login someone password secret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    site.answers["/"] = answer(b"direct")

    assert fetcher.fetch(site.request()).body == b"direct"
    assert "authorization" not in site.questions[-1].headers


@pytest.mark.parametrize(
    ("status", "transient"),
    [(204, False), (206, False), (300, False), (400, False), (401, False), (403, False), (404, False), (410, False),
     (418, False), (429, True), (500, True), (502, True), (503, True), (504, True), (599, False)],
)  # fmt: skip
def test_every_other_status_is_a_failure_that_says_whether_to_try_again(site, fetcher, answer, status, transient):
    site.answers["/"] = answer(b"", status=f"{status} Whatever")

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert (failed.value.kind, failed.value.status, failed.value.transient) == ("http", status, transient)
    assert str(status) in failed.value.reason


def test_a_fetcher_that_was_closed_can_be_used_again(site, fetcher, answer):
    site.answers["/"] = answer(b"x")
    fetcher.fetch(site.request())
    fetcher.close()

    assert fetcher.fetch(site.request()).body == b"x"
    assert site.connections == 2


def test_connections_to_many_hosts_are_not_kept_open_for_ever(open_site, fetcher_with, answer):
    fetcher = fetcher_with(max_open_hosts=2, obey_robots=False)
    sites = [open_site(answers={"/": answer(b"x")}) for _ in range(3)]

    for site in [*sites, sites[2], sites[0]]:
        fetcher.fetch(site.request())

    assert [site.connections for site in sites] == [2, 1, 1]

"""Redirects: followed by our own loop, each hop judged, permanent ones reported."""

import pytest

from monitor.errors import FetchError
from monitor.model import Unchanged, Validators


def moved(answer, location, status="301 Moved Permanently"):
    return answer(b"moved", f"Location: {location}", status=status)


@pytest.mark.parametrize("status", ["301 Moved Permanently", "308 Permanent Redirect"])
def test_a_permanent_redirect_is_followed_and_reported(site, fetcher, answer, status):
    site.answers["/old"] = moved(answer, "/new?x=1#part", status)
    site.answers["/new?x=1"] = answer(b"here")

    snapshot = fetcher.fetch(site.request("/old"))

    assert (snapshot.body, snapshot.url, snapshot.permanent_redirect) == (b"here", site.url("/new?x=1"), True)
    assert snapshot.requested_url == site.url("/old")


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary Redirect"])
def test_one_passing_redirect_among_permanent_ones_makes_the_way_passing(site, fetcher, answer, status):
    site.answers["/old"] = moved(answer, "/middle")
    site.answers["/middle"] = moved(answer, "new", status)
    site.answers["/new"] = answer(b"here")

    snapshot = fetcher.fetch(site.request("/old"))

    assert (snapshot.url, snapshot.permanent_redirect) == (site.url("/new"), False)


def test_five_redirects_are_followed_and_a_sixth_is_not(site, fetcher, answer):
    for number in range(6):
        site.answers[f"/{number}"] = moved(answer, f"/{number + 1}")
    site.answers["/6"] = answer(b"here")

    assert fetcher.fetch(site.request("/1")).body == b"here"
    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request("/0"))

    assert failed.value.kind == "redirects"
    assert "/6" not in site.asked[6:]


@pytest.mark.parametrize("targets", [["/a"], ["/a", "/b"], ["/a", "/b", "/c"]])
def test_a_circle_is_noticed_at_once(site, fetcher, answer, targets):
    for here, there in zip(targets, [*targets[1:], targets[0]], strict=True):
        site.answers[here] = moved(answer, there)

    with pytest.raises(FetchError, match="circle"):
        fetcher.fetch(site.request("/a"))

    assert site.asked == targets


@pytest.mark.parametrize(
    "location",
    ["", "file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)", "data:text/html,x", "gopher://127.0.0.1:25/x",
     "http://user:secret@example.org/", "http://[::1", "http://exa mple.org/", "http://127.0.0.1:99999/", "//"],
)  # fmt: skip
def test_a_redirect_to_what_is_no_web_address_is_refused(site, fetcher, answer, location):
    site.answers["/"] = moved(answer, location)

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert failed.value.kind == "redirects"
    assert "secret" not in str(failed.value)


def test_a_redirect_without_a_location_is_refused(site, fetcher, answer):
    site.answers["/"] = answer(b"", status="302 Found")

    with pytest.raises(FetchError, match="without saying where"):
        fetcher.fetch(site.request())


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("b", "/a/b"),
        ("../b", "/b"),
        ("./%2e%2e/b", "/b"),
        ("?q=1", "/a/x?q=1"),
        ("\\b", "/b"),
        ("/b c", "/b%20c"),
        ("/é", "/%C3%A9"),
    ],
)
def test_a_relative_location_is_read_as_browsers_read_it(site, fetcher, answer, location, target):
    written = location.encode().decode("latin-1")
    site.answers["/a/x"] = answer(b"", f"Location: {written}", status="302 Found")
    site.answers[target] = answer(b"here")

    assert fetcher.fetch(site.request("/a/x")).url == site.url(target)


def test_keys_in_a_source_types_headers_do_not_leave_their_site(open_site, fetcher, answer):
    first, second = open_site(), open_site()
    first.answers["/"] = answer(b"", "Location: /same", status="302 Found")
    first.answers["/same"] = answer(b"", f"Location: {second.url('/other')}", status="302 Found")
    second.answers["/other"] = answer(b"x")

    fetcher.fetch(first.request("/", headers=(("Authorization", "Bearer k"), ("Accept", "application/json"))))

    assert [question.headers.get("authorization") for question in first.questions[1:]] == ["Bearer k", "Bearer k"]
    assert "authorization" not in second.questions[-1].headers
    assert second.questions[-1].headers["accept"] == "application/json"


def test_what_is_allowed_on_the_own_network_is_allowed_for_that_host_alone(open_site, fetcher, answer):
    site = open_site()
    other = open_site(host="127.0.0.2", answers={"/": answer(b"secret")})
    site.answers["/"] = answer(b"", f"Location: {other.url()}", status="302 Found")

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert failed.value.kind == "address"
    assert other.connections == 0


def test_validators_are_sent_along_the_way(site, fetcher, answer):
    site.answers["/old"] = moved(answer, "/new")
    site.answers["/new"] = answer(b"", 'ETag: "1"', status="304 Not Modified", length=False)

    answered = fetcher.fetch(site.request("/old", validators=Validators(etag='"1"')))

    assert isinstance(answered, Unchanged)
    assert answered.url == site.url("/new")

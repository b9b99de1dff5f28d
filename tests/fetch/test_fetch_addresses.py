"""Where a fetch may connect to. The judge is the interpreter's own record of every connection, not our code."""

import ipaddress
import json
import re
import socket
import sys
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.model import Request
from monitor.sources.fetch.address import parse_address, without_credentials
from monitor.sources.fetch.guard import addresses_of, system_resolver, why_refused

PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"


class Judge:
    """Sees each connection before it is made; none is made but those to ``let_through``."""

    def __init__(self):
        self.seen = []
        self.let_through = set()
        self.awake = False

    def __call__(self, event, arguments):
        if self.awake and event == "socket.connect":
            self.seen.append(arguments[1])
            if arguments[1] not in self.let_through:
                raise ConnectionRefusedError("the judge lets nobody out")


JUDGE = Judge()
sys.addaudithook(JUDGE)


@pytest.fixture
def judge():
    JUDGE.seen, JUDGE.let_through, JUDGE.awake = [], set(), True
    yield JUDGE
    JUDGE.awake = False


def is_public(address):
    parsed = ipaddress.ip_address(address)
    return parsed.is_global and not parsed.is_multicast and getattr(parsed, "ipv4_mapped", None) is None


def names_to(*answers):
    """A resolver that gives its answers in turn, then the last for ever."""
    waiting = list(answers)

    def resolve(_host):
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [found] if isinstance(found, str) else found

    return resolve


def resolver_of(answer):
    """A resolver that always gives this answer, or fails with it."""

    def resolve(_host):
        if isinstance(answer, Exception):
            raise answer
        return answer

    return resolve


REASONS = {
    "it is not an IP address of the open network": ["localhost", "", "1.2.3"],
    "it is where a machine's own secrets are served": [
        "169.254.169.254", "169.254.170.2", "168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254", "fd00:ec2::254%eth0",
        "fe80::a9fe:a9fe", "64:ff9b::a9fe:a9fe",
    ],
    "it is not the address of one machine": [
        "0.0.0.0", "224.0.0.1", "239.255.255.255", "::", "ff02::1", "ff02::1%eth0", "64:ff9b::e000:1", "64:ff9b::",
    ],
    "it stands for another address": [
        "::127.0.0.1", "::2", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:93.184.215.14", "::ffff:169.254.169.254",
        "::ffff:224.0.0.1", "::ffff:0:127.0.0.1", "::ffff:0:169.254.169.254", "64:ff9b:1::1", "64:ff9b:1::a9fe:a9fe", "2001::1",
        "2002:7f00:1::", "2002:c0a8:101::", "2002:a9fe:a9fe::",
    ],
    "it is this machine": ["127.0.0.1", "127.9.8.7", "::1", "64:ff9b::7f00:1"],
    "it is on the local link": ["169.254.0.1", "fe80::1", "fe80::1%eth0", "64:ff9b::169.254.1.1"],
    "it is on a private network": [
        "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.127.255.254", "192.0.0.1", "192.0.2.1",
        "198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "240.0.0.1", "255.255.255.255", "64:ff9b::a00:1", "fc00::1",
        "fd00::1", "fec0::1", "2001:db8::1", "3fff::1", "100::1", "4000::1",
    ],
}  # fmt: skip
REFUSED = [address for addresses in REASONS.values() for address in addresses]
ALLOWED = [PUBLIC, "8.8.8.8", "1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.1", "192.169.0.1", PUBLIC_6,
           "2a00:1450:4009:81f::200e", "64:ff9b::5db8:d70e"]  # fmt: skip
#: Reasons that a source's being on our own network does not take away.
LASTING = list(REASONS)[:4]


@pytest.mark.parametrize(("reason", "address"), [(reason, one) for reason, found in REASONS.items() for one in found])
def test_addresses_that_are_not_on_the_open_network_are_refused_with_the_reason(reason, address):
    assert why_refused(address) == reason


@pytest.mark.parametrize("address", ALLOWED)
def test_addresses_on_the_open_network_are_allowed(address):
    assert why_refused(address) is None


@pytest.mark.parametrize(("reason", "address"), [(reason, one) for reason, found in REASONS.items() for one in found])
def test_a_source_on_the_own_network_may_be_there_but_never_at_metadata_or_a_disguise_of_it(reason, address):
    assert why_refused(address, internal=True) == (reason if reason in LASTING else None)


@given(st.ip_addresses(v=4).filter(lambda address: int(address) != 1))  # ::1 is this machine itself.
def test_no_ipv6_form_of_an_address_opens_what_the_address_itself_does_not(address):
    number = int(address)
    for prefix in (0, 0xFFFF << 32, 0xFFFF << 48, 0x64FF9B << 96, 0x64FF9B0001 << 80):
        assert why_refused(str(ipaddress.IPv6Address(prefix | number)), internal=True) or (
            prefix == 0x64FF9B << 96 and why_refused(str(address), internal=True) is None
        )
    assert why_refused(str(ipaddress.IPv6Address(0x2002 << 112 | number << 80)), internal=True)


@given(st.ip_addresses())
def test_what_is_allowed_is_public_by_pythons_own_lists(address):
    if why_refused(str(address)) is None:
        assert is_public(str(address))


@pytest.mark.parametrize("address", REFUSED[3:])
def test_a_name_that_leads_to_a_refused_address_is_never_connected_to(fetcher_with, judge, address):
    fetcher = fetcher_with(resolver=names_to(address))

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(Request(url="http://innocent.example/"))

    assert failed.value.kind == "address"
    assert f"innocent.example ({address}) may not be visited: {why_refused(address)}" in str(failed.value)
    assert judge.seen == []


def test_one_refused_address_among_public_ones_refuses_the_name(fetcher_with, judge):
    fetcher = fetcher_with(resolver=names_to([PUBLIC, PUBLIC_6, "10.0.0.1"]))

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(Request(url="http://mixed.example/"))

    assert failed.value.kind == "address"
    assert judge.seen == []


def test_the_address_that_was_judged_is_the_one_connected_to(fetcher_with, judge):
    fetcher = fetcher_with(resolver=names_to(PUBLIC, "127.0.0.1"), obey_robots=False)

    for _ in range(3):
        with pytest.raises(FetchError):
            fetcher.fetch(Request(url="http://rebinding.example/"))

    assert judge.seen == [(PUBLIC, 80)]


def test_every_address_of_a_name_is_tried(fetcher_with, judge):
    fetcher = fetcher_with(resolver=names_to([PUBLIC_6, PUBLIC]), obey_robots=False)

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(Request(url="https://two.example/"))

    assert [place[:2] for place in judge.seen] == [(PUBLIC_6, 443), (PUBLIC, 443)]
    assert failed.value.kind == "refused"


def test_a_redirect_to_a_private_address_is_never_followed(open_site, fetcher_with, judge, answer):
    site = open_site()
    judge.let_through.add(("127.0.0.1", site.port))
    canary = open_site(host="127.0.0.3", answers={"/": answer(b"secret")})
    targets = [canary.url(), "http://169.254.169.254/latest/meta-data/", "http://[::ffff:169.254.169.254]/", "http://metadata.example/",
               "http://0x7f000003/", "http://127.3/", "http://localhost/", "//10.0.0.1/"]  # fmt: skip
    for number, target in enumerate(targets):
        site.answers[f"/{number}"] = answer(b"", f"Location: {target}", status="302 Found")
    fetcher = fetcher_with(resolver=names_to("192.168.7.7"), obey_robots=False)

    for number in range(len(targets)):
        with pytest.raises(FetchError) as failed:
            fetcher.fetch(site.request(f"/{number}"))
        assert failed.value.kind == "address"

    assert canary.connections == 0
    assert set(judge.seen) == {("127.0.0.1", site.port)}


def test_a_robots_txt_that_redirects_inwards_is_not_followed(open_site, fetcher_with, judge, answer):
    site = open_site()
    judge.let_through.add(("127.0.0.1", site.port))
    canary = open_site(host="127.0.0.3")
    site.answers["/robots.txt"] = answer(b"", f"Location: {canary.url('/robots.txt')}", status="302 Found")

    with pytest.raises(FetchError) as failed:
        fetcher_with().fetch(site.request())

    assert failed.value.kind == "address"
    assert canary.connections == 0


@pytest.mark.parametrize("port", [1, 22, 25, 6379, 8080, 8443, 65535])
def test_only_the_ports_of_the_web_are_asked(fetcher_with, judge, port):
    with pytest.raises(FetchError) as failed:
        fetcher_with(resolver=names_to(PUBLIC)).fetch(Request(url=f"http://public.example:{port}/"))

    assert failed.value.kind == "address"
    assert judge.seen == []


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/x", "gopher://example.org/", "data:text/plain,x", "//example.org/", "example.org", "",
     "http://", "http:///", "javascript:alert(1)", "dict://127.0.0.1:11211/", "jar:http://example.org!/"],
)  # fmt: skip
def test_only_http_and_https_are_fetched(fetcher, judge, url):
    with pytest.raises(FetchError) as failed:
        fetcher.fetch(Request(url=url))

    assert failed.value.kind == "address"
    assert judge.seen == []


@pytest.mark.parametrize(
    "url",
    [
        "http://user:hunter2@example.org/",
        "https://hunter2@example.org/",
        r"http:\\a:hunter2@b.example",
        "http:a:hunter2@b/",
    ],
)
def test_addresses_with_credentials_are_refused_without_repeating_them(fetcher, judge, url):
    with pytest.raises(FetchError) as failed:
        fetcher.fetch(Request(url=url))

    assert failed.value.kind == "address"
    assert "hunter2" not in str(failed.value)
    assert "hunter2" not in without_credentials(url)


@pytest.mark.parametrize(
    ("error", "kind", "transient"),
    [(socket.gaierror(socket.EAI_NONAME, "x"), "dns", False), (socket.gaierror(socket.EAI_AGAIN, "x"), "dns", True),
     (UnicodeError("label too long"), "dns", False), ([], "dns", False)],
)  # fmt: skip
def test_a_name_that_cannot_be_looked_up_says_so(fetcher_with, judge, error, kind, transient):
    with pytest.raises(FetchError) as failed:
        fetcher_with(resolver=resolver_of(error)).fetch(Request(url="http://nowhere.example/"))

    assert (failed.value.kind, failed.value.transient) == (kind, transient)


def test_a_resolver_that_hangs_ends_in_time_and_holds_up_nobody(fetcher_with, judge, site):
    asked = []

    def hang(host):
        asked.append((host, threading.current_thread().name, threading.current_thread().daemon))
        return site.closing.wait(10) or [PUBLIC]

    fetcher, begun = fetcher_with(resolver=hang, connect_seconds=0.2, obey_robots=False), time.monotonic()
    with pytest.raises(FetchError) as failed:
        fetcher.fetch(Request(url="http://slow.example/"))

    assert failed.value.kind == "timeout"
    assert time.monotonic() - begun < 4
    assert asked == [("slow.example", "resolve slow.example", True)]
    with pytest.raises(TimeoutError, match=r"slow\.example was not resolved in time"):
        addresses_of("slow.example", resolver=hang, internal=False, seconds=0.01)


@pytest.mark.parametrize("nothing", [[], UnicodeError("label too long")])
def test_a_name_without_an_address_is_unknown_for_good(nothing):
    with pytest.raises(socket.gaierror, match=r"nowhere\.example has no address") as failed:
        addresses_of("nowhere.example", resolver=resolver_of(nothing), internal=False, seconds=1)

    assert failed.value.errno == socket.EAI_NONAME


def test_the_machines_own_resolver_gives_each_address_once():
    found = system_resolver("localhost")

    assert "127.0.0.1" in found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("url", "place"),
    [
        (f"https://[{PUBLIC_6}]/", (PUBLIC_6, 443)),
        (f"http://{PUBLIC}/", (PUBLIC, 80)),
        ("http://[64:ff9b::5db8:d70e]/", ("64:ff9b::5db8:d70e", 80)),
    ],
)
def test_an_address_in_numbers_is_connected_to_without_asking_for_it(fetcher_with, judge, url, place):
    fetcher = fetcher_with(resolver=resolver_of(AssertionError("nobody is asked")), obey_robots=False)

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(Request(url=url))

    assert failed.value.kind == "refused"
    assert [each[:2] for each in judge.seen] == [place]


@pytest.mark.parametrize(
    ("url", "words"),
    [("http://127.0.0.1/", "127.0.0.1 may not be visited: it is this machine"),
     ("http://[::1]/", "::1 may not be visited: it is this machine"),
     ("http://[::ffff:a9fe:a9fe]/", "::ffff:a9fe:a9fe may not be visited: it stands for another address"),
     ("http://169.254.169.254/", "169.254.169.254 may not be visited: it is where a machine's own secrets are served"),
     ("http://example.org:0/", "port 0 is not one of the web (80 and 443)"),
     ("http://example.org:65535/", "port 65535 is not one of the web (80 and 443)"),
     ("http://example.org:65536/", "the address cannot be used: its port is not a number up to 65535"),
     (f"http://example.org:{'0' * 40}99999/", "the address cannot be used: its port is not a number up to 65535"),
     ("http://example.org:8x/", "the address cannot be used: its port is not a number up to 65535"),
     ("http://example.org:\u0668\u0660/", "the address cannot be used: its port is not a number up to 65535"),
     ("http://X@example.org/", "the address cannot be used: it holds a user name or password"),
     ("http://:X@example.org/", "the address cannot be used: it holds a user name or password"),
     ("ftp://example.org/", 'the address cannot be used: the scheme "ftp" is not http or https'),
     ("a-scheme-that-is-longer-than-others://x/", 'the address cannot be used: the scheme "a-scheme-that-is-lon" is not http or https'),
     ("//example.org/", "the address cannot be used: it is not a full address beginning with http:// or https://")],
)  # fmt: skip
def test_a_refusal_says_what_is_wrong_with_the_address(fetcher_with, judge, url, words):
    with pytest.raises(FetchError) as failed:
        fetcher_with(obey_robots=False).fetch(Request(url=url))

    assert (failed.value.kind, failed.value.reason) == ("address", words)
    assert judge.seen == []


@pytest.mark.parametrize(
    ("text", "address"),
    [("http:XY.example/~\xe9", "http://xy.example/~%C3%A9"), ("http:///\\a.example:0000080/", "http://a.example/"),
     ("https://a.example:80", "https://a.example:80/"), ("http://a.example?b", "http://a.example/?b"),
     ("http://@a.example/", "http://a.example/"), ("http://:@a.example/", "http://a.example/"), ("http://a.example:/", "http://a.example/"),
     ("http://a.example/b/../../c/./d/.", "http://a.example/c/d/"), ("http://a.example/\ud83d\ude00\ud83d", "http://a.example/%F0%9F%98%80%EF%BF%BD")],
)  # fmt: skip
def test_odd_ways_of_writing_an_address_lead_to_one(text, address):
    assert str(parse_address(text)) == address


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("  https://ann:hunter2@a.example/x@y ", "https://a.example/x@y"),
        ("ann:hunter2@a.example", "a.example"),
        ("HTTP:hunter2@a.example", "HTTP:a.example"),
        ("ftp://ann:hunter2@a.example", "ftp://a.example"),
        ("//hunter2@a.example", "//a.example"),
        ("\x00ht\ntp://hun\tter2@a.example\x1f", "http://a.example"),
        ("https://a.example/x?y=b@c", "https://a.example/x?y=b@c"),
        ("x" * 2001, "x" * 2000),
    ],
)
def test_an_address_is_shown_without_what_stands_before_its_host(url, shown):
    assert without_credentials(url) == shown


def ssrf_urls(corpora):
    lines = (corpora / "ssrf" / "urls.txt").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    lines += [
        line
        for file in sorted((corpora / "ssrf").glob("open-redirect-*.txt"))
        for line in file.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    ]
    return [line for line in lines if line.strip()]


def test_no_payload_of_other_projects_gets_further_than_a_public_address(corpora, fetcher_with, judge):
    fetcher = fetcher_with(resolver=names_to(PUBLIC), obey_robots=False)
    urls = ssrf_urls(corpora)

    for url in urls:
        with pytest.raises(FetchError) as failed:
            fetcher.fetch(Request(url=url))
        assert failed.value.kind in {"address", "refused"}, url

    assert len(urls) > 300
    assert judge.seen
    assert all(is_public(address) and port in (80, 443) for address, port, *_ in judge.seen)


def test_no_payload_gets_further_through_a_redirect_either(corpora, open_site, fetcher_with, judge, answer):
    site = open_site(host="127.0.0.4")
    home = ("127.0.0.4", site.port)
    judge.let_through.add(home)
    fetcher = fetcher_with(resolver=names_to(PUBLIC), obey_robots=False)
    for url in ssrf_urls(corpora):
        location = re.sub(r"[\r\n\0]", "", url).encode("utf-8", "surrogateescape").decode("latin-1")
        site.answers["/"] = answer(b"", f"Location: {location}", status="302 Found")
        with pytest.raises(FetchError):
            fetcher.fetch(site.request())

    assert all(place == home or (is_public(place[0]) and place[1] in (80, 443)) for place in judge.seen)


def web_url_cases(corpora):
    return [case for case in json.loads((corpora / "url" / "urltestdata.json").read_text()) if isinstance(case, dict)]


def parsed(text, base):
    try:
        return parse_address(text, parse_address(base) if base else None)
    except ValueError:
        return None


def test_addresses_are_read_as_browsers_read_them(corpora):
    """A different host than a browser's is a way around the guard; so is taking what a browser refuses."""
    judged = 0
    for case in web_url_cases(corpora):
        found = parsed(case["input"], case["base"])
        if case.get("failure") or case["protocol"] not in ("http:", "https:") or case["username"] or case["password"]:
            assert found is None, case
        elif not case["base"] or case["base"].startswith("http"):
            judged += 1
            assert str(found) == case["href"].partition("#")[0], case
            assert found.host == case["hostname"], case
            assert parse_address(str(found)) == found
            assert parse_address(case["href"]) == found

    assert judged > 100


def test_host_names_become_ascii_as_in_browsers(corpora):
    for case in json.loads((corpora / "url" / "toascii.json").read_text()):
        if isinstance(case, dict):
            found = parsed(f"https://{case['input']}/x", None)
            assert (found and found.host) == case["output"], case


@given(st.text(max_size=60), st.sampled_from([None, "http://example.org/a/b?c", "https://[2001:db8::1]:8443/"]))
def test_any_text_is_an_address_or_a_refusal_and_the_address_is_stable(text, base):
    found = parsed(text, base)

    if found is not None:
        assert parse_address(str(found)) == found
        assert str(found).isascii()


@given(st.integers(0, 2**32 - 1), st.data())
def test_however_a_number_is_written_it_is_the_same_address(value, data):
    address = ipaddress.IPv4Address(value)
    a, b, c, d = address.packed
    written = [str(address), str(value), hex(value), f"0{value:o}", f"{a}.{value & 0xFFFFFF}", f"{a}.{b}.{c << 8 | d}",
               f"0x{a:x}.0{b:o}.{c}.{d}", str(address).replace(".", "\u3002"), "%31" + str(address)[1:] if str(address)[0] == "1" else str(address)]  # fmt: skip

    assert parse_address(f"http://{data.draw(st.sampled_from(written))}/").host == str(address)

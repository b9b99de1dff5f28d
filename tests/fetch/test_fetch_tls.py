"""TLS: always verified. An authority of our own signs good and bad certificates for servers on loopback."""

import shutil
import ssl
import subprocess
import threading

import pytest

from monitor.errors import FetchError
from monitor.model import Request, Validators
from monitor.sources.fetch.address import parse_address
from monitor.sources.fetch.answers import Reply
from monitor.sources.fetch.redirects import next_hop

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="openssl is not installed")


def run(*arguments, folder):
    subprocess.run([OPENSSL, *arguments], check=True, cwd=folder, capture_output=True)


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    """A folder with an authority (``ca.pem``) and certificates: good, expired, wrong name, and one that signed itself."""
    folder = tmp_path_factory.mktemp("authority")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    run("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=Test authority",
        "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign", folder=folder)  # fmt: skip
    for name, names, days in (
        ("good", "IP:127.0.0.1", "30"),
        ("expired", "IP:127.0.0.1", "-1"),
        ("other", "DNS:other.example", "30"),
    ):
        run("req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}", folder=folder)
        (folder / "ext").write_text(f"subjectAltName={names}\n")
        dates = ("-not_before", "20200101000000Z", "-not_after", "20200102000000Z") if days == "-1" else ("-days", days)
        try:
            run("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", f"{name}.pem",
                "-extfile", "ext", *dates, folder=folder)  # fmt: skip
        except subprocess.CalledProcessError:
            run("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", f"{name}.pem",
                "-extfile", "ext", "-days", days, folder=folder)  # fmt: skip
    run("req", "-x509", *key, "-keyout", "self.key", "-out", "self.pem", "-days", "30", "-subj", "/CN=self",
        "-addext", "subjectAltName=IP:127.0.0.1", folder=folder)  # fmt: skip
    return folder


@pytest.fixture
def secure_site(authority, open_site):
    def open_one(certificate, *, oldest=None, newest=None, **fields):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(authority / f"{certificate}.pem", authority / f"{certificate}.key")
        if newest:
            context.minimum_version, context.maximum_version = oldest, newest
        return open_site(wrap=lambda connection: context.wrap_socket(connection, server_side=True), **fields)

    return open_one


@pytest.fixture
def trusting(fetcher_with, authority):
    return fetcher_with(ca_file=str(authority / "ca.pem"), total_seconds=3.0)


def test_a_good_certificate_is_trusted_and_its_connection_kept(secure_site, trusting, answer):
    site = secure_site("good", answers={"/": answer(b"secure")})

    for _ in range(3):
        assert trusting.fetch(site.request()).body == b"secure"

    assert site.connections == 1


@pytest.mark.parametrize(
    ("certificate", "words"),
    [("expired", "expired"), ("other", "127.0.0.1"), ("self", "self-signed")],
)
def test_a_bad_certificate_is_a_failure_with_its_reason_and_nothing_is_sent(
    secure_site, trusting, answer, certificate, words
):
    site = secure_site(certificate, answers={"/": answer(b"x")})

    with pytest.raises(FetchError) as failed:
        trusting.fetch(site.request())

    assert (failed.value.kind, failed.value.transient) == ("tls", False)
    assert words in failed.value.reason.replace("self signed", "self-signed")
    assert site.questions == []


def test_an_unknown_authority_is_not_trusted(secure_site, fetcher, answer):
    site = secure_site("good", answers={"/": answer(b"x")})

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert failed.value.kind == "tls"
    assert site.questions == []


def test_the_environment_cannot_switch_verification_off(secure_site, fetcher, answer, authority, monkeypatch):
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(authority / "ca.pem"))
    site = secure_site("good", answers={"/": answer(b"x")})

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert failed.value.kind == "tls"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_tls_before_1_2_is_refused(secure_site, trusting, answer):
    site = secure_site(
        "good", oldest=ssl.TLSVersion.TLSv1_1, newest=ssl.TLSVersion.TLSv1_1, answers={"/": answer(b"x")}
    )

    with pytest.raises(FetchError) as failed:
        trusting.fetch(site.request())

    assert failed.value.kind in {"tls", "incomplete"}
    assert site.questions == []


def test_a_server_without_tls_behind_https_is_a_failure_and_never_asked_in_the_clear(open_site, trusting, answer):
    site = open_site(answers={"/": answer(b"x")})

    with pytest.raises(FetchError):
        trusting.fetch(Request(url=site.url().replace("http:", "https:"), internal=True))

    assert site.questions == []


def test_a_handshake_that_never_ends_ends_in_time(open_site, fetcher_with, authority):
    stop = threading.Event()
    site = open_site(wrap=lambda connection: stop.wait(5) and connection)
    fetcher = fetcher_with(ca_file=str(authority / "ca.pem"), connect_seconds=0.3, total_seconds=1.0)

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    stop.set()
    assert failed.value.kind == "timeout"


def test_slow_bodies_over_tls_end_in_time_too(secure_site, fetcher_with, authority):
    def drip(question):
        question.send(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        question.drip(b"x" * 1000, 0.02)

    site = secure_site("good", answers={"/": drip})
    fetcher = fetcher_with(ca_file=str(authority / "ca.pem"), total_seconds=0.5, obey_robots=False)

    with pytest.raises(FetchError) as failed:
        fetcher.fetch(site.request())

    assert failed.value.kind == "timeout"


def test_a_secure_address_is_not_left_for_an_insecure_one():
    """Sources on the own network may; anyone else's word would no longer be theirs."""

    reply = Reply(status=302, headers={"location": "http://example.org/"}, validators=Validators())

    with pytest.raises(FetchError, match="insecure"):
        next_hop(parse_address("https://example.org/"), reply, internal=False)
    assert str(next_hop(parse_address("http://example.org/a"), reply, internal=False)) == "http://example.org/"

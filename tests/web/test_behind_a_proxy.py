"""The pages behind nginx with the configuration that ships: what TLS it takes, where it sends people, whose address it passes on."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import warnings
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.web.conftest import serve

SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NAME = "desk.example.org"
#: Old TLS is allowed around the configuration that ships, so that nothing but that refuses it.
_AROUND = """daemon off;
{user}
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    ssl_ciphers "DEFAULT:@SECLEVEL=0";
    {servers}
}}
"""


class Proxy:
    """nginx in front of the pages, and a visitor who believes its certificate."""

    def __init__(self, plain: int, secure: int, certificate: Path, files: Path) -> None:
        self.plain, self.secure, self.files = plain, secure, files
        self._certificate = certificate
        self.cookies: dict[str, str] = {}

    def talk(self, least=ssl.TLSVersion.TLSv1_2, most=ssl.TLSVersion.TLSv1_3):
        """An encrypted connection to the name of the site."""
        context = ssl.create_default_context(cafile=self._certificate)
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = least, most
        return context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.secure), timeout=10), server_hostname=NAME
        )

    def ask(self, method, path, *, form=None, headers=None):
        """The answer, read whole; cookies are kept."""
        connection = http.client.HTTPSConnection(NAME)
        connection.sock = self.talk()
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **(headers or {})}
        if form is not None:
            sent |= {"Origin": f"https://{NAME}", "Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, body=urlencode(form) if form is not None else None, headers=sent)
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        connection.close()
        for line in answer.headers.get_all("Set-Cookie", ()):
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def token(self):
        return re.search(r'name="csrf_token" value="([^"]+)"', self.ask("GET", "/account/sign-in").text)[1]

    def sign_in(self, name, password, **headers):
        form = {"csrf_token": self.token(), "name": name, "password": password}
        return self.ask("POST", "/account/sign-in", form=form, headers=headers)


@pytest.fixture(scope="module")
def served(demonstration, tmp_path_factory):
    """The pages, and how they are reached through nginx."""
    tmp_path = tmp_path_factory.mktemp("proxy")
    nginx, openssl = shutil.which("nginx") or shutil.which("/usr/sbin/nginx"), shutil.which("openssl")
    if not (nginx and openssl):
        pytest.skip("no nginx, or no openssl to make a certificate, on this machine")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    made += ["-addext", f"subjectAltName=DNS:{NAME}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(made, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        plain, secure = one.getsockname()[1], other.getsockname()[1]
    with serve(demonstration, tmp_path / "state", public_url=f"https://{NAME}", trusted_proxy="127.0.0.1") as pages:
        servers = re.sub(r"^ *listen \[::\].*\n", "", SHIPPED.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for shipped, here in {
            "listen 80;": f"listen 127.0.0.1:{plain};", "listen 443 ": f"listen 127.0.0.1:{secure} ",
            f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(certificate),
            f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(key),
            "http://127.0.0.1:8080": pages.url, "root /var/www/html": f"root {tmp_path}/html",
        }.items():  # fmt: skip
            assert shipped in servers
            servers = servers.replace(shipped, here)
        configuration = tmp_path / "nginx.conf"
        configuration.write_text(
            _AROUND.format(folder=tmp_path, servers=servers, user="user root;" if os.geteuid() == 0 else ""),
            encoding="utf-8",
        )
        running = subprocess.Popen([nginx, "-p", str(tmp_path), "-c", str(configuration)], stderr=subprocess.PIPE)
        try:
            _until_it_answers(running, secure)
            yield pages, Proxy(plain, secure, certificate, tmp_path / "html")
        finally:
            running.terminate()
            running.communicate(timeout=10)


@pytest.fixture
def proxy(served):
    """The pages and a visitor who was never there, as nobody was."""
    pages, front = served
    front.cookies.clear()
    pages.app.extensions.pop("tierwatch throttle", None)
    return pages, front


def _until_it_answers(running, port) -> None:
    for _ in range(200):
        if running.poll() is not None:
            pytest.fail(f"nginx does not start: {running.stderr.read().decode()}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("nginx does not answer")


def test_whoever_comes_by_http_is_sent_on_and_only_the_authority_is_answered(proxy) -> None:
    _, front = proxy
    challenge = front.files / ".well-known" / "acme-challenge"
    challenge.mkdir(parents=True)
    (challenge / "abc").write_text("the answer")

    def asked(path):
        connection = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=10)
        connection.request("GET", path, headers={"Host": NAME})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer, body

    answer, _ = asked("/programmes/?as_of=2014-11-08")
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/programmes/?as_of=2014-11-08")
    assert not re.search(r"\d", answer.headers["Server"])
    answer, body = asked("/.well-known/acme-challenge/abc")
    assert (answer.status, body) == (200, "the answer")
    answer, _ = asked("/.well-known/acme-challenge/../../account/")
    assert answer.status == 301


def test_tls_before_1_2_is_refused_and_1_2_and_1_3_are_taken(proxy) -> None:
    _, front = proxy
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        with front.talk(least=version, most=version) as talk:
            assert talk.version() == version.name.replace("_", ".")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
            with pytest.raises(ssl.SSLError, match=r"(?i)protocol"):
                front.talk(least=version, most=version)


def test_people_sign_in_through_it_and_their_cookies_are_held_to_https(proxy) -> None:
    pages, front = proxy
    answer = front.sign_in("edith", pages.password)
    assert answer.status == 303
    assert urlsplit(answer.headers["Location"]).path == "/desk/"
    assert set(front.cookies) == {"__Host-tierwatch", "__Host-tierwatch-browser"}
    assert front.ask("GET", "/desk/").status == 200
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert front.ask("GET", "/metrics").status in {401, 403, 404}


def test_who_guesses_is_counted_by_their_own_address_whatever_they_claim_of_it(proxy) -> None:
    _, front = proxy
    answers = [
        front.sign_in(f"nobody-{number}", "wrong it is", **{"X-Forwarded-For": f"198.51.100.{number}"}).status
        for number in range(9)
    ]
    assert answers[0] == 401
    assert answers[-1] == 429


def test_what_is_too_large_for_the_pages_is_refused_before_them(proxy) -> None:
    _, front = proxy
    form = {"csrf_token": front.token(), "name": "x" * 1_100_000, "password": "y"}
    answer = front.ask("POST", "/account/sign-in", form=form)
    assert answer.status == 413
    assert "nginx" in answer.text

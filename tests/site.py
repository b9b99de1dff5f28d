"""A small web site on loopback whose pages a test sets as it goes along: real HTTP, with validators where asked for."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Page:
    body: bytes
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    validators: bool = True


@dataclass
class Site:
    """``pages`` by path; ``requests`` are (path, If-None-Match) in the order in which they came."""

    url: str = ""
    pages: dict[str, Page] = field(default_factory=dict)
    requests: list[tuple[str, str | None]] = field(default_factory=list)

    def put(self, path: str, text: str, **fields: object) -> None:
        self.pages[path] = Page(body=text.encode(), **fields)


@contextmanager
def running_site() -> Iterator[Site]:
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            page = site.pages.get(self.path)
            if self.path != "/robots.txt":
                site.requests.append((self.path, self.headers.get("If-None-Match")))
            if page is None:
                page = Page(body=b"not found", content_type="text/plain", status=404, validators=False)
            tag = f'"{sha256(page.body).hexdigest()[:16]}"'
            if page.validators and page.status == 200 and self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.send_header("ETag", tag)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(page.status)
            self.send_header("Content-Type", page.content_type)
            self.send_header("Content-Length", str(len(page.body)))
            if page.validators:
                self.send_header("ETag", tag)
                self.send_header("Last-Modified", formatdate(1_414_569_600, usegmt=True))
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page.body)

        def handle_one_request(self) -> None:
            try:
                super().handle_one_request()
            except ConnectionError:
                self.close_connection = True

        def log_message(self, *_args: object) -> None:
            """Keep the test's output quiet."""

    with _served(Handler) as site.url:
        yield site


@dataclass
class Endpoint:
    """Takes JSON by POST: what it was ``told``, with the ``Authorization`` of each in ``keys``, and ``answer(told)`` for each."""

    url: str = ""
    told: list[Any] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    status: int = 200
    answer: Callable[[Any], bytes] = lambda _told: b""


@contextmanager
def running_endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            endpoint.told.append(told)
            endpoint.keys.append(self.headers["Authorization"])
            body = endpoint.answer(told)
            self.send_response(endpoint.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            """Keep the test's output quiet."""

    with _served(Handler) as url:
        endpoint.url = f"{url}/"
        yield endpoint


@contextmanager
def _served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

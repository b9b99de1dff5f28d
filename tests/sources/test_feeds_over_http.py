"""The collected feeds once more, over real HTTP: served on loopback, fetched by the real fetcher, read by a real visit."""

import threading
import zipfile
from collections import Counter
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from monitor.errors import SourceError
from monitor.model import Source
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.sources.visit import visit

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TYPES = {"gz": ("application/xml", "gzip"), "z": ("application/xml", "deflate"), "xml": ("application/xml", "")}


@pytest.fixture(name="site")
def _site():
    bodies: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = bodies.get(self.path)
            self.send_response(200 if body is not None else 404)
            content_type, encoding = TYPES.get(self.path.rpartition(".")[2], TYPES["xml"])
            self.send_header("Content-Type", content_type)
            if encoding:
                self.send_header("Content-Encoding", encoding)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", bodies
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    "part", ["compression/", "encoding/", "entities/", "wellformed/rss/", "wellformed/base/", "illformed"]
)
def test_a_collected_feed_comes_to_an_outcome_with_a_reason(part, site, shared) -> None:
    address, bodies = site
    with zipfile.ZipFile(shared("corpora", "feedparser", "feeds.zip")) as packed:
        bodies |= {f"/{name}": packed.read(name) for name in packed.namelist() if name.startswith(part)}
    outcomes: Counter = Counter()
    with Fetcher(FetchSettings(delay_seconds=0, retries=0, obey_robots=False)) as fetcher:
        for path in bodies:
            source = Source(id="s", kind="feed", url=address + path, internal=True)
            try:
                found = visit(source, fetch=fetcher.fetch, state={}, now=NOW)
            except SourceError as error:
                outcomes["broken" if error.reason else "silent"] += 1
                continue
            again = visit(source, fetch=fetcher.fetch, state=found.state, now=NOW)
            assert again.documents == (), path
            outcomes["degraded" if found.degraded else "ok"] += 1
    assert outcomes["silent"] == 0
    assert sum(outcomes.values()) == len(bodies) > 0

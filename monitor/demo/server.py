"""The demonstration's web server: loopback only, a thread a request, validators for what does not change on every visit."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from monitor.demo.timeline import Answer, Timeline


class DemoSite:
    """The running site: a context manager. ``clock`` says which moment it is there."""

    def __init__(self, clock: Callable[[], datetime], *, port: int = 0) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler_for(Timeline(), clock))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    @property
    def url(self) -> str:
        """The address without a final slash."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler_for(timeline: Timeline, clock: Callable[[], datetime]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Without this each answer waits for the acknowledgement of its own headers (40 ms on loopback).
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            answer = _robots() if path == "/robots.txt" else timeline.answer(path, clock())
            if answer.status == 200 and _is_known(
                self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since"), answer
            ):
                self._send(Answer(status=304, last_modified=answer.last_modified), answer.etag)
            else:
                self._send(answer, answer.etag)

        def _send(self, answer: Answer, etag: str) -> None:
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(answer.body)))
            if answer.status in {200, 304}:
                self.send_header("ETag", etag)
                if answer.last_modified:
                    self.send_header("Last-Modified", format_datetime(answer.last_modified, usegmt=True))
            if answer.status != 304:
                self.send_header("Content-Type", answer.content_type)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_arguments: object) -> None:
            """Keep no log: the poller's is the one of interest."""

    return Handler


def _robots() -> Answer:
    return Answer(body=b"User-agent: *\nAllow: /\n", content_type="text/plain")


def _is_known(etag: str | None, since: str | None, answer: Answer) -> bool:
    if etag is not None:
        return etag == answer.etag
    if since is None or answer.last_modified is None:
        return False
    try:
        return answer.last_modified <= parsedate_to_datetime(since)
    except ValueError:
        return False

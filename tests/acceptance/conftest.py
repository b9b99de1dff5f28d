"""The command as a process of its own, a folder with a configuration, and a small site on loopback to point it at."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from monitor.cli import main
from tests.site import running_site

TESTS = Path(__file__).parents[1]
SHARED = Path(os.environ.get("TIERWATCH_SHARED", Path(__file__).parents[3] / "shared"))
#: The process limits itself first, as ``ulimit -f`` would, then is the command.
_LIMITED = (
    "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); limit = int(sys.argv.pop(1)); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)); from monitor.cli import main; main()"
)


@pytest.fixture
def site() -> Iterator[object]:
    with running_site() as running:
        yield running


@dataclass
class Desk:
    """A folder with a configuration; a call is ``tierwatch --config config.toml ...``, ``process`` the same as a process."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def database(self) -> Path:
        return self.folder / "state" / "tierwatch.db"

    def configure(self, *sources: str, fetch: str = "") -> None:
        head = f"[fetch]\ndelay_seconds = 0.0\nretries = 0\nobey_robots = false\n{fetch}\n"
        self.config.write_text(head + "".join(f"\n[[sources]]\ninternal = true\n{source}\n" for source in sources))

    def __call__(self, *arguments: object, typed: str = "") -> subprocess.CompletedProcess[str]:
        """The command's own entry, called in this process: a start of the interpreter for each call would take minutes."""
        argv = ["tierwatch", "--config", str(self.config), *(str(argument) for argument in arguments)]
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "argv", argv)
            patch.setattr(sys, "stdin", io.StringIO(f"{typed}\n"))
            patch.setenv("COLUMNS", "250")
            with pytest.raises(SystemExit) as ended:
                main()
        return subprocess.CompletedProcess(argv, ended.value.code or 0, out.getvalue(), err.getvalue())

    def process(self, *arguments: object, max_file_bytes: int | None = None) -> subprocess.CompletedProcess[str]:
        start = ["-m", "monitor"] if max_file_bytes is None else ["-c", _LIMITED, str(max_file_bytes)]
        return subprocess.run(
            [sys.executable, *start, "--config", str(self.config), *(str(argument) for argument in arguments)],
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(TESTS.parent), "COLUMNS": "250"},
        )


@pytest.fixture
def tierwatch(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def shared() -> Path:
    """The folder of saved documents and corpora, where there is one."""
    if not SHARED.is_dir():
        pytest.skip("the shared corpora are not present (TIERWATCH_SHARED)")
    return SHARED


@dataclass
class Stream:
    url: str
    sent: int = 0


@pytest.fixture
def stream() -> Iterator[Callable[..., object]]:
    return _stream


@contextmanager
def _stream(*, megabytes: int, announced: bool) -> Iterator[Stream]:
    """A page of so many megabytes, never held in one piece; ``sent`` counts what the client let through."""
    chunk = b"<p>Harbour Trust has news again today.</p>\n".ljust(1024, b" ") * 1024
    running = Stream("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if announced:
                self.send_header("Content-Length", str(megabytes * len(chunk)))
            self.end_headers()
            try:
                for _ in range(megabytes):
                    self.wfile.write(chunk)
                    running.sent += len(chunk)
            except ConnectionError:
                self.close_connection = True

        def log_message(self, *_args: object) -> None:
            """Keep the test's output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    running.url = f"http://127.0.0.1:{server.server_address[1]}/long"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

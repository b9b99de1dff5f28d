"""A real PostgreSQL for tests: made in a folder of its own, on a Unix socket and loopback, stopped when it is left.

``make_server(folder)`` gives a server; ``server.new_database()`` an empty database's address. Where the binaries are absent
``why_absent()`` says so, for ``pytest.skip``.
"""

from __future__ import annotations

import itertools
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_USERS = ("postgres", "nobody")


def binaries() -> Path | None:
    """The folder with initdb and postgres: on the path, or where Debian keeps them; the newest version."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return kept[-1].parent if kept else None


def why_absent() -> str | None:
    """Why no server can be started here; ``None`` when one can."""
    if binaries() is None:
        return "PostgreSQL is not installed (initdb was not found)"
    if os.geteuid() == 0 and _user() is None:
        return "PostgreSQL does not run as root, and there is no other user to run it as"
    return None


@dataclass
class Server:
    """A running server. ``crash`` and ``start`` end and begin it within its life."""

    bin: Path
    data: Path
    port: int
    user: str | None
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def url(self, name: str = "postgres") -> str:
        return f"postgresql://tierwatch@127.0.0.1:{self.port}/{name}"

    def new_database(self, *, template: str = "template0") -> str:
        """The address of a new database: a copy of ``template``, by default one with nothing in it."""
        name = f"t{next(self.numbers)}"
        self._run("createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "tierwatch", "-T", template, name)
        return self.url(name)

    def start(self) -> None:
        settings = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories={self.data}"
        log = str(self.data / "server.log")
        self._run("pg_ctl", "-D", str(self.data), "-l", log, "-w", "-o", settings, "start")

    def stop(self, how: str = "fast") -> None:
        """``how``: ``fast``, or ``immediate``, which is a crash."""
        self._run("pg_ctl", "-D", str(self.data), "-m", how, "-w", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self.bin / program), *arguments],
            user=self.user,
            group=pwd.getpwnam(self.user).pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
            cwd=self.data.parent,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            timeout=90,
            check=False,
        )
        if done.returncode:
            log = self.data / "server.log"
            said = log.read_text(encoding="utf-8", errors="replace")[-1500:] if log.exists() else ""
            raise RuntimeError(f"{program} failed: {done.stderr}{said}")


@contextmanager
def running_server() -> Iterator[Server]:
    """A new server, stopped and removed at the end. Raises RuntimeError where :func:`why_absent` has a reason."""
    reason = why_absent()
    found = binaries()
    if reason or found is None:
        raise RuntimeError(reason)
    # A folder of its own: the one of pytest cannot be entered by another user.
    folder = Path(tempfile.mkdtemp(prefix="tierwatch-postgresql-"))
    user = _user() if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    server = Server(bin=found, data=folder / "data", port=_free_port(), user=user)
    try:
        server._run("initdb", "-D", str(server.data), "-U", "tierwatch", "-A", "trust", "-E", "UTF8", "--no-sync")
        server.start()
        yield server
    finally:
        _end(server)
        shutil.rmtree(folder, ignore_errors=True)


def _end(server: Server) -> None:
    pid_file = server.data / "postmaster.pid"
    if not pid_file.exists():
        return
    try:
        server.stop("immediate")
    except RuntimeError:
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)


def _user() -> str | None:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next((name for name in _USERS if name in names), None)


def _free_port() -> int:
    """A free port below those that the system hands out by itself: a server that is down for a while finds it free again."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port

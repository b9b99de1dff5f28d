"""A disk that fills up, fails or turns read-only under the running service: it says so, loses no news, and goes on by itself."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from datetime import timedelta

import pytest

from tests.operations.steps import LONG
from tests.operations.test_clock import FAKED, NOW, Running

PAGE = "<html><body><main><h1>Board</h1><p>The board met in the {} town hall.</p></main></body></html>"
pytestmark = [
    pytest.mark.soak,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not LONG, reason="a long proof: set TIERWATCH_SOAK=1"),
    pytest.mark.skipif(FAKED is None, reason="libfaketime is not installed"),
]


@pytest.fixture
def service(site, tierwatch, tmp_path):
    """The service on a file system of its own, with one page that it has seen."""
    tierwatch.state.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", tierwatch.state], check=False)
    if mounted.returncode:
        pytest.skip("no file system can be mounted here")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    tierwatch.configure(
        f'[web]\nlisten = "127.0.0.1:{port}"\n[operations]\nreserve_mb = 8\n'
        f'[[sources]]\nid = "n"\nkind = "page"\nurl = "{site.url}/n"\ninternal = true\nevery_hours = 0.25'
    )
    site.put("/n", PAGE.format("old"))
    running = Running(tierwatch.config, tmp_path, NOW)
    running.url = f"http://127.0.0.1:{port}/readyz"
    try:
        running.wait_for("n: 1 document")
        yield running
    finally:
        running.process.terminate()
        running.process.communicate(timeout=60)
        subprocess.run(["umount", tierwatch.state], check=True)
    assert running.process.returncode == 0


def ready(service) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(service.url, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.read().decode()


def until(service, status: int) -> str:
    """What it says of itself once it says ``status``."""
    for _ in range(120):
        found, words = ready(service)
        if found == status:
            return words
        time.sleep(0.5)
    raise AssertionError((found, words, service.lines[-12:]))


def test_a_disk_that_fills_up_stops_the_visits_until_there_is_room(service, site, tierwatch) -> None:
    filler = tierwatch.state / "filler"
    filler.write_bytes(bytes(os.statvfs(tierwatch.state).f_bavail * os.statvfs(tierwatch.state).f_bsize))
    site.put("/n", PAGE.format("new"))

    assert "less than the reserve" in until(service, 503)
    service.set(timedelta(minutes=16))
    service.wait_for("not visited: the disk has 0 MB free")
    filler.unlink()
    until(service, 200)
    service.set(timedelta(minutes=16))
    service.wait_for("n: 1 document")


@pytest.mark.parametrize("error", ["EROFS", "EIO", "ENOSPC"])
def test_a_disk_that_refuses_every_write_costs_visits_that_are_made_up_for(service, site, strace, error) -> None:
    calls = "pwrite64,fdatasync,fsync,ftruncate"
    tracer = subprocess.Popen(
        ["strace", "-f", "-qq", "-o", "/dev/null", "-p", str(service.process.pid), "-e", f"trace={calls}", "-e", f"inject={calls}:error={error}"]
    )  # fmt: skip
    try:
        site.put("/n", PAGE.format("new"))
        assert "the state cannot be written" in until(service, 503)
        service.set(timedelta(minutes=16))
        service.wait_for("n: not recorded")
    finally:
        tracer.terminate()
        tracer.wait(30)
    until(service, 200)
    service.set(timedelta(minutes=16))
    service.wait_for("n: 1 document")

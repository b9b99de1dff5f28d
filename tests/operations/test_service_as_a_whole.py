"""``tierwatch run`` as systemd would start it: it says when it is ready, answers machines, logs lines of JSON and ends when told."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def get(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return answer.status, answer.read().decode()


def told(process: subprocess.Popen[str], words: str) -> dict[str, object]:
    """The next line of the log with ``words``."""
    while True:
        line = json.loads(process.stderr.readline())
        if words in str(line["event"]):
            return line


@pytest.mark.slow
def test_it_says_ready_answers_logs_json_takes_over_a_configuration_and_stops(site, tierwatch, tmp_path) -> None:
    site.put(
        "/news", "<html><body><main><h1>Award</h1><p>The council awarded it to Harbour Trust.</p></main></body></html>"
    )
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    tierwatch.configure(
        f'[web]\nlisten = "127.0.0.1:{port}"\n[operations]\nheartbeat_url = "{site.url}/beat"\n'
        f'[[sources]]\nid = "news"\nkind = "page"\nurl = "{site.url}/news"\ninternal = true'
    )
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.bind(str(tmp_path / "notify"))
        notified.settimeout(60)
        process = subprocess.Popen(
            [sys.executable, "-m", "monitor", "--config", str(tierwatch.config), "run"],
            stderr=subprocess.PIPE, text=True, cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), "NOTIFY_SOCKET": str(tmp_path / "notify")},
        )  # fmt: skip
        try:
            assert notified.recv(100) == b"READY=1"
            lines = []
            while not any("outcome" in each for each in lines):
                lines.append(json.loads(process.stderr.readline()))
            polled = next(each for each in lines if "outcome" in each)
            assert (polled["source"], polled["outcome"], polled["level"]) == ("news", "changed", "info")
            assert re.fullmatch(r"\w{16,}", polled["poll"])

            assert get(f"http://127.0.0.1:{port}/healthz") == (200, "ok\n")
            assert get(f"http://127.0.0.1:{port}/readyz") == (200, "ok\n")
            _, figures = get(f"http://127.0.0.1:{port}/metrics")
            assert 'tierwatch_polls_total{outcome="changed",source_type="page"} 1.0' in figures
            assert 'tierwatch_sources{state="good"} 1.0' in figures

            good = tierwatch.config.read_text()
            tierwatch.config.write_text(good + "\n[[sources]]\nkind = 'pgae'\n")
            process.send_signal(signal.SIGHUP)
            assert "was not taken over" in told(process, "configuration")["event"]
            more = f'\n[[sources]]\nid = "more"\nkind = "page"\nurl = "{site.url}/news"\ninternal = true\n'
            tierwatch.config.write_text(good + more)
            process.send_signal(signal.SIGHUP)
            assert told(process, "configuration")["event"] == "took over the configuration: 2 sources"
            assert told(process, "more: ")["outcome"] == "changed"
        finally:
            process.send_signal(signal.SIGTERM)
            _, rest = process.communicate(timeout=40)
        assert process.returncode == 0
        assert all(json.loads(line) for line in rest.splitlines())

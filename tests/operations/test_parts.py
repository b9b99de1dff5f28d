"""The list of parts, and the question whether advisories speak of one: "unknown" is an answer of its own."""

import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ROOT / "deploy" / "parts.py"
PINNED = [
    line.partition("==")[0] for line in (ROOT / "requirements" / "run.txt").read_text().splitlines() if "==" in line
]


def parts(*arguments):
    return subprocess.run(
        [sys.executable, PARTS, *arguments], capture_output=True, text=True, timeout=60, check=False, cwd=ROOT
    )


@contextmanager
def advisories(answer):
    """A service that gives ``answer(questions)`` and remembers them."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.extend(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"])
            body = answer(asked)
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            """Keep the test's output quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def about(*names):
    """An answer with one advisory for each of ``names``."""
    return lambda asked: json.dumps(
        {"results": [{"vulns": [{"id": "TW-1"}]} if each["package"]["name"] in names else {} for each in asked]}
    ).encode()


def test_the_list_names_every_part_with_its_hashes_and_is_the_same_each_time(tmp_path):
    told = parts("sbom", "--output", str(tmp_path / "parts.json"))
    listed = json.loads((tmp_path / "parts.json").read_text())

    assert told.returncode == 0, told.stderr
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    assert [part["name"] for part in listed["components"]] == PINNED
    assert all(part["purl"].startswith("pkg:") and part["properties"] for part in listed["components"])
    assert set(listed["dependencies"][0]["dependsOn"]) == {part["bom-ref"] for part in listed["components"]}
    assert parts("sbom").stdout == (tmp_path / "parts.json").read_text()


def test_no_advisory_is_clean_and_one_is_named():
    with advisories(about()) as (url, asked):
        clean = parts("audit", "--service", url)
    with advisories(about("jinja2")) as (url, _):
        found = parts("audit", "--service", url)

    assert [each["package"]["name"] for each in asked] == PINNED
    assert (clean.returncode, clean.stdout) == (0, f"0 of {len(PINNED)} parts have advisories\n")
    assert found.returncode == 1
    assert "jinja2" in found.stdout
    assert "TW-1" in found.stdout


@pytest.mark.parametrize(
    "answer", [b"no JSON", b"{}", b'{"results": []}', b'{"results": "x"}', b'{"results": null}'], ids=str
)
def test_an_answer_that_says_nothing_is_unknown_and_never_clean(answer):
    with advisories(lambda _asked: answer) as (url, _):
        told = parts("audit", "--service", url)

    assert (told.returncode, told.stdout.partition(":")[0]) == (3, "unknown"), told.stderr


def test_a_service_that_cannot_be_reached_is_unknown():
    told = parts("audit", "--service", "http://127.0.0.1:9/")

    assert (told.returncode, told.stdout.partition(":")[0]) == (3, "unknown")

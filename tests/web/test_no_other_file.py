"""Whatever an address asks for, no file is opened outside the program and its state. The judge is the interpreter's own record."""

from __future__ import annotations

import os
import re
import sys
import sysconfig
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("TIERWATCH_SHARED", ROOT.parent / "shared"))
OWN = [
    "../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd", "....//....//etc/passwd", "/etc/passwd",
    "..\\..\\etc\\passwd", "..%252f..%252fetc/passwd", "%c0%ae%c0%ae/etc/passwd", "file:///etc/passwd", "/proc/self/environ",
    "../config.toml", "../../tierwatch.db", "..%00.html", "x/../../x", ".git/config", "~/.ssh/id_rsa",
]  # fmt: skip
#: So many of the addresses with something to fill in are tried with each of them.
EACH = 4


class Judge:
    """Hears of each file that is opened while it is awake."""

    def __init__(self) -> None:
        self.opened: set[str] = set()
        self.awake = False

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.awake and event == "open" and not isinstance(arguments[0], int | None):
            self.opened.add(os.path.realpath(os.fsdecode(arguments[0])))


JUDGE = Judge()
sys.addaudithook(JUDGE)


@pytest.fixture
def judge():
    JUDGE.opened, JUDGE.awake = set(), True
    yield JUDGE
    JUDGE.awake = False


def payloads() -> list[str]:
    collected = SHARED / "corpora" / "injection-lists" / "traversal.txt"
    lines = collected.read_text(encoding="utf-8", errors="replace").splitlines() if collected.exists() else []
    return [*OWN, *filter(None, map(str.strip, lines))]


def asked(connection: HTTPConnection, path: str, cookie: str) -> int:
    """The status of the answer to exactly this path."""
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    return answer.status


def test_no_address_of_the_pages_opens_a_file_outside_the_program_and_its_state(pages, judge) -> None:
    judge.awake = False
    client = pages.client("ada")
    cookie = "; ".join(f"{each.key}={each.value}" for each in client._cookies.values())
    rules = [rule.rule for rule in pages.app.url_map.iter_rules() if rule.arguments and "GET" in (rule.methods or ())]
    paths = []
    for number, payload in enumerate(payloads()):
        written = quote(payload, safe="/%\\")
        turns = (rules[(number * EACH + turn) % len(rules)] for turn in range(EACH))
        paths += ["".join(written if "<" in part else part for part in re.split(r"(<[^>]+>)", rule)) for rule in turns]
        paths += [f"/{written}", f"/search?q={quote(payload)}"]
    with closing(HTTPConnection(urlsplit(pages.url).netloc, timeout=30)) as connection:
        assert asked(connection, "/desk/", cookie) == 200
        judge.awake = True
        statuses = {asked(connection, path, cookie) for path in paths}
        judge.awake = False
    homes = [
        pages.folder,
        ROOT / "monitor",
        sys.prefix,
        sys.base_prefix,
        *sysconfig.get_paths().values(),
        "/usr/share/zoneinfo",
    ]
    outside = [file for file in sorted(judge.opened) if not any(Path(file).is_relative_to(home) for home in homes)]

    assert {200, 404} <= statuses
    assert max(statuses) < 500
    assert judge.opened
    assert outside == []

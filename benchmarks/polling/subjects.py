"""The programs compared, each in a process of its own: a round for each line on standard input, its cost as a line of JSON.

``bare``: conditional requests in 16 threads, a session a thread, nothing read. ``ref``: the same with a body hash, then feedparser or
Beautiful Soup on ``<main>`` where the hash differs, and one SQLite transaction. ``tierwatch``: the product's own poll. ``urlwatch``:
that program, where it is installed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]

from polling.memory import children  # noqa: E402

THREADS = 16
Round = Callable[[int], Sequence[int]]


class Conditional:
    """A plain loop of conditional requests, as anyone would write it."""

    def __init__(self, settings: dict[str, Any]) -> None:
        import requests

        self._urls: Sequence[str] = settings["urls"]
        self._latency: float = settings["latency"]
        self._validators: dict[str, dict[str, str]] = {}
        self._local = threading.local()
        self._new_session = requests.Session

    def get(self, url: str) -> bytes | None:
        if not hasattr(self._local, "session"):
            self._local.session = self._new_session()
        time.sleep(self._latency)
        response = self._local.session.get(url, headers=self._validators.get(url, {}), timeout=30)
        if response.status_code == 304:
            return None
        response.raise_for_status()
        pairs = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
        self._validators[url] = {ask: response.headers[told] for ask, told in pairs if told in response.headers}
        return bytes(response.content)

    def all(self) -> list[bytes | None]:
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(self.get, self._urls))


def bare(settings: dict[str, Any]) -> Round:
    loop = Conditional(settings)

    def run(_round: int) -> Sequence[int]:
        loop.all()
        return ()

    return run


def ref(settings: dict[str, Any]) -> Round:
    import feedparser
    from bs4 import BeautifulSoup, SoupStrainer

    loop = Conditional(settings)
    database = sqlite3.connect(Path(settings["folder"]) / "ref.db")
    database.execute("create table source (number integer primary key, hash text, content text)")
    known: dict[int, tuple[str, str]] = {}

    def content_of(body: bytes, kind: str) -> str:
        if kind == "feed":
            return "\n".join(f"{entry.title} {entry.link}" for entry in feedparser.parse(body).entries)
        main = BeautifulSoup(body, "lxml", parse_only=SoupStrainer("main"))
        return main.get_text(" ", strip=True)

    def run(number_of_round: int) -> Sequence[int]:
        changed = []
        with database:
            for number, body in enumerate(loop.all()):
                if body is None or (mark := hashlib.sha256(body).hexdigest()) == known.get(number, ("", ""))[0]:
                    continue
                content = content_of(body, settings["kinds"][number])
                if number_of_round and content != known[number][1]:
                    changed.append(number)
                known[number] = (mark, content)
                database.execute("replace into source values (?, ?, ?)", (number, mark, content))
        return changed

    return run


def tierwatch(settings: dict[str, Any]) -> Round:
    from monitor.model import Request, Snapshot, Source, Unchanged
    from monitor.poll import Tools, poll_sources
    from monitor.programmes import load_packs
    from monitor.programmes.watchlist import Watchlist
    from monitor.sources.fetch import Fetcher, FetchSettings
    from monitor.store import open_store

    # In a process of its own, as a state is there before it is polled: what makes one stays in memory afterwards.
    address = f"sqlite:///{settings['folder']}/tierwatch.db"
    subprocess.run([sys.executable, "-c", f"from monitor.store import open_store; open_store({address!r})"], check=True)
    moment = [datetime(2026, 11, 2, 6, 0, tzinfo=UTC)]
    fetcher = Fetcher(FetchSettings(delay_seconds=0.0, contact="https://example.org"), clock=lambda: moment[0])

    def fetch(request: Request) -> Snapshot | Unchanged:
        time.sleep(settings["latency"])
        return fetcher.fetch(request)

    tools = Tools(
        fetch=fetch,
        store=open_store(address),
        watchlist=Watchlist.of(load_packs()),
    )
    sources = [
        Source(id=f"source-{number}", kind=settings["kinds"][number], url=url, internal=True)
        for number, url in enumerate(settings["urls"])
    ]

    def run(_round: int) -> Sequence[int]:
        # Two visits a day, so that robots.txt files are asked for in every second round.
        moment[0] += timedelta(hours=12)
        changed = []
        for outcome in poll_sources(sources, tools, clock=lambda: moment[0], workers=THREADS):
            if outcome.failure:
                print(f"{outcome.source.id}: {outcome.failure}", file=sys.stderr)
            if any(not event.change.type.concerns_source for event in outcome.events):
                changed.append(int(outcome.source.id.removeprefix("source-")))
        return changed

    return run


def urlwatch(settings: dict[str, Any]) -> Round:
    """With selectors written for these very pages and feeds, which the product does without; its start is part of each round."""
    folder = Path(settings["folder"])
    filters = {
        "feed": [
            {
                "xpath": {
                    "path": "//*[local-name()='item' or local-name()='entry']/*[local-name()='title']/text()",
                    "method": "xml",
                }
            }
        ],
        "page": [{"css": "main"}, "html2text"],
    }
    jobs = [
        {"name": f"source {number}.", "url": url, "filter": filters[settings["kinds"][number]]}
        for number, url in enumerate(settings["urls"])
    ]
    # JSON is YAML, so no further package is needed.
    (folder / "jobs.yaml").write_text("\n---\n".join(json.dumps(job) for job in jobs))
    report = {"text": {"details": False, "footer": False, "minimal": True}, "stdout": {"enabled": True, "color": False}}
    shown = {"error": True, "new": False, "unchanged": False}
    (folder / "config.yaml").write_text(json.dumps({"display": shown, "report": report}))
    (folder / "hooks.py").write_text("")
    command = [
        settings["urlwatch"],
        "--urls",
        "jobs.yaml",
        "--config",
        "config.yaml",
        "--hooks",
        "hooks.py",
        "--cache",
        "cache.db",
    ]

    def run(_round: int) -> Sequence[int]:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode or "ERROR" in done.stdout:
            print(done.stdout[-1000:] + done.stderr[-1000:], file=sys.stderr)
        return [int(number) for number in re.findall(r"CHANGED: source (\d+)\.", done.stdout)]

    return run


def _cpu() -> float:
    both = (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    # Those that ended are in RUSAGE_CHILDREN.
    ticks = sum(sum(map(int, fields[11:13])) for _, fields in children(os.getpid()))
    return sum(used.ru_utime + used.ru_stime for used in both) + ticks / os.sysconf("SC_CLK_TCK")


def _memory(field: str) -> float:
    """In megabytes, with that of the children."""
    total = 0
    for number in ["self", *(number for number, _ in children(os.getpid()))]:
        lines = Path(f"/proc/{number}/status").read_text().splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith(field))
    return total / 1024


def serve(name: str, settings: dict[str, Any]) -> None:
    """Run rounds as they are asked for on standard input."""
    run: Round = {"bare": bare, "ref": ref, "tierwatch": tierwatch, "urlwatch": urlwatch}[name](settings)
    for line in sys.stdin:
        cpu, wall = _cpu(), time.monotonic()
        changed = run(int(line))
        figures = {
            "cpu": _cpu() - cpu,
            "wall": time.monotonic() - wall,
            "resident": _memory("VmRSS"),
            "changed": list(changed),
        }
        print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))

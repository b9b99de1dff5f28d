"""What the demonstration's site answers at a simulated moment: pages, indexes, feeds and the register, all from data files."""

from __future__ import annotations

import hashlib
import html
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from importlib.resources import files
from string import Template
from typing import Any

from monitor.demo.register import codes_at, contracts_at

_SITE = files("monitor.demo") / "site"
_HTML = "text/html; charset=utf-8"
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request gets. ``last_modified`` is ``None`` where the site does not say."""

    status: int = 200
    body: bytes = b""
    content_type: str = _HTML
    last_modified: datetime | None = None

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'


NOT_FOUND = Answer(status=404, body=b"<!doctype html><title>Not found</title><h1>There is no such page</h1>")


class Timeline:
    """The site's history. Pure: the same path at the same moment is always the same answer."""

    def __init__(self) -> None:
        self._tables = tomllib.loads(_read("timeline.toml"))
        self._register = tomllib.loads(_read("register.toml"))

    def answer(self, path: str, moment: datetime) -> Answer:
        """What ``path`` holds at ``moment``; 404 for what was never there or is not there yet."""
        trouble = self._trouble(path, moment)
        if trouble is not None:
            return trouble
        for kind, read in (("pages", self._page), ("indexes", self._index), ("feeds", self._feed)):
            for table in self._tables[kind]:
                if table["path"] == path:
                    return read(table, moment)
        if path == "/register/contracts.json":
            return contracts_answer(self._register, moment)
        if path == "/register/providers.json":
            return _json(codes_at(self._register), None)
        return NOT_FOUND

    def _trouble(self, path: str, moment: datetime) -> Answer | None:
        for trouble in self._tables["troubles"]:
            if path.startswith(trouble["path"] + "/") and trouble["from"] <= moment < trouble["until"]:
                body = _read(f"shells/{trouble['shell']}.html") if "shell" in trouble else trouble["body"]
                return Answer(status=trouble["status"], body=body.encode())
        return None

    def _page(self, page: Table, moment: datetime) -> Answer:
        come = [state for state in page["states"] if state["from"] <= moment]
        if not come:
            return NOT_FOUND
        body = _read(come[-1]["body"])
        published = f'<meta property="article:published_time" content="{page["states"][0]["from"]:%Y-%m-%dT%H:%M:%SZ}">'
        return self._in_shell(self._shell_of(page, moment), page["title"], body, moment, published=published)

    def _index(self, index: Table, moment: datetime) -> Answer:
        pages = sorted(self._pages_of(index["path"], moment), key=lambda page: page["states"][0]["from"], reverse=True)
        lines = "\n".join(f"<li>{_link(page)}</li>" for page in pages)
        return self._in_shell(_shell(index, moment), index["title"], f"<ul>\n{lines}\n</ul>", moment)

    def _pages_of(self, index: str, moment: datetime) -> list[Table]:
        return [
            page for page in self._tables["pages"] if page.get("index") == index and page["states"][0]["from"] <= moment
        ]

    def _shell_of(self, page: Table, moment: datetime) -> str:
        for index in self._tables["indexes"]:
            if index["path"] == page.get("index"):
                return _shell(index, moment)
        return str(page["shell"])

    def _in_shell(self, shell: str, title: str, body: str, moment: datetime, *, published: str = "") -> Answer:
        days = (moment - datetime(2014, 1, 1, tzinfo=UTC)).days
        furniture = {
            "today": f"{moment:%A %d %B %Y}",
            "visits": f"{days * 37 + 1204:,}",
            "latest": self._latest(moment),
        }
        text = Template(_read(f"shells/{shell}.html")).substitute(
            title=html.escape(title), body=body, published=published, **furniture
        )
        return Answer(body=text.encode())

    def _latest(self, moment: datetime) -> str:
        """Links to other things of the week: the furniture that moves while the page stays."""
        come = [entry for entry in self._tables["entries"] if entry["at"] <= moment][-3:]
        return "".join(f'<li><a href="/news/{entry["slug"]}">{html.escape(entry["title"])}</a></li>' for entry in come)

    def _feed(self, feed: Table, moment: datetime) -> Answer:
        come = [e for e in self._tables["entries"] if e["feed"] == feed["path"] and e["at"] <= moment]
        come.reverse()
        render = {"rss": _rss, "atom": _atom}[feed["format"]]
        modified = come[0]["at"] if come else datetime(2014, 1, 1, tzinfo=UTC)
        return Answer(
            body=render(feed, come, modified).encode(),
            content_type=f"application/{feed['format']}+xml; charset=utf-8",
            last_modified=modified,
        )


def contracts_answer(register: Table, moment: datetime) -> Answer:
    """The register of contracts as it stood at ``moment``; not there before its first record."""
    records, modified = contracts_at(register, moment.date())
    if not records or modified is None:
        return NOT_FOUND
    return _json(records, datetime.combine(modified, time(0), tzinfo=UTC))


def _json(value: object, modified: datetime | None) -> Answer:
    body = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    return Answer(body=body.encode(), content_type="application/json", last_modified=modified)


def _shell(index: Table, moment: datetime) -> str:
    redesigned: date | None = index.get("redesigned_from")
    return "redesigned" if redesigned and moment.date() >= redesigned else str(index["shell"])


def _link(page: Table) -> str:
    first: datetime = page["states"][0]["from"]
    return f'<a href="{page["path"]}">{html.escape(page["title"])}</a> <time datetime="{first:%Y-%m-%d}">{first:%d %B %Y}</time>'


def _rss(feed: Table, entries: list[Table], modified: datetime) -> str:
    items = "".join(
        f'<item><title>{html.escape(e["title"])}</title><link>http://sector-news.example/{e["slug"]}</link><guid isPermaLink="false">{e["slug"]}</guid>'
        f"<pubDate>{format_datetime(e['at'])}</pubDate><description>{html.escape(e['body'])}</description></item>\n"
        for e in entries
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>{html.escape(feed["title"])}</title>'
        f"<link>http://sector-news.example/</link><description/><lastBuildDate>{format_datetime(modified)}</lastBuildDate>\n{items}</channel></rss>\n"
    )


def _atom(feed: Table, entries: list[Table], modified: datetime) -> str:
    items = "".join(
        f'<entry><id>tag:example,2014:{e["slug"]}</id><title>{html.escape(e["title"])}</title><link href="http://notebook.example/{e["slug"]}"/>'
        f'<updated>{e["at"]:%Y-%m-%dT%H:%M:%SZ}</updated><content type="html">{html.escape("<p>" + e["body"] + "</p>")}</content></entry>\n'
        for e in entries
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:example,2014:{feed["path"]}</id>'
        f"<title>{html.escape(feed['title'])}</title><updated>{modified:%Y-%m-%dT%H:%M:%SZ}</updated>\n{items}</feed>\n"
    )


def _read(name: str) -> str:
    return (_SITE / name).read_text(encoding="utf-8")

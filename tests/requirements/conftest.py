"""The real table of October and November 2014, read by the real poller from a site on loopback, asked through the commands."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.clock import Period
from monitor.digest.issue import Masthead, draft_digest
from monitor.digest.render import render
from monitor.model import Decision, DigestState, Source
from monitor.poll import Tools, poll_source
from monitor.programmes import Watchlist, load_packs
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.store import open_store
from tests.approving import approve
from tests.site import running_site

ROOT = Path(__file__).parents[2]


def shared(*parts):
    """A file of the reference material; a test that needs it skips where it is absent."""
    path = Path(os.environ.get("TIERWATCH_SHARED", ROOT.parent / "shared")).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the reference material is not here ({'/'.join(parts)})")
    return path


@pytest.fixture(scope="session")
def site():
    with running_site() as running:
        yield running


class Ledger:
    """A state that was filled by polling, and the commands that ask it."""

    def __init__(self, folder):
        self.config = folder / "config.toml"
        self.config.write_text(
            '[service]\nstate = "state"\ncontact = "staff@tierwatch.test"\n'
            '[fetch]\ndelay_seconds = 0\nretries = 0\n[digest]\ntitle = "The weekly"\n'
        )
        self.url = f"sqlite:///{folder}/state/tierwatch.db"

    def visit(self, site, text, at, *, path="/page", source="s", **fields):
        """Put ``text`` on the site and poll it at that moment; the outcome. The first visit of a source sets its baseline."""
        content_type = fields.pop("content_type", "text/html; charset=utf-8")
        site.put(path, text, content_type=content_type, validators=False)
        values = {"kind": "page", "internal": True, "publisher": "Ministry", "every_hours": 24.0} | fields
        polled = Source(id=source, url=site.url + path, **values)
        with self.store() as store, Fetcher(FetchSettings(delay_seconds=0, retries=0, obey_robots=False)) as fetcher:
            tools = Tools(
                fetch=fetcher.fetch, store=store, watchlist=Watchlist.of(load_packs(), store.teachings.aliases())
            )
            return poll_source(polled, tools, now=at)

    def configure(self, text):
        """Add tables to the configuration."""
        self.config.write_text(self.config.read_text() + text)

    def decide(self, event, verdict, *, at, **fields):
        with self.store() as store:
            return store.events.decide(Decision(event_id=event.id, verdict=verdict, by="ann", at=at, **fields))

    def issue(self, ending, *, send=True):
        """Draft (and approve and send) the digest of the week that ends then; its plain text."""
        masthead = Masthead(title="The weekly")
        period = Period(start=ending - timedelta(days=7), end=ending)
        with self.store() as store:
            made, stored = draft_digest(
                store, period=period, sources=[], masthead=masthead, packs=load_packs(), now=ending
            )
            if send:
                stored = approve(store, stored, masthead=masthead, now=ending)
                for state in (DigestState.SENDING, DigestState.SENT):
                    store.digests.move(stored.id, state, at=ending, by="ann")
        return " ".join(render(made).text.split()).replace("\u00a0", " ")

    def run(self, *arguments):
        done = CliRunner().invoke(cli, ["--config", str(self.config), *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done

    def ask(self, command, *arguments):
        """The rows that a command prints as JSON, under whatever name."""
        done = self.run(*command.split(), *arguments, "--format", "json")
        (rows,) = json.loads(done.stdout).values()
        return rows

    def store(self):
        return open_store(self.url)


@pytest.fixture(scope="session")
def ledger(site, tmp_path_factory):
    """Polled on 29 October, 30 October and 7 November 2014: 21 areas, then one area changes hands."""
    before = shared("cases", "tr-change-table-6-november", "before.html").read_text()
    after = shared("cases", "tr-change-table-6-november", "after.html").read_text()
    filled = Ledger(tmp_path_factory.mktemp("ledger"))
    source = Source(
        id="ministry", kind="page", url=site.url + "/table", internal=True, complete=True, publisher="Ministry",
        programmes=("transforming-rehabilitation",),
    )  # fmt: skip
    with filled.store() as store, Fetcher(FetchSettings(delay_seconds=0, retries=0, obey_robots=False)) as fetcher:
        tools = Tools(fetch=fetcher.fetch, store=store, watchlist=Watchlist.of(load_packs()))
        for day, page in ((29, before), (30, before)):
            site.put("/table", page)
            poll_source(source, tools, now=datetime(2014, 10, day, 12, tzinfo=UTC))
        site.put("/table", after)
        for day in (7, 8):
            poll_source(source, tools, now=datetime(2014, 11, day, 12, tzinfo=UTC))
    return filled


@pytest.fixture
def fresh(tmp_path):
    """An empty state of its own."""
    return Ledger(tmp_path)


@pytest.fixture
def case():
    """The text of a file of a shared case."""
    return lambda name, file: shared("cases", name, file).read_text(encoding="utf-8")

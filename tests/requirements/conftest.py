"""The real table of October and November 2014, read by the real poller from a site on loopback, asked through the commands."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import cli
from monitor.model import Source
from monitor.poll import Tools, poll_source
from monitor.programmes import Watchlist, load_packs
from monitor.sources.fetch import Fetcher, FetchSettings
from monitor.store import open_store

ROOT = Path(__file__).parents[2]


def shared(*parts):
    """A file of the reference material; a test that needs it skips where it is absent."""
    path = Path(os.environ.get("TIERWATCH_SHARED", ROOT.parent / "shared")).joinpath(*parts)
    if not path.exists():
        pytest.skip(f"the reference material is not here ({'/'.join(parts)})")
    return path


@pytest.fixture(scope="session")
def site():
    spec = importlib.util.spec_from_file_location("site_of_requirements", ROOT / "tests" / "site.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["site_of_requirements"] = module
    spec.loader.exec_module(module)
    with module.running_site() as running:
        yield running


class Ledger:
    """A state that was filled by polling, and the commands that ask it."""

    def __init__(self, folder):
        self.config = folder / "config.toml"
        self.config.write_text('[service]\nstate = "state"\ncontact = "staff@tierwatch.test"\n')
        self.url = f"sqlite:///{folder}/state/tierwatch.db"

    def run(self, *arguments):
        done = CliRunner().invoke(cli, ["--config", str(self.config), *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done

    def ask(self, command, *arguments):
        done = self.run(command, *arguments, "--format", "json")
        return json.loads(done.stdout)[command]

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

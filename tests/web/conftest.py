"""The pages under test: the demonstration's state, served by waitress on loopback, looked at by a headless Chromium."""

from __future__ import annotations

import re
import shutil
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from monitor.cli import cli
from monitor.cli.context import Composition
from monitor.cli.keeper import Keeper
from monitor.cli.web import site_of
from monitor.model import Decision, EventState, StaffRole, Verdict
from monitor.store import open_store
from monitor.web import passwords
from monitor.web.app import create_app
from monitor.web.serve import serving

#: A Friday after the last week of the demonstration.
PRESENT = datetime(2026, 5, 22, 6, 30, tzinfo=UTC)
PASSWORD = "lantern meadow copper thirteen"
STAFF = {
    "rita": StaffRole.READER, "edith": StaffRole.EDITOR, "edgar": StaffRole.EDITOR, "april": StaffRole.APPROVER,
    "ada": StaffRole.ADMINISTRATOR,
}  # fmt: skip


class StandingClock:
    """A clock that stands still until it is set."""

    def __init__(self, moment=PRESENT):
        self.moment = moment

    def __call__(self):
        return self.moment


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory):
    """The folder that `tierwatch demo` leaves, with a user of each role; made once."""
    folder = tmp_path_factory.mktemp("web") / "demo"
    made = CliRunner().invoke(cli, ["demo", "--folder", str(folder), "--port", "0"])
    assert made.exit_code == 0, made.output
    kept = passwords.hashed(PASSWORD)
    with open_store(f"sqlite:///{folder / 'tierwatch.db'}") as store:
        for name, role in STAFF.items():
            store.users.add(name, role=role, password_hash=kept, at=PRESENT, display_name=name.title())
        for event in store.events.list(concerns_source=False):
            if event.state in {EventState.PENDING, EventState.HELD}:
                store.events.decide(Decision(event_id=event.id, verdict=Verdict.ACCEPT, by="edith", at=PRESENT))
    return folder


@pytest.fixture(scope="session")
def undecided(demonstration, tmp_path_factory):
    """The same before anybody decided anything: every change waits, and there is no issue."""
    folder = tmp_path_factory.mktemp("web") / "undecided"
    shutil.copytree(demonstration, folder, ignore=shutil.ignore_patterns("outbox", "*-wal", "*-shm"))
    with open_store(f"sqlite:///{folder / 'tierwatch.db'}") as store, store.database.write() as connection:
        for table in ("digest_events", "digest_corrections", "renderings", "digests", "decisions", "teachings"):
            connection.execute(text(f"DELETE FROM {table}"))
        connection.execute(text("UPDATE events SET state = 'pending', hold_until = NULL"))
    return folder


@dataclass
class Pages:
    """The served application and what it stands on."""

    url: str
    folder: Path
    store: object
    site: object
    app: object
    clock: StandingClock
    password = PASSWORD

    def client(self, name=None):
        """A client without a browser, signed in as ``name``."""
        client = self.app.test_client()
        if name:
            answer = self.post(client, "/account/sign-in", name=name, password=PASSWORD, form_at="/account/sign-in")
            assert answer.status_code == 303, answer.get_data(as_text=True)
        return client

    def post(self, client, address, *, form_at="/account/", **values):
        """Send a form with the token of the page at ``form_at``."""
        page = client.get(form_at).get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        return client.post(address, data={"csrf_token": token, **values})

    def sign_in(self, tab, name):
        """Sign in by the form, in a browser."""
        tab.goto("/account/sign-in")
        tab.get_by_label("Name").fill(name)
        tab.get_by_label("Password", exact=True).fill(PASSWORD)
        tab.get_by_role("button", name="Sign in").click()
        tab.wait_for_url("**/desk/**")


@contextmanager
def serve(source, folder, **settings):
    """The application on a copy of ``source`` in ``folder``, with a clock that stands still."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("outbox", "*-wal", "*-shm"))
    composition, clock = Composition(str(folder / "config.toml")), StandingClock()
    with composition.open_store() as store:
        site = site_of(composition, store, clock=clock)
        # The tests' own sites are on loopback, which only these keepers may look at.
        keeper = Keeper(composition, store, clock=clock, internal=True)
        site = replace(site, keeper=keeper, settings=replace(site.settings, **settings))
        app = create_app(site)
        with serving(app, site.settings, port=0) as url:
            yield Pages(url=url, folder=folder, store=store, site=site, app=app, clock=clock)


@pytest.fixture
def pages(demonstration, tmp_path):
    """The application on a copy of the demonstration of this test's own."""
    with serve(demonstration, tmp_path / "state") as served:
        yield served


@pytest.fixture
def desk(undecided, tmp_path):
    """The application on a state in which every change waits."""
    with serve(undecided, tmp_path / "desk") as served:
        yield served


@pytest.fixture
def desk_tab(chromium, desk):
    """A tab on that."""
    with watched_tab(chromium, desk.url) as page:
        yield page


@pytest.fixture
def new_tab_on(chromium):
    """A new tab on any served pages: ``with new_tab_on(desk, bypass_csp=True) as tab``."""
    return lambda served, **options: watched_tab(chromium, served.url, **options)


@pytest.fixture
def serving_with(demonstration, tmp_path):
    """The same with other settings: ``with serving_with(tracker="members") as pages``."""
    return lambda **settings: serve(demonstration, tmp_path / "other", **settings)


@pytest.fixture
def new_tab(chromium, pages):
    """A new tab, with options of a browser context: ``with new_tab(color_scheme="dark") as tab``."""
    return lambda **options: watched_tab(chromium, pages.url, **options)


@pytest.fixture
def tab(new_tab):
    """A new tab of the usual size."""
    with new_tab() as page:
        yield page


@contextmanager
def watched_tab(chromium, url, **options):
    """A tab. When it is closed, nothing may have left the host, broken the content policy, opened a dialog or failed."""
    wrong = []

    def left(request):
        if not request.url.startswith((url, "data:", "about:", "blob:")):
            wrong.append(f"a request left the host: {request.url}")

    def said(message):
        # Chromium reports an answer of 4xx as an error of the console; the tests look at those themselves.
        if message.type == "error" and "responded with a status of 4" not in message.text:
            wrong.append(message.text)

    context = chromium.new_context(base_url=url, **options)
    page = context.new_page()
    page.on("request", left)
    page.on("console", said)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.set_default_timeout(8000)
    try:
        yield page
    finally:
        context.close()
    assert wrong == []

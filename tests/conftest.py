"""What tests of several folders share."""

from __future__ import annotations

import shutil

import pytest

from monitor.store import open_store
from tests import postgres

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def chromium():
    """One headless Chromium for all tests of a process, since its driver runs but once in one; a skip where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def empty_state(tmp_path_factory):
    """The file of a state that holds nothing: copying it is some thirty times quicker than migrating each time."""
    file = tmp_path_factory.mktemp("empty") / "state.db"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL for the tests of a process; a skip, with the reason, where none can be started."""
    if reason := postgres.why_absent():
        pytest.skip(reason)
    with postgres.running_server() as server:
        yield server

"""Takes the pictures of the documentation from the demonstration, with headless Chromium (`make pictures`).

The issue is a file of the outbox. The pages are served from a copy of the demonstration's state, on the Friday morning after its last
week, to a user made for the purpose.
"""

from __future__ import annotations

import secrets
import shutil
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from monitor.cli.context import Composition
from monitor.cli.web import site_of
from monitor.model import DigestState, StaffRole
from monitor.review import deciding
from monitor.store import Store
from monitor.web import passwords
from monitor.web.app import create_app
from monitor.web.serve import serving

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "state" / "demo"
PICTURES = ROOT / "docs" / "pictures"
PRESENT = datetime(2026, 5, 22, 6, 30, tzinfo=UTC)
WEEK = "2014-11-07"
SIZE = {"width": 1100, "height": 820}


def main() -> int:
    """Take every picture; the exit status."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    issue = next(iter(sorted((DEMO / "outbox").glob(f"{WEEK}-*.html"))), None)
    if browser is None or issue is None:
        sys.stderr.write("This needs Chromium (on Debian: apt-get install chromium) and what `make demo` leaves\n")
        return 1
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "demo"
        shutil.copytree(DEMO, folder, ignore=shutil.ignore_patterns("outbox"))
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        tab = chromium.new_page(viewport={"width": 720, "height": 1100})
        tab.goto(issue.as_uri())
        _keep(tab, "digest")
        composition = Composition(str(folder / "config.toml"))
        store = stack.enter_context(composition.open_store())
        site = replace(site_of(composition, store, clock=lambda: PRESENT), clock=lambda: PRESENT)
        url = stack.enter_context(serving(create_app(site), site.settings, port=0))
        tab = chromium.new_page(viewport=SIZE, base_url=url)
        _sign_in(tab, store)
        for name, address in _pages(store).items():
            tab.goto(address)
            tab.evaluate("document.fonts.ready")
            _keep(tab, name)
        chromium.close()
    return 0


def _pages(store: Store) -> dict[str, str]:
    """The pages of which there are pictures, by the name of the picture."""
    waiting = deciding.queue(store, today=PRESENT.date())
    card = next(card for card in waiting if "replaces" in card.sentence)
    issue = store.digests.list(state=DigestState.IN_REVIEW)[0]
    return {
        "desk": "/desk/",
        "card": f"/desk/changes/{card.id}",
        "issue": f"/desk/digests/{issue.id}",
        "sources": "/desk/sources/",
        "tracker": "/",
        "map": "/programmes/transforming-rehabilitation?as_of=2014-11-08#map-1",
    }


def _sign_in(tab: Page, store: Store) -> None:
    password = secrets.token_urlsafe(16)
    kept = passwords.hashed(password)
    store.users.add("pictures", role=StaffRole.APPROVER, password_hash=kept, at=PRESENT, display_name="Ada")
    tab.goto("/account/sign-in")
    tab.get_by_label("Name").fill("pictures")
    tab.get_by_label("Password", exact=True).fill(password)
    tab.get_by_role("button", name="Sign in").click()
    tab.wait_for_url("**/desk/")


def _keep(tab: Page, name: str) -> None:
    tab.screenshot(path=PICTURES / f"{name}.png")
    sys.stdout.write(f"docs/pictures/{name}.png\n")


if __name__ == "__main__":
    sys.exit(main())

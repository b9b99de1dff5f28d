"""Each page of the desk, on a telephone and on a desk, in light and in dark: axe finds nothing, and nothing sticks out."""

from __future__ import annotations

import os

import pytest
from axe_playwright_python.sync_playwright import Axe

from monitor.model import Verdict
from monitor.review import deciding
from monitor.review.deciding import Say
from tests.web.conftest import serve

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def pages_of(desk):
    """The address of every kind of page that the desk has."""
    cards = deciding.queue(desk.store, today=desk.clock().date())
    deciding.decide(desk.store, cards[0], Say(verdict=Verdict.ACCEPT), by="edgar", at=desk.clock())
    deciding.decide(
        desk.store,
        cards[1],
        Say(verdict=Verdict.HOLD, hold_until=desk.clock().date(), reason="asked"),
        by="edgar",
        at=desk.clock(),
    )
    client = desk.client("ada")
    period = desk.site.weekly.last_period(desk.clock()).key
    issue = desk.post(client, "/desk/digests/", period=period).location
    item = (
        issue
        + "/items/"
        + client.get(issue).get_data(as_text=True).partition('class="issue-item" id="')[2].partition('"')[0]
    )
    document = desk.store.documents.overview("ministry", limit=1)[0].document_id
    changed = next(card for card in cards if "replaces" in card.sentence)
    return [
        "/desk/", "/desk/changes/", f"/desk/changes/{changed.id}", f"/desk/changes/{cards[0].id}?done={cards[0].id}",
        "/desk/changes/held?days=7300", "/desk/changes/decided", "/desk/objections/", "/desk/digests/", issue, item,
        f"{issue}/write", f"{issue}/preview", f"{issue}/preview?view=text", "/desk/sources/", "/desk/sources/ministry",
        "/desk/sources/add", f"/desk/documents/{document}", "/desk/lessons/", "/desk/people/", "/desk/people/log", "/account/",
        "/desk/no-such-page",
    ]  # fmt: skip


def faults_of(tab, address):
    """What axe finds on a page with all its folds open, and what sticks out of it."""
    tab.goto(address)
    tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for violation in Axe().run(tab, options=RULES).response["violations"]:
        yield address, violation["id"], [node["html"][:160] for node in violation["nodes"][:3]]
    over = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if over > 0:
        yield address, "sticks out", over


@pytest.fixture(scope="module")
def whole(undecided, tmp_path_factory):
    """The desk with every kind of page, and their addresses."""
    with serve(undecided, tmp_path_factory.mktemp("accessible") / "desk") as desk:
        yield desk, pages_of(desk)


#: The pages in three parts: axe takes a second for each on a slow machine.
parts = pytest.mark.parametrize("part", [0, 1, 2])


def found_on_the_desk(whole, new_tab_on, scheme, width, part):
    desk, addresses = whole
    size = {"width": width, "height": 900}
    with new_tab_on(desk, color_scheme=scheme, viewport=size, reduced_motion="reduce") as tab:
        desk.sign_in(tab, "ada")
        return [fault for address in addresses[part::3] for fault in faults_of(tab, address)]


@pytest.mark.browser
@parts
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_axe_finds_nothing_on_any_page_of_the_desk(whole, new_tab_on, scheme, width, part) -> None:
    assert found_on_the_desk(whole, new_tab_on, scheme, width, part) == []


@pytest.mark.browser
@pytest.mark.soak
@pytest.mark.skipif(not os.environ.get("TIERWATCH_SOAK"), reason="a long proof: set TIERWATCH_SOAK=1")
@parts
@pytest.mark.parametrize(("scheme", "width"), [("dark", 1280), ("light", 768), ("dark", 768), ("light", 320)])
def test_axe_finds_nothing_in_the_other_sizes_and_palettes_either(whole, new_tab_on, scheme, width, part) -> None:
    assert found_on_the_desk(whole, new_tab_on, scheme, width, part) == []


@pytest.mark.browser
def test_axe_finds_nothing_on_the_page_to_sign_in(tab) -> None:
    tab.goto("/account/sign-in")

    assert Axe().run(tab, options=RULES).response["violations"] == []

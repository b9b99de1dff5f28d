"""Each page of the desk, on a telephone and on a desk, in light and in dark: axe finds nothing, and nothing sticks out."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from monitor.model import Verdict
from monitor.review import deciding
from monitor.review.deciding import Say

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


@pytest.mark.browser
def test_axe_finds_nothing_on_any_page_of_the_desk(desk, chromium) -> None:
    found = {}
    addresses = pages_of(desk)
    for scheme, width in (("light", 1280), ("dark", 320)):
        context = chromium.new_context(
            base_url=desk.url, color_scheme=scheme, viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )
        tab = context.new_page()
        desk.sign_in(tab, "ada")
        for address in addresses:
            tab.goto(address)
            tab.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
            for violation in Axe().run(tab, options=RULES).response["violations"]:
                where = [node["html"][:160] for node in violation["nodes"][:3]]
                found[f"{address} {scheme} {width}: {violation['id']}"] = where
            over = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                found[f"{address} {width}"] = f"sticks out by {over} px"
        context.close()

    assert found == {}


@pytest.mark.browser
def test_axe_finds_nothing_on_the_page_to_sign_in(tab) -> None:
    tab.goto("/account/sign-in")

    assert Axe().run(tab, options=RULES).response["violations"] == []

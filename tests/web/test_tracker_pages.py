"""The tracker in a real browser: a journalist, a member with a telephone, a keyboard alone, no script, small and dark screens."""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from selectolax.lexbor import LexborHTMLParser

from monitor.ledger.opendata import standing_id
from monitor.model import DigestState
from monitor.model.members import MemberState
from monitor.web.app import create_app
from monitor.web.serve import serving
from tests.web.conftest import serve, watched_tab

pytestmark = pytest.mark.browser
ROUND = "/programmes/transforming-rehabilitation"
ALL_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
#: What may differ in the other palette and on a wide screen; the rest was looked at on the narrow one.
PALETTE_RULES = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]}
}
AXE = Axe()


@pytest.fixture(scope="module")
def reading(demonstration, tmp_path_factory):
    """The application for who only reads: one for the whole module."""
    with serve(demonstration, tmp_path_factory.mktemp("reading") / "state") as pages:
        yield pages


@pytest.fixture(scope="module")
def addresses(reading):
    """One address of each kind of page."""
    store = reading.store
    nacro = next(
        each for each in store.standings.as_of(date(2014, 11, 8)) if each.organisation == "Nacro" and each.area
    )
    event = next(each for each in store.events.list() if each.change.organisation_to == "EOS")
    sent = store.digests.list(state=DigestState.SENT)
    return {
        "home": "/", "programme": f"{ROUND}?as_of=2014-11-08", "by sector": f"{ROUND}?as_of=2014-11-08&colour=sector",
        "empty programme": f"{ROUND}?as_of=2014-10-01", "later programme": "/programmes/commissioned-rehabilitative-services",
        "numbers": f"{ROUND}/numbers?as_of=2014-11-08", "area": f"{ROUND}/areas/cpa-warwickshire-and-west-mercia",
        "organisation": "/organisations/seetec-business-technology-centre", "contested": "/organisations/arcc",
        "partnership": f"{ROUND}/partnerships/purple-futures?as_of=2014-11-08", "fact": f"/facts/{standing_id(nacro)}",
        "change": f"/changes/{event.id}", "document": f"/documents/{event.document_id}", "changes": "/changes",
        "search": "/search?q=preferred+bidder", "names found": "/search?q=essex", "nothing found": "/search?q=zzzz",
        "data": "/data", "cell": "/embed/transforming-rehabilitation/cpa-essex", "wrong": "/wrong/organisation/nacro",
        "archive": "/archive", "issue": f"/archive/{sent[-3].id[:12]}", "quiet issue": f"/archive/{sent[0].id[:12]}",
        "subscribe": "/subscribe", "lost links": "/preferences", "enter": "/enter", "refused": "/confirm/k1.x",
        "no such page": "/organisations/~nobody",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("width", "palette", "rules"), [(320, "dark", ALL_RULES), (1280, "light", PALETTE_RULES)], ids=["narrow", "wide"]
)
def test_no_page_breaks_the_guidelines_or_has_to_be_scrolled_sideways(
    chromium, reading, addresses, width, palette, rules
):
    found = {}
    with watched_tab(chromium, reading.url, viewport={"width": width, "height": 800}, color_scheme=palette) as tab:
        for name, address in addresses.items():
            tab.goto(address)
            for summary in tab.locator("main details > summary").all()[:2]:
                summary.click()
            wide = tab.evaluate("document.documentElement.scrollWidth")
            broken = AXE.run(tab, options=rules).response["violations"]
            if broken or wide > width:
                found[name] = [wide, *((each["id"], each["nodes"][0]["html"][:120]) for each in broken)]

    assert found == {}


def test_a_journalist_asks_who_was_to_run_an_area_as_of_a_day(chromium, reading):
    with watched_tab(chromium, reading.url) as tab:
        tab.goto("/")
        tab.get_by_role("link", name="Transforming Rehabilitation").first.click()
        tab.get_by_label("Or a date").fill("2014-11-08")
        tab.get_by_role("button", name="Show").click()
        tab.wait_for_url("**as_of=2014-11-08")
        assert "8 November 2014" in tab.locator(".asof-day").inner_text().replace("\u00a0", " ")

        tab.get_by_role("link", name=re.compile("^Warwickshire and West Mercia: EOS")).click()
        tab.wait_for_url("**/areas/cpa-warwickshire-and-west-mercia?as_of=2014-11-08")
        left = tab.locator("details.fact", has_text="GEO Group UK")
        assert not left.locator("blockquote").is_visible()
        left.locator("summary").click()
        assert "have ended without" in left.locator("blockquote").inner_text()
        assert "First seen" in left.inner_text()

        left.get_by_role("link", name=re.compile("Permanent link")).click()
        tab.wait_for_url("**/facts/*")
        assert "What was known when" in tab.inner_text("main")


def test_the_day_before_and_the_day_after_are_one_step_away(chromium, reading):
    with watched_tab(chromium, reading.url) as tab:
        tab.goto(f"{ROUND}?as_of=2014-11-08")
        tab.get_by_role("link", name=re.compile("Change before")).click()
        tab.wait_for_url("**as_of=2014-11-07")
        tab.get_by_role("link", name=re.compile("Change after")).click()
        tab.wait_for_url("**as_of=2014-11-1*")


def test_the_slider_says_the_day_while_it_moves_and_goes_there_when_it_is_let_go(chromium, reading):
    with watched_tab(chromium, reading.url) as tab:
        tab.goto(f"{ROUND}?as_of=2014-11-08&colour=sector")
        slider = tab.get_by_label("Day, along the whole history")
        slider.focus()
        for _ in range(3):
            tab.keyboard.press("ArrowLeft")
        assert tab.locator(".asof-day strong").inner_text() == "5 November 2014"
        assert slider.get_attribute("aria-valuetext") == "5 November 2014"
        tab.keyboard.press("Enter")
        tab.wait_for_url("**colour=sector&as_of=2014-11-05")


def test_everything_works_without_a_script(chromium, reading):
    with watched_tab(chromium, reading.url, java_script_enabled=False) as tab:
        tab.goto(f"{ROUND}?as_of=2014-11-08")
        tab.get_by_label("Day, along the whole history").focus()
        for _ in range(3):
            tab.keyboard.press("ArrowLeft")
        tab.get_by_role("button", name="Go there").click()
        tab.wait_for_url("**as_of=2014-11-05")
        tab.locator("details.fact summary").first.click()
        assert tab.locator("details.fact blockquote").first.is_visible()


def test_a_keyboard_alone_reaches_the_content_a_tile_and_the_words_of_a_fact(chromium, reading):
    with watched_tab(chromium, reading.url) as tab:
        tab.goto(f"{ROUND}?as_of=2014-11-08")
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        tab.keyboard.press("Enter")
        for _ in range(60):
            tab.keyboard.press("Tab")
            if tab.evaluate("Boolean(document.activeElement.closest('.tile'))"):
                break
        outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        tab.keyboard.press("Enter")
        tab.wait_for_url("**/areas/**")
        for _ in range(60):
            tab.keyboard.press("Tab")
            if tab.evaluate("Boolean(document.activeElement.closest('.fact summary'))"):
                break
        tab.keyboard.press("Enter")
        assert tab.locator("details.fact[open] blockquote").first.is_visible()


@contextmanager
def with_a_mailbox(pages):
    """The pages served once more, with a list in place of the relay."""
    mails = []
    site = replace(pages.site, post=lambda *mail: mails.append(mail))
    with serving(create_app(site), site.settings, port=0) as url:
        yield url, mails, site


def link_in(mail):
    return re.search(r"https?://[^/\s]+(/\S+)", mail[2])[1]


def test_a_member_subscribes_on_a_telephone_changes_their_mind_and_leaves(chromium, pages):
    phone = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
    with with_a_mailbox(pages) as (url, mails, site), watched_tab(chromium, url, **phone) as tab:
        tab.goto("/")
        tab.get_by_role("link", name="Subscribe").first.tap()
        tab.get_by_label("Your address").fill("reader@example.org")
        tab.locator("summary", has_text="Transforming Rehabilitation").tap()
        tab.get_by_label("Essex", exact=True).last.check()
        tab.get_by_label("I want this bulletin").check()
        pages.clock.moment += timedelta(seconds=20)
        tab.get_by_role("button", name="Send me the link").tap()
        tab.get_by_role("heading", name="Look into your mailbox").wait_for()

        tab.goto(link_in(mails[-1]))
        tab.get_by_role("button", name="Yes, subscribe me").tap()
        tab.get_by_role("heading", name="You are subscribed").wait_for()
        member = site.membership.members.by_address("reader@example.org")
        assert site.membership.members.subscriptions(member.id)[0].areas == ("Essex",)

        tab.get_by_role("link", name="Change what you get").tap()
        tab.get_by_label("Pause").select_option("14")
        tab.get_by_role("button", name="Keep this").tap()
        tab.get_by_text("Paused until").wait_for()

        tab.get_by_role("link", name="Unsubscribe").tap()
        assert site.membership.members.get(member.id).state is MemberState.CONFIRMED
        tab.get_by_role("button", name="Yes, unsubscribe me").tap()
        tab.get_by_role("heading", name="You are unsubscribed").wait_for()
        assert site.membership.members.get(member.id).state is MemberState.ENDED


def test_a_reader_says_that_something_is_wrong(chromium, pages):
    with watched_tab(chromium, pages.url) as tab:
        tab.goto("/organisations/nacro")
        tab.get_by_role("link", name="This is wrong").click()
        tab.get_by_label("What is wrong, and what is right?").fill("Nacro left Essex in May 2016, says its report.")
        pages.clock.moment += timedelta(seconds=20)
        tab.get_by_role("button", name="Send it to the editors").click()
        tab.wait_for_url("**/organisations/nacro")
        assert "A person will look at it" in tab.inner_text("main")

    assert pages.store.objections.count_open() == 1


def test_another_site_can_show_the_cell_in_a_frame(chromium, reading):
    with watched_tab(chromium, reading.url) as tab:
        tab.goto("/data")
        for address, shown in (
            ("/embed/transforming-rehabilitation/cpa-essex", True),
            (f"{ROUND}/areas/cpa-essex", False),
        ):
            answer = tab.request.get(reading.url + address)
            policy = answer.headers["content-security-policy"]
            assert ("frame-ancestors *" in policy) is shown
            assert ("x-frame-options" in answer.headers) is not shown


def test_an_area_names_who_published_what_is_said_of_it(pages) -> None:
    page = pages.client().get(f"{ROUND}/areas/cpa-warwickshire-and-west-mercia?as_of=2014-11-08").get_data(as_text=True)
    story = LexborHTMLParser(page.partition("<h2>What happened</h2>")[2].partition("</section>")[0])
    links = {link.text() for link in story.css("p.small > a")}

    assert "Ministry of Justice" in links
    assert not any("127.0.0.1" in words for words in links)


def test_two_kinds_of_area_with_one_name_have_a_page_each_and_name_one_another(pages) -> None:
    pack = next(each for each in pages.site.programmes if each.id == "commissioned-rehabilitative-services")
    kinds = defaultdict(list)
    for area in pack.areas:
        kinds[area.name].append(area)
    shared = [areas for areas in kinds.values() if len(areas) > 1]
    assert shared
    client = pages.client()
    for first, second in shared:
        one, other = f"/programmes/{pack.id}/areas/{first.id}", f"/programmes/{pack.id}/areas/{second.id}"
        for here, there, area in ((one, other, first), (other, one, second)):
            page = client.get(here).get_data(as_text=True)
            assert f"{area.scheme.capitalize()}" in page.partition('<p class="kicker">')[2][:60]
            assert f'href="{there}"' in page
            assert f"area={area.id}" in page.partition('type="application/atom+xml"')[2][:200], "its own feed"

"""A volunteer adds a source, looks after it, and sees what changed between two of its versions."""

from __future__ import annotations

import re
import threading

import pytest

from tests.site import running_site

NEWS = (
    "<html><head><title>Council news</title></head><body><main><h1>Award</h1>"
    "<p>Nacro has been awarded the contract in Essex.</p></main></body></html>"
)


@pytest.fixture
def site():
    with running_site() as running:
        running.put("/news", NEWS)
        yield running


def visited(desk, source_id):
    """Wait until the visit that was asked for is over."""
    for thread in threading.enumerate():
        if thread.name == f"visit {source_id}":
            thread.join(20)


def test_a_volunteer_adds_a_source_polls_it_and_pauses_it(desk, desk_tab, site) -> None:
    tab = desk_tab
    desk.sign_in(tab, "edith")
    tab.goto("/desk/sources/")
    tab.get_by_role("link", name="Add a source").click()
    tab.get_by_label("Address").fill(f"{site.url}/news")
    tab.get_by_role("button", name="Look at it").click()
    assert "Nacro: lead, awarded in Essex" in tab.locator("main").inner_text()
    assert len(desk.site.sources()) == 9
    tab.get_by_label("Name").fill("News of the council")
    tab.get_by_label("Trust").select_option("1")
    tab.get_by_role("button", name="Add this source").click()
    tab.wait_for_url("**/desk/sources/news-of-the-council")
    tab.get_by_role("button", name="Poll now").click()
    visited(desk, "news-of-the-council")
    tab.reload()
    assert "Read without trouble" in tab.locator("main").inner_text()
    assert tab.get_by_role("link", name="Award").or_(tab.get_by_role("link", name="Council news")).count() == 1
    tab.get_by_role("button", name="Pause").click()

    assert "Paused by staff" in tab.locator("main").inner_text()
    (source,) = [each for each in desk.site.sources() if each.id == "news-of-the-council"]
    assert source.paused
    assert source.trust == 1
    assert (desk.folder / "config.toml").read_text().count("[[sources]]") == 10


def test_an_address_that_cannot_be_read_is_told_in_words_and_nothing_is_added(desk, site) -> None:
    client = desk.client("edith")
    answer = desk.post(client, "/desk/sources/look", url=f"{site.url}/nowhere")

    assert answer.status_code == 422
    assert "It could not be read" in answer.get_data(as_text=True)
    assert len(desk.site.sources()) == 9


@pytest.mark.parametrize("name", ['x"\n[web]\nlisten = "0.0.0.0:80', "a\nb = 1", '""" + [[sources]]'])
def test_what_is_typed_into_the_form_becomes_one_source_and_nothing_else(desk, site, name) -> None:
    client = desk.client("edith")
    page = desk.post(client, "/desk/sources/look", url=f"{site.url}/news").get_data(as_text=True)
    found = re.search(r'name="found" value="([^"]+)"', page)[1]
    answer = desk.post(client, "/desk/sources/add", found=found, name=name, publisher=name, trust="2", every_hours="24")

    assert answer.status_code == 303
    assert len(desk.site.sources()) == 10
    assert desk.site.settings.listen != "0.0.0.0:80"
    assert '"0.0.0.0:80' not in (desk.folder / "config.toml").read_text().replace('\\"', "")


def test_a_source_that_was_not_looked_at_cannot_be_added(desk) -> None:
    client = desk.client("edith")

    assert desk.post(client, "/desk/sources/add", found="forged", name="x").status_code == 400
    assert len(desk.site.sources()) == 9


def test_any_two_versions_of_a_document_are_compared(desk) -> None:
    client = desk.client("rita")
    document = max(desk.store.documents.overview("ministry", limit=50), key=lambda each: each.versions)
    first, second = desk.store.documents.history(document.document_id)[:2]
    page = client.get(f"/desk/documents/{document.document_id}?from={first.id}&to={second.id}").get_data(as_text=True)

    assert "<del>" in page
    assert "<ins>" in page


def test_a_failing_source_is_told_first_with_its_reason_and_advice(desk, site) -> None:
    client = desk.client("edith")
    desk.post(client, "/desk/sources/umbrella/visit")
    visited(desk, "umbrella")
    page = client.get("/desk/sources/").get_data(as_text=True)

    assert "1 source wants a look" in page
    assert "failed visit" in page

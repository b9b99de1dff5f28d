"""What holds for every page: headers, errors in words, static files for ever, and no form without its token."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing

import pytest

from monitor.cli.context import Composition
from monitor.cli.web import site_of
from monitor.web.app import create_app


def test_every_answer_forbids_inline_scripts_framing_and_sniffing(pages) -> None:
    for path in ("/", "/account/sign-in", "/no-such-page", "/api/v1/no-such-thing"):
        answer = pages.client().get(path)
        policy = answer.headers["Content-Security-Policy"]

        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert "Server" not in answer.headers


def test_an_unknown_address_is_told_in_words_and_below_the_api_in_json(pages) -> None:
    page = pages.client().get("/no-such-page")
    told = pages.client().get("/api/v1/no-such-thing")

    assert page.status_code == 404
    assert "There is no such page" in page.get_data(as_text=True)
    assert told.json["error"]["status"] == 404


@pytest.mark.parametrize(
    ("damage", "status", "words"),
    [
        ("UPDATE digests SET body = '{\"canary\": 7}'", 500, "Something went wrong on our side"),
        ("DROP TABLE digest_events; DROP TABLE renderings; DROP TABLE digests", 503, "The records cannot be reached"),
    ],
)
def test_an_error_of_ours_tells_nothing_of_the_inside(pages, damage, status, words) -> None:
    with closing(sqlite3.connect(pages.folder / "tierwatch.db")) as database:
        database.executescript(f"PRAGMA foreign_keys=OFF; {damage}")
    address = "/archive"
    page, told = pages.client().get(address), pages.client().get("/api/v1/digests")

    assert (page.status_code, told.status_code) == (status, status)
    for said in (page.get_data(as_text=True), told.get_data(as_text=True)):
        assert words in said
        for inside in ("Traceback", "sqlite", "canary", "monitor/", str(pages.folder), "digests SET"):
            assert inside not in said


def test_a_request_of_over_a_mebibyte_is_refused(pages) -> None:
    fits, too_much = ({"name": "x" * size, "password": "y"} for size in (1_000_000, 1_048_577))

    assert pages.post(pages.client(), "/account/sign-in", form_at="/account/sign-in", **fits).status_code == 401
    assert pages.post(pages.client(), "/account/sign-in", form_at="/account/sign-in", **too_much).status_code == 413


def test_a_form_without_its_token_changes_nothing(pages) -> None:
    answer = pages.client().post("/account/sign-in", data={"name": "ada", "password": pages.password})

    assert answer.status_code == 400
    assert "came from another site" in answer.get_data(as_text=True)


def test_our_files_are_kept_for_ever_under_the_hash_of_their_content(pages) -> None:
    page = pages.client().get("/").get_data(as_text=True)
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]

    assert "immutable" in pages.client().get(address).headers["Cache-Control"]
    assert pages.client().get(address.replace("/assets/", "/assets/0")).status_code == 404


def test_the_desk_asks_to_sign_in_and_comes_back_to_the_page_that_was_wanted(pages, tab) -> None:
    tab.goto("/desk/")
    tab.get_by_label("Name").fill("edith")
    tab.get_by_label("Password", exact=True).fill(pages.password)
    tab.get_by_role("button", name="Sign in").click()

    assert tab.get_by_role("heading", level=1).inner_text() == "Today at the desk"


@pytest.mark.browser
def test_on_a_narrow_screen_the_links_are_behind_one_word_without_a_script(new_tab) -> None:
    with new_tab(viewport={"width": 320, "height": 700}, java_script_enabled=False) as tab:
        tab.goto("/")
        menu = tab.locator(".masthead summary")
        assert tab.locator(".masthead").bounding_box()["height"] < 80
        assert not tab.get_by_role("link", name="Bulletins", exact=True).is_visible()
        menu.focus()
        tab.keyboard.press("Enter")
        tab.get_by_role("link", name="Bulletins", exact=True).click()
        assert tab.url.endswith("/archive")


def test_a_changed_configuration_of_the_bulletin_shows_once_it_is_taken_over(pages) -> None:
    file = pages.folder / "config.toml"
    composition = Composition(str(file))
    client = create_app(site_of(composition, pages.store, clock=pages.clock)).test_client()
    assert "Demonstration weekly" in client.get("/archive").get_data(as_text=True)

    told = file.read_text()
    file.write_text(told.replace('title = "Demonstration weekly"', 'title = "The Tuesday sheet"'))
    assert composition.take_over()
    assert "The Tuesday sheet" in client.get("/archive").get_data(as_text=True)

    file.write_text(re.sub('title = "[^"]+"', "title = 7", told, count=1))
    assert not composition.take_over()
    assert "The Tuesday sheet" in client.get("/archive").get_data(as_text=True), "a faulty file changes nothing"

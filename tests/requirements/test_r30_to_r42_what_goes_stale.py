"""R30 to R42 as far as they are data and digest: contacts, advice, promises, furniture, closing dates, stories, corrections."""

import csv
import io
import json
from datetime import UTC, date, datetime
from xml.etree import ElementTree as ET

import openpyxl
import pytest

from monitor.ledger.stories import WINDOW
from monitor.model import EventType, Verdict
from monitor.programmes import Watchlist, load_packs

TR = "transforming-rehabilitation"
WARWICKSHIRE = "Warwickshire and West Mercia"
DAY = datetime(2014, 10, 29, 12, tzinfo=UTC)
LATER = datetime(2014, 11, 5, 12, tzinfo=UTC)
FIRST, SECOND = datetime(2014, 10, 31, 7, tzinfo=UTC), datetime(2014, 11, 7, 7, tzinfo=UTC)


def page(text):
    return "".join(f"<p>{line}</p>" for line in text.split("\n"))


def test_r30_a_contact_of_an_area_has_its_last_verified_day_and_is_unsure_after_90_days(fresh, site):
    fresh.visit(site, "<p>Nacro has been awarded the contract in Essex.</p><p>Write to help@essex.test.</p>", DAY)

    def contact():
        return next(row for row in fresh.ask("contacts list", "--area", "Essex") if row["address"] == "help@essex.test")

    assert contact()["unsure"] is True
    fresh.run("contacts", "verify", "help@essex.test", "--by", "ann")
    assert contact()["unsure"] is False
    fresh.run("contacts", "verify", "help@essex.test", "--on", "2020-01-01")
    assert (contact()["unsure"], contact()["verified_on"]) == (True, "2020-01-01")


def test_r31_advice_that_rests_on_a_place_comes_back_when_the_contract_there_is_awarded(fresh, site):
    fresh.visit(site, "<p>Nacro has been named preferred bidder in Essex.</p>", DAY)
    fresh.run(
        "advice",
        "add",
        "How to register",
        "--url",
        "https://us.test/x",
        "--review-by",
        "2030-01-01",
        "--depends-on",
        "area:Essex",
    )
    with fresh.store() as store:
        (item,) = store.reminders.list("advice")
        from dataclasses import replace

        store.reminders.move(replace(item, checked_at=DAY))
    assert fresh.ask("due") == []
    fresh.visit(site, "<p>Nacro has been awarded the contract in Essex.</p>", LATER)
    fresh.run("upkeep")

    (row,) = fresh.ask("due")
    assert row["outcome"].startswith("check: Nacro is awarded the contract in Essex (before: preferred bidder)")


def test_r32_retiring_an_address_lists_every_page_and_issue_that_repeats_it_and_drafts_the_correction(fresh, site):
    words = "<p>Register with the ministry: mas@justice.test.</p>"
    fresh.visit(site, f"<p>This page tells the news of the ministry, week by week, as it comes.</p>{words}", DAY)
    fresh.visit(site, f"<p>Advice on bidding.</p>{words}", DAY, path="/advice", source="advice")
    fresh.visit(site, "<p>Nacro has been awarded the contract in Essex. Write to mas@justice.test.</p>", LATER)
    with fresh.store() as store:
        (event,) = store.events.list(type="added")
    fresh.decide(event, Verdict.EDIT, at=LATER, wording_after="Nacro is named in Essex: write to mas@justice.test")
    fresh.issue(SECOND)

    done = fresh.run(
        "contacts", "retire", "mas@justice.test", "--on", "2015-04-01", "--replaced-by", "new@justice.test"
    ).stdout

    assert "Pages that still give it out: 2" in done
    assert "Issues of ours that gave it out: 1\n  The weekly 1" in done
    assert "has not been in use since 1 April 2015. Please use new@justice.test instead." in done
    assert "We gave it out in The weekly 1 of 7 November 2014." in done
    assert {row["kind"] for row in fresh.ask("contacts show", "mas@justice.test")} == {"document", "digest"}


def test_r33_a_note_put_into_an_old_page_is_dated_by_itself_and_the_page_stays_what_it_was(fresh, site, case):
    fresh.visit(site, page(case("seed-neg-contact-note", "before.txt")), DAY)
    outcome = fresh.visit(site, page(case("seed-neg-contact-note", "after.txt")), datetime(2015, 6, 1, 12, tzinfo=UTC))

    (event,) = outcome.events
    assert (event.type, event.change.occurred_on) == (EventType.CONTACT_RETIRED, date(2015, 4, 1))
    assert [row["state"] for row in fresh.ask("contacts list", "--people") if row["retired_on"] == "2015-04-01"] == [
        "retired"
    ]


def test_r34_a_dead_link_of_our_advice_comes_up_for_a_person(fresh, site):
    from dataclasses import replace

    site.put("/robots.txt", "User-agent: *\nAllow: /", content_type="text/plain")
    fresh.run("advice", "add", "Read this", "--url", site.url + "/gone", "--review-by", "2030-01-01")
    fresh.run("upkeep")
    for _ in range(3):
        with fresh.store() as store:
            (link,) = store.reminders.list("link")
            store.reminders.move(replace(link, due_on=date(2020, 1, 1)))
            from monitor.sources.fetch import Fetcher, FetchSettings
            from monitor.upkeep.links import check_links

            with Fetcher(FetchSettings(delay_seconds=0, retries=0)) as fetcher:
                check_links(
                    store, lambda request: fetcher.fetch(replace(request, internal=True)), now=datetime.now(UTC)
                )

    (row,) = fresh.ask("due")
    assert (row["kind"], row["url"], row["outcome"][:5]) == ("link", site.url + "/gone", "dead:")


def test_r35_a_vague_promise_comes_back_when_its_weeks_are_over(fresh, site):
    now = datetime.now(UTC)
    fresh.visit(site, "<p>We will also be re-launching our legal support offer in the coming weeks.</p>", now)
    fresh.run("upkeep")
    (promise,) = fresh.ask("promises list")

    assert promise["subject"].startswith("We will also be re-launching")
    assert 35 <= (date.fromisoformat(promise["due_on"]) - now.date()).days <= 49
    assert fresh.ask("promises list", "--due") == []
    fresh.run("promises", "close", promise["id"], "--outcome", "kept")
    assert fresh.ask("promises list") == []


def test_r37_a_page_whose_furniture_changed_raises_nothing(fresh, site, case):
    before = case("seed-neg-page-furniture", "before.txt")
    fresh.visit(site, page(before), DAY)
    outcome = fresh.visit(site, page(case("seed-neg-page-furniture", "after.txt")), LATER)

    assert outcome.events == ()


def test_r38_what_has_closed_is_not_printed_and_what_is_open_stands_with_its_kind(fresh, site):
    fresh.visit(site, "<p>This page tells the news of the ministry, week by week, as it comes.</p>", DAY)
    fresh.visit(
        site, "<p>This page tells the news of the ministry, week by week, as it comes.</p>", DAY, path="/b", source="b"
    )
    vacancy = "<h1>{}</h1><p>Salary 30,000. Apply by {}, 10am.</p>"
    fresh.visit(site, vacancy.format("Chair of the advisory group wanted", "Tue 18 Nov"), LATER)
    fresh.visit(site, vacancy.format("Director of a trust wanted at once", "Thu 6 Nov"), LATER, path="/b", source="b")
    issue = fresh.issue(SECOND)

    assert "Chair of the advisory group" in issue
    assert "VACANCIES" in issue
    assert "18 November 2014" in issue
    assert "Director of a trust" not in issue


@pytest.mark.parametrize(
    ("spellings", "body"),
    [
        (("St Giles", "St. Giles", "St Giles Trust"), "st-giles-trust"), (("Catch 22", "Catch22"), "catch22"),
        (("NACRO", "Nacro"), "nacro"),
    ],
)  # fmt: skip
def test_r39_spellings_with_odd_spaces_dots_and_capitals_are_one_body(spellings, body):
    watchlist = Watchlist.of(load_packs())
    known = {found.id for name in spellings if (found := watchlist.organisation(name))}
    glued = watchlist.find_organisations("#Equity# search by\u00a0St\u00a0Giles\u00a0Trust\u2019s team")

    assert known == {body}
    assert [found.organisation.id for found in glued] == ["st-giles-trust"]


def test_r40_a_republished_copy_joins_the_story_and_its_difference_is_a_change_all_the_same(fresh, site, case):
    fresh.visit(site, "<p>This page tells the news of the ministry, week by week, as it comes.</p>", DAY)
    fresh.visit(
        site,
        "<p>This page tells the news of the ministry, week by week, as it comes.</p>",
        DAY,
        path="/funder",
        source="funder",
        publisher="Funder",
    )
    table = "<p>GEO Group UK has been named preferred bidder in Warwickshire and West Mercia.</p>"
    fresh.visit(site, table, DAY, path="/table", source="table", programmes=(TR,))
    fresh.visit(site, page(case("tr-change-repost-geo-withdraws", "before.txt")), LATER, programmes=(TR,))
    reposted = datetime(2014, 11, 11, 12, tzinfo=UTC)
    outcome = fresh.visit(
        site, page(case("tr-change-repost-geo-withdraws", "after.txt")), reposted, path="/funder", source="funder",
        publisher="Funder", programmes=(TR,),
    )  # fmt: skip
    told = fresh.ask("stories", "--since", "2014-11-01", "--until", "2014-11-12")

    assert {row["url"] for row in told} == {site.url + "/page", site.url + "/funder"}
    assert len({row["story"] for row in told}) == 1
    assert any("GEO" in event.change.organisation and event.change.area == WARWICKSHIRE for event in outcome.events)
    assert (reposted - LATER) < WINDOW


def test_r41_the_issue_after_a_fact_was_taken_back_has_a_corrections_section_and_the_old_value_is_kept(fresh, site):
    fresh.visit(site, "<p>This page tells the news of the ministry, week by week, as it comes.</p>", DAY)
    words = "<p>Nacro has been awarded the contract in Essex.</p>"
    (event,) = fresh.visit(site, words, datetime(2014, 10, 30, 12, tzinfo=UTC)).events
    fresh.decide(event, Verdict.ACCEPT, at=datetime(2014, 10, 30, 13, tzinfo=UTC))
    first = fresh.issue(FIRST)
    fresh.decide(event, Verdict.REJECT, at=LATER, reason="The ministry had named the wrong area.")
    second, again = fresh.issue(SECOND), fresh.issue(datetime(2014, 11, 14, 7, tzinfo=UTC))

    assert "CORRECTIONS" not in first
    assert "CORRECTIONS" in second
    assert "On 31 October 2014 (issue 1) we said: “Nacro is named as lead provider in Essex”" in second
    assert "The ministry had named the wrong area." in second
    assert "CORRECTIONS" not in again
    assert fresh.ask("standings", "--as-of", "2014-11-10") == []
    assert fresh.ask("standings", "--as-of", "2014-11-10", "--known-at", "2014-11-01") != []


def test_r42_a_page_of_our_own_that_contradicts_the_ledger_comes_up(fresh, site):
    fresh.configure(
        f'[[sources]]\nid = "own"\nkind = "page"\nurl = "{site.url}/own"\nsection = "own"\ninternal = true\n'
        'programmes = ["transforming-rehabilitation"]\n'
    )
    fresh.visit(
        site, "<p>Nacro has been awarded the contract in Essex.</p>", DAY, path="/own", source="own", programmes=(TR,)
    )
    fresh.run("upkeep")
    agreed = fresh.ask("due")
    taken = "<p>Shelter replaces Nacro as lead provider in Essex.</p>"
    fresh.visit(
        site,
        "<p>This page tells the news of the ministry, week by week, as it comes.</p>",
        DAY,
        path="/ministry",
        source="ministry",
        programmes=(TR,),
    )
    fresh.visit(site, taken, LATER, path="/ministry", source="ministry", programmes=(TR,))
    fresh.run("upkeep")

    (row,) = fresh.ask("due")
    assert agreed == []
    assert row["kind"] == "page"
    assert "still says that Nacro is lead in Essex; the ledger has Shelter there" in row["subject"]
    assert row["url"] == site.url + "/own"


def test_the_export_is_valid_json_csv_xlsx_atom_and_calendar_with_permanent_ids(ledger, tmp_path):
    data = json.loads(ledger.run("export", "--as-of", "2014-10-30", "--all").stdout)
    schema = json.loads(ledger.run("export", "--format", "schema").stdout)
    rows = list(csv.DictReader(io.StringIO(ledger.run("export", "--as-of", "2014-10-30", "--format", "csv").stdout)))
    ledger.run("export", "--as-of", "2014-10-30", "--all", "--format", "xlsx", "--output", str(tmp_path / "data.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "data.xlsx")
    feed = ET.fromstring(ledger.run("export", "--all", "--format", "atom").stdout.encode())
    calendar = ledger.run("export", "--format", "ics").stdout

    import jsonschema_rs

    assert jsonschema_rs.validator_for(schema, validate_formats=True).is_valid(data)
    assert [row["id"] for row in rows] == [row["id"] for row in data["standings"]]
    assert len({row["id"] for row in rows}) == len(rows)
    assert book.sheetnames == ["README", "standings", "events"]
    assert book["standings"].max_row == len(rows) + 1
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == len(data["events"]) > 0
    assert calendar.startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize(
    ("option", "value", "about"),
    [
        ("--area", WARWICKSHIRE, "EOS"),
        ("--organisation", "EOS", "EOS"),
        ("--programme", TR, "EOS"),
        ("--area", "Essex", None),
    ],
)
def test_there_is_a_feed_for_each_programme_area_and_organisation(ledger, option, value, about):
    feed = ET.fromstring(ledger.run("export", "--all", "--format", "atom", option, value).stdout.encode())
    titles = " ".join(title.text for title in feed.iter("{http://www.w3.org/2005/Atom}title"))

    assert (about in titles) if about else "EOS" not in titles


def test_an_event_that_nobody_accepted_is_not_exported(ledger):
    assert json.loads(ledger.run("export").stdout)["events"] == []

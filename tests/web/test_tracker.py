"""The tracker without a browser: what each page says of the demonstration, its permanent addresses, files and feeds."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.ledger.opendata import standing_id
from monitor.model import Decision, DigestState, EventState, EventType, Verdict

ROUND = "/programmes/transforming-rehabilitation"


def text(answer):
    assert answer.status_code == 200, answer.get_data(as_text=True)[:400]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True))).replace("\u00a0", " ")


def the_standing(pages, day=date(2014, 11, 8), organisation="EOS"):
    return next(each for each in pages.store.standings.as_of(day) if each.organisation == organisation)


def test_the_first_page_names_the_programmes_and_what_changed_last(pages):
    said = text(pages.client().get("/"))

    assert re.search(r"Transforming Rehabilitation areas 21 with a lead named 21 organisations named 27", said)
    assert "Rebuild with Hope joins as a subcontractor in Wigan" in said


def test_before_the_first_announcement_nobody_is_named_anywhere(pages):
    said = text(pages.client().get(f"{ROUND}?as_of=2014-10-28"))

    assert "Nobody was named anywhere on that day." in said


def test_a_journalist_can_ask_who_was_to_run_an_area_on_a_day(pages):
    before = text(pages.client().get(f"{ROUND}/areas/cpa-warwickshire-and-west-mercia?as_of=2014-11-01"))
    after = text(pages.client().get(f"{ROUND}/areas/cpa-warwickshire-and-west-mercia?as_of=2014-11-08"))

    assert "Out of it" not in before
    assert re.search(r"Out of it .*GEO Group UK withdrawn bidder", after)


def test_the_slider_without_a_script_leads_to_the_address_of_its_day(pages):
    answer = pages.client().get(f"{ROUND}?day=12&colour=sector")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{ROUND}?colour=sector&as_of=2014-11-09")


@pytest.mark.parametrize("asked", ["yesterday", "2014-13-40", "<script>", "0000-00-00"])
def test_what_is_no_date_is_answered_in_words(pages, asked):
    answer = pages.client().get(ROUND, query_string={"as_of": asked})

    assert answer.status_code == 400
    assert "is not a date" in answer.get_data(as_text=True)


def test_the_map_can_be_coloured_by_sector_with_contested_bodies_told_apart(pages):
    said = text(pages.client().get(f"{ROUND}?as_of=2014-11-08&colour=sector"))

    assert "social enterprise (contested) 1 area" in said


def test_the_matrix_can_be_laid_out_by_lot_where_a_programme_has_lots(pages):
    page = pages.client().get("/programmes/commissioned-rehabilitative-services?columns=lots")
    tables = LexborHTMLParser(page.get_data(as_text=True)).css("table.matrix")
    headings = [each.text() for each in tables[0].css("thead th")]
    row = next(each for each in tables[0].css("tbody tr") if "Wiltshire" in each.css_first("th").text())
    cells = {each.attributes["data-heading"]: each.text(strip=True) for each in row.css("td")}

    assert {"Accommodation", "Finance, Benefit and Debt"} <= set(headings)
    assert "Personal Wellbeing" not in headings
    assert "Ingeus UK" in cells["Finance, Benefit and Debt"]
    assert "Personal Wellbeing" in text(page)
    assert cells["Accommodation"] == "none named"
    # A programme of one lot has nothing to lay out.
    assert "By lot" not in text(pages.client().get(ROUND))


def test_counts_give_their_definition_and_both_readings_of_a_contested_case(pages):
    said = text(pages.client().get(f"{ROUND}/numbers?as_of=2014-10-30"))

    assert "0 or 1 Voluntary-sector leads" in said
    assert "1 if ARCC counts." in said
    assert "What nobody has said" in said


def test_an_organisation_shows_its_roles_over_programmes_and_its_former_names(pages):
    said = text(pages.client().get("/organisations/seetec-business-technology-centre"))

    assert "Transforming Rehabilitation" in said
    assert "Commissioned Rehabilitative Services" in said
    assert "no longer under contract" in said


def test_a_partnership_shows_who_left_it(pages):
    said = text(pages.client().get(f"{ROUND}/partnerships/geo-mercia-willowdene?as_of=2014-11-01"))

    assert "members in 1 area on 1 November 2014" in said
    assert "Willowdene Rehabilitation partner" in said


def test_a_fact_keeps_its_address_when_its_end_becomes_known_and_when_it_is_taken_back(pages):
    began = the_standing(pages, organisation="Sodexo Justice Services")
    address = f"/facts/{standing_id(began)}"
    said = text(pages.client().get(address))
    assert "Sodexo Justice Services is preferred bidder" in said
    assert "learnt that it ended" in said

    event = next(each for each in pages.store.events.of_standing(standing_id(began)))
    wrong = Decision(event_id=event.id, verdict=Verdict.REJECT, by="ada", at=pages.clock(), reason="misread")
    pages.store.events.decide(wrong)
    assert pages.client().get(address).status_code == 200


def test_a_change_is_public_only_while_a_person_stands_by_it(pages):
    event = next(each for each in pages.store.events.list() if each.change.organisation_to == "EOS")
    assert "EOS replaces GEO Mercia Willowdene" in text(pages.client().get(f"/changes/{event.id}"))

    reopened = Decision(event_id=event.id, verdict=Verdict.REOPEN, by="ada", at=pages.clock())
    pages.store.events.decide(reopened)

    assert pages.client().get(f"/changes/{event.id}").status_code == 404
    assert event.wording not in text(pages.client().get("/changes"))
    assert event.id not in pages.client().get("/data/changes.atom").get_data(as_text=True)
    assert pages.client("rita").get(f"/changes/{event.id}").status_code == 200


def test_a_contact_that_is_retired_is_no_organisation_and_leads_to_none(pages):
    (event,) = [each for each in pages.store.events.list() if each.type is EventType.CONTACT_RETIRED]

    page = pages.client().get(f"/changes/{event.id}").get_data(as_text=True)

    assert event.change.organisation in page
    assert "/organisations/contact" not in page


def test_what_changed_can_be_asked_since_a_day_and_since_the_last_bulletin(pages):
    said = text(pages.client().get("/changes?since=2026-03-01"))

    assert "PS EoE Housing Support replaces Seetec" in said
    assert "Ingeus UK is now lead provider in Wiltshire too" not in said
    assert "What changed since 15 May 2026" in text(pages.client().get("/changes?since=bulletin"))


def test_search_finds_bodies_by_former_names_areas_by_codes_and_documents_by_words(pages):
    client = pages.client()

    assert "Greater Manchester" in text(client.get("/search?q=C07"))
    assert "Nacro" in text(client.get("/search?q=nacr"))
    assert "<mark>preferred</mark>" in client.get("/search?q=preferred+bidder").get_data(as_text=True)
    assert "Nothing found" in text(client.get("/search?q=zzzzzz"))


def test_a_page_is_told_apart_by_its_tag_and_is_made_anew_when_the_ledger_moves(pages):
    client = pages.client()
    first = client.get("/changes")
    again = client.get("/changes", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")

    event = next(each for each in pages.store.events.list(state=EventState.ACCEPTED))
    pages.store.events.decide(Decision(event_id=event.id, verdict=Verdict.REOPEN, by="ada", at=pages.clock()))

    assert client.get("/changes", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_what_a_signed_in_person_sees_is_never_kept_for_others(pages):
    seen, public = pages.client("rita").get("/changes"), pages.client().get("/changes")

    assert "Sign out" in text(seen)
    assert seen.headers["Cache-Control"] == "no-store"
    assert "Sign out" not in text(public)
    assert "no-store" not in public.headers.get("Cache-Control", "")


def test_files_and_feeds_are_there_for_everything_a_programme_an_area_and_an_organisation(pages):
    client = pages.client()

    for where in (
        "",
        "programme=transforming-rehabilitation",
        "programme=transforming-rehabilitation&area=cpa-essex",
        "organisation=nacro",
    ):
        for name in (
            "standings.csv",
            "standings.json",
            "standings.xlsx",
            "changes.csv",
            "changes.json",
            "changes.atom",
        ):
            answer = client.get(f"/data/{name}?{where}")
            assert answer.status_code == 200, (name, where)
            assert answer.headers["ETag"]
    essex = client.get(
        "/data/standings.json?programme=transforming-rehabilitation&area=cpa-essex&as_of=2014-11-08"
    ).json
    assert sorted({row["organisation"] for row in essex["standings"]}) == ["Nacro", "Sodexo Justice Services"]
    assert client.get("/data/standings.csv?area=nowhere").status_code == 404


def test_the_cell_may_be_shown_by_any_site_and_nothing_else_may(pages):
    cell = pages.client().get("/embed/transforming-rehabilitation/cpa-essex")
    page = pages.client().get(f"{ROUND}/areas/cpa-essex")

    assert "frame-ancestors *" in cell.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in cell.headers
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert "Nacro" in text(cell)


def test_every_bulletin_that_went_out_has_a_page_without_anything_personal(pages):
    client, sent = pages.client(), pages.store.digests.list(state=DigestState.SENT)
    said = text(client.get("/archive"))
    assert "Demonstration weekly" in said

    for stored in sent[:3] + sent[-3:]:
        page = client.get(f"/archive/{stored.id[:12]}").get_data(as_text=True)
        assert "preferences/" not in page
        assert "unsubscribe/" not in page
        assert "\ue000" not in page
    assert client.get("/archive/000000000000").status_code == 404


def test_the_page_of_an_issue_quotes_one_row_of_many_that_are_alike_and_the_interface_all_of_them(pages):
    client, sent = pages.client(), pages.store.digests.list(state=DigestState.SENT)
    (stored,) = (each for each in sent if each.period.key.startswith("2014-12-12"))

    said = text(client.get(f"/archive/{stored.id[:12]}"))
    items = client.get(f"/api/v1/digests/{stored.id[:12]}").get_json()["items"]
    (sodexo,) = (item for item in items if item["headline"].startswith("Sodexo"))

    assert "Hertfordshire · Sodexo Justice Services · Nacro” and 5 like it" in said
    assert said.count("· Sodexo Justice Services · Nacro") == 1
    assert sorted(quote.split("\u00a0·")[0] for quote in sodexo["quotes"]) == sorted(sodexo["areas"])


def test_members_alone_read_the_tracker_where_it_is_set_so(serving_with):
    with serving_with(tracker="members") as pages:
        stranger = pages.client()
        for address in ("/", ROUND, "/changes", "/search", "/archive"):
            answer = stranger.get(address)
            assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/enter")
        assert stranger.get("/data/standings.csv").status_code == 401
        assert pages.client("rita").get("/").status_code == 200


class TestObjections:
    ADDRESS = "/wrong/organisation/nacro"
    WORDS = "Nacro left Essex in May 2016; see the annual report."

    def send(self, pages, *, wait=timedelta(seconds=20), **values):
        client = pages.client()
        asked_at = re.search(r'name="asked_at" value="([^"]+)"', client.get(self.ADDRESS).get_data(as_text=True))[1]
        pages.clock.moment += wait
        return pages.post(
            client, self.ADDRESS, form_at=self.ADDRESS, **({"asked_at": asked_at, "words": self.WORDS} | values)
        )

    def test_it_waits_for_staff(self, pages):
        answer = self.send(pages, reply_to="reader@example.org", evidence_url="https://example.org/report")

        assert (answer.status_code, answer.headers["Location"]) == (303, "/organisations/nacro")
        (made,) = pages.store.objections.list(is_open=True)
        assert (made.about_id, made.words, made.reply_to) == ("nacro", self.WORDS, "reader@example.org")

    @pytest.mark.parametrize(
        "values",
        [
            {"website": "https://spam.example"}, {"wait": timedelta(seconds=1)}, {"wait": timedelta(days=1)}, {"words": "bad"},
            {"words": "x" * 2001}, {"words": "buy https://a.example and https://b.example now"}, {"reply_to": "nobody"},
            {"evidence_url": "javascript:alert(1)"}, {"asked_at": "forged"},
        ],
    )  # fmt: skip
    def test_what_a_machine_or_a_mistake_sends_is_not_kept(self, pages, values):
        assert self.send(pages, **values).status_code == 400
        assert pages.store.objections.count_open() == 0

    def test_a_flood_from_one_address_is_stopped(self, pages):
        answers = [self.send(pages, words=f"{self.WORDS} {number}").status_code for number in range(8)]

        assert answers[:5] == [303] * 5
        assert answers[-1] == 429

    def test_it_needs_the_token_of_the_form(self, pages):
        assert pages.client().post(self.ADDRESS, data={"words": self.WORDS}).status_code == 400


def test_a_page_tells_what_was_known_on_a_day_and_leaves_out_what_was_learnt_after(pages) -> None:
    client = pages.client()
    pack = next(each for each in pages.site.programmes if each.id == "transforming-rehabilitation")
    area = next(each for each in pack.areas if each.name == "Warwickshire and West Mercia")
    address = f"/programmes/{pack.id}/areas/{area.id}"
    now = client.get(f"{address}?as_of=2014-11-20").get_data(as_text=True)
    then = client.get(f"{address}?as_of=2014-11-20&known_at=2014-11-01").get_data(as_text=True)
    before = client.get(f"{address}?as_of=2014-11-20&known_at=2014-10-01").get_data(as_text=True)

    assert "As far as was known at the end of 1\u00a0November\u00a02014" in then
    assert "EOS" in now
    assert "EOS" not in then
    assert "GEO" in then
    assert "Nobody was named here on that day" in before
    assert client.get(f"{address}?known_at=yesterday").status_code == 400

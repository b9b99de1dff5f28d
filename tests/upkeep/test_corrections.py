"""What we said, when, and what is right: a Corrections section in the next digest, and once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.clock import Period
from monitor.digest.render import render
from monitor.ledger.wording import CORRECTED
from monitor.model import Audience, Decision, DocumentKind, EventType, Evidence, SectionKind, Verdict
from monitor.upkeep.contacts import retire_contact

SAID_ON = datetime(2014, 10, 30, 12, tzinfo=UTC)
LATER = datetime(2014, 11, 3, 12, tzinfo=UTC)
THIRD = Period(start=datetime(2014, 11, 7, 7, tzinfo=UTC), end=datetime(2014, 11, 14, 7, tzinfo=UTC))


def corrections(digest):
    section = digest.section(SectionKind.CORRECTIONS)
    return section.items if section else ()


@pytest.fixture
def told(desk, build):
    """The event that the first issue told: Acme leads in Essex."""
    event = desk.visit("Acme leads", at=SAID_ON, changes=[build.change()], begun=[build.standing()])[0]
    desk.issue(desk.first)
    return event


def decide(store, event, verdict, **fields):
    return store.events.decide(Decision(event_id=event.id, verdict=verdict, by="ann", at=LATER, **fields))


def test_a_fact_that_was_sent_and_is_taken_back_is_corrected_with_what_we_said_and_when(desk, store, told):
    decide(store, told, Verdict.REJECT, reason="The page had been read wrongly.")

    (item,) = corrections(desk.draft(desk.second))

    assert item.said == "Acme added in Essex"
    assert (item.said_in, item.said_on) == (1, date(2014, 10, 31))
    assert "take it back" in item.headline
    assert item.summary == "The page had been read wrongly."


def test_what_is_right_names_who_has_the_place_by_what_is_known_now(desk, store, build, told):
    desk.visit("Beacon leads", at=LATER, begun=[build.standing("Beacon")], url="https://ministry.test/other")
    decide(store, told, Verdict.REJECT)

    (item,) = corrections(desk.draft(desk.second))

    assert item.headline == "As far as we know now, lead provider in Essex: Beacon"


def test_a_fact_that_is_put_into_other_words_after_it_was_sent_is_corrected_to_them(desk, store, told):
    decide(store, told, Verdict.EDIT, wording_after="Acme leads in Essex from May 2015")

    (item,) = corrections(desk.draft(desk.second))

    assert (item.said, item.headline) == ("Acme added in Essex", "Acme leads in Essex from May 2015")


def test_a_decision_that_comes_to_the_same_corrects_nothing(desk, store, told):
    decide(store, told, Verdict.ACCEPT)

    assert corrections(desk.draft(desk.second)) == ()


def test_what_was_decided_before_the_issue_went_out_was_never_said_otherwise(desk, store, build):
    event = desk.visit("Acme leads", at=SAID_ON, changes=[build.change()], begun=[build.standing()])[0]
    edit = Decision(
        event_id=event.id, verdict=Verdict.EDIT, by="ann", at=SAID_ON + timedelta(hours=1), wording_after="Acme leads"
    )
    store.events.decide(edit)
    desk.issue(desk.first)

    assert corrections(desk.draft(desk.second)) == ()


@pytest.mark.parametrize(
    ("words", "corrected"), [("Correction: we wrongly named Acme.", True), ("Beacon takes over.", False)]
)
def test_a_source_that_puts_itself_right_is_corrected_and_a_world_that_moves_on_is_not(
    desk, build, told, words, corrected
):
    swap = build.change(
        type=EventType.REPLACED, organisation_to="Beacon", organisation_to_id="beacon",
        evidence=Evidence(quote=words, start=0, end=len(words)),
    )  # fmt: skip
    desk.visit(
        words, at=LATER, changes=[swap], ended=[build.ended(build.standing(), date(2014, 11, 3))],
        begun=[build.standing("Beacon", valid_from=date(2014, 11, 3))], url="https://ministry.test/note",
    )  # fmt: skip

    digest = desk.draft(desk.second)

    assert [item.headline for item in digest.section(SectionKind.CONTRACTS).items]
    assert bool(corrections(digest)) is corrected


@pytest.mark.parametrize(
    ("fields", "url", "reason"),
    [
        (
            {"record": {"change_history": [{"note": "Corrected the name of the lead."}]}},
            "https://ministry.test/note",
            "",
        ),
        ({"headings": ("Corrected answer",)}, "https://ministry.test/note", ""),
        ({"kind": DocumentKind.STATEMENT}, "https://ministry.test/list", ""),
        ({}, "https://ministry.test/note", CORRECTED),
    ],
)
def test_a_source_puts_itself_right_without_a_word_of_it_beside_the_name(desk, build, told, fields, url, reason):
    swap = build.change(
        type=EventType.REPLACED, organisation_to="Beacon", organisation_to_id="beacon", seen_on=LATER.date(), reason=reason,
        evidence=Evidence(quote="Beacon leads", start=0, end=12),
    )  # fmt: skip
    desk.visit(
        "Beacon leads", at=LATER, changes=[swap], ended=[build.ended(build.standing(), date(2014, 11, 3))],
        begun=[build.standing("Beacon", valid_from=date(2014, 11, 3))], url=url, **fields,
    )  # fmt: skip

    (item,) = corrections(desk.draft(desk.second))

    assert item.said == "Acme added in Essex"


def test_a_statement_that_is_brought_up_to_date_with_a_day_of_its_own_is_news_and_no_correction(desk, build, told):
    swap = build.change(
        type=EventType.REPLACED, organisation_to="Beacon", organisation_to_id="beacon", occurred_on=date(2014, 11, 1),
        evidence=Evidence(quote="Beacon leads", start=0, end=12),
    )  # fmt: skip
    desk.visit(
        "Beacon leads since 1 November", at=LATER, changes=[swap], ended=[build.ended(build.standing(), date(2014, 11, 1))],
        begun=[build.standing("Beacon", valid_from=date(2014, 11, 1))], kind=DocumentKind.STATEMENT,
    )  # fmt: skip

    assert corrections(desk.draft(desk.second)) == ()


def test_what_turns_out_never_to_have_held_is_corrected_whatever_the_words(desk, build, told):
    day = date(2014, 10, 29)
    late = build.change(type=EventType.REMOVED, occurred_on=day)
    desk.visit("Beacon led from the start", at=LATER, changes=[late], ended=[build.ended(build.standing(), day)])

    (item,) = corrections(desk.draft(desk.second))

    assert item.said == "Acme added in Essex"


def test_a_correction_is_told_once_and_again_only_if_there_is_something_new_to_correct(desk, store, told):
    decide(store, told, Verdict.REJECT)

    assert corrections(desk.issue(desk.second))
    assert corrections(desk.draft(THIRD)) == ()


def test_drafting_the_same_issue_again_keeps_its_correction(desk, store, told):
    decide(store, told, Verdict.REJECT)
    first = desk.draft(desk.second)

    assert desk.draft(desk.second) == first
    assert corrections(first)


def test_an_address_that_an_issue_gave_out_and_that_is_retired_is_corrected(desk, store, build):
    desk.visit(
        "Write to register@ministry.test", at=SAID_ON,
        changes=[build.change(evidence=Evidence(quote="Write to register@ministry.test", start=0, end=31))],
    )  # fmt: skip
    desk.issue(desk.first)
    done = retire_contact(
        store, "Register@ministry.test", on=date(2014, 11, 5), replaced_by="new@ministry.test", reason="", by="ann",
        now=datetime(2014, 11, 5, 9, tzinfo=UTC),
    )  # fmt: skip

    (item,) = corrections(desk.draft(desk.second))

    assert [place.title for place in done.issues] == ["The weekly 1"]
    assert "The weekly 1 of 31 October 2014" in done.correction
    assert item.headline == "register@ministry.test is no longer in use. Use new@ministry.test."
    assert item.said_in == 1


def test_a_link_that_is_retired_is_found_on_every_page_that_gives_it_out(desk, store):
    dead = "https://www.ministry.test/help/"
    desk.visit(
        "Ask for help here.", at=SAID_ON, url="https://a.test/1", links=[("here", "http://ministry.test/help#top")]
    )
    desk.visit(f"It is all at {dead}.", at=SAID_ON, url="https://a.test/2")
    desk.visit("Ask there.", at=SAID_ON, url="https://a.test/3", links=[("there", f"{dead}other")])
    desk.visit("The other is https://www.ministry.test/help/other too.", at=SAID_ON, url="https://a.test/4")

    done = retire_contact(
        store,
        dead,
        on=date(2014, 11, 5),
        replaced_by=None,
        reason="",
        by="ann",
        now=datetime(2014, 11, 5, 9, tzinfo=UTC),
    )

    assert [(place.url, place.quote) for place in done.pages] == [
        ("https://a.test/1", "here"), ("https://a.test/2", f"It is all at {dead}."),
    ]  # fmt: skip
    assert done.issues == ()


def test_members_read_what_we_said_and_when_in_plain_text_in_html_and_in_welsh(desk, store, told):
    decide(store, told, Verdict.REJECT)
    digest = desk.draft(desk.second)
    english, welsh = render(digest), render(digest, Audience(language="cy"))

    text = " ".join(english.text.split())
    assert "CORRECTIONS" in text
    assert "On 31 October 2014 (issue 1) we said: “Acme added in Essex”" in text.replace("\u00a0", " ")
    assert "(issue 1) we said" in english.html
    assert "(rhifyn 1) dywedasom" in welsh.html


def test_a_decision_of_months_ago_is_not_dug_up(desk, store, told):
    decide(store, told, Verdict.REJECT)
    late = Period(start=datetime(2015, 6, 1, 7, tzinfo=UTC), end=datetime(2015, 6, 8, 7, tzinfo=UTC))

    assert corrections(desk.draft(late)) == ()

"""What goes into a digest, where, and what it may say of silence."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.clock import Period
from monitor.digest.compile import compile_digest
from monitor.digest.render import render
from monitor.model import (
    Coverage,
    Decision,
    EventState,
    EventType,
    HealthState,
    Role,
    SectionKind,
    SourceLine,
    Story,
    Verdict,
)


def test_one_change_over_many_areas_is_one_item(build):
    events = [build.event(f"e{n}", area=f"Area {n}") for n in range(6)]

    (item,) = build.digest(events=events).items

    assert item.areas == tuple(f"Area {n}" for n in range(6))
    assert sorted(item.event_ids) == [f"e{n}" for n in range(6)]
    assert "6 areas" in item.headline


def test_the_members_of_one_partnership_are_one_item_with_the_lead_first(build):
    events = [
        build.event("e1", organisation="Nacre", organisation_id="nacre", partnership="Bright"),
        build.event("e2", organisation="Bright plc", organisation_id="bright", partnership="Bright", role="lead"),
    ]

    (item,) = build.digest(events=events).items

    assert [move.organisation for move in item.moves] == ["Bright plc", "Nacre"]
    assert item.partnership == "Bright"


def test_who_has_partners_in_some_of_its_areas_alone_is_one_item_over_all_of_them(build):
    fields = {"organisation": "Bright", "organisation_id": "bright", "role": Role.LEAD}
    events = [
        build.event("e1", area="Northshire", **fields),
        build.event("e2", area="Southshire", partnership="Bright", **fields),
        build.event("e3", area="Southshire", partnership="Bright"),
    ]

    items = build.digest(events=events).items

    assert [(item.headline, item.areas, len(item.moves)) for item in items] == [
        ("Acme joins as a partner of Bright in Southshire", ("Southshire",), 1),
        ("Bright is named as preferred bidder in Northshire and Southshire", ("Northshire", "Southshire"), 1),
    ]


def test_a_replacement_shows_old_and_new_with_area_date_quote_and_link(build):
    event = build.event(
        type=EventType.REPLACED,
        organisation="Old",
        organisation_id="old",
        organisation_to="New",
        organisation_to_id="new",
    )

    (item,) = build.digest(events=[event]).items

    assert (item.moves[0].before, item.moves[0].after) == ("Old", "New")
    assert item.areas == ("Northshire",)
    assert item.occurred_on == date(2014, 11, 6)
    assert item.quotes[0].text == "Acme is a partner"
    assert item.links[0].url == "https://site.example/a"


def test_what_is_not_accepted_is_for_staff_alone(build):
    digest = build.digest(events=[build.event(state=EventState.PENDING), build.event("e2", state=EventState.REJECTED)])

    assert digest.items == ()
    assert [item.event_ids for item in digest.to_check] == [("e1",)]


def test_a_held_event_waits_for_its_day(build):
    held = build.event(hold_until=date(2014, 11, 8))

    assert build.digest(events=[held]).items == ()


def test_the_wording_of_staff_is_kept_and_the_last_decision_counts(build):
    def decision(words, hour):
        at = datetime(2014, 11, 7, hour, tzinfo=UTC)
        return Decision(event_id="e1", verdict=Verdict.EDIT, by="ann", at=at, wording_after=words)

    digest = build.digest(events=[build.event()], decisions=[decision("Second", 9), decision("First", 8)])

    assert digest.items[0].headline == "Second"


def test_empty_sections_vanish(build):
    assert build.digest().sections == ()


def test_a_story_of_several_sources_is_one_item_with_every_source_linked(build):
    one, two = build.document("a", title="Charities ask who pays"), build.document("b", title="Somebody must pay")

    (item,) = build.digest(news=[one, two], stories=[Story(id="s", document_ids=(one.id, two.id))]).items

    assert [link.url for link in item.links] == [one.url, two.url]


def test_the_same_title_or_address_is_the_same_story_without_being_told(build):
    title = "Charities ask how the contracts will be paid for"
    digest = build.digest(news=[build.document("a", title=title), build.document("b", title=title)])

    assert len(digest.items) == 1


def test_a_document_that_carries_a_change_is_not_told_again_as_news(build):
    document = build.document("a")
    digest = build.digest(events=[build.event(document_id=document.id)], news=[document])

    assert [section.kind for section in digest.sections] == [SectionKind.CONTRACTS]


def test_news_goes_where_its_source_belongs(build):
    line = SourceLine(source_id="news", name="The Paper", section="government")

    assert build.digest(news=[build.document()], sources=[line]).sections[0].kind is SectionKind.GOVERNMENT


def test_no_change_is_said_only_where_every_source_was_read(build):
    coverage = [Coverage(programme="p", name="P", areas=("Northshire", "Southshire"))]
    good = SourceLine(source_id="a", name="Good", programmes=("p",))
    bad = SourceLine(source_id="b", name="Bad", state=HealthState.FAILING, programmes=("p",))
    elsewhere = SourceLine(source_id="c", name="Elsewhere", state=HealthState.FAILING, programmes=("q",))

    (checked,) = build.digest(events=[build.event()], coverage=coverage, sources=[good, elsewhere]).quiet
    (unchecked,) = build.digest(coverage=coverage, sources=[good, bad]).quiet

    assert checked.all_checked
    assert checked.areas == ("Southshire",)
    assert not unchecked.all_checked
    assert unchecked.unread == ("Bad",)


def test_an_area_with_an_undecided_change_is_not_called_quiet(build):
    coverage = [Coverage(programme="p", name="P", areas=("Northshire",))]
    pending = build.event(state=EventState.PENDING)

    assert build.digest(events=[pending], coverage=coverage, sources=[SourceLine(source_id="a", name="A")]).quiet == ()


def test_what_a_source_says_of_itself_is_no_item(build):
    assert build.digest(events=[build.event(type=EventType.FAILING)]).items == ()


def test_two_links_with_the_same_words_are_told_apart(build):
    events = [build.event("e1"), build.event("e2", organisation_id="b", document_id="d2", url="https://site.example/b")]
    labels = [link.label for item in build.digest(events=events).items for link in item.links]

    assert len(set(labels)) == len(labels) == 2


def test_a_link_that_is_not_plain_http_is_left_out(build):
    for url in (
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "https://user:pw@evil.example/",
        "https://a b/",
    ):
        assert build.digest(events=[build.event(url=url)]).items[0].links == (), url


def test_the_chosen_item_leads(build):
    digest = build.digest(events=[build.event()], news=[build.document()], top="e1")

    assert digest.sections[0].kind is SectionKind.TOP
    assert digest.section(SectionKind.CONTRACTS) is None


FIRST = Period(start=datetime(2014, 10, 31, 7, tzinfo=UTC), end=datetime(2014, 11, 7, 7, tzinfo=UTC))


@given(
    drawn=st.lists(
        st.tuples(
            st.sampled_from([each for each in EventType if not each.concerns_source]),
            st.sampled_from(["Acme", "Beta", "Gamma"]),
            st.sampled_from([None, "North", "South", "East"]),
            st.sampled_from([None, "Bright", "Dim"]),
            st.integers(min_value=0, max_value=27),
            st.booleans(),
        ),
        max_size=40,
    )
)
def test_every_accepted_event_appears_in_exactly_one_digest(build, drawn):
    events, accepted_in = [], []
    for number, (kind, who, area, partnership, day, late) in enumerate(drawn):
        events.append(
            build.event(
                f"e{number}", type=kind, organisation=who, organisation_id=who.lower(), area=area,
                partnership=partnership, detected_at=FIRST.start + timedelta(days=day),
            )
        )  # fmt: skip
        accepted_in.append(day // 7 + (1 if late else 0))
    told: list[str] = []
    for week in range(6):
        period = Period(start=FIRST.start + timedelta(days=7 * week), end=FIRST.end + timedelta(days=7 * week))
        accepted = [event for event, at in zip(events, accepted_in, strict=True) if at <= week]
        digest = compile_digest(
            period=period, number=week, title="W", events=accepted, issued=set(told), now=period.end
        )
        told += digest.event_ids

    assert sorted(told) == sorted(event.id for event in events)


def test_a_story_that_a_change_tells_is_one_item_with_every_source_linked(build):
    reported = build.document(identity="paper", url="https://paper.example/x", title="Acme joins, says the paper")
    elsewhere = build.document(identity="other", url="https://other.example/y", title="Something else altogether here")
    digest = build.digest(
        events=[build.event(document_id="d")], news=[reported, elsewhere],
        stories=[Story(id="s", document_ids=("d", reported.id))],
    )  # fmt: skip

    change = digest.section(SectionKind.CONTRACTS).items[0]
    assert [link.url for link in change.links] == ["https://site.example/a", "https://paper.example/x"]
    assert [item.headline for item in digest.items] == [change.headline, "Something else altogether here"]


def test_the_plain_text_says_the_names_of_sources_as_they_are(build) -> None:
    bad = SourceLine(source_id="a", name="O'Neill & Sons", state=HealthState.FAILING, programmes=("p",))
    digest = build.digest(sources=[bad], coverage=[Coverage(programme="p", name="Women's services", areas=("A",))])

    words = " ".join(render(digest).text.split())

    assert "Women's services: we saw no change in 1 area, but could not read O'Neill & Sons, so we do not" in words
    assert "! O'Neill & Sons: could not be read" in words

"""What staff correct is read by from the next poll on, is listed, and can be taken back; members hear nothing of it."""

from __future__ import annotations

import pytest

AWARD = "Harbour Trust has been awarded the contract for Kent."
OTHER = "Mill Homes has been awarded the contract for Devon."


@pytest.fixture
def told(desk):
    """Two awards, found at a second visit."""
    desk.publish(AWARD, OTHER)
    desk.poll()
    assert desk.held() == {("Harbour Trust", "lead", "Kent"), ("Mill Homes", "lead", "Devon")}
    return desk


def test_a_name_taught_as_an_alias_is_that_body_from_the_next_poll_on(told) -> None:
    before = len(told.events())

    told.run(
        "teach", "alias", "Harbour Trust", "Anchor Group", "--by", "editor", "--reason", "their own website says so"
    )
    told.poll()

    assert told.held() == {("Anchor Group", "lead", "Kent"), ("Mill Homes", "lead", "Devon")}
    assert len(told.events()) == before


def test_a_lesson_that_is_taken_back_leaves_what_was_read(told) -> None:
    told.run("teach", "alias", "Harbour Trust", "Anchor Group")
    told.poll()
    (lesson,) = told.ask("teach", "list")["lessons"]

    told.run("teach", "undo", lesson["id"])
    told.poll()

    assert told.held() == {("Harbour Trust", "lead", "Kent"), ("Mill Homes", "lead", "Devon")}
    assert told.ask("teach", "list")["lessons"] == []
    assert told.ask("teach", "list", "--all")["lessons"][0]["undone_at"]


def test_a_body_read_wrongly_in_one_document_is_another(told) -> None:
    told.run("teach", "organisation", told.claim_of("Harbour Trust"), "Harbour Trust (Northern Ireland)")
    told.poll()

    assert ("Harbour Trust (Northern Ireland)", "lead", "Kent") in told.held()
    assert ("Harbour Trust", "lead", "Kent") not in told.held()


def test_a_role_read_wrongly_is_the_one_that_was_taught(told) -> None:
    told.run("teach", "role", told.claim_of("Harbour Trust"), "subcontractor")
    told.poll()

    assert told.held() == {("Harbour Trust", "subcontractor", "Kent"), ("Mill Homes", "lead", "Devon")}


def test_who_is_no_bidder_here_holds_nothing(told) -> None:
    told.run("teach", "nobody", told.claim_of("Harbour Trust"))
    told.poll()

    assert told.held() == {("Mill Homes", "lead", "Devon")}


def test_what_waits_of_who_is_no_bidder_here_is_rejected_and_comes_back_with_the_lesson(told) -> None:
    def states() -> dict[str, str]:
        return {event["organisation"]: event["state"] for event in told.events()}

    told.run("teach", "nobody", told.claim_of("Harbour Trust"))
    assert states() == {"Harbour Trust": "rejected", "Mill Homes": "pending"}
    told.poll()
    assert told.held() == {("Mill Homes", "lead", "Devon")}

    (lesson,) = told.ask("teach", "list")["lessons"]
    told.run("teach", "undo", lesson["id"])
    assert states() == {"Harbour Trust": "pending", "Mill Homes": "pending"}
    told.poll()
    assert told.held() == {("Harbour Trust", "lead", "Kent"), ("Mill Homes", "lead", "Devon")}


def test_what_waits_of_the_same_body_in_another_document_comes_with_a_question(desk) -> None:
    with desk.config.open("a", encoding="utf-8") as config:
        config.write(
            f'[[sources]]\nid = "other"\nkind = "page"\nurl = "{desk.site.url}/other"\ninternal = true\n',
        )
    page = "<html><body><main><h1>Awards</h1><p>{}</p></main></body></html>"
    desk.site.put("/other", page.format("Nothing is decided yet."))
    desk.poll()
    desk.publish(AWARD)
    desk.site.put("/other", page.format("Harbour Trust has been awarded the contract for Essex."))
    desk.poll()
    wrong = next(event for event in desk.events() if event["area"] == "Kent")

    desk.run("teach", "nobody", desk.ask("explain", wrong["id"])["claims"][0]["id"])

    assert {event["area"]: event["state"] for event in desk.events()} == {"Kent": "rejected", "Essex": "held"}


def test_what_is_an_area_is_nobodys_name(desk) -> None:
    desk.publish("Copperfield Park has been awarded the contract for Kent.", OTHER)
    desk.poll()
    assert ("Copperfield Park", "lead", "Kent") in desk.held()

    desk.run("teach", "area", "Copperfield Park")
    desk.poll()

    assert desk.held() == {("Mill Homes", "lead", "Devon")}


def test_a_lesson_holds_when_the_page_changes_too(told) -> None:
    told.run("teach", "role", told.claim_of("Harbour Trust"), "subcontractor")
    told.publish(AWARD, OTHER, "Alder Services has been awarded the contract for Essex.")
    told.poll()

    assert told.held() == {
        ("Harbour Trust", "subcontractor", "Kent"), ("Mill Homes", "lead", "Devon"), ("Alder Services", "lead", "Essex"),
    }  # fmt: skip
    assert [event["organisation"] for event in told.events() if event["type"] != "added"] == []


def test_what_is_taught_can_be_read_as_sentences(told) -> None:
    told.run("teach", "alias", "Harbour Trust", "Anchor Group", "--reason", "seen on their site", "--by", "editor")
    told.run("teach", "nobody", told.claim_of("Mill Homes"))

    said = [lesson["said"] for lesson in told.ask("teach", "list")["lessons"]]

    assert said[0] == "Harbour Trust is another name of Anchor Group"
    assert said[1].startswith("Mill Homes has no part in this document (")


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["teach", "nobody", "xyz"], 'no claim has the id "xyz"'),
        (["teach", "undo", "xyz"], 'no lesson in force begins with "xyz"'),
        (["teach", "alias", "x", "Anchor Group"], "a name needs two letters"),
        (["explain", "xyz"], 'no claim, event or standing has the id "xyz"'),
    ],
)
def test_what_cannot_be_taught_is_said_in_words(desk, arguments, fault) -> None:
    assert fault in desk.run(*arguments, status=1)


def test_an_event_is_explained_with_its_words_marked_and_what_was_turned_down(desk) -> None:
    desk.publish("The board met.", f"{AWARD} The Ministry of Justice is pleased.")
    desk.poll()
    event = next(each for each in desk.events() if each["organisation"] == "Harbour Trust")

    text = desk.run("explain", event["id"])
    (claim,) = desk.ask("explain", event["id"])["claims"]

    assert f"\u00bb{claim['quote']}\u00ab" in text
    assert claim["quote"] in AWARD
    assert claim["before"].endswith("The board met.\n")
    assert claim["turned_down"] == ["Ministry of Justice: buys and does not provide"]
    assert claim["confidence"][0].endswith("as read")
    low, high = claim["in_answer"]
    assert desk.site.pages["/page"].body.decode()[low:high] == claim["quote"]
    assert desk.ask("explain", claim["id"])["claims"][0]["quote"] == claim["quote"]


def test_a_standing_is_explained_by_its_id_or_the_beginning_of_it(desk) -> None:
    desk.publish("The board met.", AWARD)
    desk.poll()
    standing = next(row for row in desk.ask("standings")["standings"] if row["organisation"] == "Harbour Trust")

    for identity in (standing["id"], standing["id"][:8]):
        (claim,) = desk.ask("explain", identity)["claims"]
        assert claim["quote"] == standing["quote"]
        assert f"Claim {claim['id']}" in desk.run("explain", identity)
    assert "no claim, event or standing" in desk.run("explain", standing["id"][:3], status=1)


def test_a_lesson_that_was_taken_back_is_listed_as_that(told) -> None:
    told.run("teach", "undo", told.run("teach", "alias", "Harbour Tr.", "Harbour Trust").split()[0])

    assert "Undone at" in told.run("teach", "list", "--all")
    assert told.run("teach", "list") == "Nothing found.\n"

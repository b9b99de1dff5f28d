"""The reviewer's morning: fifty changes by the keyboard alone, with undo; and what a card shows."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.ledger.opendata import standing_id
from monitor.model import EventState, Layer, Reading, Verdict
from monitor.review import deciding
from monitor.review.around import confirmation
from monitor.review.differing import marked
from monitor.review.sides import claim_behind, reason_of, sides_of
from tests.web.conftest import PRESENT

TODAY = date(2026, 5, 22)
#: What a reviewer takes to read a card, and to press a key (40 words a minute, with time to find it).
READING_SECONDS, KEY_SECONDS = 8, 0.3


def queue(desk):
    return deciding.queue(desk.store, today=TODAY)


def card_of(desk, *words):
    return next(card for card in queue(desk) if all(word in card.sentence for word in words))


def press(tab, key):
    """Press a key that leads to another page, and wait for it."""
    with tab.expect_navigation():
        tab.keyboard.press(key)


def open_with(tab, key, field):
    tab.keyboard.press(key)
    tab.wait_for_function(f"document.activeElement.id === '{field}'")


def test_a_reviewer_clears_fifty_changes_in_ten_minutes_without_the_mouse(desk, desk_tab) -> None:
    desk.sign_in(desk_tab, "edith")
    press(desk_tab, "Enter")
    while len(queue(desk)) <= 50:
        widest = max(queue(desk), key=lambda card: len(card.events))
        desk_tab.goto(f"/desk/changes/{widest.id}")
        press(desk_tab, "s")
    waiting = queue(desk)
    desk_tab.goto("/desk/changes/")
    desk_tab.evaluate("sessionStorage.keys = 0")
    desk_tab.add_init_script(
        "addEventListener('keydown', () => { sessionStorage.keys = Number(sessionStorage.keys) + 1 }, true)"
    )
    started = time.monotonic()
    press(desk_tab, "Enter")
    for number in range(50):
        if number % 10 == 3:
            open_with(desk_tab, "e", "wording")
            desk_tab.keyboard.press("End")
            desk_tab.keyboard.type(" from May")
            press(desk_tab, "Enter")
        elif number % 10 == 6:
            open_with(desk_tab, "h", "hold-reason")
            desk_tab.keyboard.type("asked the press office")
            press(desk_tab, "Enter")
        elif number % 10 == 9:
            desk_tab.keyboard.press("r")
            desk_tab.wait_for_function("document.activeElement.name === 'kind'")
            press(desk_tab, "Enter")
        else:
            press(desk_tab, "a")

    seconds, keys = time.monotonic() - started, int(desk_tab.evaluate("sessionStorage.keys"))
    print(f"50 changes: {seconds:.0f} seconds of the machine, {keys} keys")
    assert seconds + 50 * READING_SECONDS + keys * KEY_SECONDS < 600
    assert len(queue(desk)) == len(waiting) - 50
    verdicts = [desk.store.events.decisions(card.id)[-1] for card in waiting[:50]]
    assert {each.by for each in verdicts} == {"edith"}
    assert [each.verdict for each in verdicts].count(Verdict.ACCEPT) == 35
    edited = desk.store.events.get(waiting[3].id)
    assert edited.wording.endswith(" from May")
    assert edited.state is EventState.ACCEPTED
    held = desk.store.events.get(waiting[6].id)
    assert held.hold_until == date(2026, 5, 29)
    rejected = desk.store.events.decisions(waiting[9].id)[-1]
    assert rejected.reason == "wrong"
    assert desk.store.audit.verify() == ()


def test_the_last_decision_is_taken_back_by_one_key(desk, desk_tab) -> None:
    desk.sign_in(desk_tab, "edith")
    first = queue(desk)[0]
    desk_tab.goto(f"/desk/changes/{first.id}")
    press(desk_tab, "a")
    assert desk.store.events.get(first.id).state is EventState.ACCEPTED
    press(desk_tab, "z")

    assert {desk.store.events.get(event_id).state for event_id in first.event_ids} == {EventState.PENDING}
    assert desk_tab.get_by_role("heading", level=1).inner_text() == first.sentence


def test_single_keys_can_be_switched_off_and_stay_off(desk, desk_tab) -> None:
    desk.sign_in(desk_tab, "edith")
    first = queue(desk)[0]
    desk_tab.goto(f"/desk/changes/{first.id}")
    desk_tab.locator("details.keys summary").click()
    desk_tab.get_by_role("button", name="Switch single keys off").click()
    desk_tab.reload()
    desk_tab.keyboard.press("a")
    desk_tab.locator("details.keys summary").click()

    assert desk_tab.get_by_role("button", name="Switch single keys on").is_visible()
    assert desk.store.events.get(first.id).state is EventState.PENDING


def test_everything_can_be_decided_without_scripts(desk, chromium) -> None:
    context = chromium.new_context(base_url=desk.url, java_script_enabled=False)
    tab = context.new_page()
    desk.sign_in(tab, "edith")
    first = queue(desk)[0]
    tab.goto(f"/desk/changes/{first.id}")
    tab.get_by_text("Reject with a reason").click()
    tab.get_by_label("We told this already").check()
    tab.get_by_role("button", name="Reject", exact=True).click()
    context.close()

    assert desk.store.events.decisions(first.id)[-1].reason == "duplicate"


def test_a_card_shows_both_sides_with_the_changed_words_marked(desk, desk_tab) -> None:
    desk.sign_in(desk_tab, "rita")
    card = card_of(desk, "replaces Seetec")
    desk_tab.goto(f"/desk/changes/{card.id}")

    assert desk_tab.locator("del").first.inner_text() == "SEETEC_BUS_TECH_CTR_LTD"
    assert desk_tab.locator("ins").first.inner_text() == "PS_EOE_HOUSING_SUPPORT"
    assert desk_tab.get_by_text("official").is_visible()
    assert desk_tab.get_by_role("button", name="Accept").count() == 0


def test_a_card_of_a_register_shows_the_field_that_moved(desk) -> None:
    card = card_of(desk, "Achieve Recovery Services")
    _, after = sides_of(card.event, desk.store)

    assert "hide_after: 2026-03-" in after.text


def test_a_card_of_a_register_shows_one_contract_on_both_sides_and_which_one_it_is(desk) -> None:
    left = card_of(desk, "Pluss Organisation", "no longer")
    before, after = sides_of(left.event, desk.store)
    assert "Accommodation Services - East of England" in before.text
    assert "Accommodation Services - East of England" in after.text
    assert [piece.text.strip() for piece in (*before.pieces, *after.pieces) if piece.differs] == [
        "hide_after: 2026-03-27 17:00:00+00"
    ]

    followed = card_of(desk, "replaces Seetec")
    before, after = sides_of(followed.event, desk.store)
    assert "PRJ_5552" in before.text
    assert "PRJ_2026_PSEOEHSS" in after.text


def test_a_card_says_how_a_claim_was_read_whoever_read_it(desk) -> None:
    event = card_of(desk, "replaces Seetec").event
    claim = claim_behind(event, desk.store)
    words = {reason_of(replace(claim, layer=layer), event.change) for layer in Layer}

    assert len(words) == len(Layer)


def test_what_made_no_change_is_found_by_the_readings_alone(desk) -> None:
    first, last = PRESENT - timedelta(days=365 * 20), PRESENT
    whole = desk.store.documents.first_seen_between(first, last)
    read = tuple(desk.store.documents.readings_between(first, last))

    assert [(each.document_id, each.reading, each.title) for each in read] == [
        (version.document_id, version.reading, version.document.title)
        for version in reversed(whole)
        if version.reading != Reading()
    ]


def test_before_is_what_the_ledger_held_where_the_new_document_alone_speaks_of_it(desk) -> None:
    before, _ = sides_of(card_of(desk, "EOS replaces").event, desk.store)

    assert before.note == "What the ledger held until then."
    assert "Preferred bidder: GEO Mercia Willowdene" in before.text


def test_a_card_names_who_agrees_and_what_happened_there_before(desk) -> None:
    page = desk.client("rita").get(f"/desk/changes/{card_of(desk, 'EOS replaces').id}").get_data(as_text=True)

    assert "agrees" in page
    assert "says otherwise" in page
    assert "GEO Mercia Willowdene is named as preferred bidder in Warwickshire and West Mercia" in page


def test_what_another_source_confirms_is_surer_on_the_card_and_on_the_page_of_the_fact(desk) -> None:
    client = desk.client("rita")
    confirmed = 0
    for standing in desk.store.standings.as_of(TODAY):
        met = desk.store.claims.by_id(standing.claim_id)
        said = confirmation(met[0].claim, standing.source_id, desk.store) if met else None
        if said and said.others:
            confirmed += 1
            assert standing.confidence < said.together < 1
            page = client.get(f"/facts/{standing_id(standing)}").get_data(as_text=True)
            assert f"together with {', '.join(name for name, _ in said.others)}" in page
            assert "100\u00a0%" not in page
    assert confirmed
    for card in queue(desk):
        claim = claim_behind(card.event, desk.store)
        said = confirmation(claim, card.event.source_id, desk.store) if claim else None
        if said and said.others:
            page = client.get(f"/desk/changes/{card.id}").get_data(as_text=True)
            assert f"together with {said.others[0][0]}" in page.partition("How sure")[2][:600]
            return
    pytest.fail("no change that waits is confirmed by another source")


def test_one_change_over_many_areas_is_one_card_until_it_is_split(desk) -> None:
    client = desk.client("edith")
    card = card_of(desk, "Sodexo", "6 areas")
    before = len(queue(desk))
    desk.post(client, f"/desk/changes/{card.id}/split")
    alone = card_of(desk, "Sodexo", card.areas[0])

    assert len(queue(desk)) == before + 5
    desk.post(client, f"/desk/changes/{alone.id}/split")
    assert len(queue(desk)) == before


def test_a_merged_change_names_the_one_it_went_into(desk) -> None:
    client = desk.client("edith")
    first, second = card_of(desk, "EOS replaces"), card_of(desk, "Staffline")
    desk.post(client, f"/desk/changes/{second.id}", verdict="merge", into=first.id, state="pending")

    assert desk.store.events.get(second.id).state is EventState.MERGED
    assert desk.store.events.decisions(second.id)[-1].merged_into == first.id


def test_urgent_comes_first(desk) -> None:
    last = queue(desk)[-1]
    desk.post(desk.client("edith"), f"/desk/changes/{last.id}/urgent")

    assert queue(desk)[0].id == last.id


def test_two_reviewers_cannot_decide_the_same_change_twice(desk) -> None:
    card = queue(desk)[0]
    first, second = desk.client("edith"), desk.client("edgar")
    desk.post(first, f"/desk/changes/{card.id}", verdict="accept", state="pending")
    answer = desk.post(second, f"/desk/changes/{card.id}", verdict="reject", state="pending", kind="wrong")

    assert answer.status_code == 303
    assert desk.store.events.get(card.id).state is EventState.ACCEPTED
    assert "Somebody decided about this meanwhile" in second.get(answer.location).get_data(as_text=True)


def test_a_rejection_wants_a_reason(desk) -> None:
    card = queue(desk)[0]
    client = desk.client("edith")
    desk.post(client, f"/desk/changes/{card.id}", verdict="reject", state="pending")

    assert desk.store.events.get(card.id).state is EventState.PENDING


def test_what_was_held_back_is_listed_with_its_reason(desk) -> None:
    client = desk.client("edith")
    card = queue(desk)[0]
    desk.post(
        client,
        f"/desk/changes/{card.id}",
        verdict="hold",
        state="pending",
        until="2026-06-05",
        reason="two sources differ",
    )
    page = client.get("/desk/changes/held?days=7300").get_data(as_text=True)

    assert "two sources differ" in page
    assert card.sentence in page


def test_a_lesson_given_on_a_card_is_listed_and_taken_back(desk) -> None:
    client = desk.client("edith")
    card = card_of(desk, "Rebuild with Hope")
    desk.post(
        client,
        f"/desk/lessons/about/{card.id}",
        lesson="same",
        name="Rebuild with Hope",
        organisation="Nacro",
        reason="a rename",
    )
    (lesson,) = desk.store.teachings.list("alias")
    assert "Rebuild with Hope is another name of Nacro" in client.get("/desk/lessons/").get_data(as_text=True)
    desk.post(client, f"/desk/lessons/{lesson.id}/back")

    assert desk.store.teachings.list("alias") == ()


def test_another_organisation_and_another_role_in_a_document_are_taught_on_a_card(desk) -> None:
    client = desk.client("edith")
    card = card_of(desk, "Rebuild with Hope")
    form = client.get(f"/desk/changes/{card.id}").get_data(as_text=True)
    assert {"body", "role"} <= set(re.findall(r'name="lesson" value="(\w+)"', form))

    about = f"/desk/lessons/about/{card.id}"
    desk.post(client, about, lesson="body", organisation="Nacro")
    desk.post(client, about, lesson="role", role="partner")

    listed = client.get("/desk/lessons/").get_data(as_text=True)
    assert re.search(r"in this document is Nacro \(http", listed)
    assert re.search(r"Rebuild with Hope in this document has the role partner \(http", listed)
    assert desk.post(client, about, lesson="role", role="king").status_code == 400
    already = desk.post(client, about, lesson="role", role="subcontractor")
    assert "was read as subcontractor already" in client.get(already.location).get_data(as_text=True)


def test_marked_words_join_to_the_texts_they_came_from() -> None:
    before, after = marked("Led by GEO Group UK and Mercia", "Led by EOS Works Ltd and Mercia")

    assert "".join(piece.text for piece in before) == "Led by GEO Group UK and Mercia"
    assert [piece.text for piece in before if piece.differs] == ["GEO Group UK"]
    assert [piece.text for piece in after if piece.differs] == ["EOS Works Ltd"]

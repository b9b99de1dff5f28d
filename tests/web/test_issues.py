"""The approver's Friday: an issue compiled, edited, looked at as sent, handed in, approved, and what takes the approval away."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from monitor.cli.context import Composition
from monitor.cli.deadline import tell_of_missed_deadline
from monitor.digest import approval
from monitor.digest.approval import Letterhead
from monitor.digest.comments import comments_of
from monitor.digest.gates import look_over
from monitor.digest.issue import read_digest
from monitor.digest.render import render
from monitor.errors import ReviewError
from monitor.model import DigestState, SectionKind, Verdict
from monitor.review import deciding
from monitor.review.deciding import Say


def accept(desk, *, by="edgar", most=6):
    for card in deciding.queue(desk.store, today=date(2026, 5, 22))[:most]:
        deciding.decide(desk.store, card, Say(verdict=Verdict.ACCEPT), by=by, at=desk.clock())


def compiled(desk, name="edith"):
    """The issue of the last week, compiled by somebody at the desk."""
    accept(desk)
    client = desk.client(name)
    period = desk.site.weekly.last_period(desk.clock()).key
    answer = desk.post(client, "/desk/digests/", period=period)
    return client, answer.location.rsplit("/", 1)[1]


def stored(desk, digest_id):
    return desk.store.digests.get(digest_id)


def content(desk, digest_id):
    return stored(desk, digest_id).content_hash


def written(desk, client, digest_id, **fields):
    values = {"section": "funding", "headline": "A small fund", "summary": "For charities.", "closes_on": "2026-06-30"}
    return desk.post(client, f"/desk/digests/{digest_id}/write", **values | fields)


def handed_in(desk):
    client, digest_id = compiled(desk)
    written(desk, client, digest_id)
    desk.post(
        client, f"/desk/digests/{digest_id}/submit", reason="nothing to worry about", content=content(desk, digest_id)
    )
    return client, digest_id


def approve(desk, client, digest_id, **fields):
    return desk.post(client, f"/desk/digests/{digest_id}/approve", content=content(desk, digest_id), **fields)


def approved(desk):
    client, digest_id = handed_in(desk)
    approve(desk, desk.client("april"), digest_id)
    assert stored(desk, digest_id).state is DigestState.APPROVED
    return client, digest_id


def test_an_approvers_friday_in_the_browser(desk, desk_tab) -> None:
    accept(desk)
    tab = desk_tab
    desk.sign_in(tab, "edith")
    tab.goto("/desk/digests/")
    tab.get_by_role("button", name=re.compile("22\\sMay\\s2026")).click()
    tab.get_by_role("link", name="Write an item").click()
    tab.get_by_label("Section").select_option("events")
    tab.get_by_label("Headline").fill("A morning about resettlement")
    tab.get_by_label("When and where").fill("3 June, 10:00 to 12:00, online, free")
    tab.get_by_role("button", name="Add it").click()
    tab.get_by_role("button", name=re.compile("To the front\\s+A morning")).click()
    assert tab.get_by_role("heading", level=2).first.inner_text() == "First"
    tab.get_by_label("Why the warnings do not matter").fill("A quiet week")
    tab.get_by_role("button", name="Hand in").click()
    tab.get_by_role("button", name="Sign out").click()

    desk.sign_in(tab, "april")
    tab.get_by_role("link", name="Issue 1").click()
    tab.get_by_role("link", name="Preview as sent").click()
    inside = tab.frame_locator("iframe")
    assert "A morning about resettlement" in inside.locator("body").inner_text()
    tab.get_by_role("link", name="Plain text").click()
    assert "A morning about resettlement" in tab.locator("pre").inner_text()
    tab.get_by_role("link", name="Issue 1").click()
    tab.get_by_role("button", name="Approve exactly this").click()

    (issue,) = desk.store.digests.list()
    assert issue.state is DigestState.APPROVED
    assert issue.approved_by == "april"


def test_whoever_edited_last_cannot_approve(desk) -> None:
    _, digest_id = handed_in(desk)
    april = desk.client("april")
    desk.post(april, f"/desk/digests/{digest_id}/note", text="A word from April.")
    answer = approve(desk, april, digest_id)

    assert stored(desk, digest_id).state is DigestState.IN_REVIEW
    assert "you were the last to edit" in april.get(answer.location).get_data(as_text=True).lower()


def test_whoever_worded_a_change_in_it_cannot_approve(desk) -> None:
    first = deciding.queue(desk.store, today=date(2026, 5, 22))[0]
    deciding.decide(
        desk.store, first, Say(verdict=Verdict.EDIT, wording="Put in April's words"), by="april", at=desk.clock()
    )
    _, digest_id = handed_in(desk)
    approve(desk, desk.client("april"), digest_id)

    assert stored(desk, digest_id).state is DigestState.IN_REVIEW


def test_an_editor_cannot_approve_at_all(desk) -> None:
    _, digest_id = handed_in(desk)

    assert approve(desk, desk.client("edgar"), digest_id).status_code == 403


def test_an_edit_after_approval_takes_it_back_to_review(desk) -> None:
    client, digest_id = approved(desk)
    written(desk, client, digest_id, headline="One thing more")

    assert stored(desk, digest_id).state is DigestState.IN_REVIEW
    assert stored(desk, digest_id).approved_by is None


@pytest.mark.parametrize("what", ["sender", "title of the page", "an event taken back"])
def test_the_seal_breaks_with_whatever_it_was_about(desk, what) -> None:
    _, digest_id = approved(desk)
    issue = stored(desk, digest_id)
    masthead, sender = desk.site.masthead, desk.site.sender
    if what == "sender":
        sender = type(sender)(name=sender.name, address="someone@else.example")
    elif what == "title of the page":
        masthead = type(masthead)(title=masthead.title, publisher="Another publisher", zone=masthead.zone)
    else:
        event_id = desk.store.digests.event_ids(digest_id)[0]
        deciding.reopen(desk.store, [event_id], by="edith", at=desk.clock())

    with pytest.raises(ReviewError, match="approve it again"):
        approval.require_seal(
            desk.store, issue, Letterhead(masthead=masthead, sender=sender), by="the relay", now=desk.clock()
        )
    assert stored(desk, digest_id).state is DigestState.IN_REVIEW


def test_an_unbroken_seal_lets_it_go(desk) -> None:
    _, digest_id = approved(desk)
    letterhead = Letterhead(masthead=desk.site.masthead, sender=desk.site.sender)
    approval.require_seal(desk.store, stored(desk, digest_id), letterhead, by="the relay", now=desk.clock())

    assert stored(desk, digest_id).state is DigestState.APPROVED


def test_an_administrator_may_approve_against_the_rules_and_it_shows_for_ever(desk) -> None:
    _, digest_id = handed_in(desk)
    desk.clock.moment += timedelta(hours=12)
    ada, client = desk.client("ada"), desk.client("edith")
    approve(desk, ada, digest_id)
    assert stored(desk, digest_id).state is DigestState.IN_REVIEW
    approve(desk, ada, digest_id, break_glass="The contract ends tonight")

    assert stored(desk, digest_id).state is DigestState.APPROVED
    written(desk, client, digest_id, headline="Later")
    for page in ("/desk/digests/", f"/desk/digests/{digest_id}"):
        assert "approved against the rules" in client.get(page).get_data(as_text=True)
    assert "The contract ends tonight" in client.get(f"/desk/digests/{digest_id}").get_data(as_text=True)


def test_an_approver_who_is_no_administrator_cannot_break_the_glass(desk) -> None:
    _, digest_id = handed_in(desk)
    desk.clock.moment += timedelta(hours=12)
    approve(desk, desk.client("april"), digest_id, break_glass="please")

    assert stored(desk, digest_id).state is DigestState.IN_REVIEW


def test_nothing_approved_by_the_deadline_is_told_once_and_nothing_is_sent(desk) -> None:
    _, digest_id = handed_in(desk)
    composition = Composition(str(desk.folder / "config.toml"))
    tell = lambda: tell_of_missed_deadline(composition, desk.store, now=desk.clock(), by="test")  # noqa: E731
    assert not tell()
    desk.clock.moment += timedelta(hours=10)

    assert tell()
    assert not tell()
    assert stored(desk, digest_id).state is DigestState.IN_REVIEW
    assert "Nothing was sent this week" in desk.client("edith").get("/desk/").get_data(as_text=True)
    assert next(row.action for row in desk.store.audit.list(subject=digest_id)) == "digest not approved in time"


def test_edits_survive_compiling_again_and_are_taken_back_one_by_one(desk) -> None:
    client, digest_id = compiled(desk)
    item = read_digest(stored(desk, digest_id)).items[0]
    desk.post(client, f"/desk/digests/{digest_id}/items/{item.id}", headline="In plain words", summary="Said by us.")
    accept(desk, most=3)
    desk.post(client, f"/desk/digests/{digest_id}/compile")
    assert "In plain words" in [each.headline for each in read_digest(stored(desk, digest_id)).items]
    desk.post(client, f"/desk/digests/{digest_id}/undo")

    assert "In plain words" not in [each.headline for each in read_digest(stored(desk, digest_id)).items]


def test_an_item_left_out_is_told_by_the_next_issue(desk) -> None:
    client, digest_id = compiled(desk)
    item = read_digest(stored(desk, digest_id)).items[0]
    desk.post(client, f"/desk/digests/{digest_id}/items/{item.id}/drop")

    left = read_digest(stored(desk, digest_id))
    assert item.id not in {each.id for each in left.items}
    assert not set(item.event_ids) & set(desk.store.digests.event_ids(digest_id))


def test_a_past_deadline_and_an_unfinished_sentence_stop_the_issue(desk) -> None:
    client, digest_id = compiled(desk)
    written(desk, client, digest_id, closes_on="2026-05-01", summary="TODO: ask them")
    desk.post(client, f"/desk/digests/{digest_id}/submit", reason="never mind", content=content(desk, digest_id))
    page = client.get(f"/desk/digests/{digest_id}").get_data(as_text=True)

    assert stored(desk, digest_id).state is DigestState.DRAFT
    assert "closed on 01 May 2026" in page
    assert "looks unfinished" in page


def test_the_checks_find_dead_links_repeats_and_a_shrunken_audience(desk) -> None:
    client, digest_id = compiled(desk)
    written(desk, client, digest_id, url="https://gone.example/fund")
    digest = read_digest(stored(desk, digest_id))
    found = look_over(
        digest,
        render(digest),
        sent=[digest],
        today=date(2026, 5, 22),
        links={"https://gone.example/fund": "not found (404)"},
        recipients=50,
        recipients_before=100,
    )
    codes = {finding.code: finding.error for finding in found}

    assert codes["dead link"]
    assert any(finding.code == "repeated" and finding.error for finding in found)
    assert codes["audience"] is False
    assert found[0].error


def test_a_preview_is_for_any_audience_and_cannot_run_or_load_anything(desk) -> None:
    client, digest_id = compiled(desk)
    everything = client.get(f"/desk/digests/{digest_id}/preview/page")
    narrowed = client.get(f"/desk/digests/{digest_id}/preview/page?areas=Wales&view=dark")

    assert "sandbox" in everything.headers["Content-Security-Policy"]
    assert "script-src" not in everything.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in everything.headers["Content-Security-Policy"]
    assert "@media all" in narrowed.get_data(as_text=True)
    assert len(narrowed.get_data()) < len(everything.get_data())


def test_a_step_of_staff_goes_where_it_says(desk) -> None:
    client, digest_id = compiled(desk)
    first, second = (item.id for item in read_digest(stored(desk, digest_id)).section(SectionKind.CONTRACTS).items[:2])
    desk.post(client, f"/desk/digests/{digest_id}/items/{first}/move", to="down")
    order = [item.id for item in read_digest(stored(desk, digest_id)).section(SectionKind.CONTRACTS).items]
    assert order[:2] == [second, first]
    desk.post(client, f"/desk/digests/{digest_id}/items/{second}/move", to="publications")

    assert [item.id for item in read_digest(stored(desk, digest_id)).section(SectionKind.PUBLICATIONS).items] == [
        second
    ]


def test_a_comment_on_an_item_is_shown_there_warns_until_it_is_settled_and_stays_on_record(desk) -> None:
    client, digest_id = compiled(desk)
    item = read_digest(stored(desk, digest_id)).items[0]
    address = f"/desk/digests/{digest_id}"
    desk.post(client, f"{address}/comments", item=item.id, words="Is <b>that</b> the right day?")
    page = client.get(address).get_data(as_text=True)
    assert "Is &lt;b&gt;that&lt;/b&gt; the right day?" in page.partition(f'id="{item.id}"')[2].partition("</li>")[0]
    assert "1 comment is not settled" in page

    settle = re.search(rf'action="({address}/comments/[0-9a-f]+)"', page)[1]
    desk.post(desk.client("april"), settle, item=item.id)
    page = client.get(address).get_data(as_text=True)
    assert "settled by april" in page
    assert "not settled" not in page
    desk.post(client, f"{address}/items/{item.id}/drop")
    assert "which is not in it any more" in client.get(address).get_data(as_text=True)


def test_nobody_comments_on_nothing_or_without_words(desk) -> None:
    client, digest_id = compiled(desk)
    for fields in ({"item": "gone", "words": "hello"}, {"item": "", "words": "  "}):
        desk.post(client, f"/desk/digests/{digest_id}/comments", **fields)

    assert comments_of(desk.store, digest_id) == ()


def test_whoever_reviews_again_sees_what_became_of_it_since_they_sent_it_back(desk) -> None:
    client, digest_id = handed_in(desk)
    address = f"/desk/digests/{digest_id}"
    april = desk.client("april")
    assert "Nothing has changed" in april.get(f"{address}/difference").get_data(as_text=True)
    desk.clock.moment += timedelta(minutes=5)
    desk.post(april, f"{address}/state", to="back", reason="say who may apply")
    item = next(each for each in read_digest(stored(desk, digest_id)).items if each.headline == "A small fund")
    desk.post(client, f"{address}/items/{item.id}", headline="A small fund", summary="For charities of any size.")
    page = april.get(f"{address}/difference").get_data(as_text=True)

    assert "sent back by april" in page
    assert re.search(r"<ins>[^<]*of any size", page)
    assert "What changed since the last review" in april.get(address).get_data(as_text=True)

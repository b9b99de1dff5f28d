"""Subscribing, confirming, choosing, pausing and leaving, as a person and as a mail program do it; and the door for members."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.mail.members import UNSUBSCRIBE, Choice
from monitor.mail.tokens import Keys, sign
from monitor.model.members import Cadence, MemberState
from monitor.web.app import create_app

ADDRESS = "reader@example.org"


class Mailbox:
    """Takes the mails of the service."""

    def __init__(self):
        self.mails = []

    def __call__(self, address, subject, text):
        self.mails.append((address, subject, text))

    @property
    def link(self):
        return re.search(r"https?://\S+?(/\S+)", self.mails[-1][2])[1]


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def here(pages, mailbox):
    """The pages with a mailbox in place of the relay."""
    pages.site = replace(pages.site, post=mailbox)
    pages.app = create_app(pages.site)
    return pages


def send(here, page, /, *, wait=timedelta(seconds=30), **values):
    client = here.client()
    form = client.get(page).get_data(as_text=True)
    asked_at = re.search(r'name="asked_at" value="([^"]+)"', form)[1]
    here.clock.moment += wait
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)[1]
    return client.post(page, data={"csrf_token": token, "asked_at": asked_at} | values)


def subscribe(here, **values):
    chosen = {"address": ADDRESS, "cadence": "weekly", "language": "en", "quiet": "paragraph", "agree": "yes"} | values
    return send(here, "/subscribe", **chosen)


def joined(here, mailbox, **values):
    subscribe(here, **values)
    here.client().post(mailbox.link)
    return here.site.membership.members.by_address(ADDRESS)


def test_a_person_subscribes_in_two_steps(here, mailbox):
    assert subscribe(here, area=["Essex", "Wales"], cadence="monthly").status_code == 200
    member = here.site.membership.members.by_address(ADDRESS)
    assert member.state is MemberState.PENDING
    assert "I want this bulletin" in member.consent.wording

    # Programs that look at links confirm nothing.
    for method in ("get", "head"):
        assert getattr(here.client(), method)(mailbox.link).status_code == 200
    assert here.site.membership.members.by_address(ADDRESS).state is MemberState.PENDING

    # No cookie and no token of a form is needed beyond the link.
    assert here.app.test_client().post(mailbox.link).status_code == 200
    member = here.site.membership.members.by_address(ADDRESS)
    (subscription,) = here.site.membership.members.subscriptions(member.id)
    assert member.state is MemberState.CONFIRMED
    assert (subscription.areas, subscription.cadence) == (("Essex", "Wales"), Cadence.MONTHLY)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"address": "nobody"}, "not an address"), ({"agree": ""}, "Tick"), ({"cadence": "hourly"}, "how often"),
        ({"website": "x"}, "did not work"), ({"wait": timedelta(seconds=1)}, "did not work"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_and_nothing_is_sent(here, mailbox, values, said):
    answer = subscribe(here, **values)

    assert answer.status_code == 400
    assert said in answer.get_data(as_text=True)
    assert mailbox.mails == []


def test_the_form_does_not_say_who_is_a_member(here, mailbox):
    joined(here, mailbox)

    again, other = subscribe(here), subscribe(here, address="other@example.org")

    assert again.get_data(as_text=True).replace(ADDRESS, "") == other.get_data(as_text=True).replace(
        "other@example.org", ""
    )
    assert "You are subscribed already" in mailbox.mails[-2][1]


def test_nobody_can_fill_another_persons_mailbox_with_links(here, mailbox):
    answers = [subscribe(here).status_code for _ in range(6)]

    assert answers == [200] * 6
    assert len(mailbox.mails) == 3


def test_a_member_changes_what_they_get_pauses_and_goes_on(here, mailbox):
    member = joined(here, mailbox, area="Essex")
    link = here.site.membership.links(member.id, "")["preferences_url"]
    assert re.search(r'value="Essex" checked', here.client().get(link).get_data(as_text=True))
    chosen = {"cadence": "daily", "language": "cy", "quiet": "nothing", "area": "Wales", "pause": "14"}

    answer = here.post(here.client(), link, form_at=link, **chosen)

    assert answer.status_code == 303
    live = [each for each in here.site.membership.members.subscriptions(member.id) if each.ended_at is None]
    assert [(each.cadence, each.areas, each.quiet) for each in live] == [(Cadence.DAILY, ("Wales",), "nothing")]
    assert live[0].paused_until == here.clock() + timedelta(days=14)
    assert "Paused until" in here.client().get(link).get_data(as_text=True)
    here.post(here.client(), link, form_at=link, **(chosen | {"pause": ""}))
    assert "Paused until" not in here.client().get(link).get_data(as_text=True)


def test_one_click_of_a_mail_program_unsubscribes_without_cookie_token_or_redirect(here, mailbox):
    member = joined(here, mailbox)
    link = here.site.membership.links(member.id, "")["unsubscribe_url"]
    assert here.client().get(link).status_code == here.client().head(link).status_code == 200
    assert here.site.membership.members.get(member.id).state is MemberState.CONFIRMED

    for kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        # Doing it twice is fine.
        answer = here.app.test_client().post(link, data={"List-Unsubscribe": "One-Click"}, content_type=kind)
        assert answer.status_code == 200
        assert "Location" not in answer.headers

    assert here.site.membership.members.get(member.id).state is MemberState.ENDED


def test_a_forged_or_foreign_link_is_refused_and_ends_nothing(here, mailbox):
    member = joined(here, mailbox)
    link = here.site.membership.links(member.id, "")["unsubscribe_url"]
    foreign = sign(Keys.of("another secret of some length"), UNSUBSCRIBE, member.id)
    for bad in (f"{link}x", f"/unsubscribe/{foreign}", "/unsubscribe/k1.x", f"/preferences/{link.rsplit('/')[-1]}"):
        assert here.client().get(bad).status_code == here.app.test_client().post(bad).status_code == 400

    assert here.site.membership.members.get(member.id).state is MemberState.CONFIRMED


def test_a_preference_link_grows_old_and_an_unsubscribe_link_does_not(here, mailbox, monkeypatch):
    member = joined(here, mailbox)
    links = here.site.membership.links(member.id, "")
    # The signature's own clock is the machine's.
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: __import__("datetime").datetime(2030, 1, 1).timestamp())

    assert here.client().get(links["preferences_url"]).status_code == 400
    assert here.client().get(links["unsubscribe_url"]).status_code == 200


def test_lost_links_are_sent_to_members_and_the_page_says_the_same_to_everybody(here, mailbox):
    joined(here, mailbox)
    before = len(mailbox.mails)

    known = send(here, "/preferences", address=ADDRESS)
    unknown = send(here, "/unsubscribe", address="stranger@example.org")

    assert known.get_data(as_text=True).replace(ADDRESS, "") == unknown.get_data(as_text=True).replace(
        "stranger@example.org", ""
    )
    assert [mail[0] for mail in mailbox.mails[before:]] == [ADDRESS]
    assert "/unsubscribe/" in mailbox.mails[-1][2]


def test_personal_pages_are_kept_by_nobody_and_their_links_do_not_travel(here, mailbox):
    member = joined(here, mailbox)
    answer = here.client().get(here.site.membership.links(member.id, "")["preferences_url"])

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_when_no_mail_can_be_sent_the_form_says_so(pages):
    def broken(*_mail):
        from monitor.errors import DeliveryError

        raise DeliveryError("the relay is down", transient=True)

    pages.site = replace(pages.site, post=broken)
    pages.app = create_app(pages.site)

    answer = subscribe(pages)

    assert answer.status_code == 503
    assert "could not be sent" in answer.get_data(as_text=True)


@contextmanager
def for_members(serving_with, mailbox):
    with serving_with(tracker="members") as pages:
        pages.site = replace(pages.site, post=mailbox)
        pages.app = create_app(pages.site)
        yield pages


def test_a_member_comes_in_by_a_link_and_a_mere_subscriber_does_not(serving_with, mailbox):
    with for_members(serving_with, mailbox) as here:
        member = joined(here, mailbox)
        sent = len(mailbox.mails)
        send(here, "/enter?next=/changes", address=ADDRESS)
        assert len(mailbox.mails) == sent

        here.site.membership.members.save(replace(member, is_member=True))
        send(here, "/enter?next=/changes", address=ADDRESS, next="/changes")
        client = here.client()
        assert client.get("/changes").status_code == 303
        answer = here.post(client, mailbox.link, form_at=mailbox.link)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/changes")
        assert client.get("/changes").status_code == 200


@pytest.mark.parametrize("wanted", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_in_leads_nowhere_else(serving_with, mailbox, wanted):
    with for_members(serving_with, mailbox) as here:
        member = replace(joined(here, mailbox), is_member=True)
        here.site.membership.members.save(member)
        link = f"/enter/{sign(here.site.membership.keys, 'enter', member.id)}"
        answer = here.client().post(link, query_string={"next": wanted}, data={"csrf_token": "none"})
        assert answer.status_code == 400
        client = here.client()
        answer = here.post(client, f"{link}?next={wanted}", form_at=link)
        assert answer.headers["Location"] == "/"


def test_themes_are_chosen_from_those_of_the_packs_and_what_staff_noted_beside_them_stays(here, mailbox):
    member = joined(here, mailbox, theme=["accommodation", "nonsense"])
    (subscription,) = here.site.membership.members.subscriptions(member.id)
    assert subscription.themes == ("accommodation",)

    here.site.membership.choose(
        token_of(here, member),
        Choice(themes=("accommodation", "bail hostels"), cadence=Cadence.WEEKLY),
        now=here.clock(),
    )
    address = f"/preferences/{token_of(here, member)}"
    page = here.client().get(address).get_data(as_text=True)
    assert re.search(r'name="theme" value="accommodation" checked', page)
    here.post(here.client(), address, form_at=address, cadence="weekly", language="en", quiet="paragraph")
    (subscription,) = (each for each in here.site.membership.members.subscriptions(member.id) if each.ended_at is None)
    assert subscription.themes == ("bail hostels",)


def token_of(here, member):
    return here.site.membership.links(member.id, "")["preferences_url"].rpartition("/")[2]

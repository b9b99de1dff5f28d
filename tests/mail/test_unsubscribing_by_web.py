"""One click on "unsubscribe": what mail programs send, and what programs that only look at links send."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from monitor.clock import WeeklyAt
from monitor.digest.issue import Masthead
from monitor.digest.message import Sender
from monitor.mail.members import Choice, Membership
from monitor.mail.send import Rules
from monitor.mail.tokens import Keys, hash_of
from monitor.model.members import Basis, Consent, DeliveryState, MemberState
from monitor.store.mail import Suppressions
from monitor.store.outbox import Outbox
from monitor.web.app import create_app
from monitor.web.settings import WebSettings
from monitor.web.site import Imprint, Site

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
SECRET = "a secret of more than sixteen bytes"
KEYS = Keys.of(SECRET)


@pytest.fixture
def client(store):
    weekly = WeeklyAt(weekday="friday", at=time(7), zone="Europe/London")
    sender = Sender(name="N", address="b@own.example")
    imprint = Imprint(masthead=Masthead(title="The weekly"), sender=sender, weekly=weekly)
    site = Site(
        store=store, settings=WebSettings(public_url="https://own.example"), imprint=lambda: imprint, secret=SECRET,
        clock=lambda: NOW,
    )  # fmt: skip
    return create_app(site).test_client(use_cookies=False)


@pytest.fixture
def member(store):
    membership = Membership(store, KEYS)
    consent = Consent(basis=Basis.CONSENT, wording="w", source="s", at=NOW)
    return membership.confirm(membership.ask("ann@m.example", Choice(), consent, now=NOW), now=NOW)


def path_of(store, member):
    return Membership(store, KEYS).links(member.id, "")["one_click_url"]


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_check_14_a_post_without_cookie_token_or_sign_in_ends_the_mail_and_may_come_twice(store, client, member, kind):
    path = path_of(store, member)
    body = {"data": {"List-Unsubscribe": "One-Click"}, "content_type": kind}

    answers = [client.post(path, **body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert all("Set-Cookie" not in answer.headers for answer in answers)
    assert Membership(store, KEYS).members.get(member.id).state is MemberState.ENDED
    assert Membership(store, KEYS).suppressions.reason(hash_of(KEYS, "ann@m.example")) == "unsubscribed"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_check_15_looking_at_the_address_changes_nothing(store, client, member, method):
    path, before = path_of(store, member), store.dump()

    answer = client.open(path, method=method)

    assert answer.status_code < 400
    assert store.dump() == before
    assert Membership(store, KEYS).members.get(member.id).state is MemberState.CONFIRMED


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("spoil", ["x", "k9.abc", "../../etc", "%00", "k1." + "a" * 5000])
def test_check_16_a_forged_address_is_refused(store, client, member, method, spoil):
    before = store.dump()

    answer = client.open(f"/u/{spoil}", method=method)

    assert 400 <= answer.status_code < 500
    assert store.dump() == before


def test_check_16_a_link_of_another_kind_is_refused(store, client, member):
    other = Membership(store, KEYS).links(member.id, "")["preferences_url"].rpartition("/")[2]

    assert client.post(f"/u/{other}").status_code == 400


def test_check_17_a_click_in_the_middle_of_a_sending_holds_for_the_next_claim(
    store, client, member, issue, sending, sink
):
    rows = [
        {"digest_id": issue, "member_id": f"m{n}", "address": f"m{n}@m.example", "variant": "v", "message_id": f"<{n}@o.example>"}
        for n in range(3)
    ]  # fmt: skip
    rows.append({**rows[0], "member_id": member.id, "address": member.address, "message_id": "<ann@o.example>"})
    Outbox(store.database).freeze(rows, at=NOW)
    path = path_of(store, member)

    sending(
        progress=lambda _outcome: client.post(path), rules=Rules(connections=1, group=1),
        suppressions=Suppressions(store.database), hash_of=lambda address: hash_of(KEYS, address),
    ).run()  # fmt: skip

    assert sorted(sink.recipients) == ["m0@m.example", "m1@m.example", "m2@m.example"]
    (last,) = Outbox(store.database).list(issue, state=DeliveryState.SKIPPED)
    assert last.address == "ann@m.example"


def test_who_was_erased_meanwhile_hears_that_no_mail_will_come(store, client, member):
    path = path_of(store, member)
    Membership(store, KEYS).erase(member.address, now=NOW, by="ann")

    assert client.post(path).status_code == 200

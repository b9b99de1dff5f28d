"""The desk's page of an issue as mail: what each member would get, sending, pausing, and what is uncertain."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest

from monitor.clock import WeeklyAt
from monitor.digest.approval import Letterhead
from monitor.digest.issue import Masthead
from monitor.digest.message import Sender
from monitor.mail import dispatch
from monitor.mail.dispatch import PostOffice
from monitor.mail.smtp import Relay, Session
from monitor.model import DigestState, StaffRole
from monitor.model.members import DeliveryState
from monitor.store.outbox import Outbox
from monitor.web import passwords
from monitor.web.app import create_app
from monitor.web.settings import WebSettings
from monitor.web.site import Imprint, Site
from tests.mail.issues import KEYS, NOW, SECRET, approved, drafted, join, sealed

PASSWORD = "lantern meadow copper thirteen"


@pytest.fixture
def office(sink):
    relay = Relay(host="127.0.0.1", port=sink.port, security="none", timeout_seconds=5)
    return PostOffice(
        sender=Sender(name="N", address="b@own.example", list_id="b.own.example"),
        masthead=Masthead(title="The weekly", base_url="https://own.example", identity="N, EX1"),
        reports_to="bounces@own.example", connect=lambda _stored: Session(relay),
        undo=timedelta(seconds=60),
    )  # fmt: skip


@pytest.fixture
def client(store, office):
    weekly = WeeklyAt(weekday="friday", at=time(7), zone="Europe/London")
    imprint = Imprint(masthead=office.masthead, sender=office.sender, weekly=weekly)
    site = Site(
        store=store, settings=WebSettings(), imprint=lambda: imprint, secret=SECRET, keys=KEYS, office=lambda: office,
        clock=lambda: NOW,
    )  # fmt: skip
    store.users.add(
        "april", role=StaffRole.APPROVER, password_hash=passwords.hashed(PASSWORD), at=NOW, display_name="A"
    )
    opened = create_app(site).test_client()
    post(opened, "/account/sign-in", name="april", password=PASSWORD, form_at="/account/sign-in")
    return opened


def post(client, address, *, form_at="/account/", **values):
    page = client.get(form_at).get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    return client.post(address, data={"csrf_token": token, **values})


def test_before_anything_is_sent_each_members_very_mail_can_be_looked_at(store, client, sink):
    ann = join(store, "ann@m.example", areas=("North",))
    stored, before = approved(store), store.dump()

    listed = client.get(f"/desk/digests/{stored.id}/post").get_data(as_text=True)
    shown = client.get(f"/desk/digests/{stored.id}/post/mails/{ann.id}").get_data(as_text=True)
    page = client.get(f"/desk/digests/{stored.id}/post/mails/{ann.id}/page")

    assert "ann@m.example" in listed
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in shown
    assert "Org North" in page.get_data(as_text=True)
    assert "Org South" not in page.get_data(as_text=True)
    link = re.search(r"https://own\.example(/u/[^&]+)&gt;", shown)[1]
    assert client.post(link).status_code == 400
    assert "sandbox" in page.headers["Content-Security-Policy"]
    assert client.get(f"/desk/digests/{stored.id}/post/mails/nobody").status_code == 404
    assert (store.dump(), sink.taken) == (before, [])


def test_sending_is_begun_paused_and_taken_up_at_the_desk(store, client, office, sink):
    join(store, "ann@m.example")
    stored = sealed(Letterhead(masthead=office.masthead, sender=office.sender), store, drafted(store), at=NOW)
    address = f"/desk/digests/{stored.id}/post"
    states = []
    for what in ("send", "pause", "resume"):
        assert post(client, address, do=what).status_code == 303
        states.append(store.digests.get(stored.id).state)

    assert states == [DigestState.SENDING, DigestState.PAUSED, DigestState.SENDING]
    sink.data["ann@m.example"] = "take and hang up"
    dispatch.work(store, KEYS, office, store.digests.get(stored.id), clock=lambda: NOW + timedelta(seconds=60))
    (uncertain,) = Outbox(store.database).list(stored.id, state=DeliveryState.UNCERTAIN)
    assert "Send again, same id" in client.get(address).get_data(as_text=True)
    post(client, f"{address}/{uncertain.seq}", do="leave")
    assert Outbox(store.database).get(uncertain.seq).state is DeliveryState.SKIPPED
    actions = {each.action for each in store.audit.list()}
    assert {"digest sending", "digest paused", "digest resumed", "digest sent", "delivery resolved"} <= actions


def test_what_was_just_sent_is_taken_back_at_the_desk(store, client, office, sink):
    join(store, "ann@m.example")
    stored = sealed(Letterhead(masthead=office.masthead, sender=office.sender), store, drafted(store), at=NOW)
    address = f"/desk/digests/{stored.id}/post"
    assert "Take it back" not in client.get(address).get_data(as_text=True)

    post(client, address, do="send")
    shown = client.get(address).get_data(as_text=True)
    dispatch.work(store, KEYS, office, store.digests.get(stored.id), clock=lambda: NOW)
    post(client, address, do="back")

    assert "Take it back" in shown
    assert (store.digests.get(stored.id).state, sink.taken) == (DigestState.IN_REVIEW, [])

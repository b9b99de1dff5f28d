"""R36: whoever asks confirms first, chooses areas and specialisms, may be a member, and leaves with one click that is on record."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from monitor.cli.context import Composition
from monitor.cli.digest import letterhead_of
from monitor.cli.web import site_of
from monitor.model import Verdict
from monitor.model.members import DeliveryState
from monitor.web.app import create_app
from tests.mail.issues import sealed
from tests.mail.sink import running_sink

FRIDAY = datetime.now(UTC).replace(microsecond=0)
SECRET = "a-secret-of-more-than-sixteen-bytes"
NEWS = {"Essex": "Nacro", "Norfolk and Suffolk": "Catch22"}


@pytest.fixture
def sink():
    with running_sink() as running:
        yield running


@pytest.fixture
def network(fresh, sink, monkeypatch):
    """A network with a server to send by; the mails that its commands and pages send arrive in ``sink``."""
    monkeypatch.setenv("TIERWATCH_WEB_SECRET", SECRET)
    fresh.config.write_text(
        fresh.config.read_text()
        + f'sender = "bulletin@own.example"\nundo_seconds = 0\n[mail]\nhost = "127.0.0.1"\nport = {sink.port}\nsecurity = "none"\n'
    )
    return fresh


def an_issue(network, site):
    for area, organisation in NEWS.items():
        where = {"path": f"/{area.split()[0]}", "source": area.split()[0].lower()}
        page = f"<html><head><title>News of {area}</title></head><body><h1>News of {area}</h1><p>What happens here.</p>"
        network.visit(site, page, FRIDAY - timedelta(days=2), **where)
        told = f"<p>{organisation} has been awarded the contract in {area}.</p>"
        network.visit(site, page + told, FRIDAY - timedelta(days=1), **where)
    with network.store() as store:
        events = store.events.list(type="added")
    for event in events:
        network.decide(event, Verdict.ACCEPT, at=FRIDAY - timedelta(hours=1))
    network.run("digest", "draft", "--ending", FRIDAY.isoformat())
    composition = Composition(str(network.config))
    with composition.open_store() as store:
        sealed(letterhead_of(composition), store, store.digests.list()[0])


def link_in(sink, address, path):
    (raw,) = [content for to, (_, content) in zip(sink.recipients, sink.raw, strict=True) if to == address]
    return re.search(rf"/{path}/[\w.-]+", raw.decode().replace("=\r\n", ""))[0]


def test_r36_who_did_not_confirm_gets_nothing(network, site, sink):
    network.run("members", "add", "asked@m.example")
    an_issue(network, site)

    network.run("digest", "send")

    assert sink.recipients == ["asked@m.example"]
    assert b"Please confirm: The weekly" in sink.raw[0][1]
    assert b"Auto-Submitted: auto-generated" in sink.raw[0][1]


def test_r36_who_confirms_gets_the_areas_they_chose_and_leaves_with_one_click_at_once_and_on_record(
    network, site, sink
):
    network.run("members", "add", "ann@m.example", "--area", "Essex", "--specialism", "women")
    network.run("members", "flag", "ann@m.example")
    composition = Composition(str(network.config))
    with composition.open_store() as store:
        pages = create_app(site_of(composition, store)).test_client(use_cookies=False)
        confirm = link_in(sink, "ann@m.example", "confirm")
        assert pages.get(confirm).status_code == 200
        assert exported(network)["member"]["state"] == "pending"
        assert pages.post(confirm).status_code == 200
        sink.recipients.clear(), sink.raw.clear()
        an_issue(network, site)

        network.run("digest", "send")
        kept = exported(network)
        one_click = link_in(sink, "ann@m.example", "u")
        answers = [pages.post(one_click, data={"List-Unsubscribe": "One-Click"}).status_code for _ in range(2)]

    words = sink.raw[0][1].decode().replace("=\r\n", "")
    assert "Nacro" in words
    assert "Catch22" not in words
    assert (kept["member"]["state"], kept["member"]["is_member"]) == ("confirmed", True)
    assert (kept["subscriptions"][0]["areas"], kept["subscriptions"][0]["specialisms"]) == (["Essex"], ["women"])
    assert [each["state"] for each in kept["mails"]] == [DeliveryState.ACCEPTED.value]
    assert answers == [200, 200]
    left = exported(network)
    assert (left["member"]["state"], left["suppressed"]) == ("ended", "unsubscribed")
    assert [each["action"] for each in left["decisions"]].count("member unsubscribed") == 1
    assert "mails in 0 versions" in network.run("digest", "send", "--dry-run").output


def exported(network):
    return json.loads(network.run("members", "export", "ann@m.example").output)

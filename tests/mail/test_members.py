"""Joining in two steps, choosing, leaving, being forgotten; and who gets which bulletin."""

from __future__ import annotations

import email
import email.policy
import json
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.clock import Period, WeeklyAt
from monitor.digest.compile import compile_digest
from monitor.digest.issue import Masthead
from monitor.digest.message import Sender
from monitor.encoding import to_json
from monitor.mail.importing import import_members
from monitor.mail.mailing import LetterWriter, Mailing, freeze, keep_in
from monitor.mail.members import Choice, MemberError, Membership
from monitor.mail.send import Rules
from monitor.mail.tokens import Keys, TokenError, delivery_of, hash_of, return_path, sign, verify
from monitor.mail.welcome import confirmation, known_already
from monitor.model import Change, Event, EventState, EventType
from monitor.model.members import Basis, Consent, DeliveryState, MemberState
from monitor.store.bounces import Bounces
from monitor.store.outbox import Outbox

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)
KEYS = Keys.of("a secret of more than sixteen bytes")
CONSENT = Consent(basis=Basis.CONSENT, wording="w1", source="form", at=NOW)
SENDER = Sender(name="N", address="b@own.example", list_id="b.own.example")


@pytest.fixture
def membership(store):
    return Membership(store, KEYS)


def joined(membership, address="ann@m.example", **choice):
    return membership.confirm(membership.ask(address, Choice(**choice), CONSENT, now=NOW), now=NOW)


def unsubscribe_token(membership, member):
    return membership.links(member.id, "https://x")["unsubscribe_url"].rpartition("/")[2]


def test_nobody_is_a_member_before_they_confirm(membership):
    token = membership.ask("Ann@m.example", Choice(), CONSENT, now=NOW)

    assert membership.members.by_address("ann@M.example").state is MemberState.PENDING
    member = membership.confirm(token, now=NOW)
    assert member.state is MemberState.CONFIRMED
    assert member.consent == CONSENT
    assert membership.ask("ann@m.example", Choice(), CONSENT, now=NOW) is None


def test_check_14_unsubscribing_twice_is_fine_and_needs_only_the_link(membership):
    member = joined(membership)
    token = unsubscribe_token(membership, member)

    assert membership.unsubscribe(token, now=NOW) is True
    assert membership.unsubscribe(token, now=NOW) is False
    assert membership.members.get(member.id).state is MemberState.ENDED


def test_check_15_looking_at_preferences_changes_nothing(membership, store):
    member = joined(membership)
    before = store.dump()

    membership.preferences(membership.links(member.id, "https://x")["preferences_url"].rpartition("/")[2])

    assert store.dump() == before


# Not the very last letter: two bits of it stand for nothing.
@pytest.mark.parametrize(
    "spoil",
    [
        lambda t: t[:-5] + ("a" if t[-5] != "a" else "b") + t[-4:],
        lambda t: "k9" + t[2:],
        lambda _t: "",
        lambda t: t * 9,
        lambda t: t + "\udcd7",
    ],
)
def test_check_16_a_tampered_token_is_refused(membership, spoil):
    token = unsubscribe_token(membership, joined(membership))

    with pytest.raises(TokenError):
        membership.unsubscribe(spoil(token), now=NOW)


def test_check_16_a_token_for_one_thing_is_none_for_another(membership):
    token = unsubscribe_token(membership, joined(membership))

    with pytest.raises(TokenError):
        membership.preferences(token)


def test_check_16_preference_links_grow_old_and_unsubscribe_links_do_not(membership):
    member = joined(membership)
    old = sign(KEYS, "preferences", member.id)

    with pytest.raises(TokenError, match="too old"):
        verify(KEYS, "preferences", old, max_age=timedelta(seconds=-1))
    assert verify(KEYS, "unsubscribe", sign(KEYS, "unsubscribe", "m")) == "m"


def test_a_changed_key_leaves_old_links_valid():
    token, back = sign(KEYS, "unsubscribe", "m"), return_path(KEYS, "7", "bounces@own.example")
    both = Keys({**KEYS.secrets, "k2": b"another secret of enough bytes"})

    assert verify(both, "unsubscribe", token) == "m"
    assert sign(both, "unsubscribe", "m").startswith("k2.")
    assert delivery_of(both, back.upper()) == "7"
    assert hash_of(both, "A@b.example") == hash_of(KEYS, "a@B.example")


@given(st.text(max_size=60))
def test_no_made_up_return_path_names_a_delivery(text):
    assert delivery_of(KEYS, f"bounces+{text}@own.example") is None


def test_check_18_a_suppressed_address_cannot_be_imported_again(membership, store):
    member = joined(membership)
    membership.erase(member.address, now=NOW, by="ann")
    line = "address,basis,wording,source,consented_at\nANN@m.example,consent,w,form,2026-01-01\n"

    done = import_members(store, KEYS, line, now=NOW, by="ann", dry_run=False)

    assert done.added == ()
    assert "suppressed" in done.refused[0][2]
    assert membership.members.list() == ()


def test_erasing_leaves_no_address_anywhere(membership, store, issue):
    member = joined(membership, "unique.person@m.example")
    Outbox(store.database).freeze(
        [{"digest_id": issue, "member_id": member.id, "address": member.address, "variant": "v", "message_id": "<1>"}],
        at=NOW,
    )

    membership.erase(member.address, now=NOW, by="staff")

    assert "unique.person" not in store.dump()
    assert all("unique.person" not in d.address for d in Outbox(store.database).list(issue))
    with pytest.raises(MemberError):
        membership.export(member.address)


def test_fifty_who_are_erased_amid_a_sending_leave_no_byte_and_no_number_behind(
    membership, store, issue, put, sending, sink, tmp_path
):
    people = [
        membership.confirm(membership.ask(f"canary.{n}@m.example", Choice(), CONSENT, now=NOW), now=NOW)
        for n in range(150)
    ]
    rows = [
        {"digest_id": issue, "member_id": each.id, "address": each.address, "variant": "v", "message_id": f"<{n}@o.example>"}
        for n, each in enumerate(people)
    ]  # fmt: skip
    Outbox(store.database).freeze(rows, at=NOW)
    gone = [each.address for each in people[:100:2]]
    served = []

    def erases_half_way(outcome):
        served.append(outcome)
        if len(served) == 60:
            for address in gone:
                membership.erase(address, now=NOW, by="staff")

    sending(
        hash_of=lambda address: hash_of(KEYS, address), progress=erases_half_way, rules=Rules(connections=1, group=1)
    ).run()
    counts = Outbox(store.database).counts(issue)
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    store.close()
    folded_in = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())

    assert sum(counts.values()) == 150
    assert counts[DeliveryState.ACCEPTED] == len(sink.taken) == 150 - counts[DeliveryState.SKIPPED]
    assert 0 < counts[DeliveryState.SKIPPED] < 50
    assert b"canary.1@" in kept
    assert [address for address in gone if address.encode() in folded_in] == []


def test_a_dry_run_says_what_it_would_do_and_does_nothing(membership, store):
    joined(membership, "known@m.example")
    text = (
        "address,basis,wording,source,consented_at,areas\n"
        "new@m.example,consent,w1,form,2026-01-01,North;South\n"
        "known@m.example,consent,w1,form,2026-01-01,\n"
        "bad,consent,w1,form,2026-01-01,\n"
        "noproof@m.example,consent,,,,\n"
        "new@m.example,consent,w1,form,2026-01-01,\n"
        "later@m.example,consent,w1,form,2090-01-01,\n"
    )

    dry = import_members(store, KEYS, text, now=NOW, by="ann", dry_run=True)
    before = len(membership.members.list())
    real = import_members(store, KEYS, text, now=NOW, by="ann", dry_run=False)

    assert dry == real
    assert (dry.added, dry.known) == (("new@m.example",), ("known@m.example",))
    assert [number for number, _, _ in dry.refused] == [4, 5, 6, 7]
    assert (before, len(membership.members.list())) == (1, 2)


def a_digest():
    period = Period(start=NOW - timedelta(days=7), end=NOW)
    events = [
        Event(
            id=f"e{area}", source_id="s", document_id=f"d{area}", version_id=None, url=f"https://s.example/{area}",
            title=f"Notice {area}", publisher="P", detected_at=NOW - timedelta(days=1), state=EventState.ACCEPTED,
            change=Change(type=EventType.ADDED, organisation=f"Org {area}", organisation_id=area, area=area, occurred_on=date(2026, 11, 26)),
        )
        for area in ("North", "South")
    ]  # fmt: skip
    return compile_digest(period=period, number=1, title="W", events=events, now=NOW)


def prepared(membership, **over):
    arguments = {"sender": SENDER, "base_url": "https://own.example", "identity": "The Network, EX1", "now": NOW}
    bulletins = {}
    mailing = Mailing(a_digest(), membership, KEYS, keep=bulletins.__setitem__, **(arguments | over))
    return SimpleNamespace(mailing=mailing, rows=tuple(mailing.rows()), bulletins=bulletins)


def test_equal_wishes_are_rendered_once_and_each_member_is_written_to_once(membership):
    for n in range(6):
        joined(membership, f"m{n}@m.example", areas=("North",) if n % 2 else ())

    mailing = prepared(membership)

    assert len(mailing.rows) == 6
    assert len(mailing.bulletins) == 2


def test_a_member_sees_their_areas_and_one_line_of_the_rest(membership):
    joined(membership, areas=("North",))

    (bulletin,) = prepared(membership).bulletins.values()

    assert "Org North" in bulletin.text
    assert "Org South" not in bulletin.text
    assert "One more item is outside" in bulletin.text


def test_a_quiet_week_is_a_paragraph_or_nothing_as_chosen(membership):
    joined(membership, "a@m.example", areas=("West",), quiet="nothing")
    joined(membership, "b@m.example", areas=("West",), quiet="paragraph")

    mailing = prepared(membership)

    assert [row["address"] for row in mailing.rows] == ["b@m.example"]
    assert "Nothing changed in what you follow." in next(iter(mailing.bulletins.values())).text


def test_the_paused_the_unconfirmed_and_the_suppressed_get_nothing(membership):
    member = joined(membership, "paused@m.example")
    token = membership.links(member.id, "https://x")["preferences_url"].rpartition("/")[2]
    membership.choose(token, Choice(), now=NOW, paused_until=NOW + timedelta(days=9))
    membership.ask("pending@m.example", Choice(), CONSENT, now=NOW)
    membership.suppressions.add(hash_of(KEYS, joined(membership, "dead@m.example").address), reason="5.1.1", at=NOW)

    assert prepared(membership).rows == ()


def test_a_correction_goes_to_exactly_those_who_got_the_error(membership):
    wrong = joined(membership, "a@m.example")
    joined(membership, "b@m.example")

    assert [row["address"] for row in prepared(membership, only=[wrong.id]).rows] == ["a@m.example"]


def test_the_mail_of_a_member_has_their_own_links_and_a_return_path_that_names_it(membership, store):
    joined(membership)
    digest = a_digest()
    store.digests.draft(digest.period, to_json(digest), at=NOW)
    terms = {"sender": SENDER, "base_url": "https://own.example"}
    kept = keep_in(store, digest.id)
    freeze(store, Mailing(digest, membership, KEYS, identity="N", now=NOW, keep=kept, **terms), now=NOW)
    (delivery,) = Outbox(store.database).list(digest.id)
    writer = LetterWriter(store, digest, membership, KEYS, reports_to="bounces@own.example", **terms)

    envelope = writer([delivery])(delivery)

    parsed = email.message_from_bytes(envelope.message, policy=email.policy.default)
    text = parsed.get_body(("plain",)).get_content()
    assert "27\u00a0November\u00a02026" in text
    link = next(line for line in text.splitlines() if "/unsubscribe/" in line)
    assert f"<{link.replace('/unsubscribe/', '/u/')}>" in parsed["List-Unsubscribe"]
    assert delivery_of(KEYS, envelope.return_path) == str(delivery.seq)
    assert membership.unsubscribe(link.rpartition("/")[2], now=NOW)


def test_check_23_eight_in_london_holds_on_both_switch_days():
    from datetime import time

    weekly = WeeklyAt(weekday="sunday", at=time(8), zone="Europe/London")
    for day, hour in ((date(2026, 3, 29), 7), (date(2026, 10, 25), 8)):
        found = weekly.last_before(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        assert (found.date(), found.hour) == (day, hour)


def test_what_is_asked_is_asked_in_the_language_that_was_chosen():
    masthead = Masthead(title="Pwy sy'n gwneud beth", base_url="https://own.example", identity="N, EX1")

    subject, text = confirmation(masthead, "k1.token", language="cy")
    _, known = known_already(masthead, "https://own.example/preferences/x", language="cy")

    assert subject == "Cadarnhewch: Pwy sy'n gwneud beth"
    assert "https://own.example/confirm/k1.token\n" in text
    assert "agorwch y dudalen hon a phwyswch y botwm" in " ".join(text.split())
    assert "N, EX1" in text
    assert "https://own.example/preferences/x" in known
    assert not {"Somebody", "You"} & set((text + known).split())


def test_a_list_says_who_belongs_to_a_member_organisation(membership, store):
    text = (
        "address,basis,wording,source,consented_at,member\n"
        "in@m.example,consent,w1,form,2026-01-01,yes\n"
        "out@m.example,consent,w1,form,2026-01-01,\n"
        "odd@m.example,consent,w1,form,2026-01-01,perhaps\n"
    )

    done = import_members(store, KEYS, text, now=NOW, by="ann", dry_run=False)

    flags = {each.address: each.is_member for each in membership.members.list()}
    assert flags == {"in@m.example": True, "out@m.example": False}
    assert [(number, "yes or no" in reason) for number, _, reason in done.refused] == [(4, True)]
    membership.flag("out@m.example", is_member=True, now=NOW, by="ann")
    assert membership.members.by_address("out@m.example").is_member


def test_an_export_holds_every_mail_and_every_report_about_a_person_and_none_about_another(membership, store, issue):
    member, other = joined(membership), joined(membership, "other@m.example")
    for number, each in enumerate((member, other)):
        row = {"digest_id": issue, "member_id": each.id, "address": each.address, "variant": "v"}
        Outbox(store.database).freeze([row | {"message_id": f"<{number}>"}], at=NOW)
        Bounces(store.database).add(
            f"report {number}".encode(), kind="bounce", status="4.2.2", reason="full", at=NOW, member_id=each.id
        )

    kept = membership.export(member.address)

    assert [each["message_id"] for each in kept["mails"]] == ["<0>"]
    assert [each["report"] for each in kept["reports"]] == ["report 0"]
    assert "member confirmed" in {each["action"] for each in kept["decisions"]}
    assert json.loads(json.dumps(kept)) == kept


def test_who_asks_by_telephone_gets_no_more_mail_and_an_unknown_address_can_be_kept_off_the_list(membership, store):
    member = joined(membership)

    assert membership.stop("ANN@m.example", reason="unsubscribed", by="bea", now=NOW)
    assert not membership.stop("ann@m.example", reason="unsubscribed", by="bea", now=NOW)
    assert membership.stop("stranger@m.example", reason="asked us to", by="bea", now=NOW)

    assert membership.members.get(member.id).state is MemberState.ENDED
    line = "address,basis,wording,source,consented_at\nstranger@m.example,consent,w,form,2026-01-01\n"
    done = import_members(store, KEYS, line, now=NOW, by="ann", dry_run=False)
    assert (done.added, len(done.refused)) == ((), 1)
    assert "stranger" not in store.dump()

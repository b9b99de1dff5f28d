"""What changed between two versions of one document, and what did not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.ledger.compare import compare_readings
from monitor.ledger.doubts import NO_BODY
from monitor.ledger.edits import Edits
from monitor.ledger.wording import describe
from monitor.model import (
    Change,
    Claim,
    Contact,
    EventType,
    Evidence,
    Layer,
    Mode,
    Reading,
    Rename,
    Role,
    Status,
    organisation_id_of,
)


def a_claim(organisation: str = "Acme", **fields: Any) -> Claim:
    """A stated claim out of a table, as far as a test does not say otherwise."""
    given: dict[str, Any] = {
        "role": Role.LEAD, "status": Status.AWARDED, "areas": ("Quay",), "layer": Layer.TABLE, "surface": organisation,
        "organisation_id": organisation_id_of(organisation), "evidence": Evidence(quote=organisation, start=0, end=len(organisation)),
    }  # fmt: skip
    return Claim(organisation=organisation, **{**given, **fields})


def reading(*claims: Claim, renames: tuple[Rename, ...] = ()) -> Reading:
    return Reading(claims=claims, renames=renames)


def a_rename(former: str, present: str) -> Rename:
    return Rename(
        former=former, former_id=organisation_id_of(former), present=present, present_id=organisation_id_of(present),
        evidence=Evidence(quote=f"{former} is now {present}", start=0, end=1),
    )  # fmt: skip


def told(changes: list[Change]) -> list[tuple[str, str, str | None, str | None]]:
    return sorted((c.type.value, c.organisation, c.organisation_to, c.area) for c in changes)


OTHER = a_claim("Zenith", areas=("Moor",))


def test_a_name_that_comes_into_a_list_is_added() -> None:
    assert told(compare_readings(reading(OTHER), reading(OTHER, a_claim()))) == [("added", "Acme", None, "Quay")]


def test_a_name_that_goes_out_of_a_list_is_removed() -> None:
    (change,) = compare_readings(reading(OTHER, a_claim()), reading(OTHER))

    assert told([change]) == [("removed", "Acme", None, "Quay")]
    assert change.evidence is None
    assert change.evidence_before is not None
    assert "no longer listed" in describe(change)


def test_silence_of_prose_is_no_removal() -> None:
    spoken = a_claim(layer=Layer.GRAMMAR)

    assert compare_readings(reading(OTHER, spoken), reading(OTHER)) == []


def test_prose_that_says_that_it_is_complete_can_lose_a_name() -> None:
    spoken = a_claim(layer=Layer.GRAMMAR)

    assert told(compare_readings(reading(OTHER, spoken), reading(OTHER), complete=True)) == [
        ("removed", "Acme", None, "Quay")
    ]


def test_an_emptied_list_removes_nobody() -> None:
    assert compare_readings(reading(OTHER, a_claim()), reading(), complete=True) == []


def test_one_out_and_one_in_is_a_replacement() -> None:
    changes = compare_readings(reading(OTHER, a_claim("Acme")), reading(OTHER, a_claim("Bolt")))

    assert told(changes) == [("replaced", "Acme", "Bolt", "Quay")]
    assert describe(changes[0]) == "Bolt replaces Acme as lead provider in Quay"


def test_partners_pair_with_partners_and_leads_with_leads() -> None:
    before = reading(OTHER, a_claim("Acme"), a_claim("Hope", role=Role.PARTNER))
    after = reading(OTHER, a_claim("Bolt"), a_claim("Fern", role=Role.PARTNER), a_claim("Owner", role=Role.OWNER))

    assert told(compare_readings(before, after)) == [
        ("added", "Owner", None, "Quay"),
        ("replaced", "Acme", "Bolt", "Quay"),
        ("replaced", "Hope", "Fern", "Quay"),
    ]


def test_two_out_and_one_in_pair_nobody() -> None:
    before = reading(OTHER, a_claim("Hope", role=Role.PARTNER), a_claim("Fern", role=Role.PARTNER))
    after = reading(OTHER, a_claim("Moss", role=Role.PARTNER))

    assert {kind for kind, *_ in told(compare_readings(before, after))} == {"added", "removed"}


def test_a_replacement_in_one_area_leaves_the_others_alone() -> None:
    before = reading(a_claim("Acme", areas=("Quay", "Moor")), a_claim("Bolt", areas=("Dale",)))
    after = reading(a_claim("Acme", areas=("Moor",)), a_claim("Bolt", areas=("Dale", "Quay")))

    assert told(compare_readings(before, after)) == [("replaced", "Acme", "Bolt", "Quay")]


def test_areas_are_gained_and_lost() -> None:
    gained = compare_readings(reading(a_claim()), reading(a_claim(areas=("Quay", "Moor"))))
    lost = compare_readings(reading(a_claim(areas=("Quay", "Moor"))), reading(a_claim()))

    assert told(gained) == [("area_added", "Acme", None, "Moor")]
    assert told(lost) == [("area_removed", "Acme", None, "Moor")]


def test_an_unknown_area_is_neither_gained_nor_lost() -> None:
    known, unknown = reading(a_claim()), reading(a_claim(areas=()))

    assert compare_readings(known, unknown) == compare_readings(unknown, known) == []


def test_a_status_moves() -> None:
    (change,) = compare_readings(reading(a_claim(status=Status.PREFERRED_BIDDER)), reading(a_claim()))

    assert (change.type.value, change.before, change.after) == ("status_changed", "preferred_bidder", "awarded")


def test_members_follow_their_lead_without_a_line_each() -> None:
    def state(status: Status) -> Reading:
        return reading(
            a_claim("Acme", status=status, partnership="Acme"),
            a_claim("Hope", role=Role.PARTNER, status=status, partnership="Acme"),
        )

    assert told(compare_readings(state(Status.PREFERRED_BIDDER), state(Status.AWARDED))) == [
        ("status_changed", "Acme", None, "Quay")
    ]


def test_a_role_moves_but_not_inside_its_group() -> None:
    partner, mutual, sub = (a_claim(role=role) for role in (Role.PARTNER, Role.STAFF_MUTUAL, Role.SUBCONTRACTOR))

    assert compare_readings(reading(partner), reading(mutual)) == []
    assert told(compare_readings(reading(partner), reading(sub))) == [("role_changed", "Acme", None, "Quay")]


def test_a_stated_exit_and_an_entry_are_a_replacement() -> None:
    before = reading(a_claim("Acme", layer=Layer.GRAMMAR))
    after = reading(
        a_claim("Acme", status=Status.TERMINATED, layer=Layer.GRAMMAR), a_claim("Bolt", layer=Layer.GRAMMAR)
    )

    assert told(compare_readings(before, after)) == [("replaced", "Acme", "Bolt", "Quay")]


def test_who_only_bid_is_not_replaced_by_who_won() -> None:
    before = reading(a_claim("Acme", status=Status.SHORTLISTED), a_claim("Bolt", status=Status.SHORTLISTED))
    after = reading(a_claim("Acme", status=Status.WITHDRAWN), a_claim("Bolt"))

    assert told(compare_readings(before, after)) == [
        ("status_changed", "Acme", None, "Quay"),
        ("status_changed", "Bolt", None, "Quay"),
    ]


@pytest.mark.parametrize("turned", [False, True])
def test_an_area_of_several_places_is_the_same_with_its_places_apart(turned: bool) -> None:
    whole, apart = ("Quay and Moor", "Fen"), ("Quay", "Moor", "Fen")
    before, after = (whole, apart) if not turned else (apart, whole)
    then = [a_claim(areas=before, status=Status.PREFERRED_BIDDER)], [a_claim(areas=after)]

    assert compare_readings(reading(a_claim(areas=before)), reading(a_claim(areas=after))) == []
    assert told(compare_readings(reading(*then[0]), reading(*then[1]))) == [
        ("status_changed", "Acme", None, "Fen"),
        ("status_changed", "Acme", None, "Quay and Moor"),
    ]


def test_a_role_that_differs_between_a_column_and_a_sentence_is_a_question() -> None:
    column = reading(a_claim(role=Role.PARTNER), OTHER)
    sentence = reading(a_claim(layer=Layer.GRAMMAR), replace(OTHER, layer=Layer.GRAMMAR))

    for before, after in ((column, sentence), (sentence, column)):
        assert [(c.type, bool(c.question)) for c in compare_readings(before, after)] == [(EventType.ROLE_CHANGED, True)]


def test_whose_contract_had_ended_makes_no_step_by_losing_a_bid() -> None:
    before = reading(a_claim(status=Status.TERMINATED))

    assert compare_readings(before, reading(a_claim(role=Role.BIDDER_UNSUCCESSFUL, status=Status.UNSUCCESSFUL))) == []
    assert told(compare_readings(reading(a_claim(status=Status.WITHDRAWN)), before)) == [
        ("status_changed", "Acme", None, "Quay")
    ]


def test_who_the_members_of_a_body_are_is_no_step_of_theirs() -> None:
    before = reading(a_claim(status=Status.SHORTLISTED, layer=Layer.GRAMMAR), OTHER)
    member = a_claim(role=Role.JOINT_VENTURE_MEMBER, layer=Layer.GRAMMAR, rule="link.venture", confidence=0.85)

    found = compare_readings(before, reading(member, OTHER))

    assert {c.type for c in found} == {EventType.STATUS_CHANGED, EventType.ROLE_CHANGED}
    assert all(c.question for c in found)


@pytest.mark.parametrize(
    ("first", "second"),
    [("NHS SBS", "NHS Shared Business Services"), ("Places Leisure", "Places for People Leisure")],
)
def test_a_name_cut_short_in_its_midst_is_the_same_body(first: str, second: str) -> None:
    assert compare_readings(reading(a_claim(first), OTHER), reading(a_claim(second), OTHER)) == []
    assert compare_readings(reading(a_claim(second), OTHER), reading(a_claim(first), OTHER)) == []


def test_a_place_won_under_a_longer_name_is_not_lost_under_the_shorter() -> None:
    before = reading(a_claim(areas=("Quay",), status=Status.SHORTLISTED), OTHER)

    assert [c.type for c in compare_readings(before, reading(a_claim(areas=("North Quay",)), OTHER))] == [
        EventType.STATUS_CHANGED
    ]


def test_what_was_taken_out_is_known_when_its_areas_have_been_made_alike() -> None:
    claim = a_claim(areas=("Quay", "Moor"), layer=Layer.GRAMMAR)
    before = reading(claim, a_claim("Bolt", areas=("Fen",), layer=Layer.GRAMMAR))
    after = reading(a_claim("Bolt", areas=("Fen", "Quay and Moor"), layer=Layer.GRAMMAR))

    found = compare_readings(before, after, edits=Edits(dropped=frozenset({claim.id})))

    assert ("replaced", "Acme", "Bolt", "Quay and Moor") in told(found)


def test_a_withdrawal_that_the_text_tells_is_an_event_although_the_name_is_new() -> None:
    after = reading(OTHER, a_claim(role=Role.WITHDRAWN, status=Status.WITHDRAWN, layer=Layer.GRAMMAR))

    assert told(compare_readings(reading(OTHER), after)) == [("status_changed", "Acme", None, "Quay")]


def test_a_bidder_that_was_never_in_is_not_added_as_unsuccessful() -> None:
    after = reading(OTHER, a_claim(role=Role.BIDDER_UNSUCCESSFUL, status=Status.UNSUCCESSFUL))

    assert compare_readings(reading(OTHER), after) == []


def test_prose_that_names_another_winner_replaces_the_first() -> None:
    before, after = (reading(a_claim(name, layer=Layer.GRAMMAR)) for name in ("Acme", "Bolt"))

    assert told(compare_readings(before, after)) == [("replaced", "Acme", "Bolt", "Quay")]


def test_replacements_come_in_the_order_in_which_the_text_names_their_areas() -> None:
    # Eight, so that a set would hardly ever have them in this order.
    areas = ("Quay", "Moor", "Vale", "Fen", "Down", "Heath", "Weald", "Marsh")
    first = [a_claim(f"Acme {area}", areas=(area,), layer=Layer.GRAMMAR) for area in areas]
    then = [a_claim(f"Zenith {area}", areas=(area,), layer=Layer.GRAMMAR) for area in areas]

    found = compare_readings(reading(*first), reading(*then))

    assert [(change.type, change.area) for change in found] == [(EventType.REPLACED, area) for area in areas]


def test_two_spellings_that_differ_in_blanks_alone_are_one_body() -> None:
    before = reading(a_claim("Larch Homecare", areas=("Quay", "Moor")), OTHER)
    after = reading(a_claim("Larch Homecare"), a_claim("Larch Home Care", areas=("Moor",)), OTHER)

    assert compare_readings(before, after) == []


def test_a_stated_rename_is_one_event_and_nobody_joins_or_leaves() -> None:
    before = reading(a_claim("Northern Parents"), OTHER)
    after = reading(a_claim("Larkspur"), OTHER, renames=(a_rename("Northern Parents", "Larkspur"),))

    assert told(compare_readings(before, after)) == [("renamed", "Northern Parents", "Larkspur", None)]


def test_a_rename_that_a_pack_knows_is_one_event() -> None:
    before = reading(a_claim("CRI", organisation_id="cri"), OTHER)
    after = reading(a_claim("CGL", organisation_id="change-grow-live"), OTHER)

    changes = compare_readings(before, after, known_renames={"cri": "change-grow-live"})

    assert told(changes) == [("renamed", "CRI", "CGL", None)]
    assert changes[0].reason == "a rename that a programme pack gives"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Postive Pathways", "Positive Pathways"),
        ("Stepping Stones (Bury)", "Stepping Stone (Bury)"),
        ("Mere Bus", "MereBus"),
        ("Swift & Sons", "Swift and Sons"),
        ("PELLWORTH CARE LTD", "Pellworth Care Limited"),
        ("St. Ebbe\u2019s Housing", "St Ebbe's Housing"),
    ],
)
def test_a_corrected_spelling_is_no_change(first: str, second: str) -> None:
    assert compare_readings(reading(a_claim(first), OTHER), reading(a_claim(second), OTHER)) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Unit 1 Services", "Unit 2 Services"),
        ("Hope Trust", "Rope Trust"),
        ("Marlow Care", "Harlow Care"),
        ("Acorn", "Alcorn"),
    ],
)
def test_names_that_only_look_alike_are_two(first: str, second: str) -> None:
    changes = compare_readings(reading(a_claim(first), OTHER), reading(a_claim(second), OTHER))

    assert told(changes) == [("replaced", first, second, "Quay")]


def test_rename_or_replacement_is_asked_where_one_name_holds_the_other() -> None:
    (change,) = compare_readings(
        reading(a_claim("Quay Housing Support Service"), OTHER), reading(a_claim("Quay Housing Support"), OTHER)
    )

    assert change.question
    assert change.organisation_to == "Quay Housing Support"


def test_a_value_changes() -> None:
    changes = compare_readings(reading(a_claim(volume="1.2m")), reading(a_claim(volume="1.4m")))

    assert told(changes) == [("value_changed", "Acme", None, "Quay")]


def test_who_comes_on_in_a_place_that_was_only_named_round_about_has_come_on_and_not_gone_elsewhere() -> None:
    old = a_claim(status=Status.PREFERRED_BIDDER, areas=("Fen",), layer=Layer.ATTACH)
    new = a_claim(layer=Layer.ATTACH)

    step = compare_readings(reading(old), reading(new), edits=Edits(vague=frozenset({old.id})))

    assert told(step) == [("status_changed", "Acme", None, None)]
    assert told(compare_readings(reading(old), reading(new))) == [("area_added", "Acme", None, "Quay")]
    back = replace(new, status=Status.SHORTLISTED)
    assert told(compare_readings(reading(old), reading(back), edits=Edits(vague=frozenset({old.id})))) != told(step)


def test_the_sum_of_a_contract_changes_once_however_many_share_it() -> None:
    def of(volume: str) -> Reading:
        return reading(a_claim(volume=volume), a_claim("Beacon", role=Role.PARTNER, volume=volume))

    assert told(compare_readings(of("373m"), of("384m"))) == [("value_changed", "Acme", None, "Quay")]


def test_what_is_paid_for_two_areas_is_not_what_is_paid_for_one() -> None:
    both = a_claim(volume="1.2m", areas=("Quay", "Fen"))

    changes = compare_readings(reading(both), reading(*(a_claim(volume="0.6m", areas=(area,)) for area in both.areas)))

    assert changes == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("Central", "Quay"), ("Central (the Fens, Quay and Tarn)", "Quay")),
        (("Central", "Fens", "Tarn"), ("Central (the Fens and Tarn)",)),
    ],
)
def test_what_explains_an_area_in_brackets_adds_none(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    plain, explained = reading(a_claim(areas=first)), reading(a_claim(areas=second))

    assert compare_readings(plain, explained) == compare_readings(explained, plain) == []


@pytest.mark.parametrize("mode", [Mode.EXPECTED, Mode.OPINION, Mode.DENIED, Mode.HISTORIC, Mode.HYPOTHETICAL])
def test_what_is_not_stated_moves_nothing(mode: Mode) -> None:
    assert compare_readings(reading(OTHER), reading(OTHER, a_claim(mode=mode))) == []


def test_a_contact_that_is_newly_called_retired_is_told_with_all_that_is_said_of_it() -> None:
    said = Evidence(quote="desk@own.example is no longer in use", start=0, end=36)
    used = Contact(address="desk@own.example", retired=False, evidence=said)
    retired = replace(used, retired=True, replaced_by="new@own.example", retired_on=date(2026, 3, 2))

    (change,) = compare_readings(Reading(contacts=(used,)), Reading(contacts=(retired,)))

    assert (change.type, change.organisation, change.organisation_id) == (
        EventType.CONTACT_RETIRED, "desk@own.example", "contact:desk@own.example",
    )  # fmt: skip
    assert (change.before, change.after) == ("desk@own.example", "new@own.example")
    assert (change.evidence, change.occurred_on) == (said, date(2026, 3, 2))
    assert compare_readings(Reading(contacts=(retired,)), Reading(contacts=(retired,))) == []
    assert compare_readings(Reading(contacts=(retired,)), Reading(contacts=(used,))) == []


PROSE = {"layer": Layer.ATTACH, "confidence": 0.7}


def test_who_is_believed_in_neither_version_is_a_question_and_no_event() -> None:
    misread = a_claim("Section Nine", **PROSE)

    (change,) = compare_readings(reading(OTHER), replace(reading(OTHER, misread), doubted=(misread.id,)))

    assert (change.type, change.question) == (EventType.ADDED, NO_BODY)
    assert change.confidence < 0.5


def test_who_is_believed_in_one_version_needs_no_belief_in_the_other() -> None:
    bid, award = (a_claim(status=status, **PROSE) for status in (Status.PREFERRED_BIDDER, Status.AWARDED))

    (change,) = compare_readings(reading(bid), replace(reading(award), doubted=(award.id,)))

    assert (change.type, change.question) == (EventType.STATUS_CHANGED, "")


def test_who_is_named_in_one_breath_with_a_body_that_is_believed_is_one_where_both_versions_do_so() -> None:
    breath = Evidence(quote="Acme and Qex", start=0, end=12)
    old = [a_claim(name, evidence=breath, **PROSE) for name in ("Acme", "Qex")]
    new = [a_claim(name, evidence=breath, status=Status.TERMINATED, **PROSE) for name in ("Acme", "Qex")]

    changes = compare_readings(
        replace(reading(*old), doubted=(old[1].id,)), replace(reading(*new), doubted=(new[1].id,))
    )

    assert [(each.organisation, each.question) for each in changes] == [("Acme", ""), ("Qex", "")]


def test_who_may_be_nobody_takes_nobody_s_place() -> None:
    ended, misread = a_claim(status=Status.TERMINATED, **PROSE), a_claim("Section Nine", **PROSE)

    changes = compare_readings(reading(OTHER), replace(reading(OTHER, ended, misread), doubted=(misread.id,)))

    assert told([each for each in changes if not each.question]) == [("status_changed", "Acme", None, "Quay")]


def test_who_goes_by_another_name_was_not_taken_out_with_the_former_one() -> None:
    unclear = {**PROSE, "confidence": 0.5}
    former, present = a_claim(**unclear), a_claim("Apex", **unclear)
    after = reading(OTHER, present, renames=(a_rename("Acme", "Apex"),))

    changes = compare_readings(reading(OTHER, former), after, edits=Edits(dropped=frozenset({former.id})))

    assert told(changes) == [("renamed", "Acme", "Apex", None)]

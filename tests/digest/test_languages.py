"""The bulletin in Welsh: every word of the templates is translated, and the page says which language it is in."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

import monitor.digest
from monitor.digest.filters import dated, listed
from monitor.digest.render import render
from monitor.digest.sentences import PATTERNS, sentence
from monitor.digest.speech import speech_of
from monitor.ledger.wording import ROLE_WORDS, STATUS_WORDS
from monitor.mail.mailing import _WHY
from monitor.model import Audience, EventType, Role

FOLDER = Path(monitor.digest.__file__).parent


def wanted():
    options = {"trimmed": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
    for file in sorted((FOLDER / "templates").glob("*/*")):
        for _, _, message, _ in babel_extract(BytesIO(file.read_bytes()), ("_", "gettext", "ngettext"), [], options):
            yield message if isinstance(message, str) else next(part for part in message if part)
    for file in [*FOLDER.glob("*.py"), *(FOLDER.parent / "mail").glob("*.py")]:
        found = extract("python", BytesIO(file.read_bytes()), keywords={"translate": None, "gettext": None})
        yield from (message for _, message, _, _ in found)
    yield from (*PATTERNS, *ROLE_WORDS.values(), *STATUS_WORDS.values(), *_WHY.values())


def test_every_word_of_the_templates_is_in_the_welsh_catalogue():
    with (FOLDER / "locale/cy/LC_MESSAGES/ebulletin.po").open("rb") as file:
        catalogue = read_po(file, locale="cy")
    known = {
        (entry.id if isinstance(entry.id, str) else entry.id[0]) for entry in catalogue
        if entry.id and all(entry.string if isinstance(entry.string, tuple | list) else [entry.string])
    }  # fmt: skip

    assert {message for message in wanted() if message not in known} == set()


def test_a_welsh_member_reads_welsh_words_and_dates(build):
    bulletin = render(build.full(), Audience(language="cy"))

    assert 'lang="cy"' in bulletin.html
    assert "Yn y rhifyn hwn" in bulletin.text
    assert "Tachwedd" in bulletin.text
    assert "In this issue" not in bulletin.html + bulletin.text
    assert bulletin != render(build.full())


CHANGES = [
    ({}, "Mae Acme yn ymuno fel partner yn ardal Northshire"),
    ({"role": Role.LEAD}, "Mae Acme wedi'i enwi fel cynigydd a ffefrir yn ardal Northshire"),
    ({"partnership": "Bright"}, "Mae Acme yn ymuno fel partner gyda Bright yn ardal Northshire"),
    ({"type": EventType.REMOVED}, "Nid yw Acme wedi'i restru mwyach fel partner yn ardal Northshire"),
    ({"type": EventType.REPLACED, "organisation_to": "New", "organisation_to_id": "n"}, "Mae New yn disodli Acme fel partner yn ardal Northshire"),
    ({"type": EventType.ROLE_CHANGED, "before": "partner", "after": "subcontractor"}, "Mae rôl Acme yn newid o fod yn “partner” i fod yn “is-gontractwr” yn ardal Northshire"),
    ({"type": EventType.STATUS_CHANGED, "before": "shortlisted", "after": "awarded"}, "Mae Acme bellach dan gontract fel partner yn ardal Northshire (cyn hynny: “ar y rhestr fer”)"),
    ({"type": EventType.STATUS_CHANGED, "before": "shortlisted", "after": "preferred_bidder", "role": Role.SUBCONTRACTOR}, "Mae Acme gyda'r cynigydd a ffefrir fel is-gontractwr yn ardal Northshire (cyn hynny: “ar y rhestr fer”)"),
    ({"type": EventType.STATUS_CHANGED, "before": "shortlisted", "after": "awarded", "role": Role.LEAD}, "Mae sefyllfa Acme yn newid o “ar y rhestr fer” i “wedi ennill y contract” yn ardal Northshire"),
    ({"type": EventType.RENAMED, "organisation_to": "New", "organisation_to_id": "n", "area": None, "role": None}, "Enw newydd Acme yw New"),
    ({"type": EventType.AREA_REMOVED, "before": "Northshire"}, "Nid yw Acme wedi'i restru mwyach fel partner yn ardal Northshire"),
    ({"type": EventType.VALUE_CHANGED, "before": "1", "after": "2"}, "Mae'r gwerth ar gyfer Acme yn newid o 1 i 2 yn ardal Northshire"),
    ({"type": EventType.CONTACT_RETIRED, "before": "a@b.example", "after": "c@d.example"}, "Nid yw'r cyswllt a@b.example yn cael ei ddefnyddio mwyach; defnyddiwch c@d.example"),
    ({"type": EventType.DOCUMENT_WITHDRAWN}, "Mae'r ddogfen “Acme” wedi'i thynnu'n ôl"),
]  # fmt: skip


@pytest.mark.parametrize(("over", "welsh"), CHANGES)
def test_a_change_is_told_in_both_languages_from_the_same_facts(build, over, welsh):
    digest = build.digest(events=[build.event(**over)])
    (item,) = digest.items

    assert sentence(item, speech_of("en")) == item.headline
    assert sentence(item, speech_of("cy")) == welsh
    assert welsh in " ".join(render(digest, Audience(language="cy")).text.split())


def test_many_in_many_areas_are_told_in_welsh_too(build):
    events = [
        build.event(f"e{n}{m}", organisation=f"O{n}", organisation_id=f"o{n}", area=f"A{m}", partnership="Bright")
        for n in range(2)
        for m in range(5)
    ]
    (item,) = build.digest(events=events).items

    assert sentence(item, speech_of("en")) == item.headline
    assert (
        sentence(item, speech_of("cy"))
        == "Bright: 2 o sefydliadau wedi'u henwi fel “cynigydd a ffefrir” mewn 5 o ardaloedd"
    )


@pytest.mark.parametrize(
    ("after", "english", "welsh"),
    [
        ("awarded", "are now under contract", "bellach dan gontract"),
        ("terminated", "are no longer under contract", "heb fod dan gontract mwyach"),
        ("preferred_bidder", "are now the preferred bidder", "bellach: cynigydd a ffefrir"),
        ("unsuccessful", "were unsuccessful", "wedi bod yn aflwyddiannus"),
        ("withdrawn", "have withdrawn", "wedi tynnu'n ôl"),
        ("shortlisted", "are now shortlisted", "bellach: ar y rhestr fer"),
    ],
)
def test_a_lead_and_who_is_beside_it_are_told_together_without_claiming_too_much(build, after, english, welsh):
    events = [
        build.event(
            f"e{n}", organisation=f"O{n}", organisation_id=f"o{n}", partnership="Bright",
            type=EventType.STATUS_CHANGED, before="in_discussion", after=after,
        )
        for n in range(2)
    ]  # fmt: skip
    (item,) = build.digest(events=events).items

    assert item.headline == f"Bright: 2 organisations {english} in Northshire"
    assert sentence(item, speech_of("cy")) == f"Bright: 2 o sefydliadau {welsh} yn ardal Northshire"


def test_areas_whose_names_join_several_are_told_apart(build):
    areas = ("Dorset, Devon and Cornwall", "Norfolk and Suffolk", "Wales")
    (item,) = build.digest(events=[build.event(f"e{n}", area=area) for n, area in enumerate(areas)]).items

    assert item.headline == "Acme joins as a partner in Dorset, Devon and Cornwall; Norfolk and Suffolk; Wales"
    assert sentence(item, speech_of("en")) == item.headline


def test_what_a_person_wrote_is_left_as_it_is_written(build):
    digest = build.digest(events=[build.event(wording="Acme is in, says Ann.")])

    assert "Acme is in, says Ann." in render(digest, Audience(language="cy")).text


def test_one_area_is_one_area(build):
    text = " ".join(render(build.full()).text.split())

    assert "we saw no change in 1 area, but could not read A broken site" in text


def test_the_welsh_and_changes_with_what_follows():
    assert listed(["Bryn", "Acme"], "a") == "Bryn ac Acme"
    assert listed(["Acme", "Catch22"], "a") == "Acme a Catch22"
    assert dated([("Digwyddodd", "6 Mai"), ("Cyhoeddwyd", "6 Mai")], "a") == "Digwyddodd a chyhoeddwyd 6 Mai"
    assert dated([("Happened", "6 May"), ("Published", "6 May")], "and") == "Happened and published 6 May"


def test_the_day_of_an_event_is_no_closing_date(build):
    digest = build.full()
    both = {
        language: render(digest, Audience(language=language), web_url="https://n.example/archive/x")
        for language in ("en", "cy")
    }
    english, welsh = (" ".join(both[language].text.split()) for language in ("en", "cy"))

    assert "Something about events 21 November 2014 (in 14 days)" in english
    assert "Something about funding 21 November 2014 (closes in 14 days)" in english
    assert "(ymhen 14 diwrnod)" in welsh
    assert "https://n.example/archive/x/events.ics" in both["en"].html
    assert "https://n.example/archive/x/events.ics" in both["en"].text


def said(build, **over):
    """What the bulletin prints of a change in English; the two makers of sentences agree on it."""
    (item,) = build.digest(events=[build.event(partnership=None, **over)]).items
    assert sentence(item, speech_of("en")) == item.headline
    assert sentence(item, speech_of("cy")) != item.headline
    return item.headline


@pytest.mark.parametrize(
    ("role", "arrives", "leaves", "spreads"),
    [
        (Role.LEAD, "is named as lead provider", "is no longer listed as lead provider", "is now lead provider"),
        (Role.PARTNER, "joins as a partner", "is no longer listed as a partner", "is now a partner"),
        (Role.JOINT_VENTURE_MEMBER, "joins as a joint venture member", "is no longer listed as a joint venture member", "is now a joint venture member"),
        (Role.STAFF_MUTUAL, "joins as a staff mutual", "is no longer listed as a staff mutual", "is now a staff mutual"),
        (Role.SUBCONTRACTOR, "joins as a subcontractor", "is no longer listed as a subcontractor", "is now a subcontractor"),
        (Role.OWNER, "is named as owner", "is no longer listed as owner", "is now owner"),
        (Role.CONTRACT_HOLDER, "is named as contract holder", "is no longer listed as contract holder", "is now contract holder"),
        (Role.BIDDER_UNSUCCESSFUL, "is named as an unsuccessful bidder", "is no longer listed as an unsuccessful bidder", "is now an unsuccessful bidder"),
        (Role.WITHDRAWN, "has withdrawn", "is no longer listed as a withdrawn bidder", "has withdrawn"),
    ],
)  # fmt: skip
def test_each_role_is_told_as_an_editor_would(build, role, arrives, leaves, spreads):
    fields = {"role": role, "status": "awarded"}

    assert said(build, type=EventType.ADDED, **fields) == f"Acme {arrives} in Northshire"
    assert said(build, type=EventType.REMOVED, **fields) == f"Acme {leaves} in Northshire"
    assert said(build, type=EventType.AREA_ADDED, after="Northshire", **fields) == f"Acme {spreads} in Northshire too"


@pytest.mark.parametrize(
    ("after", "words"),
    [
        ("shortlisted", "is shortlisted"),
        ("in_discussion", "is in discussion about the contract"),
        ("preferred_bidder", "is preferred bidder"),
        ("awarded", "is awarded the contract"),
        ("unsuccessful", "was unsuccessful"),
        ("withdrawn", "has withdrawn"),
        ("terminated", "is no longer under contract"),
    ],
)
def test_each_stage_is_told_as_an_editor_would(build, after, words):
    before = "awarded" if after != "awarded" else "shortlisted"
    told = said(build, type=EventType.STATUS_CHANGED, role=Role.LEAD, before=before, after=after)

    assert told.startswith(f"Acme {words} in Northshire (before: ")


@pytest.mark.parametrize(
    ("after", "words"), [("withdrawn", "has withdrawn"), ("bidder_unsuccessful", "was unsuccessful")]
)
def test_who_changes_into_the_role_of_an_exit_is_told_to_be_out(build, after, words):
    told = said(build, type=EventType.ROLE_CHANGED, role=Role.LEAD, before="lead", after=after)

    assert told == f"Acme {words} in Northshire (before: lead provider)"

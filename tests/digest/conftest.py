"""Builders: each fills in what a test is not about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from monitor.clock import Period
from monitor.digest.compile import compile_digest
from monitor.model import (
    Change,
    Coverage,
    Digest,
    DigestItem,
    Event,
    EventState,
    EventType,
    Evidence,
    HealthState,
    Link,
    Role,
    Section,
    SectionKind,
    SourceLine,
    Status,
    document_of,
)

WEEK = Period(start=datetime(2014, 10, 31, 7, tzinfo=UTC), end=datetime(2014, 11, 7, 7, tzinfo=UTC))
NOON = datetime(2014, 11, 6, 12, tzinfo=UTC)
NOW = datetime(2014, 11, 7, 7, 30, tzinfo=UTC)


def an_event(event_id="e1", **over):
    change_fields = {
        "type": EventType.ADDED, "organisation": "Acme", "organisation_id": "acme", "area": "Northshire",
        "role": Role.PARTNER, "status": Status.PREFERRED_BIDDER, "programme": "p", "occurred_on": date(2014, 11, 6),
        "evidence": Evidence(quote="Acme is a partner", start=0, end=17),
    }  # fmt: skip
    event_fields = {
        "source_id": "s", "document_id": "d", "version_id": None, "url": "https://site.example/a", "title": "The notice",
        "publisher": "The Ministry", "detected_at": NOON, "published_at": NOON, "state": EventState.ACCEPTED,
    }  # fmt: skip
    for name, value in over.items():
        (event_fields if name in {*event_fields, "wording", "hold_until", "urgent"} else change_fields)[name] = value
    return Event(id=event_id, change=Change(**change_fields), **event_fields)


def a_document(identity="n1", **over):
    fields = {
        "source_id": "news", "url": f"https://news.example/{identity}", "title": f"A story about {identity} and its people",
        "summary": "What happened, in a sentence or two.", "publisher": "The Paper", "published_at": NOON,
    }  # fmt: skip
    return document_of([], identity=identity, **(fields | over))


def a_digest(**over) -> Digest:
    fields = {"period": WEEK, "number": 12, "title": "The weekly", "publisher": "The Network", "events": [], "now": NOW}
    return compile_digest(**(fields | over))


def a_full_digest() -> Digest:
    """Every section, long and short, in one issue."""
    areas = ["Northshire", "Southshire", "Eastshire", "Westshire", "Bedfordshire, Northamptonshire and Cambridgeshire"]
    events = [
        an_event("r1", type=EventType.REPLACED, organisation="Old Ltd", organisation_id="old", organisation_to="New CIC",
                 organisation_to_id="new", role=Role.LEAD, urgent=True, area="Hillshire"),
        *[an_event(f"a{n}", area=area, partnership="Bright Futures") for n, area in enumerate(areas)],
        *[an_event(f"b{n}", area=area, partnership="Bright Futures", organisation="Beta", organisation_id="beta",
                   role=Role.LEAD) for n, area in enumerate(areas)],
        an_event("c", type=EventType.RENAMED, organisation="CRX", organisation_id="crx", organisation_to="Change Now",
                 organisation_to_id="change-now", area=None, role=None, status=None),
        an_event("p", state=EventState.PENDING, organisation="Maybe", organisation_id="maybe", question="Did it leave?"),
    ]  # fmt: skip
    kinds = ("consultations", "funding", "own", "members", "events", "publications", "vacancies")
    written = [
        Section(
            kind=SectionKind(kind),
            items=(
                DigestItem(
                    id=kind, headline=f"Something about {kind}", summary="In a sentence.", closes_on=date(2014, 11, 21),
                    links=(Link(label=f"Read of {kind}", url=f"https://own.example/{kind}"),),
                ),
            ),
        )
        for kind in kinds
    ]  # fmt: skip
    sources = [
        SourceLine(source_id="s", name="The Ministry", section="government", url="https://site.example/"),
        SourceLine(source_id="news", name="The Paper", url="https://news.example/"),
        SourceLine(
            source_id="bad", name="A broken site", state=HealthState.FAILING, reason="503", url="https://bad.example/"
        ),
    ]
    return a_digest(
        events=events,
        news=[
            a_document("n1"),
            a_document("g1", source_id="s", title="The government says something long and official"),
        ],
        sources=sources,
        coverage=[Coverage(programme="p", name="The Programme", areas=("Quietshire", "Northshire"))],
        corrections=[DigestItem(id="x", headline="We wrote Acme where it should be Acne", summary="Sorry.")],
        written=written,
        note="A note of the editor.",
    )


@pytest.fixture(scope="session")
def build():
    return SimpleNamespace(
        event=an_event, document=a_document, digest=a_digest, full=a_full_digest, week=WEEK, noon=NOON, now=NOW
    )


@pytest.fixture
def page_at(chromium):
    """Open HTML in a page of a width and palette; the network is cut off, and dialogs are counted as ``page.alarms``."""
    contexts = []

    def open_page(html, *, scheme="light", width=600):
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        alarms = []
        page.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
        page.route("**/*", lambda route: (alarms.append(route.request.url), route.abort()))
        page.set_content(html)
        page.alarms = alarms
        return page

    yield open_page
    for context in contexts:
        context.close()

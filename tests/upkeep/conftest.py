"""A state of its own for each test, and documents as a poll puts them on record."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.clock import Period
from monitor.digest.issue import Masthead, draft_digest
from monitor.model import (
    Block,
    BlockKind,
    Change,
    Claim,
    Contact,
    DigestState,
    DocumentRecord,
    Event,
    EventState,
    EventType,
    Evidence,
    PollRecord,
    Reading,
    Role,
    SourceState,
    Standing,
    Status,
    document_of,
)
from monitor.store import open_store
from monitor.text import fingerprint
from tests.approving import approve

MASTHEAD = Masthead(title="The weekly", publisher="The Network")
FIRST = Period(start=datetime(2014, 10, 24, 7, tzinfo=UTC), end=datetime(2014, 10, 31, 7, tzinfo=UTC))
SECOND = Period(start=FIRST.end, end=datetime(2014, 11, 7, 7, tzinfo=UTC))


@pytest.fixture
def store(empty_state, tmp_path):
    shutil.copy(empty_state, tmp_path / "state.db")
    with open_store(f"sqlite:///{tmp_path}/state.db") as opened:
        yield opened


class Desk:
    """What happens to the state in a test: visits, decisions, issues."""

    first, second = FIRST, SECOND

    def __init__(self, store):
        self.store = store

    def visit(self, text, *, at, claims=(), contacts=(), changes=(), begun=(), ended=(), url="https://ministry.test/list",
              baseline=False, links=(), headings=(), **fields):  # fmt: skip
        """Put a page on record: its text, what was read in it, and what that moved. The events are accepted."""
        document = document_of(
            [Block(kind=BlockKind.PARAGRAPH, text=text, links=tuple(links), headings=tuple(headings))], source_id="ministry", identity=url, url=url, title="The list",
            publisher="Ministry", published_at=at, **fields,
        )  # fmt: skip
        reading = Reading(claims=tuple(claims), contacts=tuple(contacts))
        events = tuple(
            Event(
                id=fingerprint("event", change.key, at.isoformat()), change=change, source_id="ministry",
                document_id=document.id, version_id=document.id, url=url, title="The list", publisher="Ministry", detected_at=at,
                published_at=at, state=EventState.ACCEPTED, wording=f"{change.organisation} {change.type.value} in {change.area}",
            )
            for change in changes
        )  # fmt: skip
        state = SourceState(source_id="ministry", baseline_at=at if baseline else FIRST.start, last_good_at=at)
        poll = PollRecord(
            poll_id=fingerprint("poll", at.isoformat(), url), source_id="ministry", at=at, state=state,
            documents=(DocumentRecord(document=document, reading=reading),), seen_document_ids=(document.id,),
            begun=tuple(begun), ended=tuple(ended), events=events,
        )  # fmt: skip
        return self.store.record(poll).events

    def issue(self, period):
        """Draft, approve and send the digest of ``period``, on the morning that it ends."""
        made, stored = draft_digest(self.store, period=period, sources=[], masthead=MASTHEAD, now=period.end)
        stored = approve(self.store, stored, masthead=MASTHEAD, now=period.end)
        for state in (DigestState.SENDING, DigestState.SENT):
            self.store.digests.move(stored.id, state, at=period.end, by="ann")
        return made

    def draft(self, period):
        return draft_digest(self.store, period=period, sources=[], masthead=MASTHEAD, now=period.end)[0]


@pytest.fixture
def desk(store):
    return Desk(store)


@pytest.fixture
def build():
    return Build


class Build:
    """Values; each fills in what a test is not about."""

    @staticmethod
    def change(name="Acme", **fields):
        values = {
            "type": EventType.ADDED,
            "area": "Essex",
            "programme": "round",
            "role": Role.LEAD,
            "status": Status.AWARDED,
        }
        return Change(organisation=name, organisation_id=name.lower(), **(values | fields))

    @staticmethod
    def standing(name="Acme", **fields):
        values = {
            "role": Role.LEAD, "status": Status.AWARDED, "area": "Essex", "programme": "round",
            "valid_from": date(2014, 10, 29), "claim_id": f"claim-{name}", "quote": f"{name} leads", "source_id": "ministry",
        }  # fmt: skip
        return Standing(organisation=name, organisation_id=name.lower(), **(values | fields))

    @staticmethod
    def ended(standing, on):
        return replace(standing, valid_to=on)

    @staticmethod
    def claim(name="Acme", quote=None, **fields):
        quote = quote or f"{name} leads"
        values = {"role": Role.LEAD, "status": Status.AWARDED, "areas": ("Essex",), "programme": "round"}
        return Claim(
            organisation=name, organisation_id=name.lower(), surface=name,
            evidence=Evidence(quote=quote, start=0, end=len(quote)), **(values | fields),
        )  # fmt: skip

    @staticmethod
    def contact(address, *, retired=False, **fields):
        return Contact(
            address=address, retired=retired, evidence=Evidence(quote=address, start=0, end=len(address)), **fields
        )

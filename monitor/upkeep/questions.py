"""Keep the register of open questions in step with the ledger: a question opens by itself, and closes when a claim answers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.ledger.facts import FIELDS, Facts
from monitor.ledger.questions import Question, questions
from monitor.model import Role, Standing
from monitor.programmes.pack import Programme
from monitor.store import Answer, Sighting, Store

_LEADING = frozenset({Role.LEAD, Role.OWNER})


def settle_questions(store: Store, programmes: Sequence[Programme], *, now: datetime) -> tuple[Question, ...]:
    """Bring the register up to date; what is open then.

    A question is answered as of the moment at which the claim that answers it was met, whenever this is called. One that is
    simply no longer asked (nobody holds the place any more) closes without an answer, and is not reported as answered.
    """
    held = store.standings.as_of(now.date())
    sightings = store.claims.stating(organisation_ids={standing.organisation_id for standing in held})
    facts = Facts((sighting.claim, sighting.url) for sighting in sightings)
    asked = questions(held, facts, [each for each in programmes if each.id], as_of=now.date())
    still = {question.id for question in asked}
    gone = [each.question for each in store.questions.open() if each.question.id not in still]
    answers = {question.id: _answer(question, held, sightings, now) for question in gone}
    if asked or answers:
        store.questions.settle(asked, answers, at=now)
    return asked


def _answer(question: Question, held: Sequence[Standing], sightings: Sequence[Sighting], now: datetime) -> Answer:
    if question.field in FIELDS:
        return _stated(question, sightings) or Answer(at=now)
    roles = _LEADING if question.field == "lead" else {Role.CONTRACT_HOLDER}
    found = [
        standing for standing in held
        if standing.area == question.subject and standing.programme == question.programme and standing.role in roles
    ]  # fmt: skip
    if not found:
        return Answer(at=now)
    first = min(found, key=lambda each: each.known_from or now)
    names = " and ".join(dict.fromkeys(standing.organisation for standing in found))
    return Answer(words=names, claim_id=first.claim_id or None, at=first.known_from or now)


def _stated(question: Question, sightings: Sequence[Sighting]) -> Answer | None:
    for sighting in sightings:
        claim = sighting.claim
        value = getattr(claim, question.field)
        if value and claim.organisation == question.subject and claim.programme == question.programme:
            words = ", ".join(value) if isinstance(value, tuple) else value
            return Answer(words=words, claim_id=claim.id, at=sighting.first_seen)
    return None

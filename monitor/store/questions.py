"""The register of open questions: when each was opened, and when and by what it was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select, update

from monitor.ledger.questions import Question
from monitor.store.database import Database
from monitor.store.tables import desk as t
from monitor.store.upsert import insert_missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What answers a question and when it was known; without ``words`` the question is only not asked any more."""

    at: datetime
    words: str = ""
    claim_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A question with its time in the register. ``answered_at`` is ``None`` while it is open."""

    question: Question
    opened_at: datetime
    answered_at: datetime | None = None
    answer: str = ""
    answer_claim_id: str | None = None


class Questions:
    """Questions open by themselves and close by themselves; one that comes up again is opened anew."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def open(self, *, programme: str | None = None) -> tuple[Registered, ...]:
        """Those that nobody has answered, the oldest first."""
        query = select(t.questions).where(t.questions.c.answered_at.is_(None))
        query = query if programme is None else query.where(t.questions.c.programme == programme)
        return self._read(query.order_by(t.questions.c.opened_at, t.questions.c.id))

    def answered(self, since: datetime, until: datetime) -> tuple[Registered, ...]:
        """Those that were answered from ``since`` to before ``until``, in that order."""
        c = t.questions.c
        query = select(t.questions).where(c.answered_at >= since, c.answered_at < until, c.answer != "")
        return self._read(query.order_by(c.answered_at, c.id))

    def settle(self, asked: Iterable[Question], answers: Mapping[str, Answer], *, at: datetime) -> None:
        """Open what is asked and not yet open; close, with its answer, each of ``answers`` that is open."""
        asked = list(asked)
        with self._db.write() as connection:
            insert_missing(connection, t.questions, [_row(question, at) for question in asked])
            again = {question.id for question in asked}
            closed = select(t.questions.c.id).where(t.questions.c.answered_at.is_not(None))
            for question_id in again & set(connection.execute(closed).scalars()):
                _move(connection, question_id, opened_at=at, answered_at=None, answer=None, answer_claim_id=None)
            for question_id, answer in answers.items():
                _move(
                    connection, question_id, answered_at=answer.at, answer=answer.words, answer_claim_id=answer.claim_id
                )

    def _read(self, query: Any) -> tuple[Registered, ...]:
        with self._db.read() as connection:
            return tuple(_registered(row) for row in connection.execute(query))


def _move(connection: Any, question_id: str, **values: Any) -> None:
    connection.execute(update(t.questions).where(t.questions.c.id == question_id).values(**values))


def _row(question: Question, at: datetime) -> dict[str, Any]:
    return {
        "id": question.id, "programme": question.programme, "subject": question.subject, "field": question.field,
        "words": question.words, "since": question.since, "opened_at": at,
    }  # fmt: skip


def _registered(row: Row[Any]) -> Registered:
    since: date | None = row.since
    question = Question(programme=row.programme, subject=row.subject, field=row.field, words=row.words, since=since)
    return Registered(
        question=question,
        opened_at=row.opened_at,
        answered_at=row.answered_at,
        answer=row.answer or "",
        answer_claim_id=row.answer_claim_id,
    )

"""Open questions: they open by themselves, close when a claim answers them, and the next digest reports the answer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.ledger.facts import Facts
from monitor.ledger.questions import questions, tallied
from monitor.model import Role, SectionKind
from monitor.programmes.pack import Area, Programme
from monitor.upkeep.questions import settle_questions

ROUND = Programme(id="round", name="Round", areas=(Area(id="essex", name="Essex"), Area(id="kent", name="Kent")))
OPENED = datetime(2014, 10, 30, 12, tzinfo=UTC)
ANSWERED = datetime(2014, 11, 3, 12, tzinfo=UTC)


def fields(asked):
    return {(question.subject, question.field) for question in asked}


@pytest.fixture
def opened(desk, store, build):
    desk.visit("Acme leads", at=OPENED, claims=[build.claim()], begun=[build.standing(claim_id=build.claim().id)])
    settle_questions(store, [ROUND], now=OPENED)
    return store


def test_what_nobody_has_stated_opens_by_itself(opened):
    asked = {(each.question.subject, each.question.field) for each in opened.questions.open()}

    assert {("Kent", "lead"), ("Essex", "contract_holder"), ("Acme", "payment"), ("Acme", "volume")} <= asked
    assert ("Essex", "lead") not in asked


def test_a_tally_counts_every_question_and_names_the_first_of_each(opened):
    held, nothing = opened.standings.as_of(OPENED.date()), Facts([])
    every = questions(held, nothing, [ROUND], as_of=OPENED.date())
    tallies = tallied(held, nothing, ROUND, as_of=OPENED.date(), most=1)

    assert sum(tally.number for tally in tallies) == len(every)
    assert {question for tally in tallies for question in tally.first} <= set(every)
    assert {tally.words for tally in tallies} >= {"Who leads?", "Who holds the contract?", "How is it paid?"}
    assert all(len(tally.first) == 1 for tally in tallies)


def test_a_question_keeps_its_age_while_it_is_asked_again(opened):
    before = opened.questions.open()
    settle_questions(opened, [ROUND], now=ANSWERED)

    assert opened.questions.open() == before
    assert before[0].question.age_days(date(2014, 11, 8)) == 10


def test_a_claim_that_states_the_fact_closes_the_question_as_of_the_moment_it_was_met(opened, desk, build):
    paid = build.claim(quote="Acme is paid by results", payment="payment by results")
    desk.visit("Acme is paid by results", at=ANSWERED, claims=[paid], url="https://ministry.test/pay")
    settle_questions(opened, [ROUND], now=datetime(2014, 11, 20, tzinfo=UTC))

    (answered,) = opened.questions.answered(desk.second.start, desk.second.end)

    assert (answered.question.field, answered.answer) == ("payment", "payment by results")
    assert answered.answered_at == ANSWERED
    assert answered.answer_claim_id == paid.id


def test_the_next_digest_reports_the_answer_with_the_words_and_how_long_it_was_open(opened, desk, build):
    holder = build.standing("Essex Company", role=Role.CONTRACT_HOLDER, valid_from=date(2014, 11, 3))
    desk.visit("Essex Company holds it", at=ANSWERED, begun=[holder], url="https://ministry.test/holder")
    settle_questions(opened, [ROUND], now=ANSWERED)

    (item,) = desk.draft(desk.second).section(SectionKind.ANSWERED).items

    assert item.headline == "Who holds the contract in Essex? Essex Company"
    assert item.summary == "It had been open for 5 days."


def test_an_answer_is_reported_in_the_week_it_was_given_and_in_no_other(opened, desk, build):
    desk.visit("It", at=ANSWERED, begun=[build.standing("H", role=Role.CONTRACT_HOLDER)], url="https://ministry.test/h")
    settle_questions(opened, [ROUND], now=ANSWERED)

    assert desk.draft(desk.first).section(SectionKind.ANSWERED) is None
    assert desk.draft(desk.second).section(SectionKind.ANSWERED) is not None


def test_a_question_that_is_only_not_asked_any_more_closes_and_is_not_reported(opened, desk, build):
    gone = build.ended(build.standing(claim_id=build.claim().id), date(2014, 11, 2))
    desk.visit("Nobody", at=ANSWERED, ended=[gone], url="https://ministry.test/gone")
    settle_questions(opened, [ROUND], now=ANSWERED)

    assert opened.questions.open() == ()
    assert opened.questions.answered(desk.second.start, desk.second.end) == ()


def test_a_question_that_comes_up_again_is_opened_anew(opened, desk, build):
    holder = build.standing("H", role=Role.CONTRACT_HOLDER)
    desk.visit("It", at=ANSWERED, begun=[holder], url="https://ministry.test/h")
    settle_questions(opened, [ROUND], now=ANSWERED)
    again = datetime(2014, 11, 20, 12, tzinfo=UTC)
    desk.visit("Not it", at=again, ended=[build.ended(holder, date(2014, 11, 19))], url="https://ministry.test/h2")
    settle_questions(opened, [ROUND], now=again)

    reopened = {each.question.field: each for each in opened.questions.open() if each.question.subject == "Essex"}

    assert reopened["contract_holder"].opened_at == again


def test_an_opinion_answers_nothing(build):
    from monitor.model import Mode

    said = build.claim(payment="payment by results", mode=Mode.OPINION)

    assert ("Acme", "payment") in fields(
        questions([build.standing()], Facts([(said, "")]), [ROUND], as_of=date(2014, 11, 1))
    )

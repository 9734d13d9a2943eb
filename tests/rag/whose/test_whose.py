"""A question about one body, or one year, is never answered from another's report."""

from __future__ import annotations

from functools import cache

import pytest

from rag.answer import answered
from rag.records import Answer, AskedWith, Scope, turn_of
from tests.fakes import PredictableEmbedder, predictable_reader
from tests.rag.conftest import asking
from tests.rag.whose.made import TODAY, Asked, department, put_all, questions
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

RIGHT = 0.98
"""The share of questions that have to be answered from the right body and year."""


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    settings = StoreSettings(home=tmp_path_factory.mktemp("whose"))
    library = Library.open(settings, PredictableEmbedder())
    put_all(library)
    # Whether anything answers is not the matter here.
    working = asking(library, reader=predictable_reader(near=0.0, answered=0.0))

    @cache
    def answer(before: str, question: str) -> Answer:
        turns = (turn_of(answer("", before)),) if before else ()
        events = answered(question, working, AskedWith(turns, None, Scope(), TODAY))
        return list(events)[-1].answer

    yield [(asked, answer(asked.before, asked.question)) for asked in questions()]
    library.close()


def drawn_from(answer: Answer) -> set[tuple[str, int | None]]:
    cited = {c.n for s in answer.sentences for c in s.citations}
    reports = (f.report.identity for f in answer.passages if f.n in cited)
    return {(identity.department, identity.year) for identity in reports}


def wanted(asked: Asked) -> set[tuple[str, int | None]]:
    names = [department(body) for body in asked.expected]
    return {(name, year) for name in names for year in asked.years}


def names_somebody(asked: Asked) -> bool:
    return asked.expected[0] not in ("ask", "absent", "nobody")


def test_there_are_enough_questions(answers):
    assert len(answers) >= 290
    assert sum(asked.question.isascii() for asked, _ in answers) >= 55


def test_no_answer_is_drawn_from_another_body_or_year_unless_it_says_so(answers):
    others = [
        (asked.question, drawn_from(answer) - wanted(asked))
        for asked, answer in answers
        if names_somebody(asked)
        and any(
            identity not in wanted(asked) and not _is_said(identity, answer)
            for identity in drawn_from(answer)
        )
    ]
    assert others == []


def _is_said(identity: tuple[str, int | None], answer: Answer) -> bool:
    name, year = identity
    return any(name in note and str(year) in note for note in answer.notes)


def test_the_right_body_and_year_are_found(answers):
    asked_for = [(asked, answer) for asked, answer in answers if names_somebody(asked)]
    wrong = [
        (asked.question, answer.refusal, drawn_from(answer))
        for asked, answer in asked_for
        if not _is_right(asked, answer)
    ]
    assert len(wrong) <= (1 - RIGHT) * len(asked_for), wrong


def _is_right(asked: Asked, answer: Answer) -> bool:
    """Every body that is asked about is answered for, of the years asked about.

    What is planned for a year may be told by the report of the year before, which is said.
    """
    found, there = drawn_from(answer), wanted(asked)
    told_before = answer.understood.plans and all(_is_said(one, answer) for one in found)
    return {name for name, _ in found} == {name for name, _ in there} and (
        found == there or told_before
    )


def test_who_is_not_there_is_said_in_the_question_s_own_words_and_nothing_else_is_shown(answers):
    for asked, answer in answers:
        if asked.expected[0] != "absent":
            continue
        assert " ".join(asked.expected[1:]) in answer.refusal, asked.question
        assert not answer.sentences, asked.question
        if not asked.expected[1].isdigit():
            assert (answer.quotation, answer.table, answer.passages) == ((), None, ())


def test_where_many_may_be_meant_it_is_asked_which(answers):
    for asked, answer in answers:
        if asked.expected == ("ask",):
            assert len(answer.understood.choices) > 3, asked.question
            assert answer.refusal
            assert (answer.sentences, answer.passages) == ((), ())


def test_what_is_no_body_and_no_place_is_none(answers):
    for asked, answer in answers:
        if asked.expected == ("nobody",):
            assert not answer.understood.absent_departments, asked.question
            assert not answer.understood.scope.whose, asked.question


def test_whose_it_is_is_said_where_nobody_was_named(answers):
    for asked, answer in answers:
        if asked.expected == ("nobody",) and answer.sentences:
            assert all(_is_said(identity, answer) for identity in drawn_from(answer))


def test_how_last_year_was_read_is_said(answers):
    for asked, answer in answers:
        if "去年" in asked.question and answer.sentences:
            assert any("“去年”按2023年理解" in note for note in answer.notes), asked.question

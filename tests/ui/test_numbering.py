"""Evidence is numbered as the answer comes to speak of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rag.records import (
    Answer,
    Cell,
    Citation,
    EvidenceSentence,
    FigureTable,
    Finished,
    Phrasing,
    Quoted,
)
from tests.ui.pretend import services_in
from tests.vectorstore.made import made
from ui import questions
from ui.access import LOCAL
from ui.numbering import numbered, numbered_events


def answer_in(folder: Path) -> Answer:
    services = services_in(folder)
    made(sentences=("执行率为99.47%。", "得分为98.58分。", "整治河道12公里。")).onto(
        services.library
    )
    place = questions.ask(services, LOCAL, None, "执行率？")
    services.desk.of(place).wait(20)
    told = services.desk.of(place).progress.answer
    assert len(told.passages) == 3
    return told


def quote(answer: Answer, n: int) -> EvidenceSentence:
    passage = next(found.passage for found in answer.passages if found.n == n)
    return EvidenceSentence(n, passage.start, passage.end, passage.text, 1.0)


def citation(answer: Answer, n: int) -> Citation:
    item = quote(answer, n)
    return Citation(n, item.start, item.end)


def texts(answer: Answer) -> list[str]:
    return [found.passage.text for found in sorted(answer.passages, key=lambda found: found.n)]


def test_what_is_quoted_first_is_number_one(tmp_path: Path) -> None:
    told = answer_in(tmp_path)
    third, first = quote(told, 3), quote(told, 1)
    answer = numbered(replace(told, quotation=(third, first)))
    assert [item.n for item in answer.quotation] == [1, 2]
    assert texts(answer) == [third.text, first.text, quote(told, 2).text]
    (sentence,) = answer.sentences
    assert sentence.citations[0].n == 2  # it cites what was number 1


def test_of_an_answer_by_code_its_own_sentences_are_numbered_first(tmp_path: Path) -> None:
    told = answer_in(tmp_path)
    (sentence,) = told.sentences
    said = replace(sentence, citations=(citation(told, 3),))
    answer = numbered(
        replace(told, phrased_by=Phrasing.CODE, sentences=(said,), quotation=(quote(told, 1),))
    )
    assert [c.n for c in answer.sentences[0].citations] == [1]
    assert [item.n for item in answer.quotation] == [2]


def test_a_table_is_numbered_after_what_is_quoted(tmp_path: Path) -> None:
    told = answer_in(tmp_path)
    table = FigureTable(("执行率",), ((Cell("99.47%", citation(told, 2)),),))
    answer = numbered(replace(told, quotation=(quote(told, 3),), sentences=(), table=table))
    assert answer.table is not None
    assert answer.table.rows[0][0].citation.n == 2
    assert texts(answer)[:2] == [quote(told, 3).text, quote(told, 2).text]


def test_numbers_are_the_same_while_the_answer_is_written(tmp_path: Path) -> None:
    told = replace(answer_in(tmp_path), sentences=())
    told = replace(told, quotation=(quote(told, 2), quote(told, 1)))
    events = [Quoted(told.passages, told.quotation, None), Finished(told, None)]
    quoted, finished = numbered_events(iter(events))
    assert quoted.quotation == finished.answer.quotation
    assert quoted.passages == finished.answer.passages

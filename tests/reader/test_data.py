"""The reports and questions are as they must be, and nothing examined is trained on."""

from __future__ import annotations

import json

import pytest

from reader.__main__ import as_embedded
from reader.errors import ReaderDataError
from reader.examples import labelled
from reader.reports import Style, read_reports, read_split

LINE = {
    "question": "花了多少？",
    "style": "everyday",
    "answerable": True,
    "evidence": ["全年支出12万元"],
    "answer": "12万元",
    "near": [],
}


@pytest.fixture(scope="module")
def reports():
    return read_reports()


@pytest.fixture
def folder(tmp_path):
    """A folder with one report, to which lines of questions can be given."""

    def made(**changes):
        place = tmp_path / "w1"
        place.mkdir(exist_ok=True)
        (place / "one.txt").write_text("某局2023年度报告\n一、收支\n全年支出12万元。\n", "utf-8")
        line = json.dumps(LINE | changes, ensure_ascii=False)
        (place / "one.jsonl").write_text(line + "\n", "utf-8")
        return tmp_path

    return made


def test_every_report_has_questions_in_both_languages_and_some_without_an_answer(reports):
    for report in reports:
        assert len(report.questions) >= 40, report.name
        styles = {q.style for q in report.questions}
        assert Style.ENGLISH in styles, report.name
        assert len(styles) > 1, report.name
        assert any(not q.answerable for q in report.questions), report.name


def test_all_evidence_is_in_the_sentences_that_are_embedded(reports):
    for report in reports:
        lesson = labelled(report, as_embedded)
        assert len(lesson.examples) == len(report.questions)
        assert all(e.right.isdisjoint(e.near) for e in lesson.examples)


def test_what_is_examined_is_not_trained_on_nor_chosen_by(reports):
    split = read_split(reports)
    trained = {r.name for r in reports} - split.kept_out
    assert not set(split.development) & set(split.exam)
    assert len(split.exam) >= 8
    writers_trained = {r.writer for r in reports if r.name in trained}
    writers_examined = {r.writer for r in reports if r.name in split.exam}
    assert len(writers_examined - writers_trained) >= 2
    texts = {r.name: r.text for r in reports}
    assert not {texts[n] for n in trained} & {texts[n] for n in split.exam}


def test_a_question_is_read(folder):
    (report,) = read_reports(folder())
    (question,) = report.questions
    assert (report.name, report.writer) == ("w1/one", "w1")
    assert question.answerable
    assert question.evidence == ("全年支出12万元",)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"evidence": ["全年支出13万元"]}, "not verbatim"),
        ({"near": ["不在报告里"]}, "not verbatim"),
        ({"near": "全年支出12万元"}, "no list"),
        ({"answerable": False}, "has evidence"),
        ({"answer": None}, "has evidence"),
        ({"style": "poem"}, "poem"),
        ({"question": " "}, "empty"),
        ({"more": 1}, "fields"),
    ],
)
def test_what_is_wrong_with_a_question_is_said_with_its_line(folder, changes, told):
    with pytest.raises(ReaderDataError, match=rf"one\.jsonl, line 1: .*{told}"):
        read_reports(folder(**changes))


def test_a_report_without_questions_and_an_empty_folder_are_refused(folder, tmp_path):
    (folder() / "w1" / "one.jsonl").unlink()
    with pytest.raises(ReaderDataError, match=r"one\.jsonl is missing"):
        read_reports(tmp_path)
    with pytest.raises(ReaderDataError, match="no reports"):
        read_reports(tmp_path / "w1")


def test_a_split_that_names_what_is_not_there_or_twice_is_refused(folder, tmp_path):
    reports = read_reports(folder())
    path = tmp_path / "split.toml"
    path.write_text('development = []\nexam = ["w9/none"]\nlater = []\n')
    with pytest.raises(ReaderDataError, match="w9/none"):
        read_split(reports, path)
    path.write_text('development = ["w1/one"]\nexam = ["w1/one"]\nlater = []\n')
    with pytest.raises(ReaderDataError, match="two groups"):
        read_split(reports, path)

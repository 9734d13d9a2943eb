"""Matrices are made once; what people say of a match counts, and is kept."""

from __future__ import annotations

import json

import pytest

from goals.__main__ import main
from goals.answering import Asked, answer, asked_about_goals
from goals.kept import followed_in, matrix_of
from goals.records import Attainment
from goals.years import earlier_of, followed, projects_over_years
from rag.answer import Answering, ask
from rag.model.chat import Queue
from rag.records import Finished, Phrasing, Standing
from reader.opening import TRAINED
from reader.reading import ByMeaning
from tests.goals.read_text import report_text
from vectorstore.reviews import Mark


def of_year(library, year):
    [report] = library.reports(years=[year])
    return report


def test_a_matrix_is_made_once(library, monkeypatch):
    report = of_year(library, 2021)
    made = matrix_of(library, report.id)
    monkeypatch.setattr("goals.kept.matrix", lambda *_: pytest.fail("made again"))
    assert matrix_of(library, report.id) == made


def test_a_match_that_a_person_undid_counts_no_more_until_it_is_taken_back(library):
    report = of_year(library, 2021)
    before = matrix_of(library, report.id)
    bridges = before.lines[0]
    result = bridges.results[0].place.text
    library.goal_matches.mark(report.id, bridges.goal.name, result, Mark.DISMISSED, "wang")
    undone = matrix_of(library, report.id).lines[0]
    assert result not in [r.place.text for r in undone.results]
    library.goal_matches.mark(report.id, bridges.goal.name, result, Mark.OPEN, "wang")
    assert matrix_of(library, report.id) == before


def test_what_a_person_confirms_counts_though_no_rule_found_it(library):
    report = of_year(library, 2021)
    goal = matrix_of(library, report.id).lines[0].goal
    words = "更新新能源公交车60辆。"
    library.goal_matches.mark(report.id, goal.name, words, Mark.CONFIRMED, "wang")
    confirmed = matrix_of(library, report.id).lines[0]
    assert words in [r.place.text for r in confirmed.results]
    [mark] = library.goal_matches.marks(report.id)
    assert (mark.by, mark.mark) == ("wang", Mark.CONFIRMED)


def test_marks_outlive_the_report(library):
    report = of_year(library, 2021)
    library.goal_matches.mark(report.id, "目标", "成效", Mark.CONFIRMED, "wang")
    matrix_of(library, report.id)
    library.remove(report.id)
    assert len(library.goal_matches.marks(report.id)) == 1


def test_what_was_promised_is_found_again_the_year_after(library):
    first, second = of_year(library, 2021), of_year(library, 2022)
    assert earlier_of(second, library.reports()) == [first]
    found = followed_in(library, first.id, second.id)
    told = "".join(r.place.text for line in found.promises for r in line.results)
    assert "新建公交候车亭126座" in told
    assert any("养护资金缺口" in a.now.place.text for a in found.problems)


def test_the_goals_of_a_budget_are_followed_into_what_came_of_it(tmp_path, embedder):
    budget = report_text(
        tmp_path,
        "青禾县交通运输局2022年部门预算",
        "一级指标\t二级指标\t三级指标\t指标值",
        "产出指标\t数量指标\t改造危桥数量\t5座",
        "产出指标\t质量指标\t验收合格率\t100%",
    )
    told = report_text(
        tmp_path,
        "青禾县交通运输局2022年度部门整体支出绩效自评报告",
        "一级指标\t二级指标\t三级指标\t目标值\t完成值",
        "产出指标\t数量指标\t改造危桥数量\t5座\t4座",
        "产出指标\t质量指标\t验收合格率\t100%\t100%",
    )
    lines = followed(budget, told, embedder, same_year=True).goals
    assert [line.outcome for line in lines] == [Attainment.SHORT, Attainment.MET]
    assert followed(budget, told, embedder, same_year=False).goals == ()


def test_a_project_is_followed_through_its_years(library):
    money = [(y, matrix_of(library, of_year(library, y).id).money) for y in (2021, 2022)]
    [(name, years)] = projects_over_years(money).items()
    assert name == "农村公路提质改造"
    assert [years[y].budget.as_written for y in (2021, 2022)] == ["300万元", "320万元"]


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("目标完成得怎么样？", Asked.STATE),
        ("各项目标的完成情况怎么样", Asked.STATE),
        ("哪些目标没完成？", Asked.MISSED),
        ("which targets were missed?", Asked.MISSED),
        ("去年说要改进的今年改了吗？", Asked.PROMISES),
        ("新增停车位完成目标了吗？", None),
        ("三公经费花了多少？", None),
        ("绩效目标有哪些？", None),
    ],
)
def test_a_question_about_all_goals_is_told_from_others(embedder, question, asked):
    assert asked_about_goals(question, embedder) is asked


def test_which_goals_were_missed_is_answered_with_quotations(library):
    report = of_year(library, 2021)
    summed, missed = answer(Asked.MISSED, library, [report], "zh")
    assert "未达到1项" in summed.text
    assert "改造危桥23座" in missed.text
    text = library.text(report.id)
    assert missed.places
    assert all(text.text[p.start : p.end] == p.text for _, p in missed.places)


def test_the_command_prints_the_matrix_as_json_and_writes_the_form(library, tmp_path, capsys):
    report = of_year(library, 2021)
    library.close()
    form = tmp_path / "form.xlsx"
    assert main([report.source, "--json", "--xlsx", str(form)]) == 0
    [made] = json.loads(capsys.readouterr().out)
    assert [g["outcome"] for g in made["goals"]] == [Attainment.SHORT, Attainment.MET]
    assert made["goals"][0]["deviation_percent"] == "-13.04"
    assert form.stat().st_size > 0


def test_a_question_in_the_chat_is_answered_from_the_matrix(library):
    answering = Answering(
        library, library.embedder, ByMeaning(library.embedder, TRAINED), None, Queue(1)
    )
    events = ask("青禾县交通运输局2021年哪些目标没完成？", answering)
    given = next(e.answer for e in events if isinstance(e, Finished))
    text = library.text(of_year(library, 2021).id).text
    assert given.phrased_by is Phrasing.CODE
    assert any("改造危桥20座" in s.text and s.supported for s in given.sentences)
    assert all(text[q.start : q.end] == q.text for q in given.quotation)
    assert any(v.standing is Standing.DERIVED for s in given.sentences for v in s.verdicts)


def test_a_question_about_one_goal_is_answered_as_before(library):
    answering = Answering(
        library, library.embedder, ByMeaning(library.embedder, TRAINED), None, Queue(1)
    )
    events = ask("青禾县交通运输局2021年改造了多少座危桥？", answering)
    given = next(e.answer for e in events if isinstance(e, Finished))
    assert given.phrased_by is Phrasing.QUOTATION

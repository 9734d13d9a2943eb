"""Figures that reports state are answered with, in sentences and tables."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rag.figures_stated import Figure, FigureRow, Figures
from rag.figures_told import figure_sentences, figure_table, total_notes
from rag.records import Scope, Standing
from records import Evidence, Indicator
from tests.rag import written
from tests.rag.conftest import answer_to, shelf_of, text_of
from tests.rag.evidence_made import asked, basis

WATER, CIVIL = "江岸市临河区水务局", "江岸市临河区民政局"


def figure(value: str, year: int, department: str = WATER, name: str = "budget") -> Figure:
    unit = "%" if name.endswith("rate") else "万元"
    label = "执行率为" if name.endswith("rate") else "全年预算数为"
    place = basis(f"{year}年{label}{value}{unit}。", year, department, n=year - 2000)
    evidence = Evidence(0, 10, 1, place.text)
    indicator = Indicator(name, year, Decimal(value), unit, f"{value}{unit}", evidence)
    return Figure(indicator, place)


def figures(*rows: Figure, name: str = "budget") -> Figures:
    made = tuple(
        FigureRow(f.basis.found.report.identity.department, f.indicator.year, ((f,),)) for f in rows
    )
    return Figures((name,), made, tuple(f.basis.found for f in rows))


def test_one_figure_is_one_sentence_and_no_table():
    one = figures(figure("2450.00", 2022))
    (said,) = figure_sentences(one, asked("2022年全年预算数是多少？"))
    assert said.text == f"2022年，{WATER}全年预算数为2450.00万元。"
    assert said.supported
    assert figure_table(one, asked("2022年全年预算数是多少？")) is None


def test_in_english_money_is_in_yuan_with_the_figure_as_written():
    (said,) = figure_sentences(
        figures(figure("2450.00", 2022)), asked("What was the budget in 2022?")
    )
    assert said.text == f"In 2022, the budget was 24,500,000 yuan (2,450.00万元) ({WATER})."
    assert said.supported


@pytest.mark.parametrize(
    ("question", "starts"),
    [
        ("哪一年的全年预算数最高？", "2023年全年预算数最高"),
        ("哪一年的全年预算数最低？", "2021年全年预算数最低"),
        ("Which year had the highest budget?", "2023 had the highest"),
    ],
)
def test_extremes_are_told_first(question: str, starts: str):
    three = figures(figure("2000", 2021), figure("2450", 2022), figure("2600", 2023))
    sentences = figure_sentences(three, asked(question))
    assert sentences[0].text.startswith(starts)
    assert len(sentences[0].citations) == 3
    assert len(sentences) == 4


def test_rates_change_by_points_and_money_by_an_amount_and_per_cent():
    question = asked("近两年怎样？")
    money = figure_table(figures(figure("2000", 2021), figure("2450", 2022)), question)
    assert money is not None
    assert money.rows[1][3].text == "比2021年 +450万元 (+22.50%)"
    rates = figures(
        figure("95", 2021, name="execution_rate"),
        figure("98", 2022, name="execution_rate"),
        name="execution_rate",
    )
    table = figure_table(rates, question)
    assert table is not None
    assert table.rows[1][3].text == "比2021年 +3个百分点"
    assert table.rows[1][3].calculation == "98 − 95 = 3"


def test_departments_side_by_side_have_no_growth():
    both = figures(figure("2450", 2022), figure("3100", 2022, CIVIL))
    table = figure_table(both, asked("2022年各部门全年预算数？"))
    assert table is not None
    assert len(table.columns) == 3


def test_of_many_rows_only_the_extremes_are_told_and_all_are_in_the_table():
    many = figures(*(figure(str(1000 + year), year) for year in range(2010, 2024)))
    sentences = figure_sentences(many, asked("历年全年预算数？"))
    assert len(sentences) == 2
    table = figure_table(many, asked("历年全年预算数？"))
    assert table is not None
    assert len(table.rows) == 14


def test_a_sum_is_made_only_over_years_or_departments_that_were_named():
    two = figures(figure("2000.00", 2021), figure("2450.00", 2022))
    question = asked("全年预算数一共多少？")
    assert len(figure_sentences(two, question)) == 2
    named = replace(question, scope=Scope(years=(2021, 2022)))
    total = figure_sentences(two, named)[0]
    assert total.text == (
        f"全年预算数合计4,450.00万元（{WATER}2021年2000.00万元、{WATER}2022年2450.00万元）。"
    )
    assert total.supported


def test_a_sum_is_made_only_of_figures_that_belong_together_and_are_all_there():
    question = replace(asked("2022年和2024年全年预算数合计多少？"), scope=Scope(years=(2022, 2024)))
    apart = figures(figure("2450.00", 2024), figure("3100.00", 2024, CIVIL))
    assert not any("合计" in s.text for s in figure_sentences(apart, question))
    (of_water, of_civil) = total_notes(apart, question)
    assert f"{WATER}2022年" in of_water
    assert f"{CIVIL}2022年" in of_civil


def test_a_sum_is_not_made_of_figures_that_are_stated_differently():
    one, other = figure("2450.00", 2022), figure("2460.00", 2022)
    row = FigureRow(WATER, 2022, ((one, other),))
    both = Figures(("budget",), (*figures(figure("2000.00", 2021)).rows, row), ())
    question = replace(asked("两年全年预算数合计多少？"), scope=Scope(years=(2021, 2022)))
    assert not any("合计" in s.text for s in figure_sentences(both, question))
    assert len(total_notes(both, question)) == 1


def test_a_figure_its_source_does_not_bear_out_is_not_composed():
    wrong = figure("2450.00", 2022)
    other = replace(wrong, basis=basis("全年预算数为9.00万元。"))
    assert figure_sentences(figures(other), asked("2022年全年预算数是多少？")) == ()


def test_years_compared_make_a_table_with_growth_each_cell_cited(many_shelf):
    answer = answer_to("水务局2021年到2023年的全年预算数分别是多少？", many_shelf)
    table = answer.table
    assert [row[1].text for row in table.rows] == ["2021", "2022", "2023"]
    assert [row[2].text for row in table.rows] == ["2,000.00万元", "2,450.00万元", "2,600.00万元"]
    assert all(row[2].citation for row in table.rows)
    assert table.rows[1][3].calculation.startswith("2,450.00 − 2,000.00 = 450.00")
    assert "22.5" in table.rows[1][3].text
    assert "2,600.00万元" in text_of(answer)


def test_which_year_was_highest_is_computed(many_shelf):
    answer = answer_to("水务局哪一年的预算执行率最高？", many_shelf)
    assert answer.sentences[0].text.startswith("2023年")
    assert "99%" in answer.sentences[0].text


def test_a_sum_over_years_is_computed_and_shown(many_shelf):
    answer = answer_to("水务局2021年到2023年全年预算数合计多少？", many_shelf)
    total = next(s for s in answer.sentences if "合计" in s.text)
    assert "7,050.00万元" in total.text
    assert total.verdicts[0].standing is Standing.DERIVED
    assert total.verdicts[0].calculation == "2,000.00 + 2,450.00 + 2,600.00 = 7,050.00 万元"


def test_a_question_that_names_nobody_lists_whose_figures_there_are(many_shelf):
    answer = answer_to("2022年全年预算数是多少？", many_shelf)
    text = text_of(answer)
    assert "水务局" in text
    assert "2,450.00万元" in text
    assert "民政局" in text
    assert "3,100.00万元" in text


def test_an_answer_from_a_place_that_was_not_read_surely_says_so(tmp_path):
    torn = written.WATER_2022.replace("执行率为98%", "执行率\ufffd为98%")
    library = shelf_of({"2022_水务局.txt": torn}, tmp_path)
    answer = answer_to("2022年全年预算数是多少？", library)
    assert "2,450.00万元" in text_of(answer)
    assert any("不成字符" in note for note in answer.notes)
    library.close()


def test_a_figure_that_the_audit_doubts_is_answered_with_the_doubt_beside_it(tmp_path):
    wrong = written.WATER_2022.replace("执行率为98%", "执行率为99%")
    library = shelf_of({"2022_水务局.txt": wrong}, tmp_path)
    answer = answer_to("2022年预算执行率是多少？", library)
    assert "99%" in text_of(answer)
    assert any("98.00%" in note for note in answer.notes)


def test_a_figure_stated_in_two_ways_is_given_in_both_and_said_so(tmp_path):
    text = written.WATER_2022.replace(
        "三、存在的主要问题",
        "3. 2022年部门整体支出全年预算数为2,460.00万元。\n\n三、存在的主要问题",
    )
    library = shelf_of({"2022_水务局.txt": text}, tmp_path)
    answer = answer_to("2022年全年预算数是多少？", library)
    assert "2,450.00万元" in text_of(answer)
    assert "2,460.00万元" in text_of(answer)
    assert any("不同的说法" in note for note in answer.notes)
    library.close()


def test_departments_are_compared_in_a_table(many_shelf):
    answer = answer_to("2022年水务局和民政局的预算执行率分别是多少？", many_shelf)
    assert {row[0].text for row in answer.table.rows} == {
        "江岸市临河区水务局",
        "江岸市临河区民政局",
    }
    assert {row[2].text for row in answer.table.rows} == {"98%", "99%"}


def test_a_sum_that_lacks_an_addend_is_not_given_and_what_is_missing_is_said(many_shelf):
    answer = answer_to("2022年和2023年全年预算数合计多少？", many_shelf)
    sums = [s.text for s in answer.sentences if "合计" in s.text]
    assert len(sums) == 1
    assert "全年预算数合计5,050.00万元" in sums[0]
    assert "水务局2022年2,450.00万元" in sums[0]
    assert any("民政局2023年" in note for note in answer.notes)


@pytest.mark.parametrize(
    ("question", "said", "calculation"),
    [
        (
            "2022年水务局基本支出比项目支出少多少？",
            "少599.00万元",
            "1,500.00 − 901.00 = 599.00万元",
        ),
        (
            "水务局2022年项目支出占比是多少？",
            "占全年执行数的62.47%",
            "1,500.00 ÷ 2,401.00 = 62.47%",
        ),
        (
            "水务局2022年项目支出占执行数的比例是多少？",
            "占全年执行数的62.47%",
            "1,500.00 ÷ 2,401.00 = 62.47%",
        ),
    ],
)
def test_two_figures_of_one_report_are_related_by_code(many_shelf, question, said, calculation):
    answer = answer_to(question, many_shelf)
    (sentence,) = (s for s in answer.sentences if said in s.text)
    assert sentence.verdicts[0].standing is Standing.DERIVED
    assert sentence.verdicts[0].calculation == calculation

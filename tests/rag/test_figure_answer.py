"""Figures put into words and tables: whose, of which year, how they changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from rag.figures_stated import Figure, FigureRow, Figures
from rag.figures_told import figure_sentences, figure_table, total_notes
from rag.records import Scope
from records import Evidence, Indicator
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

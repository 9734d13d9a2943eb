"""Answers that code composes out of the reports' figures, on a real shelf."""

from __future__ import annotations

import pytest

from rag.records import Standing
from tests.rag import written
from tests.rag.conftest import answer_to, shelf_of, text_of


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


def test_a_figure_that_the_audit_doubts_is_answered_with_the_doubt_beside_it(tmp_path):
    wrong = written.WATER_2022.replace("执行率为98%", "执行率为99%")
    library = shelf_of({"2022_水务局.txt": wrong}, tmp_path)
    answer = answer_to("2022年预算执行率是多少？", library)
    assert "99%" in text_of(answer)
    assert any("98.00%" in note for note in answer.notes)


def test_an_answer_from_a_place_that_was_not_read_surely_says_so(tmp_path):
    torn = written.WATER_2022.replace("执行率为98%", "执行率\ufffd为98%")
    library = shelf_of({"2022_水务局.txt": torn}, tmp_path)
    answer = answer_to("2022年全年预算数是多少？", library)
    assert "2,450.00万元" in text_of(answer)
    assert any("不成字符" in note for note in answer.notes)
    library.close()


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

"""What a report promised and the next one tells: of one body, and quoted from both."""

from __future__ import annotations

from goals.answering import Asked, answer
from goals.matrix import matrix
from goals.records import Attainment
from goals.years import earlier_of
from ingest.corpus import Corpus
from ingest.pipeline import put, read
from tests.goals.read_text import report_text

EARLIER = """云岚区行政审批服务局2022年度部门整体支出绩效自评报告
一、基本情况
2022年全年预算数100.00万元，全年执行数99.00万元。
二、下一步改进措施
1.建成热线智能派单系统，2023年6月底前上线。
"""
LATER = """沛宁市云岚区行政审批服务局2023年度部门整体支出绩效自评报告
一、基本情况
2023年全年预算数120.00万元，全年执行数118.00万元。
二、主要工作成效
热线智能派单系统6月20日上线，平均派单时间由42分钟缩短到9分钟。
"""


def on_the_shelf(library, corpus, folder, text, name):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return put(library, corpus, read(path, name), by="test").report


def test_promises_are_followed_though_one_report_leaves_its_city_out(library, tmp_path):
    corpus = Corpus(tmp_path / "corpus")
    earlier = on_the_shelf(library, corpus, tmp_path, EARLIER, "2022.txt")
    later = on_the_shelf(library, corpus, tmp_path, LATER, "2023.txt")
    assert earlier.identity.place != later.identity.place
    assert [r.id for r in earlier_of(later, library.reports())] == [earlier.id]
    [promise] = [
        said for said in answer(Asked.PROMISES, library, [later], "zh") if "智能派单" in said.text
    ]
    assert promise.text.startswith("“建成热线智能派单系统")
    assert {report.id for report, _ in promise.places} == {earlier.id, later.id}


def test_two_bodies_of_one_name_in_two_cities_are_not_one(library, tmp_path):
    corpus = Corpus(tmp_path / "corpus")
    on_the_shelf(library, corpus, tmp_path, EARLIER, "2022.txt")
    here = on_the_shelf(library, corpus, tmp_path, LATER, "2023.txt")
    there = LATER.replace("沛宁市", "丰原市")
    on_the_shelf(library, corpus, tmp_path, there, "2023-2.txt")
    assert earlier_of(here, library.reports()) == []


def test_of_a_table_of_years_the_targets_own_year_is_what_was_done(tmp_path, embedder):
    text = report_text(
        tmp_path,
        "某区行政审批局2023年度部门整体支出绩效自评报告",
        "一、主要指标对照",
        "指标 | 2022年 | 2023年 | 2023年目标",
        "大厅办件量（万件） | 41.95 | 47.30 | 44.00",
        "窗口总数（个） | 104 | 86 | 90以内",
    )
    cases, windows = matrix(text, embedder).lines
    assert (cases.actual.as_written, cases.outcome) == ("47.30", Attainment.EXCEEDED)
    assert (windows.actual.as_written, windows.outcome) == ("86", Attainment.MET)

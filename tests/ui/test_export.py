"""What the pages give to take away: findings, figures, conversations."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import docx
from openpyxl import load_workbook
from pypdf import PdfReader

from exports.workbook import to_csv, to_xlsx
from rag.export import FORMATS
from records import Notice, Unsure
from tests.ui.pretend import services_in
from tests.vectorstore.made import made
from ui import audit, audit_export, conversations, figures, questions, series
from ui.access import LOCAL
from ui.services import Services


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def filed(services: Services) -> audit_export.Paper:
    """Every finding on the shelf, to be filed."""
    library = services.library
    return audit_export.paper(audit.findings(services, LOCAL), library.reports(), library)


def sheet_of(services: Services, name: str) -> list[dict[str, object]]:
    """A sheet of the working paper, row by row."""
    content = audit_export.as_xlsx(filed(services), LOCAL, services.library)
    heads, *rows = ([c.value for c in row] for row in load_workbook(io.BytesIO(content))[name].rows)
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def test_the_working_paper_numbers_findings_by_report_and_by_check(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    first = made()
    finding = first.findings[0]
    several = [finding, replace(finding, check="sum"), replace(finding, stated="99.50%")]
    replace(first, findings=several).onto(services.library)
    made("教育局").onto(services.library)
    made("财政局", sentences=("全年无事。",)).onto(services.library)
    told = [(row["序号"], row["报告"], row["核查项"]) for row in sheet_of(services, "审计")]
    assert [number for number, _, _ in told] == [1, 2, 3, 4, 5]
    together = [group for group, _ in groupby(told, key=lambda row: row[1:])]
    assert len(together) == len(set(together)) == 4
    assert [report for _, report, _ in told] == sorted(report for _, report, _ in told)


def test_a_finding_is_filed_with_its_evidence_and_judgement(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    (row,) = audit.findings(services, LOCAL)
    audit.judge(services, LOCAL, row.kept.id, audit.Mark.EXPLAINED, "四舍五入")
    (told,) = sheet_of(services, "审计")
    assert (told["序号"], told["严重程度"]) == (1, "有误")
    assert told["问题描述"] == "报告写的是99.47%，推算应为99.43%。"
    assert told["依据（原文、页码）"] == "第1页：全年预算执行率为99.47%。"
    assert "四舍五入" in str(told["处理意见"])
    assert told["责任人"] is told["整改情况"] is None
    (held,) = sheet_of(services, "核对情况")
    assert {"合计", "比率", "增减", "评分"} <= {*held}
    assert (held["报告"], held["发现"]) == (row.report.identity.title, 1)


def test_the_working_paper_in_word_has_a_table_for_each_check(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    clean = replace(made("财政局", sentences=("全年无事。",)), findings=[])
    clean.onto(services.library)
    word = docx.Document(io.BytesIO(audit_export.as_docx(filed(services), LOCAL, services.library)))
    (table,) = word.tables
    heads, cells = ([c.text for c in row.cells] for row in table.rows)
    assert heads == [
        *("序号", "问题描述", "依据（原文、页码）"),
        *("计算过程", "处理意见", "责任人", "整改情况"),
    ]
    assert cells[0] == "1"
    assert cells[1] == "有误：报告写的是99.47%，推算应为99.43%。"
    runs = [run for p in table.rows[1].cells[2].paragraphs for run in p.runs]
    quoted = [run.text for run in runs if run.font.highlight_color]
    assert quoted == ["全年预算执行率为99.47%。"]
    said = [paragraph.text for paragraph in word.paragraphs]
    assert said[0] == "审计底稿"
    assert sum(text.startswith("核对相符：") for text in said) == 2
    assert "没有发现问题。" in said
    assert "复核人" in said[-1]


def test_what_the_filters_left_out_is_said_in_the_paper(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    library = services.library
    paper = audit_export.paper([], library.reports(), library)
    word = docx.Document(io.BytesIO(audit_export.as_docx(paper, LOCAL, library)))
    assert any("另有 1 项发现" in paragraph.text for paragraph in word.paragraphs)
    assert filed(services).left_out == 0


def test_what_was_not_read_surely_is_exported_as_such(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    kept = made()
    faint = Notice(Unsure.FAINT, 1, "", "99.47%", start=8, end=14)
    replace(kept, report=replace(kept.report, notices=(faint,))).onto(services.library)
    library = services.library
    found = series.points(library.reports(), library.indicators(), [2022])
    head, row = read_csv(to_csv(figures.table_of(found)))
    assert row[head.index("不确定的原因")] == "OCR 不确定"
    (told,) = sheet_of(services, "审计")
    assert told["不确定的原因"] == "OCR 不确定"


def test_figures_are_exported_with_their_source(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    library = services.library
    found = series.points(library.reports(), library.indicators(), [2022])
    head, row = read_csv(to_csv(figures.table_of(found)))
    assert row[head.index("数值")] == "99.47"
    assert row[head.index("来源")] == "2022年水务局绩效自评报告 · 第1页"
    assert row[head.index("原句")] == "全年预算执行率为99.47%。"
    book = load_workbook(io.BytesIO(to_xlsx(figures.book_of(found))))
    summary, sheet = book.worksheets
    assert [[c.value for c in row] for row in sheet.rows][1][3] == 99.47
    told = {row[0].value: row[1].value for row in summary.rows}
    assert told["部门"] == "水务局"
    assert told["年度"] == "2022"


def test_a_conversation_as_json_has_its_title_and_answers_alone_are_a_list(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    questions.ask(services, LOCAL, None, "预算执行率是多少？", None)
    (conversation,) = services.library.conversations.find(LOCAL.id)
    services.desk.of(conversation.id).wait(20)
    answers = conversations.answers_of(services, LOCAL, conversation)
    make = FORMATS[".json"].make
    whole = json.loads(make(answers, conversation.title, "en"))
    assert whole["title"] == "预算执行率是多少？"
    assert whole["answers"] == json.loads(make(answers, "", "en"))
    assert [answer["question"] for answer in whole["answers"]] == ["预算执行率是多少？"]


def test_a_whole_conversation_is_taken_away_as_word_and_pdf(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    asked = ["预算执行率是多少？", "河道整治多少公里？"]
    place = None
    for words in asked:
        place = questions.ask(services, LOCAL, place, words, None)
        services.desk.of(place).wait(20)
    (conversation,) = services.library.conversations.find(LOCAL.id)
    answers = conversations.answers_of(services, LOCAL, conversation)
    files = {
        ending: io.BytesIO(FORMATS[ending].make(answers, conversation.title, "en"))
        for ending in (".docx", ".pdf")
    }
    word = [p.text for p in docx.Document(files[".docx"]).paragraphs]
    assert word[0] == conversation.title
    assert word[-1].startswith("Prepared by")
    assert [text for text in word if text[:3] in ("1. ", "2. ")] == [
        f"{n}. {words}" for n, words in enumerate(asked, start=1)
    ]
    assert "99.47%" in "\n".join(word)
    pages = [page.extract_text() for page in PdfReader(files[".pdf"]).pages]
    printed = "".join("\n".join(pages).split())
    assert all(words in printed for words in asked)
    assert "全年预算执行率为99.47%。" in printed

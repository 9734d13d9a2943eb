from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from records import Notice, Unsure
from tests.ui.pretend import services_in
from tests.vectorstore.made import made
from ui import audit, audit_export, figures, series
from ui.access import LOCAL
from ui.export import to_csv, to_xlsx

HOSTILE = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1+1", "\r=1"]


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_no_text_becomes_a_formula_in_a_csv() -> None:
    _head, *rows = read_csv(to_csv(["文"], [[text] for text in HOSTILE]))
    assert [row[0] for row in rows] == [f"'{text}" for text in HOSTILE]


def test_numbers_stay_numbers() -> None:
    _head, row = read_csv(to_csv(["数"], [[Decimal("-10.04")]]))
    assert row == ["-10.04"]
    sheet = load_workbook(io.BytesIO(to_xlsx({"数": (["数"], [[Decimal("-10.04")]])})))["数"]
    assert sheet["A2"].value == -10.04


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_no_text_becomes_a_formula_in_a_workbook(texts: list[str]) -> None:
    book = load_workbook(io.BytesIO(to_xlsx({"文": (["文"], [[t] for t in texts + HOSTILE])})))
    for (cell,) in book["文"].iter_rows(min_row=2):
        assert cell.data_type in ("s", "n", "inlineStr")
        assert cell.value is None or isinstance(cell.value, str)


def test_findings_are_exported_with_their_evidence_and_judgement(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    rows = audit.findings(services, LOCAL)
    audit.judge(services, LOCAL, rows[0].kept.id, audit.Mark.EXPLAINED, "四舍五入")
    rows = audit.findings(services, LOCAL)
    book = load_workbook(io.BytesIO(audit_export.as_xlsx(rows, LOCAL, services.library)))
    heads, line = ([cell.value for cell in row] for row in book["审计"].iter_rows(max_row=2))
    told = dict(zip(heads, line, strict=True))
    assert (told["序号"], told["严重程度"]) == (1, "有误")
    assert told["问题描述"] == "报告写的是99.47%，推算应为99.43%。"
    assert told["依据（原文、页码）"] == "第1页: 全年预算执行率为99.47%。"
    assert "四舍五入" in told["处理意见"]
    assert told["责任人"] is told["整改情况"] is None
    heads, line = ([cell.value for cell in row] for row in book["核对情况"].iter_rows(max_row=2))
    assert {"合计", "比率", "增减", "评分"} <= {*heads}
    assert line[0] == rows[0].report.identity.title
    paper = Document(io.BytesIO(audit_export.as_docx(rows, LOCAL)))
    text = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert "审计底稿" in text
    assert "全年预算执行率为99.47%。" in text
    assert "已说明" in text
    quoted = [r.text for p in paper.paragraphs for r in p.runs if r.font.highlight_color]
    assert quoted == ["全年预算执行率为99.47%。"]


def test_what_was_not_read_surely_is_exported_as_such(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    kept = made()
    faint = Notice(Unsure.FAINT, 1, "", "99.47%", start=8, end=14)
    replace(kept, report=replace(kept.report, notices=(faint,))).onto(services.library)
    library = services.library
    found = series.points(library.reports(), library.indicators(), [2022])
    head, row = read_csv(to_csv(*figures.rows_of(found)))
    assert row[head.index("不确定的原因")] == "OCR 不确定"
    rows = audit.findings(services, LOCAL)
    sheet = load_workbook(io.BytesIO(audit_export.as_xlsx(rows, LOCAL, library)))["审计"]
    assert "OCR 不确定" in [cell.value for cell in sheet[2]]


def test_figures_are_exported_with_their_source(tmp_path: Path) -> None:
    services = services_in(tmp_path)
    made().onto(services.library)
    library = services.library
    found = series.points(library.reports(), library.indicators(), [2022])
    head, row = read_csv(to_csv(*figures.rows_of(found)))
    assert row[head.index("数值")] == "99.47"
    assert row[head.index("来源")] == "2022年水务局绩效自评报告 · 第1页"
    assert row[head.index("原句")] == "全年预算执行率为99.47%。"

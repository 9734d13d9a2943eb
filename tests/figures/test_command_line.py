"""`python -m figures`: the findings and figures of the shelf, for people and for programs."""

import json

import pytest

from figures.__main__ import main
from figures.audit import audit
from figures.indicators import indicators
from records import Kind
from tests.fakes import PredictableEmbedder
from tests.vectorstore.made import made
from vectorstore.library import Library
from vectorstore.settings import StoreSettings

BUDGETS = {
    2023: ("2023年“三公”经费预算数为22.91万元。",),
    2024: (
        "2024年“三公”经费预算数为47.91万元，比2023年预算增加26.00万元。",
        "全年预算数为900.00万元，全年执行数为855.00万元，执行率为96.00%。",
    ),
}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("JIWEN_HOME", str(tmp_path))
    for name in ("DATABASE_URL", "CHROMA_URL"):
        monkeypatch.delenv(name, raising=False)
    library = Library.open(
        StoreSettings.from_environ({"JIWEN_HOME": str(tmp_path)}), PredictableEmbedder()
    )
    for year, sentences in BUDGETS.items():
        one = made("水务局", year, sentences, Kind.BUDGET, source=f"{year}.pdf")
        library.add(
            one.report,
            one.text,
            one.passages,
            indicators(one.text, year),
            audit(one.text, one.report.identity),
        )
    library.close()
    return tmp_path


def test_the_audit_gives_each_finding_with_its_page_and_calculation(home, capsys):
    assert main(["audit", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    (budget,) = (r for r in rows if r["report"] == "2024.pdf")
    rate = next(f for f in budget["findings"] if f["check"] == "rate")
    assert (rate["severity"], rate["stated"], rate["recomputed"]) == ("error", "96.00%", "95.00%")
    assert (rate["page"], rate["statement"]) == (1, BUDGETS[2024][1])
    assert "855.00万元 ÷ 900.00万元 = 95.00%" in rate["calculation"]


def test_only_the_reports_named_are_told_of(home, capsys):
    assert main(["audit", "2023.pdf", "--json"]) == 0
    (only,) = json.loads(capsys.readouterr().out)
    assert (only["report"], only["findings"]) == ("2023.pdf", [])


def test_the_table_gives_each_figure_with_where_it_stands(home, capsys):
    assert main(["table", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"report", "title", "department", "year", "name", "value", "unit", "page"} <= set(
        rows[0]
    )
    assert "47.91" in [r["value"] for r in rows]


def test_without_json_it_is_written_for_people(home, capsys):
    main(["audit", "2024.pdf"])
    told = capsys.readouterr().out
    assert "1. [有误] 比率与金额" in told
    assert f"第1页：{BUDGETS[2024][1]}" in told


def test_it_is_told_in_the_language_asked_for(home, capsys):
    main(["audit", "2024.pdf", "--language", "en"])
    told = capsys.readouterr().out
    assert "1. [wrong] rate against its amounts" in told
    assert "but the report states 96.00%." in told
    assert f"Page 1: {BUDGETS[2024][1]}" in told


def test_nothing_found_says_what_was_looked_at(home, capsys):
    main(["audit", "2023.pdf"])
    told = capsys.readouterr().out
    assert "全文1个数中，有0个（0%）可与别处核对" in told
    assert "没有发现对不上的数" in told


def test_an_empty_shelf_has_nothing_to_tell(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("JIWEN_HOME", str(tmp_path / "new"))
    assert main(["audit", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_report_that_is_not_there_is_named(home, capsys):
    assert main(["audit", "2031.pdf"]) == 2
    assert "2031.pdf" in capsys.readouterr().err

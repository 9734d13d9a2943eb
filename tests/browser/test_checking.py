"""An auditor looks at figures and findings, sees where they stand, judges and exports."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE, Site, ask, at_rest, downloaded
from tests.browser.reports import SEED

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3000)]
expect.set_options(timeout=PATIENCE)


def test_a_finding_is_seen_in_its_place_judged_and_exported(page: Page, site: Site) -> None:
    page.goto(site.path("audit"))
    expect(page.locator(".st-key-finding")).to_be_visible()
    expect(page.locator(".card .hit").first).to_be_visible()
    at_rest(page)
    finding = page.locator(".st-key-judgement")
    finding.get_by_text("属实", exact=True).click()
    finding.get_by_label("说明").fill("与财务系统核对过")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="保存判断").click()
    expect(finding.get_by_text("本机用户 · 属实 · 与财务系统核对过")).to_be_visible()
    expect(page.get_by_text("已判断")).to_contain_text("1/")
    page.get_by_role("button", name="所在章节").first.click()
    viewer = page.locator(".viewer")
    expect(viewer.locator(".hit").first).to_be_in_viewport()
    at_rest(page)
    before = viewer.locator(".hit").first.inner_text()
    page.keyboard.press("ArrowDown")  # the opened report follows to the next finding
    expect(page.locator(".row.chosen").first).to_be_visible()
    expect(viewer.locator(".hit").first).not_to_have_text(before)
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    book = load_workbook(io.BytesIO(downloaded(page, "导出 XLSX")))
    cells = [str(cell.value) for row in book["审计"].iter_rows() for cell in row]
    assert any("99.43%" in cell for cell in cells)
    assert any("与财务系统核对过" in cell for cell in cells)
    assert downloaded(page, "审计底稿").startswith(b"PK")


def test_every_figure_opens_the_sentence_it_is_from(page: Page, site: Site) -> None:
    page.goto(site.path(f"figures?department={SEED}"))
    table = page.get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    at_rest(page)
    width = (table.bounding_box() or {})["width"]
    table.click(position={"x": width - 40, "y": 52})
    evidence = page.locator(".st-key-evidence")
    expect(evidence.locator(".hit")).to_contain_text("8,318.83")
    chart = page.get_by_test_id("stVegaLiteChart").first
    chart.scroll_into_view_if_needed()
    at_rest(page)
    box = chart.bounding_box() or {}
    chart.click(position={"x": box["width"] * 0.75, "y": box["height"] * 0.35})
    expect(evidence.locator(".hit")).to_contain_text("8,271.47")
    rows = list(csv.reader(io.StringIO(downloaded(page, "下载 CSV").decode("utf-8-sig"))))
    source = rows[0].index("来源")
    assert all(SEED in row[source] for row in rows[1:])


def test_what_was_asked_is_on_record_and_taken_away(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, f"{SEED}2022年自评得了多少分？")
    expect(page.locator(".verdict").first).to_be_visible()
    page.goto(site.path("records"))
    expect(page.get_by_role("heading", name="记录")).to_be_visible()
    at_rest(page)
    table = page.get_by_test_id("stDataFrame")
    table.click(position={"x": 15, "y": 52})  # the box before the first row
    page.get_by_role("button", name="导出 1 条回答").click()
    assert "自评得了多少分" in downloaded(page, "Markdown").decode("utf-8")

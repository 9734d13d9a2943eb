"""A curator adds a report, corrects, replaces and removes it; every answer follows the shelf."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE, Site, ask, at_rest
from tests.ingest.made_files import body, new_page, text_pdf, title

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3000)]
expect.set_options(timeout=PATIENCE)

NAME = "河源市东源县水务局"


def report_pdf(path: Path, executed: str) -> Path:
    cut = "全年完成河道整治12公里，新建碧道8公里，惠及沿线群众3.2万人，并同步完成了管护制度建设"
    return text_pdf(
        path,
        [
            title(f"2023年度{NAME}部门整体支出绩效自评报告"),
            body("一、基本情况"),
            body(f"{NAME}负责全县河道管理、供水保障和水旱灾害防御工作。"),
            body("二、预算执行情况"),
            body(f"我局全年预算数为2,000.00万元，全年执行数为{executed}万元。"),
            new_page(),
            body("三、工作成效"),
            body(f"{cut}。"),
        ],
    )


def bring(page: Page, site: Site, file: Path) -> None:
    page.goto(site.path("reports"))
    page.locator(".stExpander summary").first.click()
    page.locator("input[type=file]").set_input_files(file)
    button = page.get_by_role("button", name="读取 1 个文件")
    expect(button).to_be_visible()
    at_rest(page)
    button.click()
    expect(page.get_by_label("标题").first).to_have_value(f"2023年度{NAME}部门整体支出绩效自评报告")
    at_rest(page)


def choose_report(page: Page, site: Site, words: str) -> None:
    page.goto(site.path("reports"))
    page.get_by_label("搜索").fill(words)
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 份报告", exact=True)).to_be_visible()
    expect(page.locator(".row .open")).to_have_count(1)
    expect(page.locator(".st-key-chosen-report")).to_contain_text(words)
    at_rest(page)


def question(page: Page, site: Site, words: str) -> None:
    page.goto(site.url)
    ask(page, words)


def test_a_report_is_added_corrected_asked_about_replaced_and_removed(
    page: Page, site: Site, tmp_path: Path
) -> None:
    first = report_pdf(tmp_path / "甲.pdf", "1,980.00")
    bring(page, site, first)
    page.get_by_label("年度", exact=True).first.fill("2021")
    page.keyboard.press("Tab")
    at_rest(page)
    page.get_by_role("button", name="将 1 份报告放入报告库").click()
    expect(page.locator(".stAlert", has_text="已添加")).to_be_visible()

    question(page, site, "东源县水务局2021年全年执行数是多少？")
    expect(page.locator(".quote", has_text="1,980.00").first).to_be_visible()
    page.get_by_role("button", name="原页").first.click()
    viewer = page.locator(".viewer")
    expect(viewer.locator("img")).to_have_js_property("complete", value=True)
    expect(viewer.locator(".box").first).to_be_in_viewport()
    viewer.get_by_role("button", name="下一页").click()
    expect(viewer.get_by_role("textbox", name="页")).to_have_value("2")
    expect(viewer.locator(".box")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)

    choose_report(page, site, "东源")
    page.get_by_role("button", name="更正").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("年度", exact=True)).to_have_value("2021")
    at_rest(page)
    dialog.get_by_label("年度", exact=True).fill("2023")
    page.keyboard.press("Tab")
    dialog.get_by_role("button", name="保存更正").click()
    expect(dialog).to_be_hidden()

    second = report_pdf(tmp_path / "乙.pdf", "1,985.00")
    bring(page, site, second)
    put_in = page.get_by_role("button", name="将 0 份报告放入报告库")
    expect(put_in).to_be_disabled()  # nothing is left out, or replaced, by itself
    expect(page.get_by_text("1,985.00", exact=False).first).to_be_attached()
    page.get_by_text("用这一份替换旧版本").click()
    page.get_by_role("button", name="将 1 份报告放入报告库").click()
    expect(page.locator(".stAlert", has_text="已替换旧版本")).to_be_visible()
    question(page, site, "东源县水务局2023年全年执行数是多少？")
    expect(page.locator(".quote", has_text="1,985.00").first).to_be_visible()

    choose_report(page, site, "东源")
    page.get_by_role("button", name="移除", exact=True).click()
    page.get_by_role("button", name="确认移除").click()
    expect(page.get_by_text("没有符合条件的报告")).to_be_visible()
    question(page, site, "东源县水务局2023年全年执行数是多少？")
    expect(page.locator(".refusal")).to_be_visible()
    expect(page.locator(".quote", has_text="1,985.00")).to_have_count(0)

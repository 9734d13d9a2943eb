"""What code cannot tell is asked, and one click decides: who is meant, and whose a report is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE, Site, ask, at_rest

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]
expect.set_options(timeout=PATIENCE)

UNSURE = """2023年度部门整体支出绩效自评报告
填报单位：广州市荔湾区水务局
广州市越秀区水务局
2024年3月15日
一、基本情况
我局负责全区河道管理、供水保障和水旱灾害防御工作。
二、预算执行情况
2023年我局全年预算数为2,000.00万元，全年执行数为1,985.00万元。
"""


def test_who_may_be_meant_is_asked_and_one_click_answers(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, "教育局2023年全年执行数是多少？")
    expect(page.locator(".refusal")).to_contain_text("请选一个")
    expect(page.locator(".card")).to_have_count(0)
    at_rest(page)
    page.get_by_role("button", name="广州市番禺区教育局").click()
    expect(page.locator(".question")).to_have_count(2)
    expect(page.locator(".quote, .wording", has_text="2,902").first).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("见于原文")


def test_whose_a_new_report_is_is_asked_and_one_click_decides(page: Page, site: Site) -> None:
    page.goto(site.path("reports"))
    expect(page.locator(".row .open").first).to_be_visible()
    before = page.locator(".row .open").count()
    page.locator(".stExpander summary").first.click()
    file = {"name": "自评.txt", "mimeType": "text/plain", "buffer": UNSURE.encode()}
    page.locator("input[type=file]").set_input_files(file)
    button = page.get_by_role("button", name="读取 1 个文件")
    expect(button).to_be_visible()
    at_rest(page)
    button.click()
    expect(page.locator(".stExpander summary", has_text="待确认").last).to_be_visible()
    department = page.get_by_role("textbox", name="部门")
    expect(department).to_have_value("广州市荔湾区水务局")
    at_rest(page)
    page.get_by_role("button", name="广州市越秀区水务局").click()
    expect(department).to_have_value("广州市越秀区水务局")
    at_rest(page)
    page.get_by_role("button", name="广东省 广州市 越秀区").click()
    expect(page.get_by_role("textbox", name="地区")).to_have_value("广东省 广州市 越秀区")
    at_rest(page)
    page.get_by_role("button", name="将 1 份报告放入报告库").click()
    expect(page.locator(".stAlert", has_text="已添加")).to_be_visible()
    expect(page.locator(".row .open")).to_have_count(before + 1)
    expect(page.get_by_text("待您确认")).to_have_count(0)

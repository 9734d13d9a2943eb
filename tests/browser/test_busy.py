"""While a curator puts a large report on the shelf, staff ask and are answered meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, Site, ask, at_rest, visiting
from tests.browser.reports import SEED
from tests.ingest.made_files import body, text_pdf, title

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3000)]
expect.set_options(timeout=PATIENCE)

NAME = "河源市龙川县水务局"
PARAGRAPHS = 800
"""So many that reading takes seconds, and understanding the passages some ten times as long."""


def long_report(path: Path) -> Path:
    """A report of some seventy pages, no two paragraphs alike."""
    rivers, works = ("东江", "船塘河", "康禾河", "黄村河", "叶潭河"), ("护岸", "清淤", "碧道")
    told = (
        f"{rivers[n % 5]}第{n}段的{works[n % 3]}工程投入资金{n * 13 % 890 + 10}.{n % 10}0万元，"
        "由沿线各镇会同水务所组织实施，同步开展排污口的排查整治和河道保洁，"
        f"并按照编号为{n * 7919 % 10007}的方案完成验收、移交和管护制度的建设工作。"
        for n in range(PARAGRAPHS)
    )
    story = [title(f"2023年度{NAME}部门整体支出绩效自评报告"), body("一、工作成效")]
    return text_pdf(path, [*story, *map(body, told)])


def test_questions_are_answered_while_a_large_report_goes_in(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    file = long_report(tmp_path / "长.pdf")
    with visiting(browser) as staff, visiting(browser) as curator:
        staff.goto(site.url)
        answered(staff, f"{SEED}2022年预算执行率是多少？", "99.47%")  # the search model is loaded
        staff.goto(site.url)
        curator.goto(site.path("reports"))
        curator.locator(".stExpander summary").first.click()
        curator.locator("input[type=file]").set_input_files(file)
        expect(curator.get_by_role("button", name="读取 1 个文件")).to_be_visible()
        at_rest(curator)
        curator.get_by_role("button", name="读取 1 个文件").click()
        going = curator.get_by_test_id("stProgress")
        expect(going).to_be_visible()
        answered(staff, f"{SEED}2022年项目支出执行了多少？", "7,017.17")
        assert going.is_visible(), "the report was read before the question was answered"

        curator.get_by_role("button", name="将 1 份报告放入报告库").click()
        expect(going).to_contain_text("理解")
        answered(staff, f"{SEED}2022年基本支出执行了多少？", "1,254.30")
        answered(staff, f"{SEED}2022年全年执行数是多少？", "8,271.47")
        staff.get_by_role("link", name="指标").click()
        expect(staff.get_by_test_id("stDataFrame")).to_be_visible()
        assert going.is_visible(), "the report was on the shelf before the questions were answered"
        expect(curator.locator(".stAlert", has_text="已添加")).to_be_visible(timeout=3 * PATIENCE)


def answered(page: Page, question: str, with_: str) -> None:
    ask(page, question)
    turn = page.locator("[class*=st-key-turn-]", has=page.get_by_text(question, exact=True))
    expect(turn.locator(".quote", has_text=with_).first).to_be_visible()
    expect(turn.locator(".verdict")).to_be_visible()

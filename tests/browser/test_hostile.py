"""A report and a file name that try everything: shown as they are written, and nothing runs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE, Site, ask, at_rest, ingest, serving

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3000)]
expect.set_options(timeout=PATIENCE)

TRICKS = (
    "<script>alert(1)</script>"
    "<img src=http://evil.test/a.png onerror=alert(2)>"
    "![图](http://evil.test/b.png)[链接](http://evil.test/c)"
    "$\\href{http://evil.test}{x}$ :red[红] :material/thumb_up: :smile: **粗** `码` ~~删~~ http://evil.test/d"
)
REPORT = f"""2024年度河源市东源县水务局部门整体支出绩效自评报告
一、基本情况
本段含有特别的内容{TRICKS}到此结束。
二、预算执行情况
2024年我局全年预算数为3,000.00万元，全年执行数为2,970.00万元，执行率为90.00%。
"""


@pytest.fixture
def site(seed_home: Path, tmp_path: Path) -> Iterator[Site]:
    home = tmp_path / "home"
    shutil.copytree(seed_home, home)
    file = tmp_path / "[x](javascript:alert(3)) $x^2$ :red[y] **z** <b>.txt"
    file.write_text(REPORT, encoding="utf-8")
    ingest(home, "add", str(file))
    with serving(home) as site:
        yield site


def test_a_hostile_report_is_only_text(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, f"东源县水务局2024年特别的内容是什么？{TRICKS}")
    expect(page.locator(".question")).to_contain_text(TRICKS)
    expect(page.locator(".passage", has_text=TRICKS).first).to_be_visible()
    expect(page.locator(".stApp a[href*='evil']")).to_have_count(0)
    expect(page.locator(".stApp img[src*='evil']")).to_have_count(0)
    title = page.locator(".st-key-conversations .stButton button").nth(1)
    expect(title).to_contain_text("东源县水务局2024年特别的内容")
    page.get_by_role("button", name="所在章节").first.click()
    expect(page.locator(".viewer")).to_contain_text(TRICKS)

    page.goto(site.path("reports"))
    page.get_by_label("搜索").fill("东源")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 份报告", exact=True)).to_be_visible()
    expect(page.locator(".row .open")).to_have_count(1)
    at_rest(page)
    expect(page.locator(".st-key-chosen-report")).to_contain_text("$x^2$ _red[y] _z_ _b_")
    page.get_by_role("button", name="打开").click()
    expect(page.locator(".viewer")).to_contain_text(TRICKS)

    page.goto(site.path("audit"))
    expect(page.locator(".row .open").first).to_be_visible()
    page.goto(site.path("figures"))
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(page.locator("script", has_text="alert")).to_have_count(0)


def test_a_hostile_file_name_is_only_a_name(page: Page, site: Site, tmp_path: Path) -> None:
    page.goto(site.path("reports"))
    page.locator(".stExpander summary").first.click()
    name = "<img src=x onerror=alert(4)>![a](http://evil.test/e.png) $y$ :blue[b].txt"
    page.locator("input[type=file]").set_input_files(
        {
            "name": name,
            "mimeType": "text/plain",
            "buffer": REPORT.replace("3,000", "3,100").encode(),
        }
    )
    button = page.get_by_role("button", name="读取 1 个文件")
    expect(button).to_be_visible()
    at_rest(page)
    button.click()
    expect(page.locator(".stExpander summary", has_text=name).last).to_be_visible()
    expect(page.locator(".stApp img[src*='evil']")).to_have_count(0)

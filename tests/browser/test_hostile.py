"""A report and a file name that try everything: shown as they are written, and nothing runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE, Site, ask, at_rest
from tests.browser.reports import HOSTILE, TRICKS

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3000)]
expect.set_options(timeout=PATIENCE)

AS_READ = TRICKS.replace("**", "")
"""Of a plain text, ** is read as weight."""


def test_a_hostile_report_is_only_text(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, f"紫金县水务局2024年特别的内容是什么？{TRICKS}")
    expect(page.locator(".question")).to_contain_text(TRICKS)
    expect(page.locator(".passage", has_text=AS_READ).first).to_be_visible()
    expect(page.locator(".stApp a[href*='evil']")).to_have_count(0)
    expect(page.locator(".stApp img[src*='evil']")).to_have_count(0)
    title = page.locator(".st-key-conversations .open").first
    expect(title).to_contain_text("紫金县水务局2024年特别的内容")
    page.get_by_role("button", name="所在章节").first.click()
    expect(page.locator(".viewer")).to_contain_text(AS_READ)

    page.goto(site.path("reports"))
    page.get_by_label("搜索").fill("紫金")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 份报告", exact=True)).to_be_visible()
    expect(page.locator(".row .open")).to_have_count(1)
    at_rest(page)
    expect(page.locator(".st-key-chosen-report")).to_contain_text("$x^2$ _red[y] _z_ _b_")
    page.get_by_role("button", name="打开").click()
    expect(page.locator(".viewer")).to_contain_text(AS_READ)

    page.goto(site.path("audit"))
    expect(page.locator(".row .open").first).to_be_visible()
    page.goto(site.path("figures"))
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    expect(page.locator("script", has_text="alert")).to_have_count(0)


def test_a_hostile_file_name_is_only_a_name(page: Page, site: Site) -> None:
    page.goto(site.path("reports"))
    page.locator(".stExpander summary").first.click()
    name = "<img src=x onerror=alert(4)>![a](http://evil.test/e.png) $y$ :blue[b].txt"
    page.locator("input[type=file]").set_input_files(
        {
            "name": name,
            "mimeType": "text/plain",
            "buffer": HOSTILE.replace("3,000", "3,100").encode(),
        }
    )
    button = page.get_by_role("button", name="读取 1 个文件")
    expect(button).to_be_visible()
    at_rest(page)
    button.click()
    expect(page.locator(".stExpander summary", has_text=name).last).to_be_visible()
    expect(page.locator(".stApp img[src*='evil']")).to_have_count(0)

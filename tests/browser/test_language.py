"""The language that a visitor chose stays: over a reload, another page, a permanent link."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, Site, ask, downloaded, visiting
from tests.browser.reports import SEED

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]
expect.set_options(timeout=PATIENCE)


def reads(page: Page, language: str) -> None:
    name, code = {"zh": ("报告库", "zh-CN"), "en": ("Reports", "en")}[language]
    expect(page.get_by_role("link", name=name)).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", code)


def test_a_language_that_was_switched_to_stays(page: Page, site: Site) -> None:
    page.goto(site.url)
    reads(page, "zh")
    page.get_by_role("radio", name="English").click()
    reads(page, "en")
    page.reload()
    reads(page, "en")
    page.get_by_role("link", name="Reports").click()
    expect(page.get_by_role("heading", name="Reports")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Reports")).to_be_visible()
    reads(page, "en")
    page.goto(site.url)
    ask(page, f"{SEED}2022年预算执行率是多少？")
    link = page.locator("a.tool")
    expect(link).to_have_text("Permanent link")
    page.goto(site.path(link.get_attribute("href") or ""))
    expect(page.get_by_role("button", name="Back to the conversations")).to_be_visible()
    reads(page, "en")
    page.goto(site.url)
    reads(page, "en")
    page.get_by_role("radio", name="中文").click()
    reads(page, "zh")
    page.reload()
    reads(page, "zh")


def test_the_language_in_the_address_stays_where_the_address_forgets_it(
    page: Page, site: Site
) -> None:
    page.goto(site.path("?lang=en"))
    page.get_by_role("link", name="Figures").click()
    expect(page.get_by_role("heading", name="Figures")).to_be_visible()
    assert "lang" not in page.url
    # The part of the page that keeps it is fetched apart, on a busy machine later than this.
    page.wait_for_function("document.cookie.includes('jiwen-language=en')")
    page.reload()
    expect(page.get_by_role("heading", name="Figures")).to_be_visible()


def test_what_is_taken_away_is_in_the_language_that_is_read(page: Page, site: Site) -> None:
    page.goto(site.path("audit?lang=en"))
    expect(page.get_by_role("heading", name="Audit")).to_be_visible()
    for button, sheets in (
        ("Export as XLSX", ["Summary", "Audit", "Examined and held"]),
        ("导出 XLSX", ["汇总", "审计", "核对情况"]),
    ):
        assert load_workbook(io.BytesIO(downloaded(page, button))).sheetnames == sheets
        page.get_by_role("radio", name="中文").click()
        reads(page, "zh")


def test_who_chose_nothing_reads_their_browsers_language(browser: Browser, site: Site) -> None:
    for locale, language in (("en-GB", "en"), ("fr-FR", "zh")):
        with visiting(browser, locale=locale) as page:
            page.goto(site.url)
            reads(page, language)

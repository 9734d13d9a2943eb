"""Staff ask, and see where the answer stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PATIENCE, Site, ask

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]
expect.set_options(timeout=PATIENCE)


def test_a_question_is_answered_and_its_citation_shows_the_sentence(
    page: Page, seed_site: Site
) -> None:
    page.goto(seed_site.url)
    ask(page, "2022年预算执行率是多少？")
    expect(page.locator(".quote").first).to_contain_text("99.47%")
    expect(page.locator(".verdict")).to_contain_text("见于原文")
    page.locator(".quote .mark").first.click()
    highlighted = page.locator(".card.current .hit.asked")
    expect(highlighted).to_contain_text("8,318.83 万元")
    expect(page.locator(".card.current .path")).to_contain_text("预算执行情况")
    expect(page.locator(".card.current .where")).to_contain_text("2022")


def test_a_conversation_is_there_after_a_reload_and_goes_on(page: Page, seed_site: Site) -> None:
    page.goto(seed_site.url)
    ask(page, "项目支出执行了多少？")
    expect(page.locator(".quote").first).to_contain_text("7,017.17")
    expect(page.locator(".verdict")).to_be_visible()
    page.reload()
    expect(page.locator(".question")).to_have_text("项目支出执行了多少？")
    ask(page, "那基本支出呢？")
    expect(page.locator(".question")).to_have_count(2)
    expect(page.locator(".verdict")).to_have_count(2)
    expect(page.locator(".quote", has_text="1,254.30").first).to_be_visible()


def test_an_english_question_on_english_pages(page: Page, seed_site: Site) -> None:
    page.goto(seed_site.path("?lang=en"))
    expect(page.get_by_role("link", name="Reports")).to_be_visible()
    ask(page, "What was the budget execution rate in 2022?")
    expect(page.locator(".answer, .root").first).to_contain_text("99.47%")
    expect(page.locator(".verdict")).to_contain_text("in the sources")


def test_what_the_reports_do_not_say_is_refused(page: Page, seed_site: Site) -> None:
    page.goto(seed_site.url)
    ask(page, "局长叫什么名字？")
    expect(page.locator(".refusal")).to_be_visible()


def test_an_answer_has_a_permanent_link(page: Page, seed_site: Site) -> None:
    page.goto(seed_site.url)
    ask(page, "2022年预算执行率是多少？")
    link = page.locator("a.tool")
    expect(link).to_be_visible()
    page.goto(seed_site.path(link.get_attribute("href") or ""))
    expect(page.locator(".quote").first).to_contain_text("99.47%")
    expect(page.locator(".card").first).to_be_visible()

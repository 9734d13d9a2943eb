"""Staff ask, see where the answer stands, and ask again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, Site, ask, at_rest, visiting
from tests.browser.reports import SEED

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]
expect.set_options(timeout=PATIENCE)


def test_a_question_is_answered_gone_on_from_and_found_again(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, f"{SEED}2022年预算执行率是多少？")
    expect(page.locator(".quote").first).to_contain_text("99.47%")
    expect(page.locator(".verdict")).to_contain_text("见于原文")
    page.locator(".mark").first.click()
    highlighted = page.locator(".card.current .hit.asked")
    expect(highlighted).to_contain_text("8,318.83 万元")
    expect(page.locator(".card.current .path")).to_contain_text("预算执行情况")
    expect(page.locator(".card.current .where")).to_contain_text("2022")
    link = page.locator("a.tool").get_attribute("href") or ""

    page.reload()
    expect(page.locator(".question")).to_have_text(f"{SEED}2022年预算执行率是多少？")
    ask(page, "那基本支出执行数呢？")
    expect(page.locator(".question")).to_have_count(2)
    expect(page.locator(".verdict")).to_have_count(2)
    expect(page.locator(".quote", has_text="1,254.30").first).to_be_visible()

    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".st-key-example-0")).to_be_visible()
    ask(page, "局长叫什么名字？")
    expect(page.locator(".refusal, .nearest").first).to_be_visible()
    page.locator(".st-key-conversations .open", has_text="2022年预算执行率").first.click()
    expect(page.locator(".question")).to_have_count(2)

    page.goto(site.path(link))
    expect(page.locator(".quote").first).to_contain_text("99.47%")
    expect(page.locator(".card").first).to_be_visible()


def test_a_question_is_asked_again_changed_and_its_conversation_put_away(
    page: Page, site: Site
) -> None:
    page.goto(site.url)
    ask(page, f"{SEED}2022年项目支出执行了多少？")
    expect(page.locator(".verdict")).to_be_visible()
    at_rest(page)
    before = page.locator("a.tool").get_attribute("href") or ""
    page.get_by_role("button", name="重新回答").click()
    expect(page.locator("a.tool")).not_to_have_attribute("href", before)
    expect(page.locator(".question")).to_have_count(1)
    at_rest(page)
    page.get_by_role("button", name="修改问题").click()
    page.get_by_role("textbox", name="问题", exact=True).fill(f"{SEED}2022年自评得了多少分？")
    page.get_by_role("button", name="提问", exact=True).click()
    expect(page.locator(".question")).to_have_text(f"{SEED}2022年自评得了多少分？")
    expect(page.locator(".verdict")).to_be_visible()
    at_rest(page)
    page.get_by_role("button", name="导出", exact=True).click()
    with page.expect_download() as begun:
        page.get_by_role("button", name="Markdown").click()
    assert "自评得了多少分" in begun.value.path().read_text(encoding="utf-8")
    page.get_by_role("dialog").press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)

    page.get_by_role("button", name="新对话").click()
    expect(page.locator(".st-key-example-0")).to_be_visible()
    at_rest(page)
    page.get_by_role("button", name="重命名、导出或删除").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="标题").fill("要删除的对话")
    dialog.get_by_role("button", name="重命名").click()
    kept = page.get_by_role("button", name="要删除的对话")
    expect(kept).to_be_visible()
    at_rest(page)
    page.get_by_role("button", name="重命名、导出或删除").first.click()
    dialog.get_by_role("button", name="删除此对话").click()
    expect(kept).to_have_count(0)


def test_an_english_question_on_english_pages(page: Page, site: Site) -> None:
    page.goto(site.path("?lang=en"))
    expect(page.get_by_role("link", name="Reports")).to_be_visible()
    ask(page, f"What was the budget execution rate of {SEED} in 2022?")
    expect(page.locator(".st-key-turns")).to_contain_text("99.47%")
    expect(page.locator(".verdict")).to_contain_text("in the sources")
    expect(page.get_by_role("radio", name="Not helpful")).to_be_visible()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_attached()


# What the browser says is heard seconds later, as on a server that is very busy.
LATE = """
window.WebSocket = class extends WebSocket {
  send(data) { setTimeout(() => super.send(data), window.late || 0); }
};
"""


def test_ones_own_question_is_shown_before_a_busy_server_has_heard_of_it(
    browser: Browser, site: Site
) -> None:
    with visiting(browser) as page:
        page.add_init_script(LATE)
        page.goto(site.url)
        expect(page.locator(".st-key-example-0")).to_be_visible()
        at_rest(page)
        page.evaluate("window.late = 3000")
        ask(page, f"{SEED}2022年全年执行数是多少？")
        sent = page.locator(".bubble", has_text="全年执行数")
        expect(sent).to_be_visible(timeout=2500)
        assert page.locator(".question").count() == 0, "the server has answered already"
        page.evaluate("window.late = 0")
        expect(page.locator(".question")).to_have_text(f"{SEED}2022年全年执行数是多少？")
        expect(sent).to_have_count(0)


def test_readers_set_the_size_and_the_colours_and_look_up_the_keys(page: Page, site: Site) -> None:
    page.goto(site.url)
    expect(page.locator(".st-key-example-0")).to_be_visible()
    at_rest(page)
    page.keyboard.press("?")
    keys = page.locator("dialog.keys")
    expect(keys).to_contain_text("上一条")
    page.keyboard.press("Escape")
    expect(keys).not_to_be_visible()
    root = page.locator("html")
    page.get_by_label("文字大小").select_option("1.3")
    expect(root).to_have_css("font-size", "19.5px")
    page.get_by_label("浅色或深色").select_option("Dark")
    expect(page.locator(".stApp")).to_have_css("background-color", "rgb(20, 24, 29)")
    page.goto(site.path("reports"))
    expect(page.locator(".stApp")).to_have_css("background-color", "rgb(20, 24, 29)")
    expect(root).to_have_css("font-size", "19.5px")

"""A page of a report is opened beside what one reads, enlarged, turned and put away."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PATIENCE, Site, ask, at_rest, visiting
from tests.browser.reports import NAME

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]
expect.set_options(timeout=PATIENCE)


def opened(page: Page, site: Site) -> Locator:
    page.goto(site.url)
    ask(page, f"{NAME}2023年全年执行数是多少？")
    expect(page.locator(".verdict")).to_be_visible()
    at_rest(page)
    page.get_by_role("button", name="原页").first.click()
    viewer = page.locator(".viewer")
    expect(viewer.locator("img")).to_have_js_property("complete", value=True)
    expect(viewer.locator(".box").first).to_be_in_viewport()
    return viewer


def width(viewer: Locator) -> float:
    return (viewer.locator("img").bounding_box() or {})["width"]


def test_a_page_beside_the_answer_is_enlarged_turned_and_put_away(page: Page, site: Site) -> None:
    viewer = opened(page, site)
    answer, sheet = page.locator(".direct").bounding_box(), viewer.bounding_box()
    assert answer is not None
    assert sheet is not None
    assert answer["x"] + answer["width"] <= sheet["x"], "the page lies over the answer"
    fits = width(viewer)
    assert fits <= sheet["width"]
    viewer.get_by_role("button", name="放大").click()
    viewer.get_by_role("button", name="放大").click()
    assert width(viewer) > 1.5 * fits
    assert viewer.bounding_box() == sheet, "what is enlarged must scroll inside"
    viewer.get_by_role("button", name="适合宽度").click()
    assert width(viewer) == pytest.approx(fits, abs=2)

    # The same by keys, and Escape puts it away.
    page.keyboard.press("+")
    assert width(viewer) > 1.2 * fits
    page.keyboard.press("0")
    number = viewer.get_by_role("textbox", name="页")
    page.keyboard.press("ArrowRight")
    expect(number).to_have_value("2")
    expect(viewer.locator(".box")).to_have_count(0)
    page.keyboard.press("ArrowLeft")
    expect(viewer.locator(".box").first).to_be_in_viewport()
    number.fill("2")
    number.press("Enter")
    expect(viewer.locator(".box")).to_have_count(0)
    page.get_by_test_id("stChatInputTextArea").press("ArrowLeft")
    expect(number).to_have_value("2")  # who writes a question turns no pages
    number.blur()
    page.locator(".question").click()
    page.keyboard.press("Escape")
    expect(viewer).to_have_count(0)
    expect(page.locator(".card").first).to_be_visible()


def test_on_a_phone_it_covers_the_page_and_two_fingers_enlarge_it(
    browser: Browser, site: Site
) -> None:
    with visiting(browser, 390, 844, has_touch=True, is_mobile=True) as page:
        page.goto(site.url)
        ask(page, f"{NAME}2023年全年执行数是多少？")
        expect(page.locator(".verdict")).to_be_visible()
        at_rest(page)
        page.locator(".mark").first.click()
        sheet = page.locator(".sheet")
        expect(sheet.locator(".hit").first).to_be_in_viewport()
        sheet.get_by_role("button", name="关闭").click()
        expect(sheet).to_have_count(0)
        page.locator(".mark").first.click()
        sheet.get_by_role("button", name="原页").click()
        viewer = page.locator(".viewer")
        expect(viewer.locator(".box").first).to_be_in_viewport()
        at_rest(page)
        fits = width(viewer)
        viewer.locator(".scroll").evaluate(PINCH)
        assert width(viewer) == pytest.approx(2 * fits, rel=0.05)
        viewer.get_by_role("button", name="关闭").click()
        expect(viewer).to_have_count(0)
        expect(page.locator(".direct")).to_be_in_viewport()


PINCH = """
(element) => {
  const { left, top } = element.getBoundingClientRect();
  const fingers = (apart) => [-1, 1].map((side, identifier) => new Touch({
    identifier, target: element, clientX: left + 150 + (side * apart) / 2, clientY: top + 150,
  }));
  for (const [kind, apart] of [["touchstart", 100], ["touchmove", 150], ["touchmove", 200]]) {
    element.dispatchEvent(new TouchEvent(kind, { touches: fingers(apart), cancelable: true }));
  }
}
"""


def test_a_whole_report_opens_from_the_shelf_as_pages_and_as_text(page: Page, site: Site) -> None:
    page.goto(site.path("reports"))
    page.locator(".row .open", has_text=f"2023年度{NAME}").click()
    expect(page.locator(".st-key-chosen-report")).to_contain_text(f"2023年度{NAME}")
    at_rest(page)
    page.get_by_role("button", name="打开").click()
    viewer = page.locator(".viewer")
    expect(viewer.locator("img")).to_be_visible()
    viewer.get_by_role("button", name="文本", exact=True).click()
    expect(viewer.get_by_role("heading", name="三、存在问题")).to_be_attached()
    expect(viewer.locator("table")).to_contain_text("项目支出")
    viewer.get_by_role("combobox", name="目录").select_option(label="三、存在问题")
    expect(viewer.get_by_role("heading", name="三、存在问题")).to_be_in_viewport()

    # One without pages opens as text: what is open follows to the report that is chosen.
    page.locator(".row .open", has_text="增城").first.click()
    expect(viewer.get_by_role("heading", name="一、基本情况")).to_be_visible()
    expect(viewer.get_by_role("button", name="原页")).to_have_count(0)


def test_a_question_of_a_reports_overview_is_asked_with_a_click(page: Page, site: Site) -> None:
    page.goto(site.path("reports"))
    page.locator(".row .open", has_text=f"2023年度{NAME}").click()
    expect(page.locator(".st-key-chosen-report")).to_contain_text(f"2023年度{NAME}")
    at_rest(page)
    offered = page.locator(".st-key-ask-about button").first
    question = offered.inner_text()
    offered.click()
    expect(page.locator(".question")).to_have_text(question)
    expect(page.locator(".verdict, .refusal").first).to_be_visible()

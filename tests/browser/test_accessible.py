"""Every page passes axe-core's checks of WCAG 2.1 A and AA, in light and in dark.

And every control has a name, in the language of the pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import PATIENCE, Site, ask, at_rest, turn_to, visiting
from tests.browser.reports import NAME
from ui.site import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]

expect.set_options(timeout=PATIENCE)

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


# The names of the controls in view, as they are read out; a field of the conversations' list is
# named by what was asked.
NAMES = """
() => [...document.querySelectorAll("button, input, textarea, select, [role=combobox]")]
  .filter((each) => each.checkVisibility() && !each.closest(".st-key-conversations"))
  .map((each) => {
    const copy = each.cloneNode(true);
    copy.querySelectorAll("[aria-hidden=true], [data-testid=stIconMaterial]")
      .forEach((hidden) => hidden.remove());
    const label = each.getAttribute("aria-label") || copy.textContent.trim()
      || [...(each.labels || [])].map((l) => l.textContent.trim()).join(" ");
    return [label, each.outerHTML.slice(0, 200)];
  })
"""
ENGLISH = re.compile(r"^[\x20-\x7e]*[a-z]{2}[\x20-\x7e]*$")
OWN = {"English", "Markdown"}


def asked(page: Page, site: Site) -> None:
    ask(page, f"{NAME}2021年、2022年和2023年的执行率分别是多少？")
    page.locator(".verdict").wait_for()
    page.locator(".stVegaLiteChart canvas, .stVegaLiteChart svg").first.wait_for()


def opened(page: Page, site: Site) -> None:
    if page.viewport_size == PHONE:
        page.locator(".mark").first.click()
        expect(page.locator(".sheet")).to_have_count(1)  # whatever colours there were before
        page.locator(".sheet").get_by_role("button", name="原页").click()
    else:
        page.get_by_role("button", name="原页").first.click()
    page.locator(".viewer img").wait_for()


PHONE: ViewportSize = {"width": 390, "height": 844}
STEPS: dict[str, Callable[[Page, Site], None]] = {
    "welcome": lambda page, site: page.locator(".st-key-example-0").wait_for(),
    "answer": asked,
    "opened page": opened,
    **{each.path: partial(turn_to, path=each.path) for each in PAGES[1:]},
}
"""The first page as it comes and as one asks, then every other page of the site."""


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE], ids=["desk", "phone"])
def test_no_page_keeps_anybody_out(browser: Browser, site: Site, size: ViewportSize) -> None:
    found = []
    with visiting(browser, size["width"], size["height"]) as page:
        page.goto(site.url)
        for name, go in STEPS.items():
            go(page, site)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                expect(page.locator(".stApp")).to_have_css("color-scheme", scheme)
                at_rest(page)
                result = Axe().run(page, options=RULES).response
                assert result["passes"], f"nothing was checked on {name}"
                found += [
                    f"{name}, {scheme}: {wrong['help']}: {node['html'][:200]}"
                    for wrong in result["violations"]
                    for node in wrong["nodes"]
                ]
            found += [
                f"{name}: the name “{label}” of {html}"
                for label, html in page.evaluate(NAMES)
                if not label or (ENGLISH.match(label) and label not in OWN)
            ]
    assert found == []

"""Every page passes axe-core's checks of WCAG 2.1 A and AA, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Site, ask, at_rest, ingest, serving, visiting
from tests.browser.screenshots import NAME, YEARS, made_up

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = tmp_path_factory.mktemp("accessible")
    home = made / "home"
    ingest(home, "add", "corpus", *(str(made_up(made, year)) for year in YEARS))
    with serving(home) as site:
        yield site


def welcome(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.locator(".st-key-example-0").wait_for()


def answer(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, f"{NAME}2021年、2022年和2023年的执行率分别是多少？")
    page.locator(".verdict").wait_for()


def opened_page(page: Page, site: Site) -> None:
    answer(page, site)
    page.get_by_role("button", name="原页").first.click()
    page.locator(".viewer img").wait_for()


def at(path: str) -> Callable[[Page, Site], None]:
    def go(page: Page, site: Site) -> None:
        page.goto(site.path(path))
        page.locator(".rows .row, [data-testid=stDataFrame]").first.wait_for()

    return go


PAGES = {
    "welcome": welcome,
    "answer": answer,
    "opened page": opened_page,
    "reports": at("reports"),
    "figures": at("figures"),
    "audit": at("audit"),
    "records": at("records"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_no_page_keeps_anybody_out(
    browser: Browser, site: Site, scheme: str, width: int, height: int
) -> None:
    found = []
    for name, go in PAGES.items():
        with visiting(browser, width, height, color_scheme=scheme) as page:
            go(page, site)
            at_rest(page)
            result = Axe().run(page, options=RULES).response
            assert result["passes"], f"nothing was checked on {name}"
            found += [
                f"{name}: {wrong['help']}: {node['html'][:200]}"
                for wrong in result["violations"]
                for node in wrong["nodes"]
            ]
    assert found == []

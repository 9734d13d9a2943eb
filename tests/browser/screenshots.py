"""python -m tests.browser.screenshots [FOLDER]: pictures of the real pages.

The shelf has the report that comes with Jiwen, and three years of a department that does not
exist. Into docs/images go those of the READMEs; into a FOLDER every page at 1440 and at 390
pixels, in light and in dark, to be looked at.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import (
    FLAGS,
    ROOT,
    Site,
    ask,
    chromium,
    ingest,
    serving,
    turn_to,
    visiting,
)
from tests.browser.reports import NAME, YEARS, made_up
from ui.site import PAGES

SIZES = {"": (1440, 900), "-phone": (390, 844)}


def settle(page: Page) -> None:
    """Wait until nothing moves any more."""
    page.wait_for_timeout(1500)
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.wait_for_timeout(500)


def asking(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, "2022年预算执行率是多少？")
    page.locator(".verdict").wait_for()
    page.locator(".mark:visible").first.click()


def english(page: Page, site: Site) -> None:
    page.goto(site.path("?lang=en"))
    ask(page, "What was the budget execution rate in 2023?")
    page.locator(".verdict").wait_for()


def comparing(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, f"{NAME}2021年到2023年的预算执行率有什么变化？")
    page.locator(".verdict, .refusal").first.wait_for()


def welcome(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.locator(".st-key-example-0").wait_for()


def original_page(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, f"{NAME}2023年全年执行数是多少？")
    page.locator(".verdict").wait_for()
    page.get_by_role("button", name="原页").first.click()
    page.locator(".viewer img").first.wait_for()


TAKEN: dict[str, Callable[[Page, Site], None]] = {
    "welcome": welcome,
    "chat-zh": asking,
    "compare": comparing,
    "chat-en": english,
    "page": original_page,
    **{each.path: partial(turn_to, path=each.path) for each in PAGES[1:]},
}
"""The first page in its several states, then every other page of the site."""

SHOWN = {"chat-zh", "chat-zh-dark", "chat-zh-phone", "chat-en", "page", "reports", "figures",
         "audit"}  # fmt: skip
"""The pictures of the READMEs."""


def take(browser: Browser, site: Site, folder: Path, wanted: set[str] | None) -> None:
    """Take the pictures wanted, None meaning every page in every size and scheme."""
    for name, go in TAKEN.items():
        for scheme in ("light", "dark"):
            for suffix, (width, height) in SIZES.items():
                picture = f"{name}{suffix}{'' if scheme == 'light' else '-dark'}"
                if wanted is not None and picture not in wanted:
                    continue
                with visiting(browser, width, height, color_scheme=scheme) as page:
                    go(page, site)
                    settle(page)
                    page.screenshot(path=folder / f"{picture}.png")
                print(f"{picture}.png", flush=True)


def main(folder: Path, wanted: set[str] | None) -> None:
    """Make the shelf, start the app, take the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    found = chromium()
    if found is None:
        sys.exit("No chromium is installed: apt-get install chromium, then try again.")
    with tempfile.TemporaryDirectory() as made:
        home = Path(made) / "home"
        ingest(home, "add", "corpus", *(str(made_up(Path(made), year)) for year in YEARS))
        with serving(home) as site, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
            take(browser, site, folder, wanted)
            browser.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]), None)
    else:
        main(ROOT / "docs" / "images", SHOWN)

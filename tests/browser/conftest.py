"""A real Chromium at the real pages, served as `make run` serves them, without a chat model.

A server takes seconds to start and to load its model: nearly all tests share one `site`, each with
reports of its own on the shelf or brought by it, and questions that say whose they are about.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, sync_playwright

from tests.browser import reports

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 180_000
"""Milliseconds until an expectation fails: a machine that does much else is slow, not wrong."""


def chromium() -> str | None:
    """Where this machine's Chromium is, None if it has none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(home: Path, **more: str) -> dict[str, str]:
    """This process's environment, with a shelf of its own and no chat model."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("STREAMLIT_", "LLM"))}
    own = {"JIWEN_HOME": str(home), "LLM": "off", "PYTHONPATH": str(ROOT)}
    for name in ("JIWEN_CORPUS", "DATABASE_URL", "CHROMA_URL"):
        kept.pop(name, None)
    return {**kept, **own, **more}


@dataclass(frozen=True)
class Site:
    """The pages of a running server."""

    url: str
    home: Path

    def path(self, path: str) -> str:
        return f"{self.url}/{path}"


@contextmanager
def serving(
    home: Path, folder: Path = ROOT, port: int | None = None, **more: str
) -> Iterator[Site]:
    """Run the app out of `folder` until the block ends."""
    port = port or free_port()
    log = home.parent / f"server-{port}.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    with log.open("wb") as file:
        server = subprocess.Popen(
            command, cwd=folder, env=environment(home, **more), stdout=file, stderr=file
        )
    try:
        url = f"http://127.0.0.1:{port}"
        deadline = time.monotonic() + PATIENCE / 1000
        while not _answers(url):
            if server.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the server did not start:\n{log.read_text()}")
            time.sleep(0.2)
        yield Site(url, home)
    finally:
        server.terminate()
        server.wait(30)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def ingest(home: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "ingest", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=environment(home), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Package scope: while Playwright runs, no other test could use asyncio.
    found = chromium()
    if found is None:
        pytest.skip("no chromium is installed: apt-get install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shelf with the report that comes with Jiwen and those of `tests.browser.reports`."""
    made = tmp_path_factory.mktemp("shelf")
    ingest(made / "home", "add", "corpus", *map(str, reports.made(made)))
    return made / "home"


@pytest.fixture(scope="package")
def site(home: Path) -> Iterator[Site]:
    with serving(home) as running:
        yield running


@dataclass
class Watched:
    """What a page asked of other machines, and the dialogs that a script opened."""

    outside: list[str]
    dialogs: list[str]


@contextmanager
def visiting(
    browser: Browser, width: int = 1440, height: int = 900, **how: object
) -> Iterator[Page]:
    """A page of a fresh visitor; it must not ask anything of another machine."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, **{"locale": "zh-CN", **how}
    )
    context.set_default_timeout(PATIENCE)
    watched = watch(context)
    page = context.new_page()
    page.on("dialog", lambda dialog: watched.dialogs.append(dialog.message))
    yield page
    context.close()
    assert watched.outside == []
    assert watched.dialogs == []


def watch(context: BrowserContext) -> Watched:
    watched = Watched([], [])

    def ours(request: Request) -> bool:
        address = urlsplit(request.url)
        return address.scheme in ("data", "blob") or address.hostname in ("127.0.0.1", "localhost")

    def requested(route: Route) -> None:
        if ours(route.request):
            route.continue_()
            return
        # The pages of the OpenID provider are not ours; what they ask for is not answered either.
        if "/oauth2/" not in urlsplit(route.request.frame.url).path:
            watched.outside.append(route.request.url)
        route.abort()

    context.route("**/*", requested)
    return watched


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with visiting(browser) as page:
        yield page


def ask(page: Page, words: str) -> None:
    """Type a question and send it."""
    page.get_by_test_id("stChatInputTextArea").fill(words)
    page.keyboard.press("Enter")


def turn_to(page: Page, site: Site, path: str) -> None:
    """Go to a page of `ui.site`, and wait until what it lists is there."""
    page.goto(site.path(path))
    if path == "goals":  # of the reports on the shelf, this one sets some
        page.get_by_role("combobox").first.click()
        page.get_by_role("option", name=reports.SEED).click()
    page.locator(".rows .row, [data-testid=stDataFrame]").first.wait_for()


def at_rest(page: Page) -> None:
    """Wait until the page is drawn: a click before may meet what is on its way out.

    It is when nothing on it has changed for a moment and its script is not running.
    """
    page.evaluate(RESTED)


RESTED = """
() => new Promise((rested) => {
  const moment = 400;
  const look = () => {
    if (!document.querySelector("[data-test-script-state=notRunning]")) return again();
    observer.disconnect();
    rested();
  };
  let timer = setTimeout(look, moment);
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(look, moment);
  };
  const observer = new MutationObserver(again);
  observer.observe(document.body, {
    childList: true, subtree: true, attributes: true, characterData: true,
  });
})
"""


def downloaded(page: Page, button: str) -> bytes:
    """What the button named so brings."""
    at_rest(page)
    with page.expect_download() as begun:
        page.get_by_role("button", name=button).click()
    return Path(begun.value.path()).read_bytes()

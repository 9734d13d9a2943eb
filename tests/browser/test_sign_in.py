"""People sign in through a real OpenID provider, and may do what their role allows."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE, Site, ask, free_port, serving, visiting
from tests.browser.reports import SEED

pytestmark = [pytest.mark.browser, pytest.mark.timeout(3000)]
expect.set_options(timeout=PATIENCE)

SECRETS = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "a-secret-of-the-tests-that-signs-nothing-else"
client_id = "jiwen"
client_secret = "jiwen"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[roles]
auditor = ["ann@example.org"]
curator = ["cat@example.org"]
"""
PEOPLE = {
    "Rea": "rea@example.org",
    "Oda": "oda@example.org",
    "Ann": "ann@example.org",
    "Cat": "cat@example.org",
}


@contextmanager
def provider(folder: Path) -> Iterator[str]:
    """An OpenID provider in a process of its own (its warnings are not ours) → its address."""
    port = free_port()
    with (folder / "provider.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)],
            stdout=log,
            stderr=log,
        )
    address = f"http://localhost:{port}"
    try:
        for name, email in PEOPLE.items():
            claims = json.dumps({"email": email, "name": name}).encode()
            put = Request(f"{address}/users/{email}", claims, method="PUT")
            put.add_header("Content-Type", "application/json")
            told(put)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def told(request: Request) -> None:
    """Send a request as soon as somebody listens."""
    for _ in range(300):
        try:
            with urlopen(request, timeout=30):
                return
        except URLError:
            time.sleep(0.2)
    raise AssertionError(f"nobody listens at {request.full_url}")


@pytest.fixture(scope="module")
def site(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    port, folder = free_port(), tmp_path_factory.mktemp("secrets")
    with provider(folder) as address:
        secrets = folder / "secrets.toml"
        secrets.write_text(SECRETS.format(port=port, provider=address))
        with serving(home, port=port, STREAMLIT_SECRETS_FILES=str(secrets)) as running:
            yield Site(f"http://localhost:{port}", running.home)


def sign_in(page: Page, site: Site, name: str) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="登录").click()
    page.get_by_placeholder("sub").fill(PEOPLE[name])
    page.get_by_role("button", name="Authorize").click()
    expect(page.get_by_text(name, exact=False).first).to_be_visible()


def test_nothing_is_shown_before_signing_in(page: Page, site: Site) -> None:
    page.goto(site.path("reports"))
    expect(page.get_by_role("button", name="登录")).to_be_visible()
    expect(page.get_by_test_id("stDataFrame")).to_have_count(0)


def test_a_reader_asks_and_auditors_may_see_the_answer_but_no_other_reader(
    browser: Browser, site: Site
) -> None:
    with visiting(browser) as reader:
        sign_in(reader, site, "Rea")
        ask(reader, f"{SEED}2022年项目支出执行了多少？")
        expect(reader.locator(".quote").first).to_contain_text("7,017.17")
        link = reader.locator("a.tool")
        expect(link).to_be_visible()
        href = link.get_attribute("href") or ""
        reader.get_by_role("link", name="报告库").click()
        expect(reader.get_by_text("只有管理员可以添加、更正和移除报告")).to_be_visible()
        expect(reader.locator("input[type=file]")).to_have_count(0)
        expect(reader.get_by_role("link", name="审计")).to_have_count(0)
        reader.get_by_role("button", name="退出登录").click()
        reader.get_by_role("button", name="End session").click()  # the provider asks, sends back
        expect(reader.get_by_role("button", name="登录")).to_be_visible()
    with visiting(browser) as auditor:
        sign_in(auditor, site, "Ann")
        auditor.goto(site.path(href))
        expect(auditor.locator(".quote").first).to_contain_text("7,017.17")
        expect(auditor.get_by_text("Rea 提问于", exact=False)).to_be_visible()
    with visiting(browser) as other:
        sign_in(other, site, "Oda")
        other.goto(site.path(href))
        expect(other.get_by_text("需要“审计员”角色")).to_be_visible()
        expect(other.locator(".quote")).to_have_count(0)


def test_a_curator_is_let_in_and_sees_no_one_elses_conversations(page: Page, site: Site) -> None:
    sign_in(page, site, "Cat")
    expect(page.get_by_role("button", name="项目支出执行了多少？")).to_have_count(0)
    page.get_by_role("link", name="报告库").click()
    page.locator(".stExpander summary").first.click()
    expect(page.locator("input[type=file]")).to_have_count(1)

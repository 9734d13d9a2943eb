"""While an answer is being written, what is on the page already stays where it is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PATIENCE, Site, ask, at_rest, serving, visiting
from tests.rag.troubled_server import DONE, Behaviour, chunk
from tests.rag.troubled_server import serving as chat_serving

pytestmark = [pytest.mark.browser, pytest.mark.timeout(1800)]
expect.set_options(timeout=PATIENCE)

# Neither asks for a figure, which code would answer without the model.
QUESTIONS = ("政务服务效能在全市评得怎么样？", "政务服务效能指数评价结果如何？")
WORDING = "增城区12项政务服务效能指标总得分为82.12分，在广州市全区排名第2，被评为第五期效能之星。"
GOOD = 0.1
"""What web.dev/cls calls a good cumulative layout shift."""

# Each shift since the page came, and for a person who reads of a failure, what moved.
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    const moved = entry.sources.map(({ node, previousRect, currentRect }) => {
      const element = node && (node.nodeType === 1 ? node : node.parentElement);
      const name = element && (element.dataset?.testid || element.className || element.tagName);
      const [before, after] = [previousRect, currentRect].map((r) => `${r.y}+${r.height}`);
      return `${name}: ${before} -> ${after}`;
    });
    window.shifts.push({ value: entry.value, at: entry.startTime, moved });
  }
}).observe({ type: "layout-shift", buffered: true });
"""

# What the server says is heard a frame or more apart, as it is on a busy machine.
SLOW_LINE = """
window.WebSocket = class extends WebSocket {
  addEventListener(kind, told, ...more) {
    if (kind !== "message") return super.addEventListener(kind, told, ...more);
    let last = 0;
    super.addEventListener(kind, (event) => {
      last = Math.max(last + 25, performance.now());
      setTimeout(() => told.call(this, event), last - performance.now());
    }, ...more);
  }
};
"""


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[Site]:
    behaviour = Behaviour(pieces=[*(chunk(sign) for sign in WORDING), DONE])
    behaviour.pause_before = dict.fromkeys(range(len(WORDING)), 0.08)
    with chat_serving(behaviour) as at:
        model = {"LLM_BASE_URL": at.base_url, "LLM_API_KEY": at.api_key, "LLM_MODEL": at.model}
        with serving(home, LLM="on", **model) as running:
            yield running


@pytest.mark.parametrize("line", ["", SLOW_LINE], ids=["fast", "slow"])
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_nothing_jumps_while_an_answer_is_written(
    browser: Browser, site: Site, width: int, height: int, line: str
) -> None:
    with visiting(browser, width, height) as page:
        page.add_init_script(WATCH + line)
        page.goto(site.url)
        expect(page.locator(".st-key-example-0")).to_be_visible()
        at_rest(page)
        for n, question in enumerate(QUESTIONS, 1):
            page.evaluate("window.shifts.length = 0")
            ask(page, question)
            expect(page.locator(".streaming")).to_be_visible()
            expect(page.locator(".verdict")).to_have_count(n)
            expect(page.locator(".card").first).to_be_attached()
            at_rest(page)
            shifts: list[dict[str, Any]] = page.evaluate("window.shifts")
            assert sum(shift["value"] for shift in shifts) < GOOD, shifts
            expect(page.locator(".question").last).to_be_in_viewport(ratio=1)


def test_a_conversation_is_opened_at_its_newest_question(browser: Browser, site: Site) -> None:
    with visiting(browser, 390, 600) as page:
        page.goto(site.url)
        for n, question in enumerate(QUESTIONS, 1):
            ask(page, question)
            expect(page.locator(".verdict")).to_have_count(n)
        page.reload()
        expect(page.locator(".question").last).to_be_in_viewport(ratio=1)
        expect(page.locator(".question").first).not_to_be_in_viewport()

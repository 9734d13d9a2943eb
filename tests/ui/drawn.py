"""Pages as Streamlit runs them, without a browser: one, or the site; and what they show."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from ui import questions
from ui.access import LOCAL, Role
from ui.services import Services

APP = Path(__file__).parents[2] / "app.py"


def site() -> AppTest:
    return AppTest.from_file(APP, default_timeout=60).run()


def opened(path: str, role: Role = Role.CURATOR) -> AppTest:
    """One page by itself: AppTest cannot turn to a page that is a function."""
    lines = [
        "import ui.services",
        "from ui.access import Role, User",
        "from ui.site import PAGES, draw",
        "shared = ui.services.opening({})",
        "shared.wait(60)",
        f"(page,) = [page for page in PAGES if page.path == {path!r}]",
        f"draw(page, User('local', '', Role.{role.name}), shared)",
    ]
    return AppTest.from_string("\n".join(lines), default_timeout=60).run()


def drawn(at: AppTest) -> list[dict[str, object]]:
    """What the browser draws itself on a page."""
    return [json.loads(element.proto.json) for element in at.get("bidi_component")]


def listed(at: AppTest) -> list[dict[str, object]]:
    """The rows of the list on a page."""
    (rows,) = [data["rows"] for data in drawn(at) if "ticked" in data]
    return rows


def words(at: AppTest) -> str:
    kinds = (at.text, at.caption, at.info, at.warning, at.error, at.success, at.header)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def until(at: AppTest, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)
        at.run()


def asked(services: Services, question: str) -> str:
    place = questions.ask(services, LOCAL, None, question, None)
    services.desk.of(place).wait(20)
    return place

"""The parts of a page that are drawn in the browser: an answer, its evidence, an opened report …

They get plain data and make text nodes of it, so that whatever a document says stays text. Each is
a script and, but for Streamlit's words, its style; `shared.css` is that of all of them.

dom               what the others make text nodes and listen to keys with; put before each
answer            one answer
evidence          the cited passages, beside it
viewer            a report, opened
conversations     the list of one's conversations
rows              a list beside the details of the row chosen in it
sent              one's own question, until the page has it
aids              text size, theme, keys
streamlits_words  what Streamlit says in English, put into the visitor's language
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent


@cache
def _source(*names: str) -> str:
    return "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in names)


def _ignore() -> None:
    return


def _declare(name: str) -> Callable[..., Any]:
    return st.components.v2.component(
        f"jiwen_{name}",
        css=_source("shared.css", f"{name}.css"),
        js=_source("dom.js", f"{name}.js"),
    )


def answer(data: dict[str, Any], key: str) -> dict[str, Any] | None:
    """Draw one answer (`ui.views.answer_view`) → the citation just asked for, if any."""
    result = _declare("answer")(data=data, key=_key(key), on_cite_change=_ignore)
    cite: dict[str, Any] | None = result.cite
    return cite


def evidence(data: dict[str, Any], key: str) -> tuple[str, int] | None:
    """Draw the evidence (`ui.cards.evidence_view`) → the action just asked for and its card n."""
    result = _declare("evidence")(
        data=data,
        key=_key(key),
        on_page_change=_ignore,
        on_section_change=_ignore,
        on_table_change=_ignore,
    )
    for name in ("page", "section", "table"):
        asked = getattr(result, name)
        if asked:
            return name, int(asked["n"])
    return None


def rows(data: dict[str, Any], key: str) -> dict[str, Any]:
    """Draw a list (`ui.lists`) → the "id" chosen just now, or the "ids" ticked just now."""
    result = _declare("rows")(
        data=data, key=_key(key), on_choose_change=_ignore, on_tick_change=_ignore
    )
    return {**(result.choose or {}), **(result.tick or {})}


def conversations(data: dict[str, Any], key: str, on_open: Callable[[str], None]) -> str | None:
    """Draw one's conversations (`ui.conversations`) → the id of the one just to be managed.

    `on_open` is called, before the page is drawn, with the id of the one that is to be opened.
    """
    kept = _key(key)

    def opened() -> None:
        if asked := st.session_state[kept].get("open"):
            on_open(asked["id"])

    result = _declare("conversations")(
        data=data, key=kept, on_open_change=opened, on_manage_change=_ignore
    )
    return result.manage["id"] if result.manage else None


def sent(drawn: str) -> None:
    """Have the browser show a question as soon as it is sent, until `drawn` is another."""
    _declare("sent")(data={"drawn": drawn}, key="just-sent")


def aids(data: dict[str, Any], key: str) -> None:
    """Draw what readers set for themselves (`ui.aids`)."""
    _declare("aids")(data=data, key=_key(key))


def viewer(data: dict[str, Any], key: str, **on: Callable[[dict[str, Any]], None]) -> None:
    """Draw an opened report (`ui.viewer`); `on` is called, by name, with what is asked of it."""
    kept = _key(key)

    def asked(name: str) -> Callable[[], None]:
        def call() -> None:
            if value := st.session_state[kept].get(name):
                on[name](value)

        return call

    _declare("viewer")(data=data, key=kept, **{f"on_{name}_change": asked(name) for name in on})


def _key(key: str) -> str:
    """A key made of ids → one that Streamlit takes: two underlines in a row mean something to it.

    One of three hundred ids has them; none has a dot.
    """
    return key.replace("_", ".")

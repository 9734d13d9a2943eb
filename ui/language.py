"""The language a visitor reads the pages in: Chinese, unless they switched."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.messages import LANGUAGES, translate, translate_plural

_KEY = "language"


def language() -> str:
    """The current visitor's language: from the switch, else the address (?lang=en), else zh.

    In a thread that works for no page it is zh.
    """
    if get_script_run_ctx(suppress_warning=True) is None:
        return "zh"
    chosen = st.session_state.get(_KEY) or st.query_params.get("lang", "zh")
    return chosen if chosen in LANGUAGES else "zh"


def choose(code: str) -> None:
    """Read the pages in `code` from now on; the address remembers it."""
    st.session_state[_KEY] = code
    st.query_params["lang"] = code


def _(message: str, **values: object) -> str:
    """A message → the same in the visitor's language, its {fields} filled in."""
    return translate(language(), message, **values)


def n_(one: str, many: str, n: int, **values: object) -> str:
    """A message about `n` things → the same in the visitor's language."""
    return translate_plural(language(), one, many, n, **values)


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translated later"
    """Mark a message that is translated where it is shown."""
    return message

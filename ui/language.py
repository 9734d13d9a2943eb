"""The language a visitor reads the pages in.

It is the one chosen with the switch or named in the address (?lang=en), which their browser
remembers in a cookie; before that the browser's own language, where Jiwen has it; else Chinese.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from languages import LANGUAGES, tag, translate, translate_plural

_KEY = "language"
_COOKIE = "jiwen-language"
_FIRST = "zh"
_OF_THREAD: ContextVar[str | None] = ContextVar("language of this thread", default=None)
"""Found out once for all the messages of a page: a thread draws for one visitor only."""


def language() -> str:
    """The current visitor's language; in a thread that works for no page Chinese, unless kept."""
    known = _OF_THREAD.get()
    if known is not None:
        return known
    if get_script_run_ctx(suppress_warning=True) is None:
        return _FIRST
    found = _found()
    _OF_THREAD.set(found)
    return found


def _found() -> str:
    own = (st.context.locale or "").split("-")[0].lower()
    return _chosen() or (own if own in LANGUAGES else _FIRST)


def choose(code: str) -> None:
    """Read the pages in `code` from now on."""
    st.session_state[_KEY] = code
    _OF_THREAD.set(code)
    # Left there, it would win over the choice when the page is loaded again.
    st.query_params.pop("lang", None)


def in_current_language(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """What makes a file later → the same, in the language that the visitor reads now.

    Streamlit makes files to download in threads that work for no page.
    """
    code = language()

    def made() -> bytes:
        before = _OF_THREAD.set(code)
        try:
            return make()
        finally:
            _OF_THREAD.reset(before)

    return made


def remember() -> None:
    """Find out the language anew, as a page begins to be drawn: the address may name another.

    Have the browser keep what was chosen, and know which language the page is in.
    """
    code = _found()
    _OF_THREAD.set(code)
    lines = [f"document.documentElement.lang = '{tag(code)}';"]
    if _chosen():
        cookie = f"{_COOKIE}={code}; Path=/; Max-Age=31536000; SameSite=Lax"
        lines.append(f"document.cookie = '{cookie}';")
    st.html(f"<script>{' '.join(lines)}</script>", unsafe_allow_javascript=True)


def _chosen() -> str | None:
    """What the visitor chose: in this session, else in the address, else in an earlier session.

    The address is forgotten when they turn to another page, so the session takes it over.
    """
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state.setdefault(_KEY, asked)
    chosen = st.session_state.get(_KEY) or st.context.cookies.get(_COOKIE)
    return chosen if chosen in LANGUAGES else None


def _(message: str, **values: object) -> str:
    """A message → the same in the visitor's language, its {fields} filled in."""
    return translate(language(), message, **values)


def n_(one: str, many: str, n: int, **values: object) -> str:
    """A message about `n` things → the same in the visitor's language."""
    return translate_plural(language(), one, many, n, **values)

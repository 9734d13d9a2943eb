"""The other pages of the site, to lead there: by the addresses that `ui.site` gives them."""

from __future__ import annotations

import streamlit as st


def page_at(address: str, title: str = "") -> st.Page:
    """The address of a page of `ui.site` → what links lead to."""
    return st.Page(_nothing, title=title or address, url_path=address)


def _nothing() -> None:
    """Stands in for the page itself: whoever leads there only needs its address."""

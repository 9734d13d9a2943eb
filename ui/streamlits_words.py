"""What Streamlit says in English, or by the name of a picture alone → in the visitor's language.

Its buttons that show a picture only are read out by those names; the others are in their tooltips.
"""

from __future__ import annotations

import json
from pathlib import Path

import streamlit as st

from ui.language import _

_SCRIPT = Path(__file__).parent / "components" / "streamlits_words.js"


def translate() -> None:
    """Have the browser say them in the visitor's language, wherever and whenever they come."""
    said = json.dumps(words(), ensure_ascii=False).replace("<", "\\u003c")
    script = _SCRIPT.read_text(encoding="utf-8").replace("__WORDS__", said)
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def words() -> dict[str, str]:
    """What Streamlit says → the same for the visitor; pictures by their names."""
    return {
        "Thumbs up": _("Helpful"),
        "Thumbs down": _("Not helpful"),
        "Feedback rating": _("Was this helpful?"),
        "Send message": _("Send"),
        "Collapse sidebar": _("Fold the sidebar"),
        "Expand sidebar": _("Unfold the sidebar"),
        "Sidebar": _("Sidebar"),
        "App pages": _("Pages"),
        "Navigate to home page": _("To the first page"),
        "Skip to main content": _("Skip to the content"),
        "Main menu": _("Menu"),
        "Notifications": _("Messages"),
        "Close": _("Close"),
        "Open": _("Open the list"),
        "Clear value": _("Clear"),
        "Clear all": _("Clear"),
        "Clear entry": _("Clear"),
        "Selected values": _("Chosen"),
        "Select all": _("Choose all"),
        "Increment": _("One more"),
        "Decrement": _("One less"),
        "file upload": _("Choose files"),
        "Add files": _("Choose files"),
        "Pagination": _("Pages"),
        "Previous page": _("Previous page"),
        "Next page": _("Next page"),
        "Show data": _("Show the figures"),
        "Show chart": _("Show the chart"),
        "Download as PNG": _("Download as a picture"),
        "Copy Vega-Lite spec": _("Copy the chart's description"),
        "Fullscreen": _("Full screen"),
        "Close fullscreen": _("Leave full screen"),
        "Show/hide columns": _("Show or hide columns"),
        "Download as CSV": _("Download as CSV"),
        "Search": _("Search"),
        "Close Search": _("Close the search"),
        "Previous Result": _("Previous hit"),
        "Next Result": _("Next hit"),
        "Clear selection": _("Choose nothing"),
    }

"""Text that is data → a label that Streamlit shows letter for letter.

Labels (buttons, pills, tabs, expanders, dialogs, toasts) are read as Markdown, with LaTeX, colour
directives, emoji codes, icons and typographic arrows besides. Whatever a document or a person
wrote goes through `plain` before it becomes one.
"""

from __future__ import annotations

import re

# What the browser side replaces even in escaped text: "->", "--", ">=" … and ":streamlit:".
_REPLACED = re.compile(r"(?<=[-<>=~])(?=[-<>=])|(?<=:)(?=streamlit:)")
_WORD_JOINER = "\u2060"  # has no width and no meaning
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: str, limit: int = 120) -> str:
    """Any text → Markdown that shows it unchanged on one line, cut with … after `limit` signs."""
    line = " ".join(text.split())
    if len(line) > limit:
        line = line[: limit - 1] + "…"
    return _PUNCTUATION.sub(r"\\\1", _REPLACED.sub(_WORD_JOINER, line))

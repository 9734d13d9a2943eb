"""An answer, or several → the files to take away of them, of each of `rag.export`'s formats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from rag.export import FORMATS, Format
from rag.records import Answer
from ui.language import _, in_current_language, language

Answers = Callable[[], Sequence[Answer]]

_ICONS = {
    ".docx": ":material/description:",
    ".pdf": ":material/picture_as_pdf:",
    ".md": ":material/notes:",
    ".json": ":material/data_object:",
}
_ANY_FILE = ":material/draft:"


def dialog(title: str, answers: Answers, name: str) -> None:
    """Open a dialog that offers the answers as files called `name`."""
    st.dialog(title)(lambda: buttons(answers, name))()


def buttons(answers: Answers, name: str, heading: str = "") -> None:
    """Draw a button for each kind of file there is; `answers` are fetched when one is clicked.

    A document is headed by `heading`, or by what it is where there is none.
    """
    for ending, kind in FORMATS.items():
        st.download_button(
            _(kind.label),
            in_current_language(partial(_made, kind, answers, heading)),
            file_name=f"{name}{ending}",
            icon=_ICONS.get(ending, _ANY_FILE),
            on_click="ignore",
            key=f"{name}{ending}",
            width="stretch",
        )


def _made(kind: Format, answers: Answers, heading: str) -> bytes:
    return kind.make(answers(), heading, language())

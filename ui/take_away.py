"""An answer, or several → the files to take away of them, of each of `rag.export`'s formats."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from rag.export import FORMATS
from rag.records import Answer
from ui.language import _, language

_ICONS = {
    ".docx": ":material/description:",
    ".pdf": ":material/picture_as_pdf:",
    ".md": ":material/notes:",
    ".json": ":material/data_object:",
}
_ANY_FILE = ":material/draft:"


def dialog(title: str, answers: Sequence[Answer], name: str) -> None:
    """Open a dialog that offers the answers as files called `name`."""
    st.dialog(title)(lambda: buttons(answers, name))()


def buttons(answers: Sequence[Answer], name: str, heading: str = "") -> None:
    """Draw a button for each kind of file there is; a file is made when its button is clicked.

    Who draws them has the answers, and tells what is wrong with these: a download can only fail.
    A document is headed by `heading`, or by what it is where there is none.
    """
    for ending, kind in FORMATS.items():
        st.download_button(
            _(kind.label),
            partial(kind.make, answers, heading, language()),
            file_name=f"{name}{ending}",
            icon=_ICONS.get(ending, _ANY_FILE),
            on_click="ignore",
            key=f"{name}{ending}",
            width="stretch",
        )

"""An answer, or a whole conversation → the files that one may take away of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from rag.export import as_json, to_docx, to_markdown
from rag.records import Answer
from ui.language import _, in_current_language

Answers = Callable[[], Sequence[Answer]]


def dialog(title: str, answers: Answers, name: str) -> None:
    """Open a dialog that offers the answers as files called `name`."""
    st.dialog(title)(lambda: buttons(answers, name))()


def buttons(answers: Answers, name: str) -> None:
    """Draw a button for each form there is; `answers` are fetched when one is clicked."""
    forms: list[tuple[str, str, str, Callable[[Sequence[Answer]], bytes]]] = [
        (_("Word (DOCX)"), "docx", ":material/description:", to_docx),
        (_("Markdown"), "md", ":material/notes:", _markdown),
        (_("JSON, for programs"), "json", ":material/data_object:", _json),
    ]
    for label, ending, icon, made in forms:
        st.download_button(
            label,
            in_current_language(partial(_file, made, answers)),
            file_name=f"{name}.{ending}",
            icon=icon,
            on_click="ignore",
            key=f"{name}-{ending}",
            width="stretch",
        )


def _file(made: Callable[[Sequence[Answer]], bytes], answers: Answers) -> bytes:
    return made(answers())


def _markdown(answers: Sequence[Answer]) -> bytes:
    return to_markdown(answers).encode()


def _json(answers: Sequence[Answer]) -> bytes:
    return json.dumps(
        [as_json(answer) for answer in answers], ensure_ascii=False, indent=2
    ).encode()

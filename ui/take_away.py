"""An answer, or a whole conversation → the files that one may take away of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from exports.document import Document
from exports.word import to_docx
from rag.export import as_document, as_json, to_markdown
from rag.records import Answer
from ui.language import _, in_current_language, language

Answers = Callable[[], Sequence[Answer]]


def dialog(title: str, answers: Answers, name: str) -> None:
    """Open a dialog that offers the answers as files called `name`."""
    st.dialog(title)(lambda: buttons(answers, name))()


def buttons(answers: Answers, name: str, heading: str = "") -> None:
    """Draw a button for each form there is; `answers` are fetched when one is clicked.

    A document is headed by `heading`, or by what it is where there is none.
    """

    def as_docx() -> bytes:
        return to_docx(document(answers(), heading))

    def as_pdf() -> bytes:
        # Imported here: drawing the button does not need it, and it takes a while.
        from exports.pdf import to_pdf

        return to_pdf(document(answers(), heading))

    forms: list[tuple[str, str, str, Callable[[], bytes]]] = [
        (_("Word (DOCX)"), "docx", ":material/description:", as_docx),
        (_("PDF"), "pdf", ":material/picture_as_pdf:", as_pdf),
        (_("Markdown"), "md", ":material/notes:", lambda: to_markdown(answers()).encode()),
        (_("JSON, for programs"), "json", ":material/data_object:", partial(_json, answers)),
    ]
    for label, ending, icon, made in forms:
        st.download_button(
            label,
            in_current_language(made),
            file_name=f"{name}.{ending}",
            icon=icon,
            on_click="ignore",
            key=f"{name}-{ending}",
            width="stretch",
        )


def document(answers: Sequence[Answer], heading: str = "") -> Document:
    """Answers → what is taken away of them to be printed and signed, in the visitor's language."""
    return as_document(answers, datetime.now(UTC).astimezone(), heading, language())


def _json(answers: Answers) -> bytes:
    return json.dumps(
        [as_json(answer) for answer in answers()], ensure_ascii=False, indent=2
    ).encode()

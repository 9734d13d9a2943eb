"""A whole conversation → a Word or PDF file: its questions, answers and sources, to be signed."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from exports.document import Document
from exports.word import to_docx
from rag.export import as_document
from ui.access import User
from ui.language import _, in_current_language, language
from ui.services import Services
from vectorstore.conversations import Conversation


def buttons(services: Services, user: User, conversation: Conversation) -> None:
    """Draw what takes the conversation away."""

    def as_docx() -> bytes:
        return to_docx(document(services, user, conversation))

    def as_pdf() -> bytes:
        # Imported here: drawing the button does not need it, and it takes a while.
        from exports.pdf import to_pdf

        return to_pdf(document(services, user, conversation))

    st.download_button(
        _("Export this conversation (DOCX)"),
        in_current_language(as_docx),
        file_name="jiwen-conversation.docx",
        icon=":material/description:",
        on_click="ignore",
        key=f"export-{conversation.id}",
    )
    st.download_button(
        _("Export this conversation (PDF)"),
        in_current_language(as_pdf),
        file_name="jiwen-conversation.pdf",
        mime="application/pdf",
        icon=":material/picture_as_pdf:",
        on_click="ignore",
        key=f"export-pdf-{conversation.id}",
    )


def document(services: Services, user: User, conversation: Conversation) -> Document:
    """A conversation of the user's → a document, its turns in order."""
    turns = services.library.conversations.turns(user.id, conversation.id)
    answers = [services.answer(turn.answer_id) for turn in turns]
    now = datetime.now(UTC).astimezone()
    return as_document(answers, now, conversation.title, language())

"""The visitor's conversations, in the sidebar: new, found again, renamed, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from rag.records import Answer
from ui import components, notices, take_away, viewer
from ui.access import User
from ui.language import _
from ui.places import View
from ui.services import Services
from ui.style import fold_sidebar
from vectorstore.conversations import Conversation

PLACE = "chat"
"""Where reports are opened beside a conversation (see `ui.viewer`)."""

ASK_NEXT = "ask-next"
"""In the session: a question that another page brings, to be asked in a new conversation."""
_CHOSEN = "conversation-chosen"
_LISTED = 50  # conversations; the others are found by their words


def current() -> str | None:
    """The id of the conversation on this page; None for a new one.

    The address has it, so that it is there after a reload; back from another page, the session.
    """
    if "c" not in st.query_params and "conversation" in st.session_state:
        st.query_params["c"] = st.session_state["conversation"]
    return st.query_params.get("c")


def turn_to(conversation: str | None) -> None:
    """Show another conversation, or a new one."""
    st.session_state.pop("asked", None)
    st.session_state[_CHOSEN] = True
    viewer.shut(PLACE)
    if conversation is None:
        st.session_state.pop("conversation", None)
        st.query_params.pop("c", None)
    else:
        st.session_state["conversation"] = st.query_params["c"] = conversation


def sidebar(services: Services, user: User) -> None:
    """Draw the list."""
    conversations = services.library.conversations
    if st.session_state.pop(_CHOSEN, False):
        fold_sidebar()
    with st.container(key="conversations", gap="xsmall"):
        st.button(
            _("New conversation"),
            key="new-conversation",
            icon=":material/edit_square:",
            width="stretch",
            on_click=turn_to,
            args=(None,),
        )
        newest = conversations.find(user.id, most=_LISTED)
        words = ""
        if len(newest) > 5:
            words = st.text_input(
                _("Search conversations"),
                key="search-conversations",
                placeholder=_("Search conversations"),
                label_visibility="collapsed",
                icon=":material/search:",
            )
        listed = conversations.find(user.id, words, _LISTED) if words else newest
        if words and not listed:
            st.caption(_("No conversation has these words."))
        asked_for = components.conversations(view(listed), "conversation-list", turn_to)
    for conversation in listed:
        if conversation.id == asked_for:
            st.dialog(_("This conversation"))(partial(manage, services, user, conversation))()


def view(listed: Sequence[Conversation]) -> View:
    """Conversations → the plain data that `conversations.js` draws."""
    here = current()
    return {
        "rows": [
            {"id": conversation.id, "title": conversation.title, "here": conversation.id == here}
            for conversation in listed
        ],
        "manage": _("Rename, export, delete"),
    }


def manage(services: Services, user: User, conversation: Conversation) -> None:
    """Draw what may be done with a conversation, whether it is the one on the page or not."""
    conversations = services.library.conversations
    with st.form(f"rename-{conversation.id}", border=False):
        title = st.text_input(
            _("Title"), value=conversation.title, key=f"title-{conversation.id}", max_chars=80
        ).strip()
        if st.form_submit_button(_("Rename")) and title:
            conversations.rename(user.id, conversation.id, title)
            st.rerun()

    st.caption(_("Export this conversation"))
    with notices.shown():
        answers = answers_of(services, user, conversation)
        take_away.buttons(answers, "jiwen-conversation", conversation.title)
    st.caption(_("The answers stay on record; the conversation is gone."))
    if st.button(
        _("Delete this conversation"), key=f"delete-{conversation.id}", icon=":material/delete:"
    ):
        conversations.delete(user.id, conversation.id)
        if conversation.id == current():
            turn_to(None)
        st.rerun()


def answers_of(services: Services, user: User, conversation: Conversation) -> list[Answer]:
    """One of the user's conversations → its answers, in order. Raises RecordError, StoreError."""
    turns = services.library.conversations.turns(user.id, conversation.id)
    return [services.answer(turn.answer_id) for turn in turns]

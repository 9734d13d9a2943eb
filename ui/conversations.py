"""The visitor's conversations, in the sidebar: new, found again, renamed, deleted."""

from __future__ import annotations

import streamlit as st

from ui import conversation_export, viewer
from ui.access import User
from ui.language import _
from ui.plain import plain
from ui.services import Services
from ui.style import fold_sidebar
from vectorstore.conversations import Conversation

PLACE = "chat"
"""Where reports are opened beside a conversation (see `ui.viewer`)."""


_CHOSEN = "conversation-chosen"


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
        everything = conversations.find(user.id)
        words = ""
        if len(everything) > 5:
            words = st.text_input(
                _("Search conversations"),
                key="search-conversations",
                placeholder=_("Search conversations"),
                label_visibility="collapsed",
                icon=":material/search:",
            )
        listed = conversations.find(user.id, words) if words else everything
        if words and not listed:
            st.caption(_("No conversation has these words."))
        for conversation in listed[:50]:
            _row(services, user, conversation)


def _row(services: Services, user: User, conversation: Conversation) -> None:
    here = conversation.id == current()
    with st.container(horizontal=True, gap=None, wrap=False, vertical_alignment="center"):
        st.button(
            plain(conversation.title),
            key=f"open-{conversation.id}",
            type="secondary" if here else "tertiary",
            width="stretch",
            on_click=turn_to,
            args=(conversation.id,),
        )
        if here:
            with st.popover(
                "",
                icon=":material/more_horiz:",
                type="tertiary",
                help=_("Rename, export, delete"),
            ):
                _manage(services, user, conversation)


def _manage(services: Services, user: User, conversation: Conversation) -> None:
    conversations = services.library.conversations
    title = st.text_input(
        _("Title"), value=conversation.title, key=f"title-{conversation.id}", max_chars=80
    )
    if title.strip() and title != conversation.title:
        conversations.rename(user.id, conversation.id, title.strip())
        st.rerun()

    conversation_export.buttons(services, user, conversation)

    def delete() -> None:
        conversations.delete(user.id, conversation.id)
        turn_to(None)

    st.button(
        _("Delete this conversation"),
        key=f"delete-{conversation.id}",
        icon=":material/delete:",
        on_click=delete,
        help=_("The answers stay on record; the conversation is gone."),
    )

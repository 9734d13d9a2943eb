"""A question that is being answered, drawn again a few times a second until it is.

Where another server answers it, or did when it was stopped, that is said.
"""

from __future__ import annotations

import streamlit as st

from ui import components, notices
from ui.access import User
from ui.answers import Ask
from ui.asking import Asking, Progress
from ui.language import _, n_
from ui.plain import plain
from ui.services import Services
from ui.views import answer_view
from vectorstore.conversations import Pending

_LOOK = 0.3
"""Seconds between two looks of a page at its question."""
_AT_EASE = 8
"""So many pages may look that often; of more each looks less, since looking takes of the time that
answering needs: fifty pages, each three times a second, leave none."""


def pending(services: Services, here: str, asking: Asking, key: str, *, busy: bool) -> None:
    """Draw, under `key`, the question of conversation `here` being answered, or that could not be.

    `busy` says whether it was being answered when the page began to be drawn.
    """
    if busy:
        every = seconds_between_looks(services.desk.busy())
        st.fragment(_watched, run_every=every)(services, here, key)
    else:
        _draw(services, asking, here, key)


def seconds_between_looks(answering: int) -> float:
    """How many questions are being answered here → how often a page looks at its own."""
    return _LOOK * max(1.0, answering / _AT_EASE)


def _watched(services: Services, here: str, key: str) -> None:
    asking = services.desk.of(here)
    if asking is None:  # another page of the visitor's has it among its turns by now
        st.rerun()
        return
    over = asking.progress.over
    _draw(services, asking, here, key)
    # The panel beside shows the evidence from the moment it is there.
    first_evidence = asking.progress.quoted and st.session_state.get("quoted") is not asking
    if first_evidence:
        st.session_state["quoted"] = asking  # not its id, which the next one may get
    if over or first_evidence:
        st.rerun()


def elsewhere(services: Services, user: User, here: str, left: Pending, ask: Ask) -> None:
    """Draw a question that another server has, or had, and how it is asked again."""
    st.markdown(f"**{plain(left.question)}**")
    if left.alive:
        _awaited(services, user, here)
        return
    notices.warn(
        _("The server that was answering this was stopped. Nothing else is lost; ask it again.")
    )
    st.button(
        _("Ask again"),
        key="ask-again",
        icon=":material/refresh:",
        on_click=ask,
        args=(left.question,),
        kwargs={"instead_of": left.instead_of},
    )


@st.fragment(run_every=2.0)
def _awaited(services: Services, user: User, here: str) -> None:
    left = services.library.conversations.pending(user.id, here)
    if left is None or not left.alive:
        st.rerun()
    notices.note(_("Another server is answering this; the answer is shown here once it is there."))


def _draw(services: Services, asking: Asking, here: str, key: str) -> None:
    progress = asking.progress
    quoted = progress.quoted
    view = answer_view(
        f"pending-{here}",
        asking.question,
        quotation=quoted.quotation if quoted else (),
        passages=quoted.passages if quoted else (),
        table=quoted.table if quoted else None,
        answer=None,
        streaming=progress.wording,
        notice=_notice(asking, progress, loaded=services.searching.is_set()),
    )
    components.answer(view, key=key)
    if progress.failure is not None:
        notices.trouble(progress.failure)
    if not progress.over:
        st.button(_("Stop"), key="stop", icon=":material/stop_circle:", on_click=asking.stop)


def _notice(asking: Asking, progress: Progress, *, loaded: bool) -> str:
    if asking.stopped:
        return _("Stopped.") if progress.over else _("Stopping …")
    if progress.over:
        return ""
    if progress.trouble:
        return progress.trouble
    if progress.waiting == 0:
        return _("The chat model is loading; the quotation is here already.")
    if progress.waiting:
        return n_(
            "{n} question is before yours; the quotation is here already.",
            "{n} questions are before yours; the quotation is here already.",
            progress.waiting,
        )
    if progress.wording is not None:
        return _("The model is phrasing; every number will be checked.")
    if not loaded:
        return _("The search model is loading; this happens once after a start.")
    return _("Reading the reports …")

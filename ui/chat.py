"""The page where one asks: the conversation, the answers, and the evidence beside them."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rag.records import EVERYTHING, Scope
from ui import (
    answer_chart,
    answers,
    components,
    conversations,
    evidence,
    filters,
    notices,
    questions,
)
from ui.access import User
from ui.asking import Asking
from ui.examples import examples, short_names
from ui.language import _, n_
from ui.pending import elsewhere, pending
from ui.plain import plain
from ui.services import Services
from vectorstore.conversations import Pending, Turn
from vectorstore.errors import StoreError

_PLACE = conversations.PLACE
_NEWEST = 40  # reports that questions to begin with are made of


def page(services: Services, user: User) -> None:
    """Draw the page: a kept answer where the address names one, else the conversation."""
    if answer_id := st.query_params.get("answer"):
        _kept_answer(services, user, answer_id)
        return
    with st.sidebar:
        conversations.sidebar(services, user)
    _conversation(services, user)


def _conversation(services: Services, user: User) -> None:
    here = conversations.current()
    asking: Asking | None = None
    unanswered: Pending | None = None
    busy, turns = False, list[Turn]()
    if here is not None:
        try:
            unanswered = services.library.conversations.pending(user.id, here)
            asking, busy, turns = questions.so_far(services, user, here)
            unanswered = None if asking is not None else unanswered
        except StoreError as error:
            notices.trouble(error)
            here = None
    # By itself the field for questions would keep the page scrolled to its end, which on a phone
    # is the end of the evidence. Put here outright, it leaves that to answer.js.
    with st.bottom:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            chosen = filters.bar(services.library)
            if not services.model:
                st.caption(_("The chat model is off: answers are the reports' own words."))
        words = st.chat_input(_("Ask the reports"), key="question", max_chars=2000, disabled=busy)
        just_sent = st.container(key="sent")

    def ask_here(
        words: str,
        scope: Scope | None = None,
        chosen: Scope = EVERYTHING,
        instead_of: str | None = None,
    ) -> None:
        with notices.shown():
            place = questions.ask(services, user, here, words, scope, chosen, instead_of)
            conversations.turn_to(place)
            st.rerun()

    if words and words.strip():
        ask_here(words.strip(), chosen=chosen)
    elif brought := st.session_state.pop(conversations.ASK_NEXT, None):
        ask_here(brought)
    # A place of its own, hidden as soon as there are turns: what stood in it is not pushed about.
    with st.container(key="welcome"):
        if not turns and asking is None and unanswered is None:
            _welcome(services, ask_here)
            _drawn(just_sent)
            return
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(key="turns"):
        for n, turn in enumerate(turns):
            last = asking is None and turn is turns[-1]
            with st.container(key=f"turn-{here}-{n}"):
                _turn(services, user, turn, ask_here, answers.key(here, n))
                if last:
                    with notices.shown():
                        answer = services.answer(turn.answer_id)
                        answers.further(services, answer, ask_here, chosen)
        if here is not None and asking is not None:
            with st.container(key=f"turn-{here}-{len(turns)}"):
                pending(services, here, asking, answers.key(here, len(turns)), busy=busy)
        elif here is not None and unanswered is not None:
            again = elsewhere(services, user, here, unanswered)
            if again is not None:
                ask_here(again)
    with right, notices.shown():
        _evidence(services, user, turns, asking, here)
    _drawn(just_sent)


def _drawn(just_sent: DeltaGenerator) -> None:
    """Say that the page is drawn to its end: a question just sent is on it, or will not be."""
    n = st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1
    with just_sent:
        components.sent(str(n))


def _welcome(services: Services, ask_here: answers.AskHere) -> None:
    with services.library.snapshot() as now:
        reports = now.reports()
        newest = sorted(reports, key=lambda r: r.identity.year or 0, reverse=True)[:_NEWEST]
        indicators = now.indicators([report.id for report in newest])
        sections = {r.id: now.text(r.id).sections for r in reports[-4:]}
    st.header(_("Ask the performance reports"), anchor=False)
    if not reports:
        notices.note(_("The shelf is empty. Add reports on the page “Reports” first."))
        return
    years = sorted({r.identity.year for r in reports if r.identity.year})
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    st.caption(
        n_(
            "{n} report on the shelf ({span}). Every sentence traced, every figure checked.",
            "{n} reports on the shelf ({span}). Every sentence traced, every figure checked.",
            len(reports),
            span=span,
        )
    )
    for i, question in enumerate(examples(newest, indicators, sections, short_names(reports))):
        if st.button(plain(question), key=f"example-{i}", icon=":material/north_east:"):
            ask_here(question, None)


def _turn(services: Services, user: User, turn: Turn, ask_here: answers.AskHere, key: str) -> None:
    with notices.shown():
        answer = services.answer(turn.answer_id)
        with st.container():  # as a fragment is in one: see answers.key
            answers.draw(answer, key)
        answer_chart.chart(services, answer)
        answers.under(services, user, answer, ask_here)


def _evidence(
    services: Services, user: User, turns: list[Turn], asking: Asking | None, here: str | None
) -> None:
    asked, key = st.session_state.get("asked"), f"evidence-{here}"
    asked = asked if asked and asked["answer"] in {turn.answer_id for turn in turns} else None
    if answers.beside(services, user, _PLACE, asked):
        return
    if asked:
        evidence.panel(services, _PLACE, services.answer(asked["answer"]), asked, key)
    elif asking is not None:
        if asking.progress.quoted:
            quoted = asking.progress.quoted
            evidence.pending_panel(services, _PLACE, f"pending-{here}", quoted, key)
    elif turns:
        evidence.panel(services, _PLACE, services.answer(turns[-1].answer_id), None, key)


def _kept_answer(services: Services, user: User, answer_id: str) -> None:
    st.button(
        _("Back to the conversations"),
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=_leave_answer,
    )
    answers.whole(services, user, questions.answer_for(services, user, answer_id))


def _leave_answer() -> None:
    st.query_params.pop("answer", None)

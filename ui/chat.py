"""The page where one asks: the conversation, the answers, and the evidence beside them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from operations.errors import Foreseen
from rag.records import EVERYTHING, Answer, Scope
from records import Report
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
from ui.language import _, language, n_
from ui.pending import elsewhere, pending
from ui.plain import plain
from ui.services import Services
from vectorstore.conversations import Pending, Turn
from vectorstore.errors import StoreError
from vectorstore.library import Library

_PLACE = conversations.PLACE
_LEFT_OUT = "left-out"
"""In the session: why the question that was just sent is not asked."""
_NEWEST = 40  # reports that questions to begin with are made of


def page(services: Services, user: User) -> None:
    """Draw the page: a kept answer where the address names one, else the conversation."""
    if answer_id := st.query_params.get("answer"):
        _kept_answer(services, user, answer_id)
        return
    _conversation(services, user)
    with st.sidebar:
        conversations.sidebar(services, user)


def _conversation(services: Services, user: User) -> None:
    """Draw it, what was waited for first: of many who ask at once, each then has their quotation
    before the server draws the rest for any."""
    named = here = conversations.current()
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
    newest = turns[-1].answer_id if turns else None
    by_words = partial(_ask, services, user, not_in=named if here is None else None)
    ask = partial(by_words, seen=(here, newest, asking is not None))
    if (left_out := st.session_state.pop(_LEFT_OUT, None)) is not None:
        notices.trouble(left_out)
    if brought := st.session_state.pop(conversations.ASK_NEXT, None):
        ask(brought)
        st.rerun()
    reports = services.library.reports()
    # A place of its own, hidden as soon as there are turns: what stood in it is not pushed about.
    with st.container(key="welcome"):
        if not turns and asking is None and unanswered is None:
            _welcome(services, reports, ask)
            _field(services, reports, by_words, busy=busy)
            return
    left, right = st.columns([3, 2], gap="large")
    column = left.container(key="turns")
    with column:
        places = [st.container(key=f"turn-{here}-{n}") for n in range(len(turns))]
        if here is not None and asking is not None:
            with st.container(key=f"turn-{here}-{len(turns)}"):
                pending(services, here, asking, answers.key(here, len(turns)), busy=busy)
    drawn: list[tuple[DeltaGenerator, Answer]] = []
    for n, place in reversed(list(enumerate(places))):
        with place, notices.shown():
            answer = services.answer(turns[n].answer_id)
            with st.container():  # as a fragment is in one: see answers.key
                answers.draw(answer, answers.key(here, n))
            drawn.append((place, answer))
    if here is not None and unanswered is not None:
        with column:
            elsewhere(services, user, here, unanswered, ask)
    with right, notices.shown():
        _evidence(services, user, turns, asking, here)
    _field(services, reports, by_words, busy=busy)
    for place, answer in drawn:
        with place, notices.shown():
            answer_chart.chart(services, answer)
            answers.under(services, user, answer, ask)
            if asking is None and answer.id == turns[-1].answer_id:
                answers.further(services, answer, ask, filters.chosen(reports))


def _ask(
    services: Services,
    user: User,
    words: str,
    scope: Scope | None = None,
    chosen: Scope = EVERYTHING,
    instead_of: str | None = None,
    *,
    not_in: str | None,
    seen: _Seen | None = None,
) -> None:
    """Ask (see `answers.Ask`), but not in the conversation `not_in`, which is not the user's.

    `seen` is what was drawn when a button was: of a double click the second has nothing to ask.
    """
    here = conversations.current()
    place = None if here == not_in else here
    try:
        if place is not None and not _is_theirs(services, user, place):
            place = None
        if seen is not None and _is_asked(services, user, place, words, seen):
            return
        asked_in = questions.ask(services, user, place, words, scope, chosen, instead_of)
        conversations.turn_to(asked_in)
    except Foreseen as error:
        st.session_state[_LEFT_OUT] = error


_Seen = tuple[str | None, str | None, bool]
"""A conversation, the id of its last answer, and whether a question of it was being answered."""


def _is_theirs(services: Services, user: User, here: str) -> bool:
    """Whether the conversation is still there, and the user's; else another is begun."""
    try:
        services.library.conversations.turns(user.id, here)
    except StoreError:  # where it is the shelf that is away, beginning another says so
        return False
    return True


def _is_asked(services: Services, user: User, here: str | None, words: str, seen: _Seen) -> bool:
    """Whether the conversation has gone on since `seen`, by just this question."""
    if here is None:
        return False
    turns = services.library.conversations.turns(user.id, here)
    asking = services.desk.of(here)
    now = (here, turns[-1].answer_id if turns else None, asking is not None)
    last = asking.question if asking is not None else turns[-1].question if turns else None
    return now != seen and last == words


def _field(services: Services, reports: Sequence[Report], ask: answers.Ask, *, busy: bool) -> None:
    """Draw where one asks, and of which reports."""

    def typed() -> None:
        words = st.session_state["question"].strip()
        if words:
            ask(words, chosen=filters.chosen(reports))

    # By itself the field for questions would keep the page scrolled to its end, which on a phone
    # is the end of the evidence. Put here outright, it leaves that to answer.js.
    with st.bottom:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
            filters.bar(reports)
            if not services.model:
                st.caption(_("The chat model is off: answers are the reports' own words."))
        # Asked before the page is drawn, which then is drawn once.
        st.chat_input(
            _("Ask the reports"), key="question", max_chars=2000, disabled=busy, on_submit=typed
        )
        with st.container(key="sent"):
            # Drawn now: a question just sent is on the page, or will not be.
            n = st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1
            components.sent(str(n))


def _welcome(services: Services, reports: Sequence[Report], ask: answers.Ask) -> None:
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
    shelf = services.library.mark, services.library.generation()
    for i, question in enumerate(_beginnings(services.library, shelf, language())):
        st.button(
            plain(question),
            key=f"example-{i}",
            icon=":material/north_east:",
            on_click=ask,
            args=(question,),
        )


@st.cache_resource(max_entries=32, show_spinner=False)
def _beginnings(_library: Library, shelf: tuple[str, int], reads: str) -> list[str]:
    """Questions to begin with: the same for all who read one language, until the shelf changes."""
    with _library.snapshot() as now:
        reports = now.reports()
        newest = sorted(reports, key=lambda r: r.identity.year or 0, reverse=True)[:_NEWEST]
        indicators = now.indicators([report.id for report in newest])
        sections = {r.id: now.text(r.id).sections for r in reports[-4:]}
    return examples(newest, indicators, sections, short_names(reports))


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

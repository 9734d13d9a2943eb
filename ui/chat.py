"""The page where one asks: the conversation, the answers, and the evidence beside them."""

from __future__ import annotations

import streamlit as st

from rag.records import Answer, Scope, Turn
from ui import components, conversations, evidence, filters, notices
from ui.access import Role, User, require
from ui.asking import Asking, Progress
from ui.examples import examples, follow_ups
from ui.language import _, n_
from ui.plain import plain
from ui.services import Question, Services
from ui.views import answer_view
from vectorstore.conversations import Turn as KeptTurn

_FIRST_LOOK = 0.6  # seconds a page waits for the quotation before it is first drawn


def page(services: Services, user: User) -> None:
    """Draw the page: a kept answer where the address names one, else the conversation."""
    require(user, Role.READER)
    if answer_id := st.query_params.get("answer"):
        _kept_answer(services, user, answer_id)
        return
    with st.sidebar:
        conversations.sidebar(services.library.conversations, user)
    _conversation(services, user)


def ask(
    services: Services,
    user: User,
    conversation: str | None,
    words: str,
    scope: Scope | None,
) -> str:
    """Begin to answer a question → the id of its conversation, begun where there was none.

    Raises AccessDenied, and StoreError where the conversation is not the user's.
    """
    require(user, Role.READER)
    kept = services.library.conversations
    if conversation is None:
        conversation = kept.begin(user.id, conversations.title_of(words)).id
    earlier = tuple(_told_turn(services, turn) for turn in kept.turns(user.id, conversation))
    question = Question(words, earlier, scope, user.id)
    place = conversation

    def finished(answer: Answer) -> None:
        kept.add_turn(user.id, place, words, answer.id)

    def begin() -> Asking:
        return Asking(words, lambda stop: services.ask(question, stop), finished)

    services.desk.begin(place, begin).wait(_FIRST_LOOK)
    return conversation


def _told_turn(services: Services, turn: KeptTurn) -> Turn:
    answer = services.answer(turn.answer_id)
    text = " ".join(s.text for s in answer.sentences) or answer.refusal
    return Turn(turn.question, answer.understood.standalone, answer.understood.scope, text)


def judge(services: Services, user: User, answer_id: str, good: bool, words: str) -> None:
    """Keep what the user thinks of an answer that they may see. Raises AccessDenied."""
    _may_see(services, user, answer_id)
    services.library.answers.judge(answer_id, user.id, good, words)


def _may_see(services: Services, user: User, answer_id: str) -> Answer:
    require(user, Role.READER)
    answer = services.answer(answer_id)
    if answer.user != user.id:
        require(user, Role.AUDITOR)
    return answer


def _conversation(services: Services, user: User) -> None:
    here = conversations.current()
    turns: list[KeptTurn] = []
    if here is not None:
        with notices.shown():
            turns = services.library.conversations.turns(user.id, here)
    asking = services.desk.of(here) if here else None
    if asking and asking.progress.answer:
        services.desk.clear(here or "")
        asking = None
    scope = filters.bar(services.library)
    words = st.chat_input(_("Ask the reports"), key="question", max_chars=2000)
    if words and words.strip():
        _ask_here(services, user, words.strip(), scope)
    if not turns and asking is None:
        _welcome(services, user, scope)
        return
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(key="turns"):
        for i, turn in enumerate(turns):
            _turn(services, user, turn, last=asking is None and i == len(turns) - 1)
        if asking is not None:
            _pending(services, here or "")
    with right:
        _evidence(services, turns, asking, here or "")


def _ask_here(services: Services, user: User, words: str, scope: Scope | None) -> None:
    here = ask(services, user, conversations.current(), words, scope)
    conversations.turn_to(here)
    st.rerun()


def _welcome(services: Services, user: User, scope: Scope | None) -> None:
    library = services.library
    reports = library.reports()
    with st.container(key="welcome"):
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
        sections = {r.id: library.text(r.id).sections for r in reports[-4:]}
        for i, question in enumerate(examples(reports, library.indicators(), sections)):
            if st.button(plain(question), key=f"example-{i}", icon=":material/north_east:"):
                _ask_here(services, user, question, scope)


def _turn(services: Services, user: User, turn: KeptTurn, *, last: bool) -> None:
    with notices.shown():
        answer = services.answer(turn.answer_id)
        _draw_answer(answer)
        _chips(services, user, answer)
        _feedback(services, user, answer)
        if last:
            _suggestions(services, user, answer)


def _draw_answer(answer: Answer) -> None:
    notice = answer.wording_problem if not answer.wording else ""
    view = answer_view(
        answer.id,
        answer.question,
        quotation=answer.quotation,
        passages=answer.passages,
        table=answer.table,
        answer=answer,
        streaming=None,
        notice=notice,
    )
    if cite := components.answer(view, key=f"answer-{answer.id}"):
        st.session_state["asked"] = cite
        st.rerun()


@st.fragment(run_every=0.3)
def _pending(services: Services, here: str) -> None:
    asking = services.desk.of(here)
    if asking is None:
        return
    progress = asking.progress
    if progress.answer is not None:
        st.rerun()
    view = answer_view(
        f"pending-{here}",
        asking.question,
        quotation=progress.quoted.quotation if progress.quoted else (),
        passages=progress.quoted.passages if progress.quoted else (),
        table=progress.quoted.table if progress.quoted else None,
        answer=None,
        streaming=progress.wording,
        notice=_notice(asking, progress),
    )
    components.answer(view, key=f"pending-{here}")
    if progress.failure is not None:
        notices.trouble(progress.failure)
    if not progress.over:
        st.button(_("Stop"), key="stop", icon=":material/stop_circle:", on_click=asking.stop)
    if progress.quoted and st.session_state.get("quoted") != id(asking):
        st.session_state["quoted"] = id(asking)  # the panel beside shows it from now on
        st.rerun()


def _notice(asking: Asking, progress: Progress) -> str:
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
    return _("Reading the reports …")


def _chips(services: Services, user: User, answer: Answer) -> None:
    scope = answer.understood.scope
    chips = filters.chips(scope)
    if not chips:
        return
    kept = st.pills(
        _("Understood to be about"),
        list(chips),
        selection_mode="multi",
        default=list(chips),
        format_func=lambda chip: plain(chips[chip]),
        key=f"scope-{answer.id}",
        help=_("Take one away to ask again without it."),
    )
    if len(kept) < len(chips):
        del st.session_state[f"scope-{answer.id}"]
        narrowed = filters.without(scope, set(chips) - set(kept))
        _ask_here(services, user, answer.question, narrowed)


def _feedback(services: Services, user: User, answer: Answer) -> None:
    mine = [f for f in services.library.answers.feedback(answer.id) if f.user == user.id]
    before = mine[0] if mine else None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        thumbs = st.feedback(
            "thumbs", key=f"thumbs-{answer.id}", default=int(before.good) if before else None
        )
        if thumbs is None:
            return
        words = st.text_input(
            _("A word on why (optional)"),
            value=before.words if before else "",
            key=f"words-{answer.id}",
            placeholder=_("A word on why (optional)"),
            label_visibility="collapsed",
            max_chars=500,
            width=320,
        )
    if before is None or (bool(thumbs), words) != (before.good, before.words):
        judge(services, user, answer.id, bool(thumbs), words)
        notices.done(_("Thank you; kept beside the answer."))


def _suggestions(services: Services, user: User, answer: Answer) -> None:
    library = services.library
    questions = follow_ups(answer, library.reports(), library.indicators())
    with st.container(horizontal=True, gap="small"):
        for i, question in enumerate(questions):
            if st.button(plain(question), key=f"follow-{answer.id}-{i}", type="secondary"):
                _ask_here(services, user, question, None)


def _evidence(services: Services, turns: list[KeptTurn], asking: Asking | None, here: str) -> None:
    asked = st.session_state.get("asked")
    ids = {turn.answer_id for turn in turns}
    if asked and asked["answer"] in ids:
        evidence.panel(services, services.answer(asked["answer"]), asked)
    elif asking is not None:
        if asking.progress.quoted:
            evidence.pending_panel(services, f"pending-{here}", asking.progress.quoted)
    elif turns:
        with notices.shown():
            evidence.panel(services, services.answer(turns[-1].answer_id), None)


def _kept_answer(services: Services, user: User, answer_id: str) -> None:
    answer = _may_see(services, user, answer_id)
    st.button(
        _("Back to the conversations"),
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=st.query_params.clear,
    )
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(key="turns"):
        _draw_answer(answer)
        st.caption(
            _("Asked {when}, answered by {model}.", when=_when(answer), model=plain(_model(answer)))
        )
    asked = st.session_state.get("asked")
    with right:
        evidence.panel(services, answer, asked if asked and asked["answer"] == answer_id else None)


def _when(answer: Answer) -> str:
    return answer.asked_at.astimezone().strftime("%Y-%m-%d %H:%M")


def _model(answer: Answer) -> str:
    return answer.model or _("code, without a model")

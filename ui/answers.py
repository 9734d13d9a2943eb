"""An answer on the page, and what one can do with it: narrow, judge, go on asking."""

from __future__ import annotations

from typing import Any, Protocol

import streamlit as st

from rag.records import EVERYTHING, Answer, Scope, State
from ui import components, evidence, filters, notices, questions, take_away, viewer
from ui.access import User
from ui.examples import follow_ups, nearest, nearest_reports, short_names
from ui.language import _
from ui.names import person_name
from ui.plain import plain
from ui.services import Services
from ui.views import answer_view

_MOST_READ = 4  # reports whose headings are looked at for questions that can be answered


class Ask(Protocol):
    """Asks in the conversation on the page, which has the question when it is drawn next.

    So it is for the callbacks of widgets; elsewhere st.rerun() has to follow. `scope` and `chosen`
    are what `rag.answer.ask` takes as `scope` and `filters`.
    """

    def __call__(
        self,
        words: str,
        scope: Scope | None = None,
        chosen: Scope = EVERYTHING,
        instead_of: str | None = None,
    ) -> None:
        """Ask these words; `instead_of` as in `questions.ask`."""


def key(conversation: str | None, n: int) -> str:
    """A place in a conversation → the key under which what is there is drawn.

    It is the same while the answer is being written and when it is finished: the browser then
    goes on with what it has instead of drawing all anew, at which the page would jump.
    """
    return f"answer-{conversation}-{n}"


def draw(answer: Answer, key: str) -> None:
    """Draw the answer; a citation clicked on is in st.session_state["asked"] from then on."""
    view = answer_view(
        answer.id,
        answer.question,
        quotation=answer.quotation,
        passages=answer.passages,
        table=answer.table,
        answer=answer,
        streaming=None,
        notice="" if answer.wording else answer.wording_problem,
    )
    if cite := components.answer(view, key=key):
        st.session_state["asked"] = cite
        st.rerun()


def whole(services: Services, user: User, answer: Answer) -> None:
    """Draw an answer on record with its evidence beside it."""
    left, right = st.columns([3, 2], gap="large")
    with left, st.container(key="turns"):
        draw(answer, f"answer-{answer.id}")
        st.caption(plain(_asked(services, answer), 400))
    asked = st.session_state.get("asked")
    asked = asked if cites(asked, answer.id) else None
    place = f"record-{answer.id}"
    with right:
        if not beside(services, user, place, asked):
            evidence.panel(services, place, answer, asked, f"evidence-{answer.id}")


def beside(services: Services, user: User, place: str, asked: dict[str, Any] | None) -> bool:
    """Draw the report that is open at `place`, turned to the citation `asked` for, if any.

    False where none is open.
    """
    if not viewer.opened(place):
        return False
    if asked and asked != st.session_state.get("asked-in-viewer"):
        st.session_state["asked-in-viewer"] = asked
        evidence.show_cited(services, place, services.answer(asked["answer"]), asked)
    viewer.beside(services, user, place)
    return True


def cites(asked: dict[str, Any] | None, answer_id: str) -> bool:
    """Whether the citation clicked on last is one of this answer."""
    return asked is not None and asked["answer"] == answer_id


def _asked(services: Services, answer: Answer) -> str:
    return _(
        "Asked by {user} at {when}, answered by {model}.",
        user=person_name(services, answer.user),
        when=answer.asked_at.astimezone().strftime("%Y-%m-%d %H:%M"),
        model=answer.model or _("code, without a model"),
    )


def under(services: Services, user: User, answer: Answer, ask: Ask) -> None:
    """Draw what stands under an answer: who may be meant, the understood scope, 👍 👎, files."""
    _choices(answer, ask)
    _wider(answer, ask)
    with st.container(
        horizontal=True, vertical_alignment="center", gap="small", key=f"under-{answer.id}"
    ):
        _chips(answer, ask)
        _feedback(services, user, answer)
        if st.button(
            _("Export"), icon=":material/download:", type="tertiary", key=f"export-{answer.id}"
        ):
            take_away.dialog(_("Export this answer"), [answer], "jiwen-answer")


def _choices(answer: Answer, ask: Ask) -> None:
    """Those who may be meant, where it has to be asked: a click asks again about that one."""
    if not answer.understood.choices:
        return
    with st.container(horizontal=True, gap="small", key=f"choices-{answer.id}"):
        for i, choice in enumerate(answer.understood.choices):
            st.button(
                plain(choice.label),
                key=f"choice-{answer.id}-{i}",
                on_click=ask,
                args=(answer.understood.standalone,),
                kwargs={"chosen": choice.scope},
            )


def _wider(answer: Answer, ask: Ask) -> None:
    """Where a part of the shelf does not answer: a click asks all of it."""
    chosen = answer.asked_with.filters if answer.asked_with else EVERYTHING
    held = answer.understood.scope != EVERYTHING or chosen != EVERYTHING
    if answer.state is State.ANSWERED or answer.understood.choices or not held:
        return

    def ask_all() -> None:
        filters.clear()
        ask(answer.understood.standalone, EVERYTHING)

    st.button(
        _("Look in all reports"),
        icon=":material/manage_search:",
        key=f"wider-{answer.id}",
        on_click=ask_all,
    )


def _chips(answer: Answer, ask: Ask) -> None:
    scope = answer.understood.scope
    parts = filters.chips(scope)
    if not parts:
        return
    kept = st.pills(
        _("Understood to be about"),
        list(parts),
        selection_mode="multi",
        default=list(parts),
        format_func=lambda chip: plain(f"{parts[chip]} ×"),
        key=f"scope-{answer.id}",
        label_visibility="collapsed",
        wrap=True,
        help=_("What the question was understood to be about; take a part away to ask without it."),
    )
    if len(kept) < len(parts):
        del st.session_state[f"scope-{answer.id}"]
        # A follow-up that is asked again stands by itself: its conversation has gone on since.
        ask(answer.understood.standalone, filters.without(scope, set(parts) - set(kept)))
        st.rerun()


def _feedback(services: Services, user: User, answer: Answer) -> None:
    mine = [f for f in services.library.answers.feedback(answer.id) if f.user == user.id]
    before = mine[0] if mine else None
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
        width=280,
    )
    if before is None or (bool(thumbs), words) != (before.good, before.words):
        questions.judge(services, user, answer.id, bool(thumbs), words)
        notices.done(_("Thank you; kept beside the answer."))


def further(services: Services, answer: Answer, ask: Ask, chosen: Scope) -> None:
    """Draw ways on from the last answer: the question again, or changed, and others.

    A changed question is asked of the reports that are `chosen` now.
    """
    with st.container(gap="small", key=f"suggestions-{answer.id}"):
        _suggestions(services, answer, ask)
        with st.container(horizontal=True, gap="small"):
            _once_more(answer, ask, chosen)


def _once_more(answer: Answer, ask: Ask, chosen: Scope) -> None:
    """What takes the answer's place: another to the same question, or to a changed one."""
    asked = answer.asked_with
    scope, filters_ = (asked.scope, asked.filters) if asked else (None, EVERYTHING)
    st.button(
        _("Answer again"),
        icon=":material/refresh:",
        type="tertiary",
        key=f"again-{answer.id}",
        on_click=ask,
        args=(answer.question, scope, filters_, answer.id),
    )
    field = f"edited-words-{answer.id}"

    def ask_edited() -> None:
        words = st.session_state[field].strip()
        if words:
            ask(words, None, chosen, answer.id)

    with (
        st.popover(
            _("Edit the question"),
            icon=":material/edit:",
            type="tertiary",
            key=f"edit-{answer.id}",
        ),
        st.form(f"edited-{answer.id}", border=False),
    ):
        st.text_area(_("Question"), answer.question, max_chars=2000, key=field)
        st.form_submit_button(_("Ask this"), type="primary", on_click=ask_edited)


def _suggestions(services: Services, answer: Answer, ask: Ask) -> None:
    """Questions to go on with; where it was not answered, the nearest that can be."""
    answered = answer.state is State.ANSWERED
    with services.library.snapshot() as now:
        reports = now.reports()
        if answered:
            cited = [found.report.id for found in answer.passages[:1]]
            suggested = follow_ups(answer, reports, now.indicators(cited))
        else:
            near = nearest_reports(answer, reports)
            indicators = now.indicators([report.id for report in near])
            sections = {report.id: now.text(report.id).sections for report in near[:_MOST_READ]}
            suggested = nearest(answer.question, near, indicators, sections, short_names(reports))
    if suggested and not answered:
        st.caption(_("What can be answered, for instance:"))
    with st.container(horizontal=True, gap="small"):
        for i, question in enumerate(suggested):
            st.button(
                plain(question), key=f"follow-{answer.id}-{i}", on_click=ask, args=(question,)
            )

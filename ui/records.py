"""The page of everything that was asked and answered, for those who must account for it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from rag.errors import RecordError
from rag.messages import verdict_lines
from rag.records import Answer
from rag.store import read
from ui import answers, notices, questions, take_away
from ui.access import Role, User, require
from ui.language import _, n_
from ui.names import person_name
from ui.selection import keyed
from ui.services import Services
from vectorstore.answers import Feedback, KeptAnswer

_UNREADABLE = "–"


def page(services: Services, user: User) -> None:
    """Draw the page."""
    st.header(_("Records"), anchor=False)
    words = st.text_input(_("Search"), key="records-search", icon=":material/search:").split()
    count = services.library.answers.count(words)
    if not count:
        notices.note(_("No question on record matches."))
        return
    page = _turned_to(words, count, services.settings.records_page)
    chosen = _table(services, listed(services, user, words, page))
    readable = _readable(chosen)
    if not readable:
        st.caption(_("Choose answers to read or export them."))
        return
    export = n_("Export {n} answer", "Export {n} answers", len(readable))
    if st.button(export, icon=":material/download:", key="export-records"):
        ids = [record.id for record in readable]
        with notices.shown():
            take_away.dialog(export, taken(services, user, ids), "jiwen-answers")
    if len(readable) == 1:
        answers.whole(services, user, questions.answer_for(services, user, readable[0].id))


def listed(
    services: Services, user: User, words: Sequence[str] = (), page_number: int = 1
) -> list[KeptAnswer]:
    """One page of everybody's answers that have all the words, the newest first.

    `page_number` is from 1. Raises AccessDenied.
    """
    require(user, Role.AUDITOR)
    size = services.settings.records_page
    before = (page_number - 1) * size
    return services.library.answers.recent(limit=size, offset=before, words=words)


def taken(services: Services, user: User, answer_ids: Sequence[str]) -> list[Answer]:
    """Ids → their answers, whoever asked, to be taken away. Raises AccessDenied."""
    require(user, Role.AUDITOR)
    return [services.answer(answer_id) for answer_id in answer_ids]


def verdict(record: KeptAnswer) -> str:
    """A kept answer → what the check said of it, or why it refused; – where it is unreadable."""
    try:
        answer = read(record)
    except RecordError:
        return _UNREADABLE
    return answer.refusal or " · ".join(verdict_lines(answer))


def _turned_to(words: Sequence[str], count: int, size: int) -> int:
    """The page, of `size` answers each, that is turned to."""
    pages = -(-count // size)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(n_("{n} question", "{n} questions", count))
        if pages == 1:
            return 1
        key = keyed("records-page", [*words, str(pages)])
        return st.number_input(_("Page"), 1, pages, key=key, width=140)


def _readable(chosen: Sequence[KeptAnswer]) -> list[KeptAnswer]:
    found = []
    for record in chosen:
        with notices.shown():
            read(record)
            found.append(record)
    return found


def _table(services: Services, kept: Sequence[KeptAnswer]) -> list[KeptAnswer]:
    ids = [record.id for record in kept]
    judged = services.library.answers.feedback_on(ids)
    rows = pd.DataFrame(
        {
            "when": [record.asked_at for record in kept],
            "who": [person_name(services, record.user) for record in kept],
            "question": [record.question for record in kept],
            "verdict": [verdict(record) for record in kept],
            "judgement": [_judgement(judged.get(record.id, ())) for record in kept],
        }
    )
    column = st.column_config
    state = st.dataframe(
        rows,
        key=keyed("records-table", ids),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        column_config={
            "when": column.DatetimeColumn(_("When"), format="YYYY-MM-DD HH:mm", width=140),
            "who": column.TextColumn(_("By"), width="small"),
            "question": column.TextColumn(_("Question"), width="large"),
            "verdict": column.TextColumn(_("Verdict"), width="medium"),
            "judgement": column.TextColumn(_("Judgement"), width="small"),
        },
    )
    return [kept[i] for i in state.selection.rows if i < len(kept)]


def _judgement(judged: Sequence[Feedback]) -> str:
    return " · ".join(f"{'👍' if f.good else '👎'} {f.words}".strip() for f in judged)

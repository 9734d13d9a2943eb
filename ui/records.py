"""The page of everything that was asked and answered, for those who must account for it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import pandas as pd
import streamlit as st

from rag.export import to_docx
from rag.saying import verdict_lines
from ui import answers, notices, questions
from ui.access import Role, User, require
from ui.language import _, n_
from ui.services import Services
from vectorstore.answers import KeptAnswer

_NEWEST = 300


def page(services: Services, user: User) -> None:
    """Draw the page."""
    require(user, Role.AUDITOR)
    st.header(_("Records"), anchor=False)
    words = st.text_input(_("Search"), key="records-search", icon=":material/search:")
    kept = matching(recent(services, user), words)
    if not kept:
        notices.note(_("No question on record matches."))
        return
    chosen = _table(services, kept)
    if not chosen:
        st.caption(_("Choose answers to read or export them."))
        return
    st.download_button(
        n_("Export {n} answer (DOCX)", "Export {n} answers (DOCX)", len(chosen)),
        lambda: export(services, user, [record.id for record in chosen]),
        file_name="jiwen-answers.docx",
        icon=":material/description:",
        on_click="ignore",
        key="export-records",
    )
    if len(chosen) == 1:
        answers.whole(services, user, questions.answer_for(services, user, chosen[0].id))


def recent(services: Services, user: User) -> list[KeptAnswer]:
    """The newest answers of everybody. Raises AccessDenied."""
    require(user, Role.AUDITOR)
    return services.library.answers.recent(limit=_NEWEST)


def export(services: Services, user: User, answer_ids: Sequence[str]) -> bytes:
    """Answers → a DOCX file with their sources and verdicts. Raises AccessDenied."""
    require(user, Role.AUDITOR)
    return to_docx([services.answer(answer_id) for answer_id in answer_ids])


def matching(kept: Sequence[KeptAnswer], words: str) -> list[KeptAnswer]:
    """Answers → those whose question or asker has all the words."""
    wanted = words.casefold().split()
    return [
        record
        for record in kept
        if all(word in f"{record.question} {record.user}".casefold() for word in wanted)
    ]


def _table(services: Services, kept: Sequence[KeptAnswer]) -> list[KeptAnswer]:
    rows = pd.DataFrame(
        {
            "when": [record.asked_at for record in kept],
            "who": [record.user for record in kept],
            "question": [record.question for record in kept],
            "verdict": [_verdict(services, record.id) for record in kept],
            "judgement": [_judgement(services, record.id) for record in kept],
        }
    )
    column = st.column_config
    state = st.dataframe(
        rows,
        key="records-table",
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


@lru_cache(maxsize=2000)
def _verdict(services: Services, answer_id: str) -> str:
    answer = services.answer(answer_id)  # it never changes
    return answer.refusal or " · ".join(verdict_lines(answer))


def _judgement(services: Services, answer_id: str) -> str:
    thumbs = [
        f"{'👍' if f.good else '👎'} {f.words}"
        for f in services.library.answers.feedback(answer_id)
    ]
    return " · ".join(thumb.strip() for thumb in thumbs)

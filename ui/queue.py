"""The queue of files that workers read: how far it is, how fast it goes, and what failed."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from languages import of_pair
from ui import shelf
from ui.access import Role, User
from ui.language import _, language, n_
from ui.services import Services
from vectorstore.jobs import Failed, Pace

_MOST = 50


def panel(services: Services, user: User) -> None:
    """Draw the queue, for those who may add reports; nothing where no file is in it."""
    if user.role < Role.CURATOR:
        return
    pace = services.library.jobs.pace()
    if not (pace.is_over and pace.done == pace.failed == 0):
        _drawn(services, user)


@st.fragment(run_every=3.0)
def _drawn(services: Services, user: User) -> None:
    pace = services.library.jobs.pace()
    with st.expander(
        _("Files handed over to workers"), expanded=not pace.is_over, icon=":material/queue:"
    ):
        ended = pace.done + pace.failed
        total = ended + pace.waiting + pace.working
        st.progress(ended / total if total else 1.0, text=pace_line(pace))
        if not pace.is_over and not pace.workers:
            st.caption(
                _("No worker is reading them. Start one on any machine: python -m ingest work")
            )
        _failures(services, user, services.library.jobs.failures())


def pace_line(pace: Pace) -> str:
    """How far the queue is → one line."""
    parts = [
        n_("{n} file on the shelf", "{n} files on the shelf", pace.done),
        n_("{n} waits", "{n} wait", pace.waiting),
        n_("{n} being read", "{n} being read", pace.working),
    ]
    if pace.failed:
        parts.append(n_("{n} failed", "{n} failed", pace.failed))
    if pace.files_a_second is not None:
        parts.append(_("{n} files a minute", n=f"{pace.files_a_second * 60:.1f}"))
    if pace.seconds_left:
        parts.append(_("{n} min left", n=max(1, round(pace.seconds_left / 60))))
    return " · ".join(parts)


def _failures(services: Services, user: User, failures: Sequence[Failed]) -> None:
    for failed in failures[:_MOST]:
        why = of_pair(language(), failed.zh, failed.en)
        st.text(f"{failed.name}: {why}")
    if len(failures) > _MOST:
        st.caption(_("… and {n} more", n=len(failures) - _MOST))
    if failures:
        st.button(
            _("Take them off the list"),
            key="forget-failures",
            on_click=shelf.forget_failures,
            args=(services, user),
        )

"""The page of the shelf: what stands on it, what may be done to it, and new reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import streamlit as st

from ingest.said import value_of
from rag.messages import whose
from records import Kind, Report, undecided
from ui import notices, report_view, shelf, upload
from ui.access import Role, User, require
from ui.identity_form import identity_form, offered
from ui.language import _, n_
from ui.places import asked_line, covers, kind_name, report_line
from ui.plain import plain
from ui.selection import keyed
from ui.services import Services
from ui.unread import how_read, unread


def page(services: Services, user: User) -> None:
    """Draw the page."""
    require(user, Role.READER)
    st.header(_("Reports"), anchor=False)
    with services.library.snapshot() as now:
        reports, passages = now.reports(), now.passage_counts()
        findings = now.finding_counts()
    if user.role >= Role.CURATOR:
        upload.panel(services, user, expanded=not reports)
    else:
        st.caption(_("Only curators add, correct and remove reports."))
    if not reports:
        notices.note(
            _("The shelf is empty. Drop the reports (PDF, DOCX, XLSX, HTML, TXT) above.")
            if user.role >= Role.CURATOR
            else _("The shelf is empty. Ask a curator to add reports.")
        )
        return
    chosen = _table(_filtered(_to_decide(reports)), passages, findings)
    if chosen is not None:
        _actions(services, user, chosen)


def matching(
    reports: Sequence[Report],
    words: str,
    years: Sequence[int],
    departments: Sequence[str],
    kinds: Sequence[Kind],
) -> list[Report]:
    """Reports → those with all the words in their names, and of these sides.

    `departments` are bodies, and the places of reports that name none.
    """
    wanted = words.casefold().split()
    found = []
    for report in reports:
        identity = report.identity
        named = (identity.title, identity.department, *identity.short_names, identity.district)
        text = " ".join([*named, identity.higher, identity.project, report.source]).casefold()
        if (
            all(word in text for word in wanted)
            and (not years or identity.year in years)
            and (not departments or whose(identity) in departments)
            and (not kinds or identity.kind in kinds)
        ):
            found.append(report)
    return sorted(found, key=lambda r: (-(r.identity.year or 0), whose(r.identity)))


def _to_decide(reports: Sequence[Report]) -> Sequence[Report]:
    """Say that some reports wait for a decision → these alone, where that is wanted."""
    waiting = [report for report in reports if report.asked_about]
    if not waiting:
        return reports
    label = n_(
        "{n} report waits for you to say which it is",
        "{n} reports wait for you to say which they are",
        len(waiting),
    )
    return waiting if st.toggle(label, key="shelf-waiting") else reports


def _filtered(reports: Sequence[Report]) -> list[Report]:
    years = sorted({r.identity.year for r in reports if r.identity.year}, reverse=True)
    departments = sorted({whose(r.identity) for r in reports if whose(r.identity)})
    with st.container(key="filters-shelf"):
        search, year, department, kind = st.columns([3, 2, 3, 2])
    words = search.text_input(_("Search"), key="shelf-search", icon=":material/search:")
    return matching(
        reports,
        words,
        year.multiselect(_("Years"), years, placeholder=_("all"), key="shelf-years"),
        department.multiselect(
            _("Departments"), departments, placeholder=_("all"), key="shelf-departments"
        ),
        kind.multiselect(
            _("Kinds"), list(Kind), placeholder=_("all"), key="shelf-kinds", format_func=kind_name
        ),
    )


def _table(
    reports: Sequence[Report], passages: Mapping[str, int], findings: Mapping[str, int]
) -> Report | None:
    """Reports, with how many passages and findings each has → a table, and the one chosen."""
    st.caption(n_("{n} report", "{n} reports", len(reports)))
    if not reports:
        notices.note(_("No report matches. Take a filter away."))
        return None
    rows = pd.DataFrame(
        {
            "year": [r.identity.year for r in reports],
            "department": [whose(r.identity) for r in reports],
            "title": [r.identity.title for r in reports],
            "kind": [kind_name(r.identity.kind) for r in reports],
            "covers": [covers(r.identity) for r in reports],
            "asked": [asked_line(r) for r in reports],
            "pages": [r.page_count for r in reports],
            "passages": [passages.get(r.id, 0) for r in reports],
            "findings": [findings.get(r.id, 0) for r in reports],
            "when": [r.ingested_at for r in reports],
            "who": [
                _("command line") if r.ingested_by == "cli" else r.ingested_by for r in reports
            ],
        }
    )
    column = st.column_config
    state = st.dataframe(
        rows,
        key=keyed("shelf-table", [r.id for r in reports]),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "year": column.NumberColumn(_("Year"), format="%d", width=70),
            "department": column.TextColumn(_("Department"), width=230),
            "title": column.TextColumn(_("Title"), width=225),
            "kind": column.TextColumn(_("Kind"), width="small"),
            "covers": column.TextColumn(_("Covers"), width="small"),
            "asked": column.TextColumn(_("To decide"), width=120),
            "pages": column.NumberColumn(_("Pages"), width=60),
            "passages": column.NumberColumn(_("Passages"), width=60),
            "findings": column.NumberColumn(_("Findings"), width=60),
            "when": column.DatetimeColumn(_("Added"), format="YYYY-MM-DD", width=100),
            "who": column.TextColumn(_("By"), width="small"),
        },
    )
    chosen = state.selection.rows
    return reports[chosen[0]] if chosen and chosen[0] < len(reports) else None


def _actions(services: Services, user: User, report: Report) -> None:
    with st.container(border=True, key="chosen-report"):
        st.text(report.identity.title)
        st.caption(plain(f"{report_line(report)} · {report.source}"))
        if user.role >= Role.CURATOR:
            decide(services, user, report, f"decide-{report.id[:12]}")
        if told := how_read(report.pages, report.table_count):
            st.caption(told)
        unread(report.notices)
        with st.container(horizontal=True, gap="small"):
            if st.button(_("Open"), icon=":material/menu_book:", key="open-report"):
                report_view.open_report(services, user, report)
            if user.role < Role.CURATOR:
                return
            if st.button(_("Correct"), icon=":material/edit:", key="correct-report"):
                _dialog(_("Which report is it?"), lambda: _correct(services, user, report))
            if st.button(_("Remove"), icon=":material/delete:", key="remove-report"):
                _dialog(_("Remove this report?"), lambda: _remove(services, user, report))


def decide(services: Services, user: User, report: Report, key: str) -> None:
    """Ask what code could not decide; a click on one of the values is kept at once."""
    for trait in undecided(report.traits, report.confirmed):
        text = offered(trait, key)
        if text is not None:
            with notices.shown():
                said = {trait.name: value_of(trait.name, text)}
                shelf.correct(services, user, report.id, said)
                notices.done(_("Kept."))
                st.rerun()


def _dialog(title: str, body: Callable[[], None]) -> None:
    st.dialog(title)(body)()


def _correct(services: Services, user: User, report: Report) -> None:
    said = identity_form(report, f"correct-{report.id[:12]}-{len(report.confirmed)}")
    if st.button(
        _("Keep the correction"), type="primary", key="keep-correction", disabled=not said
    ):
        with notices.shown():
            shelf.correct(services, user, report.id, said)
            notices.done(_("Corrected."))
            st.rerun()


def _remove(services: Services, user: User, report: Report) -> None:
    st.text(report.identity.title)
    notices.warn(
        _(
            "Its text, figures and findings leave the shelf, and its file the corpus folder. "
            "Answers that cited it stay readable."
        )
    )
    if st.button(_("Remove for good"), type="primary", key="remove-for-good"):
        with notices.shown():
            shelf.remove(services, user, report.id)
            notices.done(_("Removed."))
            st.rerun()

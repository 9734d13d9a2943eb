"""The page of the shelf: what stands on it, what may be done to it, and new reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from ingest.said import value_of
from rag.messages import whose
from records import Kind, Report, undecided
from ui import notices, overview, queue, shelf, upload, viewer
from ui.access import Role, User
from ui.identity_form import common_sides, identity_form, offered
from ui.language import _, in_current_language, n_
from ui.lists import Listed, chosen_of, untick
from ui.names import kind_name, person_name
from ui.places import asked_line, report_line
from ui.plain import plain
from ui.services import Services
from ui.unread import how_read, unread

_PLACE = "shelf"


def page(services: Services, user: User) -> None:
    """Draw the page."""
    st.header(_("Reports"), anchor=False)
    with services.library.snapshot() as now:
        reports, passages = now.reports(), now.passage_counts()
        findings = now.finding_counts()
    if user.role >= Role.CURATOR:
        upload.panel(services, user, expanded=not reports)
        queue.panel(services, user)
    else:
        st.caption(_("Only curators add, correct and remove reports."))
    if not reports:
        notices.note(
            _("The shelf is empty. Drop the reports (PDF, DOCX, XLSX, HTML, TXT) above.")
            if user.role >= Role.CURATOR
            else _("The shelf is empty. Ask a curator to add reports.")
        )
        return
    _grid(reports)
    left, right = st.columns([2, 3], gap="large")
    with left:
        listed = _filtered(_to_decide(reports))
        chosen, ticked = _listed(listed, findings)
        _together(services, user, [report for report in listed if report.id in ticked])
    with right:
        if chosen is None:
            notices.note(_("No report matches. Take a filter away."))
        else:
            _details(services, user, chosen, passages.get(chosen.id, 0), findings.get(chosen.id, 0))


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
        words = st.text_input(_("Search"), key="shelf-search", icon=":material/search:")
        year, department, kind = st.columns(3)
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


def _grid(reports: Sequence[Report]) -> None:
    """Draw what there is of each department and year, and what is missing in between."""
    rows, years = grid(reports)
    if len(years) < 2 and len(rows) < 2:
        return
    with st.expander(_("What is there, and what is missing"), icon=":material/grid_on:"):
        st.table(
            {
                _("Department"): [plain(name) for name in rows],
                **{str(year): [cells.get(year, "—") for cells in rows.values()] for year in years},
            },
            hide_index=True,
        )
        st.caption(_("— : there is no report of that year."))


def grid(reports: Sequence[Report]) -> tuple[dict[str, dict[int, str]], list[int]]:
    """Reports → by whose they are, by year, which kinds there are; and all the years between.

    Whoever has most years comes first. Reports without a year are in none.
    """
    found: dict[str, dict[int, list[str]]] = {}
    for report in reports:
        year = report.identity.year
        if year is not None:
            kinds = found.setdefault(whose(report.identity), {}).setdefault(year, [])
            kinds.append(kind_name(report.identity.kind))
    there = [year for years in found.values() for year in years]
    every = list(range(min(there), max(there) + 1)) if there else []
    rows = {
        name: {year: " · ".join(dict.fromkeys(kinds)) for year, kinds in found[name].items()}
        for name in sorted(found, key=lambda name: (-len(found[name]), name))
    }
    return rows, every


def _listed(
    reports: Sequence[Report], findings: Mapping[str, int]
) -> tuple[Report | None, tuple[str, ...]]:
    """Reports, with how many findings each has → a list: the one chosen, the ids ticked."""
    chosen, ticked = chosen_of(
        "shelf-list",
        [_row(report, findings.get(report.id, 0)) for report in reports],
        n_("{n} report", "{n} reports", len(reports)),
        ticking=True,
    )
    return next((report for report in reports if report.id == chosen), None), ticked


def _row(report: Report, findings: int) -> Listed:
    asked = asked_line(report)
    notes = [
        _("to decide: {sides}", sides=asked) if asked else "",
        n_("{n} finding", "{n} findings", findings) if findings else "",
        _("Not read, or not surely: {n}", n=len(report.notices)) if report.notices else "",
    ]
    return Listed(
        report.id,
        report.identity.title,
        (report_line(report),),
        notes=tuple(note for note in notes if note),
    )


def _together(services: Services, user: User, reports: Sequence[Report]) -> None:
    """Draw what may be done with all the ticked reports at once."""
    if not reports:
        return
    with st.container(horizontal=True, gap="small", key="shelf-together"):
        st.download_button(
            n_("Download {n} original", "Download {n} originals", len(reports)),
            in_current_language(lambda: shelf.originals(services, user, reports)),
            file_name="jiwen-reports.zip",
            mime="application/zip",
            icon=":material/download:",
            on_click="ignore",
            key="download-reports",
        )
        if user.role < Role.CURATOR:
            return
        label = n_("Correct {n} report", "Correct {n} reports", len(reports))
        if st.button(label, icon=":material/edit:", key="correct-reports"):
            _dialog(_("What all of them are"), lambda: correct_all(services, user, reports))
        label = n_("Remove {n} report", "Remove {n} reports", len(reports))
        if st.button(label, icon=":material/delete:", key="remove-reports"):
            _dialog(_("Remove these reports?"), lambda: _remove(services, user, reports))


def correct_all(services: Services, user: User, reports: Sequence[Report]) -> None:
    """Draw the sides that the reports may share, and correct each; say which could not be."""
    said = common_sides(f"correct-{len(reports)}")
    if not st.button(
        _("Keep the correction"), type="primary", key="keep-corrections", disabled=not said
    ):
        return
    failed = _each(reports, lambda report: shelf.correct(services, user, report.id, said))
    if not failed:
        untick("shelf-list")
        notices.done(_("Corrected."))
        st.rerun()
    corrected = len(reports) - len(failed)
    notices.warn(_("{n} of {all} corrected. These were not:", n=corrected, all=len(reports)))
    _tell_failed(failed)


def _details(services: Services, user: User, report: Report, passages: int, findings: int) -> None:
    """Draw which report it is, what there is of it, and what may be done; or its pages, if open."""
    if viewer.opened(_PLACE) not in (None, report.id):
        viewer.open_at(services, _PLACE, report, (), "page")
    if viewer.opened(_PLACE):
        viewer.beside(services, user, _PLACE)
        return
    with st.container(border=True, key="chosen-report"):
        st.subheader(plain(report.identity.title), anchor=False)
        who = person_name(services, report.ingested_by)
        when = report.ingested_at.astimezone().strftime("%Y-%m-%d")
        st.caption(plain(f"{report_line(report)} · {report.source}", 300))
        counted = [
            n_("{n} page", "{n} pages", report.page_count),
            n_("{n} passage", "{n} passages", passages),
            n_("{n} finding", "{n} findings", findings),
            _("added {when} by {who}", when=when, who=who),
        ]
        st.caption(plain(" · ".join(counted), 300))
        if user.role >= Role.CURATOR:
            decide(services, user, report, f"decide-{report.id[:12]}")
        if told := how_read(report.pages, report.table_count):
            st.caption(told)
        unread(report.notices)
        with st.container(horizontal=True, gap="small"):
            if st.button(_("Open"), icon=":material/menu_book:", key="open-report", type="primary"):
                viewer.open_at(services, _PLACE, report, (), "page")
                st.rerun()
            if user.role >= Role.CURATOR:
                if st.button(_("Correct"), icon=":material/edit:", key="correct-report"):
                    _dialog(_("Which report is it?"), lambda: _correct(services, user, report))
                if st.button(_("Remove"), icon=":material/delete:", key="remove-report"):
                    _dialog(_("Remove this report?"), lambda: _remove(services, user, [report]))
        overview.draw(services, user, report)


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
    # What was done in it shows on the page as soon as it is shut, also where some of it failed.
    st.dialog(title, on_dismiss="rerun")(body)()


def _correct(services: Services, user: User, report: Report) -> None:
    said = identity_form(report, f"correct-{report.id[:12]}-{len(report.confirmed)}")
    if st.button(
        _("Keep the correction"), type="primary", key="keep-correction", disabled=not said
    ):
        with notices.shown():
            shelf.correct(services, user, report.id, said)
            notices.done(_("Corrected."))
            st.rerun()


def _remove(services: Services, user: User, reports: Sequence[Report]) -> None:
    for report in reports:
        st.text(report.identity.title)
    notices.warn(
        _(
            "Its text, figures and findings leave the shelf, and its file the corpus folder. "
            "Answers that cited it stay readable."
        )
    )
    if st.button(_("Remove for good"), type="primary", key="remove-for-good"):
        failed = _each(reports, lambda report: shelf.remove(services, user, report.id))
        if not failed:
            untick("shelf-list")
            notices.done(_("Removed."))
            st.rerun()
        removed = len(reports) - len(failed)
        notices.warn(_("{n} of {all} removed. These were not:", n=removed, all=len(reports)))
        _tell_failed(failed)


def _each(
    reports: Sequence[Report], do: Callable[[Report], object]
) -> list[tuple[Report, Exception]]:
    """Do something with each of the reports → those with which it failed, and why."""
    failed: list[tuple[Report, Exception]] = []
    for report in reports:
        try:
            do(report)
        except Exception as error:  # told beside its report
            failed.append((report, error))
    return failed


def _tell_failed(failed: Sequence[tuple[Report, Exception]]) -> None:
    for report, why in failed:
        st.text(f"{report.identity.title} ({report.source})")
        notices.trouble(why)

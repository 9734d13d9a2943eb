"""The page of what does not add up: findings, what people made of them, and the working paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from figures.audit import examine
from records import Report, ReportText, Severity
from ui import audit_export, notices, page_view, report_view
from ui.access import Role, User, require
from ui.language import _, in_current_language, language, n_
from ui.names import check_name, mark_name, severity_name
from ui.places import pages
from ui.selection import keyed
from ui.services import Services
from vectorstore.findings import KeptFinding
from vectorstore.reviews import Mark, Review

_ORDER = list(Severity)


@dataclass(frozen=True, slots=True)
class Row:
    """A finding, the report it is in, and what people made of it."""

    report: Report
    kept: KeptFinding
    review: Review | None

    @property
    def mark(self) -> Mark:
        """The judgement that counts."""
        return self.review.mark if self.review else Mark.OPEN


def page(services: Services, user: User) -> None:
    """Draw the page."""
    require(user, Role.AUDITOR)
    st.header(_("Audit"), anchor=False)
    rows = findings(services, user)
    if not rows:
        notices.note(
            _("No report on the shelf has a figure that does not add up.")
            if services.library.reports()
            else _("The shelf is empty. Add reports on the page “Reports” first.")
        )
        return
    shown = _filtered(rows)
    chosen = _table(shown)
    _exports(services, user, shown)
    if chosen is None:
        st.caption(_("Choose a row to see its sentences and to judge it."))
    else:
        _detail(services, user, chosen)


def findings(services: Services, user: User) -> list[Row]:
    """Every finding on the shelf, the gravest first. Raises AccessDenied."""
    require(user, Role.AUDITOR)
    with services.library.snapshot() as now:
        reports = {report.id: report for report in now.reports()}
        found = now.findings()
    reviews = services.library.reviews.current()
    rows = [
        Row(reports[report_id], kept, reviews.get(kept.id))
        for report_id, of_report in found.items()
        for kept in of_report
    ]
    return sorted(
        rows,
        key=lambda row: (
            _ORDER.index(row.kept.finding.severity),
            -(row.report.identity.year or 0),
            row.report.identity.title,
            row.kept.finding.evidence[0].start,
        ),
    )


def judge(services: Services, user: User, finding_id: str, mark: Mark, note: str) -> None:
    """Keep what the user makes of a finding. Raises AccessDenied."""
    require(user, Role.AUDITOR)
    services.library.reviews.mark(finding_id, mark, note.strip(), user.id)


def _filtered(rows: Sequence[Row]) -> list[Row]:
    titles = list(dict.fromkeys(row.report.identity.title for row in rows))
    checks = list(dict.fromkeys(row.kept.finding.check for row in rows))
    with st.container(key="filters-audit"):
        left, middle, right = st.columns([4, 3, 3])
    reports = left.multiselect(_("Report"), titles, placeholder=_("all"), key="audit-reports")
    of_checks = middle.multiselect(
        _("Check"), checks, placeholder=_("all"), format_func=check_name, key="audit-checks"
    )
    marks = right.multiselect(
        _("Judgement"), list(Mark), placeholder=_("all"), format_func=mark_name, key="audit-marks"
    )
    severities = st.pills(
        _("Severity"),
        _ORDER,
        selection_mode="multi",
        default=_ORDER[:2],
        format_func=severity_name,
        key="audit-severities",
        label_visibility="collapsed",
    )
    return [
        row
        for row in rows
        if (not reports or row.report.identity.title in reports)
        and (not of_checks or row.kept.finding.check in of_checks)
        and (not marks or row.mark in marks)
        and (not severities or row.kept.finding.severity in severities)
    ]


def _table(rows: Sequence[Row]) -> Row | None:
    st.caption(n_("{n} finding", "{n} findings", len(rows)))
    table = pd.DataFrame(
        {
            "severity": [severity_name(r.kept.finding.severity) for r in rows],
            "report": [r.report.identity.title for r in rows],
            "page": [r.kept.finding.evidence[0].page for r in rows],
            "check": [check_name(r.kept.finding.check) for r in rows],
            "stated": [r.kept.finding.stated for r in rows],
            "recomputed": [r.kept.finding.recomputed for r in rows],
            "mark": [mark_name(r.mark) for r in rows],
        }
    )
    column = st.column_config
    state = st.dataframe(
        table,
        key=keyed("audit-table", [row.kept.id for row in rows]),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            "severity": column.TextColumn(_("Severity"), width="small"),
            "report": column.TextColumn(_("Report"), width=300),
            "page": column.NumberColumn(_("Page"), width=60),
            "check": column.TextColumn(_("Check"), width="medium"),
            "stated": column.TextColumn(_("The report says")),
            "recomputed": column.TextColumn(_("It follows")),
            "mark": column.TextColumn(_("Judgement"), width="small"),
        },
    )
    chosen = state.selection.rows
    return rows[chosen[0]] if chosen and chosen[0] < len(rows) else None


def _exports(services: Services, user: User, rows: Sequence[Row]) -> None:
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Export as XLSX"),
            in_current_language(lambda: audit_export.as_xlsx(rows, user, services.library)),
            file_name="jiwen-audit.xlsx",
            icon=":material/table:",
            on_click="ignore",
            key="audit-xlsx",
        )
        st.download_button(
            _("Working paper (DOCX)"),
            in_current_language(lambda: audit_export.as_docx(rows, user)),
            file_name="jiwen-working-paper.docx",
            icon=":material/description:",
            on_click="ignore",
            key="audit-docx",
        )


def _detail(services: Services, user: User, row: Row) -> None:
    finding = row.kept.finding
    text = services.library.text(row.report.id)
    left, right = st.columns([2, 3], gap="large")
    with left, st.container(key="finding"):
        st.caption(examine(text, row.report.identity).in_words(language()))
        st.subheader(check_name(finding.check), anchor=False)
        st.text(finding.calculation_en if language() == "en" else finding.calculation_zh)
        if told := audit_export.uncertain_finding(row):
            notices.warn(_("Read, but not surely: {why}", why=told))
        _judgement(services, user, row)
    with right:
        action = report_view.draw_cards(
            _cards(services, row.report, text, row.kept), f"finding-{row.kept.id}"
        )
    if action:
        view, n = action
        place = finding.evidence[n - 1]
        report_view.open_place(services, user, view, row.report, [(place.start, place.end)])


def _cards(
    services: Services, report: Report, text: ReportText, kept: KeptFinding
) -> list[dict[str, object]]:
    actions = [{"name": "section", "text": _("In its section")}]
    if page_view.has_pages(services, report):
        actions.insert(0, {"name": "page", "text": _("Original page")})
    cards = []
    for n, place in enumerate(kept.finding.evidence, start=1):
        around = report_view.paragraph_at(text, place.start, place.end)
        spans = [(place.start, place.end)]
        card = report_view.place_card(report, text, around, spans, n, actions)
        card["where"] = pages(place.page, place.page)
        cards.append(card)
    return cards


def _judgement(services: Services, user: User, row: Row) -> None:
    key = row.kept.id
    marks = list(Mark)
    mark = st.segmented_control(
        _("Judgement"),
        marks,
        default=row.mark,
        format_func=mark_name,
        required=True,
        key=f"mark-{key}",
    )
    note = st.text_area(
        _("Note"), row.review.note if row.review else "", key=f"note-{key}", max_chars=2000
    )
    if st.button(_("Keep the judgement"), type="primary", key=f"keep-{key}"):
        judge(services, user, key, mark or Mark.OPEN, note)
        notices.done(_("Kept."))
        st.rerun()
    for review in reversed(services.library.reviews.history(key)):
        when = review.at.astimezone().strftime("%Y-%m-%d %H:%M")
        st.text(f"{when} · {review.by} · {mark_name(review.mark)} · {review.note}".rstrip(" ·"))

"""The page of what does not add up: findings, what people made of them, and the working paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from records import Report, ReportText, Severity
from ui import audit_export, charts, notices, report_view, viewer
from ui.access import Role, User, require
from ui.language import _, in_current_language, language, n_
from ui.lists import Listed, chosen_of, untick
from ui.names import check_name, mark_name, person_name, severity_name
from ui.places import pages
from ui.services import Services
from vectorstore.findings import KeptFinding
from vectorstore.reviews import Mark, Review

_ORDER = list(Severity)
_PLACE = "audit"
_FOLLOWED = "audit-followed"


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
    st.header(_("Audit"), anchor=False)
    rows = findings(services, user)
    if not rows:
        notices.note(
            _("No report on the shelf has a figure that does not add up.")
            if services.library.reports()
            else _("The shelf is empty. Add reports on the page “Reports” first.")
        )
        return
    _overview(rows)
    left, right = st.columns([2, 3], gap="large")
    with left:
        shown = _filtered(rows)
        chosen, ticked = _listed(shown)
        _together(services, user, [row for row in shown if row.kept.id in ticked])
        _exports(services, user, shown)
    with right:
        if chosen is None:
            notices.note(_("No finding matches. Take a filter away."))
        else:
            _detail(services, user, chosen)


def _overview(rows: Sequence[Row]) -> None:
    """Draw how many findings of each severity the reports have, and how many are judged."""
    judged = sum(row.mark is not Mark.OPEN for row in rows)
    st.progress(
        judged / len(rows), text=_("{judged} of {all} judged", judged=judged, all=len(rows))
    )
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        severity = severity_name(row.kept.finding.severity)
        place = row.report.identity.title, severity
        counts[place] = counts.get(place, 0) + 1
    with st.expander(_("By report and severity"), icon=":material/bar_chart:"):
        st.altair_chart(
            charts.stacked(counts, [severity_name(s) for s in _ORDER], _("Findings")),
            alt=_("By report and severity"),
        )


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
    severities = st.pills(
        _("Severity"),
        _ORDER,
        selection_mode="multi",
        default=_ORDER[:2],
        format_func=severity_name,
        key="audit-severities",
        label_visibility="collapsed",
    )
    with st.container(key="filters-audit"):
        left, middle, right = st.columns(3)
    reports = left.multiselect(_("Report"), titles, placeholder=_("all"), key="audit-reports")
    of_checks = middle.multiselect(
        _("Check"), checks, placeholder=_("all"), format_func=check_name, key="audit-checks"
    )
    marks = right.multiselect(
        _("Judgement"), list(Mark), placeholder=_("all"), format_func=mark_name, key="audit-marks"
    )
    return [
        row
        for row in rows
        if (not reports or row.report.identity.title in reports)
        and (not of_checks or row.kept.finding.check in of_checks)
        and (not marks or row.mark in marks)
        and (not severities or row.kept.finding.severity in severities)
    ]


def _listed(rows: Sequence[Row]) -> tuple[Row | None, tuple[str, ...]]:
    """Draw the list → the row chosen, and the ids of those ticked."""
    chosen, ticked = chosen_of(
        "audit-list",
        [_row(row) for row in rows],
        n_("{n} finding", "{n} findings", len(rows)),
        ticking=True,
    )
    return next((row for row in rows if row.kept.id == chosen), None), ticked


def _row(row: Row) -> Listed:
    finding = row.kept.finding
    says = _(
        "says {stated}, follows {recomputed}",
        stated=finding.stated,
        recomputed=finding.recomputed,
    )
    page = finding.evidence[0].page
    return Listed(
        id=row.kept.id,
        title=check_name(finding.check),
        lines=(says, f"{row.report.identity.title} · {pages(page, page)}"),
        tag=severity_name(finding.severity),
        tone=finding.severity.value,
        notes=() if row.mark is Mark.OPEN else (mark_name(row.mark),),
    )


def _together(services: Services, user: User, rows: Sequence[Row]) -> None:
    """Draw what judges all the ticked rows at once."""
    if not rows:
        return
    with st.container(border=True, key="audit-together"):
        st.caption(n_("{n} finding chosen", "{n} findings chosen", len(rows)))
        note = st.text_input(_("Note"), key="audit-together-note", max_chars=2000)
        with st.container(horizontal=True, gap="small"):
            for mark in Mark:
                if st.button(mark_name(mark), key=f"audit-together-{mark.value}"):
                    for row in rows:
                        judge(services, user, row.kept.id, mark, note)
                    untick("audit-list")
                    notices.done(_("Kept."))
                    st.rerun()


def _exports(services: Services, user: User, rows: Sequence[Row]) -> None:
    library = services.library
    titles = st.session_state.get("audit-reports")
    reports = [r for r in library.reports() if not titles or r.identity.title in titles]
    paper = audit_export.paper(rows, reports, library)
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            _("Export as XLSX"),
            in_current_language(lambda: audit_export.as_xlsx(paper, user, library)),
            file_name="jiwen-audit.xlsx",
            icon=":material/table:",
            on_click="ignore",
            key="audit-xlsx",
        )
        st.download_button(
            _("Working paper (DOCX)"),
            in_current_language(lambda: audit_export.as_docx(paper, user, library)),
            file_name="jiwen-working-paper.docx",
            icon=":material/description:",
            on_click="ignore",
            key="audit-docx",
        )


def _detail(services: Services, user: User, row: Row) -> None:
    finding = row.kept.finding
    with st.container(key="finding"):
        st.subheader(check_name(finding.check), anchor=False)
        st.text(finding.calculation(language()))
        looked = audit_export.examination(services.library, row.report.id, row.report.identity)
        st.caption(looked.in_words(language()))
        if told := audit_export.uncertain_finding(row):
            notices.warn(_("Read, but not surely: {why}", why=told))
    if viewer.opened(_PLACE):
        _follow(services, row)
        viewer.beside(services, user, _PLACE)
    else:
        _cited(services, row)
    with st.container(border=True, key="judgement"):
        _judgement(services, user, row)


def _cited(services: Services, row: Row) -> None:
    cards = _cards(services, row.report, services.library.text(row.report.id), row.kept)
    action = report_view.draw_cards(cards, f"finding-{row.kept.id}")
    if action:
        view, n = action
        place = row.kept.finding.evidence[n - 1]
        st.session_state[_FOLLOWED] = row.kept.id
        report_view.open_at(services, _PLACE, view, row.report, [(place.start, place.end)])
        st.rerun()


def _follow(services: Services, row: Row) -> None:
    """Turn what is open to the finding that was chosen since."""
    if st.session_state.get(_FOLLOWED) != row.kept.id:
        st.session_state[_FOLLOWED] = row.kept.id
        spans = [(place.start, place.end) for place in row.kept.finding.evidence]
        report_view.open_at(services, _PLACE, "page", row.report, spans)


def _cards(
    services: Services, report: Report, text: ReportText, kept: KeptFinding
) -> list[dict[str, object]]:
    actions = report_view.openings(services, report)
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
        by = person_name(services, review.by)
        st.text(f"{when} · {by} · {mark_name(review.mark)} · {review.note}".rstrip(" ·"))

"""A report at a glance: its key figures, its chart, its findings, and questions to ask about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import streamlit as st

from records import Finding, Indicator, Report, Severity
from ui import charts, conversations, series
from ui.access import Role, User
from ui.address import page_at
from ui.examples import examples, short_names
from ui.language import _
from ui.names import check_name, indicator_name, severity_name
from ui.places import pages
from ui.plain import plain
from ui.services import Services
from vectorstore.library import Library
from vectorstore.reviews import Mark

_MOST = 6
_MOST_FINDINGS = 3
_ORDER = list(Severity)
_SETTLED = (Mark.DISMISSED, Mark.EXPLAINED)


def draw(services: Services, user: User, report: Report) -> None:
    """Draw the report at a glance; its findings for those who may see them."""
    with services.library.snapshot() as now:
        indicators = now.indicators([report.id]).get(report.id, ())
        sections = {report.id: now.text(report.id).sections}
        names = short_names(now.reports())
    _key_figures(report, indicators)
    _chart(report, indicators)
    if user.role >= Role.AUDITOR:
        _findings(standing(services.library, report))
    asked = examples([report], {report.id: indicators}, sections, names)
    if asked:
        st.caption(_("Ask about it"))
        with st.container(horizontal=True, gap="small", key="ask-about"):
            for i, question in enumerate(asked):
                if st.button(plain(question), key=f"about-{report.id[:12]}-{i}"):
                    conversations.turn_to(None)
                    st.session_state[conversations.ASK_NEXT] = question
                    st.switch_page(page_at("ask"))


def _key_figures(report: Report, indicators: Iterable[Indicator]) -> None:
    figures = of_its_year(report, indicators)
    if not figures:
        return
    st.caption(_("Key figures of {year}", year=report.identity.year))
    with st.container(horizontal=True, gap="medium", key="key-figures"):
        for figure in figures[:_MOST]:
            value = f"{series.written(figure.value)} {figure.unit}"
            st.metric(plain(indicator_name(figure.name)), value, width="content")


def of_its_year(report: Report, indicators: Iterable[Indicator]) -> list[Indicator]:
    """A report's indicators → those of its own year that are not nothing, the first of each."""
    found: dict[str, Indicator] = {}
    for indicator in indicators:
        if indicator.year == report.identity.year and indicator.value:
            found.setdefault(indicator.name, indicator)
    return list(found.values())


def _chart(report: Report, indicators: Sequence[Indicator]) -> None:
    """Budget and spending of the years that the report has figures of."""
    years = sorted({i.year for i in indicators if i.year is not None})
    found = series.points([report], {report.id: indicators}, years)
    chosen = series.budget_and_executed(found)
    if len(chosen) < 2:
        return
    labels = {"budget": _("Budget"), "executed": _("Executed")}
    there = {name: labels[name] for name, _point in chosen}
    drawn = charts.bars(chosen, there, chosen[0][1].indicator.unit, stacked=False)
    charts.framed(_("Budget and spending"), drawn, key=f"overview-{report.id[:12]}")


def standing(library: Library, report: Report) -> list[Finding]:
    """A report → its findings, without those that a person dismissed or explained."""
    kept = library.findings([report.id]).get(report.id, ())
    judged = library.reviews.current([finding.id for finding in kept])
    settled = {i for i, review in judged.items() if review.mark in _SETTLED}
    return [finding.finding for finding in kept if finding.id not in settled]


def _findings(findings: Sequence[Finding]) -> None:
    if not findings:
        return
    gravest = sorted(findings, key=lambda finding: _ORDER.index(finding.severity))
    st.caption(_("What does not add up"))
    for finding in gravest[:_MOST_FINDINGS]:
        page = finding.evidence[0].page
        says = _(
            "says {stated}, follows {recomputed}",
            stated=finding.stated,
            recomputed=finding.recomputed,
        )
        parts = (severity_name(finding.severity), check_name(finding.check), says)
        st.markdown(plain(" · ".join([*parts, pages(page, page)]), 300))
    if len(gravest) > _MOST_FINDINGS:
        st.caption(_("… and {n} more", n=len(gravest) - _MOST_FINDINGS))

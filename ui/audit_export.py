"""Findings → the working paper (审计底稿) that auditors file, as sheets and as a document.

Numbered, by report and by check, each with its problem, evidence, calculation and handling; who
answers for it and what came of it is left to be filled in. What was examined and held stands beside
it, of reports without a finding too: so that "none found" tells something.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

import streamlit as st

from exports.document import (
    Block,
    Book,
    Cell,
    Column,
    Document,
    Heading,
    Look,
    Paragraph,
    Sheet,
    Signatures,
    Span,
    Table,
    words,
)
from exports.word import to_docx
from exports.workbook import to_xlsx
from figures.audit import SORT_NAMES, Examination, examine
from figures.checks.arithmetic import Sort
from languages import of_pair
from records import Identity, Report, Severity, uncertain_at
from ui.access import Role, User, require
from ui.language import _, language, n_
from ui.names import check_name, mark_name, severity_name
from ui.places import pages
from ui.unread import uncertain
from vectorstore.library import Library

if TYPE_CHECKING:
    from ui.audit import Row


@dataclass(frozen=True, slots=True)
class Paper:
    """What a working paper is made of: `rows` are findings of `reports`, in its order.

    `left_out` counts findings of these reports that are not among the rows.
    """

    reports: tuple[Report, ...]
    rows: tuple[Row, ...]
    left_out: int


def paper(rows: Sequence[Row], reports: Sequence[Report], library: Library) -> Paper:
    """The findings to be filed, and the reports they were looked for in → what the paper has."""
    ordered = sorted(reports, key=lambda report: (report.identity.title, report.id))
    order = [report.id for report in ordered]
    counts = library.finding_counts()
    found = sum(counts.get(report_id, 0) for report_id in order)
    of_them = [row for row in rows if row.report.id in order]
    listed = sorted(
        of_them,
        key=lambda row: (
            order.index(row.report.id),
            row.kept.finding.check,
            row.kept.finding.evidence[0].start,
        ),
    )
    return Paper(tuple(ordered), tuple(listed), found - len(of_them))


@st.cache_resource(max_entries=512, show_spinner=False)
def examination(_library: Library, report_id: str, identity: Identity) -> Examination:
    """What of a report was examined and held; worked out once for each report."""
    return examine(_library.text(report_id), identity)


def as_xlsx(made: Paper, user: User, library: Library) -> bytes:
    """A paper → an XLSX file: the findings, and what was examined and held.

    Raises AccessDenied.
    """
    require(user, Role.AUDITOR)
    columns = (
        Column(_("No."), 6),
        Column(_("Report"), 30),
        Column(_("Check"), 16),
        Column(_("Severity"), 10),
        *_findings_columns(),
        Column(_("Not sure because"), 20),
        Column(_("Source file"), 30),
    )
    lines = tuple(
        (
            n,
            row.report.identity.title,
            check_name(row.kept.finding.check),
            severity_name(row.kept.finding.severity),
            *_cells(row),
            uncertain_finding(row),
            row.report.source,
        )
        for n, row in enumerate(made.rows, start=1)
    )
    examined = tuple(_examined(report, made, library) for report in made.reports)
    heads = (
        Column(_("Report"), 40),
        Column(_("Findings")),
        *(Column(_sort_name(sort)) for sort in Sort),
        Column(_("Figures")),
        Column(_("of these examined")),
    )
    return to_xlsx(
        Book(
            _("Audit working paper"),
            language(),
            datetime.now(UTC).astimezone(),
            _facts(made, user),
            (
                Sheet(_("Audit"), Table(columns, lines)),
                Sheet(_("Examined and held"), Table(heads, examined)),
            ),
        )
    )


def as_docx(made: Paper, user: User, library: Library) -> bytes:
    """A paper → a DOCX file on pages on their side, report by report, to be signed.

    Raises AccessDenied.
    """
    require(user, Role.AUDITOR)
    facts = [_labelled(label, words(value)) for label, value in _facts(made, user)]
    blocks: list[Block] = [Paragraph(" · ".join(facts), small=True)]
    numbered = list(enumerate(made.rows, start=1))
    for report in made.reports:
        of_report = [(n, row) for n, row in numbered if row.report.id == report.id]
        blocks += _of_report(report, of_report, library)
    return to_docx(
        Document(
            _("Audit working paper"),
            language(),
            datetime.now(UTC).astimezone(),
            (*blocks, Signatures()),
            landscape=True,
        )
    )


def _of_report(
    report: Report, numbered: Sequence[tuple[int, Row]], library: Library
) -> Iterator[Block]:
    yield Heading(report.identity.title)
    told = examination(library, report.id, report.identity).in_words(language())
    yield Paragraph(told, small=True)
    yield Paragraph(_labelled(_("Source file"), report.source), small=True)
    if not numbered:
        yield Paragraph(_("No finding."))
    columns = (Column(_("No."), 6), *_findings_columns())
    for check, of_check in groupby(numbered, key=lambda pair: pair[1].kept.finding.check):
        yield Heading(check_name(check), level=2)
        yield Table(columns, tuple((n, *_cells(row, marked=True)) for n, row in of_check))


def _labelled(label: str, value: str) -> str:
    return _("{label}: {value}", label=label, value=value)


def _facts(made: Paper, user: User) -> tuple[tuple[str, Cell], ...]:
    """What is said of all findings together; what the page's filters left out, too."""
    severities = Counter(row.kept.finding.severity for row in made.rows)
    facts: list[tuple[str, Cell]] = [
        (_("By"), user.name or user.id),
        (_("Reports examined"), len(made.reports)),
        (_("Findings"), len(made.rows)),
        *((severity_name(s), severities[s]) for s in Severity if severities[s]),
    ]
    if made.left_out:
        told = n_(
            "{n} further finding of these reports was filtered out on the page.",
            "{n} further findings of these reports were filtered out on the page.",
            made.left_out,
        )
        facts.append((_("Not in this paper"), told))
    return tuple(facts)


def _findings_columns() -> tuple[Column, ...]:
    return (
        Column(_("Problem"), 30),
        Column(_("Evidence (text, page)"), 50),
        Column(_("Calculation"), 36),
        Column(_("Handling"), 20),
        Column(_("Responsible"), 12),
        Column(_("Rectification"), 16),
    )


def _cells(row: Row, *, marked: bool = False) -> tuple[Cell, ...]:
    """A finding → its cells under `_findings_columns`; `marked` says its severity before it."""
    finding, review = row.kept.finding, row.review
    if finding.recomputed:
        problem = _(
            "The report says {stated}; it follows {recomputed}.",
            stated=finding.stated,
            recomputed=finding.recomputed,
        )
    else:
        problem = _("The report says {stated}.", stated=finding.stated)
    evidence = [
        span
        for e in finding.evidence
        for span in (
            Span(_labelled(pages(e.page, e.page), "")),
            Span(e.text, Look.QUOTED),
            Span("\n"),
        )
    ][:-1]
    if marked:
        problem = _labelled(severity_name(finding.severity), problem)
        if told := uncertain_finding(row):
            evidence.append(Span("\n" + _labelled(_("Not sure because"), told)))
    handling = [mark_name(row.mark)]
    if review:
        handling += [review.note, review.by, f"{review.at.astimezone():%Y-%m-%d}"]
    return (
        problem,
        tuple(evidence),
        finding.calculation(language()),
        " · ".join(part for part in handling if part),
        "",
        "",
    )


def uncertain_finding(row: Row) -> str:
    """What makes the sentences of a finding uncertain; '' where all were read surely."""
    places = row.kept.finding.evidence
    return uncertain([n for e in places for n in uncertain_at(row.report, e.start, e.end)])


def _examined(report: Report, made: Paper, library: Library) -> tuple[Cell, ...]:
    looked = examination(library, report.id, report.identity)
    held = [looked.held.get(sort, 0) for sort in Sort]
    findings = sum(row.report.id == report.id for row in made.rows)
    return (report.identity.title, findings, *held, looked.figures, looked.examined)


def _sort_name(sort: Sort) -> str:
    zh, en = SORT_NAMES[sort]
    return of_pair(language(), zh, en)

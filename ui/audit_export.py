"""Findings → the files that auditors keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from figures.audit import SORT_NAMES, examine
from figures.checks.arithmetic import Sort
from languages import of_pair
from records import Report, uncertain_at
from ui.access import Role, User, require
from ui.export import Value, to_xlsx, working_paper
from ui.language import _, language
from ui.names import check_name, mark_name, severity_name
from ui.places import pages
from ui.unread import uncertain
from vectorstore.library import Library

if TYPE_CHECKING:
    from ui.audit import Row


def as_xlsx(rows: Sequence[Row], user: User, library: Library) -> bytes:
    """Findings → a working paper, numbered by report and check, and what was examined and held.

    Who answers for a finding, and what came of it, is left to be filled in. Raises AccessDenied.
    """
    require(user, Role.AUDITOR)
    columns = [
        _("No."),
        _("Report"),
        _("Check"),
        _("Severity"),
        _("Problem"),
        _("Evidence (text, page)"),
        _("Calculation"),
        _("Not sure because"),
        _("Handling"),
        _("Responsible"),
        _("Rectification"),
        _("Source file"),
    ]
    ordered = sorted(rows, key=lambda row: (row.report.identity.title, row.kept.finding.check))
    lines = [_line(n, row) for n, row in enumerate(ordered, start=1)]
    reports = {row.report.id: row.report for row in ordered}
    heads = [
        _("Report"),
        *(_sort_name(sort) for sort in Sort),
        _("Figures"),
        _("of these examined"),
    ]
    examined = [_examined(report, library) for report in reports.values()]
    return to_xlsx({_("Audit"): (columns, lines), _("Examined and held"): (heads, examined)})


def _line(number: int, row: Row) -> list[Value]:
    finding, review = row.kept.finding, row.review
    if finding.recomputed:
        problem = _(
            "The report says {stated}; it follows {recomputed}.",
            stated=finding.stated,
            recomputed=finding.recomputed,
        )
    else:
        problem = _("The report says {stated}.", stated=finding.stated)
    note = f"{mark_name(row.mark)} · {review.note} · {review.by}" if review else mark_name(row.mark)
    return [
        number,
        row.report.identity.title,
        check_name(finding.check),
        severity_name(finding.severity),
        problem,
        "\n".join(f"{pages(e.page, e.page)}: {e.text}" for e in finding.evidence),
        finding.calculation(language()),
        uncertain_finding(row),
        note,
        "",
        "",
        row.report.source,
    ]


def uncertain_finding(row: Row) -> str:
    """What makes the sentences of a finding uncertain; '' where all were read surely."""
    places = row.kept.finding.evidence
    return uncertain([n for e in places for n in uncertain_at(row.report, e.start, e.end)])


def _examined(report: Report, library: Library) -> list[Value]:
    looked = examine(library.text(report.id), report.identity)
    held = [looked.held.get(sort, 0) for sort in Sort]
    return [report.identity.title, *held, looked.figures, looked.examined]


def _sort_name(sort: Sort) -> str:
    zh, en = SORT_NAMES[sort]
    return of_pair(language(), zh, en)


def as_docx(rows: Sequence[Row], user: User) -> bytes:
    """Findings → a working paper (审计底稿): each with its calculation, evidence and judgement.

    Raises AccessDenied.
    """
    require(user, Role.AUDITOR)
    now = datetime.now(UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    facts = [(_("Made"), now), (_("By"), user.name or user.id), (_("Findings"), str(len(rows)))]
    return working_paper(_("Audit working paper"), facts, [_entry(row) for row in rows])


def _entry(row: Row) -> dict[str, str]:
    finding, review = row.kept.finding, row.review
    entry = {
        "": f"{row.report.identity.title} · {check_name(finding.check)}",
        _("Severity"): severity_name(finding.severity),
        _("The report says"): finding.stated,
        _("It follows"): finding.recomputed,
        _("Calculation"): (finding.calculation(language())),
    }
    evidence = _("Evidence")
    for n, place in enumerate(finding.evidence, start=1):
        entry[f"“{evidence} {n} ({pages(place.page, place.page)})"] = place.text
    if told := uncertain_finding(row):
        entry[_("Not sure because")] = told
    entry[_("Judgement")] = mark_name(row.mark)
    if review:
        entry[_("Note")] = review.note or "–"
        entry[_("By")] = f"{review.by}, {review.at.astimezone():%Y-%m-%d %H:%M}"
    entry[_("Source file")] = row.report.source
    return entry

"""Findings → the files that auditors keep."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rag.messages import of_what
from records import uncertain_at
from ui.access import Role, User, require
from ui.export import Value, to_xlsx, working_paper
from ui.language import _, language
from ui.names import check_name, mark_name, severity_name
from ui.places import pages
from ui.unread import uncertain

if TYPE_CHECKING:
    from ui.audit import Row


def as_xlsx(rows: Sequence[Row], user: User) -> bytes:
    """Findings → a sheet with one line each, evidence and judgement included.

    Raises AccessDenied.
    """
    require(user, Role.AUDITOR)
    columns = [
        _("Severity"),
        _("Report"),
        _("Year"),
        _("Department"),
        _("Page"),
        _("Check"),
        _("The report says"),
        _("It follows"),
        _("Calculation"),
        _("Evidence"),
        _("Not sure because"),
        _("Judgement"),
        _("Note"),
        _("By"),
        _("When"),
        _("Source file"),
    ]
    return to_xlsx({_("Audit"): (columns, [_line(row) for row in rows])})


def _line(row: Row) -> list[Value]:
    finding, identity, review = row.kept.finding, row.report.identity, row.review
    return [
        severity_name(finding.severity),
        identity.title,
        identity.year,
        of_what(identity),
        finding.evidence[0].page,
        check_name(finding.check),
        finding.stated,
        finding.recomputed,
        finding.calculation_en if language() == "en" else finding.calculation_zh,
        "\n".join(f"{pages(e.page, e.page)}: {e.text}" for e in finding.evidence),
        uncertain_finding(row),
        mark_name(row.mark),
        review.note if review else "",
        review.by if review else "",
        review.at.astimezone().strftime("%Y-%m-%d %H:%M") if review else "",
        row.report.source,
    ]


def uncertain_finding(row: Row) -> str:
    """What makes the sentences of a finding uncertain; '' where all were read surely."""
    places = row.kept.finding.evidence
    return uncertain([n for e in places for n in uncertain_at(row.report, e.start, e.end)])


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
        _("Calculation"): (
            finding.calculation_en if language() == "en" else finding.calculation_zh
        ),
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

"""A report's findings: its own, and those against the reports of the year before on the shelf."""

from __future__ import annotations

from figures.audit import audit, audit_across
from records import Coverage, Finding, Identity, Kind, Report, ReportText
from vectorstore.library import Library

_OFFICIAL = {Kind.BUDGET, Kind.FINAL_ACCOUNTS}


def findings(library: Library, text: ReportText, identity: Identity) -> tuple[Finding, ...]:
    """A report's text → what does not add up in it, and between it and last year's reports."""
    found = list(audit(text, identity))
    for last in library.reports():
        if _follows(identity, last.identity):
            found += audit_across(text, identity, library.text(last.id), last.identity)
    return tuple(found)


def audit_next_year(library: Library, *identities: Identity) -> None:
    """Audit again the reports that follow on these, which came, went or were corrected."""
    for report in library.reports():
        if any(_follows(report.identity, identity) for identity in identities):
            _audit_again(library, report)


def _audit_again(library: Library, report: Report) -> None:
    text = library.text(report.id)
    library.set_findings(report.id, findings(library, text, report.identity))


def _follows(this: Identity, last: Identity) -> bool:
    """Whether `last` is of the same department's year before, and speaks of the same figures."""
    if this.year is None or not this.department:
        return False
    comparable = this.kind is last.kind is not Kind.OTHER or {this.kind, last.kind} <= _OFFICIAL
    same = (last.department, last.project) == (this.department, this.project)
    covers = {this.coverage, last.coverage} - {Coverage.UNKNOWN}
    return comparable and same and len(covers) < 2 and last.year == this.year - 1

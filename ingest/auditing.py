"""A report's findings: its own, and those against others on the shelf.

Those are the reports of the year before, and its department's report where it is a unit's.
"""

from __future__ import annotations

from figures.audit import audit, audit_across, audit_within
from records import Coverage, Finding, Identity, Kind, Report, ReportText
from vectorstore.library import Library

_OFFICIAL = {Kind.BUDGET, Kind.FINAL_ACCOUNTS}


def findings(library: Library, text: ReportText, identity: Identity) -> tuple[Finding, ...]:
    """A report's text → what does not add up in it, and between it and those beside it."""
    found = list(audit(text, identity))
    for other in library.reports():
        if _follows(identity, other.identity):
            found += audit_across(text, identity, library.text(other.id), other.identity)
        if _is_within(identity, other.identity):
            found += audit_within(text, identity, library.text(other.id), other.identity)
    return tuple(found)


def audit_beside(library: Library, *identities: Identity) -> None:
    """Audit again the reports that are held against these, which came, went or were corrected."""
    for report in library.reports():
        own = report.identity
        if any(_follows(own, other) or _is_within(own, other) for other in identities):
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


def _is_within(unit: Identity, whole: Identity) -> bool:
    """Whether `whole` is the report of a unit's department, for the same year and of its kind."""
    alike = (unit.year, unit.kind, unit.place) == (whole.year, whole.kind, whole.place)
    covers = (unit.coverage, whole.coverage) == (Coverage.UNIT, Coverage.DEPARTMENT)
    over = whole.department in (unit.department, unit.higher)
    return alike and covers and over and bool(whole.department) and unit.kind in _OFFICIAL

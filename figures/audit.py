"""A report → what does not add up in it; two years' reports → where they disagree."""

from __future__ import annotations

from figures.checks.registry import checks, checks_against_last_year, read
from records import Finding, Identity, ReportText, Severity

_ORDER = (Severity.ERROR, Severity.DOUBTFUL, Severity.NOTE)


def audit(report_text: ReportText, identity: Identity) -> tuple[Finding, ...]:
    """A report → its findings, the surest first, then in the order of the text."""
    reading = read(report_text, identity)
    return _in_order([f for check in checks() for f in check(reading)])


def audit_across(
    report_text: ReportText,
    identity: Identity,
    last_text: ReportText,
    last_identity: Identity,
) -> tuple[Finding, ...]:
    """A report and the same department's report of the year before → where they disagree.

    The evidence is in the later report; the calculation names the earlier one's page.
    """
    if identity.year is None or last_identity.year != identity.year - 1:
        return ()
    this, last = read(report_text, identity), read(last_text, last_identity)
    return _in_order([f for check in checks_against_last_year() for f in check(this, last)])


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    once = dict.fromkeys(findings)
    return tuple(
        sorted(once, key=lambda f: (_ORDER.index(f.severity), f.evidence[0].start, f.check))
    )

"""How answers call the body and the report that something is from."""

from __future__ import annotations

from records import Coverage, Identity, Kind, Report

_KINDS = {
    Kind.SELF_EVALUATION: "self-evaluation report",
    Kind.FISCAL_EVALUATION: "fiscal evaluation",
    Kind.PROJECT_EVALUATION: "project evaluation",
    Kind.BUDGET: "budget",
    Kind.BUDGET_EXECUTION: "budget execution report",
    Kind.FINAL_ACCOUNTS: "final accounts",
    Kind.WORK_REPORT: "government work report",
    Kind.STATISTICS: "statistical bulletin",
    Kind.AUDIT: "audit report",
    Kind.OTHER: "report",
}


def whose(identity: Identity) -> str:
    """A report's identity → the body it is of, or the place where it names none; else its title."""
    return identity.department or identity.district or identity.title


def of_what(identity: Identity) -> str:
    """A report's identity → whose figures it states: the body's, one unit's, one project's.

    So reports of one body and year that stand side by side are called by different names.
    """
    if identity.coverage is Coverage.PROJECT and identity.project:
        return f"{whose(identity)}“{identity.project}”"
    if identity.coverage is Coverage.UNIT and identity.department:
        return f"{identity.department}（本级）"
    if identity.coverage is Coverage.GOVERNMENT and not identity.department:
        return f"{identity.district}本级"
    return whose(identity)


def report_name(report: Report, language: str) -> str:
    """A report → its body, year and kind, short."""
    identity = report.identity
    said = of_what(identity)
    if language == "en":
        year = f" {identity.year}" if identity.year else ""
        return f"{said}{year} ({_KINDS[identity.kind]})"
    year = f"{identity.year}年" if identity.year else ""
    kind = identity.kind.removesuffix("报告")
    return f"{said}{year}{kind}报告"

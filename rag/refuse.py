"""Why there is no answer, and what there is on the shelf instead, in the asker's language."""

from __future__ import annotations

from collections.abc import Sequence

from rag.records import State, Understood
from rag.saying import listed, say
from vectorstore.records import Kind, Report
from vectorstore.snapshot import Snapshot

_MOST_NAMED = 5
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


def refusal(shelf: Snapshot, understood: Understood, state: State) -> str:
    """How sure the reader is → what to tell the asker; '' where it is answered."""
    language = understood.language
    if not shelf.reports():
        return say(language, "empty")
    if not any(c.isalnum() for c in understood.standalone):
        return say(language, "no_question")
    if state is State.ANSWERED:
        return ""
    if understood.absent_departments and not understood.scope.departments:
        return absent_departments(shelf, understood)
    if state is State.NEAR:
        return say(language, "near")
    if understood.absent_years and not understood.scope.years:
        return absent_years(shelf, understood)
    return say(language, "nothing")


def absence_notes(shelf: Snapshot, understood: Understood) -> tuple[str, ...]:
    """What was asked about beside what there is, and is not on the shelf."""
    notes = []
    if understood.absent_years:
        notes.append(absent_years(shelf, understood))
    if understood.absent_departments:
        notes.append(absent_departments(shelf, understood))
    return tuple(notes)


def whose_note(understood: Understood, reports: Sequence[Report], on_shelf: int) -> tuple[str, ...]:
    """The reports an answer rests on, named where the question did not name department and year.

    So too where another year's report tells what the year's own does not; never where only one
    report was `on_shelf`.
    """
    scope = understood.scope
    expected = all(r.identity.year in scope.years for r in reports)
    if (scope.years and scope.departments and expected) or not reports:
        return ()
    if on_shelf < 2:
        return ()
    about = dict.fromkeys(report_name(report, understood.language) for report in reports)
    named = listed(understood.language, list(about)[:_MOST_NAMED])
    return (say(understood.language, "about", report=named),)


def quotation_note(understood: Understood, reports: Sequence[Report]) -> tuple[str, ...]:
    """To who asks in English: that what is quoted is the report's own Chinese."""
    if understood.language != "en" or not reports:
        return ()
    about = dict.fromkeys(report_name(report, "en") for report in reports)
    named = listed("en", list(about)[:_MOST_NAMED])
    return (say("en", "in_chinese", report=named),)


def report_name(report: Report, language: str) -> str:
    """A report → its department, year and kind, short."""
    identity = report.identity
    if language == "en":
        year = f" {identity.year}" if identity.year else ""
        return f"{identity.department}{year} ({_KINDS[identity.kind]})"
    year = f"{identity.year}年" if identity.year else ""
    return f"{identity.department}{year}{identity.kind}报告"


def absent_years(shelf: Snapshot, understood: Understood) -> str:
    """Years were asked about that are not there → what there is."""
    language, departments = understood.language, understood.scope.departments
    reports = shelf.reports(departments=departments or None)
    there = sorted({r.identity.year for r in reports if r.identity.year})
    whose = listed(language, list(departments))
    return say(
        language,
        "absent_year",
        whose=f" of {whose}" if whose and language == "en" else whose,
        years=listed(language, [str(y) for y in understood.absent_years]),
        there=listed(language, [str(y) for y in there]) or "–",
    )


def absent_departments(shelf: Snapshot, understood: Understood) -> str:
    """Departments were asked about that are not there → what there is."""
    language = understood.language
    there = list(dict.fromkeys(r.identity.department for r in shelf.reports()))
    named = listed(language, there[:_MOST_NAMED]) + ("…" if len(there) > _MOST_NAMED else "")
    return say(
        language,
        "absent_department",
        departments=listed(language, list(understood.absent_departments)),
        there=named or "–",
    )

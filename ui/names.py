"""What kinds, sides, checks, severities, judgements, indicators and people are called."""

from __future__ import annotations

from figures.checks.registry import check_names
from figures.indicators import NAMES
from languages import of_pair
from records import Coverage, Kind, Severity, Witness
from ui.access import LOCAL
from ui.language import _, language
from ui.services import Services
from vectorstore.reviews import Mark


def kind_name(kind: str) -> str:
    """A kind of report → its name in the visitor's language."""
    names = {
        Kind.SELF_EVALUATION: _("performance self-evaluation"),
        Kind.FISCAL_EVALUATION: _("fiscal evaluation"),
        Kind.PROJECT_EVALUATION: _("project evaluation"),
        Kind.BUDGET: _("budget"),
        Kind.BUDGET_EXECUTION: _("budget execution report"),
        Kind.FINAL_ACCOUNTS: _("final accounts"),
        Kind.WORK_REPORT: _("government work report"),
        Kind.STATISTICS: _("statistical bulletin"),
        Kind.AUDIT: _("audit report"),
        Kind.OTHER: _("other"),
    }
    return names[Kind(kind)]


def coverage_name(coverage: str) -> str:
    """Whose money and doings a report is of → its name in the visitor's language."""
    names = {
        Coverage.DEPARTMENT: _("a department with its units"),
        Coverage.UNIT: _("one unit by itself"),
        Coverage.PROJECT: _("a project"),
        Coverage.GOVERNMENT: _("a government's own level"),
        Coverage.AREA: _("a whole city or county"),
        Coverage.UNKNOWN: _("not known"),
    }
    return names[Coverage(coverage)]


def side_name(side: str) -> str:
    """A side of which report it is → its name in the visitor's language."""
    names = {
        "title": _("Title"),
        "year": _("Year"),
        "figure_years": _("Years of its figures"),
        "place": _("Place"),
        "department": _("Department"),
        "higher": _("Body above"),
        "coverage": _("Covers"),
        "project": _("Project"),
        "kind": _("Kind"),
    }
    return names[side]


def source_name(source: Witness) -> str:
    """Where in or about a file something was read → its name in the visitor's language."""
    names = {
        Witness.TITLE: _("title line"),
        Witness.LABEL: _("label"),
        Witness.BYLINE: _("signature"),
        Witness.DEFINED: _("what the text says it is"),
        Witness.HEADINGS: _("headings"),
        Witness.TEXT: _("text"),
        Witness.FILE: _("file name"),
        Witness.FOLDER: _("folder"),
    }
    return names[source]


def severity_name(severity: Severity) -> str:
    """A severity → its name."""
    names = {
        Severity.ERROR: _("wrong"),
        Severity.DOUBTFUL: _("perhaps wrong"),
        Severity.NOTE: _("worth knowing"),
    }
    return names[severity]


def mark_name(mark: Mark) -> str:
    """A judgement → its name."""
    names = {
        Mark.OPEN: _("open"),
        Mark.CONFIRMED: _("confirmed"),
        Mark.DISMISSED: _("dismissed"),
        Mark.EXPLAINED: _("explained"),
    }
    return names[mark]


def indicator_name(name: str) -> str:
    """An indicator of `figures` → its name."""
    label = NAMES[name]
    return of_pair(language(), label.zh, label.en)


def check_name(check: str) -> str:
    """A check of `figures` → its name; one that is kept and no longer made goes by its id."""
    name = check_names().get(check)
    if name is None:
        return check
    return of_pair(language(), name.zh, name.en)


def person_name(services: Services, by: str) -> str:
    """Whoever signed something, by the id that was kept → the name to show everywhere.

    One who has not been here since the server started goes by the id, as a rule an e-mail address.
    """
    if by == LOCAL.id:
        return _("whoever is at this computer")
    if by == "cli":
        return _("command line")
    return services.people.get(by) or by

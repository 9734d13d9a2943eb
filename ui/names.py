"""Names of checks, severities, judgements and indicators in the visitor's language."""

from __future__ import annotations

from figures.indicators import NAMES
from records import Severity
from ui.language import _, language
from vectorstore.reviews import Mark


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
    return label.en if language() == "en" else label.zh


def check_name(check: str) -> str:
    """A check of `figures` → its name; a new one goes by its id until it is named here."""
    names = {
        "rate": _("rate against its amounts"),
        "share": _("share against its amounts"),
        "implied-total": _("total implied by parts and rates"),
        "parts-and-whole": _("parts against the whole"),
        "growth": _("change against its amounts"),
        "growth-direction": _("change against its direction"),
        "growth-from-zero": _("percentage of nothing"),
        "unequal-changes": _("equal amounts, unequal changes"),
        "reason": _("change against its reason"),
        "outcome-words": _("outcome against its words"),
        "heading-amount": _("heading against its paragraph"),
        "stated-twice": _("stated twice, differently"),
        "last-year": _("against last year's report"),
        "impossible-year": _("a year that cannot be"),
        "lost-unit": _("a number without its unit"),
        "unit-slip": _("a unit mistaken by ten thousand"),
        "digit-grouping": _("a digit too many or too few"),
        "template-words": _("left-over template words"),
        "department-in-head": _("another department in a table's head"),
        "empty-table": _("note against its table"),
        "income-and-expenditure": _("income against expenditure"),
        "project-funds": _("project funds"),
        "prose-and-table": _("text against table"),
        "table-and-table": _("table against table"),
        "table-columns": _("columns against their total"),
        "table-rows": _("rows against their total"),
        "computed-column": _("column against those it is computed from"),
        "adjusted-budget": _("adjusted budget against its adjustment"),
        "impossible-rate": _("a rate that cannot be"),
    }
    return names.get(check, check)

"""Names of checks, severities, judgements and indicators in the visitor's language."""

from __future__ import annotations

from ui.language import _
from vectorstore.records import Severity
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


def check_name(check: str) -> str:
    """A check of `figures` → its name; one without a name goes by its id."""
    return check

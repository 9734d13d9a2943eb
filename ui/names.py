"""Names of checks, severities, judgements, indicators and people in the visitor's language."""

from __future__ import annotations

from figures.checks.registry import check_names
from figures.indicators import NAMES
from languages import of_pair
from records import Severity
from ui.access import LOCAL
from ui.language import _, language
from ui.services import Services
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

"""Where something stands, in words: the report on a line, its page; what of it is not decided."""

from __future__ import annotations

from typing import Any

from rag.messages import whose
from records import Coverage, Identity, Report
from ui.language import _
from ui.names import coverage_name, kind_name, side_name

View = dict[str, Any]


def report_line(report: Report) -> str:
    """A report → its year, body (or place), what it covers, and kind on one line."""
    identity = report.identity
    year = str(identity.year or "")
    parts = [year, whose(identity), covers(identity), kind_name(identity.kind)]
    return " · ".join(part for part in parts if part)


def covers(identity: Identity) -> str:
    """Whose money a report is of, where that tells it from others of its body: '' as a rule."""
    if identity.project:
        return identity.project
    usual = identity.coverage in (Coverage.DEPARTMENT, Coverage.UNKNOWN)
    return "" if usual else coverage_name(identity.coverage)


def asked_line(report: Report) -> str:
    """The sides of a report that a person is needed for → their names; '' where there is none."""
    return " · ".join(side_name(trait.name) for trait in report.asked_about)


def pages(first: int, last: int) -> str:
    """Page numbers → "page 3" or "pages 3–4", in the visitor's language."""
    if first == last:
        return _("page {page}", page=first)
    return _("pages {first}–{last}", first=first, last=last)

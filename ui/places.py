"""Where something stands, in words: report, kind, page."""

from __future__ import annotations

from typing import Any

from ui.language import _
from vectorstore.records import Report

View = dict[str, Any]


def report_line(report: Report) -> str:
    """A report → its year, department and kind on one line."""
    identity = report.identity
    parts = [str(identity.year or ""), identity.department, kind_name(identity.kind)]
    return " · ".join(part for part in parts if part)


def kind_name(kind: str) -> str:
    """A kind of report → its name in the visitor's language."""
    names = {
        "绩效自评": _("performance self-evaluation"),
        "预算": _("budget"),
        "决算": _("final accounts"),
        "其他": _("other"),
    }
    return names[kind]


def pages(first: int, last: int) -> str:
    """Page numbers → "page 3" or "pages 3–4", in the visitor's language."""
    if first == last:
        return _("page {page}", page=first)
    return _("pages {first}–{last}", first=first, last=last)

"""Where something stands, in words: report, kind, page; and what is known of which report it is."""

from __future__ import annotations

from typing import Any

from rag.messages import whose
from records import Coverage, Identity, Report
from ui.language import _

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


def kind_name(kind: str) -> str:
    """A kind of report → its name in the visitor's language."""
    names = {
        "绩效自评": _("performance self-evaluation"),
        "财政评价": _("fiscal evaluation"),
        "项目评价": _("project evaluation"),
        "预算": _("budget"),
        "预算执行": _("budget execution report"),
        "决算": _("final accounts"),
        "政府工作报告": _("government work report"),
        "统计公报": _("statistical bulletin"),
        "审计报告": _("audit report"),
        "其他": _("other"),
    }
    return names[kind]


def coverage_name(coverage: str) -> str:
    """Whose money and doings a report is of → its name in the visitor's language."""
    names = {
        "部门": _("a department with its units"),
        "单位本级": _("one unit by itself"),
        "项目": _("a project"),
        "本级": _("a government's own level"),
        "全域": _("a whole city or county"),
        "未定": _("not known"),
    }
    return names[coverage]


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


def asked_line(report: Report) -> str:
    """The sides of a report that a person is needed for → their names; '' where there is none."""
    return " · ".join(side_name(trait.name) for trait in report.asked_about)


def source_name(source: str) -> str:
    """Where in or about a file something was read → its name in the visitor's language."""
    names = {
        "title": _("title line"),
        "label": _("label"),
        "byline": _("signature"),
        "definition": _("what the text says it is"),
        "headings": _("headings"),
        "text": _("text"),
        "file name": _("file name"),
        "folder": _("folder"),
    }
    return names[source]


def pages(first: int, last: int) -> str:
    """Page numbers → "page 3" or "pages 3–4", in the visitor's language."""
    if first == last:
        return _("page {page}", page=first)
    return _("pages {first}–{last}", first=first, last=last)

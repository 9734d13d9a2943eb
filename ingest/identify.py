"""A report's text → which report it is: title, year, department, district and kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath

from ingest.markers import numbered
from ingest.names import DEPARTMENT, district, full_name, short_names
from ingest.width import CJK, tighten
from vectorstore.records import Candidate, Coverage, Identity, Kind, ReportText, Source, Trait

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年?(?!\d)")
_CHINESE_YEAR = re.compile(r"二[〇零○O0]([一二三四五六七八九〇零○])([一二三四五六七八九〇零○])年")
_TITLE_END = re.compile(
    r"(?:报告|总结|预算|决算|说明|公开|报表|自评表|评价表)(?:[（(].{1,12}[)）])?$"
)
_NAMED = re.compile(
    r"(?:(?:预算)?主管部门|预算(?:部门|单位)|编制(?:部门|单位)|填报(?:部门|单位)|部门名称|单位名称"
    r"|(?:部门|单位)(?:[（(].{1,6}[)）])?)\s*[:：]\s*(\S{4,40}?)(?=[\s（(；，。]|单位[:：]|$)"
)
_ANNEX = re.compile(r"附[件表]\s*[\d一二三四五六七八九十]*\s*[-—]?\d*\s*[:：]?|[（(]公开[)）]")
_KINDS = (
    (Kind.SELF_EVALUATION, r"自评|绩效评价|绩效报告|绩效评估"),
    (Kind.FINAL_ACCOUNTS, r"决算"),
    (Kind.BUDGET, r"预算"),
)


def identify(report: ReportText, file_name: str) -> tuple[Identity, tuple[Trait, ...]]:
    """A report's text and its file's name → its identity, and what each side was read from.

    What the title says counts most, then the body, then the file's name.
    """
    name = tighten(PurePath(file_name.replace("\\", "/")).stem.replace("_", " "))
    title, titled = _title(report, name)
    year, year_sure = _year(report.text, title, name)
    kind, kind_sure = _kind(report.text, title, name)
    department, department_sure = _department(report, title, name)
    place = tuple(filter(None, (district(department, title),)))
    identity = Identity(
        title=title,
        year=year,
        figure_years=() if year is None else (year,),
        place=place,
        place_code="",
        department=department,
        higher="",
        short_names=(),
        coverage=Coverage.UNKNOWN,
        project="",
        kind=kind,
    )
    traits = (
        _trait("title", title, titled),
        _trait("year", str(year or ""), year_sure),
        _trait("place", " ".join(place), department_sure),
        _trait("department", department, department_sure),
        _trait("kind", kind, kind_sure),
    )
    return with_derived(identity, report.text), traits


def with_derived(identity: Identity, text: str) -> Identity:
    """An identity and the report's text → the same with what follows from it: the short names."""
    return replace(identity, short_names=short_names(identity.department, text))


def _trait(name: str, value: str, sure: float) -> Trait:
    found = (Candidate(value, Source.TEXT, "", sure),) if value else ()
    return Trait(name, found, agreed=bool(value) and sure > 0.5)


def _lead(report: ReportText) -> list[str]:
    """The paragraphs before the first heading, a dozen at most."""
    first = report.sections[0] if report.sections else None
    end = first.end if first and not first.headings else 0
    lines = report.text[:end].split("\n") if end else report.text[:400].split("\n")
    return [line for line in lines if line.strip()][:12]


def _title(report: ReportText, name: str) -> tuple[str, float]:
    """Lines from the first to the one that ends like a title; else the file's name."""
    whole = ""
    for line in _lead(report)[:8]:
        if _ANNEX.fullmatch(line):
            continue
        if numbered(line) or len(line) > 100 or re.search("[。；！？]", line):
            break
        if _NAMED.match(line) or re.fullmatch(r"[\d\s年月日.-]+", line):
            if _TITLE_END.search(whole):
                break
            continue
        whole = tighten(f"{whole}{line}" if re.search(rf"[{CJK}]$", whole) else f"{whole} {line}")
        if _TITLE_END.search(whole) and len(whole) > 8:
            break
    if _TITLE_END.search(whole) or re.search(r"报告|预算|决算|自评", whole):
        return whole, 1.0
    return (name, 0.0) if re.search(r"报告|预算|决算|自评", name) or not whole else (whole, 0.4)


def _year(text: str, title: str, name: str) -> tuple[int | None, float]:
    for place, sure in ((title, 1.0), (name, 0.5)):
        if found := years(place):
            return found[0], sure if place != name or title != name else 0.5
    early = Counter(years(text[:3000]))
    return (early.most_common(1)[0][0], 0.6) if early else (None, 0.0)


def years(text: str) -> list[int]:
    """The years a text names, in its order: 2022年, 2022, 二〇二二年."""
    found = [(m.start(), int(m[1])) for m in _YEAR.finditer(text)]
    digits = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
    for m in _CHINESE_YEAR.finditer(text):
        found.append((m.start(), 2000 + 10 * digits[m[1]] + digits[m[2]]))
    return [year for _, year in sorted(found)]


def _kind(text: str, title: str, name: str) -> tuple[Kind, float]:
    for place, sure in ((title, 1.0 if title != name else 0.5), (name, 0.5)):
        for kind, words in _KINDS:
            if re.search(words, place):
                return kind, sure
    counts = {kind: len(re.findall(words, text[:5000])) for kind, words in _KINDS}
    likeliest = max(counts, key=lambda kind: counts[kind])
    return (likeliest, 0.5) if counts[likeliest] >= 3 else (Kind.OTHER, 0.2)


def _department(report: ReportText, title: str, name: str) -> tuple[str, float]:
    """The name after 部门：, the one in the title, the one the text repeats, the file's."""
    text = report.text
    stated = [
        found[1]
        for line in [*_lead(report), *_table_heads(report)]
        if (found := _NAMED.search(tighten(line)) or _NAMED.search(line))
        and DEPARTMENT.search(found[1])
    ]
    in_title = departments(title)
    counted = Counter(name for line in text[:20000].split("\n") for name in departments(line))
    if stated:
        return full_name(stated[0], counted), 1.0
    if in_title and title != name:
        return full_name(in_title[0], counted), 1.0
    if in_name := departments(name):
        return full_name(in_name[0], counted), 0.5
    if counted:
        return full_name(_likeliest(counted), counted), 0.6
    return "", 0.0


def departments(line: str) -> list[str]:
    """The departments that a line names, in its order."""
    return [m[0] for m in DEPARTMENT.finditer(re.sub(r"年度?", " ", tighten(line)))]


def _likeliest(counted: Counter[str]) -> str:
    return max(counted, key=lambda n: (counted[n] * min(len(n), 12), len(n)))


def _table_heads(report: ReportText) -> Sequence[str]:
    return [
        line
        for table in report.tables
        for line in report.text[table.start : table.start + 200].split("\n")[:3]
    ]

"""What the prose says against what the tables say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from figures.checks.comparisons import term
from figures.checks.figure import Figure, show
from figures.checks.findings import finding
from figures.checks.forms import (
    Sort,
    forms,
    is_fiscal,
    is_general,
    is_income,
    is_overall,
    is_spending,
)
from figures.checks.grid import Line
from figures.checks.mentions import Mention, Role
from figures.checks.reading import Reading
from figures.quantities import QuantityKind
from records import Finding, Kind, Severity, Table

_PATH = re.compile(
    r"(?:[“\"]|^|[.．、：:\s])(?P<kind>[^“”\"（）()，。\d.．、]{2,30})[（(]类[）)]\s*"
    r"(?P<section>[^“”\"（）()，。]{2,30}(?:[（(][^类款项]{1,8}[）)][^“”\"（）()，。]{0,16})?)[（(]款[）)]\s*"
    r"(?P<item>[^“”\"（）()，。]{2,40}(?:[（(][^类款项]{1,8}[）)][^“”\"（）()，。]{0,16})?)[（(]项[）)]"
)
_OUTCOME = re.compile(r"决算")

HEADLINES: tuple[tuple[str, tuple[Sort, ...], str], ...] = (
    (
        r"(?<!拨款)(?<!事业)(?<!其他)(?<!经营)(?:收入预算|收入总计|收、支总计|收支总计|本年收入合计)",
        (is_overall, is_income),
        r"合计|总计",
    ),
    (
        r"(?<!拨款)(?<!公共)(?<!基金)(?<!经营)(?:支出预算|支出总计|本年支出合计)",
        (is_overall, is_spending),
        r"合计|总计",
    ),
    (r"财政拨款收入(?:预算)?", (is_overall, is_income, is_fiscal), r"合计|总计|财政拨款"),
    (r"财政拨款支出(?:预算)?", (is_fiscal,), r"合计|总计"),
    (
        r"一般公共预算(?:财政)?(?:拨款)?支出(?:预算)?",
        (is_general, is_fiscal),
        r"合计|总计|一般公共预算",
    ),
    (r"财政拨款收、?支总计", (is_fiscal,), r"合计|总计"),
)
"""(how the prose names a total, the tables that have it, on which of their lines)."""

COLUMNS: tuple[tuple[str, str, str], ...] = (
    (r"三公”?经费", r"三公", r"合计"),
    (r"因公出国", r"三公", r"因公出国"),
    (r"公务接待费", r"三公", r"公务接待"),
    (r"公务用车购置及运行", r"三公", r"公务用车购置及运行\S*小计|公务用车购置及运行\S{0,4}$"),
    (r"公务用车购置费", r"三公", r"购置费?$"),
    (r"公务用车运行", r"三公", r"运行(?:维护)?费$"),
    (r"机关运行经费", r"机关运行", r"机关运行经费"),
)
"""(how the prose names a sum, in which table it is, under which column)."""


def classified_amounts_agree(reading: Reading) -> Iterator[Finding]:
    """“…（类）…（款）…（项）”350.35万元: against the lines so named in the tables."""
    lines = [ln for p in reading.panels for ln in p.lines if ln.code]
    if not lines:
        return
    paths = _paths(reading)
    for paragraph in reading.paragraphs:
        match = _PATH.search(reading.text, paragraph[0].start, paragraph[-1].end)
        if match is None:
            continue
        cells = paths.get((_bare(match["section"]), _bare(match["item"])))
        money = [
            m
            for s in paragraph
            for m in s.mentions
            if m.role is Role.AMOUNT and m.kind is QuantityKind.MONEY and m.is_exact
        ]
        stated = _stated(reading, money)
        if not cells or stated is None or any(_near(stated.figure, f) for _, f in cells):
            continue
        if any(f.value for _, f in cells):
            yield _differs(reading, stated, cells)


def _bare(name: str) -> str:
    return re.sub(r"[\s（）()“”\"]", "", name)


def _paths(reading: Reading) -> dict[tuple[str, str], list[tuple[Line, Figure]]]:
    """(款, 项) → the cells of the lines so named, in every table."""
    found: dict[tuple[str, str], list[tuple[Line, Figure]]] = {}
    for panel in reading.panels:
        section = ""
        for line in panel.lines:
            if line.code and line.depth == 2:
                section = _bare(line.name)
            elif line.code and line.depth == 3:
                cells = [(line, f) for f in line.cells if f is not None and f.unit != "%"]
                found.setdefault((section, _bare(line.name)), []).extend(cells)
    return found


def _stated(reading: Reading, money: list[Mention]) -> Mention | None:
    """The amount of the paragraph that the tables must have: its heading's, or the outcome."""
    if money and re.search(r"[（(]项[）)][”\"]?(?:科目)?$", money[0].label):
        return money[0]
    year = reading.identity.year
    outcomes = [m for m in money if _OUTCOME.search(m.label)]
    own = [m for m in outcomes if term(m.label, year).year in (None, year)]
    return own[0] if own and reading.identity.kind is Kind.FINAL_ACCOUNTS else None


def _near(stated: Figure, cell: Figure) -> bool:
    return stated.range.meets(cell.range)


def _differs(reading: Reading, stated: Mention, cells: list[tuple[Line, Figure]]) -> Finding:
    """The finding, told with the cell that comes nearest to the prose."""
    line, cell = min(cells, key=lambda at: abs(at[1].value - stated.figure.value))
    other = show(cell.value, stated.figure)
    return finding(
        reading.report,
        "prose-and-table",
        Severity.ERROR,
        stated.figure.as_written,
        other,
        (
            f"文中写的是{stated.figure.as_written}，表中“{line.name}”是{cell.as_written}（即{other}）。",
            f"The text states {stated.figure.as_written}; in the table “{line.name}” is "
            f"{cell.as_written} ({other}).",
        ),
        reading.sentence_at(stated.start),
        line.span,
    )


def headlines_agree(reading: Reading) -> Iterator[Finding]:
    """收入预算, 支出总计, 财政拨款收入: the first statement of each against the tables' totals."""
    found = forms(reading.report.tables, reading.panels)
    for pattern, sorts, rows in HEADLINES:
        stated = _first(reading, pattern)
        fitting = [f for f in found if any(is_sort(f.title) for is_sort in sorts)]
        cells = [
            (ln, f)
            for form in fitting
            if stated and _same_stage(reading, stated, form.table)
            for ln, f in form.cells()
            if re.search(rows, ln.name) or re.search(rows, ln.label)
        ]
        totals = [(ln, f) for ln, f in cells if ln.is_total and f.value]
        if stated and totals and not any(_near(stated.figure, f) for _, f in cells):
            yield _differs(reading, stated, totals)


def _first(reading: Reading, pattern: str) -> Mention | None:
    """The first amount in the prose, of this year, whose words end in `pattern`."""
    ends = re.compile(rf"(?:{pattern})(?:数|总额)?(?:为|是|共|共计|：|:|安排)*$")
    year = reading.identity.year
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            for mention in sentence.mentions:
                if mention.role is not Role.AMOUNT or mention.kind is not QuantityKind.MONEY:
                    continue
                named = term(mention.lead, year)
                if ends.search(mention.label) and mention.is_exact and named.year in (None, year):
                    return mention
    return None


def _same_stage(reading: Reading, stated: Mention, table: Table) -> bool:
    """Whether the table can have an amount of that stage: a table of 决算 need not have budgets."""
    head = table.title + "".join(table.columns)
    match term(stated.label, reading.identity.year).measure:
        case "":
            return True
        case "决算" | "执行":
            return bool(re.search(r"决算|执行|支出", head))
        case _:
            return "预算数" in head or ("预算" in table.title and "决算" not in head)


def public_expenses_agree(reading: Reading) -> Iterator[Finding]:
    """The 三公 expenses and the 机关运行经费 of the prose against the columns of their table."""
    for pattern, titles, column in COLUMNS:
        stated = _first(reading, rf"{pattern}[^，。；]{{0,12}}?(?:预算|支出|决算|费)?")
        cells = [
            (ln, f)
            for p in reading.panels
            if re.search(titles, p.table.title + "".join(p.columns))
            if stated and _same_stage(reading, stated, p.table)
            for ln in p.lines
            for c, f in zip(p.columns, ln.cells, strict=True)
            if f is not None and re.search(column, c)
        ]
        if not any(f.value for _, f in cells):
            continue
        if stated and not any(_near(stated.figure, f) for _, f in cells):
            yield _differs(reading, stated, cells)

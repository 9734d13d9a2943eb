"""The form of one project: its funds against their sources, its rate, and all forms' sum.

The forms (项目支出绩效目标表, 项目支出绩效自评表) set labels beside values in any column, so they
are read cell by cell: a label, the figures to its right up to the next label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from figures.checks.arithmetic import Figure, Sum, rate_of, show, total
from figures.checks.prose import Mention, Role
from figures.checks.registry import Held, Outcome, Paragraph, Reading, Suspicion, check, suspicion
from figures.checks.tables import cell_figure
from figures.quantities import QuantityKind
from records import Row, Severity, Table

_WHOLE = re.compile(r"资金(?:申请)?总额$|预算资金$|资金合计$")
_PART = re.compile(r"财政|结转|其他|资金|拨款|补助|自筹|单位")
_SPENT, _RATE = re.compile(r"执行数|支出数"), re.compile(r"执行率")
_BUDGET = re.compile(r"预算数")
_UNIT = re.compile(r"[（(](?P<unit>亿元|万元|千元|元)[)）]")


@dataclass(frozen=True, slots=True)
class Entry:
    """A label of the form at one column, with the figures beside it by their columns."""

    label: str
    column: int
    figures: dict[int, Figure]
    row: Row


@check("project-funds", zh="项目资金", en="project funds")
def project_funds_add_up(reading: Reading) -> Iterator[Outcome]:
    """年度资金总额 = 当年财政拨款 + 上年结转资金 + 其他资金, for budget and spending alike."""
    for table in reading.report.tables:
        entries = [_entries(table, row) for row in table.rows]
        for at, row in enumerate(entries):
            for whole in row:
                if _WHOLE.search(whole.label):
                    parts = _below(entries[at + 1 : at + 6], whole.column)
                    yield from _funds(reading, whole, parts)


def _entries(table: Table, row: Row) -> list[Entry]:
    found: list[Entry] = []
    said = _UNIT.search("".join(row.cells))
    unit = table.unit or (said["unit"] if said else "")
    for i, cell in enumerate(row.cells):
        figure = cell_figure(row, i, unit)
        text = re.sub(r"\s", "", cell)
        if figure is not None:
            if found:
                found[-1].figures[i] = figure
        elif text:
            found.append(Entry(text, i, {}, row))
    return [e for e in found if e.figures]


def _below(rows: Sequence[Sequence[Entry]], column: int) -> list[Entry]:
    """The sources named under a sum, in its column."""
    parts: list[Entry] = []
    for row in rows:
        entry = next((e for e in row if e.column == column), None)
        if entry is None or not _PART.search(entry.label) or _WHOLE.search(entry.label):
            if row and not any(_PART.search(e.label) for e in row):
                break
            continue
        parts.append(entry)
    return parts


def _funds(reading: Reading, whole: Entry, parts: Sequence[Entry]) -> Iterator[Outcome]:
    for column, stated in whole.figures.items():
        terms = [(e.label, f) for e in parts if (f := e.figures.get(column)) is not None]
        if not terms or stated.unit == "%":
            continue
        claim = Sum(stated, tuple(terms), whole.label)
        if _some_add_up(stated, [f for _, f in terms]):
            yield Held(claim.relation)
            continue
        if claim.off_by < 0 and len(terms) < 2:
            continue
        yield suspicion(
            reading.report,
            "project-funds",
            Severity.ERROR,
            stated.as_written,
            claim.recomputed,
            claim.in_words(),
            (whole.row.start, whole.row.end),
            *((e.row.start, e.row.end) for e in parts),
            relation=claim.relation,
        )


def _some_add_up(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether all or some of the sources make up the sum: a source may repeat another's part."""
    return any(
        total([f.range for f in some]).meets(whole.range)
        for n in range(1, len(parts) + 1)
        for some in combinations(parts, n)
    )


@check("rate")
def project_rates_hold(reading: Reading) -> Iterator[Outcome]:
    """执行率 = 全年执行数 / 全年预算数 under a head that stands within the form's rows."""
    for table in reading.report.tables:
        head: dict[int, str] = {}
        for row in table.rows:
            labels = {i: re.sub(r"\s", "", c) for i, c in enumerate(row.cells) if c.strip()}
            if any(_RATE.search(c) for c in labels.values()):
                head = labels
            elif head:
                yield from _rate(reading, table, row, head)


def _rate(reading: Reading, table: Table, row: Row, head: dict[int, str]) -> Iterator[Outcome]:
    figures = {i: f for i in head if (f := cell_figure(row, i, table.unit)) is not None}
    rate = next((f for i, f in figures.items() if _RATE.search(head[i]) and f.unit == "%"), None)
    spent = next((f for i, f in figures.items() if _SPENT.search(head[i])), None)
    budgets = [f for i, f in figures.items() if _BUDGET.search(head[i]) and f.range.low > 0]
    if rate is None or spent is None or not budgets:
        return
    relations = [rate_of(spent, b, rate) for b in budgets]
    held = next((r for r in relations if r.holds), None)
    if held:
        yield Held(held)
        return
    budget = budgets[-1]
    real = show(spent.value / budget.value * 100, rate)
    yield suspicion(
        reading.report,
        "rate",
        Severity.ERROR,
        rate.as_written,
        real,
        (
            f"{spent.as_written} ÷ {budget.as_written} = {real}，而表中写的是{rate.as_written}。",
            f"{spent.as_written} ÷ {budget.as_written} = {real}, "
            f"but the table states {rate.as_written}.",
        ),
        (row.start, row.end),
        relation=relations[-1],
    )


# All the forms of a report against what its text says of them


_GOALS = re.compile(r"绩效目标|绩效管理|绩效自评|绩效评价")
_OF_PROJECTS = re.compile(r"项目(?:共|共计|数|为|有)*$")
_SEVERAL = 2
"""Forms from which those printed are taken to be all."""


@check("project-forms", zh="项目表与文中合计", en="project forms against their sum in the text")
def project_forms_add_up(reading: Reading) -> Iterator[Outcome]:
    """编报绩效目标的项目共3个，涉及资金450.00万元: the sum of the forms, where all are there."""
    wholes = _funds_of_forms(reading)
    if len(wholes) < _SEVERAL:
        return
    for paragraph in reading.paragraphs:
        for count, money in _told_of_projects(reading, paragraph):
            claim = Sum(money.figure, tuple((e.label, f) for e, f in wholes), money.label)
            if count.figure.value == len(wholes):
                yield Held(claim.relation) if claim.is_possible else _apart(reading, claim, wholes)
            elif claim.is_possible:
                yield _miscounted(reading, count, wholes)


def _funds_of_forms(reading: Reading) -> list[tuple[Entry, Figure]]:
    """The first sum of each project's form that is named as one of goals or of their evaluation."""
    found: list[tuple[Entry, Figure]] = []
    for table in reading.report.tables:
        if not ("项目" in table.title and "绩效" in table.title):
            continue
        entries = [e for row in table.rows for e in _entries(table, row)]
        wholes = [e for e in entries if _WHOLE.search(e.label)]
        found += [(e, next(iter(e.figures.values()))) for e in wholes[:1]]
    return found


def _told_of_projects(reading: Reading, paragraph: Paragraph) -> Iterator[tuple[Mention, Mention]]:
    for sentence in paragraph:
        if not _GOALS.search(reading.text, *sentence.span):
            continue
        counts = [m for m in sentence.mentions if m.kind is QuantityKind.COUNT]
        for count in counts:
            if _OF_PROJECTS.search(count.label) and count.figure.unit in ("个", "项"):
                after = [m for m in sentence.mentions if m.start > count.end]
                money = [m for m in after[:1] if m.kind is QuantityKind.MONEY and m.is_exact]
                yield from ((count, m) for m in money if m.role is Role.AMOUNT)


def _apart(reading: Reading, claim: Sum, wholes: Sequence[tuple[Entry, Figure]]) -> Suspicion:
    return suspicion(
        reading.report,
        "project-forms",
        Severity.ERROR,
        claim.whole.as_written,
        claim.recomputed,
        claim.in_words(),
        reading.sentence_at(claim.whole.start),
        *((e.row.start, e.row.end) for e, _ in wholes),
        relation=claim.relation,
    )


def _miscounted(
    reading: Reading, count: Mention, wholes: Sequence[tuple[Entry, Figure]]
) -> Suspicion:
    stated, n = count.figure.as_written, len(wholes)
    return suspicion(
        reading.report,
        "project-forms",
        Severity.DOUBTFUL,
        stated,
        f"{n}个",
        (
            f"文中写的是{stated}项目，所附的项目表有{n}张，金额合计与文中相符，个数不符。",
            f"The text counts {stated} projects; {n} forms are attached, whose amounts add up to "
            f"the sum in the text.",
        ),
        reading.sentence_at(count.start),
        *((e.row.start, e.row.end) for e, _ in wholes),
    )

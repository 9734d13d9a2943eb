"""A report → the money of its projects and lines: what each was given, and what it spent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from figures.indicators.naming import is_rate, role_of
from figures.quantities import Quantity, QuantityKind, cell_quantity, quantities
from goals.likeness import pairs_of
from goals.parts import place
from goals.records import Money, Part, Statement
from records import Evidence, ReportText, Row, Table

_ROLE_WORDS = re.compile(
    r"(?:全年|年初|年度|本年|当年|调整后?的?|实际|累计|共|总|已|项目)*"
    r"(?:预算|执行|决算|支出|安排|投入|使用|支付)(?:数|额|资金|金额|完成|总额|安排)*(?:为|了)?$"
)
_SPENT = re.compile(r"支出|执行|支付|使用|决算")
_OF_THE_WHOLE = re.compile(
    r"基本支出|项目支出|三公|人员经费|公用经费|公务|接待|出国|采购|结转|结余|追加|收入|拨款|资产|部门|整体|全年"
    r"|年初|年末|预算|合计|总计|中央|省级|市级|县级|区级|上级|其他|其余|人均|平均|单价|上年|节约|基金"
)
_COMPARES = re.compile(
    r"^(?:比|较|相比|与|按|占)|(?:减少|增加|下降|增长|占|低|少|多|在|于|约|每\S{1,3}|金额|价值)$"
)
_NAME_COLUMN = re.compile(r"项目|子项|名称|支出方向|用途")
_BUDGET_COLUMN = re.compile(r"预算|计划|安排|下达|批复")
_SPENT_COLUMN = re.compile(r"支出|执行(?!率)|决算|支付")
_UNIT = re.compile(r"[（(]([^（）()]*元)[)）]")
_LONGEST_NAME = 30
_FEWEST = 2
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Amounts:
    """What was read of a line so far."""

    name: str
    budget: Quantity | None = None
    executed: Quantity | None = None
    rate: Decimal | None = None


def money_lines(report: ReportText, statements: Sequence[Statement]) -> tuple[Money, ...]:
    """A report's tables and sentences → the lines that have a name, an amount, and are no total.

    A line that is stated twice is given once, as it is stated most fully.
    """
    found = [
        m for table in report.tables for row in table.rows for m in _in_row(report, table, row)
    ]
    for statement in statements:
        if "\t" not in statement.place.text and statement.part not in (Part.GOALS, Part.PLANS):
            found += _in_prose(statement)
    fullest: dict[str, Money] = {}
    for line in found:
        there = fullest.get(line.name)
        if there is None or _told(line) > _told(there):
            fullest[line.name] = line
    return tuple(fullest.values())


def _told(line: Money) -> int:
    return sum(part is not None for part in (line.budget, line.executed, line.rate))


def _in_prose(statement: Statement) -> Iterator[Money]:
    text = statement.place.text
    heading = statement.path[-1] if statement.path else ""
    about_money = statement.part is Part.MONEY
    current = _Amounts(heading if _is_name(heading) and not about_money else "")
    for q in quantities(text):
        words = q.subject
        if q.kind is QuantityKind.RATE and is_rate(words) and current.budget:
            current = replace(current, rate=q.base)
        if q.kind is not QuantityKind.MONEY:
            continue
        name = _ROLE_WORDS.sub("", words).strip("，、的")
        if name and name != current.name:
            yield from _whole(current, statement.place)
            # Elsewhere an amount is a line's only where its words say that it was given or spent.
            is_line = _is_name(name) and (about_money or name != words)
            current = _Amounts(name if is_line else "")
        current = _with(current, q, words)
    yield from _whole(current, statement.place)


def _with(said: _Amounts, q: Quantity, words: str) -> _Amounts:
    role = role_of(words)
    if role is not None and role != "executed":
        return said if said.budget else replace(said, budget=q)
    if said.executed is None and (role or _SPENT.search(words) or said.budget is None):
        return replace(said, executed=q)
    return said


def _is_name(words: str) -> bool:
    return (
        _FEWEST < len(words) <= _LONGEST_NAME
        and _COMPARES.search(words) is None
        and _OF_THE_WHOLE.search(words) is None
        and bool(pairs_of(words))
    )


def _whole(said: _Amounts, where: Evidence) -> Iterator[Money]:
    if said.name and (said.budget or said.executed):
        rate = said.rate
        if said.budget and said.executed and said.budget.base:
            rate = round(said.executed.base / said.budget.base * HUNDRED, 2)
        yield Money(said.name, where, said.budget, said.executed, rate)


def _in_row(report: ReportText, table: Table, row: Row) -> Iterator[Money]:
    names = [re.sub(r"\s", "", c) for c in table.columns]
    if not names or not _NAME_COLUMN.search(names[0]) or len(row.cells) < len(names):
        return
    name = row.cells[0].strip()
    if not _is_name(name):
        return
    said = _Amounts(name)
    for i, label in enumerate(names[1:], start=1):
        own = _UNIT.search(label)
        q = cell_quantity(row.cells[i], own[1] if own else table.unit or _unit_of(report, table))
        if q is None or q.kind is not QuantityKind.MONEY:
            continue
        if _SPENT_COLUMN.search(label) and said.executed is None:
            said = replace(said, executed=q)
        elif _BUDGET_COLUMN.search(label) and said.budget is None:
            said = replace(said, budget=q)
    yield from _whole(said, place(report, row.start, row.end))


def _unit_of(report: ReportText, table: Table) -> str:
    """The unit that the line over a table names in brackets: 分项预算执行情况（万元）."""
    over = report.text[: table.start].rstrip().rpartition("\n")[2]
    found = _UNIT.search(over) if table.start else None
    return found[1] if found else ""


_SHARE = 0.6
"""Of a line's name, how much must stand in a goal's words or its results' for it to be theirs."""


def money_for(lines: Sequence[Money], words: Sequence[str]) -> tuple[Money, ...]:
    """Lines, and the words of a goal, its project and its results → the lines whose names they
    have."""
    said = frozenset(pair for text in words for pair in pairs_of(text))
    return tuple(line for line in lines if _share(pairs_of(line.name), said) >= _SHARE)


def _share(name: frozenset[str], said: frozenset[str]) -> float:
    return len(name & said) / len(name) if len(name) >= _FEWEST else 0.0

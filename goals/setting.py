"""A report → the goals it sets: in prose under its headings, and in its indicator tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from figures.quantities import Quantity, QuantityKind, cell_quantity, quantities
from goals.parts import place
from goals.records import Goal, GoalKind, Part, Statement
from records import Evidence, ReportText, Row, Table

_LABEL = re.compile(r"目标[^，。；：:]{0,8}(?:[：:]|为|是|包括)")
"""年度绩效目标为：, 年初设定的绩效目标包括：: how goals begin where no heading says so."""
_DIGIT = re.compile(r"\d")
_OF_THE_INDICATORS = re.compile(r"指标\s*\d+\s*[项个]|\d+\s*[项个]\S{0,4}指标")
"""共设置三级指标27项: says how many goals there are, and is none."""
_LEAD = re.compile(
    r"^(?:即|包括|[①-⑳]|[一二三四五六七八九十]{1,3}是|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}(?:\.\d{1,2})*[.．、 ])\s*"
)
_AND_SO_ON = re.compile(r"等(?:[\d一二两三四五六七八九十]+[项件个大类方面]*\S{0,4})?$")
_LONGEST_LEAD = 80
_TASK = re.compile(r"任务|重点工作|要点")
_OPEN, _CLOSE = "（(“‘《【「", "）)”’》】」"
_FEWEST = 6
_OF_ITS_OWN = 7
"""Characters from which a part without a figure is a goal by itself, beside parts with figures."""


def goals_in_prose(report: ReportText, statements: Sequence[Statement]) -> tuple[Goal, ...]:
    """A report's statements → the goals that stand in sentences."""
    found = []
    labelled_to = 0  # the end of the paragraph in which goals were announced
    for statement in statements:
        here = statement.place
        if "\t" in here.text or here.text.count("|") > 1:
            continue
        if _announces(statement):
            labelled_to = report.text.find("\n", here.start) % len(report.text)
        sets = statement.part in (Part.GOALS, Part.AHEAD)
        if not sets and here.start >= labelled_to:
            continue
        announced = report.text[: here.start].rstrip().endswith(("：", ":"))
        for start, end in _items(here.text, announced):
            if not _OF_THE_INDICATORS.search(here.text[start:end]):
                found.append(_goal(report, statement, here.start + start, here.start + end))
    return tuple(found)


def _announces(statement: Statement) -> bool:
    if statement.part not in (Part.OTHER, Part.ABOUT, Part.MONEY):
        return False
    return _LABEL.search(statement.place.text) is not None


def _goal(report: ReportText, statement: Statement, start: int, end: int) -> Goal:
    here = place(report, start, end)
    measures = measured(here.text)
    task = any(_TASK.search(heading) for heading in statement.path)
    return Goal(
        place=here,
        kind=_kind(statement, task and not measures),
        name=_LEAD.sub("", here.text).strip(" ，、；。"),
        path=statement.path,
        project="",
        target=measures[-1] if measures else None,
    )


def _kind(statement: Statement, is_task: bool) -> GoalKind:
    if statement.part is Part.AHEAD:
        return GoalKind.AHEAD
    return GoalKind.TASK if is_task else GoalKind.AIM


_NAME_OR_RATIO = re.compile(r"“[^”]*”|\d[\d.]*\s?[∶:：]\s?\d[\d.]*")


def measured(text: str) -> list[Quantity]:
    """A text's figures that can be a target or an actual value.

    No dates and ranks, nothing in quotation marks (“832平台” is a name), no half of a ratio (1∶14),
    and no 两个 or 三件 that only counts what follows.
    """
    apart = [m.span() for m in _NAME_OR_RATIO.finditer(text)]
    return [
        q
        for q in quantities(text)
        if q.kind not in (QuantityKind.DATE, QuantityKind.RANK)
        and not any(a <= q.start < b for a, b in apart)
        and (_DIGIT.search(q.as_written) or q.kind is QuantityKind.RATE or q.qualifier)
    ]


def _items(sentence: str, announced: bool) -> Iterator[tuple[int, int]]:
    """A sentence → the spans of the single goals in it.

    A lead up to a colon says only that goals follow. Parts between marks are goals of their own
    where there are figures; where there are none, in a list behind a colon (`announced`: one that
    stands before the sentence), and those that 等六件 counts or that begin alike.
    """
    begin = _behind_colon(sentence)
    pieces = list(_pieces(sentence, begin))
    figures = [bool(measured(sentence[a:b])) for a, b, _ in pieces]
    listed = (begin > 0 or announced) and not any(figures)
    groups: list[tuple[int, int, bool]] = []
    for i, ((a, b, mark), figure) in enumerate(zip(pieces, figures, strict=True)):
        long = len(sentence[a:b].strip()) >= _OF_ITS_OWN
        before = groups[-1] if groups else (0, 0, False)
        apart = (
            not groups
            or mark in "；;。"
            or (listed and mark in "，," and long)
            or (before[2] and (figure or long))
            or (figure and len(sentence[before[0] : before[1]].strip()) >= _OF_ITS_OWN)
            or (mark == "、" and _enumerated(sentence, pieces, i))
        )
        if apart:
            groups.append((a, b, figure))
        else:
            groups[-1] = (before[0], b, before[2] or figure)
    for a, b, _ in groups:
        text = sentence[a:b]
        if len(text.strip(" ，、；。")) >= _FEWEST:
            inner = text.rstrip(" ，、；。")
            yield a + len(text) - len(text.lstrip()), a + len(inner)


def _enumerated(sentence: str, pieces: Sequence[tuple[int, int, str]], i: int) -> bool:
    """Whether a part behind 、 is one of a list: 甲、乙、丙等六件, 确保甲、确保乙."""
    (a, b, _), (c, d, _) = pieces[i - 1], pieces[i]
    if min(b - a, d - c) >= _FEWEST - 2 and sentence[a : a + 2] == sentence[c : c + 2]:
        return True
    rest = re.split(r"[，,；;。]", sentence[c:])[0]
    return _AND_SO_ON.search(rest) is not None


def _behind_colon(sentence: str) -> int:
    """Where the text behind the lead's colon begins; 0 without a lead."""
    depth = 0
    for i, c in enumerate(sentence[:_LONGEST_LEAD]):
        depth += (c in _OPEN) - (c in _CLOSE)
        if depth <= 0 and c in "：:":
            return i + 1
    return 0


def _pieces(sentence: str, begin: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, the mark before) of each part between marks outside brackets and quotes."""
    depth, start, mark = 0, begin, ""
    for i in range(begin, len(sentence)):
        c = sentence[i]
        depth += (c in _OPEN) - (c in _CLOSE)
        if depth <= 0 and c in "，,、；;。" and not _inside_number(sentence, i):
            if sentence[start:i].strip():
                yield start, i, mark
                mark = c
            start = i + 1
    if sentence[start:].strip():
        yield start, len(sentence), mark


def _inside_number(sentence: str, i: int) -> bool:
    return (
        sentence[i] == "," and sentence[i - 1 : i].isdigit() and sentence[i + 1 : i + 2].isdigit()
    )


# Tables ------------------------------------------------------------------------------------

_TARGET = re.compile(r"指标值|目标值?$|预期目标|年初目标|计划值|计划完成|年度目标")
_ACTUAL = re.compile(r"完成值|完成情况|实际值?$|实际完成|完成数|实际")
_REASON = re.compile(r"偏差|原因|改进措施|说明")
_NAMES = ("三级指标", "指标名称|指标内容|绩效指标", "^指标$", "二级指标")
"""What the column of an indicator's name is called, the surest first."""
_LEVEL = re.compile(r"[一二]级指标")
_PROJECT = re.compile(r"项目名称|项目$")
_OF_MONEY = re.compile(r"预算|支出|结余|执行|决算")
_YEAR = re.compile(r"((?:19|20)\d\d)")
_NO_REASON = re.compile(r"[\s—–\-－/无]*")


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One row of an indicator table: the goal, and what its row says became of it.

    `before` is what the row gives of an earlier year, `budget` the amount for its project.
    """

    goal: Goal
    before: Quantity | None
    row: Evidence
    done: Evidence | None
    actual: Quantity | None
    reason: Evidence | None
    budget: Quantity | None


@dataclass(frozen=True, slots=True)
class _Columns:
    name: int
    target: int
    before: int | None
    actual: int | None
    reason: int | None
    project: int | None
    levels: tuple[int, ...]
    budget: int | None
    budget_unit: str


def indicator_rows(report: ReportText) -> tuple[IndicatorRow, ...]:
    """A report's tables → the rows that set a target value for an indicator."""
    return tuple(row for table in report.tables for row in _rows(report, table))


def _rows(report: ReportText, table: Table) -> Iterator[IndicatorRow]:
    columns = _columns(table.columns)
    carried: dict[int, str] = {}
    for row in table.rows:
        heads = _columns(row.cells)
        if heads is not None:
            columns, carried = heads, {}
            continue
        if columns is None:
            continue
        cells = [
            *row.cells,
            *("" for _ in range(len(table.columns) - len(row.cells))),
        ]
        # What a merged cell says holds for the rows under it.
        for i in (*columns.levels, *([columns.project] if columns.project is not None else [])):
            if i < len(cells) and cells[i].strip():
                carried[i] = cells[i].strip()
        found = _row(report, row, cells, columns, carried)
        if found is not None:
            yield found


def _columns(labels: Sequence[str]) -> _Columns | None:
    """Column labels → which column is what; None where they are no indicator table's."""
    names = [re.sub(r"\s", "", label) for label in labels]

    def first(pattern: re.Pattern[str], *but: int | None) -> int | None:
        at = (i for i, name in enumerate(names) if i not in but and pattern.search(name))
        return next(at, None)

    target = _last_target(names)
    name = next((i for n in _NAMES if (i := first(re.compile(n), target)) is not None), None)
    if target is None or name is None:
        return None
    if any(_OF_MONEY.search(n) for n in names) and not any(_LEVEL.search(n) for n in names):
        return None
    actual = first(_ACTUAL, target, name)
    year = _YEAR.search(names[target])
    if actual is None and year:
        actual = first(re.compile(rf"^{year[1]}年度?[数值]?$"), target, name)
    if actual is not None and _years_differ(names[target], names[actual]):
        actual = None
    budget = first(re.compile(r"预算金额|预算数|项目金额"), target)
    last = rf"^{int(year[1]) - 1}年" if year else r"^(?:上年|去年)"
    unit = re.search(r"[（(]([^（）()]*元)[)）]", names[budget]) if budget is not None else None
    return _Columns(
        name=name,
        target=target,
        before=first(re.compile(last), target, actual, name),
        actual=actual,
        reason=first(_REASON, target, actual, name),
        project=first(_PROJECT, name, target),
        levels=tuple(i for i, n in enumerate(names) if _LEVEL.search(n) and i != name),
        budget=budget,
        budget_unit=unit[1] if unit else "",
    )


def _last_target(names: Sequence[str]) -> int | None:
    at = [i for i, n in enumerate(names) if _TARGET.search(n) and not _ACTUAL.search(n)]
    return at[-1] if at else None


def _years_differ(target: str, actual: str) -> bool:
    said = (_YEAR.search(target), _YEAR.search(actual))
    return said[0] is not None and said[1] is not None and said[0][1] != said[1][1]


def _row(
    report: ReportText, row: Row, cells: Sequence[str], columns: _Columns, carried: dict[int, str]
) -> IndicatorRow | None:
    name, target = cells[columns.name].strip(), cells[columns.target].strip()
    if not name or not target:
        return None
    here = place(report, row.start, row.end)
    quantity = _figure(target)
    done = _cell(report, row, cells, columns.actual)
    project = carried.get(columns.project, "") if columns.project is not None else ""
    goal = Goal(
        place=here,
        kind=GoalKind.INDICATOR,
        name=f"{name} {target}",
        path=tuple(carried[i] for i in columns.levels if i in carried),
        project=project,
        target=quantity,
    )
    budget = None
    if columns.budget is not None and columns.budget < len(cells):
        budget = cell_quantity(cells[columns.budget], columns.budget_unit)
    before = _cell(report, row, cells, columns.before)
    return IndicatorRow(
        goal=goal,
        before=_figure(before.text) if before else None,
        row=here,
        done=done,
        actual=_figure(done.text) if done else None,
        reason=_cell(report, row, cells, columns.reason),
        budget=budget,
    )


def _figure(cell: str) -> Quantity | None:
    whole = cell_quantity(cell, "")
    found = quantities(cell)
    if len(found) == 1:  # with what its words bound: ≥, 以内
        return found[0] if found[0].kind is not QuantityKind.DATE else None
    return whole


def _cell(
    report: ReportText, row: Row, cells: Sequence[str], column: int | None
) -> Evidence | None:
    """One cell → its place; None where it is empty or a dash."""
    if column is None or column >= len(row.cells):
        return None
    text = cells[column].strip()
    if not text or _NO_REASON.fullmatch(text):
        return None
    start = row.start + sum(len(c) + 1 for c in row.cells[:column])
    start += len(row.cells[column]) - len(row.cells[column].lstrip())
    return place(report, start, start + len(text))

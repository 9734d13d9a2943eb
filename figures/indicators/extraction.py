"""A report → the figures it states about itself, each with where it stands.

From prose (the words beside each number name it) and from tables (its row and columns do). What
cannot be named for certain is left out; a figure of another year carries that year.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest

from figures.indicators.catalogue import CATALOGUE, NAMES
from figures.indicators.naming import (
    is_of_a_part,
    is_of_another,
    is_rate,
    money_name,
    part_named,
    project_name,
    rate_name,
    role_of,
    says_of_what,
    score_name,
)
from figures.quantities import Quantity, QuantityKind, cell_quantity, quantities
from figures.sentences import Span, speaks_to_a_machine
from figures.statements import Statement, statements
from records import Evidence, Indicator, ReportText, Row, Table

_BY_SUBJECT = re.compile(r"[（(](?:类|款|项)[)）]")
_OTHER_TIME = re.compile(
    r"上年|去年|上一年|往年|以前年度|截至|截止|下年|明年|[一二三四]季度|半年|月"
)
_BEFORE_YEAR_END = re.compile(
    r"截[至止][^，。]{0,8}(?<!\d)(?:[1-9]|1[01])\s*月|上半年|前[一二三]季度"
)
_COMPARISON = re.compile(r"比|较|同比|占|增加|减少|增长|下降|完成.{0,6}预算的|差|提高|持平")
_COMPARED_WITH = re.compile(r"\s*(?:相比|相较|比较|的(?:目标|要求|标准|进度))")
_COMPARED_CLAUSE = re.compile(r"[，,](?:较|比|与)[^，,；。]*")
_ALLOTTED = re.compile(r"安排|下达|批复|核定|编制|拨付")
_LIMIT = re.compile(
    r"(?:低于|高于|不足|少于|大于|超过|不低于|不高于|控制在)[^，。；]{0,3}$|目标[为是]?\s*$"
    r"|(?:力争|争取|确保|计划|拟)[^，。；]*$"
)
_YEAR = re.compile(r"(?:19|20)\d\d\s*年?度?")
_TITLE_REACH = 120
"""Characters in which a report says whether it is a budget or the final accounts."""
_SAYS_SCORE = re.compile(r"(?:得分|评分|自评分|总分)$")
_FULL_SCORE = 100
_PARTS = ("basic_budget", "basic_executed", "project_budget", "project_executed")
_WHOLES = ("budget", "adjusted_budget", "year_start_budget", "executed")
_OF_THE_WHOLE = (*_WHOLES, "execution_rate")
_RUN_IN = re.compile(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳])\s*(?P<said>[^。；，,：:\d]{2,24})[。：:]"
)
_TEN_THOUSAND = Decimal(10_000)


def indicators(report_text: ReportText, year: int | None) -> tuple[Indicator, ...]:
    """A report's text and year → its indicators, in the order they stand in.

    Money in 万元. Both are kept where one is stated twice. Source of the names: the forms of
    部门预算公开, 部门决算公开 and 部门整体支出绩效自评 of 财政部 and the provinces.
    """
    prose = list(_prose_indicators(report_text, year))
    parts = {i.value for i in prose if i.name in _PARTS} - {
        i.value for i in prose if i.name in _WHOLES
    }
    found = [*prose, *table_indicators(report_text, year, parts)]
    return tuple(sorted(found, key=lambda i: i.evidence.start))


def _prose_indicators(report: ReportText, year: int | None) -> Iterator[Indicator]:
    of_the_report = role_of(report.text[:_TITLE_REACH])
    for start, end in _paragraphs(report):
        paragraph = report.text[start:end]
        if _BY_SUBJECT.search(paragraph):
            continue
        topic = _topic(report, start, paragraph)
        role = _role_of_headings(report, start) or of_the_report
        stated = statements(paragraph, year)
        spent = ""  # the words up to the last figure that was spent: those say no more whose side
        whole: dict[str, Statement] = {}
        for statement, after in zip_longest(stated, stated[1:]):
            since = statement.inherited.removeprefix(spent)
            role = role_of(_COMPARED_CLAUSE.sub("", since)) or role
            name = _name(statement, "executed" if _is_rated(statement, after) else role)
            if name and _is_foreign(name, statement, paragraph, report.text):
                name = None
            if name in _OF_THE_WHOLE and is_of_a_part(topic, statement.quantity.subject):
                name = None
            if name in _WHOLES:
                whole[name] = statement
            if name is None and _is_rate_of(statement, whole):
                name = "execution_rate"
            if name and name.endswith("_executed"):
                role, spent = "executed", statement.inherited + statement.own
            if name and not speaks_to_a_machine(paragraph[slice(*statement.sentence)]):
                yield _indicator(report, start, statement, name)
            if not _COMPARISON.search(statement.own):
                role = role_of(statement.own) or role


def _is_foreign(name: str, statement: Statement, paragraph: str, text: str) -> bool:
    """Whether a figure is another's, one to compare with, or a limit, in spite of its name."""
    if name.endswith(("_projects", "_amount")):
        return False
    end, words = statement.quantity.end, statement.inherited + statement.own
    if _COMPARED_WITH.match(paragraph, end) or _LIMIT.search(statement.own):
        return True
    if name == "score" and words.count("（") > words.count("）"):
        return True
    named = says_of_what(statement.quantity.subject) or name.startswith("score_")
    return is_of_another(words, named, text)


def _is_rate_of(rate: Statement, whole: dict[str, Statement]) -> bool:
    """全年执行数95万元，预算执行率95%: whose a rate is, its own arithmetic shows.

    Clauses between, of why a budget was adjusted say, leave its words in doubt.
    """
    if rate.quantity.kind is not QuantityKind.RATE or not is_rate(rate.quantity.subject):
        return False
    of = {n: s for n, s in whole.items() if s.sentence == rate.sentence}
    spent = of.get("executed")
    budget = of.get("adjusted_budget") or of.get("budget") or of.get("year_start_budget")
    if spent is None or budget is None or not budget.quantity.base or rate.year != spent.year:
        return False
    share = spent.quantity.base / budget.quantity.base * 100
    return abs(share - rate.quantity.base) <= rate.quantity.half_step


def _is_rated(statement: Statement, after: Statement | None) -> bool:
    """基本支出66,140.63万元，执行率99.44%: an amount that a rate stands beside was spent."""
    return (
        after is not None
        and _ALLOTTED.search(statement.own) is None
        and after.sentence == statement.sentence
        and is_rate(after.quantity.subject)
        and after.quantity.kind is QuantityKind.RATE
    )


def _paragraphs(report: ReportText) -> Iterator[Span]:
    """The lines of the text that belong to no table."""
    at = 0
    for table in (*report.tables, None):
        stop = table.start if table else len(report.text)
        for line in report.text[at:stop].splitlines(keepends=True):
            if "\t" not in line:
                yield at, at + len(line)
            at += len(line)
        at = table.end if table else at


def _topic(report: ReportText, offset: int, paragraph: str) -> str:
    """（四）“三公”经费。年初预算…: the heading a paragraph begins with, else the one over it."""
    run_in = _RUN_IN.match(paragraph)
    return run_in["said"] if run_in else next(iter(report.headings_at(offset)[-1:]), "")


def _role_of_headings(report: ReportText, offset: int) -> str | None:
    roles = (role_of(heading) for heading in reversed(report.headings_at(offset)))
    return next((role for role in roles if role), None)


def _name(statement: Statement, role: str | None) -> str | None:
    quantity = statement.quantity
    label = _YEAR.sub("", quantity.subject)
    # The clauses before the label in the same sentence part say as much of whose it is.
    before = statement.inherited + statement.own[: max(statement.own.rfind(quantity.subject), 0)]
    if _BEFORE_YEAR_END.search(statement.inherited + statement.own):
        return None
    share = quantity.kind is QuantityKind.RATE and label.startswith("占")
    compared = _COMPARISON.search(label) is not None and not share
    if _OTHER_TIME.search(label) or statement.rises is not None or compared:
        return None
    match quantity.kind:
        case QuantityKind.MONEY:
            projects = project_name(label, before, counted=False)
            return projects or money_name(label, before, role)
        case QuantityKind.RATE:
            return rate_name(label, before)
        case QuantityKind.SCORE:
            return score_name(label, before)
        case QuantityKind.NUMBER if _is_bare_score(statement, label):
            return score_name(label, before)
        case QuantityKind.COUNT if quantity.unit in ("个", "项"):
            return project_name(label, before, counted=True)
    return None


def _is_bare_score(statement: Statement, label: str) -> bool:
    """自评得分98.58: a number behind the words for it, without its 分."""
    behind = statement.own.rstrip(" 为是：:").endswith(label) and bool(label)
    return (
        behind
        and _SAYS_SCORE.search(label) is not None
        and (statement.quantity.value <= _FULL_SCORE)
    )


def _indicator(report: ReportText, offset: int, statement: Statement, name: str) -> Indicator:
    quantity = statement.quantity
    start, end = (offset + at for at in statement.sentence)
    money = quantity.kind is QuantityKind.MONEY
    return Indicator(
        name=name,
        year=statement.year,
        value=quantity.base / _TEN_THOUSAND if money else quantity.base,
        unit=NAMES[name].unit,
        as_written=quantity.as_written,
        evidence=Evidence(start, end, report.page_at(start), report.text[start:end]),
    )


# A report's tables → the indicators in their total rows and named rows


_PART_OF_THE_WHOLE = re.compile(
    r"财政拨款|一般公共预算|政府性基金|国有资本|经济分类|项目|专项|资产|采购"
)
_MAIN_PART = re.compile(r"一般公共预算(?:财政拨款)?支出(?!.*经济分类)")
_MAIN_BUDGET = re.compile(r"一般公共预算(?:财政拨款)?(?=支出)")
_THREE_PUBLIC = re.compile(r"三公|机关运行")
_NUMBERING = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、]|其中[:：]|\s)+"
)
_TOTAL_ROW = re.compile(
    r"^(?:本?年?(?:收入|支出)?[总合]计|年度资金总额|资金总额|部门整体支出|支出总额|预算数|决算数|执行数)?$"
)
_VALUE_COLUMN = re.compile(r"预算|决算|执行|金额|合计|总计|小计|^$")
_SAYS_LITTLE = re.compile(r"^(?:[合总小]计|预算数?|决算数?|执行数?|.{2}预算数?|金额|全年.*|.*率)?$")
_VEHICLES = re.compile(r"公务用?车.*购置.*运行")
_RATE = re.compile(r"(?:执行|支出|完成)率$|支出进度$")
_WITH_CARRY_OVER = re.compile(r"^(?:收入|支出)?总计$")
"""In final accounts these hold what was carried over, and 本年…合计 the year's own."""
_PROJECTS = re.compile(r"(?:具体)?项目(?:名称)?")
_OF_A_BUDGET = re.compile(r"基本支出|项目支出|人员经费|公用经费|收入|拨款|支出$|结转|三公")
_UNIT = re.compile(r"[（(](?:单位[:：])?\s*(亿元|万元|千元|元|%)\s*[)）]")
_WHOLE = ("budget", "adjusted_budget", "year_start_budget", "executed")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with what stands over it and to its left."""

    text: str
    row_label: str
    column: str
    unit: str


def table_indicators(
    report: ReportText, year: int | None, parts: Collection[Decimal] = ()
) -> Iterator[Indicator]:
    """Each total and named row of the tables about the whole department → its indicators.

    The table of 一般公共预算支出 counts too where its total is the department's whole. `parts` are
    amounts (万元) known to be of a part of it: a total row that comes to one is about that part.
    """
    whole: set[Decimal] = set()
    for table in report.tables:
        part = _PART_OF_THE_WHOLE.search(table.title) and not _THREE_PUBLIC.search(table.title)
        if part and not _MAIN_PART.search(table.title):
            continue
        if _lists_projects(table):
            continue
        about = _year_of(table, year)
        for row in table.rows:
            found = [*_row_indicators(report, table, row, about)]
            totals = {i.value for i in found if i.name in _WHOLE and i.value}
            if totals & set(parts):
                continue
            if not part:
                whole |= totals
                yield from found
            elif totals and totals <= whole:
                yield from (i for i in found if i.name.startswith(("basic", "project")))


def _lists_projects(table: Table) -> bool:
    """Whether a table's rows are projects by their names: its total is not the department's."""
    labels = [row.cells[0] for row in table.rows if row.cells]
    named = [label for label in labels if not _TOTAL_ROW.match(label.strip())]
    return (
        _PROJECTS.fullmatch("".join(table.columns[:1]).strip()) is not None
        and len(named) > 1
        and not any(_OF_A_BUDGET.search(label) for label in named)
    )


def _year_of(table: Table, year: int | None) -> int | None:
    years = {q.year for q in quantities(" ".join((table.title, *table.columns))) if q.year}
    return next(iter(years)) if len(years) == 1 else year


def _row_indicators(
    report: ReportText, table: Table, row: Row, year: int | None
) -> Iterator[Indicator]:
    for cell in _cells(table, row):
        found = _named(cell, table)
        if found is None:
            continue
        name, quantity = found
        money = quantity.kind is QuantityKind.MONEY
        yield Indicator(
            name=name,
            year=year,
            value=quantity.base / _TEN_THOUSAND if money else quantity.base,
            unit="万元" if money else "%",
            as_written=cell.text.strip(),
            evidence=Evidence(
                row.start, row.end, report.page_at(row.start), report.text[row.start : row.end]
            ),
        )


def _cells(table: Table, row: Row) -> Iterator[_Cell]:
    label = ""
    for text, column in zip(row.cells, table.columns, strict=False):
        if any(c.isalpha() for c in text) and cell_quantity(text, "") is None:
            label = _NUMBERING.sub("", text).strip()
            continue
        unit = _UNIT.search(column) or _UNIT.search(label)
        yield _Cell(
            text, _UNIT.sub("", label), _plain_column(column), unit[1] if unit else table.unit
        )


def _plain_column(column: str) -> str:
    return _UNIT.sub("", _MAIN_BUDGET.sub("", column))


def _named(cell: _Cell, table: Table) -> tuple[str, Quantity] | None:
    if _TOTAL_ROW.match(cell.row_label):
        label = _label_of_column(cell.column, cell.row_label)
    elif _is_named_row(cell.row_label) and _VALUE_COLUMN.search(cell.column.split("›")[-1]):
        label = cell.row_label
    else:
        return None
    if _RATE.search(cell.column):
        rate = cell_quantity(cell.text, "%")
        part = part_named(cell.row_label)
        whole = f"{part}_rate" if part else "execution_rate"
        return (whole, rate) if rate and rate.kind is QuantityKind.RATE else None
    quantity = cell_quantity(cell.text, cell.unit)
    if quantity is None or quantity.kind is not QuantityKind.MONEY:
        return None
    role = role_of(cell.column) or role_of(cell.row_label) or role_of(table.title)
    if role == "executed" and _WITH_CARRY_OVER.match(cell.row_label):
        return None
    name = money_name(label, "", role)
    return (name, quantity) if name else None


def _is_named_row(label: str) -> bool:
    return any(pattern.fullmatch(label) for _, pattern in CATALOGUE.amounts_in_rows)


def _label_of_column(column: str, row_label: str) -> str:
    """A column's path read as words: its last part, and the whole path where that says little.

    支出预算›基本支出 → 基本支出; 收入预算›合计 → 收入预算合计; 公务用车购置及运行费›购置费 →
    公务用车购置费.
    """
    *above, last = re.sub(r"\s|(?:19|20)\d\d年度?", "", column).split("›")
    if _SAYS_LITTLE.match(last):
        return "".join((*above, last, row_label))
    return f"公务用车{last}" if above and _VEHICLES.search(above[-1]) else last

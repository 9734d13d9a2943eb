"""The standard tables of budgets and final accounts, against each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from figures.checks.arithmetic import Figure, quoted, same
from figures.checks.registry import Held, Outcome, Reading, Span, Suspicion, check, suspicion
from figures.checks.tables import Line, Panel
from figures.quantities.numbers import read_chinese, read_digits
from records import Severity, Table

Sort = Callable[[str], bool]

_SIDES = re.compile(r"收支|收入支出")
_BARE_TOTAL = re.compile(r"(?:本年|全年|当年)?(?:收入|支出|收支)?[、]?(?:合计|总计|共计)")
_SPECIAL = ("财政拨款", "一般公共", "基金", "国有", "基本支出", "项目支出", "三公", "经费", "采购")


@dataclass(frozen=True, slots=True)
class Form:
    """One table with its panels."""

    table: Table
    panels: tuple[Panel, ...]

    @property
    def title(self) -> str:
        """The table's title without white space."""
        return re.sub(r"\s", "", self.table.title)

    @property
    def total(self) -> Line | None:
        """The 合计 or 总计 of a table with one side; 人员经费合计 is only a part's."""
        totals = [ln for p in self.panels for ln in p.lines if ln.is_total and any(ln.cells)]
        whole = [ln for ln in totals if _BARE_TOTAL.fullmatch(ln.name)]
        if whole:
            return whole[-1]
        return totals[0] if len(totals) == 1 else None

    def cells(self) -> list[tuple[Line, Figure]]:
        """Every figure of the table with its line."""
        lines = [ln for p in self.panels for ln in p.lines]
        return [(ln, f) for ln in lines for f in ln.cells if f is not None and f.unit != "%"]


def forms(tables: Sequence[Table], panels: Sequence[Panel]) -> list[Form]:
    """A report's tables and all their panels → its forms."""
    return [Form(t, tuple(p for p in panels if p.table is t)) for t in tables]


def has_sides(title: str) -> bool:
    """收支预算总表, 收入支出决算总表, 财政拨款收支总表."""
    return bool(_SIDES.search(title))


def is_overall(title: str) -> bool:
    """The table of all income and all expenditure."""
    return has_sides(title) and "总表" in title and "财政拨款" not in title


def is_fiscal(title: str) -> bool:
    """财政拨款收支总表, 财政拨款收入支出决算总表."""
    return has_sides(title) and "总表" in title and "财政拨款" in title


def is_income(title: str) -> bool:
    """收入预算总表, 收入决算表."""
    plain = re.search(r"收入(?:预算|决算)?(?:总|明细)?表", title) and not has_sides(title)
    return bool(plain) and not any(w in title for w in _SPECIAL)


def is_spending(title: str) -> bool:
    """支出预算总表, 支出决算表."""
    plain = re.search(r"支出(?:预算|决算)?(?:总|明细)?表", title) and "收入" not in title
    return bool(plain) and not any(w in title for w in _SPECIAL)


def is_general(title: str) -> bool:
    """一般公共预算支出功能分类预算表, 一般公共预算财政拨款支出决算表."""
    plain = all(w in title for w in ("一般公共预算", "支出")) and not has_sides(title)
    return plain and not any(w in title for w in ("基本支出", "三公", "项目支出", "经费"))


def is_basic(title: str) -> bool:
    """一般公共预算基本支出表."""
    return "基本支出" in title and "一般公共预算" in title


# The identities of the standard forms: income = expenditure, and one table's total in the
# next


LINKS: tuple[tuple[Sort, Sort], ...] = (
    (is_income, is_overall),
    (is_spending, is_overall),
    (is_general, is_fiscal),
)
"""(a table, the table that must have its total among its figures)."""


@check("income-and-expenditure", zh="收入与支出", en="income against expenditure")
def sides_balance(reading: Reading) -> Iterator[Outcome]:
    """收入总计 = 支出总计 in every table that has both sides."""
    for form in forms(reading.report.tables, reading.panels):
        if len(form.panels) != 2 or not has_sides(form.title):
            continue
        left, right = (_last_total(p) for p in form.panels)
        if left is None or right is None:
            continue
        (one, income), (other, spending) = left, right
        relation = same(income, spending)
        if "总计" not in one.label + other.label:
            continue
        if relation.holds:
            yield Held(relation)
            continue
        yield suspicion(
            reading.report,
            "income-and-expenditure",
            Severity.ERROR,
            income.as_written,
            spending.as_written,
            (
                f"《{form.table.title}》收入方的“{one.name}”{income.as_written}"
                f"与支出方的“{other.name}”{spending.as_written}不相等。",
                f"In {quoted(form.table.title)}, “{one.name}” of the income, {income.as_written}, "
                f"and “{other.name}” of the expenditure, {spending.as_written}, are not equal.",
            ),
            one.span,
            other.span,
            relation=relation,
        )


_NUMBERED = re.compile(
    r"^[ \t\u3000]*(?P<series>(?:预算|财决|决算)?公开|附表|附件|表)[ \t]*(?:表[ \t]*)?0?"
    r"(?P<n>\d{1,2}|[一二三四五六七八九十]{1,3})(?:[ \t]*表)?(?=[ \t\u3000：:.、\n]|$)"
    r"|(?P<bare>公开)\s*(?P<m>\d{1,2})\s*表",
    re.M,
)
_ENOUGH = 4
"""Numbered forms from which a gap between them shows."""


@check("missing-form", zh="缺少公开表", en="a form that is missing")
def forms_are_all_there(reading: Reading) -> Iterator[Outcome]:
    """公开01表 to 公开09表, 表一 to 表九: a number that is left out between the others."""
    series: dict[str, dict[int, list[Span]]] = {}
    for match in _NUMBERED.finditer(reading.text):
        name, number = match["series"] or match["bare"], match["n"] or match["m"]
        read = read_digits(number) if number.isdigit() else read_chinese(number)
        if read is not None:
            series.setdefault(name, {}).setdefault(int(read.value), []).append(match.span())
    for name, found in series.items():
        missing = sorted(set(range(1, max(found))) - found.keys())
        if len(found) >= _ENOUGH and missing:
            yield _form_missing(reading, name, found, missing)


def _form_missing(
    reading: Reading, series: str, found: dict[int, list[Span]], missing: Sequence[int]
) -> Suspicion:
    """The finding; a number that stands twice beside the gap may be the one that is wrong."""
    names = "、".join(_form_name(series, n) for n in missing)
    last = _form_name(series, max(found))
    twice = [n for m in missing for n in (m - 1, m + 1) if len(found.get(n, ())) > 1]
    doubled, times = (_form_name(series, n := twice[0]), len(found[n])) if twice else ("", 0)
    zh = f"（{doubled}出现了{times}次）" if twice else ""
    en = f" ({doubled} stands {times} times)" if twice else ""
    return suspicion(
        reading.report,
        "missing-form",
        Severity.NOTE,
        names,
        "",
        (
            f"有{last}，却没有{names}{zh}，请核对是否漏公开或编号有误。",
            f"There is {last} and no {names}{en}: see whether it is left out or misnumbered.",
        ),
        *(found[twice[0]] if twice else found[max(found)]),
    )


def _form_name(series: str, n: int) -> str:
    return f"{series}{n:02}表" if series.endswith("公开") else f"{series}{n}"


def _last_total(panel: Panel) -> tuple[Line, Figure] | None:
    totals = [ln for ln in panel.lines if ln.is_total and any(ln.cells)]
    if not totals:
        return None
    figure = next((f for f in totals[-1].cells if f is not None), None)
    return (totals[-1], figure) if figure else None


@check("table-and-table", zh="表格之间", en="table against table")
def tables_agree(reading: Reading) -> Iterator[Outcome]:
    """The total of 收入预算总表 or 支出预算总表 stands in the table of both sides."""
    found = forms(reading.report.tables, reading.panels)
    for is_part, is_whole in LINKS:
        parts = [f for f in found if is_part(f.title)]
        wholes = [f for f in found if is_whole(f.title)]
        if len(parts) == 1 and len(wholes) == 1 and parts[0] is not wholes[0]:
            yield from _linked(reading, parts[0], wholes[0])
    yield from _basic(reading, found)
    yield from _kinds_of_cost(reading, found)


def _linked(reading: Reading, part: Form, whole: Form) -> Iterator[Outcome]:
    total = part.total
    stated = next((f for f in total.cells if f is not None), None) if total else None
    others = [f for ln, f in whole.cells() if ln.is_total]
    if total is None or stated is None or not others:
        return
    held = next((r for _, f in whole.cells() if (r := same(stated, f)).holds), None)
    if held:
        yield Held(held)
        return
    yield _apart(reading, part, total, stated, whole, others[-1])


def _basic(reading: Reading, found: Sequence[Form]) -> Iterator[Outcome]:
    """The total of the 基本支出 table is the 基本支出 of the 一般公共预算支出 table."""
    tables = [f for f in found if is_basic(f.title)]
    wholes = [f for f in found if is_general(f.title) and f.total]
    if len(tables) != 1 or len(wholes) != 1 or not tables[0].total:
        return
    total, whole = tables[0].total, wholes[0].total
    assert whole is not None  # chosen so above
    stated = next((f for f in total.cells if f is not None), None)
    panel = next(p for p in wholes[0].panels if whole in p.lines)
    basic = [
        f for c, f in zip(panel.columns, whole.cells, strict=True) if f and c.endswith("基本支出")
    ]
    if stated and basic and not any(f.range.meets(stated.range) for f in basic):
        yield _apart(reading, tables[0], total, stated, wholes[0], basic[0], whole)


_COSTS = ("人员经费", "公用经费")


def _kinds_of_cost(reading: Reading, found: Sequence[Form]) -> Iterator[Outcome]:
    """人员经费 and 公用经费 have one amount in every table of 一般公共预算 that totals them."""
    for cost in _COSTS:
        stated = [
            (form, *at)
            for form in found
            if "一般公共预算" in form.title
            for at in _totals_of(form, cost)[:1]
        ]
        for (one, line, figure), (other, where, there) in pairwise(stated):
            relation = same(figure, there)
            if relation.holds:
                yield Held(relation)
            else:
                yield _apart(reading, one, line, figure, other, there, where, cost)


def _totals_of(form: Form, cost: str) -> list[tuple[Line, Figure]]:
    """What a form totals of a kind of cost, in a column or a row so named."""
    found: list[tuple[Line, Figure]] = []
    for panel in form.panels:
        for line in panel.lines:
            if re.fullmatch(rf"{cost}(?:合计|小计|总计)", line.name):
                found += [(line, f) for f in line.cells if f is not None][:1]
            elif line is form.total:
                heads = zip(panel.columns, line.cells, strict=True)
                found += [(line, f) for c, f in heads if f is not None and c.endswith(cost)]
    return found


@check("missing-item", zh="科目只在一张表中", en="an item that one table lacks")
def items_are_in_the_whole(reading: Reading) -> Iterator[Outcome]:
    """A code of 一般公共预算支出表 stands in the table of all expenditure too."""
    found = forms(reading.report.tables, reading.panels)
    wholes = [f for f in found if is_spending(f.title) and _codes(f)]
    for part in [f for f in found if is_general(f.title)] if len(wholes) == 1 else []:
        known = _codes(wholes[0])
        missing = {c: ln for c, ln in _codes(part).items() if c not in known and any(ln.cells)}
        depths = {line.depth for line in known.values()}
        if 2 * len(missing) > len(_codes(part)):
            continue  # the two are coded in different ways, or one was read wrongly
        for code, line in missing.items():
            if line.depth in depths:
                yield suspicion(
                    reading.report,
                    "missing-item",
                    Severity.DOUBTFUL,
                    f"{code}{line.name}",
                    "",
                    (
                        f"《{part.table.title}》有科目“{code}{line.name}”，"
                        f"《{wholes[0].table.title}》却没有。",
                        f"“{part.table.title}” has the item “{code}{line.name}”, "
                        f"“{wholes[0].table.title}” has not.",
                    ),
                    line.span,
                )


def _codes(form: Form) -> dict[str, Line]:
    lines = [ln for p in form.panels for ln in p.lines]
    return {"".join(ln.code): ln for ln in lines if ln.code}


def _apart(
    reading: Reading,
    part: Form,
    line: Line,
    stated: Figure,
    whole: Form,
    other: Figure,
    other_line: Line | None = None,
    what: str = "合计",
) -> Suspicion:
    lines = [ln for p in whole.panels for ln in p.lines if ln.start <= other.start < ln.end]
    where = other_line or lines[0]
    return suspicion(
        reading.report,
        "table-and-table",
        Severity.ERROR,
        stated.as_written,
        other.as_written,
        (
            f"《{part.table.title}》的{what}是{stated.as_written}，"
            f"《{whole.table.title}》的是{other.as_written}，两表不一致。",
            f"“{what}” is {stated.as_written} in “{part.table.title}” and {other.as_written} "
            f"in “{whole.table.title}”: the two tables do not agree.",
        ),
        line.span,
        where.span,
        relation=same(stated, other),
    )

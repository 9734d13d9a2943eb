"""The standard tables of budgets and final accounts, against each other and against the prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from figures.checks.arithmetic import Figure, same, show
from figures.checks.prose import Mention, Role, term
from figures.checks.registry import Held, Outcome, Reading, Suspicion, check, suspicion
from figures.checks.tables import Line, Panel
from figures.quantities import QuantityKind
from records import Kind, Severity, Table

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
    return bool(re.search(r"收入(?:预算|决算)(?:总|明细)?表", title)) and not has_sides(title)


def is_spending(title: str) -> bool:
    """支出预算总表, 支出决算表."""
    plain = re.search(r"支出(?:预算|决算)(?:总|明细)?表", title) and "收入" not in title
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
                f"《{form.table.title}》的{one.name}{income.as_written}"
                f"与{other.name}{spending.as_written}不相等。",
                f"In “{form.table.title}”, {one.name} {income.as_written} and {other.name} "
                f"{spending.as_written} are not equal.",
            ),
            one.span,
            other.span,
            relation=relation,
        )


_NUMBERED = re.compile(r"公开\s*(\d{1,2})\s*表")
_ENOUGH = 4
"""Numbered forms from which a gap between them shows."""


@check("missing-form", zh="缺少公开表", en="a form that is missing")
def forms_are_all_there(reading: Reading) -> Iterator[Outcome]:
    """公开01表 to 公开09表: a number that is left out between the others."""
    found = {int(m[1]): m.span() for m in _NUMBERED.finditer(reading.text)}
    if len(found) < _ENOUGH:
        return
    missing = sorted(set(range(1, max(found))) - found.keys())
    if missing:
        names, last = "、".join(f"公开{n:02}表" for n in missing), max(found)
        yield suspicion(
            reading.report,
            "missing-form",
            Severity.NOTE,
            names,
            "",
            (
                f"有公开{last:02}表，却没有{names}，请核对是否漏公开或编号有误。",
                f"There is 公开{last:02}表 and no {names}: see whether one is left out.",
            ),
            found[last],
        )


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


def _apart(
    reading: Reading,
    part: Form,
    line: Line,
    stated: Figure,
    whole: Form,
    other: Figure,
    other_line: Line | None = None,
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
            f"《{part.table.title}》的合计{stated.as_written}"
            f"与《{whole.table.title}》的{other.as_written}不一致。",
            f"The total of “{part.table.title}”, {stated.as_written}, does not agree with "
            f"{other.as_written} in “{whole.table.title}”.",
        ),
        line.span,
        where.span,
        relation=same(stated, other),
    )


# What the prose says against what the tables say


_PATH = re.compile(
    r"(?:[“\"]|^|[.．、：:\s])(?P<kind>[^“”\"（）()，。\d.．、]{2,30})[（(]\d{0,3}类[）)]\s*"
    r"(?P<section>[^“”\"（）()，。]{2,30}(?:[（(][^类款项]{1,8}[）)][^“”\"（）()，。]{0,16})?)[（(]\d{0,5}款[）)]\s*"
    r"(?P<item>[^“”\"（）()，。]{2,40}(?:[（(][^类款项]{1,8}[）)][^“”\"（）()，。]{0,16})?)[（(]\d{0,7}项[）)]"
)
_DASHED = re.compile(
    r"(?P<kind>[一-鿿、]{2,30})[-－—–]{1,2}(?P<section>[一-鿿、（()）]{2,30})[-－—–]{1,2}"
    r"(?P<item>[一-鿿、（()）]{2,40}?)(?=[”\"]?(?:科目)?[\d：:。，,\s]|\d{4}年)"
)
"""The 类, 款 and 项 of an amount: 教育支出（类）…（款）…（项）, or 教育支出-…-小学教育."""
_ENDS_ITEM = re.compile(
    r"(?:[（(]\d{0,7}项[）)]|[一-鿿][-－—–]{1,2}[一-鿿（()）]+)[”\"]?(?:科目)?$"
)
_OUTCOME = re.compile(r"决算")

HEADLINES: tuple[tuple[str, tuple[Sort, ...], str], ...] = (
    (
        r"(?<!拨款)(?<!事业)(?<!其他)(?<!经营)(?:收入预算|收入总计|收、支总计|收支总计|收入支出总计|收入、支出总计|本年收入合计)",
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
    (r"财政拨款收(?:入、?)?、?支(?:出)?总计", (is_fiscal,), r"合计|总计"),
    (r"人员经费", (is_basic,), r"人员经费(?:合计|小计|总计)"),
    (r"公用经费", (is_basic,), r"公用经费(?:合计|小计|总计)"),
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


@check("prose-and-table", zh="正文与表格", en="text against table")
def classified_amounts_agree(reading: Reading) -> Iterator[Outcome]:
    """“…（类）…（款）…（项）”350.35万元: against the lines so named in the tables."""
    lines = [ln for p in reading.panels for ln in p.lines if ln.code]
    if not lines:
        return
    paths = _paths(reading)
    for paragraph in reading.paragraphs:
        span = paragraph[0].start, paragraph[-1].end
        match = _PATH.search(reading.text, *span) or _DASHED.search(reading.text, *span)
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
        if cells and stated is not None:
            yield from _compared(reading, stated, cells)


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
    if money and _ENDS_ITEM.search(money[0].label):
        return money[0]
    year = reading.identity.year
    outcomes = [m for m in money if _OUTCOME.search(m.label)]
    own = [m for m in outcomes if term(m.label, year).year in (None, year)]
    return own[0] if own and reading.identity.kind is Kind.FINAL_ACCOUNTS else None


def _compared(
    reading: Reading,
    stated: Mention,
    cells: list[tuple[Line, Figure]],
    told_with: list[tuple[Line, Figure]] | None = None,
) -> Iterator[Outcome]:
    """An amount of the prose is one of these cells, or none of those that are not empty."""
    held = next((r for _, f in cells if (r := same(stated.figure, f)).holds), None)
    if held:
        yield Held(held)
    elif any(f.value for _, f in cells):
        yield _differs(reading, stated, told_with or cells)


def _differs(reading: Reading, stated: Mention, cells: list[tuple[Line, Figure]]) -> Suspicion:
    """The finding, told with the cell that comes nearest to the prose."""
    line, cell = min(cells, key=lambda at: abs(at[1].value - stated.figure.value))
    other = show(cell.value, stated.figure)
    name = line.name or next(p.table.title for p in reading.panels if line in p.lines)
    return suspicion(
        reading.report,
        "prose-and-table",
        Severity.ERROR,
        stated.figure.as_written,
        other,
        (
            f"文中写的是{stated.figure.as_written}，表中“{name}”是{cell.as_written}（即{other}）。",
            f"The text states {stated.figure.as_written}; in the table “{name}” is "
            f"{cell.as_written} ({other}).",
        ),
        reading.sentence_at(stated.start),
        line.span,
        relation=same(stated.figure, cell),
    )


@check("prose-and-table")
def headlines_agree(reading: Reading) -> Iterator[Outcome]:
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
        if stated and totals:
            yield from _compared(reading, stated, cells, totals)


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


@check("prose-and-table")
def public_expenses_agree(reading: Reading) -> Iterator[Outcome]:
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
        if stated and cells:
            yield from _compared(reading, stated, cells)

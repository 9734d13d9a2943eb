"""What a table must keep to beside its sums: computed columns, project forms, notes and heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, permutations

from figures.checks.arithmetic import (
    Figure,
    Interval,
    Relation,
    Sort,
    Sum,
    exactly,
    rate_of,
    show,
    total,
)
from figures.checks.registry import Held, Outcome, Reading, Suspicion, check, suspicion
from figures.checks.tables import Line, Panel, cell_figure
from figures.quantities.words import in_order
from records import Row, Severity, Table

HUNDRED = exactly(Decimal(100))
_ENOUGH = 3
"""Lines that a law must explain before it is believed of the others."""
_NEARLY_ALL = 0.75

Formula = Callable[[Interval, Interval], Interval]


@dataclass(frozen=True, slots=True)
class Law:
    """A column so headed is `formula` of two others, written as `sign` in the calculation."""

    head: re.Pattern[str]
    formula: Formula
    sign: str
    is_rate: bool


LAWS = (
    Law(
        re.compile(
            r"执行率|完成率|支出率|支付率|拨付率|使用率|得分率|支出进度|执行进度|完成预算|完成.*%|占.*预算"
        ),
        lambda a, b: a / b * HUNDRED,
        "{a} ÷ {b}",
        True,
    ),
    Law(
        re.compile(r"增减率|增长率|增减.*[%％]|增幅|增减幅度|增长.*[%％]|变动.*[%％率]"),
        lambda a, b: (a - b) / b * HUNDRED,
        "({a} − {b}) ÷ {b}",
        True,
    ),
    Law(
        re.compile(r"增减额|增减数|差额|增减变化|增减$|变动额|结余"),
        lambda a, b: a - b,
        "{a} − {b}",
        False,
    ),
)


@check("computed-column", zh="计算列与所依据的列", en="column against those it is computed from")
def computed_columns_hold(reading: Reading) -> Iterator[Outcome]:
    """Every line of a column that its head and most of its lines show to be computed."""
    for panel in reading.panels:
        for at, column in enumerate(panel.columns):
            for law in LAWS:
                if law.head.search(column.rpartition("›")[2]):
                    yield from _column(reading, panel, at, law)
                    break


def _column(reading: Reading, panel: Panel, at: int, law: Law) -> Iterator[Outcome]:
    others = [i for i in range(len(panel.columns)) if i != at]
    pairs = list(permutations(others, 2))
    best = max(pairs, key=lambda pair: _explained(panel, at, pair, law), default=None)
    if best is None:
        return
    tested = [ln for ln in panel.lines if _verdict(ln, at, best, law) is not None]
    held = _explained(panel, at, best, law)
    if held < _ENOUGH or held < _NEARLY_ALL * len(tested):
        return
    for line in tested:
        if _verdict(line, at, best, law):
            yield Held(_law(line, at, best, law))
        else:
            yield _broken(reading, panel, line, at, best, law)


def _explained(panel: Panel, at: int, pair: Sequence[int], law: Law) -> int:
    return sum(_verdict(line, at, pair, law) is True for line in panel.lines)


def _verdict(line: Line, at: int, pair: Sequence[int], law: Law) -> bool | None:
    """Whether the law holds in the line; None where it cannot be tried."""
    stated, a, b = line.cells[at], line.cells[pair[0]], line.cells[pair[1]]
    if stated is None or a is None or b is None or b.range.can_be(Decimal(0)):
        return None
    if a.value == 0 or "%" in (a.unit, b.unit):
        return None
    return law.formula(a.range, b.range).meets(_range(stated, law))


def _law(line: Line, at: int, pair: Sequence[int], law: Law) -> Relation:
    stated, a, b = (f for i in (at, *pair) if (f := line.cells[i]) is not None)

    def fits(stated: Figure, a: Figure, b: Figure) -> bool:
        if b.range.can_be(Decimal(0)):
            return True
        return law.formula(a.range, b.range).meets(_range(stated, law))

    return Relation(Sort.RATE if law.is_rate else Sort.CHANGE, (stated, a, b), fits)


def _range(stated: Figure, law: Law) -> Interval:
    """A rate in a table of 万元 may stand without its percent sign: it is no money."""
    if not law.is_rate or stated.unit == "%":
        return stated.range
    factor = exactly(stated.factor)
    return stated.range / factor


def _broken(
    reading: Reading, panel: Panel, line: Line, at: int, pair: Sequence[int], law: Law
) -> Suspicion:
    stated, a, b = (f for i in (at, *pair) if (f := line.cells[i]) is not None)
    value = law.formula(exactly(a.value), exactly(b.value)).low
    real = f"{value:.2f}%" if law.is_rate else show(value, a)
    terms = law.sign.format(a=a.as_written, b=b.as_written)
    name = f"{line.name}·{panel.columns[at].rpartition('›')[2]}".strip("·")
    return suspicion(
        reading.report,
        "computed-column",
        Severity.ERROR,
        stated.as_written,
        real,
        (
            f"“{name}”：{terms} = {real}，而表中写的是{stated.as_written}。",
            f"“{name}”: {terms} = {real}, but the table states {stated.as_written}.",
        ),
        line.span,
        relation=_law(line, at, pair, law),
    )


# The form of one project: its funds against their sources, its rate against its spending
# The form (项目支出绩效目标表, 项目支出绩效自评表) sets labels beside values in any column, so it
# is read cell by cell: a label, the figures to its right up to the next label.


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


# The note 本表为空表 against the table it stands under


_NOTE = re.compile(
    r"[^\n。]*(?:(?:本|此|该|上|故)表(?:为|是)?空表?(?!格)|空表列示|空表公开)[^\n。]*"
)
_NEAR = 200
"""Characters between a table and a note that is still its own."""


@check("empty-table", zh="说明与表格不符", en="note against its table")
def empty_tables(reading: Reading) -> Iterator[Outcome]:
    """本表为空表 under a table with figures; a table without figures and without the note."""
    noted: set[int] = set()
    for match in _NOTE.finditer(reading.text):
        table = _owner(reading.report.tables, match.start())
        if table is None:
            continue
        noted.add(table.start)
        yield from _of_another_fund(reading, table, match)
        filled = _figures(reading, table)
        if filled:
            yield _filled(reading, table, match, filled)
    if noted:
        yield from _unnoted(reading, noted)


_FUNDS = ("政府性基金", "国有资本", "三公", "一般公共")


def _of_another_fund(reading: Reading, table: Table, note: re.Match[str]) -> Iterator[Outcome]:
    """A note on 政府性基金 under the table of 国有资本经营: copied from its neighbour."""
    titled = [fund for fund in _FUNDS if fund in table.title]
    named = [fund for fund in _FUNDS if fund in note[0]]
    if titled and named and not set(titled) & set(named):
        yield suspicion(
            reading.report,
            "empty-table",
            Severity.DOUBTFUL,
            note[0].strip(),
            table.title,
            (
                f"《{table.title}》下面的注释说的是“{named[0]}”，与表名不符。",
                f"The note under “{table.title}” speaks of “{named[0]}”, which is not its table.",
            ),
            note.span(),
        )


def _owner(tables: tuple[Table, ...], note: int) -> Table | None:
    before = [t for t in tables if t.start <= note and note - t.end < _NEAR]
    return max(before, key=lambda t: t.start, default=None)


def _figures(reading: Reading, table: Table) -> list[Figure]:
    lines = [ln for p in reading.panels if p.table == table for ln in p.lines]
    return [f for ln in lines for f in ln.cells if f is not None and f.value != 0]


def _filled(
    reading: Reading, table: Table, note: re.Match[str], figures: list[Figure]
) -> Suspicion:
    some = "、".join(f.as_written for f in figures[:5])
    return suspicion(
        reading.report,
        "empty-table",
        Severity.ERROR,
        note[0].strip(),
        some,
        (
            f"注释说《{table.title}》是空表，但表中有{len(figures)}个不为零的数：{some}。",
            f"The note says that “{table.title}” is empty, but it has {len(figures)} figures "
            f"other than zero: {some}.",
        ),
        note.span(),
        *((r.start, r.end) for r in table.rows if any(r.start <= f.start < r.end for f in figures)),
    )


def _unnoted(reading: Reading, noted: set[int]) -> Iterator[Outcome]:
    for table in reading.report.tables:
        if table.start in noted or not table.rows or _figures(reading, table):
            continue
        if not any(p.table == table and p.columns for p in reading.panels):
            continue
        yield suspicion(
            reading.report,
            "empty-table",
            Severity.NOTE,
            table.title,
            "",
            (
                f"《{table.title}》没有任何数，却没有像其他空表那样注明“本表为空表”。",
                f"“{table.title}” has no figures, yet lacks the note that other empty tables have.",
            ),
            (table.start, table.end),
        )


# The department named in a table's head against the report's own


_HEAD = re.compile(
    r"(?:编制|填报|公开|预算|决算|报送)?(?:部门|单位)(?:名称)?(?:（(?:公章|盖章)）)?[：:]"
    r"[ \t\u3000]*(?P<name>[^\s：:，。；、]{4,40})"
)
_ABOVE = 80
"""Characters above a table in which its head may stand."""
_UNITS = re.compile(r"(?:人民币)?[千百十万亿]*[元%％]|个|人|辆|台|平方米")
_FORM = re.compile(r"（.*?）|\(.*?\)|[“”\"本级机关（）()]")


@check("department-in-head", zh="表头部门不符", en="another department in a table's head")
def departments_in_heads(reading: Reading) -> Iterator[Outcome]:
    """编制部门：… in the head of a table must name the department whose report it is."""
    own = reading.identity.department
    heads = [m for m in _heads(reading) if not _UNITS.match(m["name"])]
    names = Counter(m["name"] for m in heads)
    if not any(_same(own, name) for name in names):
        if len(names) < 2 or names.most_common(1)[0][1] < len(heads) - 1:
            return  # who the report is of was read from elsewhere: no head can be blamed
        own = names.most_common(1)[0][0]
    known = (own, *reading.identity.short_names)
    for match in heads:
        if not any(_same(name, match["name"]) for name in known if name):
            yield suspicion(
                reading.report,
                "department-in-head",
                Severity.ERROR if names[match["name"]] * 2 < len(heads) else Severity.DOUBTFUL,
                match["name"],
                own,
                (
                    f"表头写的是“{match['name']}”，而这份报告是“{own}”的。",
                    f"The head of the table names “{match['name']}”, "
                    f"but the report is that of “{own}”.",
                ),
                match.span(),
            )


def _heads(reading: Reading) -> list[re.Match[str]]:
    """The departments named above a table's first row, or in a line with 单位：元."""
    found: dict[int, re.Match[str]] = {}
    for table in reading.report.tables:
        stop = table.rows[0].start if table.rows else table.end
        for match in _HEAD.finditer(reading.text, max(0, table.start - _ABOVE), stop):
            found[match.start()] = match
    for line in re.finditer(r"[^\n]*单位[：:]\s*(?:人民币)?[千万亿]*元[^\n]*", reading.text):
        for match in _HEAD.finditer(reading.text, *line.span()):
            found[match.start()] = match
    return [found[start] for start in sorted(found)]


def _same(a: str, b: str) -> bool:
    """Whether two names can be one department's: equal, or one within the other."""
    a, b = _FORM.sub("", a), _FORM.sub("", b)
    return bool(a and b) and (a in b or b in a or _abbreviates(a, b) or _abbreviates(b, a))


def _abbreviates(short: str, long: str) -> bool:
    """Whether the short name's characters all stand, in order, in the long one."""
    return len(short) >= 4 and in_order(short, long)

"""What the prose says against what the tables say: items of the classification, totals, 三公."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from figures.checks.arithmetic import Figure, Sum, mendings, quoted, same, show, sum_of
from figures.checks.classified import Item, bare, item_in
from figures.checks.prose import Mention, Role, term
from figures.checks.registry import Held, Outcome, Reading, Suspicion, check, suspicion
from figures.checks.standard_tables import (
    Sort,
    forms,
    is_basic,
    is_fiscal,
    is_general,
    is_income,
    is_overall,
    is_spending,
)
from figures.checks.tables import FACTORS, Line, Panel
from figures.quantities import QuantityKind
from figures.quantities.numbers import read_chinese
from records import Kind, Severity, Table

_OUTCOME = re.compile(r"决算")
_SAYS_NO_MORE = re.compile(r"(?:[（(]项[)）])?[”\"]?(?:科目)?[：:]?")

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
    there = _classified_lines(reading)
    if not there:
        return
    named = [
        (paragraph, item)
        for paragraph in reading.paragraphs
        if (item := item_in(reading.text, paragraph[0].start, paragraph[-1].end))
    ]
    found = [(p, i, _lines_of(there, i)) for p, i in named]
    several = sum(bool(lines) for _, _, lines in found) >= _SEVERAL
    for paragraph, item, lines in found:
        money = [
            m
            for s in paragraph
            for m in s.mentions
            if m.role is Role.AMOUNT and m.kind is QuantityKind.MONEY and m.is_exact
        ]
        stated = _stated(reading, money, item)
        if stated and lines:
            yield from _compared(reading, stated, _cells_of(reading, stated, lines))
            continue
        known = not item.name or any(item.name in bare(line.name) for _, line in there.values())
        if stated and stated.figure.value and not known and several:
            yield _in_no_table(reading, stated, item)


_SEVERAL = 2
"""Items that are found in the tables, from which one that is not stands out."""

Placed = tuple[Panel, Line]
"""A line with the panel that it stands in."""


def _classified_lines(reading: Reading) -> dict[tuple[str, int], Placed]:
    """(款 and 项, or code; which of those so named) → the line, in every table."""
    found: dict[tuple[str, int], Placed] = {}
    for panel in reading.panels:
        section = ""
        for line in panel.lines:
            if line.code and line.depth == 2:
                section = bare(line.name)
            elif line.code and line.depth == 3:
                for key in (section + "›" + bare(line.name), "".join(line.code)):
                    n = sum(k == key for k, _ in found)
                    found[key, n] = panel, line
    return found


def _lines_of(there: dict[tuple[str, int], Placed], item: Item) -> list[Placed]:
    """The lines that an item has in the tables: by its code, else by its 款 and 项."""
    by_code = [placed for (key, _), placed in there.items() if item.code and key == item.code]
    path = f"{item.section}›{item.name}"
    return by_code or [placed for (key, _), placed in there.items() if key == path]


def _cells_of(
    reading: Reading, stated: Mention, lines: Sequence[Placed], head: str = ""
) -> list[tuple[Line, Figure]]:
    """The figures of lines that an amount can be: of its own stage, where columns are of several.

    A blank cell of that stage is nothing, and not the figure of the stage beside it. `head` is
    how their columns or rows are called.
    """
    outcome = term(stated.label, reading.identity.year).measure in ("决算", "执行")
    found: list[tuple[Line, Figure]] = []
    for panel, line in lines:
        at = [i for i, c in enumerate(panel.columns) if re.search(r"决算|执行|支出数", c)]
        staged = outcome and at and any("预算" in c for c in panel.columns)
        for i, figure in enumerate(line.cells):
            if staged and i not in at:
                continue
            if not re.search(head, panel.columns[i]) and not re.search(head, line.name):
                continue
            if figure is not None and figure.unit != "%":
                found.append((line, figure))
            elif figure is None and staged:
                found.append((line, _nothing(panel, line, i)))
    return found


def _nothing(panel: Panel, line: Line, i: int) -> Figure:
    """What a blank cell stands for."""
    factor = Decimal(FACTORS.get(panel.table.unit, 1))
    return Figure(Decimal(0), Decimal(0), panel.table.unit, factor, "", line.start + i, line.start)


def _in_no_table(reading: Reading, stated: Mention, item: Item) -> Suspicion:
    """The finding; where the tables have the name on another level, it says so."""
    name, figure = item.name, stated.figure.as_written
    lines = (ln for p in reading.panels for ln in p.lines if ln.code and bare(ln.name) == name)
    line = next(lines, None)
    level = "类款"[line.depth - 1 : line.depth] if line else ""
    zh, en = f"各表中却没有“{name}”这一项", f"no table has “{name}”"
    if line and level:
        zh = f"而各表中“{name}”是{level}（{'·'.join(line.code)}），不是项"
        en = f"in the tables “{name}” is of a higher level (“{level}”, {'·'.join(line.code)})"
    return suspicion(
        reading.report,
        "prose-and-table",
        Severity.DOUBTFUL,
        stated.figure.as_written,
        "",
        (
            f"文中把“{name}”列为项（{figure}），{zh}。",
            f"The text has “{name}” as an item (“项”) with {figure}, but {en}.",
        ),
        reading.sentence_at(stated.start),
        *([line.span] if line else []),
    )


def _stated(reading: Reading, money: list[Mention], item: Item) -> Mention | None:
    """The amount of the paragraph that the tables must have: its heading's, or the outcome."""
    if money and _SAYS_NO_MORE.fullmatch(reading.text, item.end, money[0].start):
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
    elif any(f.value or not f.as_written for _, f in cells):
        yield _differs(reading, stated, told_with or cells)


def _differs(reading: Reading, stated: Mention, cells: list[tuple[Line, Figure]]) -> Suspicion:
    """The finding, told with the cell that comes nearest to the prose."""
    line, cell = min(cells, key=lambda at: abs(at[1].value - stated.figure.value))
    other = show(cell.value, stated.figure)
    name = line.name or next(p.table.title for p in reading.panels if line in p.lines)
    zh, en = f"是{cell.as_written}", f"is {cell.as_written}"
    if not cell.as_written:
        zh, en = f"的决算数是空白，即{other}", f"has no outcome, that is {other}"
    elif cell.as_written != other:
        zh, en = f"{zh}（即{other}）", f"{en} ({other})"
    return suspicion(
        reading.report,
        "prose-and-table",
        Severity.ERROR,
        stated.figure.as_written,
        other,
        (
            f"文中写的是{stated.figure.as_written}，表中{quoted(name)}{zh}。",
            f"The text states {stated.figure.as_written}; in the table {quoted(name)} {en}.",
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
            if _same_level(stated, form.table)
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


_LEVEL = re.compile(r"全[省市州盟县区旗]|[省市州盟县区旗]?本级|[省市州盟县区旗]级")


def _same_level(stated: Mention, table: Table) -> bool:
    """Whether the table is of the level of government that the prose names: 全市, 市本级."""
    named = {re.sub("本?级", "级", level) for level in _LEVEL.findall(stated.lead)}
    there = {re.sub("本?级", "级", level) for level in _LEVEL.findall(table.title)}
    return not named or bool(named & there)


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
        lines = [
            (p, ln)
            for p in reading.panels
            if re.search(titles, p.table.title + "".join(p.columns))
            if stated and _same_stage(reading, stated, p.table)
            for ln in p.lines
        ]
        cells = _cells_of(reading, stated, lines, column) if stated else []
        if stated and cells:
            yield from _compared(reading, stated, cells)


# Prose that recites a table: its lines by their names, each with the figure of one column


_WITNESSES = 2
"""Other lines that the prose has right, from which it is known to recite a column."""
_LONG = 4
"""Digits of a figure that is a slip away from another by no chance."""
_SHORTEST_NAME = 2
_STAGES = r"支出|收入|项目|资金|决算|预算|执行|完成|实际|安排|经费|投入|金额|数|为|是|约|共|的|：|:"


@check("prose-and-table")
def recited_lines_agree(reading: Reading) -> Iterator[Outcome]:
    """市级配套到位2,934万元，区级配套到位6,928万元…: one that is a slip away from its cell."""
    for panel in reading.panels:
        named = {bare(ln.name): ln for ln in panel.lines if _can_be_recited(ln)}
        said = [(m, named[n]) for m in _amounts(reading) if (n := _named(m, named))]
        for at, column in enumerate(panel.columns):
            own = [(m, ln, f) for m, ln in said if (f := ln.cells[at]) and _is_of(m, named, column)]
            right = [(m, ln, f) for m, ln, f in own if same(m.figure, f).holds]
            yield from (Held(same(m.figure, f)) for m, _, f in right)
            lines = {ln.start for _, ln, _ in right}
            for mention, line, figure in own:
                if len(lines - {line.start}) >= _WITNESSES and line.start not in lines:
                    yield from _misread(reading, panel, mention, line, figure)


def _can_be_recited(line: Line) -> bool:
    return not line.is_total and not line.is_subtotal and len(bare(line.name)) >= _SHORTEST_NAME


def _amounts(reading: Reading) -> Iterator[Mention]:
    """The amounts of this year in the prose."""
    year = reading.identity.year
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            for m in sentence.mentions:
                plain = m.role is Role.AMOUNT and m.is_exact and m.kind is QuantityKind.MONEY
                if plain and term(m.lead, year).year in (None, year):
                    yield m


def _named(mention: Mention, named: Mapping[str, Line]) -> str | None:
    """The line that the words right before an amount name: the longest of them."""
    names = [name for name in named if name in mention.label]
    return max(names, key=len, default=None)


def _is_of(mention: Mention, named: Mapping[str, Line], column: str) -> bool:
    """Whether an amount's words are a line's name, and else only words of the column's head."""
    name = _named(mention, named) or ""
    before, _, behind = mention.label.rpartition(name)
    left = re.sub(_STAGES, "", behind)
    return not re.sub(r"[“”\d.、）)一二三四五六七八九十]|其中|用于", "", before) and left in column


def _misread(
    reading: Reading, panel: Panel, mention: Mention, line: Line, figure: Figure
) -> Iterator[Outcome]:
    """The finding, if one slip makes the amount that of the line, and it stands nowhere else."""
    relation = same(mention.figure, figure)
    cells = [f for ln in panel.lines for f in ln.cells if f is not None]
    prose = [m.figure for p in reading.paragraphs for s in p for m in s.mentions if m != mention]
    elsewhere = any(f.value == mention.figure.value for f in (*cells, *prose))
    digits = min(len(re.sub(r"\D", "", f.as_written)) for f in relation.figures)
    if digits >= _LONG and not elsewhere and mendings(relation.figures[:1], _is(figure)):
        yield suspicion(
            reading.report,
            "prose-and-table",
            Severity.DOUBTFUL,
            mention.figure.as_written,
            show(figure.value, mention.figure),
            (
                f"文中写的是{mention.figure.as_written}，表中{quoted(line.name)}是{figure.as_written}。",
                f"The text states {mention.figure.as_written}; in the table {quoted(line.name)} is "
                f"{figure.as_written}.",
            ),
            reading.sentence_at(mention.start),
            line.span,
            relation=relation,
        )


def _is(figure: Figure) -> Callable[..., bool]:
    return lambda other: same(other, figure).holds


# Lines that the prose adds up: 教育、卫生健康、农林水三项支出合计224178万元


_ADDED = re.compile(
    r"(?P<names>[^，。；：（()）\d]+?)(?:等)?(?P<n>[两二三四五六七八九])项(?:科目|支出|收入|资金|项目)?"
    r"(?:合计|共计|共)(?:支出|收入|完成|安排|为|达)*$"
)


@check("prose-and-table")
def named_lines_add_up(reading: Reading) -> Iterator[Outcome]:
    """The lines of one table that a sentence names and counts make the total that it states."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            for mention in sentence.mentions:
                before = re.sub(r"\s", "", reading.text[sentence.start : mention.start])
                said = _ADDED.search(before) if mention.kind is QuantityKind.MONEY else None
                if said and mention.is_exact and mention.role is Role.AMOUNT:
                    names = re.split("[、和及与]", said["names"])
                    yield from _added(reading, mention, names, said["n"])


def _added(reading: Reading, mention: Mention, names: Sequence[str], n: str) -> Iterator[Outcome]:
    count = read_chinese(n.replace("两", "二"))
    for panel in reading.panels:
        lines = _with_conjunctions(panel, names)
        if count is None or len(lines) != count.value:
            continue
        sums = [
            Sum(mention.figure, tuple((ln.name, f) for ln in lines if (f := ln.cells[at])), "")
            for at in range(len(panel.columns))
            if all((f := ln.cells[at]) and f.unit != "%" for ln in lines)
        ]
        held = next((s for s in sums if s.is_possible), None)
        slips = [s for s in sums if mendings((s.whole,), _makes(s))]
        if held:
            yield Held(held.relation)
        elif len(slips) == 1:
            yield suspicion(
                reading.report,
                "prose-and-table",
                Severity.DOUBTFUL,
                mention.figure.as_written,
                slips[0].recomputed,
                slips[0].in_words(),
                reading.sentence_at(mention.start),
                *(line.span for line in lines),
                relation=slips[0].relation,
            )


def _makes(claim: Sum) -> Callable[..., bool]:
    return lambda whole: sum_of(whole, claim.figures).holds


def _with_conjunctions(panel: Panel, names: Sequence[str]) -> list[Line]:
    """The lines that begin with the names; a name may have a 和 of its own: 社会保障和就业."""
    found: list[Line] = []
    at = 0
    while at < len(names):
        for end in range(len(names), at, -1):
            name = re.compile("[、和及与]".join(map(re.escape, names[at:end])))
            lines = [ln for ln in panel.lines if name.match(bare(ln.name))]
            if len(lines) == 1:
                break
        else:
            return []
        found.append(lines[0])
        at = end
    return found

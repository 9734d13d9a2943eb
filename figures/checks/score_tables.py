"""Tables of scored indicators: 一级指标, 二级指标, 三级指标, 目标值, 完成值, 分值, 得分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from figures.checks.arithmetic import Figure, Relation, Sort, percentage, show
from figures.checks.prose import figure_of
from figures.checks.registry import Held, Outcome, Reading, Suspicion, check, suspicion
from figures.checks.scores import FULL_MARKS, scores_are_even, scores_sum, sums_to_hundred
from figures.checks.tables import cell_figure
from figures.quantities import quantities
from records import Row, Severity, Table

_OF_A_TABLE = (FULL_MARKS, Decimal(90))
"""What the marks of a table come to: 90 where the rate of execution has its 10 elsewhere."""
_HEAD_FULL = re.compile(r"^(?:分值|权重|满分|标准分|指标分值|分值权重)(?:[（(].*[）)])?$")
_HEAD_GOT = re.compile(r"^(?:自评|实际|评价)?得分(?:[（(].*[）)])?$|^自评分$")
_HEAD_LOST = re.compile(r"^扣分(?:值)?$")
_HEAD_RATE = re.compile(r"执行率|完成率|完成比例|完成程度")
_HEAD_TARGET = re.compile(r"(?:指标|目标|计划|预期)值|^(?:年度|年初|绩效)(?:指标|目标)$")
_HEAD_DONE = re.compile(r"完成值|完成情况|实际值|实际完成|完成数")
_HEAD_REASON = re.compile(r"原因|扣分说明|扣分理由|备注|为什么扣|扣分(?:点|依据|情况)")
_COLUMNS = (
    _HEAD_FULL,
    _HEAD_GOT,
    _HEAD_LOST,
    _HEAD_RATE,
    _HEAD_REASON,
    _HEAD_TARGET,
    _HEAD_DONE,
)
_SAID_LOST = re.compile(r"扣(?:减|除)?(?P<lost>\d+(?:\.\d+)?)分")
_EACH = re.compile(r"每|最多|不得分")
_NEARLY = 6
"""Marks by which a table misses a hundred and was still to have it."""
_ADDED = re.compile(r"加分|附加分")
_SUM_ROW = re.compile(r"合计|总计|总分|小计")


@check("score-table", zh="自评表的分值与得分", en="table of scores")
def score_tables_add_up(reading: Reading) -> Iterator[Outcome]:
    """In each row no more is got than there is, and 合计 is what the rows add up to."""
    for table in reading.report.tables:
        scored = list(scored_rows(table))
        for row in scored:
            yield from _row_holds(reading, row)
        yield from _rows_add_up(reading, table)


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """A row of a table of scored indicators: the group it is in, its name, its full marks and those
    got, and what else its columns tell: marks lost, and those that its words say were lost, the
    target, the outcome, and the rate of completion."""

    row: Row
    group: str
    name: str
    full: Figure
    got: Figure
    lost: Figure | None
    reasons: tuple[Figure, ...]
    target: Figure | None
    done: Figure | None
    rate: Figure | None

    @property
    def missing(self) -> Figure:
        """What is lost of the full marks."""
        if self.lost is not None:
            return self.lost
        value = self.full.value - self.got.value
        return replace(self.got, value=value, as_written=f"{value:f}")

    @property
    def tells_what_is_lost(self) -> bool:
        """Whether it states the marks lost itself, and they are what is missing."""
        lost = self.lost or (self.reasons[0] if len(self.reasons) == 1 else None)
        return lost is not None and self.full.value - lost.value == self.got.value


def scored_rows(table: Table) -> Iterator[ScoredRow]:
    """A table → its rows that state both full marks and marks got; none of another table."""
    heads = _heads(table)
    full, got, lost, rate, reason, target, done = (_column(heads, p) for p in _COLUMNS)
    if full is None or got is None:
        return
    for row in table.rows:
        there, mine = _figure(row, full), _figure(row, got)
        if there and mine and there.unit != "%":
            yield ScoredRow(
                row,
                next((c.strip() for c in row.cells[:full] if c.strip()), ""),
                _row_name(row, full),
                there,
                mine,
                _figure(row, lost) if lost is not None else None,
                _said_lost(
                    row, reason if reason is not None and "主要" not in heads[reason] else None
                ),
                _measure(row, target) if target is not None else None,
                _measure(row, done) if done is not None else None,
                cell_figure(row, rate, "%") if rate is not None else None,
            )


def _heads(table: Table) -> list[str]:
    return [re.sub(r"\s", "", c).rpartition("›")[2] for c in table.columns]


def _column(heads: Sequence[str], pattern: re.Pattern[str]) -> int | None:
    return next((i for i, head in enumerate(heads) if pattern.search(head)), None)


def _said_lost(row: Row, i: int | None) -> tuple[Figure, ...]:
    """The deductions that a cell of words states, where each of its clauses states one:
    1项任务延期，扣0.5分；2项资料不全，扣1分."""
    if i is None or i >= len(row.cells) or _EACH.search(row.cells[i]):
        return ()
    cell, start = row.cells[i], row.start + sum(len(c) + 1 for c in row.cells[:i])
    said = list(_SAID_LOST.finditer(cell))
    if not said:
        return ()
    clauses = [c for c in re.split(r"[，,；;、。]", cell) if c.strip()]
    behind = (*clauses[1:], "")
    if any(
        "扣" not in c and not after.startswith("扣")
        for c, after in zip(clauses, behind, strict=True)
    ):
        return ()  # some of what was lost may go without a figure
    return tuple(_deduction(m, start) for m in said)


def _deduction(said: re.Match[str], offset: int) -> Figure:
    value = Decimal(said["lost"])
    half = Decimal(1).scaleb(int(value.as_tuple().exponent)) / 2
    start, end = (offset + edge for edge in said.span("lost"))
    return Figure(value, half, "", Decimal(1), f"{value}", start, end)


def _figure(row: Row, i: int) -> Figure | None:
    """The score in a cell; a cell that goes on from the row above (merged) is blank."""
    return cell_figure(row, i, "")


def _row_name(row: Row, before: int) -> str:
    """What a row is of, by the words in the cells before its figures."""
    words = [c.strip() for c in row.cells[:before] if any(ch.isalpha() for ch in c)]
    return words[-1] if len(words) == 1 else words[min(2, len(words) - 1)] if words else ""


def _row_holds(reading: Reading, scored: ScoredRow) -> Iterator[Outcome]:
    name, full, got, lost = scored.name, scored.full, scored.got, scored.lost
    if lost is None and len(scored.reasons) == 1:
        lost = scored.reasons[0]
    relation = Relation(Sort.SCORE, (got, full), lambda got, full: got.value <= full.value)
    text = (
        f"“{name}”的分值是{full.as_written}分，得分却是{got.as_written}分。",
        f"“{name}” has full marks of {full.as_written}, but the score is {got.as_written}.",
    )
    if lost is not None and relation.holds:
        relation = Relation(
            Sort.SCORE,
            (got, full, lost),
            lambda *of: scores_are_even(of[1].value - of[2].value, of[0].value, of),
        )
        left = f"{full.value - lost.value:f}"
        text = (
            f"“{name}”：分值{full.as_written} − 扣分{lost.as_written} = {left}，"
            f"而得分写的是{got.as_written}。",
            f"“{name}”: full marks {full.as_written} − deduction {lost.as_written} = {left}, but "
            f"the score is stated as {got.as_written}.",
        )
    yield _in_table(reading, relation, got.as_written, "", text, Severity.ERROR, scored.row)
    if relation.holds and (len(scored.reasons) > 1 or (scored.lost and scored.reasons)):
        yield from _reasons_add_up(reading, scored)


def _reasons_add_up(reading: Reading, scored: ScoredRow) -> Iterator[Outcome]:
    """后河桥未按时完工扣2分，危房少2户扣0.5分: what the row has lost."""
    relation = scores_sum(scored.missing, scored.reasons)
    value = sum((f.value for f in scored.reasons), Decimal(0))
    terms = " + ".join(f.as_written for f in scored.reasons)
    lost = scored.missing.as_written
    text = (
        f"“{scored.name}”所列各项扣分：{terms} = {value:f}，而该项扣分是{lost}。",
        f"“{scored.name}”: the deductions given add up to {terms} = {value:f}, but {lost} are "
        "deducted.",
    )
    yield _in_table(reading, relation, lost, f"{value:f}", text, Severity.DOUBTFUL, scored.row)


@check("rate")
def outcomes_are_of_their_targets(reading: Reading) -> Iterator[Outcome]:
    """年度指标值86.00，全年完成值80.84，完成率94.00%: either way round, or all done."""
    for table in reading.report.tables:
        heads = _heads(table)
        target, done, rate = (_column(heads, p) for p in (_HEAD_TARGET, _HEAD_DONE, _HEAD_RATE))
        if target is None or done is None or rate is None:
            continue
        rows = [(row, _completion(row, target, done, rate)) for row in table.rows]
        known = [(row, relation) for row, relation in rows if relation]
        holding = sum(relation.holds for _, relation in known)
        for row, relation in known:
            yield _completed(
                reading, row, relation, name=_row_name(row, target), sure=2 * holding > len(known)
            )


def _completion(row: Row, target: int, done: int, rate: int) -> Relation | None:
    """A row's outcome, target and rate of completion, where they can be compared."""
    aim, there, said = _measure(row, target), _measure(row, done), cell_figure(row, rate, "%")
    if aim is None or there is None or said is None or aim.unit != there.unit:
        return None
    if not aim.value or not there.value or said.unit != "%":
        return None
    return Relation(Sort.RATE, (there, aim, said), _completes)


def _completes(there: Figure, aim: Figure, rate: Figure) -> bool:
    ways = ((there, aim), (aim, there))  # of costs, what is less than aimed at is more than done
    if rate.value == 100 and there.value >= aim.value:
        return True
    return any(percentage(a.range, b.range).meets(rate.range) for a, b in ways if b.range.low > 0)


def _measure(row: Row, i: int) -> Figure | None:
    """The one figure in a cell, with the unit that stands behind it: ≥95%, 131公里."""
    cell = row.cells[i] if i < len(row.cells) else ""
    found = quantities(cell)
    if len(found) != 1 or re.search(r"[一-鿿]{3}", cell):
        return None
    return figure_of(found[0], row.start + sum(len(c) + 1 for c in row.cells[:i]))


def _completed(
    reading: Reading, row: Row, relation: Relation, *, name: str, sure: bool
) -> Held | Suspicion:
    there, aim, rate = relation.figures
    real = show(there.value / aim.value * 100, rate)
    a, b = there.as_written, aim.as_written
    if relation.holds:
        return Held(relation)
    return suspicion(
        reading.report,
        "rate",
        Severity.ERROR if sure else Severity.DOUBTFUL,
        rate.as_written,
        real,
        (
            f"“{name}”：{a} ÷ {b} = {real}，而表中写的完成率是{rate.as_written}。",
            f"“{name}”: {a} ÷ {b} = {real}, but the table states a completion of "
            f"{rate.as_written}.",
        ),
        (row.start, row.end),
        relation=relation,
    )


def _rows_add_up(reading: Reading, table: Table) -> Iterator[Outcome]:
    """The last 合计, or a hundred marks where there is none, against the rows above it."""
    full, got = (_column(_heads(table), pattern) for pattern in (_HEAD_FULL, _HEAD_GOT))
    if full is None or got is None:
        return
    rows = [(row, _figure(row, full), _figure(row, got)) for row in table.rows]
    sums = [r for r in rows if _SUM_ROW.search("".join(r[0].cells))]
    plain = [r for r in rows if r not in sums]
    if any(_ADDED.search("".join(row.cells)) for row, _, _ in plain):
        return  # 加分项 is above the hundred
    last = sums[-1] if sums else None
    for column, zh, en in ((1, "分值", "full marks"), (2, "得分", "scores")):
        whole = last[column] if last else None
        ways = [_scores_in(some, column) for some in (plain, _by_groups(rows, sums))]
        ways = [way for way in ways if len(way) > 2]
        if not ways:
            continue
        parts = ways[0]
        if isinstance(whole, Figure):
            parts = next((way for way in ways if scores_sum(whole, way).holds), parts)
        value = sum((f.value for f in parts), Decimal(0))
        terms = " + ".join(f.as_written for f in parts[:12]) + (" + …" if len(parts) > 12 else "")
        if isinstance(whole, Figure) and last:
            text = (
                f"《{table.title or '自评表'}》各行{zh}相加：{terms} = {value:f}，"
                f"而合计写的是{whole.as_written}。",
                f"The {en} of the rows add up to {terms} = {value:f}, but the total states "
                f"{whole.as_written}.",
            )
            yield _in_table(
                reading,
                scores_sum(whole, parts),
                whole.as_written,
                f"{value:f}",
                text,
                Severity.ERROR,
                last[0],
            )
        elif column == 1 and value not in _OF_A_TABLE and abs(value - FULL_MARKS) < _NEARLY:
            text = (
                f"《{table.title or '自评表'}》各行分值相加：{terms} = {value:f}，不是100。",
                f"The full marks of the rows add up to {terms} = {value:f}, not 100.",
            )
            yield _in_table(
                reading,
                sums_to_hundred(parts),
                f"{value:f}",
                "100",
                text,
                Severity.DOUBTFUL,
                plain[0][0],
            )


_ScoresOfRow = tuple[Row, Figure | None, Figure | None]


def _by_groups(rows: Sequence[_ScoresOfRow], sums: Sequence[_ScoresOfRow]) -> list[_ScoresOfRow]:
    """Each group's 小计, and the rows behind the last of them that are in none."""
    found: list[_ScoresOfRow] = []
    for row in rows:
        if row in sums[:-1]:
            found = [r for r in found if r in sums]
        if row not in sums[-1:]:
            found.append(row)
    return found


def _scores_in(rows: Sequence[_ScoresOfRow], column: int) -> list[Figure]:
    return [f for r in rows if isinstance(f := r[column], Figure) and f.unit != "%"]


def _in_table(
    reading: Reading,
    relation: Relation,
    stated: str,
    real: str,
    text: tuple[str, str],
    severity: Severity,
    row: Row,
) -> Held | Suspicion:
    if relation.holds:
        return Held(relation)
    return suspicion(
        reading.report,
        "score-table",
        severity,
        stated,
        real,
        text,
        (row.start, row.end),
        relation=relation,
    )

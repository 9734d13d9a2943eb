"""Statements of what was done that name their own target → goals with their results.

满意度87.4%，未达到90%的目标; 组织演出312场，超过计划的300场; 完成年度计划的120%.
What is read are figures, and the field's words for a target directly beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from figures.quantities import Qualifier, Quantity, QuantityKind, same_dimension
from goals.outcome import is_completion, outcome_of
from goals.records import Goal, GoalKind, MatrixLine, Result, Statement
from goals.setting import measured
from records import Evidence

_TARGET = "(?:目标|计划|任务|考核指标|控制标准|控制指标|限额|要求)"
_PLANNED = re.compile(r"(?:计划|目标|任务|原定|承诺)[^，,；;。：:]*$")
_CAME_OF_IT = re.compile(r"实际[^，,；;。]*$|完成\s*$")
"""计划建设12个，实际建成14个: the target first, and what came of it in the next clause."""
_BEHIND = re.compile(rf"(?:以上|以下|以内)?的?[^\s，,；;。：:]{{0,4}}{_TARGET}")
_BEFORE = re.compile(rf"(?:(?<!超){_TARGET}(?:值|数|任务)?(?:为|是|的)?|控制在)\s*[（(]?$")
_OFF = re.compile(
    rf"(?:[比较]\S{{0,6}}{_TARGET}\S{{0,2}}(?:(?P<below>低|少)|高|多)"
    rf"|(?:(?P<under>低于|少于)|高于|高出|超出|多于)\S{{0,4}}{_TARGET}\S{{0,2}})\s*$"
)
"""比目标低1.4个百分点, 高出考核指标11.6个百分点: how far the figure before is from its target."""
_CEILING = re.compile(r"控制|限额")
_MARK = re.compile(r"[，,；;。：:、]")
_HUNDRED = Decimal(100)


def lines_beside(told: Sequence[Statement], lines: Sequence[MatrixLine]) -> list[MatrixLine]:
    """Statements of what was done, and the lines there are → a line for every target named beside
    its actual value that is no other line's."""
    claimed = {
        (r.place.start, line.actual.start)
        for line in lines
        for r in line.results
        if line.actual is not None
    }
    return [
        line
        for s in told
        if "\t" not in s.place.text
        for actual, line in _in(s)
        if (s.place.start, actual.start) not in claimed
    ]


def _in(statement: Statement) -> Iterator[tuple[Quantity, MatrixLine]]:
    text = statement.place.text
    found = measured(text)
    settled = set()  # what is known to have come of a plan is no other's target
    for i, q in enumerate(found):
        if q.start in settled:
            continue
        if is_completion(text, q):
            yield q, _line(statement, q, None, _clause(text, q.start, q.end))
        elif (actual := _actually(text, found[i:])) is not None:
            settled.add(actual.start)
            yield actual, _line(statement, actual, q, _clause(text, q.start, q.end))
        elif (off := _OFF.search(text[: q.start])) and i:
            near = found[i - 1]
            if _differs_by(near, q):
                below = off["below"] or off["under"]
                target = _apart(near, q.base if below else -q.base)
                yield near, _line(statement, near, target, _clause(text, near.start, q.end))
        elif _BEHIND.match(text, q.end) or _BEFORE.search(text[: q.start]):
            before = [p for p in found[:i] if same_dimension(q, p)]
            if before:
                yield (
                    before[-1],
                    _line(statement, before[-1], q, _clause(text, before[-1].start, q.end)),
                )


def _actually(text: str, figures: Sequence[Quantity]) -> Quantity | None:
    """A text's figures from one on → the one that says what came of the first, where that was
    planned; None where it was not."""
    planned = figures[0]
    if _PLANNED.search(text[: planned.start]) is None:
        return None
    actual = next((q for q in figures[1:] if same_dimension(planned, q)), None)
    if actual is None or _CAME_OF_IT.search(text[planned.end : actual.start]) is None:
        return None
    return actual


def _differs_by(figure: Quantity, difference: Quantity) -> bool:
    """Whether a difference can be of a figure: percentage points of a rate, places of places."""
    if figure.kind is QuantityKind.RATE:
        return difference.kind is QuantityKind.POINTS
    return same_dimension(figure, difference)


def _apart(figure: Quantity, difference: Decimal) -> Quantity:
    """The target that a figure is `difference` from, in its base unit; said to be computed."""
    base = figure.base + difference
    value = base / (figure.base / figure.value) if figure.base and figure.value else base
    written = f"{value.normalize():f}{figure.unit}（推算）"
    return replace(figure, base=base, value=value, as_written=written)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of `text` from the mark before `start` to the one behind `end`."""
    first = max((m.end() for m in _MARK.finditer(text, 0, start)), default=0)
    last = _MARK.search(text, end)
    return first, last.start() if last else len(text)


def _line(
    statement: Statement, actual: Quantity, target: Quantity | None, clause: tuple[int, int]
) -> MatrixLine:
    here = statement.place
    words = here.text[clause[0] : clause[1]]
    if target is not None:
        # 低于 and 高于 are of the actual value, and put no bound on the target.
        ceiling = _CEILING.search(words)
        bound = Qualifier.AT_MOST if ceiling else Qualifier.EXACT
        target = replace(target, qualifier=bound, subject=actual.subject)
    else:
        target = replace(actual, value=_HUNDRED, base=_HUNDRED, as_written="100%")
    goal = Goal(
        place=Evidence(here.start + clause[0], here.start + clause[1], here.page, words),
        kind=GoalKind.BESIDE,
        name=words,
        path=statement.path,
        project="",
        target=target,
    )
    outcome, deviation = outcome_of(goal, actual, [here.text])
    return MatrixLine(
        goal=goal,
        results=(Result(here, statement.path, 1.0, True, actual),),
        suggested=(),
        money=(),
        outcome=outcome,
        actual=actual,
        deviation=None if deviation is None else round(deviation, 2),
    )

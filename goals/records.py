"""What a report set out to do, what it says was done, and what that cost; frozen, only data."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from figures.quantities import Quantity
from records import Evidence


class Part(StrEnum):
    """What a part of a report is about, by its headings."""

    GOALS = "goals"
    DONE = "done"
    MONEY = "money"
    PROBLEMS = "problems"
    PLANS = "plans"
    """What is to be mended, and how."""
    AHEAD = "ahead"
    """What is set for the coming year, of which the report itself cannot tell results."""
    ABOUT = "about"
    """Duties, organisation, how the evaluation went: neither goal nor result."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or table row of a report, and the headings over it, outermost first.

    `paragraph` is where its paragraph begins: sentences that have one go together.
    """

    place: Evidence
    path: tuple[str, ...]
    part: Part
    paragraph: int


class GoalKind(StrEnum):
    """How a goal is set: in words, as a task, or as the target value of an indicator table."""

    AIM = "aim"
    TASK = "task"
    INDICATOR = "indicator"
    BESIDE = "beside"
    """Named only beside its result: 满意度87.4%，未达到90%的目标."""
    AHEAD = "ahead"
    """Set for the coming year."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing that a report sets out to do.

    `name` says what it is without its lead (组织应急演练40场), `path` has the headings over it, or
    the levels of an indicator (产出指标, 数量指标); `project` is the project whose indicator it is.
    `better_low` says of a target without a bound in its words that less of it is better, None that
    it may be.
    """

    place: Evidence
    kind: GoalKind
    name: str
    path: tuple[str, ...]
    project: str
    target: Quantity | None
    better_low: bool | None = False


@dataclass(frozen=True, slots=True)
class Result:
    """A statement of what was done for a goal.

    `probability` (0 to 1) is how sure that is; `sure` whether it counts without a person's word.
    `actual` is the figure of it that stands beside the goal's target.
    """

    place: Evidence
    path: tuple[str, ...]
    probability: float
    sure: bool
    actual: Quantity | None


@dataclass(frozen=True, slots=True)
class Money:
    """What a project or line was given and what was spent; `rate` in percent.

    `rate` is computed where both amounts are stated, else it is as stated, None without.
    """

    name: str
    place: Evidence
    budget: Quantity | None
    executed: Quantity | None
    rate: Decimal | None


class Attainment(StrEnum):
    """What became of a goal."""

    MET = "met"
    EXCEEDED = "exceeded"
    SHORT = "short"
    TOLD = "told"
    """A result is told, but not in figures that can be set against a target."""
    NOT_TOLD = "not told"


@dataclass(frozen=True, slots=True)
class MatrixLine:
    """A goal, what was done, and the money.

    `suggested` are results that a person has to confirm; they count for nothing until then.
    `deviation` is by how many percent of the target the actual value differs, None where that
    cannot be computed. `reason` is what the report gives for it, `reason_sure` whether that is
    sure; None where nothing beside the result and among the problems says why.
    """

    goal: Goal
    results: tuple[Result, ...]
    suggested: tuple[Result, ...]
    money: tuple[Money, ...]
    outcome: Attainment
    actual: Quantity | None
    deviation: Decimal | None
    reason: Evidence | None = None
    reason_sure: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """One report's goals with what became of them, and what was done that no goal speaks of."""

    lines: tuple[MatrixLine, ...]
    without_goal: tuple[Statement, ...]
    money: tuple[Money, ...]


def counts(matrix: Matrix) -> dict[Attainment, int]:
    """A matrix → how many of its goals had which outcome; all outcomes, in order."""
    return {o: sum(line.outcome is o for line in matrix.lines) for o in Attainment}

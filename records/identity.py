"""Which report a report is, and what speaks for each side of that."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of report it is, by the word it goes by in Chinese."""

    SELF_EVALUATION = "绩效自评"
    FISCAL_EVALUATION = "财政评价"
    PROJECT_EVALUATION = "项目评价"
    BUDGET = "预算"
    BUDGET_EXECUTION = "预算执行"
    FINAL_ACCOUNTS = "决算"
    WORK_REPORT = "政府工作报告"
    STATISTICS = "统计公报"
    AUDIT = "审计报告"
    OTHER = "其他"


class Coverage(StrEnum):
    """Whose money and doings a report's figures are of, by the word it goes by in Chinese."""

    DEPARTMENT = "部门"
    """A department with the units below it."""
    UNIT = "单位本级"
    """One unit, or a department's own offices without the units below it."""
    PROJECT = "项目"
    GOVERNMENT = "本级"
    """A government's own level (市本级), without the counties below it."""
    AREA = "全域"
    """A whole city or county (全市, 全县)."""
    UNKNOWN = "未定"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which report this is, as read from the report itself or as a person corrected it.

    `place` is the path of divisions from the outermost that is known (广东省, 广州市, 增城区), and
    `place_code` the six digits of the innermost (GB/T 2260), '' where it is not in the list.
    `department` is the body's full name, its place included; '' where the report is of a place
    and names no body. `higher` is the body above it, `project` the name of the project that is
    evaluated; '' without. `year` is the year it was issued for, `figure_years` are those that its
    figures are of, in order.
    """

    title: str
    year: int | None
    figure_years: tuple[int, ...]
    place: tuple[str, ...]
    place_code: str
    department: str
    higher: str
    short_names: tuple[str, ...]
    coverage: Coverage
    project: str
    kind: Kind

    @property
    def district(self) -> str:
        """The place in one word: 广东省广州市增城区."""
        return "".join(self.place)


class Witness(StrEnum):
    """Where in or about a file something about its identity was read."""

    TITLE = "title"
    LABEL = "label"
    """What a cover, a table's head or a site names: 编制部门：, 发布机构：, 标题：."""
    BYLINE = "byline"
    """Who speaks or signs, under the title or at the end, and when."""
    DEFINED = "definition"
    """What the text says itself: 以下简称, 某某局是……, 主管全市……."""
    HEADINGS = "headings"
    """Headings, and the heads of tables and of their columns."""
    TEXT = "text"
    """What the text says most often."""
    FILE = "file name"
    FOLDER = "folder"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that a side of an identity may be, and what speaks for it.

    `words` is where it was read, as written there; `weight` (0 to 1) is how much that counts.
    """

    value: str
    source: Witness
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Trait:
    """One side of an identity (`name` is its field), what it may be, and whether that agrees.

    `candidates` stand in order of their weight, those that speak for what was taken first. Where
    they do not agree, what was taken is a guess, and a person is asked.
    """

    name: str
    candidates: tuple[Candidate, ...]
    agreed: bool


SIDES = (
    "title",
    "year",
    "figure_years",
    "place",
    "department",
    "higher",
    "coverage",
    "project",
    "kind",
)
"""The sides of an identity that are read, or said by a person; the others follow from these."""

ASKED_ABOUT = ("place", "department", "year", "kind")
"""The sides without which nobody knows whose report it is, and of when."""


def undecided(traits: Iterable[Trait], confirmed: Collection[str]) -> tuple[Trait, ...]:
    """Traits, and the sides that a person confirmed → those that neither code nor a person did."""
    return tuple(t for t in traits if not t.agreed and t.name not in confirmed)

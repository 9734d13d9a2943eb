"""Arithmetic over written numbers: what they can stand for, sums, and slips that explain them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import reduce
from itertools import pairwise
from operator import add


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`; the arithmetic keeps every value that is possible."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Interval) -> Interval:
        ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __truediv__(self, other: Interval) -> Interval:
        """Raises ZeroDivisionError when the divisor can be zero."""
        if other.low <= 0 <= other.high:
            raise ZeroDivisionError("the divisor can be zero: ask `can_be` first")
        ends = [a / b for a in (self.low, self.high) for b in (other.low, other.high)]
        return Interval(min(ends), max(ends))

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def meets(self, other: Interval) -> bool:
        """Whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def can_be(self, value: Decimal) -> bool:
        """Whether `value` is one of these."""
        return self.low <= value <= self.high


def exactly(value: Decimal) -> Interval:
    """A value that was not rounded, such as a count."""
    return Interval(value, value)


def rounding_interval(value: Decimal, half_step: Decimal) -> Interval:
    """A number as written → every true value that rounds, or is cut off, to its digits.

    `half_step` is half a unit of the last written digit. Rounding gives value ± half_step,
    cutting off gives value … value + 2·half_step away from zero; reports do both.
    """
    if value < 0:
        return Interval(value - 2 * half_step, value + half_step)
    return Interval(value - half_step, value + 2 * half_step)


def total(parts: list[Interval]) -> Interval:
    """Intervals → the interval of their sum (0 for none)."""
    return reduce(add, parts, exactly(Decimal(0)))


# One number of a report as the checks see it: its value, how exactly it is written, where


@dataclass(frozen=True, slots=True)
class Figure:
    """A written number.

    `value` and `half_step` (half a unit of the last written digit, 0 for a count) are in the
    base unit (元, %, 分, 平方米, 个); `unit` is as written, but for the 万 of 万人, and with that
    is worth `factor` base units.
    `start`/`end` span it in the report's text.
    """

    value: Decimal
    half_step: Decimal
    unit: str
    factor: Decimal
    as_written: str
    start: int
    end: int

    @property
    def range(self) -> Interval:
        """Every true value that this number can stand for."""
        return rounding_interval(self.value, self.half_step)

    @property
    def full_unit(self) -> str:
        """The unit with its 万 or 亿: 万人次, 亿千瓦时."""
        if self.unit == "百分点":
            return "个百分点"
        many = _MANY.search(self.as_written)
        return many[1] + self.unit if many and not self.unit.endswith("元") else self.unit

    @property
    def decimals(self) -> int:
        """How many digits stand after the point."""
        digits = self.as_written.rpartition(".")[2] if "." in self.as_written else ""
        return sum(c.isdigit() for c in digits)


_MANY = re.compile(r"\d\s*([十百千万亿]+)")


def quoted(name: str) -> str:
    """A name as it is quoted: “2024年‘三公’经费预算数”."""
    return f"“{name.replace('“', '‘').replace('”', '’')}”"


def show(value: Decimal, like: Figure) -> str:
    """A value in base units → written as `like` is: its unit, its decimals, its commas."""
    if like.unit == "成":
        return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}%"
    scaled = value / like.factor
    places = max(like.decimals, 2 if like.unit in ("%", "万元", "亿元") else 0)
    rounded = scaled.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    comma = "," if "," in like.as_written or "，" in like.as_written else ""
    return f"{rounded:{comma}f}{like.full_unit}"


# Figures that must fit each other, of whatever sort


class Sort(StrEnum):
    """What is examined when figures are held against each other."""

    SUM = "sums"
    RATE = "rates"
    CHANGE = "changes"
    MATCH = "repetitions"
    SCORE = "scores"


@dataclass(frozen=True, slots=True)
class Relation:
    """Figures that must satisfy `fits`, which is given them in their order."""

    sort: Sort
    figures: tuple[Figure, ...]
    fits: Callable[..., bool] = field(compare=False)

    @property
    def holds(self) -> bool:
        """Whether some true values that are written so satisfy it."""
        return self.fits(*self.figures)

    def with_another(self, i: int, figure: Figure) -> bool:
        """Whether it would hold if `figure` stood in the place of the i-th."""
        return self.fits(*self.figures[:i], figure, *self.figures[i + 1 :])


def percentage(part: Interval, whole: Interval) -> Interval:
    """What part of the whole the part is, in per cent. Raises ZeroDivisionError."""
    return part / whole * exactly(Decimal(100))


def rate_of(part: Figure, whole: Figure, rate: Figure) -> Relation:
    """`rate` is `part` ÷ `whole`; of a whole that can be 0, any rate may be."""

    def fits(part: Figure, whole: Figure, rate: Figure) -> bool:
        zero = whole.range.can_be(Decimal(0))
        return zero or percentage(part.range, whole.range).meets(rate.range)

    return Relation(Sort.RATE, (part, whole, rate), fits)


def same(one: Figure, other: Figure) -> Relation:
    """Both state one value."""
    return Relation(Sort.MATCH, (one, other), lambda a, b: a.range.meets(b.range))


# A whole and its parts → whether they can agree, and how to say that they do not


@dataclass(frozen=True, slots=True)
class Sum:
    """`whole` is said to be the sum of `parts`; each part goes by a label."""

    whole: Figure
    parts: tuple[tuple[str, Figure], ...]
    label: str

    @property
    def labels(self) -> list[str]:
        """What the parts go by."""
        return [label for label, _ in self.parts]

    @property
    def figures(self) -> list[Figure]:
        """The parts without their labels."""
        return [figure for _, figure in self.parts]

    @property
    def value(self) -> Decimal:
        """What the parts add up to, in base units."""
        return sum((f.value for _, f in self.parts), Decimal(0))

    @property
    def off_by(self) -> Decimal:
        """How much the parts add up to more than the whole."""
        return self.value - self.whole.value

    @property
    def is_possible(self) -> bool:
        """Whether some true values that are written so add up."""
        return total([f.range for _, f in self.parts]).meets(self.whole.range)

    @property
    def relation(self) -> Relation:
        """The same, as a relation of the whole and its parts."""
        return sum_of(self.whole, self.figures)

    @property
    def is_exact(self) -> bool:
        """Whether the written digits add up, but for one or two units of the last."""
        return abs(self.off_by) <= 4 * self.coarsest

    @property
    def coarsest(self) -> Decimal:
        """Half a unit of the last place that all of them are written to."""
        return max(f.half_step for f in (self.whole, *self.figures))

    @property
    def recomputed(self) -> str:
        """What the parts add up to, as written."""
        return show(self.value, self._finest)

    @property
    def _finest(self) -> Figure:
        """The whole, or the part with more decimals when parts are written more exactly."""
        like = max((self.whole, *(f for _, f in self.parts)), key=lambda f: f.decimals)
        return like if like.unit == self.whole.unit else self.whole

    def in_words(self) -> tuple[str, str]:
        """The calculation, in Chinese and in English."""
        shown = [f for _, f in self.parts if f.value != 0] or [f for _, f in self.parts]
        terms = " + ".join(f.as_written for f in _few(shown))
        if len(shown) > len(_few(shown)):
            terms += " + …"
        off = show(abs(self.off_by), self._finest)
        zh, en = (quoted(self.label),) * 2 if self.label else ("这里", "this")
        if len(shown) == 1:
            return (
                f"{zh}写的是{self.whole.as_written}，而它仅有的一个分项是{terms}，相差{off}。",
                f"{en[:1].upper()}{en[1:]} is stated as {self.whole.as_written}, but its one part "
                f"is {terms}: {off} apart.",
            )
        return (
            f"{zh}各部分相加：{terms} = {self.recomputed}，"
            f"而报告写的是{self.whole.as_written}，相差{off}。",
            f"The parts of {en} add up to {terms} = {self.recomputed}, "
            f"but the report states {self.whole.as_written}: {off} apart.",
        )


def sum_of(whole: Figure, parts: Sequence[Figure]) -> Relation:
    """`whole` is the sum of `parts`."""

    def fits(whole: Figure, *parts: Figure) -> bool:
        return total([p.range for p in parts]).meets(whole.range)

    return Relation(Sort.SUM, (whole, *parts), fits)


def _few(figures: Sequence[Figure]) -> Sequence[Figure]:
    return figures if len(figures) <= 12 else figures[:12]


# Which labels, listed together, make up a whole in China's budget and final-accounts forms


Family = tuple[tuple[str, ...], tuple[str, ...]]

FAMILIES: tuple[Family, ...] = (
    (("基本支出", "项目支出"), ("上缴上级", "经营支出", "附属单位补助")),
    (("人员", "公用"), ()),
    (("货物", "工程", "服务"), ()),
    (("公务用车", "公务接待"), ("因公出国",)),
    (("公务用车购置", "公务用车运行", "公务接待"), ("因公出国",)),
    (("工资福利", "商品和服务", "对个人和家庭"), ("资本性支出", "债务利息", "其他")),
    (("购置", "运行"), ()),
    (
        ("财政拨款", "其他收入"),
        ("上级补助", "事业收入", "经营收入", "附属单位上缴", "结转", "财政专户"),
    ),
    (("财政拨款", "事业收入"), ("上级补助", "经营收入", "附属单位上缴", "结转")),
    (("本年收入", "结转"), ("使用非财政拨款结余",)),
    (("本年支出", "结转"), ("结余分配",)),
    (
        ("一般公共预算", "政府性基金"),
        (
            *("国有资本经营", "财政专户", "单位资金", "上级补助", "上级财政补助", "事业收入"),
            *("经营收入", "其他收入", "附属单位上缴", "结转"),
        ),
    ),
    (("地上", "地下"), ()),
    (("不计容", "计容"), ()),
    (("履职效能", "管理效率"), ("社会满意度", "加减分", "加分", "扣分")),
    (("第一季度", "第二季度", "第三季度", "第四季度"), ()),
    (("一季度", "二季度", "三季度", "四季度"), ()),
    (("上半年", "下半年"), ()),
    (("行政单位", "事业单位"), ("参公", "参照公务员")),
    (("中小企业", "大型企业"), ()),
)
"""(parts that must all be named, parts that may be): nothing of their whole is left over."""

LIKELY: tuple[Family, ...] = (
    ((), ("中央", "省级", "市级", "区级", "县级", "镇级", "自筹", "地方", "上级", "本级")),
    (("产出",), ("效益", "效果", "决策", "过程", "投入", "成本", "满意度", "预算执行")),
    (("新建", "续建"), ("结转",)),
    (("常年性项目",), ("一次性项目", "经常性项目", "阶段性项目")),
)
"""The same, where a report may leave one out without saying so."""


def closed(labels: Sequence[str]) -> bool:
    """Whether parts so labelled are all there are: one family, each member once, or … 其他.

    Source: the forms of 财政部's 部门预算公开 and 部门决算公开 and the usual prose beside them.
    """
    if len(labels) < 2:
        return False
    if any(_fills(labels, family) for family in FAMILIES):
        return True
    return len(labels) > 2 and "其他" in labels[-1]


def likely_closed(labels: Sequence[str]) -> bool:
    """Whether parts so labelled are as a rule all there are."""
    return len(labels) > 1 and any(_fills(labels, family) for family in LIKELY)


def _fills(labels: Sequence[str], family: Family) -> bool:
    required, optional = family
    members = [_member(label, (*required, *optional)) for label in labels]
    return None not in members and len(set(members)) == len(members) and set(required) <= {*members}


def _member(label: str, family: Sequence[str]) -> str | None:
    """The one member that the label names: the longest, then the last named."""
    found = [(len(name), label.rfind(name), name) for name in family if name in label]
    longest = [f for f in found if not any(f[2] in g[2] and f is not g for g in found)]
    return max(longest, key=lambda f: f[1])[2] if longest else None


# Figures that do not fit → the one slip of the pen that would explain it, if there is one


_DIGITS = re.compile(r"\d[\d,，]*(?:\.\d+)?")


Mending = tuple[Figure, Figure]
"""A figure, and what it should read."""


def mendings(figures: Sequence[Figure], fits: Callable[..., bool]) -> list[Mending]:
    """The mendings that make the relation hold; those of the likeliest sort."""
    return likely_mendings(figures, fits) or _mendings(figures, fits, _wrong_digits)


def likely_mendings(figures: Sequence[Figure], fits: Callable[..., bool]) -> list[Mending]:
    """Those that undo a digit left out, two digits swapped, a point or a unit mistaken."""
    return _mendings(figures, fits, _slips)


def _mendings(
    figures: Sequence[Figure],
    fits: Callable[..., bool],
    slips: Callable[[Figure], Iterator[Figure]],
) -> list[Mending]:
    found: dict[tuple[Decimal, int], Mending] = {}
    for i, figure in enumerate(figures):
        for other in slips(figure):
            if fits(*figures[:i], other, *figures[i + 1 :]):
                found[other.value, i] = (figure, other)
    return list(found.values())


def _slips(figure: Figure) -> Iterator[Figure]:
    """The figures that a single slip could have turned into this one."""
    match = _DIGITS.search(figure.as_written)
    if match is None or figure.value <= 0:
        return
    digits = re.sub(r"[,，]", "", match[0])
    for i, c in enumerate(digits):
        if c.isdigit() and len(digits) > 2:
            yield from _rewritten(figure, digits[:i] + digits[i + 1 :])
    for a, b in pairwise(range(len(digits))):
        if digits[a].isdigit() and digits[b].isdigit():
            yield from _swapped(figure, digits, a, b)
    for shift in (Decimal("0.1"), Decimal(10), Decimal("0.01"), Decimal(100)):
        yield replace(figure, value=figure.value * shift, half_step=figure.half_step * shift)
    if figure.unit in ("元", "万元"):
        unit, factor = ("万元", 10**4) if figure.unit == "元" else ("元", 1)
        ratio = Decimal(factor) / figure.factor
        yield replace(
            figure,
            value=figure.value * ratio,
            half_step=figure.half_step * ratio,
            unit=unit,
            factor=Decimal(factor),
        )


def _wrong_digits(figure: Figure) -> Iterator[Figure]:
    """The figures with one other digit, one digit more, or two swapped over the point."""
    match = _DIGITS.search(figure.as_written)
    digits = re.sub(r"[,，]", "", match[0]) if match else ""
    point = digits.find(".")
    if point > 0:
        yield from _swapped(figure, digits, point - 1, point + 1)
    for i, c in enumerate(digits):
        for other in "0123456789":
            if c.isdigit() and other != c:
                yield from _rewritten(figure, digits[:i] + other + digits[i + 1 :])
            yield from _rewritten(figure, digits[:i] + other + digits[i:])


def _swapped(figure: Figure, digits: str, a: int, b: int) -> Iterator[Figure]:
    if digits[a] != digits[b]:
        between = digits[a + 1 : b]
        yield from _rewritten(
            figure, digits[:a] + digits[b] + between + digits[a] + digits[b + 1 :]
        )


def _rewritten(figure: Figure, digits: str) -> Iterator[Figure]:
    if digits.startswith((".", "0")) and not digits.startswith("0."):
        return
    if digits.endswith("."):
        return
    yield replace(figure, value=Decimal(digits) * figure.factor)

"""A paragraph → the figures it states, each with the part it plays: amount, change, rate …

What a figure is said to be is read from the words since the last mark or figure before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from figures.checks.figure import Figure
from figures.quantities import Qualifier, Quantity, QuantityKind, quantities
from figures.units import unit_named


class Role(StrEnum):
    """What a figure does in its sentence."""

    AMOUNT = "amount"
    BASE = "compared with"
    CHANGE = "change"
    GROWTH = "rate of change"
    LEVEL = "no change"
    DONE = "rate of completion"
    SHARE = "share of a whole"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Mention:
    """A figure in prose.

    `label` has the words right before it, `lead` all words since the figure before it or the
    beginning of the sentence, both without white space; `direction` is +1 for an increase, -1
    for a decrease. `is_exact` is false for 约, 近, 超过.
    """

    figure: Figure
    kind: QuantityKind
    qualifier: Qualifier
    role: Role
    direction: int
    label: str
    lead: str

    @property
    def start(self) -> int:
        """Where the figure begins."""
        return self.figure.start

    @property
    def end(self) -> int:
        """Where the figure ends."""
        return self.figure.end

    @property
    def is_exact(self) -> bool:
        """Whether nothing beside the figure bounds it or calls it approximate."""
        return self.qualifier is Qualifier.EXACT

    @property
    def is_usable(self) -> bool:
        """Whether the figure is one value, if only about: not a bound such as 超过."""
        return self.qualifier in (Qualifier.EXACT, Qualifier.ABOUT)

    def like(self, other: Mention) -> bool:
        """Whether both measure the same sort of thing, so that they can be added."""
        return self.kind == other.kind and (
            self.kind is not QuantityKind.COUNT or self.figure.unit == other.figure.unit
        )


UP = "增加|增长|上升|提高|上涨|提升|增多|净增|上浮|追加|调增|多(?=$|了)|超出"
DOWN = "减少|下降|降低|下滑|缩减|压减|回落|节约|调减|核减|压缩|下浮|少(?=$|了)"
_TAIL = r"(?:了|额|数|金额|幅度|率|比例)?(?:约|近|为|约为|达|达到|共计|合计|：|:|\s)*$"
_UP = re.compile(rf"(?:{UP}|增幅|涨幅|增速|升幅){_TAIL}")
_DOWN = re.compile(rf"(?:{DOWN}|降幅|减幅|跌幅){_TAIL}")
_BASE = re.compile(r"^(?:其中[，,：:]?)?(?:比|较|与|同(?!时|步|意)|由|从|对比)")
_WITH_ANOTHER_TIME = re.compile(r"与(?:20\d\d年|上一?年|去年|同期|年初|预算)")
_BASE_BEHIND = re.compile(
    r"(?:(?<![占同环对])(?:比|较)(?:20\d\d年|上年|上一年|去年|同期|年初|预算)[^，。；]*"
    r"|(?:由|从)(?:20\d\d年度?|上年度?|去年|原来)?的?)$"
)
_DONE = re.compile(
    r"(?:执行率|完成率|完成比例|支出率|支出进度|执行进度|支付率|拨付率|使用率|到位率|执行数|完成[^，。；]{0,14}(?:预算|任务|计划)[^，。；]{0,6}的"
    r"|[为占]?[^，。；]{0,8}预算[^，。；]{0,6}的)(?:为|达|达到|约|是|：|:|\s)*$"
)
_SHARE = re.compile(
    r"(?:占比|比重|比例|占[^，。；]*?(?:的|比例|比重)?)(?:为|达|达到|约|是|：|:|\s)*$"
)
_LEVEL = re.compile(r"持平|无变化|没有变化|无增减变化|无增减")
_COMPARES = re.compile(r"比|较|与|同")
_BREAK = re.compile(r"[，,。；;：:\n\t]")
_MEASURED = frozenset(
    {
        QuantityKind.MONEY,
        QuantityKind.RATE,
        QuantityKind.SCORE,
        QuantityKind.COUNT,
        QuantityKind.AREA,
        QuantityKind.NUMBER,
    }
)


def mentions(text: str, start: int, end: int) -> tuple[Mention, ...]:
    """`text[start:end]`, one sentence → the figures in it, in order, dates left out."""
    piece = text[start:end]
    found = [q for q in quantities(piece) if q.kind in _MEASURED]
    marks: list[tuple[int, int, Quantity | None]] = [(q.start, q.end, q) for q in found]
    marks += [(m.start(), m.end(), None) for m in _LEVEL.finditer(piece)]
    return tuple(_mentions(piece, start, sorted(marks, key=lambda mark: mark[:2])))


def _mentions(
    piece: str, offset: int, marks: list[tuple[int, int, Quantity | None]]
) -> Iterator[Mention]:
    last = 0
    for start, end, q in marks:
        raw = piece[last:start]
        lead = re.sub(r"\s", "", raw)
        label = _label(lead)
        if q is None:
            if _COMPARES.search(lead):
                level = Figure(
                    Decimal(0),
                    Decimal(0),
                    "",
                    Decimal(1),
                    piece[start:end],
                    offset + start,
                    offset + end,
                )
                yield Mention(
                    level, QuantityKind.NUMBER, Qualifier.EXACT, Role.LEVEL, 0, label, lead
                )
                last = end
            continue
        role, direction = _role(q, label, lead)
        yield Mention(_figure(q, offset), q.kind, q.qualifier, role, direction, label, lead)
        last = end


def _label(lead: str) -> str:
    """The words right before a figure; what stands before an open bracket is not among them."""
    clause = _BREAK.split(lead)[-1]
    opened = max(clause.rfind("（"), clause.rfind("("))
    closed = max(clause.rfind("）"), clause.rfind(")"))
    if opened > closed:
        clause = clause[opened + 1 :]
    return re.sub(r"^[）)、和及与]+", "", clause)


def _role(q: Quantity, label: str, lead: str) -> tuple[Role, int]:
    rate = q.kind is QuantityKind.RATE
    if not re.search(r"[到至]$", label):
        for pattern, direction in ((_UP, 1), (_DOWN, -1)):
            if pattern.search(label) and (rate or q.kind is not QuantityKind.NUMBER):
                sign = -direction if q.value < 0 else direction
                return (Role.GROWTH if rate else Role.CHANGE), sign
    if rate:
        if _SHARE.search(label) and not re.search(r"占[^，。；]{0,8}预算[^，。；]{0,6}$", label):
            return Role.SHARE, 0
        return (Role.DONE, 0) if _DONE.search(label) else (Role.OTHER, 0)
    with_another = _WITH_ANOTHER_TIME.match(_BREAK.split(lead)[-1])
    if with_another or _BASE.match(label) or _BASE_BEHIND.search(label):
        return Role.BASE, 0
    return Role.AMOUNT, 0


def _figure(q: Quantity, offset: int) -> Figure:
    """A quantity → its figure; 0 is exact, and so is a count that is not written in 万."""
    factor = unit_named(q.unit).factor
    half = q.half_step
    if (q.kind is QuantityKind.COUNT and half < 1) or (q.value == 0 and "." not in q.as_written):
        half = Decimal(0)
    if q.qualifier is Qualifier.ABOUT:
        half = max(half, _last_nonzero(q.value) * factor / 2)
    return Figure(q.base, half, q.unit, factor, q.as_written, offset + q.start, offset + q.end)


def _last_nonzero(value: Decimal) -> Decimal:
    """The place value of the last digit that is not 0: 10 for 120."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)

"""A paragraph → the figures it states, each with the part it plays, and its statements of change.

What a figure is said to be is read from the words since the last mark or figure before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from figures.checks.arithmetic import Figure
from figures.quantities import Qualifier, Quantity, QuantityKind, quantities
from figures.quantities.numbers import MULTIPLIERS, unit_named
from figures.quantities.words import in_order
from figures.sentences import Span


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


UP = (
    "增加|增长|上升|提高|上涨|提升|增多|净增|增产|上浮|追加|调增|增收|增支|"
    "超收|扩大|多(?=$|了)|超出"
)
DOWN = (
    "减少|下降|降低|下滑|缩减|压减|回落|节约|调减|追减|核减|压缩|"
    "下浮|减收|减支|减产|短收|缩小|少(?=$|了)"
)
_BY_VERB = re.compile(
    r"(?P<against>(?:(?<!占)比(?![例重较])|较)[^，。；]+?|同比)?"
    r"(?:(?P<more>多)|少)(?![^，]*[到至]$)[一-鿿]{1,3}$"
)
_TAIL = r"(?:了|额|数|金额|幅度|率|比例)?(?:约|近|为|约为|达|达到|共计|合计|：|:|\s)*$"
_UP = re.compile(rf"(?:{UP}|增幅|涨幅|增速|升幅){_TAIL}")
_DOWN = re.compile(rf"(?:{DOWN}|降幅|减幅|跌幅){_TAIL}")
_BASE = re.compile(r"^(?:其中[，,：:]?)?(?:比|较|与|同(?!时|步|意|期)|由|从|对比)")
_WITH_ANOTHER_TIME = re.compile(r"与(?:20\d\d年|上一?年|去年|同期|年初|预算)")
_BASE_BEHIND = re.compile(
    r"(?:(?<![占同环对])(?:比|较)(?:20\d\d年|上年|上一年|去年|同期|年初|预算)[^，。；]*"
    r"|(?:由|从)(?:20\d\d年度?|上年度?|去年|原来)?的?)$"
)
_DONE = re.compile(
    r"(?:执行率|完成率|完成比例|完成度|完成程度|达成率|支出率|支出进度|执行进度|支付率|拨付率|使用率|到位率|执行数|完成[^，。；]{0,14}(?:预算|任务|计划)[^，。；]{0,6}的"
    r"|[为占]?[^，。；]{0,8}预算[^，。；]{0,6}的)(?:为|达|达到|约|是|：|:|\s)*$"
)
_SHARE = re.compile(
    r"(?:占比|比重|比例|占[^，。；]*?(?:的|比例|比重)?)(?:为|达|达到|约|是|：|:|\s)*$"
)
_OF_BUDGET = re.compile(r"占[^，。；]{0,8}(?<!公共)(?<!基金)(?<!经营)预算[^，。；]{0,6}$")
_LEVEL = re.compile(r"持平|无变化|没有变化|无增减变化|无增减")
_COMPARES = re.compile(r"比|较|与|同")
_ITEM = re.compile(r"[；;]")
_OTHER_BASIS = re.compile(r"剔除|扣除|可比|口径|如果|若")
_ONLY_CHANGE = re.compile(
    rf"[，,、（(]*(?:[）)]|同|并|且|约|即|也|幅度?|率|比例|分别|各|均|为|达到?|了|{UP}|{DOWN}|[增降减涨升]幅|增速)*"
    r"(?:无增减变化|持平)?[：:]*"
)
_BREAK = re.compile(r"[，,。；;：:\n\t]")
_MEASURED = frozenset(
    {
        QuantityKind.MONEY,
        QuantityKind.RATE,
        QuantityKind.SCORE,
        QuantityKind.COUNT,
        QuantityKind.AREA,
        QuantityKind.LENGTH,
        QuantityKind.VOLUME,
        QuantityKind.WEIGHT,
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
    last, before = 0, Role.OTHER
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
        role, direction = _role(q, label, lead, compared=before is Role.BASE)
        yield Mention(figure_of(q, offset), q.kind, q.qualifier, role, direction, label, lead)
        last, before = end, role


def _label(lead: str) -> str:
    """The words right before a figure; what stands before an open bracket is not among them."""
    clause = _BREAK.split(lead)[-1]
    opened = max(clause.rfind("（"), clause.rfind("("))
    closed = max(clause.rfind("）"), clause.rfind(")"))
    if opened > closed:
        clause = clause[opened + 1 :]
    return re.sub(r"^[）)、和及与]+", "", clause)


def _role(q: Quantity, label: str, lead: str, *, compared: bool) -> tuple[Role, int]:
    """`compared` is whether the figure before is one that something is compared with."""
    rate = q.kind is QuantityKind.RATE
    if not re.search(r"[到至]$", label):
        for pattern, direction in ((_UP, 1), (_DOWN, -1)):
            if pattern.search(label) and (rate or q.kind is not QuantityKind.NUMBER):
                sign = -direction if q.value < 0 else direction
                return (Role.GROWTH if rate else Role.CHANGE), sign
    if rate:
        if _SHARE.search(label) and not _OF_BUDGET.search(label):
            return Role.SHARE, 0
        return (Role.DONE, 0) if _DONE.search(label) else (Role.OTHER, 0)
    by_verb = _BY_VERB.search(label)  # 比上年多出栏; 比上年的23万元多花
    if by_verb and (by_verb["against"] or (compared and by_verb.start() == 0)):
        return Role.CHANGE, 1 if by_verb["more"] else -1
    with_another = _WITH_ANOTHER_TIME.match(_BREAK.split(lead)[-1])
    if with_another or _BASE.match(label) or _BASE_BEHIND.search(label):
        return Role.BASE, 0
    return Role.AMOUNT, 0


def figure_of(q: Quantity, offset: int) -> Figure:
    """A quantity → its figure; 0 is exact, and so is a count that is not written in 万."""
    of_unit = unit_named(q.unit).factor
    factor = of_unit
    many = _MANY.match(q.as_written)
    if many and q.kind is not QuantityKind.MONEY:
        factor *= MULTIPLIERS[many[1]]
    half = q.half_step
    if (q.kind is QuantityKind.COUNT and half < 1) or (q.value == 0 and "." not in q.as_written):
        half = Decimal(0)
    if q.qualifier is Qualifier.ABOUT:
        half = max(half, _last_nonzero(q.value) * of_unit / 2)
    return Figure(q.base, half, q.unit, factor, q.as_written, offset + q.start, offset + q.end)


_MANY = re.compile(r"[\d,，.\s]+(十万|百万|千万|万亿|[十百千万亿])")


def _last_nonzero(value: Decimal) -> Decimal:
    """The place value of the last digit that is not 0: 10 for 120."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(0)


# Prose → its statements of change: what, against what, by how much


MEASURES = (
    ("执行", re.compile(r"执行")),
    ("决算", re.compile(r"决算")),
    ("年初", re.compile(r"年初(?:部门)?预算")),
    ("调整", re.compile(r"调整(?:后)?(?:的)?预算|全年预算|调整预算|预算数?调整为")),
    ("预算", re.compile(r"(?<!公共)(?<!基金)(?<!经营)预算(?!稳定)|计划(?!生育|单列)")),
)
"""What stage of a budget a phrase is about, the more particular first."""

_YEAR = re.compile(r"(20\d\d)\s*年")
_INCLUDING = re.compile(r"[（(]不?(?:含|包括)[^（）()]*[)）]")
_LAST_YEAR = re.compile(r"上年|上一年|去年|上一?个?年度|上期|同期")
_FUNCTION_WORDS = re.compile(
    r"20\d\d年|上一年|上年|去年|上期|同期|年度|当年|本年|全年|同比|环比|相比|比较|其中|实际|预计|预算|执行|决算"
    r"|年初|调整后?|安排|情况|数额|金额|总额|[（(].*?[)）]|[的数额度年：，,“”\"各均共有所略约总为]|基本(?=$)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """What a phrase names: its year, its stage (执行, 决算, 年初 …, ''), the words left over."""

    year: int | None
    measure: str
    name: str


@dataclass(frozen=True, slots=True)
class Change:
    """One statement of change.

    `current` is the figure that changed, `others` those of its sentence that may have changed
    instead; `bases` can be what it is compared with, the likeliest first. `change`, `growth`,
    `level` are what is said of it; `phrase` the words compared with. `certain` is false where the
    change may be another's.
    """

    current: Mention | None
    others: tuple[Mention, ...]
    bases: tuple[Mention, ...]
    change: Mention | None
    growth: Mention | None
    level: Mention | None
    phrase: str
    certain: bool

    @property
    def said(self) -> Mention:
        """The first of the figures that say the change."""
        first = self.change or self.growth or self.level
        assert first is not None  # one of them is what makes it a statement of change
        return first


def term(phrase: str, report_year: int | None) -> Term:
    """Words such as 2023年预算执行数 → what they name."""
    phrase = _INCLUDING.sub("", phrase)
    years = _YEAR.findall(phrase)
    year = int(years[-1]) if years else None
    if year is None and report_year and _LAST_YEAR.search(phrase):
        year = report_year - 1
    measure = next((name for name, pattern in MEASURES if pattern.search(phrase)), "")
    return Term(year, measure, _FUNCTION_WORDS.sub("", phrase))


def changes(
    sentences: Sequence[tuple[Span, tuple[Mention, ...]]], report_year: int | None
) -> Iterator[Change]:
    """A paragraph's sentences with their mentions → its statements of change, in order."""
    earlier: list[Mention] = []
    previous: list[Mention] = []
    for _, found in sentences:
        rated = {a for a, b in pairwise(found) if is_of(b)}
        here: list[Mention] = []
        item: list[Mention] = []  # those of `here` since the last ；
        told: list[Mention] = []  # those whose change was told in an item before
        group: list[Mention] = []
        for mention in (*found, None):
            if group and (mention is None or not _goes_on(group, mention)):
                before = [m for m in here if m not in told]
                yield _change(group, item, before, previous, earlier, report_year)
                group = []
            if mention is None:
                break
            if _ITEM.search(mention.lead):
                told += item if any(c in here for c in item) and _has_change(found, item) else []
                item = []
            if mention.role in (Role.CHANGE, Role.GROWTH, Role.LEVEL):
                group.append(mention)
            else:
                here.append(mention)
                if mention not in rated:
                    item.append(mention)
        earlier += here
        previous = here or previous


def _goes_on(group: list[Mention], mention: Mention) -> bool:
    """Whether a figure says more of the same change: 增加5万元，增长3%, and nothing between."""
    return (
        mention.role in (Role.CHANGE, Role.GROWTH, Role.LEVEL)
        and mention.role not in [m.role for m in group]
        and _ONLY_CHANGE.fullmatch(mention.lead) is not None
    )


def is_of(rate: Mention) -> bool:
    """Whether a rate is said of the figure right before it: 为年初预算95.20亿元的103.32%."""
    return rate.kind is QuantityKind.RATE and re.match(r"的(?!增|减|降)", rate.lead) is not None


def _has_change(found: Sequence[Mention], item: Sequence[Mention]) -> bool:
    """Whether a change is told right behind one of an item's figures."""
    changed = (Role.CHANGE, Role.GROWTH, Role.LEVEL)
    return any(a in item and b.role in changed for a, b in pairwise(found))


def _change(
    group: list[Mention],
    item: list[Mention],
    here: list[Mention],
    previous: list[Mention],
    earlier: list[Mention],
    report_year: int | None,
) -> Change:
    """`item` are the figures since the last ；, `here` those of the sentence."""
    phrase, subject = _phrase(group[0])
    against = term(phrase, report_year)
    change = next((m for m in group if m.role is Role.CHANGE), None)
    growth = next((m for m in group if m.role is Role.GROWTH), None)
    level = next((m for m in group if m.role is Role.LEVEL), None)
    kind = change.kind if change else None
    # What another amount was compared with is not what this one is.
    pool = [
        m
        for m in (*earlier, *here)
        if _amount(m, kind) and (m.role is Role.AMOUNT or m in here[-2:] or m in item)
    ]
    name = term(subject, report_year).name
    pool = [m for m in pool if m in here or in_order(name, m.lead)]
    bases = tuple(_bases(against, phrase, pool, here, report_year))
    in_sentence = any(_amount(m, kind) for m in here)
    near = item if in_sentence else previous
    current, certain = _current(subject, against, bases, near, in_sentence, kind, report_year)
    certain = certain and _OTHER_BASIS.search(group[0].lead) is None and "分别" not in subject
    bases = tuple(b for b in bases if b != current)
    if change and current and not change.like(current):
        current = None
    pinned = current is not None and _YEAR.search(subject) and term(current.label, None).year
    others = tuple(
        m
        for m in (() if pinned else reversed(item))
        if m.role is Role.AMOUNT and m != current and m not in bases and _amount(m, kind)
    )
    return Change(current, others, bases, change, growth, level, phrase, certain)


def _amount(mention: Mention, kind: QuantityKind | None) -> bool:
    fits = mention.kind == kind if kind else mention.kind in _AMOUNTS
    return fits and mention.role in (Role.AMOUNT, Role.BASE)


_AMOUNTS = _MEASURED - {QuantityKind.RATE, QuantityKind.NUMBER}


def _phrase(mention: Mention) -> tuple[str, str]:
    """(what is compared with, what has changed), from the words before a change."""
    lead = re.sub(r"[（(][^（）()]*[)）]", "", mention.lead)
    clauses = re.split(r"[，,；;。：:（）()]", lead)
    last = clauses[-1]
    before = clauses[-2] if len(clauses) > 1 else ""
    if m := re.search(r"(?:对比|同比|环比|比|较|与|同(?!时|步|意))(?P<base>.+)$", last):
        return _bare(m["base"]), last[: m.start()]
    if re.match(r"(?:其中)?(?:比|较|与|同)", before) and re.search(r"相比|比较|相较|比$", before):
        return re.sub(r"^(?:其中)?(?:比|较|与|同)|相比$|比较$|相较$", "", before), _bare(last)
    if re.search(r"同比|环比", last):
        return "上年", re.split(r"同比|环比", last)[0]
    if of_plan := re.search(r"超收|短收", last):
        return "预算", last[: of_plan.start()]
    return "", _bare(last)


def _bare(base: str) -> str:
    """The words compared with, without the verb of change at their end."""
    base = re.sub(r"(?:多|少)[一-鿿]{1,3}$", "", base)
    return re.sub(
        r"(?:相比|比较)?(?:基本|略有|有所|大幅|各|均)*(?:增加|减少|增长|下降|降低|提高|上升|上涨"
        r"|提升|增幅|降幅|压减|缩减|减幅|节约|增收|减收|增支|减支|多|少|下浮|上浮)"
        r"(?:了|额|幅度|率|约|为)*$",
        "",
        base,
    )


def _bases(
    against: Term,
    phrase: str,
    pool: list[Mention],
    here: list[Mention],
    report_year: int | None,
) -> Iterator[Mention]:
    """Amounts that the phrase can mean, the nearest first; one named 比… comes before all."""
    named_so = [m for m in here[-2:] if m.role is Role.BASE and m in pool]
    if named_so and not phrase:
        yield named_so[-1]
        return
    if not phrase:
        return
    for mention in reversed(pool):
        named = term(mention.label, report_year)
        of_plan = phrase == "预算" and mention in here and "预算" in mention.label
        of_that_time = named.year and (named.year, named.measure) == (against.year, against.measure)
        if of_plan or of_that_time:
            yield mention


def _current(
    subject: str,
    against: Term,
    bases: tuple[Mention, ...],
    near: list[Mention],
    in_sentence: bool,
    kind: QuantityKind | None,
    report_year: int | None,
) -> tuple[Mention | None, bool]:
    """(the amount that changed, whether that is certain)."""
    mine = [m for m in near if _amount(m, kind) and m not in bases]
    if in_sentence:
        mine = [m for m in mine if m.role is Role.AMOUNT]
    if not mine or (not in_sentence and len(mine) != 1):
        return None, False
    current = mine[-1]
    if in_sentence and near[-1].kind is QuantityKind.RATE and not subject and kind is None:
        return current, False  # it may be the rate that changed
    what = term(subject, report_year)
    of_that_year = len(_YEAR.findall(subject)) == 1 and [
        m for m in mine if term(m.label, report_year).year == what.year
    ]
    if of_that_year and len(of_that_year) == 1 and term(of_that_year[0].label, None).name == "":
        return of_that_year[0], of_that_year[0].is_usable  # 2022年A、2023年B，2023年规模较…
    alike = what.name == current.figure.unit  # 8,392户，户数比上一批次…
    names = ("", "") if alike else (what.name, against.name)
    return current, current.is_usable and all(in_order(name, current.lead) for name in names)

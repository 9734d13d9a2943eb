"""Prose → its statements of change: what, against what, by how much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from figures.checks.findings import Span
from figures.checks.mentions import Mention, Role
from figures.quantities import QuantityKind

MEASURES = (
    ("执行", re.compile(r"执行")),
    ("决算", re.compile(r"决算")),
    ("年初", re.compile(r"年初(?:部门)?预算")),
    ("调整", re.compile(r"调整(?:后)?(?:的)?预算|全年预算|调整预算")),
    ("预算", re.compile(r"(?<!公共)(?<!基金)(?<!经营)预算|计划")),
)
"""What stage of a budget a phrase is about, the more particular first."""

_YEAR = re.compile(r"(20\d\d)\s*年")
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
        here: list[Mention] = []
        group: list[Mention] = []
        for mention in found:
            if mention.role in (Role.CHANGE, Role.GROWTH, Role.LEVEL):
                if group and (_phrase(mention)[0] or mention.role in [m.role for m in group]):
                    yield _change(group, here, previous, earlier, report_year)
                    group = []
                group.append(mention)
                continue
            if group:
                yield _change(group, here, previous, earlier, report_year)
                group = []
            here.append(mention)
        if group:
            yield _change(group, here, previous, earlier, report_year)
        earlier += here
        previous = here or previous


def _change(
    group: list[Mention],
    here: list[Mention],
    previous: list[Mention],
    earlier: list[Mention],
    report_year: int | None,
) -> Change:
    phrase, subject = _phrase(group[0])
    against = term(phrase, report_year)
    change = next((m for m in group if m.role is Role.CHANGE), None)
    growth = next((m for m in group if m.role is Role.GROWTH), None)
    level = next((m for m in group if m.role is Role.LEVEL), None)
    kind = change.kind if change else None
    pool = [m for m in (*earlier, *here) if _amount(m, kind)]
    bases = tuple(_bases(against, phrase, pool, here, report_year))
    current, certain = _current(subject, against, bases, here, previous, kind, report_year)
    bases = tuple(b for b in bases if b != current)
    if change and current and not change.like(current):
        current = None
    others = tuple(
        m
        for m in reversed(here)
        if m.role is Role.AMOUNT and m != current and m not in bases and _amount(m, kind)
    )
    return Change(current, others, bases, change, growth, level, phrase, certain)


def _amount(mention: Mention, kind: QuantityKind | None) -> bool:
    wanted = (QuantityKind.MONEY, QuantityKind.COUNT, QuantityKind.AREA, QuantityKind.SCORE)
    fits = mention.kind == kind if kind else mention.kind in wanted
    return fits and mention.role in (Role.AMOUNT, Role.BASE)


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
    return "", _bare(last)


def _bare(base: str) -> str:
    """The words compared with, without the verb of change at their end."""
    return re.sub(
        r"(?:相比|比较)?(?:基本|略有|有所|大幅|各|均)*(?:增加|减少|增长|下降|降低|提高|上升|上涨"
        r"|提升|增幅|降幅|压减|缩减|减幅|节约|多|少|下浮|上浮)(?:了|额|幅度|率|约|为)*$",
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
    named_so = [m for m in here if m.role is Role.BASE and m in pool]
    if named_so:
        yield named_so[-1]
        return
    if not phrase:
        return
    for mention in reversed(pool):
        named = term(mention.label, report_year)
        if named.year == against.year and named.year and named.measure == against.measure:
            yield mention


def _current(
    subject: str,
    against: Term,
    bases: tuple[Mention, ...],
    here: list[Mention],
    previous: list[Mention],
    kind: QuantityKind | None,
    report_year: int | None,
) -> tuple[Mention | None, bool]:
    """(the amount that changed, whether that is certain)."""
    mine = [m for m in here if _amount(m, kind) and m not in bases and m.role is Role.AMOUNT]
    if not mine:
        mine = [m for m in previous if _amount(m, kind) and m not in bases]
        if len(mine) != 1:
            return None, False
    current = mine[-1]
    if here and here[-1].kind is QuantityKind.RATE and not subject and kind is None:
        return current, False  # it may be the rate that changed
    names = (term(subject, report_year).name, against.name)
    return current, current.is_usable and all(_within(name, current.lead) for name in names)


def _within(words: str, text: str) -> bool:
    """Whether the characters of `words` stand, in order, in `text`."""
    rest = iter(text)
    return all(c in rest for c in words)

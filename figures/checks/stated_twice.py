"""One thing stated twice: in two places, in a heading and below it, in last year's report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from figures.checks.arithmetic import Figure, Interval, Relation, Sort, same, show
from figures.checks.prose import Change, Mention, Role, term
from figures.checks.registry import (
    Held,
    Outcome,
    Paragraph,
    Reading,
    Span,
    Suspicion,
    check,
    check_against_last_year,
    suspicion,
)
from figures.indicators import NAMES, indicators
from figures.quantities import Qualifier, QuantityKind
from figures.quantities.words import in_order
from records import Indicator, Kind, Severity

_KEY = re.compile(
    r"三公|机关运行经费|政府采购|收入[总合]计|支出[总合]计|收入预算|支出预算|财政拨款收入|财政拨款支出"
    r"|全年预算|全年执行|整体.*自评|自评.*(?:总分|得分)|预算执行率"
)
_RATE_NAME = re.compile(r"率")
_GENERAL_RATE = re.compile(r"^(?:预算)?(?:执行|完成|支出|增长|达标|支付)率")
_TARGET = re.compile(r"目标|指标值|计划|预期|力争|确保|不低于|≥|标准|要求|达到.{0,4}以上")
_MONTH = re.compile(r"(\d{1,2})\s*月|([一二三四])季度|(上|下)半年")
_AFTER = re.compile(r"[“”\"《》]|\s")
_STOP = re.compile(r"[，,。；;、：:（）()\n\t\d]|$")
_BOUND = re.compile(r"(?:不少于|不超过|不低于|超过|近|约|突破|逾|达到|达|至少|共|了)+$")
_AHEAD = re.compile(r"工作(?:安排|打算|计划|思路)|下一步|[明下]一?年|目标任务")
_NAMED = 4
"""Characters that name whose 收入预算 or 全年预算 it is; with fewer it may be any project's."""
_FEW = 10
"""Counts below this are too common (两个批次, 四种方式) to be told apart by their words."""
_INFINITE = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Claim:
    """A figure with what it is about: the words before it, the noun after it."""

    mention: Mention
    noun: str
    sentence: Span
    anchors: frozenset[tuple[Decimal, str, str]]


@check("stated-twice", zh="同一事项前后不一", en="stated twice, differently")
def repeats_agree(reading: Reading) -> Iterator[Outcome]:
    """近1.72万宗 and 超过2万宗 for one service; 收入预算 with two amounts."""
    alike: dict[tuple[object, ...], list[Claim]] = {}
    for claim in _claims(reading):
        if key := _key(reading, claim):
            alike.setdefault(key, []).append(claim)
    told: set[tuple[str, str]] = set()
    for claims in alike.values():
        for a, b in combinations(claims, 2):
            pair = (a.mention.figure.as_written, b.mention.figure.as_written)
            # What costs little to tell comes first: a long report has many pairs.
            if pair in told or a.sentence == b.sentence:
                continue
            relation = Relation(
                Sort.MATCH,
                (a.mention.figure, b.mention.figure),
                lambda x, y, a=a, b=b: _range(a.mention, x).meets(_range(b.mention, y)),
            )
            if not _same(reading, a, b):
                continue
            if relation.holds:
                yield Held(relation)
            else:
                told.add(pair)
                yield _finding(reading, a, b, relation)


def _key(reading: Reading, claim: Claim) -> tuple[object, ...] | None:
    """What two claims must share to be about one thing; None for what is never compared."""
    mention = claim.mention
    if mention.kind is QuantityKind.COUNT:
        return mention.kind, mention.figure.unit, claim.noun
    if mention.kind is QuantityKind.NUMBER:
        return None
    named = term(mention.label, reading.identity.year)
    if mention.kind is QuantityKind.RATE:
        telling = _RATE_NAME.search(mention.label) and len(named.name) > 3
        if not telling or _GENERAL_RATE.match(named.name):
            return None
    else:
        telling = _KEY.search(mention.label) and len(named.name) >= _NAMED
        if not telling or "其中" in reading.text[claim.sentence[0] : mention.start]:
            return None
    return mention.kind, named.year or reading.identity.year, named.measure, named.name


def _claims(reading: Reading) -> Iterator[Claim]:
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            counts = [m for m in sentence.mentions if m.kind is QuantityKind.COUNT]
            nouns = {m: _noun(reading, m.figure) for m in sentence.mentions}
            for mention in sentence.mentions:
                anchors = frozenset(
                    (m.figure.value, m.figure.unit, nouns[m])
                    for m in counts
                    if m is not mention and len(nouns[m]) > 3
                )
                if mention.role in (Role.AMOUNT, Role.OTHER, Role.DONE):
                    yield Claim(mention, nouns[mention], sentence.span, anchors)


def _noun(reading: Reading, figure: Figure) -> str:
    tail = _AFTER.sub("", reading.text[figure.end : figure.end + 30])
    match = _STOP.search(tail)
    return tail[: match.start()] if match else tail


def _range(mention: Mention, figure: Figure) -> Interval:
    """What a figure can stand for, with the words that bound it."""
    value, own = figure.value, figure.range
    if mention.qualifier in (Qualifier.MORE, Qualifier.AT_LEAST):
        return Interval(value, _INFINITE)
    if mention.qualifier in (Qualifier.LESS, Qualifier.AT_MOST):
        return Interval(-_INFINITE, value)
    if mention.qualifier is Qualifier.ABOUT:
        return Interval(value * Decimal("0.9"), value * Decimal("1.1"))
    return own


def _same(reading: Reading, a: Claim, b: Claim) -> bool:
    """Whether two claims with one key are about one thing at one time."""
    texts = [reading.text[slice(*c.sentence)] for c in (a, b)]
    if any(_is_target(reading, c) for c in (a, b)) or _other_time(texts):
        return False
    if _under_other_years(reading, a, b) or all(_NUMBER.match(t.strip()) for t in texts):
        return False  # what stands in two years' parts, or in two items of lists
    return a.mention.kind is not QuantityKind.COUNT or _same_count(a, b)


def _is_target(reading: Reading, claim: Claim) -> bool:
    """Whether a figure is what was aimed at: its sentence, or its heading, says so before it."""
    return any(
        _TARGET.search(words)
        for words in (
            claim.mention.lead[-12:],
            reading.text[claim.sentence[0] : claim.mention.start],
            *reading.report.headings_at(claim.mention.start)[-1:],
        )
    )


def _other_time(texts: Sequence[str]) -> bool:
    months = [set(_MONTH.findall(t)) for t in texts]
    years = [set(re.findall(r"20\d\d", t)) for t in texts]
    return any(x and y and not x & y for x, y in (months, years))


def _under_other_years(reading: Reading, a: Claim, b: Claim) -> bool:
    """Whether one is under 2024年工作回顾 and the other under 2025年工作安排, or under plans."""
    paths = [" ".join(reading.report.headings_at(c.mention.start)) for c in (a, b)]
    one, other = ([*re.findall(r"20\d\d", path)][-1:] for path in paths)
    return any(map(_AHEAD.search, paths)) or bool(one and other and one != other)


def _same_count(a: Claim, b: Claim) -> bool:
    if min(a.mention.figure.value, b.mention.figure.value) < _FEW:
        return False
    verbs = [_BOUND.sub("", re.sub(r"[“”\"]", "", c.mention.label)) for c in (a, b)]
    if len(a.noun) > 3:
        return bool(verbs[0]) and verbs[0][-2:] == verbs[1][-2:]
    short, long = sorted(verbs, key=len)
    alike = len(short) > 3 and short[:2] == long[:2] and in_order(short, long)
    return alike and bool(a.anchors & b.anchors)


def _finding(reading: Reading, a: Claim, b: Claim, relation: Relation) -> Suspicion:
    first, second = (_in_full(reading, c.mention) for c in (a, b))
    return suspicion(
        reading.report,
        "stated-twice",
        Severity.DOUBTFUL,
        second,
        first,
        (
            f"同一件事，一处写“{first}”，另一处写“{second}”，两者不能同时成立。",
            f"The same thing is given as “{first}” in one place and as “{second}” in another; "
            f"both cannot be.",
        ),
        b.sentence,
        a.sentence,
        relation=relation,
    )


def _in_full(reading: Reading, mention: Mention) -> str:
    """A figure with the few words before it that bound it: 近1.72万宗, 超过2万宗."""
    before = reading.text[max(0, mention.start - 6) : mention.start]
    words = re.search(r"(?:不少于|不超过|不低于|超过|近|约|突破|逾|达|至少)\s*$", before)
    return (words[0].strip() if words else "") + mention.figure.as_written


# A heading's amount against the amount that its paragraph gives


_ITEM = re.compile(r"[（(]\d{0,7}[类款项][)）]|[”\"]$")
_CURRENT = re.compile(
    r"预算安排|安排预算|安排|预算数|预算为|支出决算|决算数|决算为|本年支出|支出为"
)
_NUMBER = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、])"
)
_HEADING_LENGTH = 45
"""Characters up to which a line without 。 is taken as a heading."""


@check("heading-amount", zh="标题与正文金额", en="heading against its paragraph")
def headings_fit(reading: Reading) -> Iterator[Outcome]:
    """“…住房公积金（项）”350.35万元 … 2024年预算安排352.67万元; （一）基本支出100万元."""
    for at, paragraph in enumerate(reading.paragraphs):
        money = _money(paragraph)
        if not money:
            continue
        stage = term(money[0].label, reading.identity.year).measure
        if _ITEM.search(money[0].label) and stage in ("", *_stages(reading)):
            yield from _mismatch(reading, money[0], _currents(reading, money))
        elif _is_heading(reading, paragraph) and len(money) == 1:
            following = reading.paragraphs[at + 1 : at + 2]
            name = _NUMBER.sub("", money[0].label)
            amounts = [m for p in following for m in _money(p)]
            named = [m for m in amounts if len(name) > 3 and name in m.label]
            if not any(m.figure.range.meets(money[0].figure.range) for m in amounts):
                yield from _mismatch(reading, money[0], named)


def _money(paragraph: Paragraph) -> list[Mention]:
    return [
        m
        for s in paragraph
        for m in s.mentions
        if m.role is Role.AMOUNT and m.kind is QuantityKind.MONEY and m.is_exact
    ]


def _is_heading(reading: Reading, paragraph: Paragraph) -> bool:
    start, end = paragraph[0].start, paragraph[-1].end
    line = reading.text[start:end].strip()
    return len(line) < _HEADING_LENGTH and not line.endswith(("。", "；", "，", "："))


def _currents(reading: Reading, money: list[Mention]) -> list[Mention]:
    """The later amounts that are this year's, by their words."""
    year = reading.identity.year
    wanted = _stages(reading)
    found = []
    for mention in money[1:]:
        named = term(mention.label, year)
        own = named.measure in wanted and named.year in (None, year) and named.name == ""
        if own and _CURRENT.search(mention.label):
            found.append(mention)
    return found


def _stages(reading: Reading) -> tuple[str, ...]:
    """The stages of the budget that the report's own amounts are of."""
    if reading.identity.kind is Kind.BUDGET:
        return "预算", "年初", ""
    if reading.identity.kind is Kind.FINAL_ACCOUNTS:
        return "决算", "执行"
    return "决算", "执行", "预算", ""


def _mismatch(reading: Reading, head: Mention, inside: list[Mention]) -> Iterator[Outcome]:
    relations = [same(head.figure, m.figure) for m in inside]
    held = next((r for r in relations if r.holds), None)
    if held or not relations:
        yield from [Held(held)] if held else []
        return
    stated, other = head.figure.as_written, inside[0].figure.as_written
    yield suspicion(
        reading.report,
        "heading-amount",
        Severity.ERROR,
        stated,
        other,
        (
            f"标题写的是{stated}，下文写的是{other}，同一个数前后不一。",
            f"The heading states {stated}, its paragraph {other}, for the same amount.",
        ),
        reading.sentence_at(head.start),
        reading.sentence_at(inside[0].start),
        relation=relations[0],
    )


# This year's report against last year's own figure


_PLANS = ("预算", "年初", "调整", "")
_OUTCOMES = ("决算", "执行", "")


@check_against_last_year("last-year", zh="与上年报告不一", en="against last year's report")
def last_year_agrees(this: Reading, last: Reading) -> Iterator[Suspicion]:
    """比2023年预算减少876.75万元: what 2023 must have been, against the report of 2023."""
    stated = _own_amounts(last)
    for change in this.changes:
        current = change.current
        if current is None or not change.certain or change.change is None:
            continue
        against = term(change.phrase, this.identity.year)
        if against.year != last.identity.year or not _comparable(this, last, against.measure):
            continue
        candidates = stated.get(_bare_label(this, current), [])
        if not candidates:
            continue
        before = _before(change, current.figure)
        if not any(m.figure.range.meets(before) for m in candidates):
            yield _contradicts_last_year(this, last, change, current, candidates[0])


def _comparable(this: Reading, last: Reading, measure: str) -> bool:
    """Whether the figure compared with is one that last year's report gives as its own."""
    if last.identity.kind is Kind.BUDGET:
        return measure in _PLANS and this.identity.kind is Kind.BUDGET
    if last.identity.kind is Kind.FINAL_ACCOUNTS:
        # A budget is drawn up before the year is over: its 执行数 need not be the final one.
        own = _OUTCOMES if this.identity.kind is Kind.FINAL_ACCOUNTS else ("决算",)
        return measure in own
    return False


def _own_amounts(last: Reading) -> dict[str, list[Mention]]:
    """The amounts that the report gives for its own year, by what they are called."""
    found: dict[str, list[Mention]] = {}
    for paragraph in last.paragraphs:
        for sentence in paragraph:
            for mention in sentence.mentions:
                if mention.role is not Role.AMOUNT or mention.kind is not QuantityKind.MONEY:
                    continue
                year = term(mention.label, last.identity.year).year
                if mention.is_exact and year in (None, last.identity.year):
                    found.setdefault(_bare_label(last, mention), []).append(mention)
    found.pop("", None)
    return found


def _bare_label(reading: Reading, mention: Mention) -> str:
    """What an amount is called, without years, the department's name and list numbers."""
    label = mention.label
    for name in (reading.identity.department, *reading.identity.short_names):
        label = label.replace(name, "") if name else label
    label = re.sub(r"^(?:[（(][一二三四五六七八九十\d]+[)）]|\d+[.．、]|其中)+、?", "", label)
    label = re.sub(r"20\d\d年度?|本部门|本单位|[“”\"：:]|(?:数|为|共|总额|的)+$", "", label)
    return label if len(label) > 3 else ""


def _before(change: Change, current: Figure) -> Interval:
    said = change.change
    assert said is not None  # only statements with an amount of change are asked
    step = said.figure.range if said.direction >= 0 else -said.figure.range
    return current.range - step


def _contradicts_last_year(
    this: Reading, last: Reading, change: Change, current: Mention, own: Mention
) -> Suspicion:
    said = change.change
    assert said is not None  # only statements with an amount of change are asked
    sign = 1 if said.direction >= 0 else -1
    implied = show(current.figure.value - sign * said.figure.value, current.figure)
    year, page = last.identity.year, last.report.page_at(own.start)
    operation = f"{current.figure.as_written} {'−' if sign > 0 else '+'} {said.figure.as_written}"
    return suspicion(
        this.report,
        "last-year",
        Severity.ERROR,
        implied,
        own.figure.as_written,
        (
            f"由本报告推算{year}年的数：{operation} = {implied}；"
            f"而{year}年的报告（第{page}页）写的是{own.figure.as_written}。",
            f"By this report the figure of {year} was {operation} = {implied}; "
            f"the report of {year} itself (page {page}) states {own.figure.as_written}.",
        ),
        this.sentence_at(said.start),
        this.sentence_at(current.start),
    )


# What this year's report says of last year, against what last year's report says of itself


@check_against_last_year("last-year")
def last_year_is_retold(this: Reading, last: Reading) -> Iterator[Suspicion]:
    """2021年全年预算数为980万元, in the report of 2022, against the report of 2021.

    Which of the two is wrong cannot be told from the two alone.
    """
    own: dict[str, list[Indicator]] = {}
    for indicator in indicators(last.report, last.identity.year):
        if indicator.year == last.identity.year and _is_its_own(last, indicator):
            own.setdefault(indicator.name, []).append(indicator)
    for retold in indicators(this.report, this.identity.year):
        there = own.get(retold.name, []) if retold.year == last.identity.year else []
        if there and not any(_agree(retold, indicator) for indicator in there):
            yield _retold_otherwise(this, last, retold, there[0])


def _is_its_own(last: Reading, indicator: Indicator) -> bool:
    # A budget is drawn up before its year is over: what it calls executed is a forecast.
    return last.identity.kind is not Kind.BUDGET or not indicator.name.endswith("executed")


def _agree(a: Indicator, b: Indicator) -> bool:
    return abs(a.value - b.value) <= _half_step(a) + _half_step(b)


def _half_step(indicator: Indicator) -> Decimal:
    exponent = indicator.value.as_tuple().exponent
    return Decimal(5).scaleb(min(exponent, 0) - 1) if isinstance(exponent, int) else Decimal(0)


def _retold_otherwise(this: Reading, last: Reading, retold: Indicator, own: Indicator) -> Suspicion:
    label, year, page = NAMES[retold.name], last.identity.year, own.evidence.page
    return suspicion(
        this.report,
        "last-year",
        Severity.DOUBTFUL,
        retold.as_written,
        own.as_written,
        (
            f"本报告说{year}年的{label.zh}是{retold.as_written}；"
            f"而{year}年的报告（第{page}页）写的是{own.as_written}。",
            f"This report says that the {label.en} of {year} was {retold.as_written}; "
            f"the report of {year} itself (page {page}) states {own.as_written}.",
        ),
        (retold.evidence.start, retold.evidence.end),
    )

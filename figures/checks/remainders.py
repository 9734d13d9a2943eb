"""What is left of an amount, by how much it is missed, and balances from year to year.

1,862户, 已消除1,694户, 余下168户; 计划320人次, 实际284人次, 差额36人次; 收入总计 − 支出总计 = 结转;
年初余额 + 补充 − 动用 = 年末余额.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from figures.checks.arithmetic import (
    Figure,
    Interval,
    Relation,
    Sort,
    exactly,
    likely_mendings,
    mendings,
    rate_of,
    show,
    sum_of,
    total,
)
from figures.checks.prose import Mention, Role
from figures.checks.registry import (
    Held,
    Outcome,
    Paragraph,
    Reading,
    Sentence,
    Suspicion,
    check,
    suspicion,
)
from figures.quantities import QuantityKind
from records import Severity

_LEFT = re.compile(
    r"(?:余下|剩余|剩下|其余|尚余|尚有|还有|仍有|还剩|尚欠|还差|仍差|尚差|空编|缺编|未[一-鿿]{1,8}"
    r"|不(?:合格|达标|合规|满意|相符))(?:的|为|仅|资金|金额|部分|共)*$"
)
_SHORT = re.compile(r"(?:(?<!减)少|差|缺|欠|差额|短缺)(?:的|为|了|完成|检查|约)*$")
_OVER = re.compile(r"(?:多|超|超额|超出|超过|超额完成|超计划|超目标|多完成)(?:的|为|了)*$")
_DONE = re.compile(
    r"已|完成|实际|动用|使用|支出|整改|办结|到位|上缴|支付|付了|验收|[开完竣]工|消除|改造|合格|收回|发放"
    r"|拨付|在[岗职编]|实有|销号|达标|通过|处置|相符|破获|回收|满意|建成|落实|开通|帮扶"
)
_ALL = re.compile(r"共|总|全")
_PLANNED = re.compile(r"计划|目标|任务|应|编制|打算|预算|指标")
_OF_ANOTHER_TIME = re.compile(r"上年|去年|同期|上期|同比|以前年度|20\d\d年|年初|年末")
_WITHIN = re.compile(r"其中|包括|含|分别|用于")
_PERSONS = {"人", "名"}
_LONG = 3
"""Digits of a figure from which a slip of the pen that mends it is no chance."""


@dataclass(frozen=True, slots=True)
class _Difference:
    """`left` is said to be what `whole` has more than `part`."""

    whole: Mention
    part: Mention
    left: Mention

    @property
    def relation(self) -> Relation:
        figures = (self.whole.figure, self.part.figure, self.left.figure)
        return Relation(Sort.CHANGE, figures, lambda a, b, c: (a.range - b.range).meets(c.range))


@check("remainder", zh="余额与差额", en="what is left, and differences")
def what_is_left_is_the_rest(reading: Reading) -> Iterator[Outcome]:
    """A of which B is done, C left; A planned, B done, C short or over."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            for at, mention in enumerate(sentence.mentions):
                for left in _left(sentence.mentions, at):
                    yield from _rest(reading, sentence, left)
                if _SHORT.search(mention.label) or _OVER.search(mention.label):
                    yield from _missed(reading, sentence, mention)


def _left(mentions: Sequence[Mention], at: int) -> Iterator[Mention]:
    """A figure said to be left, and one of another unit that follows at once: 余下168户517人."""
    mention = mentions[at]
    if not _LEFT.search(mention.label) or not mention.is_exact:
        return
    yield mention
    for after in mentions[at + 1 : at + 2]:
        if len(after.lead) < 4 and not mention.like(after) and after.role is Role.AMOUNT:
            yield after


def _rest(reading: Reading, sentence: Sentence, left: Mention) -> Iterator[Outcome]:
    before = [m for m in _amounts(sentence.mentions, left) if m.start < left.start]
    ways = [_Difference(a, b, left) for a, b in combinations(before, 2)]
    held = next((w for w in ways if w.relation.holds), None) or _of_several(before, left)
    held = held or _in_several(before, left, sentence)
    if held:
        yield Held(held.relation if isinstance(held, _Difference) else held)
        return
    plain = [m for m in before if not _is_within(reading, m)]
    if len(plain) != 2:
        return
    whole, part = plain
    if not _is_of_the_same(reading, sentence, left):
        return
    apart = not re.search(r"[、和及]$|^[、和及]", part.lead[:1] + part.lead[-1:])
    done = _DONE.search(_words(sentence, part)) and (
        _ALL.search(whole.label) or not _DONE.search(whole.label)
    )
    later = reading.text[part.end : left.start]
    ends = re.search("[。；;]", later)
    if apart and done and whole.figure.value >= part.figure.value and not ends:
        yield from _doubt(reading, _Difference(whole, part, left), sentence)


def _words(sentence: Sentence, mention: Mention) -> str:
    """The words before a figure; of one that follows another at once (540户1,816人) the other's."""
    before = [m for m in sentence.mentions if m.end == mention.start]
    return before[0].lead if before and not mention.lead else mention.lead


def _of_several(before: Sequence[Mention], left: Mention) -> Relation | None:
    """The relation where it is left of the first after all the others, or some of the last."""
    for at, whole in enumerate(before):
        for stop in range(at + 2, len(before)):
            parts = [m.figure for m in before[at + 1 : stop + 1]]
            relation = _balance([whole.figure], parts, left.figure)
            if relation.holds:
                return relation
    return None


def _in_several(before: Sequence[Mention], left: Mention, sentence: Sentence) -> Relation | None:
    """The relation where what is left is told in several figures: 其余30户在建、5户未开工."""
    behind = [m for m in sentence.mentions if m.start > left.start and m.like(left)]
    for whole, part in combinations(before, 2):
        for n in range(1, len(behind) + 1):
            rest = [m.figure for m in (left, *behind[:n])]
            relation = sum_of(whole.figure, [part.figure, *rest])
            if relation.holds:
                return relation
    return None


def _is_of_the_same(reading: Reading, sentence: Sentence, left: Mention) -> bool:
    """Whether the words behind what is left name no other thing: 尚有5个项目 of 128个问题."""
    behind = re.match(r"[一-鿿]{2}", reading.text[left.end : sentence.end])
    if not _INDEFINITE.search(left.label) or left.kind is not QuantityKind.COUNT:
        return True
    if behind is None or behind[0][0] in _GOES_ON:
        return True
    return behind[0] in reading.text[sentence.start : left.start]


_INDEFINITE = re.compile(r"[尚还仍]有")
_GOES_ON = "未正均已没待仍尚在因按结转年至于为全的由将随需不也都、"
"""Characters that go on with what is said of a count, and name nothing."""


def _missed(reading: Reading, sentence: Sentence, left: Mention) -> Iterator[Outcome]:
    """计划320人次，实际284人次，…差额36人次: the last that is planned and the last that is done."""
    amounts = [m for m in _amounts(sentence.mentions, left) if m.start < left.start]
    planned = [m for m in amounts if _PLANNED.search(m.label) and not _DONE.search(m.label)]
    done = [m for m in amounts if _DONE.search(m.label) and not _PLANNED.search(m.label)]
    alone = len(amounts) == 2 and len(planned) == 1
    if alone:
        done = [m for m in amounts if m is not planned[0]]
    if not left.is_exact or len(planned) != 1 or len(done) != 1:
        return
    between = reading.text[max(planned[0].end, done[0].end) : left.start]
    in_order = alone or planned[0].start < done[0].start
    if not in_order or _OF_ANOTHER_TIME.search(between) or _is_within(reading, done[0]):
        return
    over = _OVER.search(left.label)
    whole, part = (done[0], planned[0]) if over else (planned[0], done[0])
    difference = _Difference(whole, part, left)
    if difference.relation.holds:
        yield Held(difference.relation)
    else:
        yield from _doubt(reading, difference, sentence)


def _amounts(mentions: Sequence[Mention], like: Mention) -> list[Mention]:
    return [
        m
        for m in mentions
        if m.role in (Role.AMOUNT, Role.BASE) and m.is_exact and _alike(m, like) and m is not like
    ]


def _alike(one: Mention, other: Mention) -> bool:
    persons = {one.figure.unit, other.figure.unit} <= _PERSONS
    return one.like(other) or (persons and one.kind is QuantityKind.COUNT)


def _is_within(reading: Reading, mention: Mention) -> bool:
    """Whether a figure stands in a list of parts: behind 其中, before the next ；."""
    start, _ = reading.sentence_at(mention.start)
    before = re.sub(r"[（(][^（）()]*[)）]", "", reading.text[start : mention.start])
    clause = re.split("[；;]", before)[-1]
    return _WITHIN.search(clause) is not None


def _doubt(reading: Reading, difference: _Difference, sentence: Sentence) -> Iterator[Suspicion]:
    """The finding, where a rate between them or one slip of the pen shows what was meant."""
    whole, part, left = difference.whole, difference.part, difference.left
    rates = [m.figure for m in sentence.mentions if m.kind is QuantityKind.RATE]
    if not _is_one_slip_away(difference.relation) and not any(
        whole.figure.value and rate_of(part.figure, whole.figure, rate).holds for rate in rates
    ):
        return
    real = show(whole.figure.value - part.figure.value, left.figure)
    a, b, stated = (m.figure.as_written for m in (whole, part, left))
    yield suspicion(
        reading.report,
        "remainder",
        Severity.DOUBTFUL,
        stated,
        real,
        (
            f"{a} − {b} = {real}，而报告写的是{stated}。",
            f"{a} − {b} = {real}, but the report states {stated}.",
        ),
        sentence.span,
        relation=difference.relation,
    )


def _is_one_slip_away(relation: Relation) -> bool:
    mended = mendings(relation.figures, relation.fits)
    short = all(f.value < 100 and f.decimals == 0 for f in relation.figures)
    swapped = likely_mendings(relation.figures, relation.fits)
    return bool(swapped) or any(short or _digits(f) >= _LONG for f, _ in mended)


def _digits(figure: Figure) -> int:
    return sum(c.isdigit() for c in figure.as_written)


# Balances: what came in and went out between two dates, or on the two sides of a budget


_INCOME = re.compile(r"(?:收入总计|总收入|收入合计|收入总额|收入)(?:为|是|共|完成|达|：|:)*$")
_SPENDING = re.compile(r"(?:支出总计|总支出|支出合计|支出总额|支出)(?:为|是|共|完成|达|：|:)*$")
_SURPLUS = re.compile(
    r"(?:收支相抵.{0,8}|当年|本年|年终|^)(?:收支)?(?:结余|盈余|结转(?:下年|结余)?|滚存结余)(?:支出|资金|为|是)*$"
)
_SIDES = re.compile(r"收支相抵")
_OPENING = re.compile(
    r"(?:年初|上年末|期初|上年|20\d\d年末)[一-鿿]{0,10}?(?P<what>余额|累计结余|结转和?结余|结余|结转|原值|存量)(?:为|是)*$"
)
_CLOSING = re.compile(
    r"(?:年末|期末)[一-鿿]{0,10}?(?P<what>余额|累计结余|滚存结余|结转和?结余|结余|结转|原值|存量)(?:为|是)*$"
)
_IN = re.compile(
    r"收入|补充|新增|举借|增加|当年结余|收支结余|本年结余|计提|转入|纳入|入库|追加|调增|招录|调入|购入|新招"
)
_OUT = re.compile(
    r"动用|支出|偿还|处置|报废|减少|使用|追减|调减|退|收回|压减|核减|核销|转出|调出|注销|还本"
)


@check("remainder")
def balances_hold(reading: Reading) -> Iterator[Outcome]:
    """收入 − 支出 = 结余; 年初余额 ± what moved = 年末余额."""
    for paragraph in reading.paragraphs:
        mentions = [m for s in paragraph for m in s.mentions if m.is_exact]
        for at, mention in enumerate(mentions):
            if _SURPLUS.search(mention.label) and mention.role is Role.AMOUNT:
                yield from _sides(reading, paragraph, mentions[:at], mention)
            if closing := _CLOSING.search(mention.label):
                yield from _from_opening(reading, mentions[:at], mention, closing["what"])


def _sides(
    reading: Reading, paragraph: Paragraph, before: Sequence[Mention], left: Mention
) -> Iterator[Outcome]:
    """The last income and the last expenditure before, if it says so: both totals."""
    money = [m for m in before if m.like(left) and m.role is Role.AMOUNT]
    incomes = [m for m in money if _INCOME.search(m.label)]
    spent = [m for m in money if _SPENDING.search(m.label)]
    ways = [_Difference(a, b, left) for a in incomes for b in spent]
    held = next((w for w in ways if w.relation.holds), None)
    if held:
        yield Held(held.relation)
        return
    totals = [[m for m in side if "总" in m.label] for side in (incomes, spent)]
    sentence = next(s for s in paragraph if s.start <= left.start < s.end)
    named = _SIDES.search(left.lead) and all(len(side) == 1 for side in totals)
    if not named:
        yield from _in_one_sentence(reading, sentence, incomes, spent, left)
        return
    (income,), (spending,) = totals
    others = [m for m in sentence.mentions if m.start > left.start and m.like(left)]
    if income.figure.value >= spending.figure.value and not others:
        yield from _known(reading, sentence, _Difference(income, spending, left))


_OF_THE_YEAR = re.compile(r"(?:当年|本年)(?:收支)?(?:结余|盈余)(?:为|是)*$")


def _in_one_sentence(
    reading: Reading,
    sentence: Sentence,
    incomes: Sequence[Mention],
    spent: Sequence[Mention],
    left: Mention,
) -> Iterator[Outcome]:
    """收入96.40亿元，支出84.25亿元，当年结余12.15亿元: the only ones of their sentence."""
    sides = [[m for m in side if m.start >= sentence.start] for side in (incomes, spent)]
    before = [m for m in _amounts(sentence.mentions, left) if m.start < left.start]
    if _OF_THE_YEAR.search(left.label) and all(len(s) == 1 for s in sides) and len(before) == 2:
        (income,), (spending,) = sides
        yield from _doubt(reading, _Difference(income, spending, left), sentence)


def _from_opening(
    reading: Reading, before: Sequence[Mention], closing: Mention, what: str
) -> Iterator[Outcome]:
    """The last opening balance of the same name before, and all that moved since."""
    openings = [
        i
        for i, m in enumerate(before)
        if m.like(closing)
        and not _is_within(reading, m)
        and (found := _OPENING.search(m.label))
        and found["what"] == what
    ]
    if not openings:
        return
    opening = before[openings[-1]]
    moved = [m for m in before[openings[-1] + 1 :] if m.like(closing)]
    came = [m for m in moved if _IN.search(m.label) and not _OUT.search(m.label)]
    went = [m for m in moved if _OUT.search(m.label) and not _IN.search(m.label)]
    if moved:
        relation = _balance(
            [opening.figure, *(m.figure for m in came)], [m.figure for m in went], closing.figure
        )
        known = len(came) + len(went) == len(moved) and len(moved) < _FEW
        yield from _moved(reading, relation, [opening, *came], went, closing, sure=known)


_FEW = 4
"""Movements up to which they are all of them."""


def _balance(came: Sequence[Figure], went: Sequence[Figure], left: Figure) -> Relation:
    """What came less what went is what is left."""
    n = len(came)

    def fits(*figures: Figure) -> bool:
        ranges: list[Interval] = [f.range for f in figures]
        moved = total(ranges[:n]) - (total(ranges[n:-1]) if ranges[n:-1] else exactly(Decimal(0)))
        return moved.meets(ranges[-1])

    return Relation(Sort.CHANGE, (*came, *went, left), fits)


def _moved(
    reading: Reading,
    relation: Relation,
    came: Sequence[Mention],
    went: Sequence[Mention],
    left: Mention,
    *,
    sure: bool,
) -> Iterator[Outcome]:
    if relation.holds:
        yield Held(relation)
        return
    backwards = _is_backwards(came, went, left)
    slip = _is_one_slip_away(relation) or _is_turned(came, went, left) or backwards
    if not sure or not slip:
        return
    terms = " + ".join(m.figure.as_written for m in came)
    terms += "".join(f" − {m.figure.as_written}" for m in went)
    value = sum((m.figure.value for m in came), Decimal(0))
    real = show(value - sum((m.figure.value for m in went), Decimal(0)), left.figure)
    stated = left.figure.as_written
    yield suspicion(
        reading.report,
        "remainder",
        Severity.ERROR if backwards else Severity.DOUBTFUL,
        stated,
        real,
        (
            f"{terms} = {real}，而报告写的是{stated}。",
            f"{terms} = {real}, but the report states {stated}.",
        ),
        *(reading.sentence_at(m.start) for m in (left, *came, *went)),
        relation=relation,
    )


def _is_turned(came: Sequence[Mention], went: Sequence[Mention], left: Mention) -> bool:
    """Whether what went was added, or what came was taken away."""
    first, *more = (m.figure for m in came)
    less = [m.figure for m in went]
    ways = [([first, *more, *less], []), ([first, *less], more)]
    return bool(less) and any(_balance(a, b, left.figure).holds for a, b in ways)


def _is_backwards(came: Sequence[Mention], went: Sequence[Mention], left: Mention) -> bool:
    """Whether more is called less, or less more."""
    less, more = ([m.figure for m in side] for side in (came, went))
    return bool(more) and left.figure.value > 0 and _balance(more, less, left.figure).holds


# What lies between two named amounts: 出口 − 进口 = 顺差; 限额 − 余额 = 距限额尚有


_SURPLUS_OF_TRADE = re.compile(r"(?P<way>顺差|逆差)(?:为|是|额|达)*$")
_AT_FIRST = re.compile(r"年初|期初|上年")
_STILL = re.compile(r"[尚还][有差]")
_BELOW = re.compile(r"[距离]+(?P<what>[一-鿿]{2,6}?)(?:尚|还)?[有差]$")


@check("remainder")
def distances_hold(reading: Reading) -> Iterator[Outcome]:
    """出口51.37亿元, 进口17.05亿元, 顺差34.32亿元; 限额431.5亿元, 余额411.3亿元, 距限额尚有20.2."""
    for paragraph in reading.paragraphs:
        mentions = [m for s in paragraph for m in s.mentions if m.is_exact]
        for at, mention in enumerate(mentions):
            sentence = next(s for s in paragraph if s.start <= mention.start < s.end)
            before = [m for m in mentions[:at] if m.like(mention) and m.role is Role.AMOUNT]
            if trade := _SURPLUS_OF_TRADE.search(mention.label):
                yield from _trade(reading, sentence, before, mention, trade["way"])
            elif _STILL.fullmatch(mention.label) and len(before) > 1:
                *_, part, limit = before
                if re.match("[，,]?距", limit.lead) and part.start >= sentence.start:
                    yield from _known(reading, sentence, _Difference(limit, part, mention))
            elif below := _BELOW.search(mention.label):
                limits = [m for m in before if m.label.endswith(below["what"])]
                near = before and before[-1].start >= sentence.start
                here = [m for m in before if m.start >= sentence.start and m not in limits]
                here = [m for m in here if not _AT_FIRST.search(m.label)] or here
                parts = [m for m in here if not _is_within(reading, m)] or here
                ways = [_Difference(limits[-1], m, mention) for m in here] if limits else []
                held = next((w for w in ways if w.relation.holds), None)
                if held:
                    yield Held(held.relation)
                elif limits and near and parts:
                    yield from _known(
                        reading, sentence, _Difference(limits[-1], parts[-1], mention)
                    )


def _trade(
    reading: Reading, sentence: Sentence, before: Sequence[Mention], left: Mention, way: str
) -> Iterator[Outcome]:
    sides = [
        [m for m in before if re.search(f"(?<!进){w}(?:总?额)?$", m.label)]
        for w in ("出口", "进口")
    ]
    if not all(sides):
        return
    sold, bought = (side[-1] for side in sides)
    ordered = (sold, bought) if way == "顺差" else (bought, sold)
    if sold.figure.value != bought.figure.value:
        turned = ordered[0].figure.value < ordered[1].figure.value
        difference = _Difference(*ordered, left)
        yield from _known(reading, sentence, difference, what=way, sure=turned)


def _known(
    reading: Reading,
    sentence: Sentence,
    difference: _Difference,
    *,
    what: str = "",
    sure: bool = False,
) -> Iterator[Outcome]:
    """The outcome where the words themselves say what is taken from what; `what` it is called."""
    figures = [m.figure for m in (difference.part, difference.left)]
    relation = sum_of(difference.whole.figure, figures)
    if relation.holds:
        yield Held(relation)
        return
    whole, part, left = difference.whole, difference.part, difference.left
    real = show(whole.figure.value - part.figure.value, left.figure)
    a, b, stated = (m.figure.as_written for m in (whole, part, left))
    yield suspicion(
        reading.report,
        "remainder",
        Severity.ERROR if sure else Severity.DOUBTFUL,
        stated,
        real,
        (
            f"{a} − {b} = {real}，而报告写的{what}是{stated}。",
            f"{a} − {b} = {real}, but the report states {f'“{what}” of ' if what else ''}{stated}.",
        ),
        *(reading.sentence_at(m.start) for m in (left, whole, part)),
        relation=relation,
    )

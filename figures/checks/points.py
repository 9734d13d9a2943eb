"""Percentage points: 93.01%，较上年的95.16%下降2.15个百分点; and from A to B, which way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from figures.checks.arithmetic import Figure, Interval, Relation, Sort, percentage, show
from figures.checks.prose import figure_of
from figures.checks.registry import Held, Outcome, Reading, Sentence, Suspicion, check, suspicion
from figures.quantities import Qualifier, Quantity, QuantityKind, quantities
from records import Severity

_UP = r"提高|提升|上升|增加|增长|上涨|增|高|多|超出|超过|扩大"
_DOWN = r"下降|降低|回落|减少|下滑|缩小|收窄|压缩|减|低|少|降"
_WORD = re.compile(rf"(?P<up>{_UP})|(?P<down>{_DOWN})")
_AGAINST = re.compile(r"(?:比|较|与|同|超出|超过|高于|低于|高出)[^，。；]*$")
_TURNS_INTO = re.compile(
    rf"(?:[（(][^）)]*[）)])?(?:[^，。；\d]{{0,4}}/[^，。；\d]{{1,4}}?)?(?:逐步|逐年|进一步|大幅)?(?:(?P<up>{_UP}|升)|(?P<down>{_DOWN}))(?:到|至)"
    rf"[^，。；]*$"
)
_NO_AMOUNT = re.compile(r"(?:第|每[^，。；]{0,6}|[:：∶]|名列|位列|排名)$")
_FROM = re.compile(r"(?:由|从)[^，。；]*$")
_COMPARED = re.compile(
    r"(?:(?<![占同])比(?![例重])|较|与|超出|超过|高于|低于|不低于|不超过|达到|目标|标准|要求)(?:了|值|为|（)?[^，。；\d]{0,6}$"
)
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]?|^[）)]")
_KINDS_OF_RATES = (QuantityKind.RATE, QuantityKind.POINTS)


@check("growth")
def points_are_differences(reading: Reading) -> Iterator[Outcome]:
    """执行率94.60%，比上年的92.87%提高1.73个百分点; 由76.3%提高到84.1%，提高7.8个百分点."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            if "百分点" in reading.text[slice(*sentence.span)]:
                yield from _points(reading, sentence)


def _points(reading: Reading, sentence: Sentence) -> Iterator[Outcome]:
    text = reading.text[slice(*sentence.span)]
    found = [q for q in quantities(text) if q.kind in _KINDS_OF_RATES]
    for at, points in enumerate(found):
        rates = [q for q in found[:at] if q.kind is QuantityKind.RATE]
        exact = points.qualifier is Qualifier.EXACT
        if points.kind is QuantityKind.POINTS and exact and rates and found[at - 1] is rates[-1]:
            yield from _difference(reading, sentence, text, rates, points)


def _difference(
    reading: Reading, sentence: Sentence, text: str, rates: Sequence[Quantity], points: Quantity
) -> Iterator[Outcome]:
    last = rates[-1]
    behind = _plain(text[last.end : points.start])
    before = text[rates[-2].end if len(rates) > 1 else 0 : last.start]
    turned = _TURNS_INTO.match(before) if len(rates) > 1 else None
    if turned and _FROM.search(text, 0, rates[-2].start) and _only_change(behind):
        pairs = [(last, rates[-2])]  # (now, then)
        word = _WORD.match(behind.lstrip("，,"))
    elif against := _AGAINST.search(_open(before)):
        nows = [r for r in reversed(rates[:-1]) if not _COMPARED.search(text, 0, r.start)]
        pairs = [(now, last) for now in nows]
        word = _WORD.search(behind) or _WORD.search(against[0])
        if not re.fullmatch(r"[^，。；]*(?:相比[，,])?[^，。；]*", behind):
            return
    else:
        return
    if word is None or not pairs:
        return
    relations = [_relation(sentence, now, then, points, word) for now, then in pairs]
    held = next((r for r in relations if r.holds), None)
    if held:
        yield Held(held)
        return
    likely = pairs[0][0]
    sure = len({now.value for now, _ in pairs}) == 1 and likely.qualifier is Qualifier.EXACT
    yield _wrong(reading, sentence, relations[0], word, sure=sure)


def _plain(text: str) -> str:
    return _BRACKETS.sub("", re.sub(r"\s", "", text))


def _open(text: str) -> str:
    """Words before a figure; what stands in a bracket that is closed is left out."""
    return re.sub(r"[（(][^（）()]*[）)]|\s", "", text)


def _only_change(words: str) -> bool:
    return (
        re.fullmatch(rf"[，,]?(?:共|累计|即|净)?(?:{_UP}|{_DOWN})(?:了|约|达|近)?", words)
        is not None
    )


def _relation(
    sentence: Sentence, now: Quantity, then: Quantity, points: Quantity, word: re.Match[str]
) -> Relation:
    up = word["up"] is not None

    def fits(now: Figure, then: Figure, points: Figure) -> bool:
        step = points.range if up else -points.range
        return (now.range - then.range).meets(_wider(step))

    figures = (figure_of(q, sentence.start) for q in (now, then, points))
    return Relation(Sort.CHANGE, tuple(figures), fits)


def _wider(step: Interval) -> Interval:
    return Interval(min(step.low, step.high), max(step.low, step.high))


def _wrong(
    reading: Reading, sentence: Sentence, relation: Relation, word: re.Match[str], *, sure: bool
) -> Suspicion:
    now, then, points = relation.figures
    real = now.value - then.value
    turned = (real > 0) is not (word["up"] is not None) and real != 0
    places = max(f.decimals for f in relation.figures)
    shown = f"{real:.{places}f}"
    better = f"{'提高' if real > 0 else '下降'}{abs(real):.{places}f}个百分点"
    stated = f"{word[0]}{points.as_written}"
    return suspicion(
        reading.report,
        "growth-direction" if turned else "growth",
        Severity.ERROR if sure else Severity.DOUBTFUL,
        stated,
        better,
        (
            f"{now.as_written} − {then.as_written} = {shown}个百分点，而报告说{stated}。",
            f"{now.as_written} − {then.as_written} = {shown} percentage points, "
            f"but the report states “{stated}”.",
        ),
        sentence.span,
        relation=relation,
    )


# 合格率99.03%，高于98%的年度指标值


_BESIDE = re.compile(
    r"[^，。；\d]{0,2}[，,](?:均|仍|略|已)?(?:(?P<above>高于|超过|大于)|(?P<below>低于|小于|未达到|未达|不足))"
    r"了?[^，。；\d]{0,12}"
)
_MARK = re.compile(r"[^，。；]{0,6}(?:目标|指标|标准|要求|计划|控制|水平|警戒|任务)")


@check("outcome-words")
def marks_are_met_as_said(reading: Reading) -> Iterator[Outcome]:
    """满意度93.92%，未达到95%的目标值: which of the two is more."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            text = reading.text[slice(*sentence.span)]
            rates = [q for q in quantities(text) if q.kind is not QuantityKind.DATE]
            for there, mark in pairwise(rates):
                said = _BESIDE.fullmatch(text, there.end, mark.start)
                alike = there.kind is mark.kind is QuantityKind.RATE
                if said and alike and _MARK.match(text, mark.end):
                    yield from _beside(reading, sentence, there, mark, said)


def _beside(
    reading: Reading, sentence: Sentence, there: Quantity, mark: Quantity, said: re.Match[str]
) -> Iterator[Outcome]:
    above = said["above"] is not None

    def fits(there: Figure, mark: Figure) -> bool:
        return there.value >= mark.value if above else there.value <= mark.value

    relation = Relation(
        Sort.CHANGE,
        (figure_of(there, sentence.start), figure_of(mark, sentence.start)),
        fits,
    )
    if relation.holds:
        yield Held(relation)
        return
    a, b = (f.as_written for f in relation.figures)
    word = said["above"] or said["below"]
    yield suspicion(
        reading.report,
        "outcome-words",
        Severity.ERROR,
        f"{word}{b}",
        f"{a} {'<' if above else '>'} {b}",
        (
            f"{a} {'<' if above else '>'} {b}，而报告说“{word}{b}”。",
            f"{a} {'<' if above else '>'} {b}, but the report says “{word}{b}”.",
        ),
        sentence.span,
        relation=relation,
    )


_ADDED_UP = (QuantityKind.MONEY, QuantityKind.COUNT, QuantityKind.RATE, QuantityKind.AREA)
"""Kinds of which growth is read with all other statements of change."""
_BY = re.compile(
    rf"(?:[^，。；\d]{{0,4}}/[^，。；\d]{{1,5}}?)?[，,、]?(?:(?P<up>{_UP}|增幅)|(?P<down>{_DOWN}|降幅))"
    r"(?:了|率|幅度|约|达|为)*"
)


def _by_rate(
    reading: Reading,
    sentence: Sentence,
    text: str,
    found: tuple[Quantity, Quantity, Quantity],
) -> Iterator[Outcome]:
    """由0.186毫克/升降至0.142毫克/升，下降23.7%."""
    then, now, rate = found
    said = _BY.fullmatch(re.sub(r"\s", "", text[now.end : rate.start]))
    if said is None or not then.value or rate.qualifier is not Qualifier.EXACT:
        return
    up = said["up"] is not None

    def fits(now: Figure, then: Figure, rate: Figure) -> bool:
        if then.range.can_be(Decimal(0)):
            return True
        step = rate.range if up else -rate.range
        return percentage(now.range - then.range, then.range).meets(step)

    a, b, c = (figure_of(q, sentence.start) for q in (now, then, rate))
    relation = Relation(Sort.CHANGE, (a, b, c), fits)
    if relation.holds:
        yield Held(relation)
        return
    real = show((a.value - b.value) / b.value * 100, c)
    word = said["up"] or said["down"]
    yield suspicion(
        reading.report,
        "growth",
        Severity.ERROR,
        f"{word}{c.as_written}",
        real,
        (
            f"({a.as_written} − {b.as_written}) ÷ {b.as_written} = {real}，"
            f"而报告说{word}{c.as_written}。",
            f"({a.as_written} − {b.as_written}) ÷ {b.as_written} = {real}, but the report says "
            f"“{word}{c.as_written}”.",
        ),
        sentence.span,
        relation=relation,
    )


# 由45天压缩到28天, 从62.18%上升到63.25%: which way it went


@check("growth-direction")
def turns_go_their_way(reading: Reading) -> Iterator[Outcome]:
    """由A提高到B where B is less than A."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            text = reading.text[slice(*sentence.span)]
            if not re.search(r"[由从]", text):
                continue
            found = [q for q in quantities(text) if q.kind is not QuantityKind.DATE]
            for then, now in pairwise(found):
                turned = _TURNS_INTO.match(text, then.end, now.start)
                alike = then.kind is now.kind and then.unit == now.unit
                if any(_is_no_amount(text, q) for q in (then, now)):
                    continue  # 由第9位升到第4位, 由每两周1次提高到每周1次
                exact = then.qualifier is now.qualifier is Qualifier.EXACT
                if not turned or not alike or not exact or not _FROM.search(text, 0, then.start):
                    continue
                if now.kind not in (QuantityKind.NUMBER, QuantityKind.RANK):
                    yield from _turned(reading, sentence, then, now, turned)
                if now.kind not in _ADDED_UP:
                    behind = next((q for q in found if q.start >= now.end), None)
                    if behind and behind.kind is QuantityKind.RATE:
                        yield from _by_rate(reading, sentence, text, (then, now, behind))


def _is_no_amount(text: str, q: Quantity) -> bool:
    return q.as_written.startswith("第") or _NO_AMOUNT.search(text, 0, q.start) is not None


def _turned(
    reading: Reading, sentence: Sentence, then: Quantity, now: Quantity, word: re.Match[str]
) -> Iterator[Outcome]:
    up = word["up"] is not None

    def fits(then: Figure, now: Figure) -> bool:
        return now.value >= then.value if up else now.value <= then.value

    relation = Relation(
        Sort.CHANGE,
        (figure_of(then, sentence.start), figure_of(now, sentence.start)),
        fits,
    )
    if relation.holds:
        return
    a, b = (f.as_written for f in relation.figures)
    said = word["up"] or word["down"]
    yield suspicion(
        reading.report,
        "growth-direction",
        Severity.ERROR,
        f"{said}到{b}",
        "",
        (
            f"由{a}到{b}是{'减少' if up else '增加'}，而报告说{said}到{b}。",
            f"From {a} to {b} is {'a decrease' if up else 'an increase'}, "
            f"but the report says “{said}”.",
        ),
        sentence.span,
        relation=relation,
    )

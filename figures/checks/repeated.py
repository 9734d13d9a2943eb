"""The same thing stated twice with values that cannot both be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from figures.checks.comparisons import term
from figures.checks.figure import Figure
from figures.checks.findings import Span, finding
from figures.checks.interval import Interval
from figures.checks.mentions import Mention, Role
from figures.checks.reading import Reading
from figures.quantities import Qualifier, QuantityKind
from records import Finding, Severity

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


def repeats_agree(reading: Reading) -> Iterator[Finding]:
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
            if not _range(a.mention).meets(_range(b.mention)) and _same(reading, a, b):
                told.add(pair)
                yield _finding(reading, a, b)


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


def _range(mention: Mention) -> Interval:
    """What a figure can stand for, with the words that bound it."""
    value, own = mention.figure.value, mention.figure.range
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
    if any(_TARGET.search(c.mention.lead[-12:]) for c in (a, b)) or _other_time(texts):
        return False
    return a.mention.kind is not QuantityKind.COUNT or _same_count(a, b)


def _other_time(texts: Sequence[str]) -> bool:
    months = [set(_MONTH.findall(t)) for t in texts]
    years = [set(re.findall(r"20\d\d", t)) for t in texts]
    return any(x and y and not x & y for x, y in (months, years))


def _same_count(a: Claim, b: Claim) -> bool:
    if min(a.mention.figure.value, b.mention.figure.value) < _FEW:
        return False
    verbs = [_BOUND.sub("", re.sub(r"[“”\"]", "", c.mention.label)) for c in (a, b)]
    if len(a.noun) > 3:
        return bool(verbs[0]) and verbs[0][-2:] == verbs[1][-2:]
    short, long = sorted(verbs, key=len)
    alike = len(short) > 3 and short[:2] == long[:2] and _within(short, long)
    return alike and bool(a.anchors & b.anchors)


def _within(words: str, text: str) -> bool:
    rest = iter(text)
    return all(c in rest for c in words)


def _finding(reading: Reading, a: Claim, b: Claim) -> Finding:
    first, second = (_in_full(reading, c.mention) for c in (a, b))
    return finding(
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
    )


def _in_full(reading: Reading, mention: Mention) -> str:
    """A figure with the few words before it that bound it: 近1.72万宗, 超过2万宗."""
    before = reading.text[max(0, mention.start - 6) : mention.start]
    words = re.search(r"(?:不少于|不超过|不低于|超过|近|约|突破|逾|达|至少)\s*$", before)
    return (words[0].strip() if words else "") + mention.figure.as_written

"""Totals that stand behind their terms: A、B，两项合计C; A加B，收入总计C; 追加A、追减B，净追加C."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations

from figures.checks.arithmetic import Figure, Relation, Sort, Sum, show, sum_of, total
from figures.checks.listings import brackets_of, is_part, outside_brackets
from figures.checks.prose import Mention, Role
from figures.checks.registry import (
    Held,
    Outcome,
    Paragraph,
    Reading,
    Sentence,
    check,
    suspicion,
)
from figures.checks.sums import does_not_add_up
from figures.quantities import QuantityKind
from figures.quantities.numbers import read_chinese
from records import Severity

_TOTAL = re.compile(
    r"^(?:以上|上述|前|这|其|该)*(?:(?P<n>[两二三四五六七八九十]|\d{1,2})(?:项|类|个|者|部分|方面|种|笔|块)?)?"
    r"(?P<what>[^，。；、]{0,8}?)"
    r"(?:合计|共计|总计|总共|加起来|相加|共)(?P<of>[^，。；、]{0,8})$"
)
_ONLY_TOTAL = re.compile(r"(?:以上|上述)?(?:合计|共计|总计|总共|共)(?:为|约|是)?")
_SUMMED_UP = re.compile(
    r"(?:本年|当年|年度)?(?:收入|支出|收支|来源|资金来源)(?:总计|合计|共计)(?:为|是)?"
)
_PLUS = re.compile(r"^[，,；;。]?(?:再)?加(?!大|强|快|工|之|装|权|入|班|固|油|盖|重|密|急)")
_PLUS_INSIDE = re.compile(r".加(?:上|下|债|调|动|转)")
_CLAUSE = re.compile(r"[，,。；;：:、（(）)]")
_COMPARES = re.compile(r"比|较")
_ITEM = re.compile(r"[；;]")
_ENUMERATED = re.compile(r"[、和及与]|以及")
_MOST_TERMS = 10


@check("parts-and-whole")
def totals_are_sums(reading: Reading) -> Iterator[Outcome]:
    """A万元、B万元，两项合计C万元: so many amounts before as are named, or all or the last few."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            brackets = brackets_of(reading.text, sentence)
            amounts = [
                m
                for m in sentence.mentions
                if _is_term(m) and m.is_exact and outside_brackets(m, sentence.start, brackets)
            ]
            for at, whole in enumerate(amounts):
                words = reading.text[sentence.start : whole.start]
                named = _TOTAL.match(re.sub(r"\s", "", _CLAUSE.split(words)[-1]))
                before = [
                    m for m in amounts[:at] if m.like(whole) and m.figure.unit == whole.figure.unit
                ]
                if named and len(before) > 1:
                    yield from _total(reading, whole, named, before)


def _is_term(mention: Mention) -> bool:
    """An amount; 改造提升1.45万亩 too, which is compared with nothing."""
    by_itself = mention.role is Role.CHANGE and not _COMPARES.search(mention.label)
    return is_part(replace(mention, role=Role.AMOUNT) if by_itself else mention)


def _total(
    reading: Reading, whole: Mention, named: re.Match[str], before: Sequence[Mention]
) -> Iterator[Outcome]:
    n = _count(named["n"])
    runs = [before[i:] for i in range(len(before) - 1)]
    if n and 1 < n <= len(before) <= _MOST_TERMS:
        runs = [before[-n:], *(list(some) for some in combinations(before, n)), *runs]
    held = next((r for run in runs if (r := _sum(whole, run).relation).holds), None)
    if held:
        yield Held(held)
    elif n and n <= len(before):
        item = _of_item(reading, before, whole)
        sure = len(item) == n or len(before) == n
        severity = Severity.ERROR if sure else Severity.DOUBTFUL
        yield does_not_add_up(reading, _sum(whole, before[-n:]), whole, before[-n:], severity)
    elif _ONLY_TOTAL.fullmatch(whole.label):
        parts = _enumerated(reading, before)
        if whole.kind is QuantityKind.MONEY:
            parts = list(before)
        if len(parts) > 1 and (whole.kind is QuantityKind.MONEY or whole.label != "共"):
            yield does_not_add_up(reading, _sum(whole, parts), whole, parts, Severity.DOUBTFUL)


def _count(written: str | None) -> int | None:
    if not written:
        return None
    if written.isdigit():
        return int(written)
    numeral = read_chinese(written)
    return int(numeral.value) if numeral else None


def _of_item(reading: Reading, before: Sequence[Mention], whole: Mention) -> list[Mention]:
    """The terms since the last ； ."""
    return [m for m in before if not _ITEM.search(reading.text, m.end, whole.start)]


def _enumerated(reading: Reading, before: Sequence[Mention]) -> list[Mention]:
    """The last terms that 、 joins: 教室56间、宿舍38间."""
    found = [before[-1]]
    for term in reversed(before[:-1]):
        between = reading.text[term.end : found[0].start]
        if not _ENUMERATED.match(between):
            break
        found.insert(0, term)
    return found


def _sum(whole: Mention, parts: Sequence[Mention]) -> Sum:
    label = whole.label.strip("为约是：:") or whole.figure.as_written
    label = "" if _ONLY_TOTAL.fullmatch(whole.label) else label
    return Sum(whole.figure, tuple((m.label, m.figure) for m in parts), label)


# 新纳入46户，退出79户，进出相抵减少33户


_SET_OFF = re.compile(
    r"相抵[，,]?后?[，,]?净?(?P<word>增加|减少|增|减|[一-鿿]{2}(?=[^，。；]{0,6}$))[^，。；]{0,6}$"
)
_COMES = re.compile(r"新增|增加|追加|调增|纳入|招录|招聘|补充|调入|转入|入库|进入|增")
_GOES = re.compile(r"减少|追减|调减|核减|退出|退休|注销|调出|调走|转出|退库|收回|减")


@check("growth-direction")
def set_off_goes_its_way(reading: Reading) -> Iterator[Outcome]:
    """A in, B out, 相抵 an increase or a decrease: of the two, which is more."""
    for paragraph in reading.paragraphs:
        for i, sentence in enumerate(paragraph):
            for left in sentence.mentions:
                said = _SET_OFF.search(re.sub(r"\s", "", reading.text[sentence.start : left.start]))
                near = [m for s in paragraph[max(0, i - 1) : i + 1] for m in s.mentions]
                before = [m for m in near if m.end <= left.start and m.like(left) and m.is_exact]
                if said and len(before) > 1 and left.kind is not QuantityKind.RATE:
                    yield from _set_off(reading, left, said["word"], before[-2], before[-1])


def _set_off(
    reading: Reading, left: Mention, word: str, one: Mention, other: Mention
) -> Iterator[Outcome]:
    more, less = sorted((one, other), key=lambda m: -m.figure.value)
    relation = sum_of(more.figure, [less.figure, left.figure])
    if not relation.holds:
        return
    if word in ("增加", "增", "减少", "减"):
        goes_up = word.startswith("增")
        against = _GOES if goes_up else _COMES
        for_it = _COMES if goes_up else _GOES
    else:
        against = for_it = re.compile(re.escape(word))
        against, for_it = for_it, re.compile(r"(?!)") if word in more.label else for_it
        if word in more.label or word not in less.label:
            return
    wrong = against.search(more.label) or for_it.search(less.label)
    right = for_it.search(more.label) or against.search(less.label)
    if not wrong or (right and word in ("增加", "增", "减少", "减")):
        yield from [Held(relation)] if right else []
        return
    a, b, c = (m.figure.as_written for m in (more, less, left))
    yield suspicion(
        reading.report,
        "growth-direction",
        Severity.ERROR,
        f"{word}{c}",
        "",
        (
            f"“{more.label}”{a}多于“{less.label}”{b}，相抵不会是{word}{c}。",
            f"“{more.label}” {a} is more than “{less.label}” {b}: what is left cannot be "
            f"“{word}” {c}.",
        ),
        *(reading.sentence_at(m.start) for m in (left, more, less)),
        relation=relation,
    )


# 收入A万元，加上级补助B万元、上年结转C万元，收入总计D万元


@check("parts-and-whole")
def balances_add_up(reading: Reading) -> Iterator[Outcome]:
    """What is added to what is said, or only nouns are listed, up to a 收入总计."""
    for paragraph in reading.paragraphs:
        for i, sentence in enumerate(paragraph):
            for whole in sentence.mentions:
                if is_part(whole) and whole.is_exact and _SUMMED_UP.fullmatch(whole.label):
                    yield from _balance(reading, paragraph, i, whole)


def _balance(reading: Reading, paragraph: Paragraph, i: int, whole: Mention) -> Iterator[Outcome]:
    sentence = paragraph[i]
    brackets = brackets_of(reading.text, sentence)
    inside = [
        m
        for m in sentence.mentions
        if m.end <= whole.start
        and outside_brackets(m, sentence.start, brackets)
        and not _ITEM.search(reading.text, m.end, whole.start)
    ]
    terms = [m for m in inside if is_part(m) and m.is_exact and m.like(whole)]
    plus = next((at for at, m in enumerate(terms) if _PLUS.match(m.lead)), None)
    if len(terms) != len(inside) or len(terms) < 2 or len(terms) > _MOST_TERMS:
        return  # rates or changes stand between: it is no plain list
    inner = _INNER.finditer(reading.text, terms[0].end, whole.start)
    if any(not any(a < m.start() < b for a, b in brackets) for m in inner):
        return  # a list within the list
    if plus == 0:
        # the first term was said in the sentences before
        firsts = [m for s in paragraph[:i] for m in s.mentions if is_part(m) and m.like(whole)]
        lists = [[first, *terms] for first in firsts]
    elif plus is not None or len(terms) > 2:
        lists = [terms]
    else:
        return
    if _PLUS_INSIDE.search(terms[0].label):
        return  # 区级收入加上级补助A: what the first is added to is only named
    relations = [sum_of(whole.figure, [m.figure for m in each]) for each in lists]
    held = next((r for r in relations if r.holds), None)
    if held:
        yield Held(held)
    elif lists:
        severity = Severity.ERROR if plus != 0 else Severity.DOUBTFUL
        yield does_not_add_up(reading, _sum(whole, lists[0]), whole, lists[0], severity)


# 追加A万元，追减B万元，净追加C万元


_NET = re.compile(
    r"净(?P<sign>增加|追加|调增|增长|增|减少|追减|调减|减)(?:了|额|预算)?[^，。；、]{0,4}$"
)
_MORE = re.compile(r"追加|调增|增加|新增|增拨")
_LESS = re.compile(r"追减|核减|压减|收回|调减|减少|缩减")
_INNER = re.compile(r"其中|包括")


@check("adjusted-budget")
def nets_are_what_is_left(reading: Reading) -> Iterator[Outcome]:
    """追加642.00万元、追减142.00万元，净调增500.00万元."""
    for paragraph in reading.paragraphs:
        for i, sentence in enumerate(paragraph):
            for net in sentence.mentions:
                said = _NET.search(net.label)
                if said and net.is_exact and net.kind is not QuantityKind.RATE:
                    words = reading.text[sentence.start : net.start]
                    near = paragraph[max(0, i - 1) : i + 1] if "相抵" in words else [sentence]
                    yield from _net(reading, near, net, said)


def _net(
    reading: Reading, sentences: Sequence[Sentence], net: Mention, said: re.Match[str]
) -> Iterator[Outcome]:
    steps: list[tuple[Mention, int]] = []
    for sentence in sentences:
        brackets = brackets_of(reading.text, sentence)
        for m in sentence.mentions:
            if m.end > net.start or not m.like(net) or not m.is_exact:
                continue
            inner = _INNER.search(reading.text, sentence.start, m.start)
            listed = inner and not _ITEM.search(reading.text, inner.end(), m.start)
            sign = -1 if _LESS.search(m.label) else 1 if _MORE.search(m.label) else 0
            outside = outside_brackets(m, sentence.start, brackets)
            if sign and outside and not (listed and sign > 0) and not _NET.search(m.label):
                steps.append((m, sign))
    signs = [sign for _, sign in steps]
    if set(signs) != {1, -1}:
        return
    toward = 1 if "增" in said["sign"] or "追加" in said["sign"] else -1

    def fits(net: Figure, *given: Figure) -> bool:
        ranges = [f.range if s > 0 else -f.range for f, s in zip(given, signs, strict=True)]
        return total(ranges).meets(net.range if toward > 0 else -net.range)

    relation = Relation(Sort.SUM, (net.figure, *(m.figure for m, _ in steps)), fits)
    if relation.holds:
        yield Held(relation)
        return
    left = sum((m.figure.value * sign for m, sign in steps), Decimal(0))
    real = show(left * toward, net.figure)
    terms = " ".join(
        f"{'+' if sign > 0 else '−'} {m.figure.as_written}" for m, sign in steps
    ).removeprefix("+ ")
    yield suspicion(
        reading.report,
        "adjusted-budget",
        Severity.ERROR if len(steps) == 2 else Severity.DOUBTFUL,
        net.figure.as_written,
        real,
        (
            f"{terms} = {show(left, net.figure)}，"
            f"而报告写的是净{said['sign']}{net.figure.as_written}。",
            f"{terms} = {show(left, net.figure)}, but the report states a net of "
            f"{net.figure.as_written} ({said['sign']}).",
        ),
        *(reading.sentence_at(m.start) for m in (net, *(m for m, _ in steps))),
        relation=relation,
    )

"""Parts against their whole in prose: 其中：…, 合计 …, 年初预算 + 追加 = 调整后预算."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from figures.checks.arithmetic import (
    Figure,
    Relation,
    Sort,
    Sum,
    closed,
    likely_closed,
    likely_mendings,
    mendings,
    show,
    total,
)
from figures.checks.prose import Change, Mention, Role, term
from figures.checks.registry import (
    Held,
    Outcome,
    Paragraph,
    Reading,
    Sentence,
    Span,
    Suspicion,
    check,
    suspicion,
)
from figures.quantities import QuantityKind
from figures.quantities.numbers import read_chinese
from records import Severity

_LIST_MARK = re.compile(r"^(?:其中|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[：:])+")
_SO_MANY = re.compile(r"(?P<n>[两二三四五六七八九十])(?:项|类|大类|大块|种|部分|个方面)(?!目)")
_REACH = 30
_SHORT_NAME = 4
_NEARLY = Decimal("0.1")
_LONG = 4
"""Digits, zeros at the ends left out, from which a figure is not met by chance."""
_SHORT = 3
"""The same of one in which two digits were swapped."""
_SORTS = {"支出", "收入", "预算", "经费", "资金", "决算", "费用"}


@check("parts-and-whole", zh="分项与合计", en="parts against the whole")
def parts_add_up(reading: Reading) -> Iterator[Outcome]:
    """其中：基本支出 … ；项目支出 …: money, scores, areas and counts."""
    for listing in listings(reading):
        sums = [_sum(whole, parts) for whole in listing.wholes for parts in listing.readings]
        held = next((s for s in sums if len(s.parts) > 1 and s.is_possible), None)
        if held:
            yield Held(held.relation)
            yield from _changes_add_up(reading, listing)
            continue
        severity = _severity(reading, listing, sums)
        if severity is None and _stands_twice(reading, sums[0]):
            severity = Severity.DOUBTFUL
        if severity:
            yield _finding(reading, listing, sums[0], severity)
        elif _is_nearly(sums[0]) and all(
            m.is_exact for m in (listing.wholes[0], *listing.readings[0])
        ):
            yield replace(_finding(reading, listing, sums[0], Severity.DOUBTFUL), faint=True)


def _sum(whole: Mention, parts: Sequence[Mention]) -> Sum:
    label = _LIST_MARK.sub("", whole.label).strip("为约是：:") or whole.figure.as_written
    return Sum(whole.figure, tuple((m.label, m.figure) for m in parts), label)


def _severity(reading: Reading, listing: Listing, sums: Sequence[Sum]) -> Severity | None:
    """How sure it is that the parts should add up to the whole; None: they need not."""
    plain = sums[0]
    if listing.is_partition:
        return Severity.DOUBTFUL if _is_near(plain) else None
    if len(plain.parts) == 1 and plain.off_by <= 0:
        return None  # the one part that is named is not all there is
    exact = all(m.is_exact for m in (listing.wholes[0], *listing.readings[0]))
    counted = listing.wholes[0].kind is QuantityKind.COUNT
    countable = exact
    exact = exact and (not counted or listing.wholes[0].figure.unit in ("辆", "台", "套"))
    own = [s for s in sums if s.whole is plain.whole]
    if any(_ends_in_parts_of_a_part(s) for s in own):
        own = [plain]
    if countable and _are_as_many_as_said(reading, listing):
        return Severity.ERROR
    if any(closed(s.labels) for s in own):
        return Severity.ERROR if exact else Severity.DOUBTFUL
    over = 0 < plain.off_by <= plain.whole.value * _NEARLY
    if countable and over and not plain.is_possible and _are_of_one_shape(plain):
        return Severity.DOUBTFUL
    if likely_closed(plain.labels) or _is_one_slip_away(own):
        return Severity.DOUBTFUL
    smallest = min(own, key=lambda s: s.off_by)
    if smallest.off_by > 0 and not smallest.is_possible and _of_one_sort(listing):
        return Severity.DOUBTFUL
    return None


def _are_as_many_as_said(reading: Reading, listing: Listing) -> bool:
    """四项社会保险基金收入106.90亿元，其中：… and four of them."""
    before = reading.text[max(0, listing.wholes[0].start - _REACH) : listing.wholes[0].start]
    said = _SO_MANY.search(re.split(r"[，,。；;\n]", before)[-1])
    numeral = read_chinese(said["n"]) if said else None
    return bool(numeral) and len(listing.readings[0]) == int(numeral.value if numeral else 0) > 1


def _is_near(claim: Sum) -> bool:
    """Whether the parts nearly add up, or would but for one digit: then they are of this whole.

    Of few pieces a rest may be left over: 教师45人（高级12人、中级30人）.
    """
    long = all(_digits(f) >= _LONG for f in (claim.whole, *claim.figures))
    near = _is_nearly(claim) and (claim.off_by > 0 or long)
    return len(claim.parts) > 1 and (near or _is_one_slip_away([claim]))


def _is_nearly(claim: Sum) -> bool:
    near = abs(claim.off_by) <= claim.whole.value * _NEARLY
    return len(claim.parts) > 1 and near


def _are_of_one_shape(claim: Sum) -> bool:
    """夏粮 and 秋粮, 主管 and 支管: names that differ only before their end, as kinds do."""
    names = [re.sub(r"^(?:其中)?[：:]?|[为共有约]+$", "", label) for label in claim.labels]
    ends = {name[-1:] for name in names}
    return (
        len(names) > 1 and len({len(n) for n in names}) == 1 and len(ends) == 1 and "" not in ends
    )


def _ends_in_parts_of_a_part(claim: Sum) -> bool:
    """Whether the last parts add up to the one before them, and so are none of the whole's:
    聘用制教职工126人，其中辅导员58人、其他岗位68人."""
    values = [f.value for f in claim.figures]
    return any(sum(values[i + 1 :]) == v for i, v in enumerate(values[:-2]))


def _is_one_slip_away(sums: Sequence[Sum]) -> bool:
    """Whether one digit would make long figures add up: by chance that is hardly ever so.

    Of shorter ones it is told where two digits were swapped, of which there are few.
    """

    def adds_up(whole: Figure, *parts: Figure) -> bool:
        return whole.value == sum(p.value for p in parts)

    for claim in sums:
        figures = (claim.whole, *claim.figures)
        if len(claim.parts) < 2:
            continue
        if all(_digits(f) >= _LONG for f in figures) and mendings(figures, adds_up):
            return True
        if any(_digits(f) >= _SHORT for f, _ in likely_mendings(figures, adds_up)):
            return True
    return False


def _stands_twice(reading: Reading, claim: Sum) -> bool:
    """Whether what is too much is just one part, and its sentence has that amount twice."""
    over = [f for f in claim.figures if f.value == claim.off_by and _digits(f) >= _SHORT]
    if len(claim.parts) < 3 or not over or claim.off_by == claim.whole.value:
        return False
    start, end = reading.sentence_at(over[0].start)
    inside = (s for p in reading.paragraphs for s in p if s.start == start and s.end == end)
    return sum(m.figure.value == over[0].value for s in inside for m in s.mentions) > 1


def _digits(figure: Figure) -> int:
    """How many digits are written, without zeros at the ends; of nothing as many as need be."""
    return len(re.sub(r"\D", "", figure.as_written).strip("0")) if figure.value else _LONG


def _of_one_sort(listing: Listing) -> bool:
    """Whether all parts are amounts of one sort, so that more than the whole is too much."""
    parts = listing.readings[-1]
    endings = {m.label.rstrip("为是约：:数额共")[-2:] for m in parts}
    paths = all(m.label.rstrip("”科目")[-3:] in ("（项）", "(项)") for m in parts)
    money = all(m.kind is QuantityKind.MONEY for m in parts)
    return money and len(parts) > 1 and (paths or (len(endings) == 1 and endings <= _SORTS))


def _finding(reading: Reading, listing: Listing, broken: Sum, severity: Severity) -> Suspicion:
    whole, parts = listing.wholes[0], listing.readings[0]
    return suspicion(
        reading.report,
        "parts-and-whole",
        severity,
        whole.figure.as_written,
        broken.recomputed,
        broken.in_words(),
        *(reading.sentence_at(m.start) for m in (whole, *parts)),
        relation=broken.relation,
    )


def _changes_add_up(reading: Reading, listing: Listing) -> Iterator[Outcome]:
    """Where the parts add up to the whole, so must their changes against the same year."""
    by_current = {c.current.start: c for c in reading.changes if c.current}
    whole = by_current.get(listing.wholes[0].start)
    changes = [by_current.get(m.start) for m in listing.readings[0]]
    if not whole or whole.change is None or not closed([m.label for m in listing.readings[0]]):
        return
    parts = [_step(c) for c in changes if c and c.phrase == whole.phrase]
    steps = [p for p in parts if p is not None]
    if len(steps) != len(changes):
        return
    stated = _step(whole)
    if stated is None:
        return
    claim = Sum(stated, tuple(("", f) for f in steps), whole.change.label)
    if not claim.is_possible:
        yield suspicion(
            reading.report,
            "parts-and-whole",
            Severity.ERROR,
            whole.change.figure.as_written,
            claim.recomputed,
            claim.in_words(),
            *(reading.sentence_at(c.said.start) for c in (whole, *changes) if c),
            relation=claim.relation,
        )


def _step(change: Change) -> Figure | None:
    """A change as a signed figure; 持平 is zero."""
    said = change.change or change.level
    if said is None:
        return None
    if said.role is Role.LEVEL:
        return said.figure
    sign = Decimal(1 if said.direction >= 0 else -1)
    f = said.figure
    return Figure(f.value * sign, f.half_step, f.unit, f.factor, f.as_written, f.start, f.end)


# Prose → its listings: a whole, 其中：, and the parts named after it


_OPENS = re.compile(
    r"其中|(?<=[，,：:])(?:包括|涉及|由|主要包括(?=[：:，,]))|(?<=元[（(])(?:包括|含|包含)|用于以下方面"
    r"|分别(?:是|为)?[：:]"
)
_NUMBERED = (
    re.compile(r"\s*[（(]([一二三四五六七八九十]+)[)）]"),
    re.compile(r"\s*(\d{1,3})\s*[.．、](?!\d)"),
    re.compile(r"\s*[（(](\d{1,3})[)）]"),
    re.compile(r"\s*([一二三四五六七八九十]+)、"),
    re.compile(r"\s*([一二三四五六七八九十]+)是"),
)
_WITHIN = re.compile(
    r"(?:(?<=[。；\n])|(?<![\s\S]))\s*(?:其中[，,：:]?)?"
    r"(?:(?P<name>[^，。；：\d]{4,24})中[，,]"
    r"|(?P<made>[^，。；：\d]{2,16}?)由(?P<parts>[^；。]*?)(?:构成|组成))"
)
_FOR_ONE = re.compile(
    r"均(?!为|是|由|系|已)|平均|[人户亩车场辆班次件校生村床]均|每|单价|[一-鿿]单位[一-鿿]*成本|标准(?:为|是)?$"
)
_OPENS_WITHIN = re.compile(r"其中|包括|包含|(?<=[，,；])含")
_INTRODUCES = re.compile(r"(?:其中|如下|以下方面|具体情况|具体为|包括|主要内容)[：:。]?\s*$")


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole with the parts listed after it.

    `wholes` are the amounts it can be, the likeliest first; `readings` the lists of parts it can
    be (a list within the list may end early or late), the plainest first. `is_partition` is
    whether it is said to be parted by something, so that nothing should be left over.
    """

    wholes: tuple[Mention, ...]
    readings: tuple[tuple[Mention, ...], ...]
    is_partition: bool = False


def listings(reading: Reading) -> Iterator[Listing]:
    """A report → its listings, within sentences and over numbered paragraphs."""
    for at, paragraph in enumerate(reading.paragraphs):
        for i, sentence in enumerate(paragraph):
            yield from _in_sentence(reading, paragraph, i, sentence)
            yield from _within(reading, paragraph, i)
            yield from _parted(reading, at, i)
            yield from _bracketed(reading, sentence)
        if paragraph and _INTRODUCES.search(reading.text, *_tail(paragraph)):
            yield from _over_paragraphs(reading, at)


def _tail(paragraph: Paragraph) -> tuple[int, int]:
    return paragraph[-1].start, paragraph[-1].end


def _in_sentence(
    reading: Reading, paragraph: Paragraph, i: int, sentence: Sentence
) -> Iterator[Listing]:
    text = reading.text
    opens: list[re.Match[str]] = []
    for match in _OPENS.finditer(text, sentence.start, sentence.end):
        if not opens or match.start() - opens[-1].end() > 1:
            opens.append(match)
    brackets = brackets_of(text, sentence)
    for match in opens:
        inside = [b for b in brackets if b[0] < match.start() < b[1]]
        stop = min((b[1] for b in inside), default=sentence.end)
        own = [
            m
            for m in sentence.mentions
            if match.end() <= m.start < stop
            and is_part(m)
            and outside_brackets(m, match.end(), brackets)
        ]
        before = [m for m in sentence.mentions if m.end <= match.start() and is_part(m)]
        if not before and i and match.start() - sentence.start < 3:
            before = [m for m in paragraph[i - 1].mentions if is_part(m)]
        inner = [
            o.start()
            for o in _OPENS_WITHIN.finditer(text, match.end() + 1, stop)
            if _level_of(o, match, brackets)
        ]
        own = _to_the_next_whole(text, match, own, inner)
        ends = [text.find("；", at, stop) for at in inner]
        lists = [(a, b if b > 0 else stop) for a, b in zip(inner, ends, strict=True)]
        yield from _listing(reading, before, own, lists)


def _to_the_next_whole(
    text: str, match: re.Match[str], own: list[Mention], inner: Sequence[int]
) -> list[Mention]:
    """收入A，其中B、C；支出D，其中E、F: the parts before a ；, if a list of its own follows it."""
    end = text.find("；", match.end())
    first = [m for m in own if m.end <= end]
    if len(first) < 2 or not any(at > end for at in inner):
        return own
    listed = all(text[a.end : a.end + 1] in "、和，" for a in first[:-1])
    between = text[first[0].end : end]
    return first if listed and "其中" not in between else own


def _within(reading: Reading, paragraph: Paragraph, i: int) -> Iterator[Listing]:
    """财政拨款支出预算中，一般公共预算 … ；政府性基金 …: the whole was named before.

    收入总计由本年收入A和上年结转B构成: the same, with nothing left over.
    """
    sentence, text = paragraph[i], reading.text
    for match in _WITHIN.finditer(text, *sentence.span):
        name = re.sub(r"\s", "", match["name"] or match["made"])
        stop = text.find("；", match.end(), sentence.end)
        stop = match.end() if match["made"] else stop if stop > 0 else sentence.end
        start = match.start("parts") if match["made"] else match.end()
        before = [
            m
            for s in paragraph[: i + 1]
            for m in s.mentions
            if is_part(m) and m.end <= match.start()
        ]
        before = [m for m in before if any(name in called for called in _called(m))]
        own = [m for m in sentence.mentions if is_part(m) and start <= m.start < stop]
        yield from _listing(reading, before, own, [], is_partition=match["made"] is not None)


def _called(mention: Mention) -> tuple[str, ...]:
    """What an amount goes by: 收、支总计 are 收入总计 and 支出总计, and both stand in 均为."""
    of_both = re.sub(r"\s", "", mention.lead).replace("收支总计", "收、支总计")
    if "收、支总计" not in of_both:
        return (of_both,)
    return tuple(of_both.replace("收、支", word) for word in ("收入", "支出"))


_ADDED = (
    QuantityKind.MONEY,
    QuantityKind.COUNT,
    QuantityKind.AREA,
    QuantityKind.LENGTH,
    QuantityKind.WEIGHT,
    QuantityKind.VOLUME,
)
_PARTED = re.compile(
    r"(?P<name>[^，。；：:（）\d]{0,14}?)按[^，。；：:\d]{2,12}?(?:划分|分类|分|构成|来看|看)[，,：:]"
)


def _parted(reading: Reading, at: int, i: int) -> Iterator[Listing]:
    """项目支出A。按资金来源分，中央B、省级C; 医疗收入按来源分，…: nothing is left over."""
    paragraph = reading.paragraphs[at]
    sentence, text = paragraph[i], reading.text
    brackets = brackets_of(text, sentence)
    for match in _PARTED.finditer(text, *sentence.span):
        own = [
            m
            for m in sentence.mentions
            if m.start >= match.end() and is_part(m) and outside_brackets(m, match.end(), brackets)
        ]
        own, whole_list = _items_of(text, match.end(), sentence.end, own)
        name = re.sub(r"\s", "", match["name"]).removeprefix("其中")
        above = (m for p in reading.paragraphs[: at + 1] for s in p for m in s.mentions)
        before = [m for m in above if m.end <= match.start() and is_part(m)]
        if len(name) >= _SHORT:
            before = [m for m in before if m.label.strip("为共数").endswith(name)]
        else:
            before = [m for m in before if m.start >= paragraph[0].start]
        wholes = [m for m in reversed(before) if own and m.like(own[0]) and m.is_exact]
        near = sorted(
            wholes, key=lambda w: abs(_sum(w, whole_list if len(own) == 1 else own).off_by)
        )
        if near and all(_in_one_unit(m, near[0]) and m.like(near[0]) for m in own):
            readings = [tuple(own)]
            alike = all(_in_one_unit(m, own[0]) and m.like(own[0]) for m in whole_list)
            if alike and len(whole_list) > len(own):
                readings.insert(0 if len(own) == 1 else 1, tuple(whole_list))
            yield Listing(tuple(near), tuple(readings), is_partition=True)


def _items_of(
    text: str, start: int, end: int, amounts: list[Mention]
) -> tuple[list[Mention], list[Mention]]:
    """(the parts up to the first ；, those over several items up to another list)."""
    another = re.compile(r"其中|按[^，。；：\d]{2,12}?(?:分|构成|看)[，,：:]").search(
        text, start, end
    )
    last = another.start() if another else end
    first = text.find("；", start, last)
    all_of_them = [m for m in amounts if m.start < last]
    return [m for m in all_of_them if first < 0 or m.start < first], all_of_them


def _bracketed(reading: Reading, sentence: Sentence) -> Iterator[Listing]:
    """管网86.40公里（雨水管38.15公里、污水管48.25公里）: a bracket right behind the whole."""
    for start, end in brackets_of(reading.text, sentence):
        whole = next((m for m in sentence.mentions if m.end == start and is_part(m)), None)
        inside = [m for m in sentence.mentions if start < m.start < end]
        if whole is None or _OPENS_WITHIN.search(reading.text, start, end):
            continue
        parts = [m for m in inside if is_part(m) and m.like(whole) and _in_one_unit(m, whole)]
        listed = all(reading.text[m.end] in "、，,和及）)" for m in parts)
        if len(parts) > 1 and parts == inside[: len(parts)] and listed and whole.is_exact:
            yield Listing((whole,), (tuple(parts),), is_partition=True)


def is_part(mention: Mention) -> bool:
    """Whether a figure can be a part or a whole: no price for one, no score (see scores)."""
    return (
        mention.role is Role.AMOUNT
        and mention.is_usable
        and mention.kind in _ADDED
        and _FOR_ONE.search(mention.label) is None
    )


def _in_one_unit(one: Mention, other: Mention) -> bool:
    """Whether two can be added: 8条3.5米宽的 and 9.8公里 are no parts of one length."""
    return one.kind is QuantityKind.MONEY or one.figure.unit == other.figure.unit


def brackets_of(text: str, sentence: Sentence) -> list[tuple[int, int]]:
    opened: list[int] = []
    found: list[tuple[int, int]] = []
    for i in range(sentence.start, sentence.end):
        if text[i] in "（(":
            opened.append(i)
        elif text[i] in "）)" and opened:
            found.append((opened.pop(), i))
    return found


def outside_brackets(mention: Mention, start: int, brackets: list[tuple[int, int]]) -> bool:
    """Whether the mention stands in no bracket that opens after `start`."""
    return not any(start <= a < mention.start < b for a, b in brackets)


def _level_of(other: re.Match[str], match: re.Match[str], brackets: list[tuple[int, int]]) -> bool:
    return not any(match.end() <= a < other.start() < b for a, b in brackets)


def _listing(
    reading: Reading,
    before: Sequence[Mention],
    own: Sequence[Mention],
    inner: Sequence[Span],
    *,
    is_partition: bool = False,
) -> Iterator[Listing]:
    """One listing for each kind of thing and stage of the budget that whole and parts share.

    `inner` are the lists within the list, up to a ； or the end.
    """
    seen: list[Mention] = []
    year = reading.identity.year
    for whole in reversed(before):
        measure = term(whole.label, year).measure
        parts = [m for m in own if m.like(whole) and _in_one_unit(m, whole)]
        stages = {term(m.label, year).measure for m in parts}
        stages_of_wholes = {term(w.label, year).measure for w in before if whole.like(w)}
        if measure not in stages and "" not in stages and stages_of_wholes & stages:
            continue  # parts of one stage are of the whole of that stage
        before_it = [s for s in seen if whole.like(s)]
        if any(stages == {""} or measure == term(s.label, year).measure for s in before_it):
            continue  # parts without a stage are of the nearest whole
        seen.append(whole)
        if len(stages) > 1 and whole.kind is QuantityKind.MONEY:
            if measure not in stages:
                continue
            parts = [m for m in parts if term(m.label, year).measure == measure]
        if parts:
            others = (m for m in reversed(before) if m.like(whole) and m is not whole)
            yield Listing((whole, *others), tuple(_readings(parts, inner)), is_partition)


def _readings(parts: Sequence[Mention], inner: Sequence[Span]) -> list[tuple[Mention, ...]]:
    """The parts without the lists within; those with lists that end early; all of them."""
    outside = tuple(m for m in parts if not any(a < m.start < b for a, b in inner))
    found = [outside] if outside else []
    for start, _ in inner[:1]:
        outer = [m for m in parts if m.end <= start]
        nested = parts[len(outer) :]
        found += [(*outer, *nested[taken:]) for taken in range(len(nested), 0, -1)]
    return list(dict.fromkeys([*found, tuple(parts)]))


def _over_paragraphs(reading: Reading, at: int) -> Iterator[Listing]:
    """A paragraph that ends in 其中： and the numbered ones below it: their first amounts."""
    wholes = [m for s in reading.paragraphs[at] for m in s.mentions if is_part(m)]
    below = _numbered(reading, at)
    named = [m for m in wholes if (name := _name(m)) and name in _introduction(reading, at)]
    wholes = named or wholes or _named_before(reading, at)
    for whole in reversed(wholes[-2:]):
        heads = [next((m for s in p for m in s.mentions if is_part(m)), None) for p in below]
        parts = [m for m in heads if m is not None and m.like(whole)]
        if len(parts) == len(below) and len(parts) > 1:
            yield Listing(
                (whole, *(w for w in reversed(wholes) if w is not whole)), (tuple(parts),)
            )
            return


def _introduction(reading: Reading, at: int) -> str:
    """The last sentence of a paragraph, which introduces a list: 公共安全支出具体情况如下："""
    last = reading.paragraphs[at][-1]
    return re.sub(r"\s", "", reading.text[last.start : last.end]) if not last.mentions else ""


def _name(mention: Mention) -> str:
    name = _LIST_MARK.sub("", mention.label).strip("为约是：:数额共")
    return name if len(name) > 3 else ""


def _numbered(reading: Reading, at: int) -> list[Paragraph]:
    """The paragraphs below that carry the next numbers of one sort, from its first on."""
    if at + 1 >= len(reading.paragraphs):
        return []
    text, first = reading.text, reading.paragraphs[at + 1]
    style = next((p for p in _NUMBERED if p.match(text, first[0].start)), None)
    if style is None:
        return []
    found: list[Paragraph] = []
    for paragraph in reading.paragraphs[at + 1 :]:
        match = style.match(text, paragraph[0].start)
        if match is None:
            if any(p.match(text, paragraph[0].start) for p in _NUMBERED[:4]):
                break
            continue
        if match[1] in ("一", "1") and found:
            break
        found.append(paragraph)
    return found


def _named_before(reading: Reading, at: int) -> list[Mention]:
    """Amounts of the paragraphs above that the introducing line names: 财政拨款支出 … 如下。"""
    line = re.sub(r"主要|内容|如下|[：:。]|具体|情况|其中", "", _introduction(reading, at))
    if len(line) < 4:
        return []
    above = reading.paragraphs[max(0, at - 3) : at]
    return [m for p in above for s in p for m in s.mentions if is_part(m) and line in m.label]


# 年初预算 + 追加 = 调整后预算


_CARRIED = re.compile(r"[，,]?(?:再)?(?:加上?|连同)(?:上年|年初)?结[转余]")
_ADJUSTS = re.compile(r"追加|调增|调减|核减|追减|调整(?:增加|减少)")


@check("adjusted-budget", zh="调整后预算与调整额", en="adjusted budget against its adjustment")
def adjustments_add_up(reading: Reading) -> Iterator[Outcome]:
    """年初预算数2,345.67万元，年中追加123.45万元，调整后预算数2,469.12万元."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            start, steps, end = _stages_of(reading, sentence)
            inside = start and end and all(start.end <= s.start < end.start for s in steps)
            if start and end and steps and inside:
                yield from _check_adjustment(reading, sentence, start, steps, end)


def _stages_of(
    reading: Reading, sentence: Sentence
) -> tuple[Mention | None, list[Mention], Mention | None]:
    money = [m for m in sentence.mentions if m.kind is QuantityKind.MONEY and m.is_exact]
    stages = [(m, term(m.label, reading.identity.year).measure) for m in money]
    start = next((m for m, s in stages if s == "年初" and m.role is Role.AMOUNT), None)
    end = next((m for m, s in stages if s == "调整" and m.role is Role.AMOUNT), None)
    steps = [
        m
        for m in money
        if (m.role is Role.CHANGE and _ADJUSTS.search(m.label) and "净" not in m.label)
        or (m.role is Role.AMOUNT and start and end and _CARRIED.match(m.lead))
    ]
    return start, steps, end


def _check_adjustment(
    reading: Reading, sentence: Sentence, start: Mention, steps: Sequence[Mention], end: Mention
) -> Iterator[Outcome]:
    z = end.figure
    signs = [-1 if "减" in step.label else 1 for step in steps]

    def fits(whole: Figure, first: Figure, *rest: Figure) -> bool:
        ranges = [f.range if s > 0 else -f.range for f, s in zip(rest, signs, strict=False)]
        return total([first.range, *ranges]).meets(whole.range)

    relation = Relation(Sort.SUM, (z, start.figure, *(s.figure for s in steps)), fits)
    parts = sum((s.figure.value for s in steps[1:]), Decimal(0))
    inside = len(set(signs)) == 1 < len(signs) and parts <= steps[0].figure.value
    if inside and fits(z, start.figure, steps[0].figure):
        return  # the others are parts of the first: 追加9,874.20万元（其中…市本级追加3,564.20万元）
    if relation.holds:
        yield Held(relation)
        return
    moved = [s.figure.value * sign for s, sign in zip(steps, signs, strict=True)]
    real = show(sum(moved, start.figure.value), z)
    terms = start.figure.as_written
    for step, sign in zip(steps, signs, strict=True):
        terms += f" {'+' if sign > 0 else '−'} {step.figure.as_written}"
    terms += f" = {real}"
    yield suspicion(
        reading.report,
        "adjusted-budget",
        Severity.ERROR,
        z.as_written,
        real,
        (
            f"{terms}，而报告写的调整后预算是{z.as_written}。",
            f"{terms}, but the report states an adjusted budget of {z.as_written}.",
        ),
        sentence.span,
        relation=relation,
    )

"""Prose → its listings: a whole, 其中：, 按…分, a bracket, and the parts named after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from figures.checks.prose import Mention, Role, term
from figures.checks.registry import Paragraph, Reading, Sentence, Span
from figures.quantities import QuantityKind

LIST_MARK = re.compile(r"^(?:其中|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[：:])+")
_NAMES = 3
"""Characters from which the words before 按…分 name the whole."""


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
    found = list(_WITHIN.finditer(text, *sentence.span))
    for at, match in enumerate(found, 1):
        name = re.sub(r"\s", "", match["name"] or match["made"])
        stop = found[at].start() if at < len(found) else sentence.end
        stop = match.end() if match["made"] else stop
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
        if len(name) >= _NAMES:
            before = [m for m in before if m.label.strip("为共数").endswith(name)]
        else:
            before = [m for m in before if m.start >= paragraph[0].start]
        wholes = [m for m in reversed(before) if own and m.like(own[0]) and m.is_exact]
        made = sum((m.figure.value for m in (whole_list if len(own) == 1 else own)), Decimal(0))
        near = sorted(wholes, key=lambda w: abs(w.figure.value - made))
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
    """A sentence → where each bracket in it opens and closes."""
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
    name = LIST_MARK.sub("", mention.label).strip("为约是：:数额共")
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

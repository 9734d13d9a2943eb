"""Scores of self-evaluations: full marks and marks got, deductions, totals and weights.

In prose: 预算执行率10分得9.53分, 决策（15分）得14.2分, 管理效率扣2分.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from figures.checks.arithmetic import (
    Figure,
    Relation,
    Sort,
    closed,
    likely_closed,
    show,
)
from figures.checks.prose import Mention
from figures.checks.registry import Held, Outcome, Reading, Suspicion, check, suspicion
from figures.checks.scored import IS_LOST, Item, Part, headed, scored_in
from figures.quantities import QuantityKind
from figures.quantities.numbers import read_chinese, read_digits
from records import Severity

FULL_MARKS = Decimal(100)
_TENTH = Decimal("0.05")
_OF_ITS_OWN = Decimal("0.6")


IS_TOTAL = re.compile(r"总分|总得分|综合|整体|总体|合计|自评|评价|最终|项目得分|绩效得分|共")
_OPENS = re.compile(r"其中|分别|包括|具体[为是]?|构成|如下|情况[为是]?[：:]|项[为是]?[：:]|[：:]")
_MAINLY = re.compile(r"主要|部分|例如|较[多大]|最[多大]")
_ADDED = re.compile(r"加分|另加|追回|附加分|加\d")
"""Marks above the full ones: nothing of the rest is certain then."""

# Scores in prose


@check("score", zh="得分与分项、扣分", en="score against its parts and deductions")
@check("full-marks", zh="满分与权重", en="full marks and weights")
def scores_add_up(reading: Reading) -> Iterator[Outcome]:
    """自评总分92.35分，其中预算执行率10分得9.53分，产出指标50分得46.32分 …"""
    scored = [
        scored_in(reading, paragraph)
        for paragraph in reading.paragraphs
        if not _ADDED.search(reading.text, paragraph[0].start, paragraph[-1].end)
    ]
    fulls = {i.name: i.full for items in scored for i in items if i.full and i.name}
    for paragraph in reading.paragraphs:
        item = headed(reading, paragraph)
        if item:
            yield from _item_holds(reading, item)
    for items in scored:
        for item in items:
            yield from _item_holds(reading, item)
        yield from _got_and_lost(reading, items)
        yield from _counted(reading, items)
        for whole, parts, words in _lists(reading, items):
            known = replace(whole, full=whole.full or fulls.get(whole.name))
            yield from _list_adds_up(reading, known, parts, words)
        for whole, parts in _totals_behind(reading, items):
            yield from _list_adds_up(reading, whole, parts, "")
    yield from _totals_agree(reading)
    yield from _weights_add_up(reading)


def _item_holds(reading: Reading, item: Item) -> Iterator[Outcome]:
    """No more marks are got than there are; those lost are the rest."""
    if item.full is None or item.got is None:
        return
    full, got = item.full.figure, item.got.figure
    if item.lost:
        lost = item.lost.figure
        relation = Relation(
            Sort.SCORE,
            (got, full, lost),
            lambda *of: scores_are_even(of[1].value - of[2].value, of[0].value, of),
        )
        real = show(full.value - lost.value, got)
        words = (
            f"“{item.name}”满分{full.as_written}，扣{lost.as_written}，应得{real}，"
            f"而报告写的是{got.as_written}。",
            f"Of the {full.as_written} for “{item.name}”, {lost.as_written} are deducted: that "
            f"leaves {real}, but the report states {got.as_written}.",
        )
    else:
        relation = Relation(Sort.SCORE, (got, full), lambda got, full: got.value <= full.value)
        real = ""
        words = (
            f"“{item.name}”满分只有{full.as_written}，得分却是{got.as_written}。",
            f"“{item.name}” has full marks of {full.as_written}, but the score is "
            f"{got.as_written}.",
        )
    yield _outcome(reading, "score", relation, real, words, item.got, item.full)


_ALL_LOST = re.compile(r"(?:全部指标|各项)?(?:共计|合计|总共|共)?扣(?:减|除|了|分)*(?:共|合计)?")


def _got_and_lost(reading: Reading, items: Sequence[Item]) -> Iterator[Outcome]:
    """自评得分94.4分，共扣5.6分: together the full marks, or a hundred, of some score before it."""
    for at, item in enumerate(items):
        lost = item.lost
        scores = [i for i in items[:at] if i.got]
        if not lost or item.got or not scores or not _ALL_LOST.fullmatch(lost.label):
            continue
        known = [i for i in scores if i.full or (i.got and IS_TOTAL.search(i.got.label))]
        whole = known[-1] if known else scores[-1]
        assert whole.got is not None  # chosen so above
        between = items[items.index(whole) + 1 : at]
        if any(i.lost and not i.got for i in between):
            continue  # it is the sum of those
        full = whole.full.figure.value if whole.full else FULL_MARKS
        ways = [
            _makes(i.got.figure, lost.figure, i.full.figure.value if i.full else FULL_MARKS)
            for i in scores
            if i.got
        ]
        held = next((r for r in ways if r.holds), None)
        if held:
            yield Held(held)
            continue
        total = [i for i in scores if i.got and IS_TOTAL.search(i.got.label)]
        near = "。" not in reading.text[whole.end : item.start]
        near = near or (total == [whole] and re.search("共|合计", lost.label) is not None)
        if not near or not (IS_TOTAL.search(whole.got.label) or whole.full):
            continue
        got, off = whole.got.figure, lost.figure
        real = show(full - off.value, got)
        yield _outcome(
            reading,
            "score",
            _makes(got, off, full),
            real,
            (
                f"得分{got.as_written}，扣{off.as_written}，合起来不是{full.normalize():f}分"
                f"（{full.normalize():f} − {off.as_written} = {real}）。",
                f"A score of {got.as_written} with {off.as_written} deducted does not make "
                f"{full.normalize():f} ({full.normalize():f} − {off.as_written} = {real}).",
            ),
            whole.got,
            lost,
            severity=Severity.ERROR if whole.full else Severity.DOUBTFUL,
        )


def _makes(got: Figure, lost: Figure, full: Decimal) -> Relation:
    return Relation(
        Sort.SCORE,
        (got, lost),
        lambda got, lost: scores_are_even(got.value + lost.value, full, (got, lost)),
    )


_REACH = 12
"""Characters between a score and how many things it is of: 三项产出指标共得."""
_COUNTED = re.compile(
    r"(?P<n>[二两三四五六七八九十]|\d{1,2})[项个](?P<what>[^，。；、\d]{1,6}?)(?:指标|类)?"
    r"(?:合计|共计|总共|共)(?P<how>[得扣])(?:分)?"
)


def _counted(reading: Reading, items: Sequence[Item]) -> Iterator[Outcome]:
    """三项产出指标共得48.1分: the three of the paragraph that are so named."""
    for whole in items:
        mention = whole.got or whole.lost
        said = _COUNTED.search(reading.text, whole.start - _REACH, whole.start) if mention else None
        if mention is None or said is None or said.end() != mention.start:
            continue
        n = read_chinese(said["n"]) if not said["n"].isdigit() else read_digits(said["n"])
        named = [i for i in items if i is not whole and said["what"] in i.name]
        parts = [m for i in named if (m := i.got if said["how"] == "得" else i.lost)]
        if n is None or len(parts) != n.value or len(parts) != len(named):
            continue
        real = show(sum((m.figure.value for m in parts), Decimal(0)), mention.figure)
        terms = " + ".join(m.figure.as_written for m in parts)
        text = (
            f"“{said['what']}”{said['n']}项相加：{terms} = {real}，"
            f"而报告写的是{mention.figure.as_written}。",
            f"The {n.value:f} scores of “{said['what']}” add up to {terms} = {real}, but the "
            f"report states {mention.figure.as_written}.",
        )
        relation = scores_sum(mention.figure, [m.figure for m in parts])
        yield _outcome(reading, "score", relation, real, text, mention, *parts)


def _lists(reading: Reading, items: Sequence[Item]) -> Iterator[tuple[Item, list[Item], str]]:
    """(the whole, its parts, the words that open the list) for each list of scores.

    A list opens with 其中 or ： and ends with its sentence or where a list within it opens.
    """
    at = 0
    while at < len(items):
        whole = items[at]
        rest = items[at + 1 :]
        if not rest:
            return
        between = reading.text[whole.end : rest[0].start]
        opening = _OPENS.search(between)
        before_stop, _, behind = between.rpartition("。")
        starts_anew = bool(before_stop) and not _OPENS.match(behind.strip()) and "：" not in behind
        if opening is None or starts_anew or _role(whole) is None:
            at += 1
            continue
        parts, taken = [rest[0]], 1
        for at_part, (last, item) in enumerate(pairwise(rest), start=1):
            gap = reading.text[last.end : item.start]
            particular = item.lost and not item.full and not item.got
            if particular and _is_bracketed(reading.text[whole.end : item.start]):
                taken += 1
                continue  # what the part before it lost in particular
            sums = item.lost and _ALL_LOST.fullmatch(item.lost.label) and _role(rest[0]) is Part.GOT
            if sums or "。" in gap or "其中" in gap:
                break
            if _heads_a_list(reading, rest[at_part:], gap):
                break
            parts.append(item)
            taken += 1
        yield whole, parts, between[opening.start() :]
        at += 1 + taken


def _is_bracketed(before: str) -> bool:
    return len(re.findall("[（(]", before)) > len(re.findall("[）)]", before))


def _heads_a_list(reading: Reading, items: Sequence[Item], gap: str) -> bool:
    """Whether the first item comes behind a ； and has parts of its own before the next one."""
    if not re.search("[；;]", gap) or len(items) < 2:
        return False
    return bool(re.match(r"[，,：:（(]?(?:其中|包括)", reading.text[items[0].end : items[1].start]))


_BEHIND = re.compile(
    r"(?P<own>故?(?:以上|[本该][一-鿿]{0,2}(?:项|部分|类)(?:指标)?|[一-鿿]{2,6}部分))?"
    r"(?:合计|共计|共|总计|累计)(?:[扣得失].{0,3})?$"
)


def _totals_behind(reading: Reading, items: Sequence[Item]) -> Iterator[tuple[Item, list[Item]]]:
    """(the whole, its parts) where the whole comes last: A扣1分、B扣2分，共扣3分."""
    for at, whole in enumerate(items):
        mention = whole.lost or whole.got
        total = _BEHIND.match(mention.label) if mention else None
        if mention is None or total is None:
            continue
        parts: list[Item] = []
        for part, after in zip(items[:at][::-1], items[: at + 1][::-1], strict=False):
            ends = "。" in reading.text[part.end : after.start] and not total["own"]
            if ends or _role(part) is not _role(whole):
                break
            parts.insert(0, part)
        if len(parts) > 1:
            yield whole, parts


def _role(item: Item) -> Part | None:
    """What a list under the item is of: marks got, or marks lost."""
    if item.lost and not item.got:
        return Part.LOST
    return Part.GOT if item.got else None


def _list_adds_up(
    reading: Reading, whole: Item, parts: Sequence[Item], words: str
) -> Iterator[Outcome]:
    got, lost = [p.got for p in parts if p.got], [p for p in parts if p.lost and not p.got]
    if whole.lost and not whole.got:
        each = [p.lost or p.got for p in parts]
        marks = [m for m in each if m is not None]
        if len(marks) == len(parts):
            yield from _deductions(reading, whole.lost, None, parts, marks, words)
    elif whole.got and got and len(got) == len(parts):
        if len(got) > 1:
            yield from _marks_add_up(reading, whole, parts, got)
    elif whole.got and len(lost) == len(parts) and IS_TOTAL.search(whole.got.label):
        marks = [p.lost for p in lost if p.lost]
        yield from _deductions(reading, whole.got, whole.full, parts, marks, words)


def _marks_add_up(
    reading: Reading, whole: Item, parts: Sequence[Item], got: Sequence[Mention]
) -> Iterator[Outcome]:
    """The marks got are those of the parts; their full marks are the whole's, or a hundred."""
    assert whole.got is not None  # the caller's case
    shares = [m.figure.value / whole.got.figure.value for m in got if whole.got.figure.value]
    if shares and min(shares) > _OF_ITS_OWN and max(shares) < 1 / _OF_ITS_OWN:
        return  # each part is scored out of a hundred of its own
    names = [p.name for p in parts]
    fulls = [p.full for p in parts if p.full]
    all_full = len(fulls) == len(parts)
    marks = sum((f.figure.value for f in fulls), Decimal(0))
    hundred = whole.full.figure.value if whole.full else FULL_MARKS
    complete = closed(names) or (all_full and marks == hundred)
    relation = scores_sum(whole.got.figure, [m.figure for m in got])
    value = sum((m.figure.value for m in got), Decimal(0))
    real = show(value, whole.got.figure)
    terms = " + ".join(m.figure.as_written for m in got)
    text = (
        f"各项得分相加：{terms} = {real}，而报告写的总得分是{whole.got.figure.as_written}。",
        f"The scores add up to {terms} = {real}, but the report states a total of "
        f"{whole.got.figure.as_written}.",
    )
    severity = Severity.ERROR if complete else Severity.DOUBTFUL
    if complete or likely_closed(names) or len(parts) > 1:
        yield _outcome(reading, "score", relation, real, text, whole.got, *got, severity=severity)
    total = IS_TOTAL.search(whole.got.label) and not _BEHIND.match(whole.got.label)
    of_all = whole.full or total
    if all_full and of_all and (closed(names) or relation.holds):
        value = sum((f.figure.value for f in fulls), Decimal(0))
        terms = " + ".join(f.figure.as_written for f in fulls)
        there = show(value, fulls[0].figure)
        if whole.full:
            relation = scores_sum(whole.full.figure, [f.figure for f in fulls])
        else:
            relation = sums_to_hundred([f.figure for f in fulls])
        yield _outcome(
            reading,
            "full-marks",
            relation,
            f"{hundred.normalize():f}分",
            (
                f"各项满分相加：{terms} = {there}，不是{hundred.normalize():f}分。",
                f"The full marks add up to {terms} = {there}, not {hundred.normalize():f}.",
            ),
            *fulls,
        )


def scores_sum(whole: Figure, parts: Sequence[Figure]) -> Relation:
    """A total score is the sum of its parts."""

    def fits(whole: Figure, *parts: Figure) -> bool:
        return scores_are_even(
            sum((p.value for p in parts), Decimal(0)), whole.value, (whole, *parts)
        )

    return Relation(Sort.SCORE, (whole, *parts), fits)


def sums_to_hundred(figures: Sequence[Figure]) -> Relation:
    """Full marks, or weights, come to a hundred."""

    def fits(*figures: Figure) -> bool:
        return scores_are_even(sum((f.value for f in figures), Decimal(0)), FULL_MARKS, figures)

    return Relation(Sort.SCORE, tuple(figures), fits)


def scores_are_even(one: Decimal, other: Decimal, figures: Sequence[Figure]) -> bool:
    """Scores are given and not measured: 9分 is 9. Only second decimals can be rounded ones."""
    finest = min(f.half_step for f in figures)
    return abs(one - other) <= (finest * len(figures) if finest < _TENTH else 0)


_SEVERAL = 3
"""Deductions from which a list of them is taken to be whole."""


def _deductions(
    reading: Reading,
    whole: Mention,
    full: Mention | None,
    parts: Sequence[Item],
    marks: Sequence[Mention],
    words: str,
) -> Iterator[Outcome]:
    """共扣8.4分，其中…扣2.2分; 总分91.5分，其中…扣2分: off a hundred, or off the full marks."""
    times = [p.times for p in parts]
    off = IS_LOST.search(whole.label) is not None
    hundred = full.figure.value if full else FULL_MARKS

    def fits(whole: Figure, *lost: Figure) -> bool:
        every = sum((f.value * n for f, n in zip(lost, times, strict=True)), Decimal(0))
        return scores_are_even(every if off else hundred - every, whole.value, (whole, *lost))

    all_lost = sum((m.figure.value * n for m, n in zip(marks, times, strict=True)), Decimal(0))
    some = not off and len(marks) < _SEVERAL and all_lost < hundred - whole.figure.value
    if _MAINLY.search(words) or some:
        return  # only the greatest are listed
    relation = Relation(Sort.SCORE, (whole.figure, *(m.figure for m in marks)), fits)
    terms = " + ".join(
        m.figure.as_written + (f" × {n}" if n > 1 else "")
        for m, n in zip(marks, times, strict=True)
    )
    sum_ = show(all_lost, whole.figure)
    real = sum_ if off else show(hundred - all_lost, whole.figure)
    stated = whole.figure.as_written
    if off:
        text = (
            f"各项扣分相加：{terms} = {sum_}，而报告写的是共扣{stated}。",
            f"The deductions add up to {terms} = {sum_}, but the report states {stated}.",
        )
    else:
        text = (
            f"各项扣分相加：{terms} = {sum_}，{hundred.normalize():f}分 − {sum_} = {real}，"
            f"而报告写的得分是{stated}。",
            f"The deductions add up to {terms} = {sum_}; {hundred.normalize():f} − {sum_} = "
            f"{real}, but the report states a score of {stated}.",
        )
    yield _outcome(
        reading, "score", relation, real, text, whole, *marks, severity=Severity.DOUBTFUL
    )


_THE_TOTAL = re.compile(
    r"(?:经|本次|本部门|本单位|部门|支出|绩效|自评|评价|结果)*(?:整体(?:支出)?|最终|综合|总)"
    r"(?:绩效|自评|评价)*(?:得分|分)(?:合计|为|是|：|:)*"
)


def _totals_agree(reading: Reading) -> Iterator[Outcome]:
    """综合得分86.45分 and, in the same paragraph or the next, 自评得分86.54分."""
    before: list[Mention] = []
    for paragraph in reading.paragraphs:
        here = [
            i.got
            for i in scored_in(reading, paragraph)
            if i.got and _THE_TOTAL.fullmatch(i.got.label)
        ]
        for a, b in pairwise([*before[-1:], *here]):
            relation = Relation(Sort.MATCH, (a.figure, b.figure), lambda a, b: a.value == b.value)
            one, other = a.figure.as_written, b.figure.as_written
            text = (
                f"总得分一处写{one}，另一处写{other}，前后不一。",
                f"The total score is given as {one} in one place and as {other} in another.",
            )
            yield _outcome(reading, "score", relation, one, text, b, a, severity=Severity.DOUBTFUL)
        before = here


_WEIGHT = re.compile(r"权重(?:占比|比例)?(?:分别|各)?(?:为|是|占|：|:)*$")


def _weights_add_up(reading: Reading) -> Iterator[Outcome]:
    """投入权重15%、过程权重30%、产出权重30%、效果权重25%: a hundred, where they are all there."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            weights = [
                m
                for m in sentence.mentions
                if m.kind is QuantityKind.RATE and m.is_exact and _WEIGHT.search(m.label)
            ]
            names = [_WEIGHT.sub("", m.label) for m in weights]
            if len(weights) < 2 or not (closed(names) or likely_closed(names)):
                continue
            figures = [m.figure for m in weights]
            terms = " + ".join(f.as_written for f in figures)
            real = show(sum((f.value for f in figures), Decimal(0)), figures[0])
            text = (
                f"各项权重相加：{terms} = {real}，不是100%。",
                f"The weights add up to {terms} = {real}, not 100 %.",
            )
            yield _outcome(reading, "full-marks", sums_to_hundred(figures), "100%", text, *weights)


def _outcome(
    reading: Reading,
    name: str,
    relation: Relation,
    real: str,
    text: tuple[str, str],
    *mentions: Mention,
    severity: Severity = Severity.ERROR,
) -> Held | Suspicion:
    if relation.holds:
        return Held(relation)
    return suspicion(
        reading.report,
        name,
        severity,
        mentions[0].figure.as_written,
        real,
        text,
        *(reading.sentence_at(m.start) for m in mentions),
        relation=relation,
    )

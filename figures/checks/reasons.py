"""Words of direction against the figures, and against the reason given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from figures.checks.classified import item_in
from figures.checks.prose import DOWN, UP, Change, Mention, Role, term
from figures.checks.registry import (
    Outcome,
    Paragraph,
    Reading,
    Span,
    Suspicion,
    check,
    suspicion,
)
from figures.quantities import QuantityKind
from records import Kind, Severity

_OUTCOME = re.compile(
    r"(?:支出)?(?:决算|执行)数?(?P<word>大于|高于|超出|超过|小于|低于|等于|持平于|与)"
    r"(?P<what>年初预算|调整预算|预算)数?(?P<level>持平|一致|相等)?"
)
_REASON = re.compile(
    r"(?P<head>[^，。；：:]*?)(?:的)?(?:主要)?原因(?:是|为|在于)?[：:]?(?P<reason>[^。；]*)"
)
_ENDS_UP = re.compile(rf"(?:{UP})(?:较多|所致|导致|了)?$")
_ENDS_DOWN = re.compile(rf"(?:{DOWN})(?:较多|所致|导致|了)?$")
_OTHER_TIME = re.compile(r"上年|去年|上一年|往年|同期|基数|(?:19|20)\d\d年")
_LEVEL_WORDS = re.compile(r"(?:保持不变|没有变化|无变化|持平|不变)$")
_GENERAL = re.compile(
    r"经费|支出|预算|资金|费用|本年|本科目|该|项目|拨款|安排|略有|有所|主要|[“”\"（）()的]"
)
_WORDS = {1: ("增加", "an increase"), -1: ("减少", "a decrease"), 0: ("不变", "no change")}


@check("outcome-words", zh="结果与措辞", en="outcome against its words")
def outcomes_fit(reading: Reading) -> Iterator[Outcome]:
    """决算数大于年初预算数的主要原因: against the two amounts of the paragraph."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            for match in _OUTCOME.finditer(reading.text, *sentence.span):
                yield from _outcome(reading, paragraph, match)


def _outcome(reading: Reading, paragraph: Paragraph, match: re.Match[str]) -> Iterator[Outcome]:
    if match["word"] == "与" and not match["level"]:
        return
    said = {"大": 1, "高": 1, "超": 1, "小": -1, "低": -1}.get(match["word"][0], 0)
    before = [m for s in paragraph for m in s.mentions if m.end <= match.start()]
    money = [m for m in before if m.role is Role.AMOUNT and m.kind is QuantityKind.MONEY]
    stages = [(m, term(m.label, reading.identity.year).measure) for m in money]
    wanted = ("年初",) if "年初" in match["what"] else ("年初", "调整", "预算")
    budgets = [m for m, stage in stages if stage in wanted] or [
        m for m, stage in stages if stage == "预算"
    ]
    spent = [m for m, stage in stages if stage in ("决算", "执行")]
    if not budgets or not spent:
        return
    budget, outcome = budgets[-1], spent[-1]
    if any(_sign(outcome, b) == said for b in budgets):
        return
    real = _sign(outcome, budget)
    meet = outcome.figure.range.meets(budget.figure.range)
    if meet and said == 0:
        return
    sign = {1: ">", -1: "<", 0: "="}[real]
    yield suspicion(
        reading.report,
        "outcome-words",
        Severity.DOUBTFUL if meet else Severity.ERROR,
        match[0],
        f"{outcome.figure.as_written} {sign} {budget.figure.as_written}",
        (
            f"决算数{outcome.figure.as_written} {sign} 预算数{budget.figure.as_written}，"
            f"而报告说“{match[0]}”。",
            f"The outcome {outcome.figure.as_written} {sign} the budget "
            f"{budget.figure.as_written}, but the report says “{match[0]}”.",
        ),
        reading.sentence_at(match.start()),
        *(reading.sentence_at(m.start) for m in (outcome, budget)),
    )


def _sign(outcome: Mention, budget: Mention) -> int:
    difference = outcome.figure.value - budget.figure.value
    return (difference > 0) - (difference < 0)


@check("reason", zh="增减与原因", en="change against its reason")
def reasons_fit(reading: Reading) -> Iterator[Outcome]:
    """减少2.98%。主要原因是：宣传事务经费增加: a decrease explained by its own increase."""
    for change in reading.changes:
        said = _direction(change)
        if said is None:
            continue
        match = _REASON.search(reading.text, change.said.end, _stop(reading, change))
        if match is None:
            continue
        span = reading.sentence_at(change.said.start)
        yield from _contradiction(reading, change, said, match, span)


def _direction(change: Change) -> int | None:
    for mention in (change.change, change.growth):
        if mention:
            return mention.direction if mention.figure.value else 0
    return 0 if change.level else None


def _stop(reading: Reading, change: Change) -> int:
    """Where what is said of this change ends: at the next change, or the paragraph's end."""
    line_end = reading.text.find("\n", change.said.end)
    line_end = line_end if line_end >= 0 else len(reading.text)
    later = [c.said.start for c in reading.changes if c.said.start > change.said.end]
    return min([line_end, *later])


def _contradiction(
    reading: Reading, change: Change, said: int, match: re.Match[str], span: Span
) -> Iterator[Outcome]:
    reason = match["reason"].strip()
    about = _about(reason)
    if about is None:
        return
    direction, subject = about
    if direction == said or _OTHER_TIME.search(subject):
        return  # that last year was low is why this year rose
    rest = _GENERAL.sub("", subject)
    named = change.current.lead if change.current else ""
    paragraph = reading.text[reading.text.rfind("\n", 0, span[0]) + 1 : span[1]]
    own = len(rest) > 2 and rest in _GENERAL.sub("", paragraph + named)
    if rest and not own and not subject.endswith(("经费", "支出", "预算")):
        return
    (zh, en), (zh2, en2) = _WORDS[said], _WORDS[direction]
    yield suspicion(
        reading.report,
        "reason",
        Severity.ERROR if own and said * direction else Severity.DOUBTFUL,
        zh + change.said.figure.as_written if said else zh,
        reason,
        (
            f"报告说的是{zh}，给出的原因却是{zh2}：“{reason}”。",
            f"The report states {en}, but the reason given is {en2}: “{reason}”.",
        ),
        span,
        reading.sentence_at(match.start("reason")),
    )


def _about(reason: str) -> tuple[int, str] | None:
    """A reason that only says that something rose or fell → (direction, what)."""
    if re.search(r"[，,、；]", reason):
        return None
    for pattern, direction in ((_LEVEL_WORDS, 0), (_ENDS_UP, 1), (_ENDS_DOWN, -1)):
        match = pattern.search(reason)
        if match:
            subject = reason[: match.start()]
            both = re.search(UP + "|" + DOWN, subject)
            return None if both else (direction, subject)
    return None


@check("reason")
def headed_reasons_fit(reading: Reading) -> Iterator[Outcome]:
    """财政拨款收入支出减少的主要原因: against what was said of 财政拨款收入 just before."""
    for paragraph in reading.paragraphs:
        for sentence in paragraph:
            match = _REASON.search(reading.text, *sentence.span)
            about = _about(match["head"].strip()) if match else None
            if match is None or about is None:
                continue
            direction, subject = about
            subject = subject.strip()
            near = [c for c in reading.changes if 0 <= match.start() - c.said.end < 600]
            told = [
                (c, d) for c in near if _names_subject(c.current, subject) and (d := _direction(c))
            ]
            if told and direction and all(d == -direction for _, d in told):
                yield _headed(reading, match, told[-1][0], direction)


def _names_subject(mention: Mention | None, subject: str) -> bool:
    words = re.sub(r"支出$|收入支出$|[收支、总计]+$", "", subject)
    return mention is not None and len(words) > 2 and words in mention.label


def _headed(reading: Reading, match: re.Match[str], change: Change, direction: int) -> Suspicion:
    (_, en), (zh2, en2) = _WORDS[direction], _WORDS[-direction]
    figure = change.said.figure.as_written
    return suspicion(
        reading.report,
        "reason",
        Severity.ERROR,
        match["head"].strip(),
        f"{zh2}{figure}",
        (
            f"这里说“{match['head'].strip()}”，前面写的却是{zh2}{figure}。",
            f"Here the report explains {en}, but before it states {en2} of {figure}.",
        ),
        reading.sentence_at(match.start()),
        reading.sentence_at(change.said.start),
    )


# What the forms of final accounts require of each item


@check("no-reason", zh="缺少差异原因", en="difference without its reason")
def differences_have_reasons(reading: Reading) -> Iterator[Outcome]:
    """年初预算为61.20万元，支出决算为64.35万元 and no 原因, where the other items give theirs."""
    if reading.identity.kind is not Kind.FINAL_ACCOUNTS:
        return
    differing = [p for p in reading.paragraphs if _differs_from_budget(reading, p)]
    silent = [p for p in differing if not _GIVES_REASON.search(_words(reading, p))]
    if len(differing) < _FEW or len(silent) > _RARELY * len(differing):
        return
    for paragraph in silent:
        yield suspicion(
            reading.report,
            "no-reason",
            Severity.DOUBTFUL,
            _words(reading, paragraph).strip()[:60],
            "",
            (
                "决算数与年初预算数不同，这一项没有说明原因，而其他各项都说明了。",
                "The outcome differs from the budget, and no reason is given, as it is for the "
                "other items.",
            ),
            paragraph[0].span,
        )


_FEW = 4
"""Items that differ from their budgets, from which a silent one stands out."""
_RARELY = 0.25
_GIVES_REASON = re.compile(r"因|由于|主要是|追加|追减|调整|调[增减]")
FULLY = 100
"""The rate of completion from which nothing differs."""


def _words(reading: Reading, paragraph: Paragraph) -> str:
    return reading.text[paragraph[0].start : paragraph[-1].end]


def _differs_from_budget(reading: Reading, paragraph: Paragraph) -> bool:
    if item_in(reading.text, paragraph[0].start, paragraph[-1].end) is None:
        return False
    every = [m for s in paragraph for m in s.mentions]
    done = [m for m in every if m.role is Role.DONE and "预算" in m.label]
    if any(m.figure.value != FULLY for m in done[:1]):
        return True
    money = [m for m in every if m.kind is QuantityKind.MONEY]
    stages = {term(m.label, reading.identity.year).measure: m for m in reversed(money)}
    budget, outcome = stages.get("年初"), stages.get("决算")
    return bool(budget and outcome and not budget.figure.range.meets(outcome.figure.range))


@check("purpose", zh="用途与科目不符", en="purpose of another item")
def purposes_are_their_own(reading: Reading) -> Iterator[Outcome]:
    """住房公积金（项）… 主要用于医疗保险: the purpose of the item beside it."""
    items = [
        (p, item, purpose["what"])
        for p in reading.paragraphs
        if (item := item_in(reading.text, p[0].start, p[-1].end))
        and item.name
        and (purpose := _PURPOSE.search(_words(reading, p)))
    ]
    for paragraph, item, what in items:
        others = [
            other
            for _, other, theirs in items
            if other.name != item.name
            and (
                _common(other.name, what) >= _NAMED_WHOLLY
                or (theirs == what and _common(other.path, what) >= _HARDLY)
            )
            and _in_common(other.path, what) >= _HARDLY
        ]
        if others and _in_common(item.path, what) < _HARDLY:
            other = max(others, key=lambda o: _common(o.path, what)).name
            yield suspicion(
                reading.report,
                "purpose",
                Severity.DOUBTFUL,
                what,
                item.name,
                (
                    f"“{item.name}”的用途写的是“{what}”，那是“{other}”的用途。",
                    f"The purpose given for “{item.name}” is “{what}”, which is that of “{other}”.",
                ),
                paragraph[0].span,
            )


_PURPOSE = re.compile(r"(?:主要)?用于(?P<what>[^。；，,]{3,40})")
_ANY_ITEM = re.compile(r"运行|行政|事业|事务|支出|管理|其他|单位|机关|部门|保障|工作|经费|项目")
_NAMED_WHOLLY = 4
_HARDLY = 2


def _in_common(a: str, b: str) -> int:
    """The same without the words that the names of most items have."""
    return _common(_ANY_ITEM.sub("，", a), _ANY_ITEM.sub("。", b))


def _common(a: str, b: str) -> int:
    """How long the longest piece is that both have."""
    return max(
        (m.size for m in SequenceMatcher(None, a, b, False).get_matching_blocks()), default=0
    )

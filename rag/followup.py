"""A question that leans on the conversation → the whole question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.spans import Span, cut
from rag.years import evened, year_spans, year_words

_ELLIPTIC = re.compile(
    r"呢[？?。！!]?$|^(?:那么?|那|再|还有|另外|其中|和|与|跟|比|较|同)"
    r"|^(?:为什么|为何|原因|怎么回事|具体呢|然后呢)"
    r"|^(?:哪一?年|哪个(?:部门|单位)|谁)(?!的)[^，。]{0,8}[？?]?$"
    r"|^哪个[更最]?[多少高低大小好差]|^(?:and|what about|how about|compared|why|then|so)\b",
    re.I,
)
_WHY = re.compile(
    r"^(?:那|这)?(?:是)?(?:为什么|为何|什么原因|原因(?:是什么)?|怎么回事|why)[？?。呢啊]*\s*$", re.I
)
_WHICH = re.compile(
    r"^(?:那么?)?(?:哪一?年|哪个(?:部门|单位|(?=[更最]?[多少高低大小好差]))|谁)(?!的)[^，。]{0,8}[？?]?$"
)
_FRAME = re.compile(
    r"^(?:那么|那|再|还有|另外|其中|请问)?(?:看看?)?|(?:呢|如何|怎么样|怎样|是多少)?[？?。！!]*$"
)
_ENGLISH_FRAME = re.compile(
    r"^(?:and |then |so )?(?:what about |how about )?(?:for |in )?|[?.!]+$", re.I
)
_COMPARES = re.compile(
    r"^(?:那|再)?(?:和|与|跟|同|比|较)(.+?)(?:相?比|对比|比较)?(?:起来)?"
    r"(?:如何|怎么样|怎样|多少|有什么变化)?呢?[？?]?$"
)
_ENGLISH_COMPARES = re.compile(r"^(?:and )?compared? (?:it )?(?:to|with) (.+?)[?.]?$", re.I)
_ASKS = re.compile(
    r"(?:分别)?(?:是|为|有|达到?|占)?(?:了)?(?:多少|几)[^，。？?]{0,4}[？?]?$|[？?。]$"
)

_ASKS_PLAINLY = re.compile(
    r"(?:分别)?(?:是|为|有|达到?|占)?(?:多少|几)(?:万元|亿元|元|钱|分|个|项)?[？?]?"
)

# What can stand in each other's place: 基本支出呢？ after a question about 项目支出.
_SIBLINGS = tuple(
    tuple(family.split())
    for family in (
        "基本支出 项目支出 总支出 人员经费 公用经费 人员支出 公用支出",
        "全年预算数 预算数 年初预算数 年初预算 调整预算数 执行数 执行率 决算数 支出决算 执行了多少",
        "预算收入 预算支出 收入预算 支出预算 收入决算 支出决算",
        "履职效能 管理效率 自评得分",
        "财政拨款收入 事业收入 经营收入 其他收入",
        "因公出国（境）费 因公出国 公务接待费 公务接待 公务用车购置费 公务用车运行费"
        " 公务用车购置及运行费 公务用车 “三公”经费 三公经费 机关运行经费 会议费 培训费",
        "货物 工程 服务",
        "绩效目标 重点工作任务 存在的问题 问题 改进措施 工作成效 主要成效",
    )
)


def leans(question: str) -> bool:
    """Whether a question cannot be understood without the one before: 那2021年呢？, 为什么？"""
    return _ELLIPTIC.search(question.strip()) is not None


def standalone(
    question: str,
    before: str,
    years: Sequence[int],
    departments_in: Callable[[str], list[Span]],
) -> str:
    """A question that leans on `before` (a whole question) → the whole question.

    `years` are those it names; `departments_in` gives the spans where departments are named.
    """
    question, before = evened(question.strip()), evened(before.strip())
    if _WHY.match(question):
        return (
            f"{_stem(before)}，原因是什么？" if _han(before) else f"{before.rstrip('?.! ')}: why?"
        )
    if _WHICH.match(question):
        return f"{cut(_stem(before), year_spans(_stem(before)))}{question}"
    years_said = _years_said(years, _han(before))
    compared = _COMPARES.match(question)
    names = [question[a:b] for a, b in departments_in(question)]
    if compared and (years or names):
        with_what = "".join(names) + years_said
        return f"{_stem(before)}，与{with_what}相比有什么变化？"
    if (english := _ENGLISH_COMPARES.match(question)) and (years or names):
        return f"{before.rstrip('?. ')}, compared with {english[1]}?"
    rest = _subject(
        cut(_core(question), [*year_words(_core(question)), *departments_in(_core(question))])
    )
    whole = (_with_sibling(before, rest) or _about(before, rest)) if rest else before
    if names:
        whole = _put(whole, departments_in(whole), "和".join(names))
    return _put(whole, year_spans(whole) or year_words(whole), years_said) if years else whole


def _core(question: str) -> str:
    frame = _FRAME if _han(question) else _ENGLISH_FRAME
    return frame.sub("", question)


def _stem(question: str) -> str:
    return _ASKS.sub("", question).rstrip("？?。")


def _asked(question: str) -> str:
    """How a question asks, without what it counts: that is another subject's."""
    match = _ASKS.search(question)
    if match is None or match[0] in "？?。":
        return "是什么？"
    return match[0] if _ASKS_PLAINLY.fullmatch(match[0]) else "是多少？"


def _subject(rest: str) -> str:
    """What is left of a short question without its frame, years and departments."""
    plain = re.sub(r"[的在和与、，,\s]+", "", rest) if _han(rest) else rest.strip(" ,?")
    return "" if re.fullmatch(r"(?i)(?:in|for|and|the|[年度]|\s)*", plain) else plain


def _about(before: str, subject: str) -> str:
    if _han(before) and not _han(subject):
        return f"What was {subject}?"
    if not _han(before):
        return f"{before.rstrip('?. ')}: {subject}?"
    return f"{subject}{_asked(before)}"


def _years_said(years: Sequence[int], chinese: bool) -> str:
    if not years:
        return ""
    return "、".join(map(str, years)) + "年" if chinese else " and ".join(map(str, years))


def _put(text: str, spans: Sequence[Span], words: str) -> str:
    """Words in the place of the spans, from the first to the last; in front where there is none."""
    if spans:
        return f"{text[: spans[0][0]]}{words}{text[spans[-1][1] :]}"
    return f"{words}{text}" if _han(text) else f"{text.rstrip('?. ')} ({words})?"


def _with_sibling(before: str, subject: str) -> str:
    for family in _SIBLINGS:
        if any(subject.endswith(s) or s.startswith(subject) for s in family):
            for sibling in sorted(family, key=len, reverse=True):
                if sibling in before and sibling != subject:
                    return before.replace(sibling, subject, 1)
    return ""


def _han(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None

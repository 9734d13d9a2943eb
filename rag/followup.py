"""A question that leans on the conversation → the whole question."""

from __future__ import annotations

import re

from rag.years import evened, year_spans

_ELLIPTIC = re.compile(
    r"呢[？?。！!]?$|^(?:那么?|那|再|还有|另外|其中|和|与|跟|比|较|同)|^(?:为什么|为何|原因|怎么回事|具体呢|然后呢)"
    r"|^(?:and|what about|how about|compared|why|then|so)\b",
    re.I,
)
_POINTS_BACK = re.compile(
    r"(?:它们?|该(?:局|部门|单位|街道|院|委|办)|这个?(?:局|部门|单位|街道|院|委)|本(?:局|部门|单位|街道)|同一年|该年|当年|那年)"
    r"|\b(?:it|its|they|their|that year|this department|that department)\b",
    re.I,
)
_WHY = re.compile(
    r"^(?:那|这)?(?:是)?(?:为什么|为何|什么原因|原因(?:是什么)?|怎么回事|why)[？?。呢啊]*\s*$", re.I
)
_FRAME = re.compile(
    r"^(?:那么|那|再|还有|另外|其中|请问)?(?:看看?)?|(?:呢|如何|怎么样|怎样|是多少)?[？?。！!]*$"
)
_ENGLISH_FRAME = re.compile(
    r"^(?:and |then |so )?(?:what about |how about )?(?:for |in )?|[?.!]+$", re.I
)
_COMPARES = re.compile(
    r"^(?:那|再)?(?:和|与|跟|同|比|较)(.+?)(?:相?比|对比|比较)?(?:起来)?(?:如何|怎么样|怎样|多少|有什么变化)?呢?[？?]?$"
)
_ASKS = re.compile(
    r"(?:分别)?(?:是|为|有|达到?|占)?(?:了)?(?:多少|几)[^，。？?]{0,4}[？?]?$|[？?。]$"
)

# What can stand in each other's place: 基本支出呢？ after a question about 项目支出.
_SIBLINGS = (
    ("基本支出", "项目支出", "总支出", "人员经费", "公用经费", "人员支出", "公用支出"),
    (
        "全年预算数",
        "预算数",
        "年初预算数",
        "年初预算",
        "调整预算数",
        "执行数",
        "执行率",
        "决算数",
        "支出决算",
        "执行了多少钱",
        "执行了多少",
    ),
    ("预算收入", "预算支出", "收入预算", "支出预算", "收入决算", "支出决算"),
    ("履职效能", "管理效率", "自评得分"),
    ("财政拨款收入", "事业收入", "经营收入", "其他收入"),
    (
        "因公出国（境）费",
        "因公出国",
        "公务接待费",
        "公务接待",
        "公务用车购置费",
        "公务用车运行费",
        "公务用车购置及运行费",
        "公务用车",
        "“三公”经费",
        "三公经费",
        "机关运行经费",
        "会议费",
        "培训费",
    ),
    ("货物", "工程", "服务"),
    ("绩效目标", "重点工作任务", "存在的问题", "问题", "改进措施", "工作成效", "主要成效"),
)


def leans(question: str) -> bool:
    """Whether a question cannot be understood without the one before: 那2021年呢？, 为什么？"""
    return _ELLIPTIC.search(question.strip()) is not None


def points_back(question: str) -> bool:
    """Whether a whole question takes up what was spoken of: 该局的执行率是多少？"""
    return _POINTS_BACK.search(question) is not None


def standalone(question: str, before: str, new_scope: tuple[str, ...]) -> str:
    """A question that leans on `before` (a whole question) → the whole question.

    `new_scope` are the words in it that name years or departments.
    """
    question, before = evened(question.strip()), evened(before.strip())
    if _WHY.match(question):
        return (
            f"{_stem(before)}，原因是什么？" if _han(before) else f"{before.rstrip('?.! ')}: why?"
        )
    compared = _COMPARES.match(question)
    if compared and new_scope:
        return f"{_stem(before)}，与{compared[1]}相比有什么变化？"
    rest = _core(question)
    for word in new_scope:
        rest = rest.replace(word, " ")
    rest = re.sub(r"[年度的在和与、，,\s]+", "", rest) if _han(rest) else rest.strip(" ,?")
    if not rest or re.fullmatch(r"(?i)(?:in|for|and|the|\s)*", rest):
        return _with_scope(before, new_scope)
    replaced = _with_sibling(before, rest)
    if replaced:
        return _with_scope(replaced, new_scope) if new_scope else replaced
    if len(rest) <= 12 and _han(before):
        return f"{' '.join(new_scope)}{rest}{_asked(before)}"
    return question


def _core(question: str) -> str:
    frame = _FRAME if _han(question) else _ENGLISH_FRAME
    return frame.sub("", question)


def _stem(question: str) -> str:
    return _ASKS.sub("", question).rstrip("？?。")


def _asked(question: str) -> str:
    match = _ASKS.search(question)
    return match[0] if match and match[0] not in "？?。" else "是什么？"


def _with_scope(before: str, new_scope: tuple[str, ...]) -> str:
    """The question before with the new years in place of its own."""
    years = "、".join(re.findall(r"20\d\d", " ".join(new_scope)))
    spans = year_spans(before)
    if years and spans:
        (start, _), (_, end) = spans[0], spans[-1]
        return f"{before[:start]}{years}{'年' if _han(before) else ''}{before[end:]}"
    front = "".join(new_scope)
    return f"{front}{before}" if _han(before) else f"{before.rstrip('?. ')} ({front})?"


def _with_sibling(before: str, subject: str) -> str:
    for family in _SIBLINGS:
        if any(subject.endswith(s) or s.startswith(subject) for s in family):
            for sibling in sorted(family, key=len, reverse=True):
                if sibling in before and sibling != subject:
                    return before.replace(sibling, subject, 1)
    return ""


def _han(text: str) -> bool:
    return re.search(r"[\u4e00-\u9fff]", text) is not None

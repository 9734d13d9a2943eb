"""What a question asks for: the kind of answer, kinds of report, indicators and how they relate."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from figures.indicators.catalogue import CATALOGUE, NAMES, Wordings
from rag.records import Intent, Understood
from records import Kind

_COMPARISON = re.compile(
    r"相比|对比|比较|比[^例如重率赛]?.{0,12}?[多少高低大小增减]|变化|趋势|同比|环比|差异|差距|差多少|谁[更最]|哪个[^，。]{0,8}[更最]"
    r"|增长了?多少|增加了?多少|减少了?多少|哪一?年.{0,12}最|历年|逐年|分别.{0,6}(?:变化|增减)"
    r"|\bcompar|\bversus\b|\bvs\b|\bdiffer|\bchange|\btrend|\bhigher\b|\blower\b|\bhighest\b|\blowest\b"
    r"|\bmore than\b|\bless than\b|\bincrease[d]? (?:by|from)|\byear[- ]on[- ]year\b",
    re.I,
)
_PROBLEM = re.compile(
    r"问题(?!和?解决)|不足|困难|短板|薄弱|改进|整改|下一步|有待"
    r"|\bproblem|\bshortcoming|\bweakness|\bdifficult|\bimprov|\bcorrective|\bnext step",
    re.I,
)
_GOAL = re.compile(
    r"目标(?!完成|实现)|计划[^完]|打算|要求.{0,8}(?:多少|达到)|\bgoal|\btarget|\bobjective|\bplan(?:ned|s)?\b|\baim",
    re.I,
)
_FIGURE = re.compile(
    r"多少|(?<!哪)几[个项年次名人家件台套分月日天种类处所场]|多[大长久高快]|占比|比例是|率是|率为|[率数额分]呢"
    r"|金额|第几|何时|什么时候|哪一?年|哪天|几时"
    r"|\bhow (?:much|many|long|often|satisfied|high|large|big|old|fast)\b"
    r"|\bwhat (?:was|is|were|are) the (?:[\w-]+ ){0,5}"
    r"(?:rate|budget|score|number|amount|total|income|expenditure|spending|percentage|cost)"
    r"|\bwhen\b|\bwhich year\b",
    re.I,
)
_LIST = re.compile(
    r"哪些|哪几|有什么|什么奖|列出|列举|分别是|包括什么|包含|由哪|哪[两三]"
    r"|\bwhich\b|\blist\b|\bwhat (?:awards|projects|problems|tasks|departments|measures|kinds)",
    re.I,
)
_SUMMARY = re.compile(
    r"总结|概括|概述|介绍|主要内容|概况|情况(?:如何|怎么样|怎样)?[？?。]?$|怎么样|综述|说明一下|讲讲"
    r"|\bsummar|\boverview\b|\bdescribe\b|\btell me about\b|\bexplain\b",
    re.I,
)
_ORDER = (
    (Intent.COMPARISON, _COMPARISON),
    (Intent.PROBLEM, _PROBLEM),
    (Intent.FIGURE, _FIGURE),
    (Intent.GOAL, _GOAL),
    (Intent.LIST, _LIST),
    (Intent.SUMMARY, _SUMMARY),
)

_KINDS = {
    Kind.SELF_EVALUATION: re.compile(
        r"自评报告|绩效自评(?!得?分|.{0,3}分)|绩效报告|(?<!项目支出)(?<!项目)绩效评价报告"
        r"|self-?\s?evaluation report|performance report",
        re.I,
    ),
    Kind.BUDGET: re.compile(
        r"预算(?:报告|公开|说明|编制说明|文本|草案|书)|(?:部门|单位)预算(?!数|资金|执行|金额|支出|收入)"
        r"|budget report",
        re.I,
    ),
    Kind.FINAL_ACCOUNTS: re.compile(r"决算|final accounts?", re.I),
    Kind.BUDGET_EXECUTION: re.compile(
        r"预算执行(?:情况)?(?:的)?(?:和.{0,16}草案的?)?报告|budget execution report", re.I
    ),
    Kind.WORK_REPORT: re.compile(r"政府工作报告|government work report", re.I),
    Kind.STATISTICS: re.compile(
        r"统计公报|statistical (?:bulletin|communiqu)|stats bulletin", re.I
    ),
    Kind.AUDIT: re.compile(r"审计(?:工作|结果)?(?:报告|公告)|audit report", re.I),
    Kind.PROJECT_EVALUATION: re.compile(r"项目(?:支出)?绩效评价报告|project evaluation", re.I),
    Kind.FISCAL_EVALUATION: re.compile(r"财政(?:重点)?(?:绩效)?评价报告|fiscal evaluation", re.I),
}


_PLANS = re.compile(
    r"准备|打算|计划(?!完成|执行)|下一步|将会|将要|拟|怎么补|如何改|打算怎么|明年"
    r"|next step|\bplans? (?:to|for)|going to|\bwill\b",
    re.I,
)


def plans_asked(question: str) -> bool:
    """Whether a question asks what is still to be done."""
    return _PLANS.search(question) is not None


def intent_of(question: str, years: Collection[int], whose: Collection[str]) -> Intent:
    """A question with the years and bodies it names → the kind of answer it asks for."""
    if len(years) > 1 or len(whose) > 1:
        return Intent.COMPARISON
    return next((intent for intent, p in _ORDER if p.search(question)), Intent.OTHER)


def kinds_asked(question: str, on_shelf: Collection[Kind]) -> tuple[Kind, ...]:
    """A question → the kinds of report it names and the shelf has (预算执行率 names none)."""
    return tuple(k for k, p in _KINDS.items() if k in on_shelf and p.search(question))


_MADE_OF = re.compile(
    r"由?哪[一二两三几些]?(?:个)?部分(?:组成|构成)|分别由|what (?:is it|does it) made? up"
)
_SHARE = re.compile(
    r"占比|所?占的?(?:比例|比重|份额)|占(?!用|地|全[国省市区])|(?:的|所占)?(?:比例|比重)(?=是|为|有|多|[？?]|$)"
    r"|(?:the )?(?:share|proportion)(?: of)?|percentage of",
    re.I,
)
_AMOUNTS = ("budget", "executed")
# What may stand beside an indicator without asking for anything more.
_FRAME = re.compile(
    r"(?<!为)有?(?:什么|何)(?=变化|变动|差别|差异|区别|不同)|怎么(?=变化|变动|变的)|变动|变的"
    r"|差别|差异|区别|不同|画[一个张]*(?:趋势|折线|柱状)?图表?"
    r"|部门整体支出|整体支出|不算买车|的钱|百分之(?:多少|几)|真正|实际上?|究竟|到底|一年|下来|总的|一年到头|盘子|规模|相差|差额|这几份|报告里?|哪家|自己|这类|这些"
    r"|还是|升|降|涨|跌|大|小|差|好|给|得|请问|想知道|告诉我|一下|看看|分别|各自|各|一共|总共|共计|共|合计|是多少|为多少|有多少|多少|几何"
    r"|万元|亿元|元|钱|分|是|为|有|达到?|了|的|在|中|里|其中|年度|全年|当年|年|度|和|与|及|或|比较?"
    r"|跟|同|相比|对比|较|上年|去年|数|额|金额|部门|单位|整体|总体|情况|怎么样|如何|变化|趋势|增加"
    r"|减少|增长|下降|增减|上升|高|低|最|更|多|少|哪一?个?|每|历|近|这|三|两|几|到|从|至|以?来|历年|走势|变动|呢|吗"
    r"|所有|全部|[，。、？！：；,.?!:;（）()“”\"\s\d%-]"
    r"|\b(?:what|was|were|is|are|the|how|much|many|did|does|do|in|of|for|and|it|a|an|to|its|their|by"
    r"|on|with|had|got|there|year|total|annual|amount|compared?|between|from|than|change[ds]?|increased?|decreased?"
    r"|which|highest|lowest|percent(?:age)?|yuan|million|department|bureau|subdistrict|have|has|been"
    r"|spending|expenditure|rate|give|gave|itself|themselves|grade|actually|really|overall|whole)\b",
    re.I,
)


def indicators_asked(words: str) -> tuple[str, ...]:
    """A question without its years and departments → names of `figures.indicators`.

    () where anything else is asked for: an item of the budget, a reason, a deed.
    """
    rest, subjects = _taken(words, CATALOGUE.amounts_in_questions)
    rest, scores = _taken(rest, CATALOGUE.scores_in_questions)
    rest, roles = _taken(rest, CATALOGUE.roles_in_questions)
    rest, parts = _MADE_OF.subn(" ", rest)
    shared = asks_for_share(words)
    if shared:
        rest = _SHARE.sub(" ", rest)
    if _FRAME.sub("", rest).strip() or not (subjects or scores or roles):
        return ()
    if len(scores) > 1 and re.search(r"自评|总", words) is None:
        scores.remove("score")
    if parts and scores == ["score"]:
        scores = [name for name in NAMES if name.startswith("score")]
    found = [
        *scores,
        *(name for s in subjects or [""] for name in _names(s, roles, bool(subjects))),
    ]
    if shared and subjects and (len(subjects) == 1 or "占比" in words):
        found += _names("", [r for r in roles if r in _AMOUNTS] or list(_AMOUNTS), named=False)
    return tuple(dict.fromkeys(name for name in found if name in NAMES))


def asks_for_share(words: str) -> bool:
    """Whether a question asks which part of one amount another is."""
    return _SHARE.search(words) is not None


def _names(subject: str, roles: list[str], named: bool) -> Iterator[str]:
    """A subject ('' for the whole) and its roles → the indicators meant; all if none is said."""
    if not named:
        yield from (CATALOGUE.of_role[role] for role in roles)
        return
    for role in roles or ["budget", "executed"]:
        yield f"{subject}_{'budget' if role in ('year_start', 'adjusted') else role}"


def _taken(text: str, patterns: Wordings) -> tuple[str, list[str]]:
    """Text → what is left of it, and the names whose wordings were taken out, in their order."""
    found: list[tuple[int, str]] = []
    for name, pattern in patterns:
        match = pattern.search(text)
        if match:
            found.append((match.start(), name))
            text = pattern.sub(lambda m: " " * len(m[0]), text)
    return text, [name for _, name in sorted(found)]


_DIFFERENCE = re.compile(
    r"[比与和跟同].{0,16}?(?:[多少高低大小]多少|差多少|相差|差额|差距)|相差|差额"
    r"|difference between|(?:more|less|higher|lower) .{0,40}than",
    re.I,
)
_BASE = re.compile(r"上一?年|去年|前一?年|增[长加减]|last year|previous year|year before", re.I)
_RELATED_ROLES = ("budget", "executed", "rate")

Pair = tuple[str, str]
"""Names of indicators: the first is compared with the second, or is a part of it."""


def pairs_asked(understood: Understood) -> tuple[Pair, ...]:
    """A question → the pairs it relates, one for each of budget, executed, rate; mostly none."""
    text = understood.standalone
    shared = asks_for_share(text)
    if not shared and (not _DIFFERENCE.search(text) or _BASE.search(text)):
        return ()
    names = understood.indicators
    if not shared and names and {*names} == {"budget", "executed"}:
        return ((names[0], names[1]),)
    of_role: dict[str, list[str]] = {}
    for name in names:
        subject, _, role = name.rpartition("_")
        if role in _RELATED_ROLES and subject != "execution":
            of_role.setdefault(role, []).append(name)
    return tuple(
        pair for role, same in of_role.items() for pair in _of_one_role(same, role, shared)
    )


def _of_one_role(names: list[str], role: str, shared: bool) -> list[Pair]:
    """Each part with the whole, where that is named or meant; else the first with the second."""
    if shared and role == "rate":
        return []
    if shared and role in names:
        return [(name, role) for name in names if name != role]
    return [(names[0], names[1])] if len(names) == 2 else []

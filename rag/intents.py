"""What kind of answer a question asks for, which kinds of report, and which indicators."""

from __future__ import annotations

import re
from collections.abc import Collection

from rag.records import Intent
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

"""The things that a claim names and its source does not: 三公经费 said of a 全年执行数.

Two looks, both only at what the claim itself says: names of the reports' own vocabulary for
money and rates, and, for anything else, whether the words before the number have any in common
with those around the source's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from figures.statements import Statement
from figures.units import QuantityKind

_AXES: tuple[tuple[tuple[str, str], ...], ...] = (
    (
        ("基本支出|basic (?:expen|spend)", "基本"),
        ("项目支出|project (?:expen|spend)", "项目"),
        ("三公|three publics?", "三公"),
        ("接待费|公务接待|official reception|hospitality", "接待"),
        ("因公出国|出国（境）|travel abroad|overseas t", "出国|出境|境外"),
        ("公务用?车|official (?:vehicle|car)", "车"),
        ("机关运行|operating expenses of", "机关运行|运行经费"),
        ("政府采购|government procurement", "采购"),
        ("人员经费|personnel (?:expen|spend|cost)", "人员|工资"),
        ("公用经费", "公用"),
    ),
    (
        ("收入|income|revenue", "收入|收支|拨款"),
        ("结余|balance|surplus", "结余|结转|剩余|余额"),
        ("结转|carried (?:over|forward)|carry-?over", "结转"),
    ),
    (
        ("财政拨款|fiscal (?:appropriation|allocation)", "拨款"),
        ("事业收入|institutional income", "事业"),
        ("经营收入|business income", "经营"),
        ("上级补助|subsid\\w+ from superior", "补助"),
        ("附属单位|affiliated", "附属"),
        ("其他收入|other income", "其他"),
    ),
    (
        ("一般公共预算|general public budget", "公共预算"),
        ("政府性基金|government(?:al)? fund", "基金"),
        ("国有资本|state-owned capital", "国有资本"),
    ),
    (
        ("政府采购.{0,2}货物|procurement of goods", "货物"),
        ("政府采购.{0,2}工程|procurement of works", "工程"),
        ("政府采购.{0,2}服务|procurement of services", "服务"),
        ("用?车.{0,4}购置|purchase of (?:official )?(?:vehicles|cars)", "购置|购买|购车"),
        ("用?车.{0,6}运行|running of (?:official )?(?:vehicles|cars)", "运行|维护"),
        ("绩效目标|performance goal", "目标"),
        ("绩效评价|evaluated", "评价|自评|评估"),
    ),
    (
        ("决算|final accounts?", "决算|执行|支出|使用"),
        ("调整后?的?(?:全年)?预算|adjusted budget", "调整|全年|追加|调增|调减"),
    ),
    (
        ("执行率|(?:execution|implementation) rate", "执行|支出|进度|完成|使用"),
        ("满意|satisf", "满意|好评|认可"),
    ),
)
"""Along each, a name as a claim has it, and one of the words its source must then have."""

_Axes = tuple[tuple[tuple[re.Pattern[str], re.Pattern[str]], ...], ...]
_NAMES: _Axes = tuple(
    tuple((re.compile(said, re.I), re.compile(f"{said}|{there}", re.I)) for said, there in axis)
    for axis in _AXES
)
_PARTS_OF_SCORE = tuple(
    (re.compile(said, re.I), re.compile(f"{said}|{there}", re.I))
    for said, there in (
        ("履职(?:效能)?|performance of duties", "履职"),
        ("管理效率|management efficiency", "管理"),
        ("投入|input", "投入"),
        ("过程|process", "过程"),
        ("产出|output", "产出"),
        ("效益|effect", "效益|效果"),
    )
)
_PROCUREMENT = re.compile(
    "政府采购(?:支出|预算|决算|执行|总)|government procurement[: ](?!of)", re.I
)
_PARTS_OF_PROCUREMENT = re.compile("货物|工程|服务|goods|works|services", re.I)
_NAMED = re.compile("|".join(said for axis in _AXES for said, _ in axis), re.I)
LISTED = re.compile(r"[\s“”费]*(?:(?:[、和与及加+,]|以及|and)\s*)+[“]?", re.I)
_OFFICE = re.compile(r"^.*(?:局|委员会|办公室|办事处|街道|政府|法院|检察院|单位|部门)")
_GENERAL = re.compile(
    r"(?:19|20)\d\d|年[初度末底]|[全本当上去]年|整体|总体|各类|各项|预算|决算|执行|支出|收入|资金|金额|经费|费用|情况|方面"
    r"|安排|实际|累计|调整|完成|使用|实现|达到?|达成|其中|分别|花费|开支|支付|用于|投入|比例|占比|比重|规模|水平|得分|评分"
    r"|自评|绩效|财政|增[加长幅]|减[少幅]|下降|上升|提[高升]|降低|同比|相比|根据|报告|显示|数据|统计|截[至止]|左右|主要|包括"
    r"|进行|开展|数量|人数|次数|单价|平均|面积|[共总合]计|总[数额量]|以上|以下|超过|不足|接近|大约|已经?|未|为|是|约|近|共|总|的|了"
    r"|数|额|率|费|较|比|占|其|该|在|于|由|从|至|到|有|和|与|及|对|将|被|把|后|中|内|每|各|年|月|日|第|元"
)
_WHOLE = re.compile(
    r"全年|年初|年度预算|整体|总[预支收]|annual|year-start|full-year|overall|total", re.I
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_INSIDE = re.compile(r"(?:资金|经费|总额|金额)?(?:当中|之中|中|里面?)的?")
_FEWEST_LEFT = 2
_SHARE_OF_MONEY = 3
"""Of a sum's or rate's name one character in so many must stand around the source's number."""


def names_what_is_absent(
    claim: Statement, source: Statement, over: str, sentence: str, departments: Sequence[str]
) -> bool:
    """Whether the claim's own words name a thing that its source does not.

    `over` are the headings over the source, `sentence` is its sentence up to its end; the names
    of `departments` in the claim are not looked for.
    """
    kind = claim.quantity.kind
    exact = kind in (QuantityKind.MONEY, QuantityKind.RATE)
    own = f"{source.own}\n{source.quantity.subject}"
    before = f"{over}\n{source.inherited}\n{own}"
    axes = _NAMES if exact else (_PARTS_OF_SCORE,) if kind is QuantityKind.SCORE else ()
    if not all(there.search(before) for there in _must_be_there(claim.own, axes)):
        return True
    left = _telling(_without(claim.quantity.subject, departments))
    if len(left) < _FEWEST_LEFT or not _HAN.search(sentence):
        return False
    if not exact:
        return not left & set(over + sentence)
    near = f"{over}\n{own}" if len(_telling(source.own)) >= _FEWEST_LEFT else before
    return len(left & set(near)) * _SHARE_OF_MONEY < len(left)


def is_of_the_whole(claim: Statement, source: Statement, sentence: str) -> bool:
    """Whether a claim of 全年预算数 has the number of “三公”经费预算数, which it never names."""
    if _PROCUREMENT.search(claim.own):
        part = _PARTS_OF_PROCUREMENT
        return bool(part.search(source.own)) and not part.search(sentence)
    if not _WHOLE.search(claim.own) or any(said.search(sentence) for said, _ in _NAMES[0]):
        return False
    return any(said.search(source.own) for said, _ in _NAMES[0])


def _telling(words: str) -> set[str]:
    """The Chinese characters that say what a number is of: 违规 of 全年违规支出."""
    return set(_HAN.findall(_GENERAL.sub("", _NAMED.sub("", words))))


def _must_be_there(words: str, axes: _Axes) -> Iterator[re.Pattern[str]]:
    """For each axis the last name that the words have: 三公经费中公务接待费 is of the latter.

    None for names in a list, of which each number has its own: 基本支出和项目支出分别为; none for
    what only holds the thing: 项目支出中知识产权保护.
    """
    for axis in axes:
        named = sorted(
            (m.start(), m.end(), i)
            for i, (said, _) in enumerate(axis)
            for m in said.finditer(words)
            if not _only_holds(words[m.end() :])
        )
        listed = any(LISTED.fullmatch(words[a[1] : b[0]]) for a, b in pairwise(named))
        if named and not listed:
            yield axis[named[-1][2]][1]


def _only_holds(behind: str) -> bool:
    """Whether what stands behind a name says that the number is of something in it."""
    inside = _INSIDE.match(behind)
    return inside is not None and len(_telling(behind[inside.end() :])) >= _FEWEST_LEFT


def _without(subject: str, departments: Sequence[str]) -> str:
    """The subject without a department at its head, whole or shortened (增城 of 增城区…局)."""
    rest = _OFFICE.sub("", subject)
    lengths = range(len(rest), 1, -1)
    named = (n for n in lengths if any(rest[:n] in name for name in departments))
    return rest[next(named, 0) :]

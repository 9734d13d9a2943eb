"""Whether a claim and the source that has its number speak of the same thing.

Two looks, both of which doubt only what is certain: whether years, direction and family members
(基本支出, 项目支出) agree; and whether the claim names a thing that the source does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from figures.quantities import QuantityKind, same_dimension, same_value
from figures.quantities.words import in_order
from figures.statements import Statement

_FAMILIES: tuple[tuple[str, ...], ...] = (
    (
        "基本支出|basic expenditure",
        "项目支出|project expenditure",
        "部门整体|整体支出|总支出|支出总|(?:overall|total) expenditure",
    ),
    (
        "收入|income|revenue",
        "支出|(?<!收入)(?:执行(?!率)|决算)|expenditure|spending|spent|executed",
    ),
    ("人员经费|personnel", "公用经费|operating"),
    ("货物|goods", "工程|works", "服务预算|服务类|采购服务|services?"),
    (
        "三公|three public",
        "因公出国|abroad",
        "公务接待|reception",
        "购置费?(?!及|和|与)|purchase",
        "(?<!购置及)(?<!购置费及)(?<!购置和)(?:运行费|运行维护费)|running",
        "购置费?[及和与]运行",
    ),
    ("地上|above ground", "地下|underground"),
    ("履职效能|performance of duties", "管理效率|management efficiency"),
    ("年初|year-start|original", "调整|全年预算|adjusted"),
    ("流动资产|current assets", "固定资产|fixed assets", "无形资产|intangible"),
    ("财政拨款", "事业收入", "经营收入", "其他收入"),
    ("一般公共预算", "政府性基金", "国有资本经营"),
    (
        "第?一季度|first quarter",
        "第?二季度|second quarter",
        "第?三季度|third quarter",
        "第?四季度|fourth quarter",
    ),
)
_OF_NUMBER_BEFORE = re.compile(r"^\s*(?:for|of|on|in)\b.*?(?:,|;|\band\b|$)", re.I)
"""48.10 for performance of duties and 48.20: the words between belong to the first."""
_NO_NAME = re.compile(r"(?:19|20)\d\d\s*年?度?|[\s“”（）()]")
_SHORTEST_NAME = 2
_MONEY_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("预算(?!执行|完成|单位)|budget", "执行|决算|executed|spent|execution|actual"),
)


def _compiled(families: Sequence[Sequence[str]]) -> tuple[tuple[re.Pattern[str], ...], ...]:
    return tuple(tuple(re.compile(m, re.I) for m in family) for family in families)


_PARTS = tuple(re.compile(part, re.I) for part in _FAMILIES[0][:2])
_OF_MONEY = _compiled((*_FAMILIES, *_MONEY_FAMILIES))
_ALL = _OF_MONEY[: len(_FAMILIES)]
_SIDES, _ROLES = _OF_MONEY[1], _OF_MONEY[-1]


def years_agree(claim: Statement, source: Statement) -> bool:
    """Whether the years that the claim names can be those the source's number is about."""
    known = source.years | source.compared
    if not known:
        return True
    if claim.years and not claim.years & known:
        return False
    if not (source.compared and claim.compared):
        return True
    turned_round = source.years and claim.years and not claim.years & source.years
    return claim.compared <= source.compared and not turned_round


def directions_agree(claim: Statement, source: Statement) -> bool:
    """Whether 增加 is not told as 减少."""
    return claim.rises is None or source.rises is None or claim.rises is source.rises


def misattributed(claim: Statement, source: Statement, beside: Sequence[Statement]) -> bool:
    """Whether the claim names another member of a family (基本支出, 项目支出) than the source.

    True also where the source's number has none, and another number `beside` it has the
    claim's. Only what is certain: a claim whose own words name no member is not doubted.
    """
    of_money = claim.quantity.kind is QuantityKind.MONEY
    for family in _OF_MONEY if of_money else _ALL:
        words = _OF_NUMBER_BEFORE.sub("", claim.own)
        claimed = _last_member(words, family)
        if claimed is None or _names_a_list(words, family) or family[claimed].search(source.own):
            continue
        stated = _member(source, family)
        if stated is None and family is _ROLES:
            stated = _carried(source, beside)
        if stated is not None and stated != claimed:
            return True
        if (
            stated is None
            and family is not _SIDES
            and any(
                _last_member(s.own, family) == claimed
                and s.quantity.kind is claim.quantity.kind
                and not s.compared
                for s in beside
            )
        ):
            return True
    return False


def told_otherwise(
    claim: Statement, source: Statement, beside: Sequence[Statement], departments: Sequence[str]
) -> bool:
    """Whether another number `beside` has the claim's very words, and the source's has not.

    The names of `departments` may stand before them or not.
    """
    name = _name(claim, departments)
    if len(name) < _SHORTEST_NAME:
        return False
    if in_order(name, _name(source, departments)) and not _is_of_a_part(claim, source):
        return False
    return any(
        _name(s, departments) == name
        and same_dimension(s.quantity, claim.quantity)
        and not same_value(claim.quantity, s.quantity)
        and years_agree(claim, s)
        for s in beside
    )


def _is_of_a_part(claim: Statement, source: Statement) -> bool:
    """全年执行数 said with the number of 基本支出全年执行数."""
    part = _last_member(source.own, _PARTS)
    said = claim.inherited + claim.own
    return part is not None and _last_member(said, _PARTS) is None


def _name(statement: Statement, departments: Sequence[str]) -> str:
    name = _NO_NAME.sub("", statement.quantity.subject)
    known = (_NO_NAME.sub("", d) for d in departments)
    return name.removeprefix(max((d for d in known if name.startswith(d)), key=len, default=""))


def _member(statement: Statement, family: Sequence[re.Pattern[str]]) -> int | None:
    own = _last_member(statement.own, family)
    return own if own is not None else _last_member(statement.inherited, family)


def _carried(source: Statement, beside: Sequence[Statement]) -> int | None:
    """收入预算6497.86万元，其中：财政拨款6497.86万元；事业收入0万元 are all of the budget."""
    before = (s for s in reversed(beside) if s.quantity.end <= source.quantity.start)
    members = (_last_member(s.own, _ROLES) for s in before)
    return next((m for m in members if m is not None), None)


def _names_a_list(words: str, family: Sequence[re.Pattern[str]]) -> bool:
    """基本支出和项目支出分别为, 合计: which number is whose is not certain."""
    return any(
        LISTED.fullmatch(words[a : m.start()])
        for p in family
        for a in (n.end() for q in family if q is not p for n in q.finditer(words))
        for m in p.finditer(words, a)
    )


def _last_member(words: str, family: Sequence[re.Pattern[str]]) -> int | None:
    ends = [
        (max((m.end() for m in p.finditer(words)), default=-1), i) for i, p in enumerate(family)
    ]
    end, member = max(ends)
    return member if end >= 0 else None


# The things that a claim names and its source does not: 三公经费 said of a 全年执行数
#
# Two looks, both only at what the claim itself says: names of the reports' own vocabulary for
# money and rates, and, for anything else, whether the words before the number have any in common
# with those around the source's number.


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

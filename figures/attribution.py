"""Whether a claim and a source speak of the same thing, as far as that can be told for certain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from figures.named_things import LISTED
from figures.sameness import same_dimension, same_value
from figures.statements import Statement
from figures.units import QuantityKind

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
    if _shortens(name, _name(source, departments)) and not _is_of_a_part(claim, source):
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


def _shortens(short: str, long: str) -> bool:
    """办理业务 shortens 办理各项“一件事”业务: its characters, in order."""
    rest = iter(long)
    return all(c in rest for c in short)


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

"""Which labels, listed together, make up a whole in China's budget and final-accounts forms."""

from __future__ import annotations

from collections.abc import Sequence

Family = tuple[tuple[str, ...], tuple[str, ...]]

FAMILIES: tuple[Family, ...] = (
    (("基本支出", "项目支出"), ("上缴上级", "经营支出", "附属单位补助")),
    (("人员", "公用"), ()),
    (("货物", "工程", "服务"), ()),
    (("因公出国", "公务用车", "公务接待"), ()),
    (("购置", "运行"), ()),
    (
        ("财政拨款", "其他收入"),
        ("上级补助", "事业收入", "经营收入", "附属单位上缴", "结转", "财政专户"),
    ),
    (("财政拨款", "事业收入"), ("上级补助", "经营收入", "附属单位上缴", "结转")),
    (("本年收入", "结转"), ("使用非财政拨款结余",)),
    (("本年支出", "结转"), ("结余分配",)),
    (("一般公共预算", "政府性基金"), ("国有资本经营", "财政专户", "单位资金")),
    (("地上", "地下"), ()),
    (("不计容", "计容"), ()),
    (("履职效能", "管理效率"), ("社会满意度", "加减分", "加分", "扣分")),
    (("第一季度", "第二季度", "第三季度", "第四季度"), ()),
    (("一季度", "二季度", "三季度", "四季度"), ()),
    (("上半年", "下半年"), ()),
    (("行政单位", "事业单位"), ("参公", "参照公务员")),
    (("中小企业", "大型企业"), ()),
)
"""(parts that must all be named, parts that may be): nothing of their whole is left over."""

LIKELY: tuple[Family, ...] = (
    ((), ("中央", "省级", "市级", "区级", "县级", "镇级", "自筹", "地方", "上级", "本级")),
    (("产出", "效益"), ("决策", "过程", "投入", "成本", "满意度", "预算执行")),
    (("新建", "续建"), ("结转",)),
    (("常年性项目",), ("一次性项目", "经常性项目", "阶段性项目")),
)
"""The same, where a report may leave one out without saying so."""


def closed(labels: Sequence[str]) -> bool:
    """Whether parts so labelled are all there are: one family, each member once, or … 其他.

    Source: the forms of 财政部's 部门预算公开 and 部门决算公开 and the usual prose beside them.
    """
    if len(labels) < 2:
        return False
    if any(_fills(labels, family) for family in FAMILIES):
        return True
    return len(labels) > 2 and "其他" in labels[-1]


def likely_closed(labels: Sequence[str]) -> bool:
    """Whether parts so labelled are as a rule all there are."""
    return len(labels) > 1 and any(_fills(labels, family) for family in LIKELY)


def _fills(labels: Sequence[str], family: Family) -> bool:
    required, optional = family
    members = [_member(label, (*required, *optional)) for label in labels]
    return None not in members and len(set(members)) == len(members) and set(required) <= {*members}


def _member(label: str, family: Sequence[str]) -> str | None:
    """The one member that the label names: the longest, then the last named."""
    found = [(len(name), label.rfind(name), name) for name in family if name in label]
    longest = [f for f in found if not any(f[2] in g[2] and f is not g for g in found)]
    return max(longest, key=lambda f: f[1])[2] if longest else None

"""Which labels, listed together, make up a whole in China's budget and final-accounts forms."""

from __future__ import annotations

from collections.abc import Sequence

FAMILIES: tuple[tuple[str, ...], ...] = (
    ("基本支出", "项目支出", "上缴上级", "经营支出", "附属单位补助"),
    ("人员经费", "公用经费"),
    ("货物", "工程", "服务"),
    ("因公出国", "公务用车", "公务接待"),
    ("购置", "运行"),
    ("财政拨款", "上级补助", "事业收入", "经营收入", "附属单位上缴", "其他收入", "结转"),
    ("一般公共预算", "政府性基金", "国有资本经营"),
    ("地上", "地下"),
    ("不计容", "计容"),
    ("履职效能", "管理效率"),
    ("第一季度", "第二季度", "第三季度", "第四季度"),
    ("一季度", "二季度", "三季度", "四季度"),
    ("行政单位", "参公", "事业单位"),
    ("中央", "省级", "市级", "区级", "县级", "自筹"),
)
"""Each tuple: names of parts that leave nothing of their whole over."""


def closed(labels: Sequence[str]) -> bool:
    """Whether parts so labelled are all there are: one family's members, each once, or … 其他.

    Source: the forms of 财政部's 部门预算公开 and 部门决算公开 and the usual prose beside them.
    """
    if len(labels) < 2:
        return False
    if any(_places(labels, family) for family in FAMILIES):
        return True
    return len(labels) > 2 and "其他" in labels[-1]


def _places(labels: Sequence[str], family: Sequence[str]) -> bool:
    places = [_place(label, family) for label in labels]
    return None not in places and len(set(places)) == len(places)


def _place(label: str, family: Sequence[str]) -> int | None:
    """The one member that the label names; the last-named when it names several."""
    found = [(label.rfind(name), i) for i, name in enumerate(family) if name in label]
    return max(found)[1] if found else None

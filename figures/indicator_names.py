"""What each indicator is called, in Chinese and English, and the unit its values are in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple


class Label(NamedTuple):
    """An indicator's name for people, and its unit: 万元, %, 分 or 个."""

    zh: str
    en: str
    unit: str


_AMOUNTS = {
    "basic": ("基本支出", "Basic expenditure"),
    "project": ("项目支出", "Project expenditure"),
    "income": ("收入", "Income"),
    "fiscal_income": ("财政拨款收入", "Income from fiscal appropriation"),
    "institution_income": ("事业收入", "Institutional income"),
    "business_income": ("经营收入", "Business income"),
    "superior_income": ("上级补助收入", "Subsidies from superior units"),
    "affiliate_income": ("附属单位上缴收入", "Income from affiliated units"),
    "other_income": ("其他收入", "Other income"),
    "three_public": ("“三公”经费", "The three public expenses"),
    "abroad": ("因公出国（境）费", "Travel abroad on duty"),
    "reception": ("公务接待费", "Official reception"),
    "vehicles": ("公务用车购置及运行费", "Official vehicles"),
    "vehicle_purchase": ("公务用车购置费", "Purchase of official vehicles"),
    "vehicle_running": ("公务用车运行费", "Running of official vehicles"),
    "operation": ("机关运行经费", "Operating expenses of the office"),
    "procurement": ("政府采购", "Government procurement"),
    "procurement_goods": ("政府采购货物", "Government procurement of goods"),
    "procurement_works": ("政府采购工程", "Government procurement of works"),
    "procurement_services": ("政府采购服务", "Government procurement of services"),
}


def _labels() -> Iterator[tuple[str, Label]]:
    yield "year_start_budget", Label("年初预算数", "Year-start budget", "万元")
    yield "adjusted_budget", Label("调整预算数", "Adjusted budget", "万元")
    yield "budget", Label("全年预算数", "Budget", "万元")
    yield "executed", Label("全年执行数", "Executed", "万元")
    yield "execution_rate", Label("执行率", "Execution rate", "%")
    for name, (zh, en) in _AMOUNTS.items():
        yield f"{name}_budget", Label(f"{zh}预算数", f"{en}: budget", "万元")
        yield f"{name}_executed", Label(f"{zh}执行数", f"{en}: executed", "万元")
    yield "basic_rate", Label("基本支出执行率", "Basic expenditure: execution rate", "%")
    yield "project_rate", Label("项目支出执行率", "Project expenditure: execution rate", "%")
    yield "score", Label("自评得分", "Self-evaluation score", "分")
    yield "score_duties", Label("履职效能得分", "Score: performance of duties", "分")
    yield "score_management", Label("管理效率得分", "Score: management efficiency", "分")
    yield "score_input", Label("投入得分", "Score: input", "分")
    yield "score_process", Label("过程得分", "Score: process", "分")
    yield "score_output", Label("产出得分", "Score: output", "分")
    yield "score_effect", Label("效益得分", "Score: effect", "分")
    yield "goal_projects", Label("编报绩效目标的项目数", "Projects with performance goals", "个")
    yield "goal_amount", Label("编报绩效目标的项目金额", "Funds with performance goals", "万元")
    yield "evaluated_projects", Label("绩效评价的项目数", "Projects evaluated", "个")
    yield "evaluated_amount", Label("绩效评价的项目金额", "Funds evaluated", "万元")


NAMES: Mapping[str, Label] = MappingProxyType(dict(_labels()))
"""Every indicator there is, in the order in which they are shown."""

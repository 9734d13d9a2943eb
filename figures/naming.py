"""The words beside a figure → which indicator it is, or none: what is not certain is left out."""

from __future__ import annotations

import re

_ROLES = (
    ("year_start_budget", re.compile(r"年初(?:安排)?(?:的)?(?:部门|支出|财政拨款)?预算")),
    ("adjusted_budget", re.compile(r"调整后?的?(?:全年|部门|支出)?预算|预算调整数?")),
    (
        "executed",
        re.compile(
            r"执行(?!率)|决算|(?:实际|累计|完成|已)支出|支出完成|实际(?:完成|使用|发生|采购)"
        ),
    ),
    ("budget", re.compile(r"预算(?!(?:的)?(?:完成|执行|支出)?(?:率|进度))")),
)
_AMOUNTS = (
    ("vehicles", re.compile(r"公务用?车.{0,4}购置费?(?:[及和与、]|以及).*运行|公务用?车.*小计")),
    ("vehicle_purchase", re.compile(r"公务用?车.*购置(?!.*运行)")),
    ("vehicle_running", re.compile(r"公务用?车.*运行")),
    ("abroad", re.compile(r"因公出国")),
    ("reception", re.compile(r"(?<!国内)(?<!外事)(?<!国外)公务接待")),
    ("three_public", re.compile(r"三公.{0,2}经费")),
    ("operation", re.compile(r"机关运行经费")),
    ("procurement_goods", re.compile(r"政府采购货物|政府采购.*货物类?")),
    ("procurement_works", re.compile(r"政府采购工程|政府采购.*工程类?")),
    ("procurement_services", re.compile(r"政府采购服务|政府采购.*服务类?")),
    (
        "procurement",
        re.compile(r"政府采购(?:支出|预算|项目|总|金额|合计|执行|决算|实际采购)*(?:数|额)?$"),
    ),
    ("fiscal_income", re.compile(r"(?:^|[^共金本算])财政拨款收入")),
    ("superior_income", re.compile(r"上级补助收入")),
    ("affiliate_income", re.compile(r"附属单位上缴收入")),
    ("business_income", re.compile(r"经营收入")),
    ("institution_income", re.compile(r"(?<!企)事业收入")),
    ("other_income", re.compile(r"其他收入")),
    ("income", re.compile(r"(?<!拨款)(?:总|年度?)?收入(?:总|合|预|决|执|$)")),
    ("basic", re.compile(r"基本支出")),
    ("project", re.compile(r"项目支出(?!绩效)")),
)
_NOT_THE_WHOLE = re.compile(
    r"预留|中小|小微|小型|微型|人均|单价|其中[：:]?面向|结转|结余|国内|外事|占|完成(?!支出)|比|较|增|减|退回|追加|人员|公用"
)
_FOREIGN = re.compile(
    r"项目(?!支出)|[个类种等该此上述]项目|专项|经费|工程|补贴|补助|拨款|基金|国有资本|一般公共|转移支付|债券|人员|公用|资产|采购|收入"
    r"|[^年度门总财出付数用]资金|[（(][类款项][)）]"
)
_TOTAL = re.compile(
    r"(?:全年|年度|年初|部门整体?|整体|全局|全委|全系统|本年|总|合计|调整后?的?|当年)"
    r"(?:安排|支出|财政|部门|资金|实际|累计|完成|共)*(?:预算|执行|决算|支出)"
    r"|(?<!款)支出(?:预算|决算|总计|合计|总额)|^(?:预算|执行|决算|支出)(?:数|金额)?(?:合计|总计)?$|(?:预算|执行|决算)(?:总额|总数)"
)
_SPENT = (
    r"(?:(?:实际|累计|共|已|全年)*(?:完成)?(?:支出|使用|发生)|(?:全年)?实际(?:完成)?采购)"
    r"(?:数|额|金额|资金)?"
)
_BARE = re.compile(rf"^(?:(?:支出)?(?:预算|决算|执行)(?:数|金额)?|{_SPENT})$")
_BARE_SPENT = re.compile(rf"^{_SPENT}$")
_PART_JUST_BEFORE = re.compile(
    r"(?:基本|项目)支出(?:的)?(?:全年|年初|调整后?的?)?预算(?:数|额|安排)?[为是]?\s*[\d,，.．]+\s*[亿万]?元[，,；]?$"
)
_PROCURED = re.compile(r"实际(?:完成)?采购")
_AMOUNT_AT_THE_END = re.compile(r"[为是]?\s*[\d,，.．]+\s*[亿万]?元[，,；]?$")
_PARENTHESES = re.compile(r"（[^（）]*）|[(][^()]*[)]")
_WHOLE = re.compile(r"全年|整体|部门|总|合计|年度|年初|调整")
_PART_TOPIC = re.compile(
    r"三公|接待|用车|出国|机关运行|采购|资产|会议费|培训费|差旅费|债务|专项|基本支出|项目支出|人员经费|公用经费"
    r"|补助|补贴|基金|国有资本|工程"
)
_WHOLE_TOPIC = re.compile(r"整体|总体|收支|部门支出|预算执行|预算安排|预决算|执行情况|使用情况")
_RATE = re.compile(r"(?:执行|支出|预算完成)率|^(?:全年)?执行数$|支出进度")
_SHARE_OF_BUDGET = re.compile(
    r"^占(?P<part>基本支出|项目支出)?(?:全年|年度|调整后?的?|部门|总)*预算(?:数|总额)?的?$"
)
_TOTAL_JUST_BEFORE = re.compile(
    r"(?:全年|年度|部门|整体|本年|合计)[^，。；]{0,8}(?:支出|执行|决算)[^，。；]{0,6}[\d,.]+\s*[亿万]?元"
    r"(?:，约合[\d.]+亿元)?，?$"
)
_SEVERAL = re.compile(r"分别|均|各|平均|最[高低]|序时")
_SCORES = (
    ("score_duties", re.compile(r"履职(?:效能|效果|履行)")),
    ("score_management", re.compile(r"管理(?:效率|效能|效益)")),
    ("score_input", re.compile(r"投入")),
    ("score_process", re.compile(r"过程")),
    ("score_output", re.compile(r"产出")),
    ("score_effect", re.compile(r"效益|效果")),
)
_SCORE = re.compile(
    r"自评|绩效.{0,8}(?:得分|评分|总分)|综合得分|评价得分|^总分$|^(?:最终|总)?得分$"
)
_NOT_THE_SCORE = re.compile(r"满分|分值|扣|权重|平均|共计扣|指标")
_GOALS, _EVALUATED = re.compile(r"绩效目标"), re.compile(r"绩效(?:自|重点|部门)?评价|绩效自评|自评")
_PARTS = ("基本支出", "项目支出")


_KEPT_TO = re.compile(
    r"(?:超|突破)(?:出|过)?(?:年初|全年|年度)?预算|预算(?:范围|控制数)?(?:以|之)?内"
)
"""支出41.26万元，未超预算: says of what was spent that it kept to the budget."""


def role_of(words: str) -> str | None:
    """Words → year_start_budget, adjusted_budget, budget or executed: what they say last."""
    words = _KEPT_TO.sub("", words)
    ends = [
        (max((m.end() for m in pattern.finditer(words)), default=-1), -i, role)
        for i, (role, pattern) in enumerate(_ROLES)
    ]
    end, _, role = max(ends)
    return role if end >= 0 else None


def money_name(label: str, inherited: str, role: str | None) -> str | None:
    """A figure's own words and those before them in its sentence part → the indicator's name."""
    said = role_of(label)
    if said is None and _BARE_SPENT.match(label):
        # 支出 by itself is what was spent where a budget stands beside it; else it may be either.
        if role_of(inherited) is None and role != "executed":
            return None
        said = "executed"
    if said is None and role is None and re.search(r"经费支出$", label) and _base(label):
        said = "executed"
    role = said or role
    if role is None or _NOT_THE_WHOLE.search(label):
        return None
    if _BARE.match(label) and _is_of_either(inherited):
        return None
    side = "executed" if role == "executed" else "budget"
    base = _base(label) or (_base_before(inherited) if _BARE.match(label) else None)
    if _PROCURED.search(label) and (
        base not in (None, "procurement") or inherited.count("政府采购") > 1
    ):
        return None
    if base in ("basic", "project") and (
        role == "year_start_budget" or _FOREIGN.search(_own(label))
    ):
        return None
    if base:
        return f"{base}_{side}"
    if not _TOTAL.search(label) or _FOREIGN.search(_own(label)):
        return None
    part = None if _WHOLE.search(label) else part_named(inherited)
    return role if part is None else f"{part}_{side}"


def _last_clause(words: str) -> str:
    return re.split(r"[；;。：:]", words)[-1]


def says_of_what(label: str) -> bool:
    """Whether a figure's own words say what it is of: 全年预算, 基本支出, and not 支出, 执行率."""
    return _WHOLE.search(label) is not None or _base(label) is not None


def is_of_a_part(topic: str, label: str) -> bool:
    """Whether 全年支出 or 年初预算 under a heading is of what the heading names: “三公”经费."""
    return (
        _PART_TOPIC.search(topic) is not None
        and _WHOLE_TOPIC.search(topic) is None
        and re.search(r"部门|整体", label) is None
    )


def is_rate(label: str) -> bool:
    """Whether a rate's words say how much of a budget was spent."""
    return _RATE.search(label) is not None or _SHARE_OF_BUDGET.search(label) is not None


def rate_name(label: str, inherited: str) -> str | None:
    """As `money_name`, for execution rates; 执行数 98.57% is one by its unit."""
    if share := _SHARE_OF_BUDGET.search(label):
        part = part_named(share["part"] or _last_clause(inherited))
        if part:
            return f"{part}_rate"
        return "execution_rate" if _TOTAL_JUST_BEFORE.search(inherited) else None
    if not _RATE.search(label) or _SEVERAL.search(label) or _FOREIGN.search(_own(label)):
        return None
    if _WHOLE.search(label):
        return f"{part}_rate" if (part := part_named(label)) else "execution_rate"
    if _base(_PARENTHESES.sub("", inherited)) not in (None, "basic", "project"):
        return None
    part = part_named(label) or part_named(inherited)
    return f"{part}_rate" if part else "execution_rate"


def score_name(label: str, inherited: str) -> str | None:
    """As `money_name`, for the self-evaluation score and its parts."""
    if _NOT_THE_SCORE.search(label):
        return None
    own = label.split("自评")[0]
    for name, pattern in _SCORES:
        about = _SCORE.search(label + inherited) or "分" in label
        if pattern.search(own) and about:
            return name
    return "score" if _SCORE.search(label) else None


def project_name(label: str, inherited: str, counted: bool) -> str | None:
    """As `money_name`, for how many projects have goals or were evaluated, and their funds."""
    words = label if counted else inherited + label
    if "项目" not in words or not (counted or re.search(r"涉及|资金|金额", label)):
        return None
    kind = "projects" if counted else "amount"
    if _GOALS.search(words):
        return f"goal_{kind}"
    return f"evaluated_{kind}" if _EVALUATED.search(words) else None


def _base(label: str) -> str | None:
    return next((base for base, pattern in _AMOUNTS if pattern.search(label)), None)


def _base_before(inherited: str) -> str | None:
    """“三公”经费支出预算为30万元，支出决算为28.46万元: what the second is of."""
    base = _base(_AMOUNT_AT_THE_END.sub("", inherited))
    if base in ("basic", "project") and _PART_JUST_BEFORE.search(_PARENTHESES.sub("", inherited)):
        return base
    return None if base is None or base.endswith("income") or base in ("basic", "project") else base


def _is_of_either(inherited: str) -> bool:
    """政府采购预算50万元，其中货物类20万元: what follows may be of the whole or the part."""
    whole, _, part = inherited.partition("其中")
    bases = [_base(_AMOUNT_AT_THE_END.sub("", words)) for words in (whole, inherited)]
    return bool(part) and bases[0] is not None and bases[0] != bases[1]


def _own(label: str) -> str:
    return re.sub(r"(?<![个类种等该此])项目支出|部门预算", "", label)


def part_named(words: str) -> str | None:
    """基本支出 or 项目支出, when the words have one of them and not the other."""
    basic, project = (part in words for part in _PARTS)
    return None if basic is project else "basic" if basic else "project"

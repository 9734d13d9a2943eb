"""The words beside a figure → which indicator it is, and whose; what is not certain is left out."""

from __future__ import annotations

import re
from itertools import takewhile

from figures.indicators.catalogue import CATALOGUE, NAMES
from figures.quantities.words import in_order

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
_SHARE_OF_BUDGET = re.compile(
    r"^占(?P<part>基本支出|项目支出)?(?:全年|年度|调整后?的?|部门|总)*预算(?:数|总额)?的?$"
)
_TOTAL_JUST_BEFORE = re.compile(
    r"(?:全年|年度|部门|整体|本年|合计)[^，。；]{0,8}(?:支出|执行|决算)[^，。；]{0,6}[\d,.]+\s*[亿万]?元"
    r"(?:，约合[\d.]+亿元)?，?$"
)
_SEVERAL = re.compile(r"分别|均|各|平均|最[高低]|序时")
_NOT_THE_SCORE = re.compile(r"满分|分值|扣|权重|平均|共计扣|指标")
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
        for i, (role, pattern) in enumerate(CATALOGUE.stages_in_prose)
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
    if base and base.endswith("income") and "支出" in label:
        base = None  # 收入3,200万元，支出3,100万元: the other side of the account
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
    return CATALOGUE.rate.search(label) is not None or _SHARE_OF_BUDGET.search(label) is not None


def rate_name(label: str, inherited: str) -> str | None:
    """As `money_name`, for execution rates; 执行数 98.57% is one by its unit."""
    if share := _SHARE_OF_BUDGET.search(label):
        part = part_named(share["part"] or _last_clause(inherited))
        if part:
            return f"{part}_rate"
        return "execution_rate" if _TOTAL_JUST_BEFORE.search(inherited) else None
    if not CATALOGUE.rate.search(label) or _SEVERAL.search(label) or _FOREIGN.search(_own(label)):
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
    for name, pattern in CATALOGUE.scores_in_prose:
        about = CATALOGUE.score.search(label + inherited) or "分" in label
        if pattern.search(own) and about:
            return name
    return "score" if CATALOGUE.score.search(label) else None


def project_name(label: str, inherited: str, counted: bool) -> str | None:
    """As `money_name`, for how many projects have goals or were evaluated, and their funds."""
    words = label if counted else inherited + label
    if "项目" not in words or not (counted or re.search(r"涉及|资金|金额", label)):
        return None
    kind = "projects" if counted else "amount"
    named = (name for name, told in CATALOGUE.projects_in_prose if told.search(words))
    return next((f"{name}_{kind}" for name in named), None)


def _base(label: str) -> str | None:
    return next(
        (base for base, pattern in CATALOGUE.amounts_in_prose if pattern.search(label)), None
    )


def _base_before(inherited: str) -> str | None:
    """“三公”经费支出预算为30万元，支出决算为28.46万元: what the second is of."""
    base = _base(_AMOUNT_AT_THE_END.sub("", inherited))
    if base in ("basic", "project") and _PART_JUST_BEFORE.search(_PARENTHESES.sub("", inherited)):
        return base
    return None if base in ("basic", "project") else base


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


# Words beside a figure → whether it is the department's own, or of something within or beside
# it
#
# What is allowed is known, what is not has no end: any word that is not among those in which a
# report speaks of its whole budget makes the figure one of a project, a unit or another body.


_MARKS = re.compile(r"[“”\"]")
_ASIDE = re.compile(r"《[^》]*》|（[^（）]*）|[(][^()]*[)]|[（(][^（(）)]*$")
_NUMBER = re.compile(
    r"[\d０-９][\d０-９,，.．]*\s*(?:[亿万千]?元|个百分点|[%％分]|年度?|月|日)?"
    r"|百分之[一二三四五六七八九十百点零〇]+"
)
_ITEM = re.compile(
    r"^(?:\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]是|[—–-]+))+"
)
_CLAUSE = re.compile(r"[，,；;]")
_UNIT_BELOW = re.compile(
    r"下属|所属|二级(?:预算)?单位|本级|[\u4e00-\u9fff]{2,20}(?:中心|大队|支队|总队|管理[所处站]|服务[所站]|事务所"
    r"|研究[院所])"
)
_AMOUNTS = [label.zh.removesuffix("预算数") for n, label in NAMES.items() if n.endswith("_budget")]
# As they are looked for: without what `is_of_another` leaves out; the longer before the shorter.
_CATALOGUED = sorted((_ASIDE.sub("", _MARKS.sub("", zh)) for zh in _AMOUNTS), key=len, reverse=True)
_OF_THE_WHOLE = re.compile(
    "|".join(_CATALOGUED)
    + "|部门整体支出|整体支出|人员经费|公用经费|实际采购|货物类?|工程类?|服务类?|事业单位"
    "|公务用车购置及运行(?:维护)?费|公务用车运行(?:维护)?费|公务用车购置费?|公务接待费?|因公出国境?费?"
    "|财政拨款|一般公共预算|履职效能|管理效率|投入|过程|产出|效益|支出|收入|预算|执行|决算|核算|实际|累计|完成|使用|发生|安排|批复|下达|核定|调整|追加|追减|调增|调减"
    "|年初|年中|年末|年底|全年|年度|当年|本年|上年|去年|同期|截至|截止|期末|目前|全局|全委|全系统|全院|全校|全区|全市|全县"
    "|我局|我委|我院|我办|我单位|我街道|我镇|本局|本委|本院|本单位|本部门|我部门|部门|单位|各类|整体|总体|资金"
    "|(?:[省市区县]?财政局?)(?=批复|下达|核定|安排)|财政(?!局)|自评|自我|综合|绩效|评价|评定|评分|得分|打分|总分|总评|结果|等级|等次|最终|最后|评为|复核|合计|总计|总额|共计"
    "|小计|规模|情况|方面|分类别看|按支出性质划分|按性质分|按资金性质分|资金性质|支出性质|性质|类别|划分|支付|结构|进度|水平|比例|指标体系|指标"
    "|其中|包括|含|依据|根据|对照|按照|按|经|由|和|与|及|以及|的|为|是|达到|达|到|至|约|近|共|总|数|额|率|度|在|从|后|中|内|底|初|末|较|比"
    "|目标|设定|确定|编制|批准|经费|金额|占|因|对|分|别|看|均|各|元|万|亿|逐项|市级?|区级?|县级?|省级?|市直|我|本|该|全|年|月|日|主要"
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_TITLE_REACH = 100
# Whose it is where a report has no title: what its first words call it.
_BODY = re.compile(r"[\u4e00-\u9fff]{2,20}?(?:局|委员会|办公室|办事处|厅|院|街道|镇|乡)")
_REACH = 300
"""Characters before a figure that can say whose it is."""
_FOREIGN_LETTERS = 2
"""Characters from which what is left is a name: one is a slip of the list above."""


def is_of_another(words: str, named: bool, report: str) -> bool:
    """The words before a figure in its sentence part, and its report → whether it is foreign.

    Where the figure is `named` in its own clause (全年预算, 基本支出), only that clause and units
    below the department count; a bare 支出 or 执行率 is of what the clauses before speak of. The
    department's own name, as far as its characters are in the report's beginning in their order
    (区政数局 in …增城区政务服务数据管理局), is no other's.
    """
    beginning = report[:_TITLE_REACH]
    lines = takewhile(_is_no_sentence, beginning.splitlines())
    title = "".join(lines) or "".join(_BODY.findall(beginning))
    words = words[-_REACH:]
    plain = _NUMBER.sub(" ", _ITEM.sub("", _ASIDE.sub(" ", _MARKS.sub("", words))))
    if any(not in_order(m[0], title) for m in _UNIT_BELOW.finditer(plain)):
        return True
    told = _CLAUSE.split(plain)[-1] if named else plain
    return any(
        len(left) >= _FOREIGN_LETTERS and not in_order(left, title)
        for run in _HAN.findall(told)
        for left in ["".join(_HAN.findall(_OF_THE_WHOLE.sub(" ", run)))]
    )


def _is_no_sentence(line: str) -> bool:
    """Whether a line can be of a title: what is said of the figures begins with a sentence."""
    return not any(mark in line for mark in "，。；")

"""Words beside a figure → whether it is the department's own, or of something within or beside it.

What is allowed is known, what is not has no end: any word that is not among those in which a
report speaks of its whole budget makes the figure one of a project, a unit or another body.
"""

from __future__ import annotations

import re
from itertools import takewhile

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
_OF_THE_WHOLE = re.compile(
    "部门整体支出|整体支出|基本支出|项目支出|人员经费|公用经费|三公经费|政府采购|实际采购|机关运行经费"
    "|货物类?|工程类?|服务类?|事业单位|事业收入|经营收入|其他收入|上级补助收入|附属单位上缴收入|财政拨款收入"
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
    if any(not _in_order(m[0], title) for m in _UNIT_BELOW.finditer(plain)):
        return True
    told = _CLAUSE.split(plain)[-1] if named else plain
    return any(
        len(left) >= _FOREIGN_LETTERS and not _in_order(left, title)
        for run in _HAN.findall(told)
        for left in ["".join(_HAN.findall(_OF_THE_WHOLE.sub(" ", run)))]
    )


def _is_no_sentence(line: str) -> bool:
    """Whether a line can be of a title: what is said of the figures begins with a sentence."""
    return not any(mark in line for mark in "，。；")


def _in_order(name: str, title: str) -> bool:
    rest = iter(title)
    return all(character in rest for character in name)

"""True sentences pass; with a digit, unit, year, department or subject changed they are flagged."""

import re
from collections.abc import Iterator

import pytest

from figures.claims import Grounding, SourceText, verify_names, verify_numbers

REPORTS = (
    SourceText(
        "2022年，区卫健局年初预算数为12,406.50万元，调整后全年预算数为13,120.75万元，全年执行数为12,987.32万元，执行率为98.98%。"
        "其中：基本支出执行数4,310.06万元，执行率99.87%；项目支出执行数8,677.26万元，执行率98.55%。\n"
        "部门整体支出绩效自评得分96.35分，其中：履职效能48.15分，管理效率48.20分。\n"
        "全年接诊门急诊病人1,284,307人次，家庭医生签约服务覆盖超过32万人，新增床位460张，群众满意度为97.6%。"
        "与区教育局、区民政局联合开展“健康进校园”活动218场。",
        2022,
        "临江市南浦区卫生健康局",
        ("区卫健局",),
    ),
    SourceText(
        "2023年，区卫健局全年预算数为13,877.40万元，比2022年增加756.65万元，增长5.77%；全年执行数为13,502.18万元。"
        "2023年“三公”经费支出决算28.46万元，其中：公务接待费3.21万元、公务用车运行费25.25万元。"
        "截至2023年12月31日，固定资产6,204.88万元，房屋面积18,350.6平方米，车辆23辆。",
        2023,
        "临江市南浦区卫生健康局",
        ("区卫健局",),
    ),
    SourceText(
        "公务用车运行维护费\t215,600\t215,600\n培训费\t83,000\t83,000\n收入总计\t164,978,640\t",
        2023,
        "临江市南浦区交通运输局",
        ("区交通局",),
        "元",
        "2023年部门支出预算表",
    ),
)

TRUE_SENTENCES = (
    "2022年区卫健局年初预算数为12,406.50万元，调整后全年预算数为13,120.75万元。",
    "临江市南浦区卫生健康局2022年全年执行数为12,987.32万元，执行率为98.98%。",
    "2022年，基本支出执行数4310.06万元，执行率99.87%。",
    "项目支出执行数为8,677.26万元，执行率为百分之九十八点五五。",
    "区卫健局2022年部门整体支出绩效自评得分96.35分，其中履职效能48.15分、管理效率48.20分。",
    "2022年南浦区卫生健康局接诊门急诊病人1284307人次，新增床位460张。",
    "家庭医生签约服务覆盖超过32万人，群众满意度为97.6%。",
    "2022年区卫健局与区教育局、区民政局联合开展活动218场。",
    "2023年区卫健局全年预算数为13,877.40万元，比2022年增加756.65万元，增长5.77%。",
    "2023年“三公”经费支出决算28.46万元，其中公务接待费3.21万元。",
    "截至2023年12月31日，区卫健局固定资产6,204.88万元，房屋面积18,350.6平方米，车辆23辆。",
    "区交通局2023年公务用车运行维护费为215,600元。",
    "南浦区交通运输局2023年培训费预算8.3万元。",
    "区交通局收入总计164,978,640元。",
    "In 2023 the budget was 138.774 million yuan, up 5.77%.",
    "2022、2023年全年执行数分别为12,987.32万元、13,502.18万元，两年合计26,489.50万元。",
    "2023年全年执行数比2022年增加514.86万元。",
)

UNITS = {
    "万元": ("元", "亿元", "千元"),
    "元": ("万元",),
    "%": ("个百分点", "分"),
    "分": ("%",),
    "人次": ("人", "万人次"),
    "张": ("万张",),
    "场": ("小时",),
    "平方米": ("公顷", "米"),
    "million yuan": ("billion yuan", "yuan"),
}
DEPARTMENTS = {
    "区卫健局": ("区水务局", "区交通局"),
    "南浦区卫生健康局": ("北浦区卫生健康局", "南浦区市场监督管理局"),
    "区教育局": ("区体育局",),
    "区交通局": ("区卫健局", "区住建局"),
    "南浦区交通运输局": ("北浦区交通运输局",),
}

SUBJECTS = {
    "基本支出": ("项目支出", "部门整体支出", "“三公”经费"),
    "项目支出": ("基本支出", "部门整体支出", "政府采购支出"),
    "全年预算数": ("全年执行数", "基本支出执行数", "项目支出预算数", "违规支出", "收入"),
    "全年执行数": ("全年预算数", "项目支出执行数", "基本支出", "结余", "机关运行经费", "违规支出"),
    "部门整体支出绩效自评得分": ("履职效能得分", "群众满意度评分"),
    "履职效能": ("管理效率",),
    "管理效率": ("履职效能",),
    "执行率为98.98%": ("基本支出执行率为98.98%", "项目支出执行率为98.98%", "满意率为98.98%"),
    "群众满意度": ("预算执行率", "复诊率"),
    "“三公”经费": ("公务接待费", "因公出国（境）费", "项目支出", "机关运行经费"),
    "公务接待费": ("公务用车运行费", "因公出国（境）费", "“三公”经费"),
    "收入": ("支出",),
    "培训费": ("会议费", "公务接待费", "差旅费"),
    "公务用车运行维护费": ("公务用车购置费", "培训费"),
    "固定资产": ("无形资产", "流动资产"),
    "房屋面积": ("绿化面积",),
    "the budget": ("basic expenditure", "the project expenditure", "income"),
}


def is_flagged(sentence: str) -> bool:
    borne_out = {Grounding.FOUND, Grounding.DERIVED}
    numbers = verify_numbers(sentence, REPORTS)
    names = verify_names(sentence, REPORTS)
    return any(v.grounding not in borne_out for v in numbers) or not all(n.found for n in names)


def digit_changed(sentence: str) -> Iterator[str]:
    for m in re.finditer(r"\d", sentence):
        for step in (1, 4, 9):
            digit = str((int(m[0]) + step) % 10)
            yield sentence[: m.start()] + digit + sentence[m.end() :]


def unit_changed(sentence: str) -> Iterator[str]:
    for unit, others in UNITS.items():
        for m in re.finditer(rf"(?<=\d) ?{unit}(?!次)", sentence):
            for other in others:
                yield sentence[: m.start()] + other + sentence[m.end() :]


def year_changed(sentence: str) -> Iterator[str]:
    for m in re.finditer(r"20\d\d", sentence):
        for year in ("2019", "2021", "2022", "2023", "2024", "2025"):
            if year != m[0]:
                yield sentence[: m.start()] + year + sentence[m.end() :]


def department_changed(sentence: str) -> Iterator[str]:
    for department, others in DEPARTMENTS.items():
        if department in sentence:
            yield from (sentence.replace(department, other) for other in others)


def subject_changed(sentence: str) -> Iterator[str]:
    for subject, others in SUBJECTS.items():
        for m in re.finditer(subject, sentence):
            for other in others:
                yield sentence[: m.start()] + other + sentence[m.end() :]


@pytest.mark.parametrize("sentence", TRUE_SENTENCES)
def test_a_true_sentence_is_never_flagged(sentence):
    assert not is_flagged(sentence), [
        (v.quantity.as_written, v.grounding, v.explanation_zh)
        for v in verify_numbers(sentence, REPORTS)
    ] + [(n.name, n.found) for n in verify_names(sentence, REPORTS)]


@pytest.mark.parametrize(
    "change", [digit_changed, unit_changed, year_changed, department_changed, subject_changed]
)
def test_a_changed_sentence_is_flagged(change):
    changed = [new for sentence in TRUE_SENTENCES for new in change(sentence)]
    passed = [new for new in changed if not is_flagged(new)]
    assert len(changed) > 10
    assert len(passed) <= len(changed) * 0.01, passed

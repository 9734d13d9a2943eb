"""Numbers that are all found, in sentences that are wrong."""

from __future__ import annotations

import pytest

from rag.check.verification import agrees_with_sources, contradicts_source
from tests.rag.evidence_made import basis

VISITORS = basis("全年接待游客286.40万人次，比2022年增长42.28%。")
GOAL = basis("接待游客250万人次，实现旅游综合收入18亿元。", headings=("年度绩效目标",))
DONE = basis("旅游综合收入21.76亿元，超出年度目标3.76亿元。")
SPENT = basis("项目支出24,605.60万元，执行率95.36%，涉及七个专项。")
HALL = basis("2022年，区政务服务大厅服务群众2438748人次，群众满意率达到99.9%。")
EVERY = [VISITORS, GOAL, DONE, SPENT, HALL]


@pytest.mark.parametrize(
    "true",
    [
        "2023年全县接待游客286.40万人次。",
        "政务服务大厅2022年一共接待了2438748人次群众，满意率是99.9%。",
        "项目支出为24,605.60万元，执行率为95.36%。",
        "旅游综合收入达到21.76亿元；年度目标是接待游客250万人次。",
        "The hall served 2438748 visits.",
        "群众很满意。",
    ],
)
def test_what_a_source_says_in_other_words_stands(true: str):
    assert agrees_with_sources(true, EVERY)


@pytest.mark.parametrize(
    "wrong",
    [
        "县博物馆2023年接待了286.40万人次观众。",
        "学前教育普惠扩容和学生资助两个专项一共支出24,605.60万元。",
        "实现旅游综合收入18亿元，超出年度目标3.76亿元。",
    ],
)
def test_a_number_told_of_another_thing_than_in_its_source_does_not_stand(wrong: str):
    assert not agrees_with_sources(wrong, EVERY)


def test_the_sentence_before_may_say_what_a_number_is_of():
    text = "1. 公益性岗位补贴项目。2023年执行数为389.59万元。"
    told = basis("2023年执行数为389.59万元。", within=text)
    assert agrees_with_sources("公益性岗位补贴2023年执行数为389.59万元。", [told])
    assert not agrees_with_sources("青年创业贷款贴息2023年用掉389.59万元。", [told])


def test_a_departments_name_does_not_make_up_for_what_a_number_is_of():
    both = basis("（二）公务用车购置及运行费36.56万元，比2024年预算减少10万元。")
    assert not agrees_with_sources("临河区水务局2025年买车预算36.56万元。", [both])
    assert agrees_with_sources("临河区水务局公务用车购置及运行费为36.56万元。", [both])


def test_a_source_that_denies_is_not_affirmed():
    none = basis("注：本部门2025年无政府性基金预算财政拨款安排的预算，故本表为空表。")
    assert contradicts_source("2025年有政府性基金安排的预算。", [none])
    assert not contradicts_source("2025年没有政府性基金安排的预算。", [none])
    some = basis("政府性基金预算支出3,150.00万元，无国有资本经营预算支出。")
    assert not contradicts_source("政府性基金预算支出3,150.00万元。", [some])


def test_a_target_is_not_told_as_done_nor_what_was_done_as_a_target():
    aim = "年度总体目标：垃圾分类知晓率达到95%；道路机械化清扫率达到92%；"
    done = "完成情况：垃圾分类知晓率97.2%；道路机械化清扫率93.4%；"
    both = [
        basis("道路机械化清扫率达到92%；", within=aim),
        basis("道路机械化清扫率93.4%；", within=done),
    ]
    assert agrees_with_sources("道路机械化清扫率的目标是达到92%。", both)
    assert agrees_with_sources("道路机械化清扫率为93.4%。", both)
    assert not agrees_with_sources("城市管理目标中，道路机械化清扫率要达到93.4%。", both)
    assert not agrees_with_sources("道路机械化清扫率为92%。", both)


def test_what_was_spent_is_not_told_as_a_budget():
    spent = basis("全年政府采购支出1,402.66万元，其中货物类216.90万元。")
    assert not agrees_with_sources("2023年的政府采购预算是1,402.66万元。", [spent])
    assert agrees_with_sources("2023年政府采购支出1,402.66万元。", [spent])


def test_an_english_sentence_does_not_take_the_number_beside_the_one_it_speaks_of():
    praise = basis("获得好评卡138133张、表扬信419封、锦旗56面，群众满意率达到99.9%。")
    assert agrees_with_sources("419 letters of praise were received.", [praise])
    assert not agrees_with_sources("The number of letters of praise is 138133.", [praise])
    assert agrees_with_sources("The satisfaction rate was 99.9%.", [praise])


def test_of_several_figures_the_one_aimed_at_is_the_target():
    said = basis("办公用房统一登记率由46%提高到71%，但距离年初定下的80%目标仍有差距。")
    assert agrees_with_sources("办公用房统一登记率的目标是80%。", [said])
    assert not agrees_with_sources("原本打算把办公用房统一登记率做到46%。", [said])
    assert agrees_with_sources("办公用房统一登记率提高到71%。", [said])


def test_what_stands_before_a_colon_holds_for_all_that_is_aimed_at():
    said = basis("年度目标：建成驿站5座，改造泵站不少于8座。")
    assert agrees_with_sources("目标是建成驿站5座。", [said])
    assert agrees_with_sources("目标是改造泵站8座。", [said])


def test_what_was_planted_was_no_plan():
    assert agrees_with_sources("It planted 3,000 trees.", [basis("全年植树3,000棵。")])


def test_an_english_sentence_tells_no_figure_of_what_was_done_as_an_aim():
    aim = basis(
        "为不少于135名残疾儿童提供康复训练；",
        within="年度目标：为不少于135名残疾儿童提供康复训练；",
    )
    done = basis("全年为142名残疾儿童提供康复训练救助。")
    assert agrees_with_sources("It aimed to help 135 children.", [aim, done])
    assert not agrees_with_sources("It aimed to help 142 children.", [aim, done])
    assert agrees_with_sources("It helped 142 children.", [aim, done])


def test_a_target_that_was_met_does_not_make_what_was_done_the_target():
    done = basis("合计新增公办学位3,240个，超额完成年度目标任务。")
    assert not agrees_with_sources("新增公办学位的绩效目标值是3,240个。", [done])
    assert agrees_with_sources("新增公办学位3,240个。", [done])
    aim = basis("新增公办学位年度目标为3,000个，完成年度目标的108%。")
    assert agrees_with_sources("新增公办学位的目标是3,000个。", [aim])

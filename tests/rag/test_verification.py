"""Numbers, years and names of a sentence get their verdicts, and are told of the same thing."""

from __future__ import annotations

import random
import re

import pytest

from rag.check.attribution import attribute
from rag.check.verification import agrees_with_sources, contradicts_source, verdicts_on, verified
from rag.model.phrasing import problem
from rag.records import Standing
from records import Row, Table
from tests.rag.evidence_made import WATER, asked, basis

EVIDENCE = [
    basis(
        "2022年，部门整体支出全年预算数为2,450.00万元，全年执行数为2,401.00万元，执行率为98%。",
        n=1,
    ),
    basis("基本支出全年执行数901.00万元；项目支出全年执行数1,500.00万元。", n=2, start=100),
    basis("部门整体支出绩效目标自评97.6分。", n=3, start=200),
    basis("完成河道整治12公里，新建排水管网36公里，惠及群众2.3万人。", n=4, start=300),
    basis("建成“清水驿站”5座，群众满意率达到98.5%。", n=5, start=400),
]
TRUE = [
    f"2022年{WATER}全年预算数为2,450.00万元。",
    "2022年，区水务局执行率为98%。",
    "基本支出执行了901万元，项目支出执行了1,500万元。",
    "部门整体支出自评97.6分。",
    "2022年完成河道整治12公里，新建排水管网36公里。",
    "建成“清水驿站”5座，群众满意率达到98.5%。",
    "2022年惠及群众2.3万人。",
    "全年执行数为24,010,000元。",
    "项目支出比基本支出多599万元：项目支出1,500万元，基本支出901万元。",
]


def flagged(wording: str) -> bool:
    sentences = tuple(verified(a, EVIDENCE, "zh") for a in attribute(wording, EVIDENCE))
    return bool(problem(wording, sentences, asked("水务局有什么情况？")))


@pytest.mark.parametrize("wording", TRUE)
def test_what_is_true_is_not_flagged(wording: str):
    assert not flagged(wording)


def changed(wording: str, dice: random.Random):
    """One change each: a digit, a unit, a year, a department."""
    for m in re.finditer(r"\d", wording):
        other = dice.choice([d for d in "123456789" if d != m[0]])
        yield wording[: m.start()] + other + wording[m.end() :]
    units = {"万元": "亿元", "公里": "米", "%": "万元", "分": "%", "座": "公里", "万人": "人"}
    for unit, other in units.items():
        for m in re.finditer(rf"(?<=\d){unit}", wording):
            yield wording[: m.start()] + other + wording[m.end() :]
    yield wording.replace("2022年", "2021年")
    yield wording.replace("水务局", "民政局")
    yield wording.replace("水务局", "教育局")


def test_nearly_every_change_of_one_thing_is_flagged():
    dice = random.Random(7)
    changes = {c for wording in TRUE for c in changed(wording, dice) if c not in TRUE}
    missed = [c for c in sorted(changes) if not flagged(c)]
    assert len(changes) > 60
    assert len(missed) <= len(changes) * 0.01, missed


def test_a_right_number_of_a_wrong_thing_is_flagged(scored):
    scored("wrong_thing", flagged)


def test_a_number_said_of_something_else_is_missing_and_says_what_it_is_said_of():
    (said,) = attribute("基本支出执行了1,500.00万元。", EVIDENCE)
    verdicts = verified(said, EVIDENCE, "zh").verdicts
    (wrong,) = [v for v in verdicts if v.written.startswith("1,500")]
    assert wrong.standing is Standing.MISSING
    assert wrong.calculation


def test_a_derived_number_shows_its_calculation():
    (said,) = attribute("基本支出901.00万元与项目支出1,500.00万元合计2,401万元。", EVIDENCE[1:2])
    derived = [v for v in verified(said, EVIDENCE[1:2], "zh").verdicts if v.calculation]
    assert [v.standing for v in derived] == [Standing.DERIVED]
    assert "901.00万元 + 1,500.00万元" in derived[0].calculation


def test_a_table_row_is_checked_cell_by_cell_under_its_columns():
    row = Row(("公务接待费", "3.20", "2.80"), 0, 14)
    table = Table(
        "“三公”经费预算表", "万元", ("项目", "2021年预算数", "2022年预算数"), (row,), 0, 14
    )
    cell = basis("公务接待费\t3.20\t2.80", table=table, row=row)
    (right,) = attribute("2022年公务接待费预算为2.80万元。", [cell])
    (wrong,) = attribute("2022年公务接待费预算为3.20万元。", [cell])
    assert verified(right, [cell], "zh").supported
    assert not verified(wrong, [cell], "zh").supported


def test_an_answer_in_another_language_than_the_question_is_flagged():
    sentences = tuple(verified(a, EVIDENCE, "en") for a in attribute("执行率为98%。", EVIDENCE))
    assert problem("执行率为98%。", sentences, asked("What was the rate?"))


@pytest.mark.parametrize("number", ["12号楼3室", "沪府规168号", "K-77"])
def test_digits_that_are_no_quantity_have_to_stand_in_the_source_too(number: str):
    (said,) = attribute(f"完成河道整治{number}。", EVIDENCE)
    verdicts = verified(said, EVIDENCE, "zh").verdicts
    assert Standing.MISSING in {v.standing for v in verdicts}
    (stands,) = attribute(f"完成{number}。", [basis(f"完成{number}。")])
    verdicts = verified(stands, [basis(f"完成{number}。")], "zh").verdicts
    assert Standing.MISSING not in {v.standing for v in verdicts}


def test_a_department_may_be_called_as_people_call_it(scored):
    def standing(name):
        verdicts = verdicts_on(f"{name}2022年完成河道整治12公里。", EVIDENCE, "zh")
        (standing,) = {v.standing for v in verdicts if v.kind == "name"}
        return standing

    scored("called", standing)


VISITORS = basis("全年接待游客286.40万人次，比2022年增长42.28%。")
GOAL = basis("接待游客250万人次，实现旅游综合收入18亿元。", headings=("年度绩效目标",))
DONE = basis("旅游综合收入21.76亿元，超出年度目标3.76亿元。")
SPENT = basis("项目支出24,605.60万元，执行率95.36%，涉及七个专项。")
HALL = basis("2022年，区政务服务大厅服务群众2438748人次，群众满意率达到99.9%。")
EVERY = [VISITORS, GOAL, DONE, SPENT, HALL]


def test_what_a_source_says_in_other_words_stands(scored):
    scored("other_words", lambda true: agrees_with_sources(true, EVERY))


def test_a_number_told_of_another_thing_than_in_its_source_does_not_stand(scored):
    scored("another_thing", lambda wrong: agrees_with_sources(wrong, EVERY))


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

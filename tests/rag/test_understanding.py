"""A message and its conversation → its questions, their language and their scope."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.question.understanding import questions_in, understand
from rag.records import Intent, Scope, State, Turn
from rag.text import language_of
from records import Kind
from tests.rag.conftest import answer_to, text_of
from tests.rag.shelf import DATA_BUREAU, SHELF, TODAY, WANLI, WELFARE, report


def talk(*questions, shelf=SHELF):
    turns = []
    for question in questions:
        understood = understand(question, turns, shelf, TODAY)
        turns.append(Turn(question, understood.standalone, understood.scope, ""))
    return understood


def test_a_question_that_names_its_report():
    understood = talk("万里街道2024年的“三公”经费预算数是多少？")
    assert understood.scope == Scope(years=(2024,), departments=(WANLI,))
    assert understood.intent is Intent.FIGURE
    assert understood.language == "zh"
    assert understood.standalone == understood.question


def test_a_question_that_names_none_is_open():
    assert talk("执行率是多少？").scope == Scope()


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("2022年预算执行率是多少？", Intent.FIGURE),
        ("开一家公司最快多久能办完？", Intent.FIGURE),
        ("拿了哪些奖？", Intent.LIST),
        ("数字政府方面定了什么目标？", Intent.GOAL),
        ("报告承认存在哪些问题？", Intent.PROBLEM),
        ("下一步打算怎么改进？", Intent.PROBLEM),
        ("万里街道的“三公”经费预算哪一年最高？", Intent.COMPARISON),
        ("2025年比2024年增加多少", Intent.COMPARISON),
        ("概括一下主要工作成效", Intent.SUMMARY),
        ("局长叫什么名字？", Intent.OTHER),
        ("How satisfied were citizens?", Intent.FIGURE),
        ("What problems did it admit?", Intent.PROBLEM),
        ("Summarise the achievements", Intent.SUMMARY),
    ],
)
def test_the_kind_of_answer_asked_for(question, intent):
    assert talk(question).intent is intent


@pytest.mark.parametrize(
    ("questions", "standalone", "years"),
    [
        (("2022年项目支出执行率是多少？", "那2021年呢？"), "2021年项目支出执行率是多少？", ()),
        (("2023年收入预算是多少？", "2024年呢？"), "2024年收入预算是多少？", (2024,)),
        (("2022年项目支出执行率是多少？", "基本支出呢？"), "2022年基本支出执行率是多少？", (2022,)),
        (("2022年基本支出执行率是多少？", "执行数呢？"), "2022年基本支出执行数是多少？", (2022,)),
        (("2022年执行率是多少？", "为什么？"), "2022年执行率，原因是什么？", (2022,)),
        (
            ("万里街道2024年收入预算是多少？", "和2023年比呢？"),
            "万里街道2024年收入预算，与2023年相比有什么变化？",
            (2023, 2024),
        ),
        (
            ("万里街道2024年收入预算是多少？", "那福利院呢？"),
            "福利院2024年收入预算是多少？",
            (2024,),
        ),
        (
            ("政务服务大厅2022年接待了多少群众？", "群众满意率呢？"),
            "群众满意率是多少？",
            (2022,),
        ),
        (
            ("政务服务大厅2022年接待了多少群众？", "What about the letters of praise?"),
            "What was the letters of praise?",
            (2022,),
        ),
        (
            ("What was the budget in 2023?", "And in 2024?"),
            "What was the budget in 2024?",
            (2024,),
        ),
    ],
)
def test_a_follow_up_keeps_what_it_does_not_change(questions, standalone, years):
    understood = talk(*questions)
    assert understood.standalone == standalone
    assert understood.scope.years == years


def test_a_follow_up_may_change_the_department():
    understood = talk("万里街道2024年收入预算是多少？", "福利院呢？")
    assert understood.scope == Scope(years=(2024,), departments=(WELFARE,))


def test_a_question_asked_next_is_about_the_same_report():
    understood = talk("2022年区政数局的全年预算数是多少？", "存在哪些问题？")
    assert understood.scope == Scope(years=(2022,), departments=(DATA_BUREAU,))
    assert understood.standalone == "存在哪些问题？"


def test_asking_about_all_departments_or_years_opens_the_scope():
    assert talk("万里街道2024年收入预算", "各部门的预算是多少？").scope.departments == ()
    assert talk("万里街道2024年收入预算", "历年的收入预算是多少？").scope.years == ()


def test_the_year_before_is_that_before_the_year_spoken_of():
    assert talk("万里街道2024年收入预算是多少？", "上一年呢？").scope.years == (2023,)


def test_a_year_or_department_that_is_not_there_is_said():
    understood = talk("2021年的预算执行率是多少？")
    assert understood.scope.years == ()
    assert understood.absent_years == (2021,)
    assert talk("区教育局的预算是多少？").absent_departments == ("区教育局",)


def test_a_year_that_only_another_department_has_is_not_there():
    understood = talk("区政数局2024年的预算是多少？")
    assert understood.scope.departments == (DATA_BUREAU,)
    assert understood.absent_years == (2024,)


def test_an_absent_year_stays_in_the_conversation():
    assert talk("2021年项目支出执行率是多少？", "基本支出呢？").absent_years == (2021,)


def test_the_year_before_is_no_alarm_when_only_compared_with():
    understood = talk("万里街道2023年收入预算比上年增加多少？")
    assert understood.scope.years == (2023,)
    assert understood.absent_years == ()


def test_a_kind_of_report_is_asked_about_only_by_its_name():
    shelf = (*SHELF, report(WANLI, 2023, Kind.FINAL_ACCOUNTS))
    assert talk("万里街道2023年决算支出是多少", shelf=shelf).scope.kinds == (Kind.FINAL_ACCOUNTS,)
    assert talk("2022年预算执行率是多少？", shelf=shelf).scope.kinds == ()
    assert talk("万里街道2023年决算支出是多少").scope.kinds == ()


def test_an_english_question_is_searched_in_chinese():
    understood = talk("What was the budget execution rate in 2022?")
    assert understood.language == "en"
    assert "执行率" in understood.search_terms


def test_a_chinese_question_has_no_terms_of_the_glossary():
    assert understand("执行率是多少？", [], SHELF, TODAY).search_terms == ()


@given(
    st.text(
        alphabet="那和与比呢？20212年度去上近三万里街道区教育局政数基本项目支出执行率为什么 ab",
        max_size=30,
    ),
    st.text(
        alphabet="那和与比呢？20212年度去上近三万里街道区教育局政数基本项目支出执行率为什么 ab",
        max_size=30,
    ),
)
def test_any_conversation_is_understood(first, second):
    turns = []
    for question in (first, second):
        understood = understand(question, turns, SHELF, TODAY)
        turns.append(Turn(question, understood.standalone, understood.scope, ""))
    assert set(understood.scope.departments) <= {r.identity.department for r in SHELF}
    assert not set(understood.scope.years) & set(understood.absent_years)


@pytest.mark.parametrize(
    ("questions", "standalone"),
    [
        (
            ("福利院和万里街道2024年收入预算分别多少", "哪个多？"),
            "福利院和万里街道收入预算哪个多？",
        ),
        (("2024年收入预算是多少？", "万里街道"), "万里街道2024年收入预算是多少？"),
        (("各部门2024年的预算是多少？", "其中万里街道呢？"), "万里街道2024年的预算是多少？"),
        (("近两年万里街道的收入预算变化", "去年呢"), "2024年万里街道的收入预算变化"),
        (("区政数局2022年有哪些主要成效？", "那问题呢？"), "区政数局2022年有哪些问题？"),
        (
            ("What was the income of Wanli in 2024?", "Compared with 2025?"),
            "What was the income of Wanli in 2024, compared with 2025?",
        ),
    ],
)
def test_short_questions_are_made_whole(questions, standalone):
    assert talk(*questions).standalone == standalone


@pytest.mark.parametrize(
    ("message", "questions"),
    [
        ("2022年预算执行率是多少？", ["2022年预算执行率是多少？"]),
        ("2022年预算执行率", ["2022年预算执行率"]),
        (
            "2022年预算执行率是多少？年末在职人员多少人？",
            ["2022年预算执行率是多少？", "年末在职人员多少人？"],
        ),
        ("执行率是多少？为什么？", ["执行率是多少？为什么？"]),
        ("我们要开会了。领导问起这件事。河道整治完成了多少公里？", ["河道整治完成了多少公里？"]),
        (
            "I am new here. What was the budget? How much of it was spent?",
            ["What was the budget?", "How much of it was spent?"],
        ),
        ("？", ["？"]),
    ],
)
def test_the_questions_of_a_message_are_told_from_what_is_only_told(message, questions):
    assert list(questions_in(message)) == questions


@given(st.text(max_size=200))
def test_every_message_has_a_question_and_no_word_is_invented(message):
    found = questions_in(message)
    assert 1 <= len(found) <= 5
    assert all("".join(question.split()) in "".join(message.split()) for question in found)


def test_each_question_of_a_message_is_answered(water_shelf):
    answer = answer_to("2022年水务局全年预算数是多少？2022年完成河道整治多少公里？", water_shelf)
    assert answer.state is State.ANSWERED
    assert "2,450.00万元" in text_of(answer)
    assert "12公里" in text_of(answer)
    cited = {c.n for s in answer.sentences for c in s.citations}
    assert cited <= {found.n for found in answer.passages}
    assert len({found.n for found in answer.passages}) == len(answer.passages)


def test_a_question_of_several_that_is_not_answered_is_said_to_be(water_shelf):
    answer = answer_to("2022年完成河道整治多少公里？局长叫什么名字？", water_shelf)
    assert "12公里" in text_of(answer)
    assert any("局长叫什么名字" in note for note in answer.notes)


def test_what_is_told_before_a_question_does_not_hide_its_answer(water_shelf):
    told = "我昨天陪亲戚去了趟医院。回来路上大家聊起了这个。"
    answer = answer_to(f"{told}2022年完成河道整治多少公里？", water_shelf)
    assert "12公里" in text_of(answer)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("2022年预算执行率是多少？", "zh"),
        ("What was the execution rate in 2022?", "en"),
        ("What was the execution rate in 2022？", "en"),
        ("What was the budget of 示例区水务局 in 2023?", "en"),
        ("万里街道: how much was the 2024 budget?", "en"),
        ("How much went to “三公”经费 in 2024?", "en"),
        ("the budget of 万里街道是多少", "zh"),
        ("OFD电子证照是什么", "zh"),
        ("12345 hotline 满意率", "zh"),
        ("万里街道 budget 2024", "zh"),
        ("2021？", "zh"),
    ],
)
def test_a_question_is_in_the_language_that_asks_and_not_in_that_of_the_names(question, language):
    assert language_of(question) == language


def test_an_english_question_may_name_a_department_in_chinese():
    understood = understand("What was the income budget of 万里街道 in 2024?", [], SHELF, TODAY)
    assert understood.language == "en"
    assert understood.scope.departments == (WANLI,)
    assert understood.scope.years == (2024,)
    assert understood.indicators


def test_a_year_alone_goes_on_in_the_language_spoken():
    first = understand("What was the income budget of 万里街道 in 2024?", [], SHELF, TODAY)
    turn = Turn(first.question, first.standalone, first.scope, "")
    assert understand("2023?", [turn], SHELF, TODAY).language == "en"


@pytest.mark.parametrize(
    "name",
    [
        "Xi'an Subdistrict Education Bureau",
        "Harbin Education Bureau",
        "Inner Mongolia Department of Education",
        "the Department of Education in Beijing",
    ],
)
def test_another_places_body_is_not_the_shelfs(name):
    shelf = [*SHELF, report("广州市增城区教育局", 2022)]
    understood = understand(f"What was the budget of {name} in 2022?", [], shelf, TODAY)
    assert "广州市增城区教育局" not in understood.scope.departments
    here = understand(
        "What was the budget of Zengcheng Education Bureau in 2022?", [], shelf, TODAY
    )
    assert here.scope.departments == ("广州市增城区教育局",)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.question.understanding import understand
from rag.records import Intent, Scope, Turn
from records import Kind
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

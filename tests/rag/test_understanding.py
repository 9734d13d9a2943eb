"""A message and its conversation → its questions, their language and their scope."""

from __future__ import annotations

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


def test_the_kind_of_answer_asked_for(scored):
    scored("intents", lambda question: talk(question).intent)


def test_a_follow_up_keeps_what_it_does_not_change(scored):
    def understood(questions):
        last = talk(*questions)
        return last.standalone, last.scope.years

    scored("follow_ups", understood)


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


def test_short_questions_are_made_whole(scored):
    scored("made_whole", lambda questions: talk(*questions).standalone)


def test_the_questions_of_a_message_are_told_from_what_is_only_told(scored):
    scored("questions", questions_in)


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


def test_a_question_is_in_the_language_that_asks_and_not_in_that_of_the_names(scored):
    scored("language", language_of)


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


def test_another_places_body_is_not_the_shelfs(scored):
    here = "广州市增城区教育局"

    def is_meant(name):
        question = f"What was the budget of {name} in 2022?"
        understood = understand(question, [], [*SHELF, report(here, 2022)], TODAY)
        return [name for name in understood.scope.departments if name == here]

    scored("of_other_places", is_meant)
    assert is_meant("Zengcheng Education Bureau") == [here]

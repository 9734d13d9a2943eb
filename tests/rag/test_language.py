import pytest

from rag.question.understanding import understand
from rag.records import Turn
from rag.text import language_of
from tests.rag.shelf import SHELF, TODAY, WANLI, report


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

from hypothesis import given
from hypothesis import strategies as st

from rag.question.years import YearsAsked, half_width, years_asked


def named(question: str) -> tuple[int, ...]:
    return years_asked(question, 2024, 2024).named


def test_years_are_read_however_they_are_written(scored):
    scored("named", named)


def test_what_only_looks_like_a_year_is_none(scored):
    scored("none", named)


def test_the_year_before_counts_from_the_year_spoken_of_and_last_year_from_today():
    assert years_asked("上一年呢？", 2025, spoken_of=2023).named == (2022,)
    asked = years_asked("去年呢？", 2025, spoken_of=2023)
    assert asked.named == (2024,)
    assert asked.read_as == (("去年", (2024,)),)


def test_a_stretch_of_years_is_asked_about_as_far_as_it_is_there(scored):
    scored("periods", lambda question: years_asked(question, 2025).period)


def test_a_year_to_compare_with_is_not_asked_about_for_itself():
    assert years_asked("2024年三公经费比上年增加多少", 2025) == YearsAsked(
        named=(2024,), implied=(2023,), every=False
    )
    assert years_asked("比上年增加了多少", 2025).named == ()


def test_all_years_may_be_asked_about(scored):
    every = YearsAsked((), (), every=True)
    scored("every", lambda question: years_asked(question, 2024, 2024) == every)


@given(st.text(alphabet="二〇零一2０年度第-—至、到近去上前 预算ab.,", max_size=30))
def test_any_text_gives_sensible_years_and_keeps_its_length(text):
    assert len(half_width(text)) == len(text)
    asked = years_asked(text, 2024, 2024, 2023)
    assert list(asked.named) == sorted(set(asked.named))
    assert all(2000 <= year <= 2100 for year in asked.named)
    assert not set(asked.named) & set(asked.implied)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.question.years import YearsAsked, half_width, years_asked


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("2022年预算执行率是多少？", (2022,)),
        ("２０２２年度的执行率", (2022,)),
        ("二〇二二年的执行率", (2022,)),
        ("二零二二年的执行率", (2022,)),
        ("22年的预算是多少", (2022,)),
        ("1998年的执行率是多少", (1998,)),
        ("2022预算执行率", (2022,)),
        ("2022年12月底前完成了什么", (2022,)),
        ("2021-2023年的收入", (2021, 2022, 2023)),
        ("2021年至2023年的收入", (2021, 2022, 2023)),
        ("21-23年的收入", (2021, 2022, 2023)),
        ("2021、2023年的收入", (2021, 2023)),
        ("2025年比2024年增加多少", (2024, 2025)),
        ("去年的预算", (2023,)),
        ("上年度的预算", (2023,)),
        ("前年的预算", (2022,)),
        ("今年的预算", (2024,)),
        ("近三年收入", (2022, 2023, 2024)),
        ("三年来收入的变化", (2022, 2023, 2024)),
        ("两年间收入变了多少", (2023, 2024)),
        ("最近3年收入", (2022, 2023, 2024)),
        ("过去两年收入", (2023, 2024)),
        ("What was the budget in 2022?", (2022,)),
        ("from 2021 to 2023", (2021, 2022, 2023)),
        ("the last three years", (2022, 2023, 2024)),
        ("last year's budget", (2023,)),
    ],
)
def test_years_are_read_however_they_are_written(question, named):
    assert years_asked(question, 2024, 2024).named == named


@pytest.mark.parametrize(
    "question",
    [
        "“粤盾-2022”演练的成绩",
        "穗府〔2022〕2号文说了什么",
        "服务了2022人次吗",
        "1998年开挖的河道",
        "1998座",
        "20年来的变化",
        "开展22年以上的项目",
        "本年收入合计是多少",
        "执行数为2,022.50万元吗",
        "12345热线的目标",
    ],
)
def test_what_only_looks_like_a_year_is_none(question):
    assert years_asked(question, 2024, 2024).named == ()


def test_the_year_before_counts_from_the_year_spoken_of_and_last_year_from_today():
    assert years_asked("上一年呢？", 2025, spoken_of=2023).named == (2022,)
    asked = years_asked("去年呢？", 2025, spoken_of=2023)
    assert asked.named == (2024,)
    assert asked.read_as == (("去年", (2024,)),)


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("“十四五”期间的收入", (2021, 2022, 2023, 2024, 2025)),
        ("十三五的收入", (2016, 2017, 2018, 2019, 2020)),
        ("前三年的收入", (2022, 2023, 2024)),
        ("十四五规划的目标", ()),
    ],
)
def test_a_stretch_of_years_is_asked_about_as_far_as_it_is_there(question, period):
    assert years_asked(question, 2025).period == period


def test_a_year_to_compare_with_is_not_asked_about_for_itself():
    assert years_asked("2024年三公经费比上年增加多少", 2025) == YearsAsked(
        named=(2024,), implied=(2023,), every=False
    )
    assert years_asked("比上年增加了多少", 2025).named == ()


@pytest.mark.parametrize("question", ["历年预算", "哪一年最高", "哪年最多", "over the years"])
def test_all_years_may_be_asked_about(question):
    assert years_asked(question, 2024, 2024) == YearsAsked((), (), every=True)


@given(st.text(alphabet="二〇零一2０年度第-—至、到近去上前 预算ab.,", max_size=30))
def test_any_text_gives_sensible_years_and_keeps_its_length(text):
    assert len(half_width(text)) == len(text)
    asked = years_asked(text, 2024, 2024, 2023)
    assert list(asked.named) == sorted(set(asked.named))
    assert all(2000 <= year <= 2100 for year in asked.named)
    assert not set(asked.named) & set(asked.implied)

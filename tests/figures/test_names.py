"""Names: quoted names and departments of an answer must stand in its sources."""

import pytest

from figures.claims import SourceText, verify_names

SOURCES = (
    SourceText(
        "2022年，区水务局推出“掌上办”，获评“全国水务百佳案例”。东湖区水务局在省内领先，与区财政局联合发文。",
        2022,
        "清江市东湖区水务局",
        ("区水务局",),
    ),
    SourceText("2023年收入预算", 2023, "清江市东湖区人民政府柳河街道办事处", ("柳河街道",)),
)


def names(sentence: str) -> dict[str, bool]:
    return {v.name: v.found for v in verify_names(sentence, SOURCES)}


@pytest.mark.parametrize(
    "sentence",
    [
        "区水务局推出“掌上办”，获评“全国水务百佳案例”。",
        "根据东湖区水务局的报告，该局获评“全国水务百佳案例”。",
        "2022年清江市东湖区水务局推出掌上办。",
        "查询东湖区水务局的预算。",
        "柳河街道办事处2023年收入预算",
        "清江市东湖区人民政府柳河街道办事处的收入",
        "由区财政局负责",
        "在全区各街道、各办事处推行，优化布局，大局为重。",
        "The bureau won a “Best Practice” award.",
        "住所办理，各镇街办事大厅",
    ],
)
def test_true_names_are_found(sentence):
    assert all(names(sentence).values()), names(sentence)


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("西山区水务局推出掌上办。", "西山区水务局"),
        ("2022年由西山区水务局负责。", "西山区水务局"),
        ("清江市西山区水务局获评。", "清江市西山区水务局"),
        ("松林街道办事处2023年收入预算", "松林街道"),
        ("清江市东湖区人民政府松林街道办事处", "松林街道"),
        ("区教育局的预算", "区教育局"),
        ("获评“全国水务十佳案例”。", "全国水务十佳案例"),
        ("见《2025年工作要点》", "2025年工作要点"),
    ],
)
def test_names_of_others_are_not(sentence, name):
    assert names(sentence)[name] is False


def test_a_name_knows_its_place():
    sentence = "2022年西山区水务局推出“掌上办”。"
    for verdict in verify_names(sentence, SOURCES):
        assert sentence[verdict.start : verdict.end] == verdict.name

"""Names: quoted names and departments of an answer must stand in its sources."""

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


def not_found(sentence: str) -> list[str]:
    return [v.name for v in verify_names(sentence, SOURCES) if not v.found]


def test_true_names_are_found(scored):
    scored("true", not_found)


def test_names_of_others_are_not(scored):
    scored("of_others", not_found)


def test_a_name_knows_its_place():
    sentence = "2022年西山区水务局推出“掌上办”。"
    for verdict in verify_names(sentence, SOURCES):
        assert sentence[verdict.start : verdict.end] == verdict.name

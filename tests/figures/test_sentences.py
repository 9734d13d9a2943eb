"""Sentences: where a report's text may be cut so that each piece can be quoted."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.sentences import sentence_spans


def cut(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "办结率为99.47%。群众满意！是吗？是。",
            ["办结率为99.47%。", "群众满意！", "是吗？", "是。"],
        ),
        ("一、基本情况\n（一）概况\n", ["一、基本情况", "（一）概况"]),
        ("预算数8,318.83万元，执行率99.47%", ["预算数8,318.83万元，执行率99.47%"]),
        ("做到“事事有回音。件件有结果。”的要求", ["做到“事事有回音。件件有结果。”的要求"]),
        ("他说：“办好了。”大家满意。", ["他说：“办好了。”", "大家满意。"]),
        ("（不含下属单位。以决算为准）共3个。", ["（不含下属单位。以决算为准）共3个。"]),
        ("1. 贯彻方针政策。2. 负责审批服务。", ["1. 贯彻方针政策。", "2. 负责审批服务。"]),
        ("3.提升质效架起“连心桥”。", ["3.提升质效架起“连心桥”。"]),
        ("1.2022年上线平台。", ["1.2022年上线平台。"]),
        ("房屋\t3,000.5\t。无\n车辆\t7\t", ["房屋\t3,000.5\t。无", "车辆\t7"]),
        ("  \n\n  前言。 \n", ["前言。"]),
        (
            "The rate was 99.47%. It rose by 2.5 points.",
            ["The rate was 99.47%.", "It rose by 2.5 points."],
        ),
        ("See e.g. the table. Dr. Li agreed.", ["See e.g. the table.", "Dr. Li agreed."]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        ("", []),
    ],
)
def test_a_text_is_cut_at(text, sentences):
    assert cut(text) == sentences


def test_enumerated_clauses_stand_alone():
    text = "主要做法：一是优化窗口服务；二是推进一网通办；三是建设智慧大厅。"
    assert cut(text) == ["主要做法：一是优化窗口服务；", "二是推进一网通办；", "三是建设智慧大厅。"]


def test_an_item_that_lost_its_mark_is_found_by_its_order():
    text = "一是完成民生实事二是推进数据归集工作三是建设统一平台。"
    assert cut(text) == ["一是完成民生实事", "二是推进数据归集工作", "三是建设统一平台。"]


def test_words_that_only_look_like_an_item_do_not_cut():
    assert len(cut("其二是历史原因，第三是人手不足。")) == 1


def test_full_clauses_are_cut_and_short_ones_stay_together():
    text = (
        "其中基本支出全年执行数254.30万元，执行率98.57%；项目支出全年执行数17.17万元，执行率99.56%；"
        "其他支出0万元。"
    )
    assert cut(text) == [
        "其中基本支出全年执行数254.30万元，执行率98.57%；",
        "项目支出全年执行数17.17万元，执行率99.56%；其他支出0万元。",
    ]
    assert len(cut("事业收入0万元；经营收入0万元；其他收入0万元。")) == 1


TEXTS = st.text(
    alphabet=st.sampled_from("预算数为一二三是。；！？，“”（）()\"'.;!? \n\t\u3000129%aA《》①"),
    max_size=80,
)


@given(TEXTS | st.text(max_size=60))
def test_spans_are_ordered_trimmed_and_lose_nothing(text):
    spans = sentence_spans(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())


@given(TEXTS)
def test_no_sentence_reaches_over_a_line(text):
    assert all("\n" not in text[a:b] for a, b in sentence_spans(text))

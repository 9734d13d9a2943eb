import pytest

from rag.asked import share_shown, sorts_asked


@pytest.mark.parametrize(
    ("question", "answers", "does_not"),
    [
        ("群众满意率是多少？", "群众满意率达到99.9%", "群众满意率大幅提升"),
        ("预算数是多少万元？", "全年预算数为8,318.83万元", "预算数按要求编制"),
        ("自评得了多少分？", "自评98.58分", "自评工作按时完成"),
        ("多久能办完？", "2小时可全部办结", "可全部办结"),
        ("什么时候开通？", "于6月开通", "即将开通"),
        ("开展了多少场活动？", "开展活动300场", "开展活动"),
        ("为什么减少？", "主要原因是项目调整", "比上年减少"),
        ("How many letters were received?", "表扬信419封", "收到表扬信"),
    ],
)
def test_a_sentence_has_what_is_asked_for_or_not(question, answers, does_not):
    sorts = sorts_asked(question)
    assert share_shown(sorts, answers) > share_shown(sorts, does_not)


def test_the_unit_asked_for_counts_more_than_any_number():
    sorts = sorts_asked("开展了多少场活动？")
    assert share_shown(sorts, "开展活动300场") > share_shown(sorts, "开展活动，参加的有300人")


def test_where_nothing_is_known_of_the_answer_every_sentence_is_alike():
    assert share_shown(sorts_asked("局长叫什么名字？"), "甲") == 0.5

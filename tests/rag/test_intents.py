from rag.question.intents import indicators_asked


def test_indicators_are_known_by_what_people_call_them(scored):
    scored("indicators", indicators_asked)


def test_the_score_and_what_it_is_made_of():
    names = indicators_asked("绩效目标自评得了多少分？由哪两部分组成？")
    assert names[:3] == ("score", "score_duties", "score_management")


def test_a_question_for_anything_more_asks_for_no_indicator(scored):
    scored("none", indicators_asked)

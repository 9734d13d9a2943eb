import pytest

from rag.question.intents import indicators_asked


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("的全年预算数是多少？", ("budget",)),
        ("年初预算数是多少？", ("year_start_budget",)),
        ("预算执行率是多少？", ("execution_rate",)),
        ("一共花了多少钱？", ("executed",)),
        ("基本支出全年执行了多少钱？", ("basic_executed",)),
        ("项目支出的执行数和执行率分别是多少？", ("project_executed", "project_rate")),
        ("的收入预算分别是多少，如何变化？", ("income_budget",)),
        ("的“三公”经费预算哪一年最高？", ("three_public_budget",)),
        ("三年来机关运行经费变化", ("operation_budget", "operation_executed")),
        ("的预算执行率有什么变化？", ("execution_rate",)),
        ("预算执行率怎么变化的", ("execution_rate",)),
        ("执行率，画个图", ("execution_rate",)),
        ("公务接待费呢？", ("reception_budget", "reception_executed")),
        ("自评得分是多少？", ("score",)),
        ("哪一年给自己打的分更高？", ("score",)),
        ("一年下来真正花出去多少钱？", ("executed",)),
        ("的支出总额各是多少，相差多少？", ("executed",)),
        ("哪家的预算执行得更好？", ("execution_rate",)),
        ("的预算盘子比大了多少？", ("budget",)),
        ("支出进度是多少？", ("execution_rate",)),
        ("What score did give itself for ?", ("score",)),
        ("履职效能得了多少分？", ("score_duties",)),
        ("What was the budget execution rate in ?", ("execution_rate",)),
        ("政府采购预算执行了多少？", ("procurement_executed",)),
        ("政府采购实际采购金额是多少？", ("procurement_executed",)),
        ("全年花了多少预算？", ("executed",)),
        ("预算是多少，花了多少？", ("budget", "executed")),
        ("预算决算各是多少？", ("budget", "executed")),
        ("支出预算执行数是多少？", ("executed",)),
        ("调整后预算花了多少？", ("executed",)),
        ("三公经费支出预算执行了多少？", ("three_public_executed",)),
        ("年初预算和执行数各是多少？", ("year_start_budget", "executed")),
        ("预算执行了百分之几？", ("execution_rate",)),
        (
            "How much did the budget for buying an official vehicle in ?",
            ("vehicle_purchase_budget",),
        ),
    ],
)
def test_indicators_are_known_by_what_people_call_them(words, names):
    assert indicators_asked(words) == names


def test_the_score_and_what_it_is_made_of():
    names = indicators_asked("绩效目标自评得了多少分？由哪两部分组成？")
    assert names[:3] == ("score", "score_duties", "score_management")


@pytest.mark.parametrize(
    "words",
    [
        "一共接待了多少群众？",
        "群众满意率是多少？",
        "专项普查活动预算安排多少？",
        "公共服务设施运行经费项目要求开展多少场活动？",
        "为什么执行率低？",
        "公务用车有几辆？",
        "一般公共预算财政拨款收入是多少？",
        "预算编制有哪些问题？",
        "局长叫什么名字？",
        "那呢？",
        "",
    ],
)
def test_a_question_for_anything_more_asks_for_no_indicator(words):
    assert indicators_asked(words) == ()

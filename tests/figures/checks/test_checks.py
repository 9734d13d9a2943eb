"""Each check finds what it is for, says how, and leaves alone what only looks like it."""

import pytest

from figures.audit import audit
from records import Kind, Severity
from tests.figures.checks.audit_reports import identity, report
from tests.figures.checks.right_sentences import RIGHT

ERROR, DOUBTFUL, NOTE = Severity.ERROR, Severity.DOUBTFUL, Severity.NOTE

SELF, PLAN, OUTCOME = Kind.SELF_EVALUATION, Kind.BUDGET, Kind.FINAL_ACCOUNTS

PROSE = [
    pytest.param(
        OUTCOME,
        "全年预算数为512.40万元，全年执行数为498.76万元，执行率为97.84%。",
        ("rate", ERROR, "97.84%", "97.34%"),
        id="rate that is not executed by budget",
    ),
    pytest.param(
        OUTCOME,
        "年初预算为230.00万元，支出决算为219.54万元，完成年初预算的96.45%。",
        ("rate", ERROR, "96.45%", "95.45%"),
        id="completion of the budget at the year's start",
    ),
    pytest.param(
        SELF,
        "全年预算数为900.00万元，全年执行数为855.00万元，执行率为95.00%。"
        "其中基本支出全年执行数380.00万元，执行率95.00%；项目支出全年执行数475.00万元，执行率96.00%。",
        ("implied-total", ERROR, "900.00万元", "894.79万元"),
        id="budgets implied by parts and rates",
    ),
    pytest.param(
        SELF,
        "部门整体支出自评得分93.20分，其中：履职效能自评分46.50分，管理效率自评分45.70分。",
        ("score", ERROR, "93.20分", "92.20分"),
        id="scores",
    ),
    pytest.param(
        PLAN,
        "新建用房建筑面积为4,210平方米，其中地上建筑面积3,180平方米，地下建筑面积1,300平方米。",
        ("parts-and-whole", ERROR, "4,210平方米", "4,480平方米"),
        id="areas",
    ),
    pytest.param(
        PLAN,
        "本单位共有车辆9辆，其中：机要通信用车1辆、执法执勤用车5辆、其他用车2辆。",
        ("parts-and-whole", ERROR, "9辆", "8辆"),
        id="counts that end in 其他",
    ),
    pytest.param(
        SELF,
        "拨付企业补助40.50万元、农户补助20.30万元，合计61.80万元。",
        ("parts-and-whole", DOUBTFUL, "61.80万元", "60.80万元"),
        id="total behind its parts",
    ),
    pytest.param(
        PLAN,
        "2024年“三公”经费预算数为30.00万元，其中：\n（一）因公出国（境）费0万元。\n"
        "（二）公务用车购置及运行费26.50万元。\n（三）公务接待费4.50万元。",
        ("parts-and-whole", ERROR, "30.00万元", "31.00万元"),
        id="parts in numbered paragraphs",
    ),
    pytest.param(
        PLAN,
        "2023年预算执行数为640.20万元，2024年预算安排690.58万元，比2023年预算执行数增加8.87%。",
        ("growth", ERROR, "增加8.87%", "增加7.87%"),
        id="growth rate",
    ),
    pytest.param(
        PLAN,
        "2023年预算执行数为767.68万元，2024年预算安排690.58万元，比2023年预算执行数增加10.04%。",
        ("growth-direction", ERROR, "增加10.04%", "减少10.04%"),
        id="growth in the wrong direction",
    ),
    pytest.param(
        OUTCOME,
        "2024年度收、支总计43,269.30万元。与2023年度相比，收、支总计各增加119.30万元，增长3.79%。",
        ("growth", ERROR, "增加119.30万元、3.79%", "增加0.28%"),
        id="a digit put in, which the growth gives away",
    ),
    pytest.param(
        OUTCOME,
        "机关运行经费支出88.20万元，比2023年度减少4.10万元，增长4.44%。",
        ("growth-direction", ERROR, "减少4.10万元，增加4.44%", ""),
        id="amount and rate in opposite directions",
    ),
    pytest.param(
        PLAN,
        "2023年执行数为20.00万元，2024年预算安排22.00万元，与2023年执行数持平。",
        ("growth", ERROR, "持平", "2.00万元"),
        id="said to be unchanged",
    ),
    pytest.param(
        PLAN,
        "年初部门预算5,200.00万元，年中追加900.50万元，追减150.50万元，调整后预算6,100.50万元。",
        ("adjusted-budget", ERROR, "6,100.50万元", "5,950.00万元"),
        id="what was taken back is taken off",
    ),
    pytest.param(
        PLAN,
        "非税收入18.30亿元，比上年17.50亿元增收0.80亿元，增长5.6%。",
        ("growth", ERROR, "增加5.6%", "增加4.57%"),
        id="more income is a growth",
    ),
    pytest.param(
        OUTCOME,
        "全年预算数为100万元，全年执行数为98万元，执行率为0.98%。",
        ("rate", ERROR, "0.98%", "98.00%"),
        id="a point set twice too far to the left",
    ),
    pytest.param(
        OUTCOME,
        "收入总额1216.00万元。其中财政拨款收入608.00万元，占收入总额的61.35%；"
        "事业收入304.00万元，占收入总额的30.68%；其他收入304.00万元，占收入总额的25.00%。",
        ("share", ERROR, "61.35%", "50.00%"),
        id="two shares of another whole than the one they name",
    ),
    pytest.param(
        PLAN,
        "政府性基金拨款支出预算0万元，比2023年预算增加421.25万元。",
        ("growth", ERROR, "增加421.25万元", ""),
        id="an increase to nothing",
    ),
    pytest.param(
        PLAN,
        "2023年预算执行数为0.00万元，2024年预算安排25.00万元，比2023年预算执行数增加100.00%。",
        ("growth-from-zero", NOTE, "100.00%", ""),
        id="percentage of zero",
    ),
    pytest.param(
        PLAN,
        "宣传事务2023年执行数为114.00万元，2024年预算安排110.60万元，比2023年执行数减少2.98%。"
        "主要原因是：宣传事务经费增加。",
        ("reason", ERROR, "减少2.98%", "宣传事务经费增加"),
        id="decrease with an increase for its reason",
    ),
    pytest.param(
        PLAN,
        "2024年财政拨款收入820.00万元，比2023年预算减少15.00万元。\n财政拨款收入增加的主要原因是项目调整。",
        ("reason", ERROR, "财政拨款收入增加", "减少15.00万元"),
        id="explains the opposite of what was said",
    ),
    pytest.param(
        OUTCOME,
        "年初预算为61.20万元，支出决算为64.35万元，完成年初预算的105.15%，"
        "决算数小于年初预算数的主要原因是退休人员增加。",
        ("outcome-words", ERROR, "决算数小于年初预算数", "64.35万元 > 61.20万元"),
        id="larger called smaller",
    ),
    pytest.param(
        OUTCOME,
        "本年支出合计900.00万元，其中：基本支出600.00万元，占66.67%；项目支出300.00万元，占34.33%。",
        ("share", ERROR, "34.33%", "33.33%"),
        id="share of a whole",
    ),
    pytest.param(
        PLAN,
        "1.“住房保障支出（类）住房改革支出（款）住房公积金（项）”150.35万元，主要用于住房公积金。"
        "2023年执行数为148.52万元，2024年预算安排152.67万元，比2023年执行数增加2.79%。",
        ("heading-amount", ERROR, "150.35万元", "152.67万元"),
        id="heading against its paragraph",
    ),
    pytest.param(
        SELF,
        "上线107个“一件事”主题联办服务，累计办理各项“一件事”业务近1.72万宗。\n"
        "已上线107个“一件事”主题联办服务，累计办理业务超过2万宗。",
        ("stated-twice", DOUBTFUL, "超过2万宗", "近1.72万宗"),
        id="one thing, two values",
    ),
    pytest.param(
        PLAN,
        "公务接待费1.35万元，比2024年预算持平。",
        ("impossible-year", ERROR, "比2024年预算", "2023"),
        id="compared with itself",
    ),
    pytest.param(
        SELF,
        "截至2024年2月30日，项目全部完工。",
        ("impossible-year", ERROR, "2024年2月30日", ""),
        id="no such day",
    ),
    pytest.param(
        OUTCOME,
        "支出决算为219.54万元，完成年初预算的95.45。",
        ("lost-unit", DOUBTFUL, "95.45", ""),
        id="lost percent sign",
    ),
    pytest.param(
        PLAN,
        "2024年预算安排690.58，比2023年预算执行数减少10.04%。",
        ("lost-unit", DOUBTFUL, "690.58", ""),
        id="lost unit",
    ),
    pytest.param(
        PLAN,
        "差旅费预算12.50万元，培训费预算8.30元，会议费预算6.75万元，印刷费预算4.20万元。",
        ("unit-slip", DOUBTFUL, "8.30元", "8.30万元"),
        id="元 among 万元",
    ),
    pytest.param(
        PLAN,
        "2024年收入预算1,8220.50万元。",
        ("digit-grouping", DOUBTFUL, "1,8220.50", ""),
        id="thousands not in threes",
    ),
    pytest.param(
        OUTCOME,
        "与上年相比增加（减少）12.00万元。",
        ("template-words", DOUBTFUL, "增加（减少）", ""),
        id="both choices left",
    ),
    pytest.param(
        OUTCOME, "决算数大小于预算数。", ("template-words", DOUBTFUL, "大小于", ""), id="大小于"
    ),
    pytest.param(
        PLAN, "2024年安排XX万元。", ("template-words", DOUBTFUL, "XX", ""), id="blank not filled in"
    ),
    pytest.param(
        PLAN,
        "与2023年预算持平，主要原因是。其他无。",
        ("template-words", DOUBTFUL, "原因是。", ""),
        id="no reason given",
    ),
    pytest.param(
        PLAN,
        "财政拨款收入820.00万元，比2023年预算增加15.00万元。财政拨款支出820.00万元，比2023年预算增加51.00万元。",
        ("unequal-changes", DOUBTFUL, "增加51.00万元", "增加15.00万元"),
        id="income and expenditure change alike",
    ),
]


@pytest.mark.parametrize(("kind", "text", "expected"), PROSE)
def test_a_slip_in_prose_is_found(kind, text, expected):
    found = audit(report(text), identity(2024, kind))
    assert expected in [(f.check, f.severity, f.stated, f.recomputed) for f in found]


CORRECT = [
    "全年预算数为8,318.83万元，全年执行数为8,271.47万元，执行率为99.43%。",
    "基本支出执行数1,254.30万元，项目支出执行数7,017.17万元，合计8,271.47万元。",
    "部门整体支出绩效目标自评98.58分，其中：履职效能自评分49.58分，管理效率自评分49分。",
    "在商场等场所部署30个“云窗口”终端。\n在商场等场所部署超过30个“云窗口”终端。",
    "一期工程支出100.00万元，其中：设备款40.00万元，监理费20.00万元。",
    "2024年预算安排96.50万元，比上年减少3.50万元，下降3.5%，主要原因是退休人员增加，在职人员减少。",
    "比2022年预算执行数增加314.82%。",
    "2023年执行数为45.30万元，2024年预算安排45.30万元，与2023年执行数持平。",
    "三公经费支出决算为6.40万元，完成预算的64.0%，其中：公务用车运行费支出决算为6.40万元，完成预算的80.0%。",
    "支出决算数小于预算数的主要原因是厉行节约。",
    "共有车辆7辆，其中：应急保障用车2辆、其他用车5辆。购置车辆1辆，其中：应急保障用车0辆、其他用车1辆。",
    "位于X101、X102街坊，编号为W-07，依据沪府规〔2016〕168号文建设。",
    "人均补助标准为每人每月850.50元，全年安排补助资金120.00万元、宣传经费15.00万元。",
    "群众满意率达到99.9%，比上年提高1.2个百分点。",
    "截至12月底，共保障会议402次。截至6月底，共保障会议186次。",
    "收入增加12.00万元，支出减少3.00万元。",
]


@pytest.mark.parametrize("text", CORRECT)
def test_what_is_right_or_cannot_be_known_raises_nothing(text):
    assert audit(report(text), identity(2024, Kind.SELF_EVALUATION)) == ()


@pytest.mark.parametrize("kind", [SELF, PLAN, OUTCOME])
def test_sentences_as_reports_write_them_raise_nothing(kind):
    assert audit(report(RIGHT), identity(2023, kind)) == ()


def test_an_outcome_may_be_compared_with_its_own_budget():
    text = "决算数比2024年年初预算减少5.00万元。"
    assert audit(report(text), identity(2024, Kind.FINAL_ACCOUNTS)) == ()


def test_a_sentence_that_its_line_cuts_is_read_whole():
    text = (
        "行政运行经费主要用于保障机关正常运转和人员支出，2023年当年预算执行数为640.20万元，2024年预\n"
        "算安排690.58万元，比2023年预算执行数增加8.87%。"
    )
    (found,) = audit(report(text), identity(2024, Kind.BUDGET))
    assert (found.check, found.recomputed) == ("growth", "增加7.87%")


def test_a_slip_that_explains_the_difference_is_named():
    text = "楼房建筑面积13,459平方米，其中地上建筑面积8,013平方米，地下建筑面积5,356平方米。"
    (found,) = audit(report(text), identity(2024, Kind.BUDGET))
    assert "若8,013平方米应为8,103平方米，则相符" in found.calculation_zh
    assert "should read 8,103平方米" in found.calculation_en

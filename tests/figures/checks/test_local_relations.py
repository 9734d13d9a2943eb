"""What a few figures beside each other state: a slip is found, and nothing is said before it."""

import pytest

from figures.audit import audit
from records import Kind, Severity
from tests.figures.checks.audit_reports import identity, report

ERROR, DOUBTFUL = Severity.ERROR, Severity.DOUBTFUL
OURS = identity(2023, Kind.SELF_EVALUATION)

SLIPS = {
    "points between two years": (
        "及时率96.40%，比上年的95.10%提高1.30个百分点。",
        ("提高", "下降"),
        ERROR,
        "96.40% − 95.10% = 1.30个百分点",
    ),
    "points with a bracket between": (
        "编制使用率为92.00%，较上年末的94.50%（在编189人）下降2.50个百分点。",
        ("92.00", "93.00"),
        ERROR,
        "93.00% − 94.50% = -1.50个百分点",
    ),
    "points from one rate to another": (
        "直达率由上年的70.3%提高到82.1%，提高11.8个百分点。",
        ("11.8", "18.1"),
        ERROR,
        "82.1% − 70.3% = 11.8个百分点",
    ),
    "a mark that is met": (
        "合格率97.20%，高于95%的年度指标值。",
        ("高于", "低于"),
        ERROR,
        "97.20% > 95%",
    ),
    "which way it went": (
        "平均办理时间由30个工作日压缩到18个工作日。",
        ("18", "38"),
        ERROR,
        "由30个工作日到38个工作日是增加",
    ),
    "by which rate it went": (
        "总磷浓度由0.200毫克/升降至0.150毫克/升，下降25.0%。",
        ("25.0", "33.3"),
        ERROR,
        "(0.150 − 0.200) ÷ 0.200 = -25.00%",
    ),
    "more of what is done": (
        "木材产量52.60万吨，比上年多采伐2.60万吨，增长5.2%。",
        ("5.2%", "4.9%"),
        ERROR,
        "5.20%",
    ),
    "the rate of a difference that fits": (
        "两项预算合并安排412.50万元，其中拨款400.00万元、结余12.50万元，较上年的375.00万元增加37.50万元，"
        "增长10.00%。",
        ("10.00%", "9.09%"),
        ERROR,
        "(412.50万元 − 375.00万元) ÷ 375.00万元 = 10.00%",
    ),
    "more households than the batch before": (
        "2022年批次小区12个、4,000户；2023年批次小区20个、6,400户，户数比上一批次多2,400户，增长60.00%。",
        ("60.00%", "37.50%"),
        ERROR,
        "2,400户 ÷ (6,400户 − 2,400户) = 60.00%",
    ),
    "a share of what is named elsewhere": (
        "实际到账资金500.00万元。同期实际支出400.00万元，占到账资金的80.00%，期末结存100.00万元。",
        ("80.00%", "82.00%"),
        ERROR,
        "400.00万元 ÷ 500.00万元 = 80.00%",
    ),
    "two amounts and their total": (
        "改造校舍3.4万平方米，新建校舍1.25万平方米，两项合计4.65万平方米。",
        ("4.65", "4.56"),
        ERROR,
        "4.65万平方米",
    ),
    "what is added up to a total": (
        "本级收入70.40亿元，加上级补助88.20亿元、上年结转11.40亿元，收入总计170.00亿元。",
        ("170.00", "158.60"),
        ERROR,
        "70.40亿元 + 88.20亿元 + 11.40亿元 = 170.00亿元",
    ),
    "what is left of two adjustments": (
        "年中追加512.30万元，追减40.10万元，相抵后净增加472.20万元。",
        ("472.20", "427.20"),
        ERROR,
        "512.30万元 − 40.10万元 = 472.20万元",
    ),
    "what goes out is more": (
        "全年新纳入31户，退出54户，进出相抵减少23户。",
        ("减少", "增加"),
        ERROR,
        "相抵不会是增加23户",
    ),
    "what a total is made of": (
        "2023年度收、支总计均为830.40万元。收入总计由本年收入800.25万元和年初结转30.15万元构成。",
        ("30.15", "31.05"),
        DOUBTFUL,
        "800.25万元 + 31.05万元 = 831.30万元",
    ),
    "parts by their source": (
        "项目支出8,260.45万元，占总支出的60.00%。按资金来源分，中央资金4,310.20万元、省级资金2,140.15万元、"
        "县级资金1,810.10万元。",
        ("2,140.15", "2,410.15"),
        DOUBTFUL,
        "若2,410.15万元应为2,140.15万元，则相符",
    ),
    "parts in a bracket": (
        "参保人员214,560人（在职162,340人、退休52,220人）。",
        ("52,220", "53,220"),
        DOUBTFUL,
        "162,340人 + 53,220人 = 215,560人",
    ),
    "as many parts as are said": (
        "四项基金收入88.40亿元，其中：养老基金20.10亿元，医疗基金30.20亿元，工伤基金10.05亿元，失业基金28.05亿元。",
        ("88.40", "89.30"),
        ERROR,
        "= 88.40亿元",
    ),
    "a list before the next whole": (
        "总收入186.45亿元，其中地方收入78.36亿元、上级补助82.74亿元、调入25.35亿元；总支出173.12亿元，"
        "其中本级支出121.63亿元、上解支出27.26亿元、还本支出24.23亿元。",
        ("82.74", "28.74"),
        DOUBTFUL,
        "82.74亿元",
    ),
    "kinds that are more than the whole": (
        "年产粮食136.80万吨，其中夏粮38.90万吨，秋粮97.90万吨。",
        ("97.90", "99.70"),
        DOUBTFUL,
        "138.60万吨",
    ),
    "a rate of the amount right before it": (
        "本级支出128.40亿元，完成调整预算132.00亿元的97.3%，比上年增长4.6%。",
        ("97.3", "93.7"),
        ERROR,
        "128.40亿元 ÷ 132.00亿元 = 97.27%",
    ),
    "a share of what is named, and not of another amount": (
        "采购总额800.00万元。授予中小企业合同金额640.00万元，占采购总额的80.00%，其中：授予小微企业合同金额"
        "320.00万元，占授予中小企业合同金额的50.00%。",
        ("50.00%", "40.00%"),
        DOUBTFUL,
        "320.00万元 ÷ 640.00万元 = 50.00%",
    ),
    "a share of what the other shares are of": (
        "收入预算1,000.00万元。其中：拨款收入700.00万元，占70.00%；专户收入140.00万元，占14.00%；"
        "事业收入100.00万元，占10.00%；其他收入60.00万元，占6.00%。",
        ("14.00", "20.00"),
        DOUBTFUL,
        "140.00万元 ÷ 1,000.00万元 = 14.00%",
    ),
    "what was taken off what": (
        "送审金额50.00亿元，审定47.50亿元，核减2.50亿元，核减率5.00%。",
        ("5.00%", "5.26%"),
        DOUBTFUL,
        "2.50亿元 ÷ 50.00亿元 = 5.00%",
    ),
    "done of so many": (
        "列入考核的25个事项中，按期办结23个，按期办结率92.00%。",
        ("23个", "24个"),
        ERROR,
        "24个 ÷ 25个 = 96.00%",
    ),
    "last year's amount is no base": (
        "全年受理投诉240件，办结228件，办结率95.00%；受理量比2022年的300件少60件，下降20.00%。",
        ("95.00%", "76.00%"),
        ERROR,
        "228件 ÷ 240件 = 95.00%",
    ),
    "a sum and a rate that one figure mends": (
        "现场发现各类缺陷48个，其中漏项13个、错项15个、缺项20个；涉及金额70万元。截至月底已修复41个，修复率85.4%。",
        ("48个", "51个"),
        DOUBTFUL,
        "若51个应为48个，则各处都相符",
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_in_a_local_relation_is_found(name):
    right, (figure, slip), severity, words = SLIPS[name]
    assert audit(report(right), OURS) == ()
    assert right.count(figure) == 1
    (found,) = audit(report(right.replace(figure, slip)), OURS)
    assert found.severity is severity
    assert words in found.calculation_zh


def test_a_sum_that_nothing_else_bears_out_is_left():
    text = "现场发现各类缺陷51个，其中漏项13个、错项15个、缺项20个；涉及金额70万元。"
    assert audit(report(text), OURS) == ()


def test_what_is_only_named_is_part_of_the_total_too():
    text = "区级收入加上级补助13.50亿元、调入资金4.50亿元、上年结转2.00亿元，收入合计90.00亿元。"
    assert audit(report(text), OURS) == ()

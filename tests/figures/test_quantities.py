"""Quantities: every number with its unit, its bound and its words, and nothing that is none."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.quantities import Qualifier, QuantityKind, cell_quantity, quantities

MONEY, RATE, COUNT, DATE = (
    QuantityKind.MONEY,
    QuantityKind.RATE,
    QuantityKind.COUNT,
    QuantityKind.DATE,
)


def read(text: str) -> list[tuple[str, str, str]]:
    return [(q.as_written, f"{q.value.normalize():f}", q.unit) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind", "base"),
    [
        ("8,318.83 万元", "8318.83", "万元", MONEY, "83188300"),
        ("８，３１８．８３万元", "8318.83", "万元", MONEY, "83188300"),
        ("83,188,300元", "83188300", "元", MONEY, "83188300"),
        ("0.831883亿元", "0.831883", "亿元", MONEY, "83188300"),
        ("两千万元", "2000", "万元", MONEY, "20000000"),
        ("三十五点六万元", "35.6", "万元", MONEY, "356000"),
        ("1亿2000万元", "12000", "万元", MONEY, "120000000"),
        ("3百万元", "300", "万元", MONEY, "3000000"),
        ("12千元", "12", "千元", MONEY, "12000"),
        ("4.2（万元）", "4.2", "万元", MONEY, "42000"),
        ("RMB 83.1883 million", "8318.83", "万元", MONEY, "83188300"),
        ("83.1883 million yuan", "8318.83", "万元", MONEY, "83188300"),
        ("8,318.83 ten thousand yuan", "8318.83", "万元", MONEY, "83188300"),
        ("8,318.83 (10,000 yuan)", "8318.83", "万元", MONEY, "83188300"),
        ("10,000 yuan", "10000", "元", MONEY, "10000"),
        ("¥1,200", "1200", "元", MONEY, "1200"),
        ("99.47%", "99.47", "%", RATE, "99.47"),
        ("９９．４７％", "99.47", "%", RATE, "99.47"),
        ("百分之九十九点四七", "99.47", "%", RATE, "99.47"),
        ("百分之百", "100", "%", RATE, "100"),
        ("千分之三", "3", "‰", RATE, "0.3"),
        ("三成", "3", "成", RATE, "30"),
        ("四分之一", "25", "%", RATE, "25"),
        ("99.47 percent", "99.47", "%", RATE, "99.47"),
        ("100.00(%)", "100", "%", RATE, "100"),
        ("2.5个百分点", "2.5", "百分点", QuantityKind.POINTS, "2.5"),
        ("2.5 percentage points", "2.5", "百分点", QuantityKind.POINTS, "2.5"),
        ("98.58 分", "98.58", "分", QuantityKind.SCORE, "98.58"),
        ("九十八点五分", "98.5", "分", QuantityKind.SCORE, "98.5"),
        ("2438748人次", "2438748", "人次", COUNT, "2438748"),
        ("1.72万宗", "17200", "宗", COUNT, "17200"),
        ("2 万宗", "20000", "宗", COUNT, "20000"),
        ("三十个", "30", "个", COUNT, "30"),
        ("818台/套", "818", "台/套", COUNT, "818"),
        ("1.5亿美元", "150000000", "美元", MONEY, "150000000"),
        ("3元/人", "3", "元/人", MONEY, "3"),
        ("13.5万平方米", "135000", "平方米", QuantityKind.AREA, "135000"),
        ("4000.6㎡", "4000.6", "平方米", QuantityKind.AREA, "4000.6"),
        ("2公顷", "2", "公顷", QuantityKind.AREA, "20000"),
        ("29.8米", "29.8", "米", QuantityKind.LENGTH, "29.8"),
        ("0.5 天", "0.5", "天", QuantityKind.DURATION, "720"),
        ("五个工作日", "5", "工作日", QuantityKind.DURATION, "5"),
        ("2 hours", "2", "小时", QuantityKind.DURATION, "120"),
        ("2022 年", "2022", "年", DATE, "2022"),
        ("2022年12月", "202212", "年月", DATE, "202212"),
        ("2023年8月31日", "20230831", "年月日", DATE, "20230831"),
        ("2023-01-01", "20230101", "年月日", DATE, "20230101"),
        ("二〇二二年三月", "202203", "年月", DATE, "202203"),
        ("31 December 2022", "20221231", "年月日", DATE, "20221231"),
        ("第三季度", "3", "季度", DATE, "3"),
        ("第四名", "4", "名", QuantityKind.RANK, "4"),
        ("8th", "8", "名", QuantityKind.RANK, "8"),
        ("第21届", "21", "届", QuantityKind.RANK, "21"),
    ],
)
def test_a_number_is_read_in_every_writing(text, value, unit, kind, base):
    (q,) = quantities(f"为{text}。" if not text[0].isascii() else f"it is {text}.")
    assert (q.value, q.unit, q.kind, q.base) == (Decimal(value), unit, kind, Decimal(base))
    assert q.as_written == text


@pytest.mark.parametrize(
    ("text", "half_step"),
    [
        ("99.47%", "0.005"),
        ("8,318.83万元", "50"),
        ("1.72万宗", "50"),
        ("83,188,300元", "0.5"),
        ("15万元", "5000"),
        ("两千万元", "5000"),
        ("2022年", "0"),
    ],
)
def test_half_a_step_of_the_last_digit_is_known_in_base_units(text, half_step):
    (q,) = quantities(text)
    assert q.half_step == Decimal(half_step)


@pytest.mark.parametrize(
    "text",
    [
        "1. 贯彻执行方针政策",
        "2、完成任务",
        "（3）政务服务方面",
        "10) 其他",
        "一、基本情况",
        "布局：1、方正；2、简洁",
        "沪府规【2016】168号文",
        "粤财绩〔2022〕2号",
        "（2021）5 号",
        "令第 588 号",
        "12345政府服务热线",
        "拨打12345、12315等热线",
        "实行7*24小时值班",
        "7×24小时",
        "24小时自助服务区",
        "“粤盾-2022”演练",
        "单元W-07、X101街坊",
        "W060701",
        "5G网络和4K视频",
        "推行1+N模式",
        "数字政府2.0版",
        "90后青年",
        "见表1、附件2",
        "电话020-82629200",
        "手机13800138000",
        "https://example.com/2022/1.html",
        "8:30至17：30",
        "第一时间受理，第三方服务，第一书记",
        "十分满意，万里街道，三公经费，一网统管，统一部署，二期工程，一个办法",
        "五一个机制，两新组织，十四五规划，二十大精神，四个意识，百佳案例",
        "二类高层建筑，一级耐火",
        "一是优化，二是融合，三是提升",
        "完成任务，成立小组",
        "PM2.5浓度下降，V2.0上线",
        "其中：1.在职人员，2.离退休人员",
    ],
)
def test_what_is_no_quantity_is_passed_over(text):
    assert [q.as_written for q in quantities(text)] == []


@pytest.mark.parametrize(
    ("row", "numbers"),
    [
        ("201\t05\t07\t专项普查活动\t601,300\t0", ["601,300", "0"]),
        ("201\t\t\t一般公共服务支出\t2,976,800", ["2,976,800"]),
        ("2010507\t专项普查活动\t601,300", ["601,300"]),
        ("201 05 07 专项普查活动 601,300 601,300", ["601,300", "601,300"]),
        ("合计\t164,978,640", ["164,978,640"]),
    ],
)
def test_subject_codes_are_no_quantities(row, numbers):
    assert [q.as_written for q in quantities(row)] == numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("需3-5天", [("3", "3", "天"), ("5天", "5", "天")]),
        ("30至50万元", [("30", "30", "万元"), ("50万元", "50", "万元")]),
        ("得分分别为95、96.5分", [("95", "95", "分"), ("96.5分", "96.5", "分")]),
        ("2021-2023年", [("2021", "2021", "年"), ("2023年", "2023", "年")]),
        ("1-11月", [("1", "1", "月"), ("11月", "11", "月")]),
        ("2021、2022年", [("2021", "2021", "年"), ("2022年", "2022", "年")]),
    ],
)
def test_a_range_shares_its_unit(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.2022 年政务服务博览会", [("2022 年", "2022", "年")]),
        ("4．2023年部门预算表", [("2023年", "2023", "年")]),
        ("在 2022 数字政务年会上", [("2022", "2022", "年")]),
        ("受理12345件工单", [("12345件", "12345", "件")]),
        ("增长率为-3.5%，下降负2.1%", [("-3.5%", "-3.5", "%"), ("负2.1%", "-2.1", "%")]),
        ("实现 22 个部门 227 项业务", [("22 个", "22", "个"), ("227 项", "227", "项")]),
        ("22部门", [("22", "22", "")]),
        ("共1.5万元；2、下一步", [("1.5万元", "1.5", "万元")]),
        ("连续五年进入前列", [("五年", "5", "年")]),
        ("排名第 2，位列第八", [("第 2", "2", "名"), ("第八", "8", "名")]),
        ("7个月，3月", [("7个月", "7", "个月"), ("3月", "3", "月")]),
        ("5项目标", [("5项", "5", "项")]),
        ("0.00 项目绩效", [("0.00", "0", "")]),
    ],
)
def test_close_calls_are_decided(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("共30个终端", Qualifier.EXACT),
        ("近1.72万宗", Qualifier.ABOUT),
        ("约为13459平方米", Qualifier.ABOUT),
        ("30个左右", Qualifier.ABOUT),
        ("nearly 30 items", Qualifier.ABOUT),
        ("超过30个", Qualifier.MORE),
        ("逾 2 万宗", Qualifier.MORE),
        ("20余个", Qualifier.MORE),
        ("1900 多项", Qualifier.MORE),
        ("2万多人", Qualifier.MORE),
        ("三十余家", Qualifier.MORE),
        ("more than 30 items", Qualifier.MORE),
        ("不少于30个", Qualifier.AT_LEAST),
        ("≥80.00(%)", Qualifier.AT_LEAST),
        ("80%以上", Qualifier.AT_LEAST),
        ("不低于50%", Qualifier.AT_LEAST),
        ("不超过50万元", Qualifier.AT_MOST),
        ("50万元以下", Qualifier.AT_MOST),
        ("不足3成", Qualifier.LESS),
        ("低于5%", Qualifier.LESS),
        ("节约3万元", Qualifier.EXACT),
        ("近三年", Qualifier.EXACT),
    ],
)
def test_the_words_around_bound_a_number(text, qualifier):
    (q,) = quantities(text)
    assert q.qualifier is qualifier


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        (
            "2022 年区水务局全年预算数为 318.83 万元，全年执行数为 271.47 万元，执行率为 85.15%。",
            ["区水务局全年预算数", "全年执行数", "执行率"],
        ),
        ("其中基本支出全年执行数 54.30 万元", ["基本支出全年执行数"]),
        ("3所学校，15所小学", ["学校", "小学"]),
        ("获得锦旗56面、牌匾2块", ["获得锦旗", "牌匾"]),
        ("上线19项“云窗口”事项，", ["上线“云窗口”事项"]),
        ("因公出国（境）费0.5万元", ["因公出国（境）费"]),
        ("“三公”经费预算数：22.91万元", ["“三公”经费预算数"]),
        ("比2022年预算增加25万元", ["比2022年预算增加"]),
        ("（其中：其他用车4辆）", ["其他用车"]),
        ("5万元用于购置设备。", ["用于购置设备"]),
        ("培训费\t83,000\t80,000", ["培训费", "培训费"]),
    ],
)
def test_a_number_knows_the_words_it_belongs_to(text, subjects):
    assert [q.subject for q in quantities(text) if q.kind is not DATE] == subjects


@pytest.mark.parametrize(
    ("cell", "unit", "value", "name"),
    [
        ("164,978,640", "元", "164978640", "元"),
        (" 22.91 ", "万元", "22.91", "万元"),
        ("12.5", "单位：万元", "12.5", "万元"),
        ("0", "元", "0", "元"),
        ("-1,234.5", "元", "-1234.5", "元"),
        ("2023", "元", "2023", "元"),
        ("12.5%", "元", "12.5", "%"),
        ("=100.00(%)", "元", "100", "%"),
        ("≥13459.00(平方米)", "", "13459", "平方米"),
        ("3.5万元", "元", "3.5", "万元"),
        ("5.00(万人次)", "", "5", "万人次"),
        ("120", "", "120", ""),
    ],
)
def test_a_cell_without_a_unit_takes_its_tables(cell, unit, value, name):
    q = cell_quantity(cell, unit)
    assert q is not None
    assert (q.value, q.unit) == (Decimal(value), name)
    assert cell[q.start : q.end] == q.as_written


@pytest.mark.parametrize("cell", ["", " ", "-", "—", "05", "合计", "统计 3", "满意度", "3个和5个"])
def test_a_cell_that_is_no_number_gives_none(cell):
    assert cell_quantity(cell, "元") is None


AMOUNTS = st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2)


@given(AMOUNTS, st.sampled_from(["元", "千元", "万元", "亿元"]), st.booleans(), st.booleans())
def test_any_amount_is_read_back(amount, unit, separated, spaced):
    written = (f"{amount:,.2f}" if separated else f"{amount:.2f}") + " " * spaced + unit
    (q,) = quantities(f"全年预算数为{written}，")
    assert (q.value, q.unit, q.as_written) == (amount, unit, written)
    factor = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 10**8}[unit]
    assert q.base == amount * factor
    assert q.half_step == Decimal("0.005") * factor


@given(
    st.text(
        alphabet="0123456789,.，．一二三十百千万亿元%分年月日个第余近约-（）() \n\t预算:：",
        max_size=40,
    )
)
def test_spans_are_in_order_and_as_written_whatever_the_text(text):
    found = quantities(text)
    assert all(text[q.start : q.end] == q.as_written for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(q.half_step >= 0 and q.base.is_finite() for q in found)

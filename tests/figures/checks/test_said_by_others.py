"""Ways of putting it that reports of other departments have: wrong ones found, right ones left."""

from __future__ import annotations

from figures.audit import audit
from tests.figures.written import Sheet, report
from tests.identities import identity_of

OURS = identity_of("2023年度自评报告", 2023, "青石县文化局")


def found(*parts) -> list[str]:
    return [f.calculation_zh for f in audit(report("2023年度自评报告", *parts), OURS)]


def test_what_is_compared_with_may_stand_in_front():
    right = "与2022年支出2,731.20万元相比，增加227.70万元，增长8.34%。"
    assert found("当年支出2,958.90万元。", right) == []
    (wrong,) = found("当年支出2,958.90万元。", right.replace("8.34", "9.34"))
    assert "8.34%" in wrong


def test_a_change_behind_its_parts_may_be_the_wholes():
    said = (
        "“三公”经费决算9.84万元，均为公务用车运行维护费6.92万元和公务接待费2.92万元，"
        "较预算数12.00万元节约{}%。"
    )
    assert found(said.format(18)) == []
    assert len(found(said.format(28))) == 1


def test_an_increase_and_its_rate_are_held_against_the_amount_though_a_share_stands_between():
    said = "全年支出合计96,587.31万元，占全年预算的98.70%，比上年增加5,841.08万元，增长{}%。"
    assert found(said.format("6.44")) == []
    (wrong,) = found(said.format("6.84"))
    assert "6.44%" in wrong


RIVERS = [
    ("清水河", "8.2", "1,680.50"),
    ("白沙溪", "6.5", "1,120.30"),
    ("老渡河", "5.1", "985.60"),
    ("杨柳港", "4.3", "702.32"),
    ("团结渠", "2.3", "403.00"),
]


def test_a_column_is_doubted_where_another_of_many_terms_adds_up():
    columns = ("河道名称", "整治长度（公里）", "完成投资（万元）")
    right = Sheet("明细", "", columns, [*RIVERS, ("小计", "26.4", "4,891.72")])
    wrong = Sheet("明细", "", columns, [*RIVERS, ("小计", "26.4", "4,981.72")])
    assert found(right) == []
    (doubt,) = found(wrong)
    assert "4,891.72" in doubt


def test_a_rate_of_spending_goes_by_many_names_in_a_tables_head():
    rows = [
        ("公共文化", "620.00", "571.30", "92.15%"),
        ("非遗保护", "186.00", "172.84", "92.92%"),
        ("文物修缮", "458.40", "342.60", "74.74%"),
        ("旅游宣传", "340.00", "331.50", "97.50%"),
    ]
    head = ("项目", "预算金额", "支出金额", "支出率")
    assert (
        found(Sheet("进度表", "万元", head, [*rows, ("合计", "1,604.40", "1,418.24", "88.40%")]))
        == []
    )
    (wrong,) = found(
        Sheet("进度表", "万元", head, [*rows, ("合计", "1,604.40", "1,418.24", "84.80%")])
    )
    assert "88.40%" in wrong

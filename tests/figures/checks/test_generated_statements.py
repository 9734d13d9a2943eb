"""Whatever the figures: a statement rounded or cut off from true ones raises no finding."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from figures.audit import audit
from records import Kind
from tests.figures.checks.audit_reports import Form, identity, report

yuan = st.integers(50_000, 3_000_000_000)
ways = st.sampled_from([ROUND_HALF_UP, ROUND_DOWN])
PLAN = identity(2024, Kind.BUDGET)
OUTCOME = identity(2024, Kind.FINAL_ACCOUNTS)


def wan(value: int | Decimal, way: str = ROUND_HALF_UP) -> str:
    return f"{(Decimal(value) / 10_000).quantize(Decimal('0.01'), way):,}万元"


def percent(value: Decimal, way: str = ROUND_HALF_UP) -> str:
    return f"{abs(value).quantize(Decimal('0.01'), way)}%"


@settings(max_examples=60, deadline=None)
@given(yuan, yuan, ways, ways)
def test_growth(now, then, way, other):
    assume(now != then)
    word = "增加" if now > then else "减少"
    rate = percent(Decimal(now - then) / then * 100, other)
    amounts = f"2023年执行数为{wan(then, way)}，2024年预算安排{wan(now, way)}"
    text = f"{amounts}，比2023年执行数{word}{rate}。"
    assert audit(report(text), PLAN) == ()


@settings(max_examples=60, deadline=None)
@given(yuan, yuan, ways)
def test_growth_by_an_amount_and_its_rate(now, then, way):
    assume(now != then)
    word, verb = ("增加", "增长") if now > then else ("减少", "下降")
    rate = percent(Decimal(now - then) / then * 100, way)
    text = f"支出总额{wan(now, way)}，比上年{word}{wan(abs(now - then), way)}，{verb}{rate}。"
    assert audit(report(text), OUTCOME) == ()


@settings(max_examples=60, deadline=None)
@given(st.lists(yuan, min_size=2, max_size=2), ways)
def test_parts_with_their_shares(parts, way):
    whole = sum(parts)
    basic, project = parts
    shares = [percent(Decimal(p) / whole * 100, way) for p in parts]
    text = (
        f"本年支出合计{wan(whole, way)}，其中：基本支出{wan(basic, way)}，占{shares[0]}；"
        f"项目支出{wan(project, way)}，占{shares[1]}。"
    )
    assert audit(report(text), OUTCOME) == ()


@settings(max_examples=60, deadline=None)
@given(yuan, st.integers(1, 10_000), ways)
def test_completion(budget, part, way):
    spent = budget * part // 10_000
    rate = percent(Decimal(spent) / budget * 100, way)
    text = f"年初预算为{wan(budget, way)}，支出决算为{wan(spent, way)}，完成年初预算的{rate}。"
    assert audit(report(text), OUTCOME) == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(yuan, yuan), min_size=2, max_size=9), ways)
def test_a_classified_table_in_ten_thousands(lines, way):
    def row(code: str, name: str, basic: int, project: int) -> str:
        cells = (wan(v, way).removesuffix("万元") for v in (basic + project, basic, project))
        return "|".join((*code.split("."), name, *cells))

    basic, project = (sum(side) for side in zip(*lines, strict=True))
    rows = [row("201.", "一般公共服务支出", basic, project)]
    rows += [row(f"201.{i:02}", f"事务{i}", b, p) for i, (b, p) in enumerate(lines, start=1)]
    form = Form("表", "万元", "类|款|科目名称|合计|基本支出|项目支出", "\n".join(rows))
    assert audit(report(form), PLAN) == ()


@pytest.mark.parametrize("year", [None, 2024])
@settings(max_examples=80, deadline=None)
@given(
    text=st.text(
        alphabet="一二三0123456789.,，。；：（）%万元年比增加减少其中合计占预算执行率\n ",
        max_size=120,
    )
)
def test_no_text_breaks_the_audit(year, text):
    findings = audit(report(f"开头{text}"), identity(2024, Kind.OTHER))
    assert all(f.calculation_zh and f.evidence for f in findings)

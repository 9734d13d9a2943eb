"""Equality of figures: one value in any writing, and nothing else."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from figures.quantities import Quantity, quantities, same_value


def one(text: str) -> Quantity:
    (quantity,) = quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("8,318.83万元", "8318.83 万元"),
        ("8,318.83万元", "83,188,300元"),
        ("0.831883亿元", "8,318.83万元"),
        ("83.1883 million yuan", "8,318.83 万元"),
        ("百分之九十九点四七", "99.47%"),
        ("99.47 percent", "99.47%"),
        ("９９．４７％", "99.47%"),
        ("三成", "30%"),
        ("两千万元", "2,000万元"),
        ("1.72万宗", "17200宗"),
        ("20多个", "20 余个"),
        ("20个", "20 余个"),
        ("1900 items", "1900项"),
        ("1900", "1900项"),
        ("107项", "107个"),
        ("半数以上达到30%", "30%"),
        ("5名", "5人"),
        ("1平方公里", "1000000平方米"),
        ("48小时", "2天"),
        ("约8300万元", "8,318.83万元"),
        ("约99%", "99.47%"),
        ("about 20 regions", "20余个"),
        ("至少30个", "不少于30个"),
        ("第八名", "8th"),
        ("2022年", "2022"),
        ("4.56亿元", "4.56亿"),
    ],
)
def test_these_are_the_same(claim, source):
    assert same_value(one(claim), one(source))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("8,318.83元", "8,318.83万元"),
        ("215,600万元", "215,600元"),
        ("8,318.83 million yuan", "8,318.83万元"),
        ("8319万元", "8,318.83万元"),
        ("99.5%", "99.47%"),
        ("约9000万元", "8,318.83万元"),
        ("2.5%", "2.5个百分点"),
        ("49分", "49%"),
        ("49", "49分"),
        ("8318.83", "8,318.83万元"),
        ("100人", "100人次"),
        ("2小时", "2天"),
        ("5年", "5个月"),
        ("3元/人", "3元"),
        ("第2名", "2名"),
        ("不足2万宗", "超过2万宗"),
        ("超过107个", "107个"),
        ("不足107个", "107个"),
        ("2022年", "2023年"),
        ("1.5亿元", "1.5亿美元"),
        ("456元", "456"),
        ("2022年12月", "2022年"),
    ],
)
def test_these_are_not(claim, source):
    assert not same_value(one(claim), one(source))


AMOUNTS = st.decimals(Decimal("0.01"), Decimal("999999.99"), places=2)
MONEY = {"元": 1, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}


@given(AMOUNTS, st.sampled_from(sorted(MONEY)), st.sampled_from(sorted(MONEY)))
def test_money_is_the_same_in_every_unit(amount, unit, other):
    converted = amount * MONEY[unit] / MONEY[other]
    assert same_value(one(f"{converted:f}{other}"), one(f"{amount:,}{unit}"))


@given(AMOUNTS, AMOUNTS, st.sampled_from(sorted(MONEY)))
def test_different_amounts_are_never_the_same(amount, other, unit):
    assume(amount != other)
    assert not same_value(one(f"{amount}{unit}"), one(f"{other}{unit}"))


@given(AMOUNTS, st.sampled_from(sorted(MONEY)), st.sampled_from(sorted(MONEY)))
def test_a_slip_of_unit_is_never_the_same(amount, unit, other):
    assume(unit != other)
    assert not same_value(one(f"{amount}{other}"), one(f"{amount}{unit}"))


@given(st.decimals(Decimal("0.01"), Decimal("99.99"), places=2))
def test_percentages_are_the_same_in_words(rate):
    whole, _, fraction = f"{rate:.2f}".partition(".")
    tens, ones = divmod(int(whole), 10)
    digits = "零一二三四五六七八九"
    spoken = (digits[tens] if tens > 1 else "") + ("十" if tens else "")
    spoken += digits[ones] if ones or not tens else ""
    words = f"百分之{spoken}点{''.join(digits[int(d)] for d in fraction)}"
    assert same_value(one(words), one(f"{rate}%"))

"""Numerals: digits and Chinese numerals mean one exact value."""

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.quantities.numbers import narrow, read_chinese, read_digits, read_year


@given(st.integers(0, 10**12 - 1))
def test_every_whole_number_is_read_as_it_is_written_in_chinese(number):
    written = cn2an.an2cn(number)
    numeral = read_chinese(written)
    assert numeral is not None
    assert numeral.value == number


@given(st.decimals(0, 9999, places=2))
def test_decimals_are_exact_in_chinese_too(number):
    whole, _, fraction = f"{number:.2f}".partition(".")
    digits = "".join("零一二三四五六七八九"[int(d)] for d in fraction)
    numeral = read_chinese(f"{cn2an.an2cn(int(whole))}点{digits}")
    assert numeral is not None
    assert numeral.value == number
    assert numeral.step == Decimal("0.01")


@pytest.mark.parametrize(
    ("written", "value", "step"),
    [
        ("两千万", 20_000_000, 10_000),
        ("两亿", 200_000_000, 100_000_000),
        ("一点七二万", 17_200, 100),
        ("三十", 30, 1),
        ("十二", 12, 1),
        ("五万亿", 5_000_000_000_000, 100_000_000),
        ("一百零五", 105, 1),
    ],
)
def test_the_step_is_the_last_place_written(written, value, step):
    numeral = read_chinese(written)
    assert numeral is not None
    assert (numeral.value, numeral.step) == (value, step)


@pytest.mark.parametrize("written", ["三四", "一百五", "一万五", "五一", "点五", "", "十十", "万"])
def test_what_can_be_read_in_two_ways_is_not_read(written):
    assert read_chinese(written) is None


@given(st.decimals(0, 10**9, places=2))
def test_thousands_separators_change_nothing(number):
    assert read_digits(f"{number:,.2f}") == read_digits(f"{number:.2f}")


def test_years_are_read_digit_by_digit():
    assert read_year("二〇二二") == 2022
    assert read_year("二零二四") == 2024
    assert read_year("二十") is None


@given(st.text(max_size=40))
def test_narrowing_keeps_every_position(text):
    assert len(narrow(text)) == len(text)


def test_full_width_figures_become_half_width():
    assert narrow("８，３１８．８３万元") == "8,318.83万元"
    assert narrow("共100，200人") == "共100，200人"

"""What a text is found by."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.terms import terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("预算执行率", ["预算", "算执", "执行", "行率"]),
        ("8,318.83万元", ["8318.83", "万元"]),
        ("８，３１８．８３万元", ["8318.83", "万元"]),
        ("99.47％", ["99.47"]),
        ("2021,2022年", ["2021", "2022", "年"]),
        ("1,254.30 + 7,017.17", ["1254.30", "7017.17"]),
        ("12345热线", ["12345", "热线"]),
        ("7*24小时", ["7", "24", "小时"]),
        ("〇〇一号", ["〇〇", "〇一", "一号"]),
        ("“粤盾-2022”", ["粤盾", "2022"]),
        ("APP、H5和小程序", ["app", "h", "5", "和小", "小程", "程序"]),
        ("三公 经费", ["三公", "经费"]),
        ("的", ["的"]),
        ("", []),
        ("，。！\n\t", []),
    ],
)
def test_terms_of_a_text(text, found):
    assert terms(text) == found


@given(st.text())
def test_terms_are_never_blank_and_have_no_spaces_in_them(text):
    assert all(term and not any(c.isspace() for c in term) for term in terms(text))


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2))
def test_chinese_text_has_a_term_for_each_pair_of_neighbours(text):
    assert terms(text) == [text[i : i + 2] for i in range(len(text) - 1)]


@given(st.integers(0, 10**12), st.integers(0, 99))
def test_a_number_is_one_term_however_it_is_separated(whole, cents):
    assert terms(f"{whole:,}.{cents:02}") == terms(f"{whole}.{cents:02}") == [f"{whole}.{cents:02}"]

"""Equality of figures: one value in any writing, and nothing else."""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from figures.quantities import Quantity, quantities, same_value


def one(text: str) -> Quantity:
    (quantity,) = quantities(text)
    return quantity


def are_same(claim_and_source: tuple[str, str]) -> bool:
    claim, source = claim_and_source
    return same_value(one(claim), one(source))


def test_one_value_in_two_writings_is_the_same(scored):
    scored("same", are_same)


def test_two_values_are_not_however_alike_they_look(scored):
    scored("not_same", are_same)


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

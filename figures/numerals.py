"""Numbers as they are written, in digits or in Chinese numerals → their exact value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

DIGITS = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
CHINESE = (
    "[一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]{0,24}"
    "(?:点[零〇一二三四五六七八九]{1,12})?[万亿]?"
)

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_D = "[一二两三四五六七八九]"
_SECTION = re.compile(
    rf"(?:(?P<thousands>{_D})千)?(?P<zero>零)?(?:(?P<hundreds>{_D})百)?(?P<zero2>零)?"
    rf"(?:(?P<tens>{_D})?(?P<ten>十))?(?P<zero3>零)?(?P<ones>{_D})?"
)
_WIDE = str.maketrans("０１２３４５６７８９％．＋／～", "0123456789%.+/~")
_WIDE_COMMA = re.compile(r"(?<=[０-９\d])[，,](?=[０-９]{3})|(?<=\d)，(?=\d{3}\.\d)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read; `step` is the place value of the last digit written (0.01 for 99.47)."""

    value: Decimal
    step: Decimal


def narrow(text: str) -> str:
    """Full-width digits, percent signs and separators in numbers → half-width, length kept."""
    return _WIDE_COMMA.sub(",", text).translate(_WIDE)


def read_digits(written: str) -> Numeral:
    """`1,254.30` → 1254.30 with step 0.01."""
    value = Decimal(written.replace(",", ""))
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Numeral(value, Decimal(1).scaleb(exponent))


def read_chinese(written: str) -> Numeral | None:
    """`九十九点四七`, `两千万` → 99.47, 20000000; None where the characters are no one number.

    The step of a round 万 or 亿 is that 万 or 亿, as it would be in 2000万. What can be read in
    two ways (一百五, 三四) is not read.
    """
    body, scale = written, 1
    whole, point, fraction = body.partition("点")
    if point:
        while fraction and fraction[-1] in "万亿":
            scale *= 10_000 if fraction[-1] == "万" else 100_000_000
            fraction = fraction[:-1]
        if not fraction:
            return None
    integer = _integer(whole) if whole else None
    if integer is None:
        return None
    if not point:
        step = 1 if integer == 0 else _round_step(whole)
        return Numeral(Decimal(integer), Decimal(step))
    decimals = "".join(str(_DIGIT[c]) for c in fraction)
    value = Decimal(f"{integer}.{decimals}") * scale
    return Numeral(value, Decimal(scale).scaleb(-len(decimals)))


def read_year(written: str) -> int | None:
    """`二〇二二` → 2022: digits read one by one."""
    if len(written) != 4 or any(c not in _DIGIT for c in written):
        return None
    return int("".join(str(_DIGIT[c]) for c in written))


def _round_step(whole: str) -> int:
    if whole.endswith("万"):
        return 10_000
    return 100_000_000 if whole.endswith("亿") else 1


def _integer(written: str) -> int | None:
    total, rest = 0, written
    for mark, size in (("亿", 100_000_000), ("万", 10_000)):
        head, found, tail = rest.rpartition(mark)
        if not found:
            continue
        section = _integer(head) if mark == "亿" else _section(head)
        if not section or (len(tail) == 1 and tail not in "十"):
            return None
        total, rest = total + section * size, tail
    section = _section(rest) if rest else 0
    return None if section is None else total + section


def _section(written: str) -> int | None:
    """Up to 9,999; None where a digit lacks its place (一百五)."""
    if written in ("零", "〇"):
        return 0
    m = _SECTION.fullmatch(written.replace("〇", "零"))
    if m is None or not written:
        return None
    parts = {k: _DIGIT[m[k]] for k in ("thousands", "hundreds", "tens", "ones") if m[k]}
    tens = parts.get("tens", 1 if m["ten"] else 0)
    higher = "thousands" in parts or "hundreds" in parts
    if "ones" in parts and higher and not (m["ten"] or m["zero"] or m["zero2"] or m["zero3"]):
        return None
    hundreds = parts.get("hundreds", 0)
    return parts.get("thousands", 0) * 1000 + hundreds * 100 + tens * 10 + parts.get("ones", 0)

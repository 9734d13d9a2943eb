"""One number with its unit, as written (1.72万宗, 两千万元, 百分之九十九) → its value."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from figures.numerals import CHINESE, DIGITS, Numeral, read_chinese, read_digits
from figures.units import (
    MONEY_UNITS,
    MULTIPLIER_PATTERN,
    MULTIPLIERS,
    NO_UNIT,
    PER_MILLE,
    PERCENT,
    RANK,
    TENTHS,
    UNIT_PATTERN,
    YUAN,
    QuantityKind,
    Unit,
    unit_named,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A value in a unit; `step` is the place value of its last written digit, in that unit.

    `more` is whether 余 or 多 stands inside (20余个). `own_unit` is False where none is written.
    """

    value: Decimal
    unit: Unit
    step: Decimal
    more: bool = False
    own_unit: bool = True


_G = r"[ \u3000\xa0]{0,3}"
_AFTER = (
    rf"(?:{_G}(?P<more>余|多|来))?(?:{_G}(?P<multiplier>{MULTIPLIER_PATTERN}))?(?P<more2>余|多)?"
    rf"(?:{_G}(?P<unit>{UNIT_PATTERN})(?:/(?P<per>{UNIT_PATTERN}))?"
    rf"|{_G}[（(]{_G}(?P<boxed>(?:{MULTIPLIER_PATTERN})?(?:{UNIT_PATTERN})){_G}[)）])?"
)
_PATTERNS = (
    rf"(?P<ratio>百分之|千分之){_G}(?P<part>{DIGITS}|{CHINESE}|零点[零一二三四五六七八九]+|百)",
    r"(?P<whole>[二三四五六七八九十])分之(?P<numerator>[一二三四五六七八九])",
    r"(?<![完统唯第万])(?P<tenths>[一二两三四五六七八九1-9])成"
    r"(?![立员果功就为本长绩效都分交品型人熟])",
    rf"第{_G}(?P<ordinal>\d{{1,3}}|[一二三四五六七八九十百]{{1,4}}){_G}(?P<of>名|位|届|期|批|轮)?",
    r"(?P<nth>\d{1,3})(?:st|nd|rd|th)\b",
    r"(?P<mark>(?:RMB|CNY|[¥￥])[ \xa0]*)?"
    r"(?P<sign>(?<![\dA-Za-z%年月日元])[-−－]|(?<![担欺自肩背胜])负)?"
    rf"(?P<digits>{DIGITS})(?:{_G}亿{_G}(?P<wan>\d{{1,4}}(?:\.\d+)?)(?={_G}万))?{_AFTER}",
    r"(?<![第零〇一二两三四五六七八九十百千万亿几数])"
    rf"(?P<hanzi>{CHINESE})(?P<hanzi_more>余|多)?{_G}(?P<hanzi_unit>{UNIT_PATTERN})",
)
MEASURE_PATTERN = "|".join(_PATTERNS)
"""To be compiled with re.IGNORECASE; its matches are for `read_measure`."""

_RANKED = re.compile(r"(?:排|名次|排名|位列|列|位居|居|获|居全[国省市区县])[为在于]?\s*$")
_NAMES = re.compile(
    r"[类大级站岗街镇村团班面道口段环把片度节双对头单本届期]$|^四周"
    r"|^[二三四五六七八九十百][分元]$|^百"
)
_SLOGANS = re.compile(r"四个(?:意识|自信|全面)|两个(?:维护|确立|毫不)|三个代表")
_LIKE_A_YEAR = re.compile(r"199\d|20[0-4]\d")
_YEAR = Unit("年", QuantityKind.DATE, Decimal(1), "年")


def read_measure(match: re.Match[str]) -> Measure | None:
    """A match of MEASURE_PATTERN → what it measures; None for a word that only looks like one."""
    if match["digits"]:
        return _from_digits(match)
    if match["hanzi"]:
        return _from_chinese(match)
    if match["ratio"]:
        unit = PERCENT if match["ratio"] == "百分之" else PER_MILLE
        return _plain(_numeral(match["part"]), unit)
    if match["tenths"]:
        return _plain(_numeral(match["tenths"]), TENTHS)
    if match["whole"]:
        return _from_fraction(match["whole"], match["numerator"])
    return _from_ordinal(match)


def _numeral(written: str) -> Numeral | None:
    if written == "百":
        return Numeral(Decimal(100), Decimal(1))
    return read_digits(written) if written[0].isascii() else read_chinese(written)


def _plain(numeral: Numeral | None, unit: Unit) -> Measure | None:
    return Measure(numeral.value, unit, numeral.step) if numeral else None


def _from_fraction(whole: str, part: str) -> Measure | None:
    denominator, numerator = _numeral(whole), _numeral(part)
    if denominator is None or numerator is None:
        return None
    return Measure(numerator.value / denominator.value * 100, PERCENT, Decimal(0))


def _from_digits(match: re.Match[str]) -> Measure:
    numeral = read_digits(match["digits"])
    value = -numeral.value if match["sign"] else numeral.value
    step = numeral.step
    if match["wan"]:
        below = read_digits(match["wan"])
        value, step = value * 10_000 + below.value, below.step
    spelled = match["unit"] or match["boxed"]
    scale = MULTIPLIERS[" ".join(re.split(r"[ -]", (match["multiplier"] or "").lower()))]
    unit = unit_named(spelled) if spelled else YUAN if match["mark"] else NO_UNIT
    more = bool(match["more"] or match["more2"]) and match["more"] != "来"
    if unit is NO_UNIT and scale == 1 and not more and _LIKE_A_YEAR.fullmatch(match[0]):
        return Measure(value, _YEAR, Decimal(0))
    measure = _scaled(value, step, scale, unit)
    own = unit is not NO_UNIT or scale > 1
    if match["per"]:
        per = f"/{unit_named(match['per']).name}"
        unit = replace(measure.unit, name=measure.unit.name + per, base=measure.unit.base + per)
    else:
        unit = measure.unit
    return replace(measure, unit=unit, more=more, own_unit=own)


def _scaled(value: Decimal, step: Decimal, scale: int, unit: Unit) -> Measure:
    """Money keeps 千元, 万元 or 亿元 as its unit; all else is multiplied out."""
    if unit == YUAN and scale > 1:
        size = max(s for s in MONEY_UNITS if s <= scale)
        unit, scale = MONEY_UNITS[size], scale // size
    return Measure(value * scale, unit, step * scale)


def _from_chinese(match: re.Match[str]) -> Measure | None:
    written, spelled = match["hanzi"], match["hanzi_unit"]
    slogan = _SLOGANS.match(match.string, match.start())
    numeral = None if slogan or _NAMES.search(written + spelled) else read_chinese(written)
    if numeral is None or written == "一":
        return None
    unit, value, step = unit_named(spelled), numeral.value, numeral.step
    if unit == YUAN and written[-1] in "万亿":
        unit = MONEY_UNITS[MULTIPLIERS[written[-1]]]
        value, step = value / unit.factor, step / unit.factor
    return Measure(value, unit, step, bool(match["hanzi_more"]))


def _from_ordinal(match: re.Match[str]) -> Measure | None:
    numeral = _numeral(match["nth"] or match["ordinal"])
    if numeral is None:
        return None
    of = match["of"]
    if match["nth"] or of in ("名", "位"):
        return Measure(numeral.value, RANK, Decimal(0))
    if of:
        return Measure(numeral.value, Unit(of, QuantityKind.RANK, Decimal(1), of), Decimal(0))
    before = match.string[max(0, match.start() - 6) : match.start()]
    return Measure(numeral.value, RANK, Decimal(0)) if _RANKED.search(before) else None

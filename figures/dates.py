"""Dates as reports write them → a number that sorts: 2023, 202308, 20230831, 8, 831."""

from __future__ import annotations

import re
from decimal import Decimal

from figures.numerals import read_chinese, read_year

_S = r"[ \u3000\xa0]{0,3}"
_Y = r"(?<!\d)(?<!\d,)(?:19|20)\d\d"
_MONTHS = "january february march april may june july august september october november december"
_EN = "January|February|March|April|May|June|July|August|September|October|November|December"
_CN_YEAR = "[一二][〇零○一二三四五六七八九]{3}"
_ORDINALS = "一二三四"

_FORMS = (
    rf"(?P<y1>{_Y}){_S}年{_S}(?P<m1>\d{{1,2}}){_S}月(?:{_S}(?P<d1>\d{{1,2}}){_S}[日号])?",
    rf"(?P<y2>{_Y})[-/.](?P<m2>0?[1-9]|1[0-2])[-/.](?P<d2>0?[1-9]|[12]\d|3[01])(?!\.?\d)",
    rf"(?P<m3>\d{{1,2}}){_S}月(?:{_S}(?P<d3>\d{{1,2}}){_S}[日号])?",
    rf"(?P<y4>{_Y})(?:{_S}年|(?=(?:{_S}(?:[-－—–~～至到、，,/和及与]|and){_S}(?:19|20)\d\d){{1,9}}{_S}年))",
    rf"(?P<y5>{_CN_YEAR})年(?:(?P<m5>[一二三四五六七八九十]{{1,2}})月(?:(?P<d5>[一二三四五六七八九十]{{1,3}})日)?)?",
    r"(?<!个)(?P<m6>十[一二]|[一二三四五六七八九十])月(?=份|底|初|末|[一二三四五六七八九十]{1,3}日)"
    r"(?:(?P<d6>[一二三四五六七八九十]{1,3})日)?",
    rf"第?(?P<q7>[{_ORDINALS}1-4]){_S}季度",
    rf"(?:(?P<d8>\d{{1,2}}) )?\b(?P<m8>{_EN})\b(?: (?P<e8>\d{{1,2}})(?!\d)(?:st|nd|rd|th)?)?"
    rf"(?:,? (?P<y8>(?:19|20)\d\d))?(?<=\d)",
)
DATE_PATTERN = "|".join(f"(?:{form})" for form in _FORMS)
"""Whole dates, year and month, years, months with days, quarters, English dates."""


def read_date(match: re.Match[str]) -> tuple[Decimal, str] | None:
    """A match of a pattern that holds DATE_PATTERN → its number and which parts it has.

    The parts are 年, 年月, 年月日, 月, 月日, 日 or 季度. A date that cannot be (31月) keeps its
    numbers: it is for the caller to see that nothing bears it out.
    """
    groups = {
        k: v for k, v in match.groupdict().items() if v and k[:1] in "ymdqe" and k[1:].isdigit()
    }
    part = {k[0]: v for k, v in groups.items()}
    if "q" in part:
        quarter = part["q"]
        return Decimal(_ORDINALS.index(quarter) + 1 if quarter in _ORDINALS else quarter), "季度"
    year = _year(part.get("y"))
    month, day = _month(part.get("m")), _small(part.get("d") or part.get("e"))
    name = "".join(n for n, p in (("年", year), ("月", month), ("日", day)) if p is not None)
    number = 0
    for part_of_date in (year, month, day):
        number = number if part_of_date is None else number * 100 + part_of_date
    return (Decimal(number), name) if name else None


def _year(written: str | None) -> int | None:
    if not written:
        return None
    return int(written) if written.isdigit() and written.isascii() else read_year(written)


def _month(written: str | None) -> int | None:
    if written and written.lower() in _MONTHS.split():
        return _MONTHS.split().index(written.lower()) + 1
    return _small(written)


def _small(written: str | None) -> int | None:
    if not written:
        return None
    if written.isascii():
        return int(written)
    numeral = read_chinese(written)
    return int(numeral.value) if numeral else None

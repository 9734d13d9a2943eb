"""Text → every number in it with its unit, how exactly it is meant, and what it is about.

The scan is one regular expression over the text with full-width digits narrowed: what looks
like a number and is none (list numbers, 文号, hotlines, codes) is matched first and passed over;
then dates, then numbers with their units.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from figures.quantities.numbers import (
    CHINESE,
    DIGITS,
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
    Numeral,
    QuantityKind,
    Unit,
    narrow,
    read_chinese,
    read_digits,
    read_year,
    unit_named,
)
from figures.quantities.words import Qualifier, qualifier_around, row_subject, subject_of

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


# One number with its unit, as written (1.72万宗, 两千万元, 百分之九十九) → its value


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


# What looks like a number and measures nothing: list numbers, 文号, hotlines, codes, names


_CJK = r"\u4e00-\u9fff"

_NO_QUANTITIES = (
    # Addresses and telephone numbers.
    r"https?://\S+|www\.[\w./-]+|(?<![A-Za-z0-9._-])[A-Za-z0-9._-]{1,64}@[\w.]{1,99}",
    r"(?<!\d)0\d{2,3}[-－ ]\d{7,8}(?!\d)|(?<![\d.,])1[3-9]\d{9}(?![\d.])|(?<!\d)\d{15,}(?![\d.,])",
    # 〔2022〕2号, 【2017】89号, 沪府规〔2021〕5 号, 第 588 号, 2号线.
    r"[〔【\[（(〈]\s?(?:19|20)\d\d\s?[〕】\]）)〉]\s?(?:第\s?)?\d{1,6}\s?号?",
    r"(?:第\s?)?\d{1,6}\s?号(?!\d)",
    # Hotlines, by name or by what stands beside them.
    r"(?<![\d.,])1(?:2345|23[0-9]{2}|10|19|20|22)"
    r"(?=[ \xa0]?(?:[、和及/](?:\s?\d{3,5}[、和及/]?){1,6})?"
    r"[ \xa0“]{0,2}(?:政府|政务|市民|公共|便民|热线|平台|工单|投诉|举报|报警|急救|联动|指挥|等"
    r"|hotline))",
    r"(?<![\d.,])12345(?![\d.,]|\s?(?:件|宗|个|人|户|项|元|万|次))",
    # 7*24小时, 5×8小时, 24小时自助.
    r"\d\s?[*×xX]\s?\d{1,2}(?:\s?[*×xX]\s?\d{1,3})?(?:\s?小时)?",
    r"24\s?小时(?=自助|不打烊|不间断|值班|值守|在线|服务|全天|无休|营业|开放|响应)",
    # 1. / 1、 / （1） / 1) at the head of a line, item or clause; 一、 is no number anyway.
    r"^[ \t\u3000]*\d{1,3}[ \xa0]?[.．][ \xa0]?(?=(?:19|20)\d\d[ \xa0]*年)",
    r"(?:^|(?<=[：:；;。]))[ \t\u3000]*\d{1,2}[ \xa0]?(?:[.．](?!\d)|、(?!\d)|[)）])",
    rf"(?<=[，,、])[ \xa0]?\d{{1,2}}[.．](?=[ \xa0]?[{_CJK}“])",
    r"[（(]\s?\d{1,2}\s?[)）]",
    # Marks of footnotes: 32.9亿元[4]，统计公报[1].
    rf"(?<=[{_CJK}%‰”》）])[\[［]\d{{1,2}}[\]］]",
    r"(?:附表|附件|附图|表|图|附)[ \xa0]*\d{1,2}(?:[-－]\d{1,2})?(?![\d.,%]|[ \xa0]*[万亿元个])",
    r"(?<![\d.,])\d{1,3}(?:\.\d{1,3}){2,}(?![\d,])",
    # Subject codes in front of their names: 201 05 07, 2010507, cells of a row or loose columns.
    rf"^[ \xa0]*\d{{1,3}}[ \t\xa0]+\d{{2}}(?:[ \t\xa0]+\d{{2}})?(?=[ \t\xa0]+[{_CJK}])",
    r"^[ \xa0]*(?:[25]\d\d|30\d|3[19]\d)(?:\d\d){0,2}"
    rf"(?=[ \t\xa0]+(?!个|项|人|家|件|万|亿|元)[{_CJK}“])",
    r"(?<![\d.,])\d{3}[ \xa0]\d{2}(?:[ \xa0]\d{2})?(?![\d.,%])",
    # Names with letters or hyphens: W060701, W-07, 5G, 粤盾-2022, COVID-19, 1+N, 2.0版, 90后.
    r"(?<![A-Za-z])(?!(?:RMB|CNY|Y)\d)[A-Za-z]+[-－]?\d[\dA-Za-z]*(?:[-.]\d+)*",
    rf"(?<=[{_CJK}”’A-Za-z])[-－—–]\d+(?![\d.,]*[ \xa0]*(?:%|‰|个百分点|百分点|[万亿千]?元|[万亿]))"
    rf"(?<![年月日元至]-\d)(?<![年月日元至][-－—–]\d{{2}})(?<![年月日元至][-－—–]\d{{4}})",
    r"(?<![\d.,])\d{1,2}[DGKV](?![A-Za-z])",
    r"(?<![\d.,])\d{1,2}(?:[ \xa0]?[+＋][ \xa0]?[\dA-Za-zXN])+|\d\.\d(?=[ \xa0]*版)|\d0(?=后)",
    r"(?<!\d)\d{1,2}[:：]\d{2}(?![\d.])|(?<![\d.])\d{1,2}·\d{1,2}(?!\d)",
)

_NO_QUANTITY = "|".join(f"(?:{kind})" for kind in _NO_QUANTITIES)
"""One alternative for each; to be compiled with re.MULTILINE, tried before any number."""


# Text → every number in it with its unit, how exactly it is meant, and what it is about
#
# The scan is one regular expression over the text with full-width digits narrowed: what looks
# like a number and is none (list numbers, 文号, hotlines, codes) is matched first and passed over.


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of a text, `text[start:end] == as_written`.

    `value` is in `unit` (8318.83 in 万元; 17200 in 宗 for 1.72万宗), `base` in the base unit of
    its kind (元, %, 平方米, 分钟 …), `half_step` is half a unit of its last written digit, also in
    that base: the true value lies within it. A date's value is 2023, 202308 or 20230831.
    `subject` has the words it belongs to, '' for dates and where none stand near.
    """

    value: Decimal
    unit: str
    kind: QuantityKind
    qualifier: Qualifier
    start: int
    end: int
    as_written: str
    subject: str
    base: Decimal
    half_step: Decimal

    @property
    def year(self) -> int | None:
        """The calendar year of a date that has one."""
        if self.kind is not QuantityKind.DATE or not self.unit.startswith("年"):
            return None
        return int(str(self.value)[:4])


_SCAN = re.compile(
    rf"(?P<skip>{_NO_QUANTITY})|(?P<date>{DATE_PATTERN})|{MEASURE_PATTERN}", re.M | re.I
)
_CELL = re.compile(
    rf"(?:[=＝≥≤<>＜＞]=?|不低于|不少于|不超过)?\s*(?P<number>{MEASURE_PATTERN})(?:以上|以下|以内)?",
    re.I,
)
_CODE = re.compile(r"0\d+")
_BRACKETED = re.compile(r"[（(]\s*(?=[^.,]*[.,])(?P<number>[\d,]*\.?\d+%?)\s*[)）]")
"""(1,234.50): how accounts write what is below zero. (1) only counts."""
_TO = re.compile(r"\s*(?:[-－—–~～]{1,2}|至|到|to)\s*", re.I)
_AND = re.compile(r"\s*(?:[、/]|和|及|与)\s*")
_RESPECTIVELY = re.compile(r"分别|各为|依次")


def quantities(text: str) -> tuple[Quantity, ...]:
    """Report text → its quantities, in order, without overlap; spans are offsets into `text`."""
    plain = narrow(text)
    found: list[tuple[Measure, int, int]] = []
    for m in _SCAN.finditer(plain):
        measure = None if m["skip"] else _date(m) if m["date"] else read_measure(m)
        if measure is not None:
            found.append((measure, m.start(), m.end()))
    result: list[Quantity] = []
    floor = line_end = 0
    row: str | None = None
    for measure, start, end in _with_shared_units(found, plain):
        if start >= line_end:
            line_start, line_end = _line_around(plain, start)
            line = plain[line_start:line_end]
            floor, row = line_start, row_subject(line) if "\t" in line else None
        result.append(_quantity(measure, text, plain, (start, end), floor, row))
        floor = floor if measure.unit.kind is QuantityKind.DATE else end
    return tuple(result)


def _line_around(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, end if end >= 0 else len(text)


def cell_quantity(cell: str, unit: str) -> Quantity | None:
    """A whole table cell → its quantity, in the table's `unit` where the cell names none.

    None for an empty cell, a dash, a code with leading zeros, or words beside the number.
    """
    lead = len(cell) - len(cell.lstrip())
    plain = narrow(cell.strip())
    if bracketed := _BRACKETED.fullmatch(plain):
        inner = cell_quantity(" " * (lead + bracketed.start("number")) + bracketed["number"], unit)
        return inner and replace(inner, value=-inner.value, base=-inner.base)
    m = _CELL.fullmatch(plain)
    measure = read_measure(m) if m and not _CODE.fullmatch(plain) else None
    if m is None or measure is None:
        return None
    if not measure.own_unit or (measure.unit.kind is QuantityKind.DATE and unit):
        measure = replace(measure, unit=unit_named(unit), step=_step(measure.value))
    whole = " " * lead + plain
    start, end = lead + m.start("number"), lead + m.end("number")
    return _quantity(measure, cell, whole, (start, end), start, "")


def _date(match: re.Match[str]) -> Measure | None:
    date = read_date(match)
    return date and Measure(
        date[0], Unit(date[1], QuantityKind.DATE, Decimal(1), date[1]), Decimal(0)
    )


def _step(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    return Decimal(1).scaleb(exponent)


def _quantity(
    measure: Measure, text: str, plain: str, span: tuple[int, int], floor: int, row: str | None
) -> Quantity:
    """`row` has the words of the table row that the number is in, None in prose."""
    unit, (start, end) = measure.unit, span
    qualifier = qualifier_around(plain, start, end, unit.kind is QuantityKind.DURATION)
    if measure.more and qualifier in (Qualifier.EXACT, Qualifier.ABOUT):
        qualifier = Qualifier.MORE
    subject = "" if unit.kind is QuantityKind.DATE else row
    if subject is None:
        subject = subject_of(plain, start, end, floor, unit.kind is QuantityKind.COUNT)
    return Quantity(
        value=measure.value,
        unit=unit.name,
        kind=unit.kind,
        qualifier=qualifier,
        start=start,
        end=end,
        as_written=text[start:end],
        subject=subject,
        base=measure.value * unit.factor,
        half_step=measure.step * unit.factor / 2,
    )


def _with_shared_units(
    found: list[tuple[Measure, int, int]], text: str
) -> list[tuple[Measure, int, int]]:
    """3-5天, 分别为95、96分: a number without unit takes the unit of the one it is tied to."""
    shared = list(found)
    for i in range(len(found) - 2, -1, -1):
        (measure, start, end), (behind, next_start, _) = shared[i], shared[i + 1]
        month = behind.unit.name == "月" and measure.value <= 12
        if measure.own_unit or not behind.own_unit:
            continue
        if behind.unit.kind is QuantityKind.DATE and not month:
            continue
        between = text[end:next_start]
        listed = _AND.fullmatch(between) and _RESPECTIVELY.search(text, max(0, start - 40), start)
        if _TO.fullmatch(between) or listed:
            shared[i] = (replace(measure, unit=behind.unit), start, end)
    return shared
